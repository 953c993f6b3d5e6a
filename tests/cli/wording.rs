//! Everything that people are told and asked is in one language, in plain words, with one word for one thing
//! (`src/words/glossary.toml`). What is searched is every text between quotation marks where the sentences stand, so no
//! sentence is forgotten.

use serde::Deserialize;
use std::path::Path;

const LANGUAGES: [&str; 3] = ["en", "de", "fi"];

/// What gives English away in another language: none of these is a word of German or Finnish.
const ENGLISH: &str = "the and is are of to with you your this that its it from by has have were been for or if at \
    cannot which who when then again press type typed take look away looks key keys sheet sheets bag bags ledger page \
    print printed printer password share shares account yes please done nothing something everything both custodian \
    custodians touch plug unplug unplugged wrong right read write written sealed seal open opened closed before after \
    other another more could should would must may can network interface switched clock memory disk list model \
    reset step recorded failed finished error warning signed minutes check enough because while";

/// Names and keys that are the same in every language.
const NAMES: [&str; 9] = [
    "enterprise attestation",
    "import-metadata --file",
    "head size",
    "sealwright run",
    "PreserveJobHistory Yes",
    "printer/",
    "minutes/",
    "printer-is-shared",
    "sealwright plan check",
];

/// Turns that nobody would say today, or that are riddles: (language, turn).
const ODD: [(&str, &str); 43] = [
    ("en", "before both"),
    ("en", "so as"),
    ("en", "leave away"),
    ("en", "otherwise than"),
    ("en", "and no other"),
    ("en", "mend"),
    ("en", "once more"),
    ("en", "as it should be"),
    ("en", "as it should"),
    ("en", "is no"),
    ("en", "are no"),
    ("en", "too simple"),
    ("en", "take part so"),
    ("en", "keep apart"),
    ("en", "counted as nothing"),
    ("en", "signs in by this"),
    ("en", "told it so"),
    ("en", "is live nowhere"),
    ("en", "anew"),
    ("en", "any more"),
    ("en", "goes on"),
    ("en", "go on"),
    ("en", "takes that back"),
    ("en", "was begun and never"),
    ("en", "in the blind"),
    ("en", "says nothing against"),
    ("en", "not heard"),
    ("en", "that binds"),
    ("de", "getan?"),
    ("de", "so beendet, wie er soll"),
    ("de", "wie er sein soll"),
    ("de", "ausgelost"),
    ("de", "und keinen anderen"),
    ("de", "noch draußen"),
    ("de", "vor beiden"),
    ("de", "was anders ging"),
    ("de", "halten sie getrennt"),
    ("fi", "niin kuin pitää"),
    ("fi", "niin kuin piti"),
    ("fi", "arvotaan"),
    ("fi", "älkää muita"),
    ("fi", "vielä kerran"),
    ("fi", "toisin kuin siinä sanotaan"),
];

/// "no tries are left", "are no longer": plain English that the list of odd turns would catch.
const PLAIN: [&str; 6] = [
    "is no longer",
    "are no longer",
    "there is no",
    "there are no",
    "as it should be told",
    "is not",
];

#[derive(Deserialize)]
struct Glossary {
    term: Vec<Term>,
}

#[derive(Deserialize)]
struct Term {
    en: String,
    de: String,
    fi: String,
    not_en: Vec<String>,
    not_de: Vec<String>,
    not_fi: Vec<String>,
}

impl Term {
    fn in_language(&self, language: &str) -> (&str, &[String]) {
        match language {
            "en" => (&self.en, &self.not_en),
            "de" => (&self.de, &self.not_de),
            _ => (&self.fi, &self.not_fi),
        }
    }
}

fn glossary() -> Glossary {
    toml::from_str(include_str!("../../src/words/glossary.toml")).unwrap()
}

/// What is wrong with a text of this language.
fn complaints(glossary: &Glossary, language: &str, text: &str) -> Vec<String> {
    let bare = bare(text);
    let mut found = Vec::new();
    if language != "en" {
        let english = ENGLISH.split_whitespace();
        found.extend(
            english
                .filter(|word| stands_in(&bare, word, &NAMES))
                .map(|word| format!("`{word}` is English")),
        );
    }
    let odd = ODD.iter().filter(|(of, _)| *of == language);
    found.extend(
        odd.filter(|(_, turn)| stands_in(&bare, turn, &PLAIN))
            .map(|(_, turn)| format!("`{turn}` is an odd turn")),
    );
    for term in &glossary.term {
        let (one_word, others) = term.in_language(language);
        for other in others {
            let (other, allowed) = other.split_once('!').unwrap_or((other, ""));
            let allowed: Vec<&str> = Some(allowed)
                .filter(|a| !a.is_empty())
                .into_iter()
                .collect();
            if stands_in(&bare, other, &allowed) {
                found.push(format!("`{other}`: the word is `{one_word}`"));
            }
        }
    }
    found
}

/// The text without commands, quotations and facts, in small letters.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    for (n, piece) in text.split('`').enumerate() {
        if n % 2 == 0 {
            bare.push_str(piece);
        }
    }
    let mut depth = 0;
    let facts_out = bare.chars().filter(|c| {
        depth += i32::from(*c == '{');
        let inside = depth > 0;
        depth -= i32::from(*c == '}');
        !inside
    });
    facts_out.collect::<String>().to_lowercase()
}

/// Whether these words stand in a text, as whole words, or as a beginning where they end with `*`; not within what is
/// allowed.
fn stands_in(text: &str, words: &str, allowed: &[&str]) -> bool {
    let mut text = text.to_owned();
    for phrase in allowed {
        text = text.replace(&phrase.to_lowercase(), " | ");
    }
    let words = words.to_lowercase();
    let (words, is_beginning) = match words.strip_suffix('*') {
        Some(beginning) => (beginning, true),
        None => (words.as_str(), false),
    };
    // What is joined by a hyphen, or is the name of an option, is another word.
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let ends_with_word = words.ends_with(char::is_alphanumeric);
        !before.is_some_and(is_part)
            && (is_beginning || !ends_with_word || !after.is_some_and(is_part))
    })
}

/// Every text of a language, with where it stands.
fn texts(language: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(root.join("src/words").join(language))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&file).unwrap();
        texts.extend(literals(&source).map(|text| (format!("{language}/{name}"), text)));
    }
    let (_, constant) = [("en", "ENGLISH"), ("de", "GERMAN"), ("fi", "FINNISH")]
        .into_iter()
        .find(|(code, _)| *code == language)
        .unwrap();
    for file in ["src/text/script.rs", "src/rehearsal/words.rs"] {
        let source = std::fs::read_to_string(root.join(file)).unwrap();
        let start = source.find(&format!("const {constant}:")).unwrap();
        let table = source[start..].split("\n};").next().unwrap();
        texts.extend(literals(table).map(|text| (file.to_owned(), text)));
    }
    let mut templates: Vec<_> = std::fs::read_dir(root.join("ceremony-templates"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    templates.sort();
    for file in templates {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let Some((key, text)) = line.split_once(" = ") else {
                continue;
            };
            let said = ["title", "purpose", "says"].iter().any(|field| {
                key == *field && language == "en" || key == format!("{field}_{language}")
            });
            if said {
                texts.push((name.clone(), text.trim_matches('"').to_owned()));
            }
        }
    }
    texts
}

/// The texts between quotation marks, in code.
fn literals(source: &str) -> impl Iterator<Item = String> {
    let code: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    // A quotation within a text ends no text; what is quoted is left out as it is in no language.
    let code = code.join("\n").replace("\\\"", "`");
    let pieces: Vec<String> = code.split('"').map(str::to_owned).collect();
    pieces
        .into_iter()
        .enumerate()
        .filter(|(n, _)| n % 2 == 1)
        .map(|(_, text)| text.replace("\\n", "\n").replace("\\\n", ""))
}

#[test]
fn every_sentence_is_in_one_language_in_plain_words_with_one_word_for_one_thing() {
    let glossary = glossary();
    let mut wrong = Vec::new();
    for language in LANGUAGES {
        let texts = texts(language);
        assert!(texts.len() > 400, "{language}: {} texts", texts.len());
        for (file, text) in texts {
            let found = complaints(&glossary, language, &text);
            wrong.extend(found.iter().map(|why| format!("{file}: {why}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_term_has_its_word_in_each_language_and_the_sentences_use_it() {
    for term in glossary().term {
        for language in LANGUAGES {
            let (words, others) = term.in_language(language);
            assert!(!others.is_empty(), "{words}");
            let said = texts(language);
            // The stem: a word bends its end.
            let stem = |word: &str| -> String {
                let letters = word.chars().count();
                word.chars()
                    .take(letters.saturating_sub(2).max(3))
                    .collect()
            };
            let first = words.split([',', '(']).next().unwrap().trim();
            let first = stem(first.split(" of ").next().unwrap()).to_lowercase();
            let uses = |(_, text): &(String, String)| text.to_lowercase().contains(&first);
            assert!(said.iter().any(uses), "{language}: nothing says {words}");
        }
    }
}

/// The search can fail: each of these is found, and for the reason that it was made for.
#[test]
fn thirty_planted_faults_are_found_each() {
    const PLANTED: [(&str, &str, &str); 30] = [
        (
            "de",
            "Der Laptop: the network interface eth0 is up.",
            "English",
        ),
        ("de", "Nehmen Sie die Seite from the tray.", "English"),
        ("de", "Schlüssel {key} was unplugged", "English"),
        ("de", "Bitte press Enter.", "English"),
        ("de", "Das Blatt ist sealed.", "English"),
        ("fi", "Kytkekää avain and press Enter.", "English"),
        ("fi", "Avain {key} is wiped.", "English"),
        ("fi", "kannettava: swap is in use", "English"),
        ("fi", "Tulostin: the printer does not take PDF.", "English"),
        ("en", "Open the bag before both.", "odd turn"),
        ("en", "Plug in key {key}, and no other.", "odd turn"),
        ("en", "Mend the printer and try again.", "odd turn"),
        ("en", "Not as it should be: {}. Once more.", "odd turn"),
        (
            "en",
            "What went otherwise than it says is recorded.",
            "odd turn",
        ),
        (
            "en",
            "That is no PIN of 8 digits, or too simple a one.",
            "odd turn",
        ),
        ("en", "{who} cannot take part so.", "odd turn"),
        ("en", "Nobody signs in by this.", "odd turn"),
        ("en", "Find out who told it so.", "odd turn"),
        ("de", "Getan? (j/n)", "odd turn"),
        (
            "de",
            "Schritt {number} ist so beendet, wie er soll.",
            "odd turn",
        ),
        ("de", "Das Passwort wird ausgelost.", "odd turn"),
        ("fi", "Kannettava on niin kuin pitää.", "odd turn"),
        ("fi", "Salasana arvotaan.", "odd turn"),
        ("en", "The key returned no credential.", "the word is"),
        ("en", "Read the bag's serial.", "the word is"),
        ("en", "Leave this step out.", "the word is"),
        ("de", "Das steht im Verzeichnis.", "the word is"),
        ("de", "Rufen Sie die Administration an.", "the word is"),
        ("fi", "Lukekaa pussinumero ääneen.", "the word is"),
        ("fi", "Ottakaa arkki tulostimesta.", "the word is"),
    ];
    let glossary = glossary();
    for (language, text, why) in PLANTED {
        let found = complaints(&glossary, language, text);
        assert!(
            found.iter().any(|complaint| complaint.contains(why)),
            "{language}: {text}: {found:?}"
        );
    }
}
