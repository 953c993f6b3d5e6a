//! The ceremonies in the program: they parse, bind, come in the right order, and keep their hash.

use crate::campaign;
use sealwright::ceremony::script::render;
use sealwright::ceremony::template::{self, For, Template, bind};
use sealwright::custody::Hash;
use sealwright::custody::procedure::Procedure as P;
use sealwright::custody::script::{About, Script, Step};
use sealwright::plan::{self, Name, Plan, Role};
use sealwright::text::hex;
use sealwright::text::language::Language;
use serde_json::json;
use std::collections::BTreeMap;

fn plan() -> Plan {
    Plan::parse("plan.toml", plan::TEMPLATE).expect("the template plan is sound")
}

fn script(name: &str) -> Script {
    bind(
        &Template::named(name).expect("a template of the program"),
        &plan(),
    )
}

/// Every template in the program: for the whole book, then for one key.
fn every() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    template::all().iter().chain(template::for_one_key())
}

/// Every template with each step written out, as one's own.
fn written_out() -> impl Iterator<Item = (String, String)> {
    let out = |template: &Template| {
        let quoted = |text: &str| format!("{text:?}");
        let mut toml = format!(
            "name = \"our-{}\"\ntitle = {}\npurpose = {}\n",
            template.name,
            quoted(&template.title.en),
            quoted(&template.purpose.en)
        );
        for part in &template.parts {
            let (repeats, _) = For::ALL.iter().find(|(_, is)| *is == part.repeats).unwrap();
            toml += &format!(
                "\n[[part]]\ntitle = {}\nfor = \"{repeats}\"\n",
                quoted(&part.title.en)
            );
            for step in &part.steps {
                toml += &format!(
                    "\n[[part.step]]\ndo = \"{}\"\nsays = {}\ninitials = [\"key-custodian\", \"pin-custodian\"]\n",
                    step.procedure.name(),
                    quoted(&step.says.en)
                );
            }
        }
        toml
    };
    every().map(move |(name, _)| {
        let template = Template::named(name).unwrap();
        (format!("our-{name}"), out(&template))
    })
}

/// A template bound to the plan, and to alpha-1 where it is for one key.
fn bind_any(template: &Template) -> Script {
    template::bind_to_key(template, &plan(), &Name::new("alpha-1").unwrap())
}

/// The script of a ceremony for alpha-1.
fn script_for_one_key(name: &str) -> Script {
    bind_any(&Template::named(name).expect("a template of the program"))
}

/// Steps as `1.1 roll-call`, `3.2 rotate-pin alpha-1`.
fn lines(script: &Script) -> Vec<String> {
    let about = |step: &Step| {
        step.about
            .key()
            .or(step.about.account())
            .map(|n| format!(" {n}"))
    };
    script
        .steps()
        .map(|s| {
            format!(
                "{} {}{}",
                s.number,
                s.procedure.name(),
                about(s).unwrap_or_default()
            )
        })
        .collect()
}

#[test]
fn every_template_of_the_program_is_sound_and_named_like_its_file() {
    let names: Vec<&str> = every().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "first-setup",
            "annual-rotation",
            "set-pin",
            "rotate-pin",
            "verify-pin",
            "enrol-credential",
            "verify-credential",
            "delete-credential",
            "configure-key",
            "reset-key"
        ]
    );
    for (name, toml) in every() {
        let read = Template::parse(name, toml);
        let template = read.unwrap_or_else(|e| panic!("{}", template::errors_text(&e)));
        assert_eq!(template.name.as_str(), *name);
        assert_eq!(Template::named(name), Some(template));
    }
    assert_eq!(Template::named("no-such"), None);
}

#[test]
fn first_setup_goes_in_this_order() {
    let expected = "\
1.1 roll-call
1.2 adopt-plan
1.3 check-laptop
1.4 print-labels
2.1 admit-key alpha-1
2.2 set-pin alpha-1
2.3 enrol-credential alpha-1
2.4 verify-credential alpha-1
2.5 seal-key alpha-1
2.6 seal-pin alpha-1
3.1 admit-key alpha-2
3.2 set-pin alpha-2
3.3 enrol-credential alpha-2
3.4 verify-credential alpha-2
3.5 seal-key alpha-2
3.6 seal-pin alpha-2
4.1 admit-key bravo-1
4.2 set-pin bravo-1
4.3 enrol-credential bravo-1
4.4 verify-credential bravo-1
4.5 seal-key bravo-1
4.6 seal-pin bravo-1
5.1 admit-key bravo-2
5.2 set-pin bravo-2
5.3 enrol-credential bravo-2
5.4 verify-credential bravo-2
5.5 seal-key bravo-2
5.6 seal-pin bravo-2
6.1 rotate-password alpha
6.2 seal-shares alpha
7.1 rotate-password bravo
7.2 seal-shares bravo
8.1 account-for-all
8.2 print-receipts
8.3 checkpoint
8.4 print-minutes
8.5 copy-book";
    assert_eq!(lines(&script("first-setup")).join("\n"), expected);
}

#[test]
fn annual_rotation_goes_in_this_order() {
    let mut expected = ["1.1 roll-call", "1.2 check-laptop", "1.3 print-labels"]
        .map(str::to_owned)
        .to_vec();
    let mut part = 1;
    let mut add = |about: &str, steps: &[&str]| {
        part += 1;
        for (at, step) in steps.iter().enumerate() {
            expected.push(format!("{part}.{} {step}{about}", at + 1));
        }
    };
    add(" alpha-1", &["unseal-key", "unseal-pin", "sign-in-online"]);
    add(" bravo-1", &["unseal-key", "unseal-pin", "sign-in-online"]);
    for key in [" alpha-1", " alpha-2", " bravo-1", " bravo-2"] {
        add(
            key,
            &[
                "unseal-key",
                "unseal-pin",
                "verify-pin",
                "verify-credential",
                "rotate-pin",
                "seal-key",
                "seal-pin",
                "destroy-old-pin",
            ],
        );
    }
    for account in [" alpha", " bravo"] {
        add(
            account,
            &[
                "check-shares",
                "rotate-password",
                "seal-shares",
                "destroy-old-shares",
            ],
        );
    }
    add(
        "",
        &[
            "account-for-all",
            "print-receipts",
            "checkpoint",
            "print-minutes",
            "copy-book",
        ],
    );
    assert_eq!(lines(&script("annual-rotation")), expected);
}

/// Plays a script on its own books, not on those of the template's checker.
fn assert_order_holds(script: &Script, plan: &Plan) {
    #[derive(Default)]
    struct Seen {
        key_out: bool,
        pin_out: bool,
        verified: bool,
        replaced: bool,
    }
    let mut seen: BTreeMap<&Name, Seen> = BTreeMap::new();
    for step in script.steps() {
        assert_eq!(
            step.about.subject(),
            step.procedure.subject(),
            "{}",
            step.number
        );
        let Some(thing) = step.about.key().or(step.about.account()) else {
            continue;
        };
        let state = seen.entry(thing).or_default();
        match step.procedure {
            P::AdmitKey | P::UnsealKey => state.key_out = true,
            P::UnsealPin | P::SetPin => state.pin_out = true,
            P::CheckShares => state.pin_out = true,
            P::VerifyPin => state.verified = true,
            P::RotatePin => {
                assert!(
                    state.key_out && state.pin_out && state.verified,
                    "{}",
                    step.number
                );
                state.replaced = true;
            }
            P::RotatePassword => (state.pin_out, state.replaced) = (true, true),
            P::SealKey => assert!(std::mem::take(&mut state.key_out), "{}", step.number),
            P::SealPin | P::SealShares => {
                assert!(std::mem::take(&mut state.pin_out), "{}", step.number)
            }
            P::DestroyOldPin | P::DestroyOldShares => {
                assert!(
                    state.replaced && !state.key_out && !state.pin_out,
                    "I12 {}",
                    step.number
                );
            }
            _ => assert!(state.key_out, "{}", step.number),
        }
        for account in &plan.accounts {
            let out = plan.keys_of(&account.id).filter(|key| {
                seen.get(&key.id)
                    .is_some_and(|state| state.key_out || state.pin_out)
            });
            assert!(out.count() <= 1, "I17 {}", step.number);
        }
    }
    assert!(
        seen.values().all(|state| !state.key_out && !state.pin_out),
        "I19"
    );
}

#[test]
fn a_ceremony_for_one_key_has_its_one_procedure_between_opening_and_closing() {
    let closing = [
        "account-for-all",
        "print-receipts",
        "checkpoint",
        "print-minutes",
        "copy-book",
    ];
    let opening = ["roll-call", "check-laptop", "print-labels"];
    for (name, about) in [
        (
            "set-pin",
            &["admit-key", "set-pin", "seal-key", "seal-pin"][..],
        ),
        (
            "rotate-pin",
            &[
                "unseal-key",
                "unseal-pin",
                "verify-pin",
                "rotate-pin",
                "seal-key",
                "seal-pin",
                "destroy-old-pin",
            ],
        ),
        (
            "verify-pin",
            &[
                "unseal-key",
                "unseal-pin",
                "verify-pin",
                "verify-credential",
                "seal-key",
                "seal-pin",
            ],
        ),
        (
            "verify-credential",
            &["unseal-key", "verify-credential", "seal-key"],
        ),
        (
            "enrol-credential",
            &[
                "unseal-key",
                "unseal-pin",
                "enrol-credential",
                "verify-credential",
                "seal-key",
                "seal-pin",
            ],
        ),
        (
            "delete-credential",
            &[
                "unseal-key",
                "unseal-pin",
                "delete-credential",
                "seal-key",
                "seal-pin",
            ],
        ),
        (
            "configure-key",
            &[
                "unseal-key",
                "unseal-pin",
                "configure-key",
                "seal-key",
                "seal-pin",
            ],
        ),
        (
            "reset-key",
            &[
                "unseal-key",
                "unseal-pin",
                "reset-key",
                "admit-key",
                "set-pin",
                "seal-key",
                "seal-pin",
            ],
        ),
    ] {
        let steps = script_for_one_key(name);
        let found: Vec<&str> = steps.steps().map(|s| s.procedure.name()).collect();
        assert_eq!(found, [&opening, about, &closing].concat(), "{name}");
        let keys: Vec<&str> = steps
            .steps()
            .filter_map(|s| s.about.key().map(Name::as_str))
            .collect();
        assert_eq!(keys, vec!["alpha-1"; about.len()], "{name}");
    }
}

#[test]
fn i17_i12_i19_hold_for_both_scripts_and_for_plans_of_other_sizes() {
    let usual = plan();
    let mut one = usual.clone();
    one.accounts.truncate(1);
    one.keys.truncate(1);
    let mut three = usual.clone();
    let mut third = three.keys[1].clone();
    third.id = Name::new("alpha-3").unwrap();
    three.keys.push(third); // at the end: the script brings it to its account
    for plan in [usual, one, three] {
        for (name, _) in template::all() {
            let script = bind(&Template::named(name).unwrap(), &plan);
            assert_order_holds(&script, &plan);
            let keys = script.steps().filter(|s| s.procedure == P::SealKey).count();
            assert_eq!(keys, plan.keys.len(), "{name}");
        }
    }
}

#[test]
fn keys_of_an_account_stay_together_whatever_the_plans_order() {
    let mut plan = plan();
    plan.keys.swap(1, 2);
    let script = bind(&Template::named("first-setup").unwrap(), &plan);
    let keys: Vec<&str> = script
        .steps()
        .filter(|s| s.procedure == P::SetPin)
        .filter_map(|s| s.about.key())
        .map(Name::as_str)
        .collect();
    assert_eq!(keys, ["alpha-1", "alpha-2", "bravo-1", "bravo-2"]);
}

#[test]
fn names_are_filled_in_and_no_brace_is_left() {
    let script = script("annual-rotation");
    let sentences = script
        .steps()
        .map(|s| &s.says)
        .chain(script.parts.iter().map(|p| &p.title));
    let mut text = String::new();
    for (_, sentence) in sentences.flat_map(|said| said.all()) {
        assert!(!sentence.contains(['{', '}']), "{sentence}");
        text.push_str(sentence);
    }
    assert!(text.contains(
        "sign in as emergency-bravo@example.onmicrosoft.com with key bravo-1 and the PIN on its sheet"
    ));
    assert!(text.contains("take key bravo-2. If it is still sealed, bring it from its place (Safe in the south building, room 12)"));
    assert!(text.contains("the PIN sheet of key bravo-2. If it is still sealed, bring it from its place (Safe in the west building, legal office)"));
    assert!(text.contains("Key alpha-2 of account alpha"));
}

#[test]
fn both_custodians_initial_every_step() {
    for (name, _) in every() {
        for step in script_for_one_key(name).steps() {
            assert!(
                step.initials.contains(&Role::KeyCustodian),
                "{name} {}",
                step.number
            );
            assert!(
                step.initials.contains(&Role::PinCustodian),
                "{name} {}",
                step.number
            );
        }
    }
}

#[test]
fn the_hash_of_a_script_is_of_canonical_json_and_does_not_change() {
    let script = script("annual-rotation");
    let of = |hash: Hash| hash.to_string();
    let steps = script.steps().map(|step| {
        let (is, name) = match &step.about {
            About::Ceremony => ("ceremony", None),
            About::Key(key) => ("key", Some(key.as_str())),
            About::Account(account) => ("account", Some(account.as_str())),
            About::Bag(bag) => ("bag", Some(bag.as_str())),
        };
        let about = match name {
            None => json!({"is": is}),
            Some(name) => json!({"is": is, "name": name}),
        };
        let initials: Vec<&str> = step.initials.iter().map(|role| word(*role)).collect();
        json!({"number": step.number, "do": step.procedure.name(), "about": about, "initials": initials})
    });
    let json = json!({
        "template": of(script.template_hash()),
        "plan": of(script.plan_hash()),
        "steps": steps.collect::<Vec<_>>(),
    });
    let sha256 = |text: &str| hex::encode(&sealwright::ledger::sha256(text.as_bytes()));
    assert_eq!(sha256(&json.to_string()), of(script.hash()));
    let template = serde_json::to_value(&*script.template).unwrap();
    assert_eq!(sha256(&template.to_string()), of(script.template_hash()));
    let hex = |script: &Script| -> String { script.hash().to_string() };
    assert_eq!(
        hex(&script),
        "603f0e2ad5e1ecc2ee3e0fb514ec33a2e98e95518c63170f3f6324e8a6a8508b",
        "the script changed"
    );
    let mut other = Template::named("annual-rotation").unwrap();
    other.parts[0].steps[0].says.en.push('.');
    assert_ne!(bind(&other, &plan()).hash(), script.hash());
    let mut other = plan();
    other.places[0].name.push('.');
    let template = Template::named("annual-rotation").unwrap();
    assert_ne!(bind(&template, &other).hash(), script.hash());
}

fn word(role: Role) -> &'static str {
    let (word, _) = Role::ALL.iter().find(|(_, is)| *is == role).unwrap();
    word
}

#[test]
fn the_printed_script_is_numbered_and_ends_with_its_words() {
    let text = render(&script("first-setup"), Language::English);
    assert!(
        text.starts_with("First setup\n===========\n\nCeremony first-setup, plan "),
        "{text}"
    );
    let step = "
2. Key alpha-1 of account alpha

  2.1   Take a new security key for alpha-1. Key custodian: plug in only this
        key, and touch it when it blinks. Write alpha-1 on its label.
        [admit-key]  key custodian ______   PIN custodian ______
";
    assert!(text.contains(step), "{text}");
    let words = sealwright::text::aloud::words(&script("first-setup").hash().0);
    assert!(
        text.ends_with(&format!(
            "This script in words, to be read aloud:\n  {words}\n"
        )),
        "{text}"
    );
    assert!(
        text.lines()
            .all(|line| line.chars().count() <= 100 && line.trim_end() == line)
    );
}

#[test]
fn the_list_names_both_ceremonies_and_their_purpose() {
    let text = template::list_text();
    assert!(
        text.starts_with("first-setup\n  First setup\n    Once, when the book is new"),
        "{text}"
    );
    assert!(
        text.contains("\nannual-rotation\n  Annual rotation\n    Once a year"),
        "{text}"
    );
}

/// Each character in a campaign, one in eight in each run of the tests.
#[test]
fn no_single_character_deletion_of_a_template_panics() {
    let shipped = every().map(|(name, toml)| ((*name).to_owned(), (*toml).to_owned()));
    for (name, toml) in shipped.chain(written_out()) {
        let each = campaign::one_in(8) as usize;
        for (at, c) in toml.char_indices().step_by(each) {
            let text = format!("{}{}", &toml[..at], &toml[at + c.len_utf8()..]);
            match Template::parse(&name, &text) {
                Ok(template) => assert_order_holds(&bind_any(&template), &plan()),
                Err(errors) => assert!(!errors.is_empty()),
            }
        }
    }
}

/// Each template with one step left out, doubled, or swapped with its neighbour: what still parses keeps the order.
#[test]
fn what_passes_after_a_step_was_dropped_or_moved_still_keeps_the_order() {
    let mut refused = 0;
    let mut passed = 0;
    for (name, toml) in written_out() {
        let blocks: Vec<&str> = toml.split("\n\n").collect();
        let is_step = |at: usize| {
            blocks
                .get(at)
                .is_some_and(|b| b.starts_with("[[part.step]]"))
        };
        for at in (0..blocks.len()).filter(|at| is_step(*at)) {
            let mut dropped = blocks.clone();
            dropped.remove(at);
            let mut doubled = blocks.clone();
            doubled.insert(at, blocks[at]);
            let mut variants = vec![dropped, doubled];
            for other in (0..blocks.len()).filter(|other| is_step(*other) && *other > at) {
                let mut swapped = blocks.clone();
                swapped.swap(at, other);
                variants.push(swapped);
            }
            for variant in variants {
                match Template::parse(&name, &variant.join("\n\n")) {
                    Ok(template) => {
                        passed += 1;
                        assert_order_holds(&bind_any(&template), &plan());
                    }
                    Err(_) => refused += 1,
                }
            }
        }
    }
    println!("{refused} refused, {passed} passed");
    assert!(
        refused > 300 && passed > 5,
        "{refused} refused, {passed} passed"
    );
}
