//! Every reading command has --json: one JSON value, with the facts of its text and the same exit code. And what a shell
//! and `man` are told about the commands holds.

use crate::cli_rig::{Folder, Ran, at_terminal, sealwright};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};

/// A command's text and its JSON.
fn both(args: &[&str]) -> (Ran, Value) {
    let text = sealwright(args);
    let json = sealwright(&[args, &["--json"]].concat());
    assert_eq!(text.code, json.code, "{args:?}: {}", json.err);
    let value = serde_json::from_str(&json.out).unwrap_or_else(|e| panic!("{args:?}: {e}"));
    (text, value)
}

/// A set-up book, played.
fn played(folder: &Folder) -> String {
    let out = folder.text("played");
    let ran = sealwright(&[
        "rehearse",
        "first-setup",
        "--auto",
        "--seed",
        "1",
        "--out",
        &out,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder.text("played/book")
}

fn list<'v>(value: &'v Value, member: &str) -> &'v Vec<Value> {
    let list = value[member].as_array();
    list.unwrap_or_else(|| panic!("no list {member} in {value}"))
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

#[test]
fn ceremonies_and_plans_say_the_same_as_json() {
    let folder = Folder::new();
    let book = folder.book();
    let (text, json) = both(&["ceremony", "list"]);
    for ceremony in list(&json, "ceremonies") {
        for member in ["name", "title"] {
            assert!(text.out.contains(text_of(&ceremony[member])));
        }
    }
    let (text, json) = both(&["--book", &book, "ceremony", "show", "first-setup"]);
    assert!(text.out.contains(text_of(&json["words"])));
    assert_eq!(text_of(&json["hash"]).len(), 64);
    let steps = list(&json["script"], "parts").iter();
    let steps: Vec<&Value> = steps.flat_map(|part| list(part, "steps")).collect();
    assert_eq!(steps.len(), 37);
    for step in steps {
        assert!(
            text.out
                .contains(&format!("\n  {} ", text_of(&step["number"])))
        );
    }

    let bad = folder.text("bad.toml");
    let own = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ceremony-templates/first-setup.toml"
    );
    let (_, json) = both(&["ceremony", "check", own]);
    assert_eq!(
        (&json["sound"], &json["name"]),
        (&true.into(), &"first-setup".into())
    );
    let template = std::fs::read_to_string(own).unwrap();
    std::fs::write(&bad, template.replacen("roll-call", "roll-cal", 1)).unwrap();
    let (text, json) = both(&["ceremony", "check", &bad]);
    assert_eq!((text.code, &json["sound"]), (1, &false.into()));
    let error = &json["errors"][0];
    let place = format!(
        "{bad}:{}:{}: error ({})",
        error["line"],
        error["column"],
        text_of(&error["rule"])
    );
    assert!(text.out.contains(&place), "{place} in {}", text.out);

    let (text, json) = both(&["--book", &book, "plan", "check"]);
    assert_eq!(
        (&json["adoptable"], list(&json, "findings").len()),
        (&true.into(), 0)
    );
    assert!(text.out.contains(text_of(&json["words"])));
    let plan = folder.path("book/plan.toml");
    let draft = std::fs::read_to_string(&plan).unwrap();
    let (text, json) = both(&["--book", &book, "plan", "show"]);
    assert_eq!(
        (&json["binds"], &json["plan"]["key"][0]["id"]),
        (&false.into(), &"alpha-1".into())
    );
    assert!(
        text.out.contains(text_of(&json["words"]))
            && text.out.contains("A draft: no plan binds yet.")
    );
    std::fs::write(&plan, draft.replace("pin_digits = 8", "pin_digits = 3")).unwrap();
    let (text, json) = both(&["--book", &book, "plan", "check"]);
    assert_eq!((text.code, &json["adoptable"]), (1, &false.into()));
    let finding = &json["findings"][0];
    let place = format!(
        "{}:{}:{}: {} ({}) in {}",
        text_of(&finding["file"]),
        finding["line"],
        finding["column"],
        text_of(&finding["severity"]),
        text_of(&finding["rule"]),
        text_of(&finding["field"])
    );
    assert!(text.out.contains(&place), "{place} in {}", text.out);
    let ran = sealwright(&["--book", &book, "plan", "show", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));

    let (text, json) = both(&["--book", &played(&folder), "plan", "show"]);
    assert_eq!((text.code, &json["binds"]), (0, &true.into()));
    assert!(text.out.ends_with("\nThis plan binds.\n"), "{}", text.out);
}

#[test]
fn the_ledger_is_shown_searched_and_refused_alike() {
    let folder = Folder::new();
    let book = played(&folder);
    let (text, json) = both(&["ledger", "show", &book]);
    let entries = list(&json, "entries");
    assert_eq!(entries.len(), text.out.lines().count());
    assert_eq!(json["verified"]["verdict"], "valid");
    assert_eq!(json["verified"]["entries"], entries.len());
    for (entry, line) in entries.iter().zip(text.out.lines()) {
        assert!(line.ends_with(text_of(&entry["says"])), "{line}");
        assert!(
            line.trim_start().starts_with(&entry["seq"].to_string()),
            "{line}"
        );
    }

    let (found, json) = both(&["ledger", "show", &book, "--search", "sw-410001"]);
    let lines: Vec<&str> = text
        .out
        .lines()
        .filter(|l| l.contains("SW-410001"))
        .collect();
    assert!(lines.len() >= 2);
    assert_eq!(found.out.lines().collect::<Vec<_>>(), lines);
    assert_eq!(list(&json, "entries").len(), lines.len());
    let (none, json) = both(&["ledger", "show", &book, "--search", "no such thing"]);
    assert_eq!((none.out.as_str(), list(&json, "entries").len()), ("", 0));

    let path = folder.path("played/book/ledger.jsonl");
    let ledger = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, ledger.replacen("SW-410001", "SW-410009", 1)).unwrap();
    let (broken, json) = both(&["ledger", "show", &book]);
    assert_eq!(
        (broken.code, &json["verified"]["verdict"]),
        (1, &"invalid".into())
    );
    assert_eq!(list(&json, "entries").len(), broken.out.lines().count());
}

#[test]
fn custody_tells_what_is_where_and_what_happened_to_it() {
    let folder = Folder::new();
    let book = played(&folder);
    let (text, json) = both(&["--book", &book, "custody", "list"]);
    let flat = text.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(list(&json, "keys").len(), 4);
    assert_eq!(list(&json, "passwords").len(), 2);
    assert_eq!(list(&json, "sheets").len(), 10);
    assert_eq!(list(&json, "bags").len(), 14);
    for key in list(&json, "keys") {
        let said = format!(
            "key {}: in bag {}, {}; PIN on sheet {}, since 2026-01-12",
            text_of(&key["key"]),
            text_of(&key["is"]["bag"]),
            text_of(&key["is"]["place"]),
            text_of(&key["pin_sheet"])
        );
        assert!(flat.contains(&said), "{said} in {flat}");
    }
    for bag in list(&json, "bags") {
        let said = format!(
            "bag {}: {}; {}, taken there by {};",
            text_of(&bag["bag"]),
            text_of(&bag["items"][0]),
            text_of(&bag["place"]),
            text_of(&bag["taken_by"])
        );
        assert!(flat.contains(&said), "{said} in {flat}");
    }
    assert!(text.out.lines().all(|line| line.chars().count() <= 80));

    for (item, kind, entries) in [
        ("alpha-1", "key", 10),
        ("alpha", "password", 5),
        ("P-0001", "sheet", 5),
        ("sw-410001", "bag", 3),
    ] {
        let (text, json) = both(&["--book", &book, "custody", "show", item]);
        assert_eq!(json["thing"]["kind"], kind, "{item}");
        let history = list(&json, "history");
        assert!(history.len() >= entries, "{item}: {}", history.len());
        let flat = text.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for entry in history {
            assert!(flat.contains(text_of(&entry["says"])), "{item}");
        }
    }
    let none = sealwright(&["--book", &book, "custody", "show", "k\u{1b}[2J"]);
    assert_eq!(
        (none.code, none.err.as_str()),
        (
            1,
            "sealwright: the ledger knows no key, account, sheet or bag k\u{fffd}[2J\n"
        )
    );

    let pdf = folder.text("inventory.pdf");
    let written = sealwright(&["--book", &book, "custody", "list", "--pdf", &pdf]);
    assert_eq!(written.code, 0, "{}", written.err);
    let again = sealwright(&["--book", &book, "custody", "list", "--pdf", &pdf]);
    assert_eq!(again.code, 2, "nothing is overwritten");
    let read = Command::new("pdftotext")
        .args(["-layout", &pdf, "-"])
        .output();
    let read = String::from_utf8(read.expect("pdftotext").stdout).expect("text");
    for key in list(&json, "keys") {
        assert!(read.contains(text_of(&key["key"])), "{read}");
        assert!(read.contains(text_of(&key["pin_sheet"])), "{read}");
        // As `key list` has it, with hyphens, so that the two can be compared; the column is narrow.
        let aaguid = text_of(&key["aaguid"]);
        let groups: Vec<usize> = aaguid.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{aaguid}");
        assert!(read.contains(&aaguid[..9]), "{aaguid}: {read}");
    }
    let empty = Folder::new();
    let new = empty.book();
    let (text, json) = both(&["--book", &new, "custody", "list"]);
    assert!(text.out.starts_with("Nothing yet"));
    assert_eq!(list(&json, "keys").len(), 0);
    assert_eq!(
        sealwright(&["--book", &new, "custody", "list", "--pdf", &pdf]).code,
        1
    );
    assert_eq!(
        sealwright(&["--book", "/nowhere", "custody", "list"]).code,
        2
    );
}

#[test]
fn station_manual_and_shares_say_the_same_as_json() {
    let (text, json) = both(&["station", "check"]);
    assert_eq!(json["fit"], text.code == 0);
    for finding in list(&json, "findings") {
        assert!(text.out.contains(&format!("  - {}\n", text_of(finding))));
    }
    for one in list(&json, "printers") {
        let verdict = match one["taken"] == true {
            true => "taken",
            false => "refused: ",
        };
        let said = format!("  - {}: {verdict}", text_of(&one["printer"]));
        assert!(text.out.contains(&said));
        assert_eq!(one["taken"], list(one, "findings").is_empty());
    }

    let (text, json) = both(&["manual"]);
    for chapter in list(&json, "chapters") {
        assert!(text.out.contains(text_of(&chapter["title"])));
    }
    let (text, json) = both(&["manual", "words"]);
    assert_eq!(json["text"], text.out);
    let (text, json) = both(&["manual", "--search", "TORN tail"]);
    let found = list(&json, "found");
    assert!(found.len() > 2);
    for one in found {
        let chapter = sealwright(&["manual", text_of(&one["chapter"])]).out;
        let line = usize::try_from(one["line"].as_u64().unwrap()).unwrap();
        let line = chapter.lines().nth(line - 1).unwrap();
        assert_eq!(line.trim(), text_of(&one["text"]));
        assert!(line.to_lowercase().contains("torn tail"));
        let section = text_of(&one["section"]);
        assert!(chapter.contains(&format!("# {section}\n")), "{section}");
        assert!(text.out.contains(line.trim()) && text.out.contains(section));
    }
    let (text, json) = both(&["manual", "--search", "xyzzy"]);
    assert_eq!((text.code, list(&json, "found").len()), (1, 0));

    // One of SLIP-39's own shares, and a word that stands in no list.
    let share = "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal \
                 husband erode duke ajar critical decision keyboard";
    for (words, code, well_formed) in [(share, 0, true), ("duckling enlarge xyzzy", 1, false)] {
        let typed = format!("{words}\n");
        let ran = at_terminal(
            &["share", "check", "--json"],
            &[("Words: ", &typed), ("}", "")],
        );
        assert_eq!(ran.code, code);
        let line = ran.transcript.lines().find(|l| l.starts_with('{'));
        let json: Value = serde_json::from_str(line.expect("an object")).unwrap();
        assert_eq!(json["well_formed"], well_formed);
        if well_formed {
            assert_eq!(
                (&json["member"], &json["members_needed"]),
                (&1.into(), &1.into())
            );
            assert_eq!(json["words"], 20);
        }
    }
}

/// Every command's help, by the words that lead to it.
fn commands() -> Vec<Vec<String>> {
    let below = |path: &[String]| -> Vec<String> {
        let args: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
        let help = sealwright(&args).out;
        let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
        let listed = listed.split("\n\n").next().unwrap_or_default();
        let names = listed.lines().filter_map(|l| l.split_whitespace().next());
        names.map(str::to_owned).collect()
    };
    let mut all = vec![Vec::new()];
    for noun in below(&[]) {
        for verb in below(std::slice::from_ref(&noun)) {
            all.push(vec![noun.clone(), verb]);
        }
        all.push(vec![noun]);
    }
    all
}

#[test]
fn bash_completes_nouns_verbs_and_options() {
    let folder = Folder::new();
    let script = sealwright(&["completions", "bash"]);
    assert_eq!((script.code, script.err.as_str()), (0, ""));
    let file = folder.text("complete.bash");
    std::fs::write(&file, &script.out).unwrap();
    let bash = |program: &str| {
        let output = Command::new("bash")
            .args(["--norc", "--noprofile", "-c", program])
            .stdin(Stdio::null())
            .output()
            .expect("bash");
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() && complaint.is_empty(),
            "{complaint}"
        );
        String::from_utf8(output.stdout).unwrap()
    };
    bash(&format!("bash -n '{file}'"));
    // As bash itself calls it: the function that `complete` registered, with the line so far.
    let completed = |line: &str| -> Vec<String> {
        let words: Vec<&str> = line.split(' ').collect();
        let last = words.len() - 1;
        let said = bash(&format!(
            "source '{file}'\n\
             function=$(complete -p sealwright | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
             COMP_WORDS=({line}); [ ${{#COMP_WORDS[@]}} -gt {last} ] || COMP_WORDS+=('')\n\
             COMP_CWORD={last}; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}\n\
             \"$function\" sealwright \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{last}-1]}}\"\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        ));
        said.lines().map(str::to_owned).collect()
    };
    assert_eq!(completed("sealwright cer"), ["ceremony"]);
    assert_eq!(completed("sealwright ceremony s"), ["show"]);
    assert_eq!(completed("sealwright ledger show --se"), ["--search"]);
    assert_eq!(completed("sealwright completions z"), ["zsh"]);
    for command in commands().iter().filter(|c| !c.is_empty()) {
        let line = format!("sealwright {}", command.join(" "));
        assert!(completed(&line).contains(command.last().unwrap()), "{line}");
    }
    for shell in ["zsh", "fish"] {
        let script = sealwright(&["completions", shell]).out;
        for command in commands() {
            for word in command {
                assert!(script.contains(&word), "{shell}: {word}");
            }
        }
    }
    assert_eq!(sealwright(&["completions", "tcsh"]).code, 2);
}

/// Judge: groff, with every warning.
#[test]
fn each_command_has_a_manual_page_that_groff_takes() {
    let folder = Folder::new();
    let out = folder.text("man");
    let ran = sealwright(&["man", "--out", &out]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = commands();
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), all.len());
    for command in all {
        let name = [&["sealwright".to_owned()], command.as_slice()].concat();
        let page = format!("{out}/{}.1", name.join("-"));
        let judged = Command::new("groff")
            .args(["-man", "-ww", "-Tutf8", "-P-cbou", &page])
            .output()
            .expect("groff");
        assert!(
            judged.status.success() && judged.stderr.is_empty(),
            "{page}: {judged:?}"
        );
        let shown = String::from_utf8(judged.stdout).unwrap();
        for part in ["NAME", "SYNOPSIS", &name.join("-")] {
            assert!(shown.contains(part), "{page}: {shown}");
        }
    }
    // The control: groff does complain.
    let bad = folder.text("bad.1");
    std::fs::write(&bad, ".TH x 1\n.nosuchmacro\n").unwrap();
    let judged = Command::new("groff")
        .args(["-man", "-ww", "-z", &bad])
        .output();
    assert!(!judged.expect("groff").stderr.is_empty());

    let again = sealwright(&["man", "--out", &out]);
    assert_eq!(again.code, 2, "nothing is overwritten");
    assert!(
        again.err.contains("cannot be made: File exists"),
        "{}",
        again.err
    );
}

/// The manual's list of members is whole, and names none that is not there.
#[test]
fn the_manual_names_every_member() {
    let manual = sealwright(&["manual", "commands"]).out;
    let manual = manual.split("## JSON\n").nth(1).unwrap();
    let manual = manual.split("\n## ").next().unwrap();
    let folder = Folder::new();
    let book = played(&folder);
    let book = ["--book", book.as_str()];
    let mut seen = BTreeSet::new();
    for args in [
        &["status"][..],
        &["ceremony", "list"],
        &["custody", "list"],
        &["custody", "show", "alpha"],
        &["ledger", "verify"],
        &["station", "check"],
        &["manual", "--search", "torn"],
        &["manual"],
    ] {
        let (_, json) = both(&[&book, args].concat());
        members(&json, &mut seen);
    }
    assert!(seen.len() > 80, "the scan sees {} members", seen.len());
    for member in seen {
        assert!(manual.contains(&format!("`{member}`")), "{member}");
    }
}

/// The names of all members; an entry's event has a chapter of its own.
fn members(value: &Value, seen: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| members(item, seen)),
        Value::Object(object) => {
            for (name, value) in object {
                assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
                seen.insert(name.clone());
                if name != "event" {
                    members(value, seen);
                }
            }
        }
        _ => {}
    }
}
