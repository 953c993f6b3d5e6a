//! A bad plan: every mistake is told with file, line, column, what was found and what is allowed.

use sealwright::plan::{self, Finding, Plan, Severity};

/// The template plan with its comments, in which the first `from` after `near` is replaced.
fn edited(near: &str, from: &str, to: &str) -> String {
    let start = plan::TEMPLATE
        .find(near)
        .unwrap_or_else(|| panic!("{near} is not there"));
    let at = start
        + plan::TEMPLATE[start..]
            .find(from)
            .unwrap_or_else(|| panic!("{from} is not there"));
    format!(
        "{}{to}{}",
        &plan::TEMPLATE[..at],
        &plan::TEMPLATE[at + from.len()..]
    )
}

/// `line:column rule field | found | allowed`, with a `?` before a warning.
fn told(finding: &Finding) -> String {
    let at = finding.at.as_ref().expect("it was read from a file");
    assert_eq!(at.file, "p.toml");
    let mark = if finding.severity == Severity::Warning {
        "?"
    } else {
        ""
    };
    format!(
        "{mark}{} {} {} | {} | {}",
        at.position,
        finding.rule.name(),
        finding.field,
        finding.found,
        finding.allowed
    )
}

fn all_told(toml: &str) -> Vec<String> {
    plan::check("p.toml", toml)
        .findings
        .iter()
        .map(told)
        .collect()
}

/// Near, what is replaced, by what, and all that is told.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const CASES: &[Case] = &[
    // secrets
    (
        "[secrets]",
        "pins = \"printed\"",
        "pins = \"typed\"",
        &["181:8 unknown-word secrets.pins | \"typed\" | printed, written"],
    ),
    (
        "[secrets]",
        "keyboards = [\"us\"]",
        "keyboards = []",
        &["186:13 empty secrets.keyboards | an empty list | at least one item"],
    ),
    (
        "[secrets]",
        "keyboards = [\"us\"]",
        "keyboards = [\"us\", \"fr\", \"us\"]",
        &[
            "?186:13 digits-alike secrets.keyboards | digits need Shift on fr | better on all or on none of them",
            "186:26 names-are-unique secrets.keyboards[3] | \"us\" | a keyboard only once; secrets.keyboards[1] is the same",
        ],
    ),
    (
        "[secrets]",
        "keyboards = [\"us\"]",
        "keyboards = [\"us\", \"fr\"]",
        &[
            "?186:13 digits-alike secrets.keyboards | digits need Shift on fr | better on all or on none of them",
        ],
    ),
    (
        "[secrets]",
        "keyboards = [\"us\"]",
        "keyboards = [\"fr\", \"dvorak\"]",
        &[
            "186:13 keyboards-agree secrets.keyboards | fr, dvorak have no lower-case letters alike | keyboards that have more in common, or fewer of them",
            "?186:13 digits-alike secrets.keyboards | digits need Shift on fr | better on all or on none of them",
        ],
    ),
    (
        "[secrets]",
        "keyboards = [\"us\"]",
        "keyboards = [\"us\", \"dvorak\"]",
        &[
            "130:10 keyboards-agree account[1].password.length | 40 of the 9 characters that us, dvorak have alike: 126 bits | 128 bits or more: a longer password, or keyboards that have more in common, or fewer of them",
            "140:10 keyboards-agree account[2].password.length | 40 of the 9 characters that us, dvorak have alike: 126 bits | 128 bits or more: a longer password, or keyboards that have more in common, or fewer of them",
        ],
    ),
    (
        "[secrets]",
        "chance = []",
        "chance = [\"dice\", \"coins\"]",
        &["190:19 unknown-word secrets.chance[2] | \"coins\" | dice, text"],
    ),
    (
        "[secrets]",
        "chance = []",
        "chance = [\"dice\", \"dice\"]",
        &[
            "190:19 names-are-unique secrets.chance[2] | \"dice\" | a source only once; secrets.chance[1] is the same",
        ],
    ),
    (
        "[secrets]",
        "chance = []",
        "",
        &[
            "177:1 missing-field secrets.chance | no such field in this table | the field chance must be there",
        ],
    ),
    // form
    (
        "",
        "organisation = ",
        "organisation = = ",
        &[
            "10:16 syntax  | \"=\" | valid TOML: extra `=`, expected nothing",
            "10:18 syntax  | nothing, or the end of a line | valid TOML: unexpected key or value, expected newline, `#`",
        ],
    ),
    (
        "",
        "organisation = \"Example\"",
        "organisation = \"Example",
        &[
            "10:24 syntax  | nothing, or the end of a line | valid TOML: invalid basic string, expected `\\\"`",
        ],
    ),
    (
        "[rules]",
        "pin_digits",
        "pin_digit",
        &[
            "13:1 missing-field rules.pin_digits | no such field in this table | the field pin_digits must be there",
            "16:1 unknown-field rules | \"pin_digit\" | the fields rotate_every_months, check_every_days, pin_digits, unproven_keys, fido_root; did you mean pin_digits?",
        ],
    ),
    (
        "[rules]",
        "pin_digits = 8",
        "",
        &[
            "13:1 missing-field rules.pin_digits | no such field in this table | the field pin_digits must be there",
        ],
    ),
    (
        "[rules]",
        "pin_digits = 8",
        "pin_digits = 8\ncolour = 1",
        &[
            "17:1 unknown-field rules | \"colour\" | the fields rotate_every_months, check_every_days, pin_digits, unproven_keys, fido_root",
        ],
    ),
    (
        "[rules]",
        "pin_digits = 8",
        "pin_digits = 8\nunproven_keys = \"taken\"",
        &["17:17 unknown-word rules.unproven_keys | \"taken\" | told, refused"],
    ),
    (
        "[rules]",
        "pin_digits = 8",
        "pin_digits = 8\nfido_root = \"MAA=\"",
        &["17:13 bad-text rules.fido_root | none | a certificate: DER in base64, on one line"],
    ),
    (
        "[rules]",
        "= 12",
        "= \"12\"",
        &["14:23 wrong-type rules.rotate_every_months | the text \"12\" | a whole number"],
    ),
    (
        "[rules]",
        "= 12",
        "= 12.5",
        &["14:23 wrong-type rules.rotate_every_months | the number 12.5 | a whole number"],
    ),
    (
        "[rules]",
        "= 12",
        "= 0",
        &["14:23 out-of-range rules.rotate_every_months | 0 | a whole number from 1 to 120"],
    ),
    (
        "[rules]",
        "= 12",
        "= -3",
        &["14:23 out-of-range rules.rotate_every_months | -3 | a whole number from 1 to 120"],
    ),
    (
        "[rules]",
        "= 12",
        "= 99999999999999999999999",
        &[
            "14:23 out-of-range rules.rotate_every_months | 99999999999999999999999 | a whole number from 1 to 120",
        ],
    ),
    (
        "[rules]",
        "= 12",
        "= 24",
        &["?14:23 rotate-yearly rules.rotate_every_months | 24 | better 12 or fewer"],
    ),
    (
        "[rules]",
        "= 90",
        "= 3651",
        &["15:20 out-of-range rules.check_every_days | 3651 | a whole number from 1 to 3650"],
    ),
    (
        "[rules]",
        "= 90",
        "= 180",
        &["?15:20 check-quarterly rules.check_every_days | 180 | better 90 or fewer"],
    ),
    (
        "[rules]",
        "= 8",
        "= 3",
        &["16:14 out-of-range rules.pin_digits | 3 | a whole number from 4 to 63"],
    ),
    (
        "[rules]",
        "= 8",
        "= 64",
        &["16:14 out-of-range rules.pin_digits | 64 | a whole number from 4 to 63"],
    ),
    (
        "[rules]",
        "= 8",
        "= 5",
        &["?16:14 pin-length rules.pin_digits | 5 | better 6 or more; 8 is a good number"],
    ),
    (
        "[rules]",
        "[rules]",
        "[rule]",
        &[
            "1:1 missing-field rules | no such field in the file | the field rules must be there",
            "13:2 unknown-field  | \"rule\" | the fields organisation, language, rules, key_settings, station, sheets, secrets, person, place, account, key; did you mean rules?",
        ],
    ),
    (
        "[station]",
        "ipp://localhost:60000/ipp/print",
        "ipp://printer.example",
        &[
            "20:11 printer-at-this-laptop station.printer | \"ipp://printer.example\" | ipp://localhost:60000/ipp/print (ipp-usb) or ipp://localhost:631/printers/NAME (CUPS)",
        ],
    ),
    (
        "[station]",
        "ipp://localhost:60000/ipp/print",
        "/dev/usb/lp0",
        &[
            "20:11 printer-at-this-laptop station.printer | \"/dev/usb/lp0\" | ipp://localhost:60000/ipp/print (ipp-usb) or ipp://localhost:631/printers/NAME (CUPS)",
        ],
    ),
    (
        "",
        "\"Example\"",
        "\"\"",
        &[
            "10:16 bad-text organisation | an empty text | a text of 1 to 64 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        "",
        "\"Example\"",
        "\" Example\"",
        &[
            "10:16 bad-text organisation | blanks at the ends of \" Example\" | a text of 1 to 64 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        "",
        "\"Example\"",
        "\"Exa\\u001b[2Jmple\"",
        &[
            "10:16 bad-text organisation | the control character U+001B in \"Exa\\u{1b}[2Jmple\" | a text of 1 to 64 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        "",
        "\"Example\"",
        "\"Exa\u{202E}mple\"",
        &[
            "10:16 bad-text organisation | the control character U+202E in \"Exa\\u{202e}mple\" | a text of 1 to 64 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        "",
        "\"Example\"",
        "\"A name of more than sixty-four characters is too long for a printed sheet\"",
        &[
            "10:16 bad-text organisation | 73 characters: \"A name of more than sixty-four characters is too long for a prin...\" | a text of 1 to 64 characters, without control characters or blanks at its ends",
        ],
    ),
    (
        "",
        "\"Example\"",
        "[\"Example\"]",
        &["10:16 wrong-type organisation | a list | a text in quotation marks"],
    ),
    // people
    (
        "[[person]]",
        "\"ada\"",
        "\"Ada\"",
        &[
            "34:6 bad-name person[1].id | \"Ada\" | a name is 1 to 32 characters of a-z, 0-9 and inner hyphens",
        ],
    ),
    (
        "[[person]]",
        "id = \"ada\"",
        "",
        &[
            "33:1 missing-field person[1].id | no such field in this table | the field id must be there",
        ],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[\"key-custodain\"]",
        &[
            "36:10 unknown-word person[1].roles[1] | \"key-custodain\" | key-custodian, pin-custodian, share-holder, witness; did you mean key-custodian?",
        ],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[]",
        &[
            "33:1 two-custodians person | 1 with the role key custodian | two or more",
            "36:9 empty person[1].roles | an empty list | at least one item",
        ],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[\"key-custodian\", \"key-custodian\"]",
        &[
            "36:27 names-are-unique person[1].roles[2] | \"key custodian\" | a role only once; person[1].roles[1] is the same",
        ],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "\"key-custodian\"",
        &["36:9 wrong-type person[1].roles | the text \"key-custodian\" | a list of texts"],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[\"key-custodian\", 7]",
        &["36:27 wrong-type person[1].roles[2] | the number 7 | a text in quotation marks"],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[\"witness\"]",
        &["33:1 two-custodians person | 1 with the role key custodian | two or more"],
    ),
    (
        "\"Carla",
        "[\"pin-custodian\"]",
        "[\"share-holder\"]",
        &["33:1 two-custodians person | 1 with the role PIN custodian | two or more"],
    ),
    (
        "[[person]]",
        "[\"key-custodian\"]",
        "[\"key-custodian\", \"pin-custodian\"]",
        &[
            "36:9 one-hand person[1].roles | ada is both key custodian and PIN custodian | one of the two",
        ],
    ),
    (
        "\"Ada",
        "]\n",
        "]\nfrom = 2027-02-29\n",
        &[
            "37:8 syntax  | \"2027-02-29\" | valid TOML: invalid date, expected day between 01 and 28",
        ],
    ),
    (
        "\"Ada",
        "]\n",
        "]\nfrom = \"1.3.2027\"\n",
        &[
            "37:8 bad-date person[1].from | \"1.3.2027\" | a date of the form YYYY-MM-DD, such as 2026-03-31",
        ],
    ),
    (
        "\"Ada",
        "]\n",
        "]\nfrom = 20270301\n",
        &[
            "37:8 wrong-type person[1].from | the number 20270301 | a date of the form YYYY-MM-DD, such as 2026-03-31",
        ],
    ),
    (
        "\"Ada",
        "]\n",
        "]\nfrom = 2027-03-01T08:00:00Z\n",
        &[
            "37:8 bad-date person[1].from | \"2027-03-01T08:00:00Z\" | a date of the form YYYY-MM-DD, such as 2026-03-31",
        ],
    ),
    (
        "\"Ada",
        "]\n",
        "]\nfrom = 2027-03-01\nuntil = \"2027-02-28\"\n",
        &[
            "38:9 dates-in-order person[1].until | 2027-02-28 | 2027-03-01, the first day, or a later day",
        ],
    ),
    (
        "\"boris\"",
        "\"boris\"",
        "\"ada\"",
        &[
            "39:6 names-are-unique person[2].id | \"ada\" | a person's id only once; person[1].id is the same",
            "79:21 names-exist place[1].opened_by[2] | \"boris\" | the id of a person of this plan: ada, carla, david, edda, farid, greta",
            "85:21 names-exist place[2].opened_by[2] | \"boris\" | the id of a person of this plan: ada, carla, david, edda, farid, greta",
        ],
    ),
    // places
    (
        "\"key-safe-north\"",
        "\"keys\"",
        "\"key\"",
        &["78:9 unknown-word place[1].holds | \"key\" | keys, pins, shares; did you mean keys?"],
    ),
    (
        "\"key-safe-north\"",
        "\"boris\"",
        "\"borsi\"",
        &[
            "79:21 names-exist place[1].opened_by[2] | \"borsi\" | the id of a person of this plan: ada, boris, carla, david, edda, farid, greta; did you mean boris?",
        ],
    ),
    (
        "\"key-safe-north\"",
        "\"boris\"",
        "\"ada\"",
        &[
            "79:21 names-are-unique place[1].opened_by[2] | \"ada\" | a person only once; place[1].opened_by[1] is the same",
        ],
    ),
    (
        "\"key-safe-north\"",
        "[\"ada\", \"boris\"]",
        "[]",
        &["79:13 empty place[1].opened_by | an empty list | at least one item"],
    ),
    (
        "\"key-safe-north\"",
        "[\"ada\", \"boris\"]",
        "[\"ada\", \"carla\"]",
        &[
            "91:14 never-alone place[3].opened_by[1] | carla opens key-safe-north with a key and pin-safe-east with a PIN sheet of account alpha | one of the two",
            "91:14 never-alone place[3].opened_by[1] | carla opens key-safe-north with a key and pin-safe-east with a PIN sheet of account bravo | one of the two",
            "97:14 never-alone place[4].opened_by[1] | carla opens key-safe-north with a key and pin-safe-west with a PIN sheet of account alpha | one of the two",
            "97:14 never-alone place[4].opened_by[1] | carla opens key-safe-north with a key and pin-safe-west with a PIN sheet of account bravo | one of the two",
        ],
    ),
    (
        "\"pin-safe-west\"",
        "\"david\"",
        "\"ada\"",
        &[
            "97:23 never-alone place[4].opened_by[2] | ada opens key-safe-north with a key and pin-safe-west with a PIN sheet of account alpha | one of the two",
            "97:23 never-alone place[4].opened_by[2] | ada opens key-safe-north with a key and pin-safe-west with a PIN sheet of account bravo | one of the two",
        ],
    ),
    (
        "\"key-safe-south\"",
        "\"key-safe-south\"",
        "\"key-safe-north\"",
        &[
            "82:6 names-are-unique place[2].id | \"key-safe-north\" | a place's id only once; place[1].id is the same",
            "158:9 names-exist key[2].place | \"key-safe-south\" | the id of a place of this plan: key-safe-north, pin-safe-east, pin-safe-west, share-safe-edda, share-safe-farid, share-safe-greta; did you mean key-safe-north?",
            "170:9 names-exist key[4].place | \"key-safe-south\" | the id of a place of this plan: key-safe-north, pin-safe-east, pin-safe-west, share-safe-edda, share-safe-farid, share-safe-greta; did you mean key-safe-north?",
        ],
    ),
    (
        "\"share-safe-edda\"",
        "[\"edda\"]",
        "[\"edda\", \"farid\"]",
        &[
            "132:10 no-quorum-alone account[1].password.shares | farid opens the places of 2 shares | for each person fewer than 2, the shares needed",
            "142:10 no-quorum-alone account[2].password.shares | farid opens the places of 2 shares | for each person fewer than 2, the shares needed",
        ],
    ),
    // accounts
    (
        "[[account]]",
        "emergency-alpha@example.onmicrosoft.com",
        "emergency-alpha",
        &[
            "126:7 sign-in-name account[1].upn | \"emergency-alpha\" | name@domain, such as emergency-alpha@example.onmicrosoft.com",
        ],
    ),
    (
        "[[account]]",
        "emergency-alpha@example.onmicrosoft.com",
        "emergency alpha@example.com",
        &[
            "126:7 sign-in-name account[1].upn | \"emergency alpha@example.com\" | name@domain, such as emergency-alpha@example.onmicrosoft.com",
        ],
    ),
    (
        "[[account]]",
        "example.onmicrosoft.com",
        "example.com",
        &[
            "?126:7 sign-in-domain account[1].upn | \"emergency-alpha@example.com\" | better a name that ends in .onmicrosoft.com",
        ],
    ),
    (
        "[[account]]",
        "emergency-alpha@",
        "Emergency-Bravo@",
        &[
            "136:7 names-are-unique account[2].upn | \"emergency-bravo@example.onmicrosoft.com\" | a sign-in name only once; account[1].upn is the same",
        ],
    ),
    (
        "[[account]]",
        "login.microsoft.com",
        "https://login.microsoft.com",
        &[
            "127:9 relying-party account[1].rp_id | \"https://login.microsoft.com\" | a domain in lower case, such as login.microsoft.com",
        ],
    ),
    (
        "[[account]]",
        "length = 40",
        "length = 39",
        &["130:10 out-of-range account[1].password.length | 39 | a whole number from 40 to 128"],
    ),
    (
        "[[account]]",
        "length = 40",
        "length = 129",
        &["130:10 out-of-range account[1].password.length | 129 | a whole number from 40 to 128"],
    ),
    (
        "[[account]]",
        "threshold = 2",
        "threshold = 1",
        &["131:13 out-of-range account[1].password.threshold | 1 | a whole number from 2 to 16"],
    ),
    (
        "[[account]]",
        "threshold = 2",
        "threshold = 4",
        &[
            "131:13 threshold account[1].password.threshold | 4 needed of 3 shares | 2 or more, and no more than there are shares",
        ],
    ),
    (
        "[[account]]",
        "threshold = 2",
        "threshold = 17",
        &["131:13 out-of-range account[1].password.threshold | 17 | a whole number from 2 to 16"],
    ),
    (
        "[[account]]",
        "\"share-safe-farid\"",
        "\"share-safe-edda\"",
        &[
            "132:30 shares-apart account[1].password.shares[2] | share-safe-edda twice | a place of its own for each share",
        ],
    ),
    (
        "[[account]]",
        "\"share-safe-farid\"",
        "\"pin-safe-east\"",
        &[
            "132:30 place-kinds account[1].password.shares[2] | pin-safe-east, which holds PIN sheets | a place that holds share sheets",
        ],
    ),
    (
        "[[account]]",
        "\"share-safe-farid\"",
        "\"share-safe-fraid\"",
        &[
            "132:30 names-exist account[1].password.shares[2] | \"share-safe-fraid\" | the id of a place of this plan: key-safe-north, key-safe-south, pin-safe-east, pin-safe-west, share-safe-edda, share-safe-farid, share-safe-greta; did you mean share-safe-farid?",
        ],
    ),
    (
        "[[account]]",
        "[account.password]",
        "[account.pasword]",
        &[
            "124:1 missing-field account[1].password | no such field in this table | the field password must be there",
            "129:10 unknown-field account[1] | \"pasword\" | the fields id, upn, rp_id, password; did you mean password?",
        ],
    ),
    // keys
    (
        "\"alpha-1\"",
        "\"alpha\"",
        "\"alhpa\"",
        &[
            "?125:6 two-keys account[1].id | one key for account alpha | two or more",
            "151:11 names-exist key[1].account | \"alhpa\" | the id of an account of this plan: alpha, bravo; did you mean alpha?",
        ],
    ),
    (
        "\"alpha-1\"",
        "\"key-safe-north\"",
        "\"key-safe-nroth\"",
        &[
            "152:9 names-exist key[1].place | \"key-safe-nroth\" | the id of a place of this plan: key-safe-north, key-safe-south, pin-safe-east, pin-safe-west, share-safe-edda, share-safe-farid, share-safe-greta; did you mean key-safe-north?",
        ],
    ),
    (
        "\"alpha-1\"",
        "\"key-safe-north\"",
        "\"somewhere\"",
        &[
            "152:9 names-exist key[1].place | \"somewhere\" | the id of a place of this plan: key-safe-north, key-safe-south, pin-safe-east, pin-safe-west, share-safe-edda, share-safe-farid, share-safe-greta",
        ],
    ),
    (
        "\"alpha-1\"",
        "\"key-safe-north\"",
        "\"pin-safe-east\"",
        &[
            "91:14 never-alone place[3].opened_by[1] | carla opens pin-safe-east with a key and pin-safe-east with a PIN sheet of account alpha | one of the two",
            "91:23 never-alone place[3].opened_by[2] | david opens pin-safe-east with a key and pin-safe-east with a PIN sheet of account alpha | one of the two",
            "97:14 never-alone place[4].opened_by[1] | carla opens pin-safe-east with a key and pin-safe-west with a PIN sheet of account alpha | one of the two",
            "97:23 never-alone place[4].opened_by[2] | david opens pin-safe-east with a key and pin-safe-west with a PIN sheet of account alpha | one of the two",
            "152:9 place-kinds key[1].place | pin-safe-east, which holds PIN sheets | a place that holds security keys",
        ],
    ),
    (
        "\"alpha-2\"",
        "\"key-safe-south\"",
        "\"key-safe-north\"",
        &[
            "?158:9 keys-apart key[2].place | keys alpha-1 and alpha-2 of account alpha both in key-safe-north | better a place for each",
        ],
    ),
    (
        "\"alpha-2\"",
        "\"pin-safe-west\"",
        "\"pin-safe-east\"",
        &[
            "?159:13 keys-apart key[2].pin_place | PIN sheets of alpha-1 and alpha-2 of account alpha both in pin-safe-east | better a place for each",
        ],
    ),
    (
        "\"alpha-2\"",
        "\"alpha\"",
        "\"bravo\"",
        &[
            "?125:6 two-keys account[1].id | one key for account alpha | two or more",
            "?170:9 keys-apart key[4].place | keys alpha-2 and bravo-2 of account bravo both in key-safe-south | better a place for each",
            "?171:13 keys-apart key[4].pin_place | PIN sheets of alpha-2 and bravo-2 of account bravo both in pin-safe-west | better a place for each",
        ],
    ),
    (
        "\"alpha-2\"",
        "\"alpha-2\"",
        "\"alpha-1\"",
        &[
            "156:6 names-are-unique key[2].id | \"alpha-1\" | a key's id only once; key[1].id is the same",
        ],
    ),
    (
        "\"alpha-1\"",
        "pin_place = \"pin-safe-east\"",
        "pin_place = \"pin-safe-east\"\npin_place = \"pin-safe-west\"",
        &["154:1 syntax  | \"pin_place\" | valid TOML: duplicate key"],
    ),
];

#[test]
fn each_mistake_is_told_with_line_column_found_and_allowed() {
    let mut wrong = String::new();
    for (near, from, to, expected) in CASES {
        let toml = edited(near, from, to);
        let told = all_told(&toml);
        if told != *expected {
            wrong.push_str(&format!("{near:?} {from:?} -> {to:?}\n@@{told:?}\n"));
        }
        let plan = Plan::parse("p.toml", &toml);
        let errors = told.iter().filter(|line| !line.starts_with('?')).count();
        assert_eq!(
            plan.err().map_or(0, |errors| errors.len()),
            errors,
            "{near} {to}"
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let toml = plan::TEMPLATE
        .replace("check_every_days = 90", "check_every_days = 0")
        .replace("[\"carla\", \"david\"]", "[\"carla\", \"davdi\"]")
        .replace("threshold = 2", "threshold = 5")
        .replace("account = \"bravo\"", "account = \"brvo\"");
    let rules: Vec<String> = plan::check("p.toml", &toml)
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}",
                finding.at.as_ref().unwrap().position.line,
                finding.rule.name()
            )
        })
        .collect();
    assert_eq!(
        rules,
        [
            "15 out-of-range",
            "91 names-exist",
            "97 names-exist",
            "131 threshold",
            "135 two-keys",
            "141 threshold",
            "163 names-exist",
            "169 names-exist"
        ]
    );
}

#[test]
fn a_wrong_field_does_not_hide_a_wrong_name() {
    let toml = plan::TEMPLATE
        .replace("pin_digits = 8", "pin_digit = 8")
        .replace("\"boris\"]", "\"borsi\"]");
    let told = all_told(&toml).join("\n");
    assert!(
        told.contains("missing-field rules.pin_digits")
            && told.contains("names-exist place[2].opened_by[2]"),
        "{told}"
    );
}

#[test]
fn a_file_or_list_without_end_is_refused() {
    let big = format!("{}# {}", plan::TEMPLATE, "x".repeat(256 * 1024));
    let told = all_told(&big);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("1:1 too-big  | ")
            && told[0].ends_with("| a file of at most 262144 bytes"),
        "{told:?}"
    );

    let names: Vec<String> = (0..17).map(|n| format!("\"p{n}\"")).collect();
    let long = edited(
        "\"key-safe-north\"",
        "[\"ada\", \"boris\"]",
        &format!("[{}]", names.join(", ")),
    );
    assert_eq!(
        all_told(&long)[0],
        "79:13 too-many place[1].opened_by | 17 items | at most 16 items"
    );

    let crowd: String = (0..201)
        .map(|n| format!("[[person]]\nid = \"p{n}\"\nname = \"P\"\nroles = [\"witness\"]\n"))
        .collect();
    let told = all_told(&format!("{}{crowd}", plan::TEMPLATE));
    assert_eq!(
        told,
        ["33:1 too-many person | 208 items | at most 200 items"]
    );
}

#[test]
fn endless_mistakes_are_told_up_to_a_hundred_and_never_pass() {
    let junk: String = (0..5000).map(|n| format!("x{n} = 1\n")).collect();
    let checked = plan::check("p.toml", &format!("{junk}{}", plan::TEMPLATE));
    assert_eq!((checked.findings.len(), checked.plan), (100, None));
    assert!(plan::check("p.toml", &"=\n".repeat(50_000)).findings.len() <= 100);
}

#[test]
fn a_plan_that_did_not_come_from_a_file_meets_the_same_rules() {
    let mut plan = Plan::parse("p.toml", plan::TEMPLATE).unwrap();
    plan.organisation = "Exa\u{202E}mple".into();
    plan.rules.pin_digits = 3;
    plan.people[0].roles.clear();
    plan.accounts[0].password.shares.truncate(1);
    plan.keys[0].place = plan.keys[0].pin_place.clone();
    let findings = plan.findings();
    assert!(findings.iter().all(|finding| finding.at.is_none()));
    let mut rules: Vec<&str> = findings
        .iter()
        .filter(|f| f.is_error())
        .map(|f| f.rule.name())
        .collect();
    rules.dedup();
    assert_eq!(
        rules,
        [
            "bad-text",
            "out-of-range",
            "empty",
            "two-custodians",
            "place-kinds",
            "never-alone",
            "threshold"
        ]
    );
}

#[test]
fn the_report_is_for_people() {
    let bad = edited("[[account]]", "threshold = 2", "threshold = 4");
    assert_eq!(
        plan::check_text("book/plan.toml", &bad).unwrap_err(),
        "book/plan.toml:131:13: error (threshold) in account[1].password.threshold
  found:   4 needed of 3 shares
  allowed: 2 or more, and no more than there are shares
  because: with one share needed, every share is the password; with too many, nobody gets it back

1 error, 0 warnings: this plan cannot be adopted
"
    );
    let weak = edited("[rules]", "= 8", "= 5");
    let report = plan::check_text("plan.toml", &weak).unwrap();
    assert!(
        report.starts_with("plan.toml:16:14: warning (pin-length) in rules.pin_digits\n"),
        "{report}"
    );
    assert!(report.contains("\nAccount alpha: emergency-alpha@example.onmicrosoft.com\n  key alpha-1 in key-safe-north, its PIN sheet in pin-safe-east\n"), "{report}");
    assert!(report.contains("  password of 40 characters, any 2 of 3 shares: share-safe-edda, share-safe-farid, share-safe-greta\n"), "{report}");
    assert!(report.contains("\nIn words: "), "{report}");
    assert!(
        report.ends_with("\n0 errors, 1 warning: this plan can be adopted\n"),
        "{report}"
    );
}
