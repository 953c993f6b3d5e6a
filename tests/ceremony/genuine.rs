//! A key that lies about what it makes: about its model, or about the passkey that was asked for.

use crate::metadata_rig::{Authority, MAKER, entry};
use crate::stage::{Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_file, bind_to_key};
use sealwright::custody::Proof;
use sealwright::plan::Name;
use sealwright::rehearsal::{MemoryDisk, Stage, create};
use sealwright::softkey::Sham;
use sealwright::webauthn::base64url;

/// The model that the rehearsal's keys say they are: `rehearsal-key-01`.
const REHEARSAL_KEY: &str = "72656865-6172-7361-6c2d-6b65792d3031";

fn alpha_1() -> Name {
    Name::new("alpha-1").expect("a name")
}

fn after_setup(theatre: Theatre) -> Theatre {
    assert_eq!(theatre.begin("first-setup"), Ok(Ending::Ended));
    theatre
}

fn run_for_alpha_1(theatre: &Theatre, ceremony: &str) -> Ending {
    let template = Template::named(ceremony).expect("a template");
    let script = bind_to_key(&template, &theatre.plan, &alpha_1());
    theatre
        .run(Some(&script), Default::default())
        .expect("it begins")
}

/// From now on the key lies so.
fn pretend(theatre: &Theatre, sham: Sham) {
    let mut stage = theatre.stage.borrow_mut();
    stage
        .keys
        .get_mut("alpha-1")
        .expect("the key")
        .pretend(sham);
}

fn entries(theatre: &Theatre, kind: &str) -> String {
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    let kind = format!(r#""type":"{kind}""#);
    let of_kind = ledger.lines().filter(|line| line.contains(&kind));
    of_kind.collect::<Vec<_>>().join("\n")
}

/// After a setup with honest keys, FIDO's list says that all keys of their model prove what they are.
fn listed_as_attesting() -> Theatre {
    let fido = Authority::new();
    let maker = fido.make("maker", MAKER, None);
    let mut plan = usual_plan();
    plan.rules.fido_root = Some(base64url::encode(&fido.der("root")));
    // A day on which the certificates of the tests are valid.
    let began = "2027-01-12T09:00:00Z".parse().expect("a date");
    let theatre = Theatre::of(Stage::new([7; 32], began), MemoryDisk::default(), plan);
    create(&theatre.shared(), &theatre.plan).expect("a new book");
    let theatre = after_setup(theatre);

    let list = fido.list(
        7,
        "2099-01-01",
        &[entry(REHEARSAL_KEY, "Rig Key", &maker, &[])],
    );
    let path = "inbox/list.jwt".to_owned();
    theatre.disk.borrow_mut().files.insert(path, list.into());
    let template = Template::named("import-metadata").expect("a template");
    let script = bind_to_file(&template, &theatre.plan, "list.jwt");
    assert_eq!(
        theatre.run(Some(&script), Default::default()),
        Ok(Ending::Ended)
    );
    theatre
}

#[test]
fn i23_a_listed_model_that_proves_nothing_is_a_breach_or_an_exception_and_never_passed() {
    let listed = listed_as_attesting();
    let with = |sham: Sham| {
        let theatre = listed.fork();
        pretend(&theatre, sham);
        (run_for_alpha_1(&theatre, "reset-key"), theatre)
    };
    let (ending, invented) = with(Sham::InventedFormat);
    assert_ne!(ending, Ending::Ended);
    assert!(entries(&invented, "breach").contains("is not what it claims to be"));
    assert!(!invented.custody().keys().contains_key(&alpha_1()));

    // A format that security keys have, and that we do not judge: both assent, and it is not called proven.
    let (ending, older) = with(Sham::OlderFormat);
    assert_eq!(ending, Ending::Ended);
    let assented = entries(&older, "exception");
    let said = "All keys of the model Rig Key can prove what they are, but key alpha-1";
    assert!(assented.contains(said), "{assented}");
    let custody = older.custody();
    let genuine = custody.keys()[&alpha_1()].identity.genuine.clone();
    assert_eq!(genuine.expect("it was judged").by, Proof::OtherFormat);
}

#[test]
fn a_passkey_that_is_not_what_was_asked_for_is_a_breach_and_not_the_accounts() {
    let theatre = after_setup(Theatre::new(usual_plan()));
    assert_eq!(
        run_for_alpha_1(&theatre, "delete-credential"),
        Ending::Ended
    );
    let enrolled = |sham: Option<Sham>| {
        let theatre = theatre.fork();
        if let Some(sham) = sham {
            pretend(&theatre, sham);
        }
        let ending = run_for_alpha_1(&theatre, "enrol-credential");
        let has_one = theatre.custody().keys()[&alpha_1()].credential.is_some();
        (
            ending == Ending::Ended,
            has_one,
            entries(&theatre, "breach"),
        )
    };
    assert_eq!(enrolled(None), (true, true, String::new()));
    for (sham, said) in [
        (Sham::BackupEligible, "can be copied out of the key"),
        (Sham::BackedUp, "can be copied out of the key"),
        (Sham::NotKept, "does not keep the passkey as requested"),
        (
            Sham::OtherProtection,
            "protected differently than requested",
        ),
        (Sham::NotVerified, "without PIN or touch"),
    ] {
        let (has_ended, has_one, breach) = enrolled(Some(sham));
        assert!(!has_ended && !has_one, "{sham:?}");
        assert!(breach.contains(said), "{sham:?}: {breach}");
    }
}

#[test]
fn a_key_whose_identity_can_be_copied_is_not_admitted() {
    let theatre = after_setup(Theatre::new(usual_plan()));
    pretend(&theatre, Sham::BackupEligible);
    assert_ne!(run_for_alpha_1(&theatre, "reset-key"), Ending::Ended);
    assert!(entries(&theatre, "breach").contains("can be copied out of the key"));
    assert!(!theatre.custody().keys().contains_key(&alpha_1()));
}
