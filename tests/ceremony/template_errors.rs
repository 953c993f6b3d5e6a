//! A bad template: every mistake is told with line, column, what was found and what is allowed.

use sealwright::ceremony::template::{self, Template};
use sealwright::custody::procedure::Procedure;

const ANNUAL: &str = include_str!("../data/templates/our-annual-rotation.toml");
const SETUP: &str = include_str!("../data/templates/our-first-setup.toml");

/// The template in which, after `near`, the first `from` is replaced.
fn edited(template: &str, near: &str, from: &str, to: &str) -> String {
    let start = template
        .find(near)
        .unwrap_or_else(|| panic!("{near} is not there"));
    let at = start
        + template[start..]
            .find(from)
            .unwrap_or_else(|| panic!("{from} is not there"));
    format!("{}{to}{}", &template[..at], &template[at + from.len()..])
}

/// Without its translations, so that the places told below stay where they are.
fn english(template: &str) -> String {
    let translated = |line: &&str| line.contains("_de = ") || line.contains("_fi = ");
    let lines = template.lines().filter(|line| !translated(line));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_translation_has_the_rules_of_its_sentence() {
    for (from, to, expected) in [
        ("{key}", "{keys}", "placeholder part["),
        ("{key}", "{key", "placeholder part["),
        ("\"", "\"\\u0007", "bad-text"),
    ] {
        let at = ANNUAL
            .find("{key}")
            .map_or(0, |at| at + ANNUAL[at..].find("says_de").unwrap());
        let toml = format!("{}{}", &ANNUAL[..at], ANNUAL[at..].replacen(from, to, 1));
        let told = all_told(&toml);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains(expected) && told[0].contains("says_de"),
            "{told:?}"
        );
    }
}

fn all_told(toml: &str) -> Vec<String> {
    let errors = Template::parse("t.toml", toml).err().unwrap_or_default();
    let told = errors.iter().map(|error| {
        assert_eq!(error.file, "t.toml");
        format!(
            "{} {} {} | {} | {}",
            error.at,
            error.rule.name(),
            error.field,
            error.found,
            error.allowed
        )
    });
    told.collect()
}

/// Template, near, what is replaced, by what, and all that is told.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const PART: &str = "Key {key} of account {account}";

const CASES: &[Case] = &[
    // form
    (
        SETUP,
        "",
        "name = \"our-first-setup\"",
        "",
        &["1:1 missing-field name | no such field in the file | the field name must be there"],
    ),
    (
        SETUP,
        "",
        "name = \"our-first-setup\"",
        "name = \"First setup\"",
        &[
            "4:8 bad-name name | \"First setup\" | a name is 1 to 32 characters of a-z, 0-9 and inner hyphens",
        ],
    ),
    (
        SETUP,
        "",
        "title",
        "titel",
        &[
            "1:1 missing-field title | no such field in the file | the field title must be there",
            "5:1 unknown-field  | \"titel\" | the fields name, title, title_de, title_fi, purpose, purpose_de, purpose_fi, part; did you mean title?",
        ],
    ),
    (
        SETUP,
        "",
        "for = \"ceremony\"",
        "for = \"each-person\"",
        &[
            "10:7 unknown-word part[1].for | \"each-person\" | ceremony, each-account, each-key, one-key, each-key-to-set-up, each-passkey-to-enrol, each-key-to-configure, each-pin-to-rotate, each-password-to-set, each-password-to-rotate, each-key-to-move, each-pin-sheet-to-move, each-set-of-shares-to-move, each-bag-to-check",
        ],
    ),
    (
        SETUP,
        "",
        "for = \"ceremony\"",
        "for = 3",
        &["10:7 wrong-type part[1].for | the number 3 | a text in quotation marks"],
    ),
    (
        SETUP,
        "",
        "roll-call",
        "rollcall",
        &[
            "13:6 unknown-word part[1].step[1].do | \"rollcall\" | {procedures}; did you mean roll-call?",
        ],
    ),
    (
        SETUP,
        "",
        "do = \"roll-call\"",
        "",
        &[
            "12:1 missing-field part[1].step[1].do | no such field in this table | the field do must be there",
        ],
    ),
    (
        SETUP,
        "",
        "do = \"roll-call\"",
        "do = \"roll-call\"\nif = \"always\"",
        &[
            "14:1 unknown-field part[1].step[1] | \"if\" | the fields do, says, says_de, says_fi, initials",
        ],
    ),
    (
        SETUP,
        "",
        "[\"key-custodian\", \"pin-custodian\"]",
        "[]",
        &["15:12 empty part[1].step[1].initials | an empty list | at least one item"],
    ),
    (
        SETUP,
        "",
        "[\"key-custodian\", \"pin-custodian\"]",
        "[\"auditor\"]",
        &[
            "15:13 unknown-word part[1].step[1].initials[1] | \"auditor\" | key-custodian, pin-custodian",
        ],
    ),
    (
        SETUP,
        "",
        "[\"key-custodian\", \"pin-custodian\"]",
        "[\"key-custodian\", \"key-custodian\"]",
        &["15:30 unknown-word part[1].step[1].initials[2] | key custodian twice | each role once"],
    ),
    // Nobody asks a witness for initials.
    (
        SETUP,
        "",
        "[\"key-custodian\", \"pin-custodian\"]",
        "[\"key-custodian\", \"witness\"]",
        &[
            "15:30 unknown-word part[1].step[1].initials[2] | \"witness\" | key-custodian, pin-custodian",
        ],
    ),
    (
        SETUP,
        "",
        "Say who is here.",
        "Say\\u0007.",
        &[
            "14:8 bad-text part[1].step[1].says | the control character U+0007 in \"Say\\u{7}. Each of you: read the time from your own watch, and choose...\" | a text of 1 to 400 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        SETUP,
        "",
        "[[part]]",
        "[[part]",
        &[
            "8:8 syntax  | nothing, or the end of a line | valid TOML: unclosed array table, expected `]`",
            "32:3 syntax  | \"part\" | valid TOML: duplicate key",
            "66:3 syntax  | \"part\" | valid TOML: duplicate key",
            "80:3 syntax  | \"part\" | valid TOML: duplicate key",
        ],
    ),
    // placeholders
    (
        SETUP,
        PART,
        "{account}",
        "{acount}",
        &[
            "33:9 placeholder part[2].title | \"{acount}\" | these names in braces: key, account, place, pin_place, upn; did you mean account?",
        ],
    ),
    (
        SETUP,
        "Say who",
        "here",
        "{key}",
        &[
            "14:8 placeholder part[1].step[1].says | \"{key}\" | no placeholder and no brace: this is about the whole ceremony",
        ],
    ),
    (
        SETUP,
        "Make the first password",
        "{upn}",
        "{key}",
        &[
            "72:8 placeholder part[3].step[1].says | \"{key}\" | these names in braces: account, upn",
        ],
    ),
    (
        SETUP,
        "Make the first PIN",
        "{key}",
        "{key",
        &[
            "43:8 placeholder part[2].step[2].says | a single brace: \"{key. PIN custodian: take the sheet from the printer, type the P...\" | these names in braces: key, account, place, pin_place, upn",
        ],
    ),
    (
        SETUP,
        "Make the first PIN",
        "{key}",
        "key}",
        &[
            "43:8 placeholder part[2].step[2].says | a single brace: \"}. PIN custodian: take the sheet from the printer, type the PIN ...\" | these names in braces: key, account, place, pin_place, upn",
        ],
    ),
    // subjects
    (
        SETUP,
        "title = \"Opening\"",
        "\"ceremony\"",
        "\"each-key\"",
        &[
            "13:6 subject part[1].step[1].do | roll-call in a part for each-key | a part for the ceremony",
            "18:6 subject part[1].step[2].do | adopt-plan in a part for each-key | a part for the ceremony",
            "23:6 subject part[1].step[3].do | check-laptop in a part for each-key | a part for the ceremony",
            "28:6 subject part[1].step[4].do | print-labels in a part for each-key | a part for the ceremony",
        ],
    ),
    (
        SETUP,
        "do = \"admit-key\"",
        "admit-key",
        "check-shares",
        &[
            "37:6 subject part[2].step[1].do | check-shares in a part for each-key | a part for each-account",
            "38:8 placeholder part[2].step[1].says | \"{key}\" | these names in braces: account, upn",
        ],
    ),
    (
        SETUP,
        "do = \"roll-call\"",
        "roll-call",
        "set-pin",
        &[
            "13:6 subject part[1].step[1].do | set-pin in a part for ceremony | a part for one-key or each-key, or for each-account, where it is for the first key",
        ],
    ),
    // order
    (
        SETUP,
        "do = \"roll-call\"",
        "roll-call",
        "check-laptop",
        &[
            "13:6 order part[1].step[1].do | check-laptop as the first step | roll-call as the first step: it finds out who may act",
        ],
    ),
    (
        SETUP,
        "do = \"adopt-plan\"",
        "adopt-plan",
        "roll-call",
        &[
            "18:6 order part[1].step[2].do | roll-call after another step | roll-call once, as the first step",
        ],
    ),
    (
        SETUP,
        "do = \"check-laptop\"",
        "check-laptop",
        "adopt-plan",
        &[
            "23:6 order part[1].step[3].do | adopt-plan here | adopt-plan once",
            "28:6 order part[1].step[4].do | print-labels here | check-laptop before this (I14)",
            "37:6 order part[2].step[1].do | admit-key here | check-laptop before this (I14)",
        ],
    ),
    (
        SETUP,
        "do = \"account-for-all\"",
        "account-for-all",
        "checkpoint",
        &[
            "85:6 order part[4].step[1].do | checkpoint where account-for-all belongs | the last 5 steps: account-for-all, print-receipts, checkpoint, print-minutes, copy-book (I19)",
        ],
    ),
    (
        SETUP,
        "do = \"copy-book\"",
        "copy-book",
        "print-minutes",
        &[
            "105:6 order part[4].step[5].do | print-minutes where copy-book belongs | the last 5 steps: account-for-all, print-receipts, checkpoint, print-minutes, copy-book (I19)",
        ],
    ),
    (
        SETUP,
        "do = \"admit-key\"",
        "admit-key",
        "unseal-key",
        &["42:6 order part[2].step[2].do | set-pin here | admit-key before this"],
    ),
    (
        SETUP,
        "do = \"set-pin\"",
        "set-pin",
        "verify-credential",
        &[
            "47:6 order part[2].step[3].do | enrol-credential here | set-pin or unseal-pin before this",
            "62:6 order part[2].step[6].do | seal-pin here | set-pin or unseal-pin before this",
        ],
    ),
    (
        SETUP,
        "do = \"seal-key\"",
        "seal-key",
        "verify-credential",
        &[
            "37:6 order part[2].step[1].do | admit-key here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "37:6 order part[2].step[1].do | no seal-key after this | seal-key after this (I19)",
            "42:6 order part[2].step[2].do | set-pin here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
        ],
    ),
    (
        SETUP,
        "do = \"seal-pin\"",
        "seal-pin",
        "verify-credential",
        &[
            "37:6 order part[2].step[1].do | admit-key here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "42:6 order part[2].step[2].do | set-pin here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "42:6 order part[2].step[2].do | no seal-pin after this | seal-pin after this (I19)",
            "62:6 order part[2].step[6].do | verify-credential here | admit-key or unseal-key before this",
        ],
    ),
    (
        SETUP,
        "do = \"seal-shares\"",
        "seal-shares",
        "rotate-password",
        &[
            "76:6 order part[3].step[2].do | rotate-password here | rotate-password once",
            "76:6 order part[3].step[2].do | no seal-shares after this | seal-shares after this (I19)",
        ],
    ),
    (
        SETUP,
        "do = \"seal-shares\"",
        "seal-shares",
        "destroy-old-shares",
        &[
            "71:6 order part[3].step[1].do | no seal-shares after this | seal-shares after this (I19)",
            "76:6 order part[3].step[2].do | destroy-old-shares here | check-shares before this",
        ],
    ),
    (
        ANNUAL,
        "sign-in-online",
        "sign-in-online",
        "rotate-pin",
        &[
            "42:6 order part[2].step[3].do | rotate-pin here | set-pin or verify-pin before this",
            "71:6 order part[3].step[5].do | rotate-pin here | rotate-pin once",
        ],
    ),
    (
        ANNUAL,
        "Online",
        "unseal-key",
        "unseal-pin",
        &[
            "42:6 order part[2].step[3].do | sign-in-online here | admit-key or unseal-key before this",
        ],
    ),
    (
        ANNUAL,
        PART,
        "unseal-pin",
        "verify-credential",
        &[
            "61:6 order part[3].step[3].do | verify-pin here | set-pin or unseal-pin before this",
            "71:6 order part[3].step[5].do | rotate-pin here | set-pin or unseal-pin before this",
            "81:6 order part[3].step[7].do | seal-pin here | set-pin or unseal-pin before this",
        ],
    ),
    (
        ANNUAL,
        PART,
        "verify-pin",
        "verify-credential",
        &["71:6 order part[3].step[5].do | rotate-pin here | set-pin or verify-pin before this"],
    ),
    (
        ANNUAL,
        PART,
        "\"seal-pin\"",
        "\"destroy-old-pin\"",
        &[
            "51:6 order part[3].step[1].do | unseal-key here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "56:6 order part[3].step[2].do | unseal-pin here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "56:6 order part[3].step[2].do | no seal-pin after this | seal-pin after this (I19)",
            "81:6 order part[3].step[7].do | destroy-old-pin here | seal-pin before this",
            "86:6 order part[3].step[8].do | destroy-old-pin here | destroy-old-pin once",
        ],
    ),
    (
        ANNUAL,
        PART,
        "destroy-old-pin",
        "seal-pin",
        &[
            "71:6 order part[3].step[5].do | no destroy-old-pin after this | destroy-old-pin after this (I12)",
            "86:6 order part[3].step[8].do | seal-pin here | set-pin or unseal-pin before this",
        ],
    ),
    (
        ANNUAL,
        "check-shares",
        "check-shares",
        "rotate-password",
        &[
            "100:6 order part[4].step[2].do | rotate-password here | rotate-password once",
            "110:6 order part[4].step[4].do | destroy-old-shares here | check-shares before this",
        ],
    ),
    (
        ANNUAL,
        "destroy-old-shares",
        "destroy-old-shares",
        "seal-shares",
        &[
            "100:6 order part[4].step[2].do | no destroy-old-shares after this | destroy-old-shares after this (I12)",
            "110:6 order part[4].step[4].do | seal-shares here | check-shares or rotate-password before this",
        ],
    ),
    (
        ANNUAL,
        "title = \"Online",
        "each-account",
        "each-key",
        &[
            "32:6 order part[2].step[1].do | unseal-key here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "37:6 order part[2].step[2].do | unseal-pin here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "51:6 order part[3].step[1].do | unseal-key here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
            "56:6 order part[3].step[2].do | unseal-pin here | the other key of the account, and its PIN sheet, sealed first: one way in stays sealed (I17)",
        ],
    ),
];

#[test]
fn each_mistake_is_told_with_line_column_found_and_allowed() {
    let mut wrong = String::new();
    for (template, near, from, to, expected) in CASES {
        let told = all_told(&edited(&english(template), near, from, to));
        assert!(!told.is_empty(), "{near} {from} -> {to} was taken");
        // The words that a step may have stand in the table of procedures.
        let words: Vec<&str> = Procedure::ALL.iter().map(|(word, _)| *word).collect();
        let words = words.join(", ");
        let expected = expected
            .iter()
            .map(|told| told.replace("{procedures}", &words));
        if told != expected.collect::<Vec<_>>() {
            wrong.push_str(&format!("{near:?} {from:?} -> {to:?}\n@@{told:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Shared parts: what is wrong in them is told where they are used.
const SHARING: &[(&str, &str, &[&str])] = &[
    ("use = \"opening\"", "use = \"opening\"", &[]),
    (
        "use = \"opening\"",
        "use = \"openning\"",
        &[
            "6:7 unknown-word part[1].use | \"openning\" | opening, opening-with-shares, closing, sign-in, new-key, set-pin, rotate-pin, rotate-key, verify-pin, verify-credential, enrol-credential, delete-credential, configure-key, reset-key, first-password, rotate-password, move-key, move-pin-sheet, move-shares; did you mean opening?",
        ],
    ),
    (
        "use = \"opening\"",
        "use = \"opening\"\ntitle = \"Opening\"",
        &["7:1 unknown-field part[1] | \"title\" | the fields use, for"],
    ),
    (
        "use = \"opening\"",
        "use = 3",
        &["6:7 wrong-type part[1].use | the number 3 | a text in quotation marks"],
    ),
    (
        "use = \"opening\"",
        "use = \"opening\"\nfor = \"each-key\"",
        &[
            "6:7 subject part[1].use | roll-call in a part for each-key | a part for the ceremony",
            "6:7 subject part[1].use | check-laptop in a part for each-key | a part for the ceremony",
            "6:7 subject part[1].use | print-labels in a part for each-key | a part for the ceremony",
        ],
    ),
    (
        "use = \"opening\"",
        "use = \"closing\"",
        &[
            "6:7 order part[1].use | account-for-all as the first step | roll-call as the first step: it finds out who may act",
            "14:7 order part[2].step[1].use | unseal-key here | check-laptop before this (I14)",
        ],
    ),
    (
        "use = \"verify-credential\"",
        "use = \"verify-pin\"",
        &["17:7 order part[2].step[2].use | verify-pin here | set-pin or unseal-pin before this"],
    ),
    (
        "use = \"verify-credential\"",
        "use = \"check-shares\"",
        &[
            "17:7 subject part[2].step[2].use | check-shares in a part for each-key | a part for each-account",
        ],
    ),
    (
        "use = \"seal-key\"",
        "use = \"seal-key\"\nsays = \"Seal it.\"",
        &["21:1 unknown-field part[2].step[3] | \"says\" | the fields use"],
    ),
];

#[test]
fn a_mistake_in_a_shared_part_is_told_where_it_is_used() {
    const SHARED: &str = "\
name = \"looked-at\"
title = \"Every key looked at\"
purpose = \"Every key is looked at.\"

[[part]]
use = \"opening\"

[[part]]
title = \"Key {key}\"
for = \"each-key\"


[[part.step]]
use = \"unseal-key\"

[[part.step]]
use = \"verify-credential\"

[[part.step]]
use = \"seal-key\"

[[part]]
use = \"closing\"
";
    let mut wrong = String::new();
    for (from, to, expected) in SHARING {
        let told = all_told(&edited(SHARED, "", from, to));
        // The words that a step may have stand in the table of procedures.
        let words: Vec<&str> = Procedure::ALL.iter().map(|(word, _)| *word).collect();
        let words = words.join(", ");
        let expected = expected
            .iter()
            .map(|told| told.replace("{procedures}", &words));
        if told != expected.collect::<Vec<_>>() {
            wrong.push_str(&format!("{from:?} -> {to:?}\n@@{told:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_templates_share_has_no_mistake_and_a_shared_part_is_as_if_written_out() {
    if let Err(errors) = template::shared_parts() {
        panic!("{}", template::errors_text(&errors));
    }
    let used = "name = \"a\"\ntitle = \"A\"\npurpose = \"A.\"\n[[part]]\nuse = \"opening\"\n[[part]]\nuse = \"closing\"\n";
    let template = Template::parse("a.toml", used).unwrap();
    let annual = Template::named("annual-rotation").unwrap();
    assert_eq!(template.parts.last(), annual.parts.last());
}

/// It begins when everything is sealed, and leaves everything sealed.
#[test]
fn a_part_that_repeats_over_duties_is_judged_for_itself() {
    let with = |part: &str| {
        all_told(&format!(
            "name = \"a\"\ntitle = \"A\"\npurpose = \"A.\"\n[[part]]\nuse = \"opening\"\n{part}[[part]]\nuse = \"closing\"\n"
        ))
    };
    let twice = "[[part]]\nuse = \"rotate-pin\"\nfor = \"each-pin-to-rotate\"\n".repeat(2);
    assert_eq!(with(&twice), [""; 0]);
    let left_out = "[[part]]\ntitle = \"Key {key}\"\nfor = \"each-key-to-move\"\n[[part.step]]\nuse = \"unseal-key\"\n";
    assert_eq!(
        with(left_out),
        ["10:7 order part[2].step[1].use | no seal-key after this | seal-key after this (I19)"]
    );
    let of_an_account = "[[part]]\nuse = \"rotate-pin\"\nfor = \"each-password-to-rotate\"\n";
    let told = with(of_an_account).join("\n");
    assert!(
        told.contains("unseal-key in a part for each-password-to-rotate"),
        "{told}"
    );
}

/// Else a ledger would hold `annual-rotation` for a ceremony that rotated nothing.
#[test]
fn the_name_of_a_ceremony_in_the_program_is_taken() {
    let own = |name: &str| {
        format!(
            "name = \"{name}\"\ntitle = \"A\"\npurpose = \"A.\"\n[[part]]\nuse = \"opening\"\n[[part]]\nuse = \"closing\"\n"
        )
    };
    assert_eq!(
        all_told(&own("annual-rotation")),
        [
            "1:8 shipped-name name | \"annual-rotation\", a ceremony in this program, with other content | a name of its own"
        ]
    );
    assert_eq!(all_told(&own("our-rotation")), [""; 0]);
    for (name, toml) in template::built_in() {
        assert!(Template::parse(name, toml).is_ok(), "{name} is that one");
    }
}

#[test]
fn the_report_of_a_check_names_file_line_and_column() {
    let bad = edited(&english(SETUP), "", "roll-call", "rollcall");
    let report = template::check_text("mine.toml", &bad).unwrap_err();
    let start = "mine.toml:13:6: error (unknown-word) in part[1].step[1].do
  found:   \"rollcall\"
  allowed: roll-call, adopt-plan, check-laptop, ";
    assert!(report.starts_with(start), "{report}");
    assert!(
        report.ends_with(", copy-book; did you mean roll-call?\n"),
        "{report}"
    );
    let good = template::check_text("mine.toml", SETUP).unwrap();
    assert!(
        good.starts_with(
            "our-first-setup: First setup\n  once: Opening\n    roll-call\n    adopt-plan\n"
        ),
        "{good}"
    );
    assert!(good.ends_with("This template is sound.\n"), "{good}");
}
