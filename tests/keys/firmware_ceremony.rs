//! Whole ceremonies on real firmware: the played people move virtual keys (tests/vkey) in place of the software ones.

use crate::metadata_rig::{Authority, KEY, MAKER, MODEL, entry};
use crate::stage::{self, Quiet, Theatre, usual_plan};
use crate::vkey_rig::VirtualKey;
use sealwright::ceremony::fitness::fitness;
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::seen::{KeySeen, Whose};
use sealwright::ceremony::template::{Template, bind_to_file, bind_to_key};
use sealwright::ceremony::world::Ports;
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, Extensions, Link, MinPinLength, NewCredential,
    Permissions, PluggedKey, Status,
};
use sealwright::custody::Proof;
use sealwright::custody::script::Script;
use sealwright::plan::{Name, Plan, Unproven};
use sealwright::rehearsal::{
    MemoryDisk, PlayedPeople, PlayedPrinter, RealKeys, Stage, Transcript, create, play_at,
};
use sealwright::report::status;
use sealwright::secret::Secret;
use sealwright::text::hex;
use sealwright::text::language::Language;
use sealwright::webauthn::{AuthData, Models, base64url};
use sealwright::words::clause::Clause;
use sealwright::words::say::Prompt;
use sealwright::words::trouble::Trouble;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The keys by label; each new label is a new key, with its maker's certificate and that one's key, where there is one.
#[derive(Default)]
struct Drawer(
    RefCell<BTreeMap<String, VirtualKey>>,
    Option<(Vec<u8>, Vec<u8>)>,
);

impl Drawer {
    fn plugged<T>(&self, label: &str, then: impl FnOnce(&VirtualKey) -> T) -> T {
        let mut keys = self.0.borrow_mut();
        match keys.get_mut(label) {
            Some(key) => key.replug(),
            None => {
                let key = match &self.1 {
                    Some((x5c, scalar)) => VirtualKey::attesting(x5c, scalar),
                    None => VirtualKey::new(),
                };
                keys.insert(label.into(), key);
            }
        }
        then(&keys[label])
    }
}

impl RealKeys for Drawer {
    fn plug(&self, label: &str) {
        self.plugged(label, |_| ());
    }

    fn unplug(&self, label: &str) {
        if let Some(key) = self.0.borrow_mut().get_mut(label) {
            key.unplug();
        }
    }

    fn plug_elsewhere(&self, label: &str) -> Option<Box<dyn Link>> {
        Some(self.plugged(label, |key| Box::new(key.link())))
    }
}

/// The laptop's port, where the people plug keys in, and others with keys that stay plugged in.
struct LaptopPorts {
    stage: Rc<RefCell<Stage>>,
    drawer: Rc<Drawer>,
    stay: Staying,
}

impl Ports for LaptopPorts {
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String> {
        let port = &self.stage.borrow().port;
        Ok(self.stay.borrow().iter().chain(port).map(on_usb).collect())
    }

    fn open(&mut self, label: &str) -> Result<Box<dyn Link>, String> {
        let keys = self.drawer.0.borrow();
        let key = keys.get(label).ok_or("no such key")?;
        Ok(Box::new(key.link()))
    }
}

/// A key as USB shows it.
fn on_usb(label: &String) -> PluggedKey {
    PluggedKey {
        path: label.clone(),
        vendor_id: 0x20a0,
        product_id: 0x42b1,
        manufacturer: Some("Maker".into()),
        product: None,
        serial: Some(format!("serial of {label}")),
    }
}

/// Keys that stay plugged in, until somebody takes them out.
type Staying = Rc<RefCell<Vec<String>>>;

fn staying(labels: &[&str]) -> Staying {
    let labels = labels.iter().copied().map(String::from).collect();
    Rc::new(RefCell::new(labels))
}

/// Hears what is asked.
struct Ears<F> {
    heard: Rc<RefCell<Vec<Prompt>>>,
    watch: F,
}

impl<F: FnMut(&Prompt)> Transcript for Ears<F> {
    fn write(&mut self, said: &Prompt, answer: Option<&str>) {
        Quiet.write(said, answer);
        (self.watch)(said);
        self.heard.borrow_mut().push(said.clone());
    }
}

fn play_on(theatre: &Theatre, drawer: &Rc<Drawer>, script: &Script, stay: &[&str]) -> Ending {
    heard_on(theatre, drawer, script, stay, Default::default()).0
}

/// The ending, and all that was said.
fn heard_on(
    theatre: &Theatre,
    drawer: &Rc<Drawer>,
    script: &Script,
    stay: &[&str],
    people: stage::People,
) -> (Ending, Vec<Prompt>) {
    watched_on(theatre, drawer, script, &staying(stay), people, |_| ())
}

/// The same, with somebody who does something at what is said.
fn watched_on(
    theatre: &Theatre,
    drawer: &Rc<Drawer>,
    script: &Script,
    stay: &Staying,
    people: stage::People,
    watch: impl FnMut(&Prompt),
) -> (Ending, Vec<Prompt>) {
    let shared = theatre.shared();
    shared.stage.borrow_mut().real_keys = Some(drawer.clone());
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ears = Ears {
        heard: Rc::clone(&heard),
        watch,
    };
    let mut people = PlayedPeople::new(shared.clone(), ears, people);
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let mut ports = LaptopPorts {
        stage: Rc::clone(&theatre.stage),
        drawer: Rc::clone(drawer),
        stay: Rc::clone(stay),
    };
    let ending = play_at(
        &shared,
        &theatre.plan,
        Some(script),
        &mut people,
        &mut printer,
        &mut ports,
        None,
    )
    .expect("it begins");
    let heard = heard.borrow().clone();
    (ending, heard)
}

#[test]
fn setup_and_drill_run_to_their_end_on_real_firmware() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    for template in ["first-setup", "annual-rotation"] {
        let script = theatre.script(template);
        assert_eq!(play_on(&theatre, &drawer, &script, &[]), Ending::Ended);
    }
    let custody = theatre.custody();
    assert!(custody.ceremony().is_none() && custody.doubts().is_empty());

    // What the ledger says of each key, the key says too.
    let mut dice = sealwright::station::Dice;
    for (name, state) in custody.keys() {
        let link = drawer.plugged(name.as_str(), |key| key.link());
        let mut client = Client::open(link, &mut dice).expect("a channel");
        let info = client.info().expect("an answer");
        assert_eq!(info.pin_set(), Some(true));
        let model: String = info.aaguid.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(model, state.identity.aaguid);
        assert_eq!(client.pin_retries().expect("an answer").left, 8);
    }
    assert_eq!(drawer.0.borrow().len(), custody.keys().len());
}

/// What the minutes of a ceremony for alpha-1 say was done, with the words that its sheets do not change.
fn recorded(ceremony: &str) -> &'static str {
    match ceremony {
        "set-pin" => " steps had ended when this was printed. ---- where things are now", // nothing was left to do
        "verify-pin" => " PIN verified: alpha-1. ",
        "verify-credential" => " Passkey verified: alpha-1. ",
        "rotate-pin" => " PIN changed: alpha-1 (sheet ",
        "configure-key" => " Settings made: alpha-1 (no PIN of less than ",
        "delete-credential" => " Passkey deleted: alpha-1. ",
        "enrol-credential" => " Passkey made: alpha-1 (account alpha). ",
        "reset-key" => " Key wiped, with PIN, passkeys and settings: alpha-1. ",
        other => panic!("{other} is not looked at"),
    }
}

/// A page's text as one line.
fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn for_one_key(ceremony: &str, key: &str, theatre: &Theatre) -> Script {
    let template = Template::named(ceremony).expect("a template");
    bind_to_key(&template, &theatre.plan, &Name::new(key).expect("a name"))
}

#[test]
fn every_ceremony_for_one_key_does_what_it_says_on_real_firmware() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let key = Name::new("alpha-1").expect("a name");
    let pin_since = |theatre: &Theatre| theatre.custody().keys()[&key].pin_since;
    let passkey = |theatre: &Theatre| {
        let credential = theatre.custody().keys()[&key].credential.clone();
        credential.map(|credential| credential.credential)
    };
    let first_passkey = passkey(&theatre).expect("setup made one");
    let first_identity = theatre.custody().keys()[&key].identity.clone();
    let info = || {
        let link = drawer.plugged("alpha-1", |key| key.link());
        let mut client = Client::open(link, &mut sealwright::station::Dice).expect("a channel");
        client.info().expect("an answer")
    };

    let mut began = 1;
    let mut filed: BTreeSet<String> = theatre.stage.borrow().minutes.keys().cloned().collect();
    for ceremony in [
        "set-pin", // it has one: nothing is left to do
        "verify-pin",
        "verify-credential",
        "rotate-pin",
        "configure-key",
        "delete-credential",
        "enrol-credential",
        "reset-key",
        "enrol-credential",
    ] {
        let script = for_one_key(ceremony, "alpha-1", &theatre);
        let ended = play_on(&theatre, &drawer, &script, &[]);
        assert_eq!(ended, Ending::Ended, "{ceremony}");
        began += 1;
        let all = theatre.stage.borrow().minutes.clone();
        let new: Vec<&String> = all
            .iter()
            .filter_map(|(name, text)| (!filed.contains(name)).then_some(text))
            .collect();
        assert_eq!(new.len(), 2);
        filed = all.keys().cloned().collect();
        for minutes in new {
            let done = words(minutes);
            assert!(done.contains(recorded(ceremony)), "{ceremony}: {done}");
        }
        let held = passkey(&theatre);
        match ceremony {
            "set-pin" | "verify-pin" | "verify-credential" => assert_eq!(pin_since(&theatre), 1),
            "rotate-pin" => assert_eq!(pin_since(&theatre), began),
            "configure-key" => {
                let digits = u64::from(theatre.plan.rules.pin_digits);
                assert_eq!(info().min_pin_length, Some(digits));
            }
            "delete-credential" => {
                assert_eq!(held, None);
                let link = drawer.plugged("alpha-1", |key| key.link());
                let dice = &mut sealwright::station::Dice;
                let mut client = Client::open(link, dice).expect("a channel");
                let request = AssertionRequest {
                    rp_id: theatre.plan.accounts[0].rp_id.clone(),
                    user_presence: false,
                    allow: vec![hex::decode(&first_passkey).expect("hex")],
                    ..AssertionRequest::default()
                };
                let answer = client.get_assertion(&request, None);
                assert_eq!(
                    answer.err(),
                    Some(CtapError::Refused(Status::NoCredentials))
                );
            }
            "enrol-credential" => assert!(held.is_some_and(|held| held != first_passkey)),
            "reset-key" => {
                assert_eq!((held, pin_since(&theatre)), (None, began));
                assert_ne!(theatre.custody().keys()[&key].identity, first_identity);
                assert_eq!(info().min_pin_length, Some(4));
            }
            other => panic!("{other} is not looked at"),
        }
    }
    assert!(theatre.custody().doubts().is_empty());
}

fn seen(drawer: &Drawer, label: &str, theatre: &Theatre) -> KeySeen {
    let plugged = PluggedKey {
        path: format!("/dev/{label}"),
        vendor_id: 0x20a0,
        product_id: 0x42b1,
        manufacturer: Some("Maker".into()),
        product: None,
        serial: None,
    };
    let models = Models::default();
    let link = drawer.plugged(label, |key| key.link());
    KeySeen::ask(
        plugged,
        Ok(link),
        Some(&theatre.custody()),
        &models,
        &mut sealwright::station::Dice,
    )
}

#[test]
fn i7_a_key_is_found_among_several_of_its_model_and_beside_one_that_is_silent() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);

    drawer.plug("a stranger");
    drawer.plug("a silent one");
    drawer.0.borrow()["a silent one"].control("mute on");
    let script = for_one_key("rotate-pin", "bravo-2", &theatre);
    let beside = ["a silent one", "a stranger"];
    assert_eq!(play_on(&theatre, &drawer, &script, &beside), Ending::Ended);
    assert!(theatre.custody().doubts().is_empty());
    assert_eq!(drawer.plugged("a stranger", |key| key.stat("blinks")), 0);

    let told = seen(&drawer, "bravo-2", &theatre);
    let said = told.said.as_ref().expect("it answers");
    assert_eq!(said.whose, Whose::Key("bravo-2".into()));
    let text = told.text();
    assert_eq!(
        text.lines().take(6).collect::<Vec<_>>(),
        [
            "/dev/bravo-2  bravo-2",
            "    model     not known to this program",
            "    AAGUID    41414755-4944-3031-3233-343536373839",
            "    firmware  66051 (0x010203)",
            "    USB       20a0:42b1  Maker",
            "    PIN       set, 8 tries left; at least 4 characters",
        ]
    );
    assert!(text.contains("\n    room      for "), "{text}");
    let whole = told.text_in_full();
    assert!(
        whole.contains("    maxPINLength                     does not say\n"),
        "{whole}"
    );
    let json = told.json(true);
    assert_eq!(json["pin_tries"], 8);
    assert_eq!(
        json["info"]["pinUvAuthProtocols"],
        serde_json::json!([2, 1])
    );
    assert_eq!(json["info"]["certifications"], serde_json::json!({}));
    assert!(json["info"]["uvModality"].is_null());

    let stranger = seen(&drawer, "a stranger", &theatre);
    assert_eq!(stranger.said.expect("it answers").whose, Whose::NoneOfThem);
    drawer.0.borrow()["a stranger"].control("twist truncated-cbor");
    let lying = seen(&drawer, "a stranger", &theatre);
    assert!(
        lying.text().contains("\n    USB       20a0:42b1  Maker\n"),
        "{}",
        lying.text()
    );
}

/// A theatre on a day on which the certificates of the tests are valid.
fn theatre_of_today(plan: Plan) -> Theatre {
    let began = "2027-01-12T09:00:00Z".parse().expect("a date");
    let theatre = Theatre::of(Stage::new([7; 32], began), MemoryDisk::default(), plan);
    create(&theatre.shared(), &theatre.plan).expect("a new book");
    theatre
}

/// Carries a list in and imports it.
fn import(theatre: &Theatre, drawer: &Rc<Drawer>, file: &str, list: &str) -> Ending {
    let path = format!("inbox/{file}");
    theatre.disk.borrow_mut().files.insert(path, list.into());
    let template = Template::named("import-metadata").expect("a template");
    let script = bind_to_file(&template, &theatre.plan, file);
    play_on(theatre, drawer, &script, &[])
}

#[test]
fn a_key_proves_its_model_by_the_imported_list_and_a_copy_is_a_breach() {
    let fido = Authority::new();
    let root = base64url::encode(&fido.der("root"));
    let mut plan = usual_plan();
    plan.rules.fido_root = Some(root);
    let theatre = theatre_of_today(plan);
    let maker = fido.make("maker", MAKER, None);
    let leaf = fido.make("key", KEY, Some("maker"));
    let drawer = Rc::new(Drawer(RefCell::default(), Some((leaf, fido.scalar("key")))));
    let alpha = Name::new("alpha-1").expect("a name");
    let genuine = || theatre.custody().keys()[&alpha].identity.genuine.clone();

    // At first there is no list, and no plan under which one could be imported.
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let first = genuine().expect("it was judged");
    assert_eq!((first.by, first.list), (Proof::UnlistedCertificates, None));

    let signed = |number, next, root: &[u8], statuses: &[&str]| {
        fido.list(number, next, &[entry(MODEL, "Rig Key", root, statuses)])
    };
    let told = signed(7, "2027-02-01", &maker, &["FIDO_CERTIFIED"]);
    assert_eq!(import(&theatre, &drawer, "seven.jwt", &told), Ending::Ended);
    let known = theatre.custody().metadata().cloned().expect("a list");
    assert_eq!((known.number, known.file.as_str()), (7, "seven.jwt"));

    let again = || {
        let script = for_one_key("reset-key", "alpha-1", &theatre);
        let (ending, said) = heard_on(&theatre, &drawer, &script, &[], Default::default());
        assert_eq!(ending, Ending::Ended);
        said.into_iter().find_map(|prompt| match prompt {
            Prompt::BeAware { what } => Some(what),
            _ => None,
        })
    };
    let stands = |on: &str| {
        let now = on.parse().expect("a time");
        status::Status::of(&theatre.custody(), None, now)
    };
    assert_eq!(again(), None);
    let by_then = stands("2027-02-01T23:59:59Z");
    let list = by_then.list.as_ref().expect("it was carried in");
    assert_eq!((list.number, list.is_stale), (7, Some(false)));
    let said = "FIDO's list 7; a newer one is due by 2027-02-01";
    assert!(
        by_then.text(Language::English).contains(said),
        "{}",
        by_then.text(Language::English)
    );
    let proven = genuine().expect("it was judged");
    assert_eq!(proven.by, Proof::Certificates);
    assert_eq!(
        (proven.model.as_deref(), proven.list),
        (Some("Rig Key"), Some(7))
    );
    assert!(proven.warnings.is_empty());

    // A list that should have been replaced by now, and warns of the model: both exceptions are on record.
    let warns = signed(8, "2027-01-01", &maker, &["USER_KEY_PHYSICAL_COMPROMISE"]);
    assert_eq!(
        import(&theatre, &drawer, "eight.jwt", &warns),
        Ending::Ended
    );
    let stale = Clause::ListIsStale {
        number: 8,
        until: "2027-01-01".into(),
    };
    assert_eq!(
        again(),
        Some(stale),
        "it is said when a key is judged by it"
    );
    let today = stands("2027-01-13T09:00:00Z");
    let list = today.list.as_ref().expect("it was carried in");
    assert_eq!((list.number, list.is_stale), (8, Some(true)));
    let said = "FIDO's list 8: a newer one was due by 2027-01-01.";
    assert!(
        today.text(Language::English).contains(said),
        "{}",
        today.text(Language::English)
    );
    let warned = genuine().expect("it was judged").warnings;
    assert_eq!(warned, ["USER_KEY_PHYSICAL_COMPROMISE since 2026-03-01"]);
    let exceptions = theatre.custody().exceptions().kept().join("\n");
    assert!(
        exceptions.contains("newer list than FIDO's list 8 was due by 2027-01-01"),
        "{exceptions}"
    );
    assert!(
        exceptions.contains("FIDO's list warns about the model of key alpha-1"),
        "{exceptions}"
    );

    // An older list takes nothing back, and one that was changed is none.
    let entries = theatre.custody().entries();
    assert_ne!(import(&theatre, &drawer, "seven.jwt", &told), Ending::Ended);
    assert_eq!(
        theatre.custody().metadata().map(|list| list.number),
        Some(8)
    );
    assert!(
        theatre.custody().entries() > entries,
        "what happened is on record"
    );
}

#[test]
fn a_copy_is_a_breach_and_a_plan_can_ask_for_proof() {
    let fido = Authority::new();
    let other_maker = fido.make("other", MAKER, None);
    fido.make("maker", MAKER, None);
    let leaf = fido.make("key", KEY, Some("maker"));
    let mut plan = usual_plan();
    plan.rules.fido_root = Some(base64url::encode(&fido.der("root")));
    let theatre = theatre_of_today(plan.clone());
    let drawer = Rc::new(Drawer(RefCell::default(), Some((leaf, fido.scalar("key")))));
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let list = fido.list(
        1,
        "2027-02-01",
        &[entry(MODEL, "Rig Key", &other_maker, &[])],
    );
    assert_eq!(import(&theatre, &drawer, "list.jwt", &list), Ending::Ended);
    let script = for_one_key("reset-key", "alpha-1", &theatre);
    assert_ne!(play_on(&theatre, &drawer, &script, &[]), Ending::Ended);
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    assert!(ledger.contains("\"type\":\"breach\""));
    assert!(ledger.contains("is not what it claims to be"));
    let alpha = Name::new("alpha-1").expect("a name");
    assert!(
        !theatre.custody().keys().contains_key(&alpha),
        "it is not admitted"
    );

    plan.rules.unproven_keys = Some(Unproven::Refused);
    let strict = theatre_of_today(plan);
    let drawer = Rc::new(Drawer::default());
    let setup = strict.script("first-setup");
    assert_ne!(play_on(&strict, &drawer, &setup, &[]), Ending::Ended);
    assert!(strict.custody().keys().is_empty());
}

/// Every key of the plan is to want its PIN for everything.
fn plan_with_always_uv() -> Plan {
    let mut plan = usual_plan();
    plan.key_settings.always_uv = true;
    plan
}

#[test]
fn i7_a_key_that_always_wants_its_pin_is_told_and_used_as_before() {
    let theatre = Theatre::new(plan_with_always_uv());
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let script = for_one_key("configure-key", "alpha-1", &theatre);
    assert_eq!(play_on(&theatre, &drawer, &script, &[]), Ending::Ended);
    let told = seen(&drawer, "alpha-1", &theatre);
    let said = told.said.as_ref().expect("it answers");
    assert!(said.info.always_uv());
    assert_eq!(said.info.min_pin_length, Some(8));
    assert_eq!(said.whose, Whose::Key("alpha-1".into()));
    assert!(
        told.text()
            .contains("\n    set       it wants its PIN for everything (alwaysUv)\n"),
        "{}",
        told.text()
    );
}

#[test]
fn i7_i18_where_the_pin_is_always_wanted_every_ceremony_for_the_key_goes_on() {
    let theatre = Theatre::new(plan_with_always_uv());
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    for ceremony in [
        "configure-key",
        "configure-key", // nothing is left to do
        "verify-pin",
        "verify-credential",
        "rotate-pin",
        "delete-credential",
        "enrol-credential",
        "reset-key",
    ] {
        let script = for_one_key(ceremony, "alpha-1", &theatre);
        let ended = play_on(&theatre, &drawer, &script, &[]);
        assert_eq!(ended, Ending::Ended, "{ceremony}");
    }
    let custody = theatre.custody();
    assert!(custody.doubts().is_empty());
    assert_eq!(custody.exceptions().kept(), [] as [String; 0]);
    let serial = "serial of alpha-1";
    let key = &custody.keys()[&Name::new("alpha-1").expect("a name")];
    assert_eq!(key.identity.serials.usb.as_deref(), Some(serial));
}

#[test]
fn a_site_that_the_plan_names_is_told_the_shortest_pin_and_no_other_is() {
    let mut plan = usual_plan();
    plan.key_settings.told_min_pin = vec!["login.microsoft.com".into()];
    let theatre = Theatre::new(plan);
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let script = for_one_key("configure-key", "alpha-1", &theatre);
    assert_eq!(play_on(&theatre, &drawer, &script, &[]), Ending::Ended);

    drawer.plug("alpha-1");
    let pin = pin_on(&theatre.stage.borrow().paper["P-0001"]);
    let told = |site| drawer.plugged("alpha-1", |key| shortest_pin_told_to(site, key, &pin));
    let shortest = seen(&drawer, "alpha-1", &theatre);
    let shortest = shortest.said.expect("it answers").info.min_pin_length;
    assert_eq!(shortest, Some(pin.len() as u64));
    assert_eq!(told("login.microsoft.com"), shortest);
    assert_eq!(told("login.example"), None);
}

/// What the key says to a site that asks, when a passkey is made for it (CTAP 2.1, 12.4).
fn shortest_pin_told_to(site: &str, key: &VirtualKey, pin: &str) -> Option<u64> {
    let mut dice = sealwright::station::Dice;
    let mut client = Client::open(key.link(), &mut dice).expect("a channel");
    let pin = Secret::take(&mut pin.as_bytes().to_vec()).expect("room");
    let token = client.token(&pin, Permissions::MAKE_CREDENTIAL, Some(site), &mut dice);
    let wanted = NewCredential {
        rp_id: site.into(),
        user_id: vec![1],
        extensions: Extensions {
            min_pin_length: true,
            ..Extensions::default()
        },
        ..NewCredential::default()
    };
    let made = client.make_credential(&wanted, Some(&token.expect("the right PIN")));
    let data = AuthData::read(&made.expect("a passkey").auth_data).expect("its data");
    data.extensions?.get_text("minPinLength")?.as_u64()
}

#[test]
fn what_the_key_cannot_do_is_refused_by_name_and_nothing_is_changed() {
    let mut plan = usual_plan();
    plan.key_settings.enterprise_attestation = true;
    plan.key_settings.always_uv = true;
    let theatre = Theatre::new(plan);
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let script = for_one_key("configure-key", "alpha-1", &theatre);
    let leave_out = stage::People {
        leaves_out: true,
        ..stage::People::default()
    };
    let (ended, heard) = heard_on(&theatre, &drawer, &script, &[], leave_out);
    assert_eq!(ended, Ending::Ended);
    let refused = heard.iter().find_map(|p| match p {
        Prompt::Stopped {
            trouble: Trouble::KeyCannot { what, .. },
        } => Some(what.clone()),
        _ => None,
    });
    assert_eq!(refused, Some(Clause::AttestForEnterprises));
    let told = seen(&drawer, "alpha-1", &theatre);
    let info = &told.said.as_ref().expect("it answers").info;
    assert_eq!(info.min_pin_length, Some(4));
    assert!(!info.always_uv());

    // And it was to be seen before.
    let script = for_one_key("configure-key", "alpha-1", &theatre);
    let steps = fitness(&told, &script, &theatre.plan);
    let text = sealwright::report::fitness::text(&told, &steps);
    assert!(
        text.ends_with(
            "    can do    2.1 unseal-key, 2.2 unseal-pin, 2.4 seal-key, 2.5 seal-pin\n    \
             CANNOT    2.3 configure-key: it cannot identify itself to an organisation\n              \
             (enterprise attestation)\n"
        ),
        "{text}"
    );
}

#[test]
fn i7_two_keys_of_one_model_are_never_confused() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    // A second new key of the same model beside the first: the people are asked to leave one, and which, before any is
    // touched.
    drawer.plug("a second one");
    let setup = theatre.script("first-setup");
    let beside = staying(&["a second one"]);
    let take_out = |said: &Prompt| {
        if matches!(said, Prompt::WhichNewKey { .. }) {
            beside.borrow_mut().clear();
        }
    };
    let people = stage::People::default();
    let (ended, heard) = watched_on(&theatre, &drawer, &setup, &beside, people, take_out);
    assert_eq!(ended, Ending::Ended);
    let asked = heard
        .iter()
        .filter(|p| matches!(p, Prompt::WhichNewKey { key } if key.as_str() == "alpha-1"));
    assert_eq!(asked.count(), 1);
    drawer.plug("a second one");
    let second = seen(&drawer, "a second one", &theatre);
    let second = second.said.expect("it answers");
    assert_eq!(
        (second.whose, second.info.pin_set()),
        (Whose::NoneOfThem, Some(false))
    );

    // Another key of the same book and model stays plugged in while one is used: neither its PIN nor a counter moves,
    // or the comparison at its own opening would say so.
    drawer.plug("alpha-2");
    let before = drawer.0.borrow()["alpha-2"].stat("blinks");
    for ceremony in [
        "verify-pin",
        "rotate-pin",
        "configure-key",
        "verify-credential",
    ] {
        let script = for_one_key(ceremony, "alpha-1", &theatre);
        let ended = play_on(&theatre, &drawer, &script, &["alpha-2"]);
        assert_eq!(ended, Ending::Ended, "{ceremony}");
    }
    assert_eq!(drawer.0.borrow()["alpha-2"].stat("blinks"), before);
    drawer.plug("alpha-1");
    let script = for_one_key("verify-pin", "alpha-2", &theatre);
    assert_eq!(
        play_on(&theatre, &drawer, &script, &["alpha-1"]),
        Ending::Ended
    );
    for key in ["alpha-1", "alpha-2"] {
        let told = seen(&drawer, key, &theatre).said.expect("it answers");
        assert_eq!(told.whose, Whose::Key(key.into()));
    }
}

#[test]
fn i7_of_two_new_keys_that_stay_plugged_in_the_one_that_is_touched_is_admitted() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    drawer.plugged("another new one", |key| key.control("never"));
    let setup = theatre.script("first-setup");
    let beside = staying(&["another new one"]);
    // Once all have blinked, and one was touched, the other is put away.
    let (mut blinked, people) = (None, stage::People::default());
    let mut chosen = false;
    let put_away = |said: &Prompt| {
        if chosen && blinked.is_none() {
            beside.borrow_mut().clear();
            blinked = Some(drawer.0.borrow()["another new one"].stat("blinks"));
        }
        chosen |= matches!(said, Prompt::TouchNewKey { .. });
    };
    let (ended, heard) = watched_on(&theatre, &drawer, &setup, &beside, people, put_away);
    assert_eq!(ended, Ending::Ended);
    assert_eq!(blinked, Some(1));
    let touched: Vec<&Prompt> = heard
        .iter()
        .filter(|said| matches!(said, Prompt::TouchNewKey { .. }))
        .collect();
    assert!(
        matches!(touched[..], [Prompt::TouchNewKey { key }] if key.as_str() == "alpha-1"),
        "{touched:?}"
    );
    drawer.plug("alpha-1");
    let taken = seen(&drawer, "alpha-1", &theatre).said.expect("it answers");
    assert_eq!(taken.whose, Whose::Key("alpha-1".into()));
    let left = seen(&drawer, "another new one", &theatre);
    let left = left.said.expect("it answers");
    assert_eq!(
        (left.whose, left.info.pin_set()),
        (Whose::NoneOfThem, Some(false))
    );
}

#[test]
fn a_key_that_was_told_elsewhere_to_want_a_new_pin_gets_it_by_rotate_pin() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    let setup = theatre.script("first-setup");
    assert_eq!(play_on(&theatre, &drawer, &setup, &[]), Ending::Ended);
    let leave_out = stage::People {
        leaves_out: true,
        ..stage::People::default()
    };
    // At the online machine, after the sign-in of the first key in the drill, somebody's tool tells it so.
    let (stage, keys) = (Rc::clone(&theatre.stage), Rc::clone(&drawer));
    let mut told = false;
    let meddler = move |said: &Prompt| {
        if matches!(said, Prompt::AlertCame { .. }) && !std::mem::replace(&mut told, true) {
            let page = stage.borrow().paper["P-0001"].clone();
            keys.plugged("alpha-1", |key| wants_new_pin(key, &pin_on(&page)));
        }
    };
    let drill = theatre.script("annual-rotation");
    let (ended, heard) = watched_on(&theatre, &drawer, &drill, &staying(&[]), leave_out, meddler);
    assert_eq!(ended, Ending::Ended);
    let stopped = heard.iter().filter_map(|p| match p {
        Prompt::Stopped { trouble } => Some(trouble),
        _ => None,
    });
    let of_first =
        |t: &&Trouble| matches!(t, Trouble::KeyWantsNewPin { key } if key.as_str() == "alpha-1");
    assert!(stopped.clone().any(|t| of_first(&t)));
    let key = Name::new("alpha-1").expect("a name");
    let custody = theatre.custody();
    assert_eq!(custody.keys()[&key].pin_since, 2);
    let by_serial = "Key alpha-1 signs nothing without its PIN";
    assert!(
        custody
            .exceptions()
            .kept()
            .iter()
            .any(|e| e.contains(by_serial)),
        "{:?}",
        custody.exceptions().kept()
    );
    let told = seen(&drawer, "alpha-1", &theatre).said.expect("it answers");
    assert!(!told.info.wants_new_pin());
    assert_eq!(told.whose, Whose::Key("alpha-1".into()));
}

fn pin_on(page: &str) -> String {
    let line = page
        .lines()
        .rev()
        .find_map(|line| line.trim().strip_prefix("pin:"));
    let digits = line.expect("a PIN").chars().filter(char::is_ascii_digit);
    digits.collect()
}

fn wants_new_pin(key: &VirtualKey, pin: &str) {
    let mut dice = sealwright::station::Dice;
    let mut client = Client::open(key.link(), &mut dice).expect("a channel");
    let pin = Secret::take(&mut pin.as_bytes().to_vec()).expect("room");
    let token = client.token(&pin, Permissions::CONFIGURATION, None, &mut dice);
    let force = MinPinLength {
        force_change: true,
        ..MinPinLength::default()
    };
    let told = client.set_min_pin_length(Some(&token.expect("the right PIN")), &force);
    told.expect("it takes that");
}
