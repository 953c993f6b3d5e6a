//! Names that no sheet could bear are refused beforehand, each by name.

use sealwright::plan::{Plan, TEMPLATE, check};
use sealwright::sheet::unprintable;

#[test]
fn names_that_cannot_be_printed_are_refused_by_name() {
    let organisation = TEMPLATE
        .lines()
        .find(|l| l.starts_with("organisation = "))
        .unwrap();
    for (name, letter) in [
        ("株式会社", "U+682A"),
        ("Keys \u{1F511}", "U+1F511"),
        ("شركة", "U+0634"),
        ("חברה", "U+05D7"),
    ] {
        let draft = TEMPLATE.replacen(organisation, &format!("organisation = \"{name}\""), 1);
        let findings = check("plan.toml", &draft).findings;
        let found = findings
            .iter()
            .find(|f| f.rule.name() == "printable-names")
            .unwrap();
        assert!(
            found.is_error() && found.field == "organisation",
            "{found:?}"
        );
        assert!(found.found.contains(letter), "{found:?}");
        assert!(found.at.is_some() && Plan::parse("plan.toml", &draft).is_err());
    }
    for name in [
        "Ångström & Ďurčák Œuvres",
        "Εθνική Τράπεζα",
        "Ключі й печатки",
    ] {
        assert_eq!(unprintable(name), None);
        let draft = TEMPLATE.replacen(organisation, &format!("organisation = \"{name}\""), 1);
        assert!(Plan::parse("plan.toml", &draft).is_ok(), "{name}");
    }
}

#[test]
fn every_name_on_a_sheet_is_looked_at() {
    let mut plan = Plan::parse("plan.toml", TEMPLATE).unwrap();
    plan.people[1].name = "名".into();
    plan.places[2].name = "名".into();
    plan.accounts[0].upn = "名@example.onmicrosoft.com".into();
    let fields: Vec<String> = plan
        .findings()
        .into_iter()
        .filter(|f| f.rule.name() == "printable-names")
        .map(|f| f.field)
        .collect();
    assert_eq!(
        fields,
        ["person[2].name", "place[3].name", "account[1].upn"]
    );
}
