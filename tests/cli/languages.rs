//! Every language says everything: no fact is lost, nothing stays English, every typed word can be typed.

use sealwright::ceremony::template::{self, Template};
use sealwright::plan::Role;
use sealwright::sheet::{Envelope, Paper, ScriptSheet, Stationery, script_sheet};
use sealwright::text::language::Language;
use sealwright::text::script::ScriptWords;
use sealwright::words;
use sealwright::words::label::Label;
use sealwright::words::say::Choice;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli_rig::{Folder, sealwright};

/// The other languages, with the source of their catalogue.
fn others() -> Vec<(Language, String)> {
    let languages = Language::ALL.into_iter().skip(1);
    languages
        .map(|(code, language)| (language, source(code)))
        .collect()
}

fn source(code: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/words/{code}"));
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap());
    texts.collect()
}

/// The facts that the arms for each variant take: by `Enum::Variant`, the names in their patterns. A name that is taken
/// and not said is an unused variable, which the compiler tells.
fn facts(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut facts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (at, _) in source.match_indices("::") {
        let before = source[..at].rsplit(|c: char| !c.is_alphanumeric());
        let kind = before.into_iter().next().unwrap_or_default();
        if !["P", "T", "C"].contains(&kind) {
            continue;
        }
        let rest = &source[at + 2..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        let taken = rest[name.len()..].trim_start().strip_prefix('{');
        let taken = taken.and_then(|t| t.split_once('}')).map_or("", |(t, _)| t);
        let names = facts.entry(format!("{kind}::{name}")).or_default();
        for field in taken.split(',').map(str::trim) {
            if !field.is_empty() && field != ".." && !field.contains('_') || field.contains("_out")
            {
                names.insert(field.split(':').next().unwrap_or_default().to_owned());
            }
        }
    }
    facts
}

#[test]
fn every_language_takes_every_fact_of_every_sentence() {
    let english = facts(&source("en"));
    assert!(english.len() > 200, "{}", english.len());
    assert!(english["T::WrongKey"].contains("found"));
    for (language, source) in others() {
        let said = facts(&source);
        for (variant, names) in &english {
            let here = said
                .get(variant)
                .unwrap_or_else(|| panic!("{language:?}: {variant}"));
            let lost: Vec<_> = names.difference(here).collect();
            assert!(
                lost.is_empty(),
                "{language:?}: {variant} does not take {lost:?}"
            );
        }
    }
}

#[test]
fn nothing_stays_english() {
    let english = strings(&source("en"));
    for (language, source) in others() {
        let same: Vec<_> = strings(&source)
            .intersection(&english)
            .filter(|text| !is_no_language(text))
            .cloned()
            .collect();
        assert!(same.is_empty(), "{language:?}: {same:#?}");
    }
}

/// What is written alike in several languages: typed words, names of keys, forms of a time, facts alone, a few nouns.
fn is_no_language(text: &str) -> bool {
    let mut bare = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = bare
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() > 2)
        .collect();
    let alike = ["stop", "PIN", "offline", "hh", "mm", "Name", "Text"];
    words.iter().all(|word| alike.contains(word))
}

/// The texts between quotation marks, in code.
fn strings(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let pieces = code.split('"').enumerate();
    pieces
        .filter(|(n, _)| n % 2 == 1)
        .map(|(_, text)| text.to_owned())
        .collect()
}

#[test]
fn what_is_typed_can_be_typed_on_any_keyboard_and_means_one_thing() {
    for (code, language) in Language::ALL {
        let catalogue = words::of(language);
        let words = Choice::ALL.map(|choice| catalogue.choice(choice).0);
        let different: BTreeSet<_> = words.iter().collect();
        assert_eq!(different.len(), words.len(), "{code}");
        for word in words {
            assert!(
                word.chars().all(|c| c.is_ascii_lowercase() || c == ' '),
                "{code}: {word}"
            );
        }
        assert_eq!(catalogue.choice(Choice::StopSafely).0, "stop", "{code}");
        let [(yes, _), (no, _)] = catalogue.yes_no();
        assert!(yes.is_ascii_lowercase() && no.is_ascii_lowercase() && yes != no);
    }
}

#[test]
fn every_template_in_the_program_is_whole_in_every_language() {
    for (file, toml) in template::all().iter().chain(template::for_one_key()) {
        let template = Template::parse(file, toml).unwrap();
        let texts = template.parts.iter().flat_map(|part| {
            let steps = part.steps.iter().map(|step| &step.says);
            std::iter::once(&part.title).chain(steps)
        });
        for text in [&template.title, &template.purpose]
            .into_iter()
            .chain(texts)
        {
            for (code, language) in Language::ALL.into_iter().skip(1) {
                let said = text.all().find(|(known, _)| *known == language);
                let (_, said) =
                    said.unwrap_or_else(|| panic!("{file}: {text:?} is missing in {code}"));
                assert_ne!(said, text.en, "{file}, {code}");
                assert_eq!(
                    placeholders(said),
                    placeholders(&text.en),
                    "{file}, {code}: {said}"
                );
            }
        }
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let pieces = text.split('{').skip(1);
    pieces.filter_map(|p| p.split('}').next()).collect()
}

#[test]
fn a_script_is_whole_in_its_language_in_lines_and_on_paper() {
    let english = [
        "\norganisation: ",
        "\ntitle: ",
        "\npurpose: ",
        "\nsheet: ",
        "script words",
        "\ndate: ",
        "\nfrom: ",
        "\nto: ",
        "---- who is here",
        "custodian",
        "witness",
        "name ____",
        "initials",
        "time ____",
        "CEREMONY SCRIPT",
        "in words, to be",
    ];
    let folder = Folder::new();
    let book = folder.book();
    let on = Stationery {
        rehearsal: false,
        organisation: "Example",
        paper: Paper::A4,
        envelope: Envelope::C56,
    };
    for (code, language) in Language::ALL {
        let show = ["--book", &book, "ceremony", "show", "first-setup"];
        let lines = sealwright(&[&show[..], &["--language", code]].concat()).out;
        let own = ScriptWords::of(language);
        let hands = [Role::KeyCustodian, Role::PinCustodian].map(|role| role.on_script(own).into());
        let step = ("1.1".to_owned(), "-".to_owned(), hands.to_vec());
        let page = script_sheet(&ScriptSheet {
            on,
            language,
            number: None,
            title: "-",
            purpose: "-",
            hash_words: "one two",
            parts: vec![("-".into(), vec![step])],
        });
        let page = page.text().expect("there is room");
        let page = std::str::from_utf8(page.bytes()).unwrap().to_owned();
        for word in english {
            let said = page.contains(word) || lines.contains(word);
            assert_eq!(said, code == "en", "{code}: {word}: {page}");
        }
    }
}

#[test]
fn what_a_rehearsal_says_of_its_keys_is_said_in_every_language() {
    let said = Language::ALL.map(|(_, language)| Label::KeysAreOnTheTable.said(language));
    assert_eq!(said[0], "In a rehearsal, look at what lies on the table.");
    let different: BTreeSet<&str> = said.into_iter().collect();
    assert_eq!(different.len(), said.len());
    // The screen has no words of its own for it.
    let screen = include_str!("../../src/cli/rehearse.rs");
    assert!(!screen.contains(said[0]));
}

#[test]
fn a_drill_in_another_language_is_recorded_in_it_and_verified() {
    let folder = Folder::new();
    for (code, title) in [("de", "Jährliche"), ("fi", "Vuosittainen")] {
        let out = folder.text(code);
        let args = [
            "rehearse",
            "--auto",
            "--small",
            "--seed",
            "7",
            "--language",
            code,
        ];
        let played = sealwright(&[&args[..], &["--out", &out]].concat());
        assert_eq!(played.code, 0, "{}", played.err);
        let book = folder.text(&format!("{code}/book"));
        assert_eq!(sealwright(&["ledger", "verify", &book]).code, 0);
        let ledger = std::fs::read_to_string(folder.path(&format!("{code}/book/ledger.jsonl")));
        assert!(ledger.unwrap().contains(title), "{code}");
        for english in [
            "Ceremony ",
            "Screen ",
            "custodian",
            "(y/n)",
            "initials step",
            "A year",
            "Both ",
        ] {
            assert!(!played.out.contains(english), "{code}: {english}");
        }
    }
}

#[test]
fn the_plan_decides_and_an_option_goes_before_it() {
    let folder = Folder::new();
    let book = folder.text("book");
    assert_eq!(sealwright(&["init", &book]).code, 0);
    let draft = folder.path("book/plan.toml");
    let plan = std::fs::read_to_string(&draft).unwrap();
    let shown = |more: &[&str]| {
        let args = [
            &["--book", &book, "ceremony", "show", "annual-rotation"],
            more,
        ]
        .concat();
        sealwright(&args).out
    };
    assert!(shown(&[]).contains("Annual rotation"));
    assert!(shown(&["--language", "de"]).contains("Jährliche"));
    std::fs::write(&draft, format!("language = \"fi\"\n{plan}")).unwrap();
    let checked = sealwright(&["--book", &book, "plan", "check"]);
    assert!(
        checked.out.contains("screen and scripts in: fi"),
        "{}",
        checked.out
    );
    assert!(shown(&[]).contains("Vuosittainen"));
    assert!(shown(&["--language", "en"]).contains("Annual rotation"));
    std::fs::write(&draft, format!("language = \"sv\"\n{plan}")).unwrap();
    let refused = sealwright(&["--book", &book, "plan", "check"]);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("language"), "{}", refused.out);
    let refused = sealwright(&["--language", "klingon", "ceremony", "list"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("en, de, fi"), "{}", refused.err);
}
