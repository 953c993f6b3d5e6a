//! The plan that `sealwright init` writes is sound, and nobody in it can act alone.

use sealwright::plan::{self, Holds, Name, Plan, Role};
use std::collections::BTreeSet;

fn template() -> Plan {
    let checked = plan::check("plan.toml", plan::TEMPLATE);
    assert_eq!(plan::findings_text(&checked.findings), "");
    checked.plan.expect("no findings, so a plan")
}

#[test]
fn the_template_plan_has_neither_error_nor_warning_and_is_the_usual_case() {
    let plan = template();
    assert_eq!(plan.findings(), []);
    assert_eq!(plan.organisation, "Example");
    let count = |role| plan.with_role(role).count();
    assert_eq!(count(Role::KeyCustodian), 2);
    assert_eq!(count(Role::PinCustodian), 2);
    assert_eq!(count(Role::ShareHolder), 3);
    let holding = |holds| plan.places.iter().filter(|p| p.holds == holds).count();
    assert_eq!(
        (
            holding(Holds::Keys),
            holding(Holds::Pins),
            holding(Holds::Shares)
        ),
        (2, 2, 3)
    );
    let rules = &plan.rules;
    assert_eq!(
        (
            rules.rotate_every_months,
            rules.check_every_days,
            rules.pin_digits
        ),
        (12, 90, 8)
    );
    let accounts: Vec<&str> = plan.accounts.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(accounts, ["alpha", "bravo"]);
    for account in &plan.accounts {
        let password = &account.password;
        assert_eq!(
            (password.length, password.threshold, password.shares.len()),
            (40, 2, 3)
        );
        let keys: Vec<_> = plan.keys_of(&account.id).collect();
        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0].place, keys[1].place);
        assert_ne!(keys[0].pin_place, keys[1].pin_place);
    }
}

#[test]
fn nobody_in_the_template_plan_reaches_key_and_pin_or_two_shares() {
    let plan = template();
    let opens = |person: &Name, place: &Name| plan.place(place).unwrap().opened_by.contains(person);
    for person in plan.people.iter().map(|p| &p.id) {
        let keys: BTreeSet<&Name> = plan
            .keys
            .iter()
            .filter(|k| opens(person, &k.place))
            .map(|k| &k.account)
            .collect();
        let pins: BTreeSet<&Name> = plan
            .keys
            .iter()
            .filter(|k| opens(person, &k.pin_place))
            .map(|k| &k.account)
            .collect();
        assert!(keys.is_disjoint(&pins), "{person}");
        for account in &plan.accounts {
            let shares = account
                .password
                .shares
                .iter()
                .filter(|place| opens(person, place));
            assert!(shares.count() < 2, "{person}");
        }
    }
}

#[test]
fn the_hash_is_of_canonical_json_and_does_not_change() {
    let plan = template();
    let json = serde_json::to_value(&plan).unwrap().to_string();
    assert!(
        json.starts_with(r#"{"account":[{"id":"alpha","password":{"length":40,"shares":["#),
        "{json}"
    );
    let back: Plan = serde_json::from_str(&json).unwrap();
    assert_eq!(back, plan);
    assert_eq!(back.hash(), plan.hash());
    let hex: String = plan.hash().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        hex, "a51a0f7776d9f2c7dfd1891d9c9cdccc7d80683b6bbffc39c2bc457dbfd662c9",
        "the template plan or its canonical form changed"
    );
    let mut other = plan.clone();
    other.rules.pin_digits = 9;
    assert_ne!(other.hash(), plan.hash());
}

#[test]
fn no_single_byte_deletion_of_the_template_plan_panics() {
    let mut sound = 0;
    for at in 0..plan::TEMPLATE.len() {
        if !plan::TEMPLATE.is_char_boundary(at) || !plan::TEMPLATE.is_char_boundary(at + 1) {
            continue;
        }
        let text = format!("{}{}", &plan::TEMPLATE[..at], &plan::TEMPLATE[at + 1..]);
        let checked = plan::check("plan.toml", &text);
        let lines = text.lines().count() + 1;
        for finding in &checked.findings {
            let at = finding.at.as_ref().expect("read from a file").position;
            assert!(
                (1..=lines).contains(&at.line) && at.column >= 1,
                "{finding:?}"
            );
        }
        sound += usize::from(checked.plan.is_some());
        assert!(checked.plan.is_some() || checked.findings.iter().any(plan::Finding::is_error));
    }
    // Comments, blanks and letters within names may go; most of the file is comment and name.
    assert!(sound > 1000, "{sound}");
}

/// Judge: Python's own TOML reader and JSON writer, from the same file.
#[test]
fn the_hash_is_the_one_that_python_computes_from_the_same_toml() {
    const PROGRAM: &str = "
import hashlib, json, sys, tomllib
plan = tomllib.loads(sys.stdin.buffer.read().decode())
text = json.dumps(plan, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
print(hashlib.sha256(text.encode()).hexdigest())";
    let python = std::env::var("SEALWRIGHT_PYTHON").unwrap_or("tests/.venv/bin/python".into());
    let mut child = std::process::Command::new(&python)
        .args(["-c", PROGRAM])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| {
            panic!("no Python at {python}: run tests/run, or set SEALWRIGHT_PYTHON ({e})")
        });
    let toml = plan::TEMPLATE.replace("Greta Quist", "Gr\u{e9}ta \u{2713} Quist");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), toml.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let plan = Plan::parse("plan.toml", &toml).unwrap();
    let hex: String = plan.hash().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), hex);
}
