//! A key that signs nothing without its PIN, in the played world: its serial number tells it, and both know that (I7). And
//! the settings that no firmware at hand has.

use crate::stage::{People, Quiet, Theatre, usual_plan};
use sealwright::ceremony::fitness::{Fitness, fitness};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::seen::{KeySaid, KeySeen, Whose};
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ceremony::world::Ports;
use sealwright::ctap::{Link, PluggedKey};
use sealwright::custody::script::Script;
use sealwright::plan::{Name, Plan};
use sealwright::rehearsal::{Effect, Moment, PlayedPeople, PlayedPorts, PlayedPrinter, play_at};
use sealwright::webauthn::Models;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The laptop's port, where USB shows a serial number as `numbered` says.
struct Numbered {
    ports: PlayedPorts,
    numbered: fn(&str) -> Option<String>,
}

impl Ports for Numbered {
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String> {
        let mut keys = self.ports.plugged()?;
        for key in &mut keys {
            key.serial = (self.numbered)(&key.path);
        }
        Ok(keys)
    }

    fn open(&mut self, path: &str) -> Result<Box<dyn Link>, String> {
        self.ports.open(path)
    }
}

fn own(label: &str) -> Option<String> {
    Some(format!("serial of {label}"))
}

fn play(
    theatre: &Theatre,
    script: Option<&Script>,
    numbered: fn(&str) -> Option<String>,
    people: People,
) -> Ending {
    let mut people = PlayedPeople::new(theatre.shared(), Quiet, people);
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let mut ports = Numbered {
        ports: PlayedPorts(Rc::clone(&theatre.stage)),
        numbered,
    };
    let (shared, plan) = (theatre.shared(), &theatre.plan);
    let (people, printer) = (&mut people, &mut printer);
    play_at(&shared, plan, script, people, printer, &mut ports, None).expect("it begins")
}

fn for_alpha_1(ceremony: &str, theatre: &Theatre) -> Script {
    let template = Template::named(ceremony).expect("a template");
    bind_to_key(&template, &theatre.plan, &alpha_1())
}

fn alpha_1() -> Name {
    Name::new("alpha-1").expect("a name")
}

/// Every setting, and keys that then sign nothing without their PIN.
fn set_up(numbered: fn(&str) -> Option<String>) -> Theatre {
    let theatre = Theatre::new(plan_with_all_settings());
    let setup = theatre.script("first-setup");
    let ended = play(&theatre, Some(&setup), numbered, People::default());
    assert_eq!(ended, Ending::Ended);
    for key in theatre.stage.borrow_mut().keys.values_mut() {
        key.switch_on(sealwright::softkey::Quirk::NeverSilent);
    }
    theatre
}

fn plan_with_all_settings() -> Plan {
    let mut plan = usual_plan();
    plan.key_settings.always_uv = true;
    plan.key_settings.enterprise_attestation = true;
    plan.key_settings.told_min_pin = vec!["login.microsoft.com".into()];
    plan
}

#[test]
fn i7_a_key_that_signs_nothing_without_its_pin_is_told_by_its_serial_number_with_the_assent_of_both()
 {
    let theatre = set_up(own);
    let configure = for_alpha_1("configure-key", &theatre);
    let ended = play(&theatre, Some(&configure), own, People::default());
    assert_eq!(ended, Ending::Ended);
    let told = theatre.stage.borrow().keys["alpha-1"]
        .flash()
        .told_min_pin()
        .to_vec();
    assert_eq!(told, ["login.microsoft.com"]);

    for ceremony in ["verify-pin", "rotate-pin", "reset-key"] {
        let before = theatre.custody().exceptions().count();
        let script = for_alpha_1(ceremony, &theatre);
        let people = People {
            leaves_out: true, // the passkey, which cannot be checked without the PIN
            ..People::default()
        };
        assert_eq!(
            play(&theatre, Some(&script), own, people),
            Ending::Ended,
            "{ceremony}"
        );
        let custody = theatre.custody();
        let new = &custody.exceptions().kept()[before..];
        let by_serial = new.iter().filter(|e| {
            e.contains("only its serial number serial of alpha-1 tells it from other keys")
        });
        assert_eq!(by_serial.count(), 1, "{ceremony}: {new:?}");
    }
    assert!(theatre.custody().doubts().is_empty());
}

#[test]
fn i7_whoever_does_not_assent_to_a_serial_number_sends_no_pin() {
    let theatre = set_up(own);
    let configure = for_alpha_1("configure-key", &theatre);
    assert_eq!(
        play(&theatre, Some(&configure), own, People::default()),
        Ending::Ended
    );
    let tries = |theatre: &Theatre| theatre.stage.borrow().keys["alpha-1"].flash().pin_retries();
    let cautious = People {
        cautious: true,
        ..People::default()
    };
    let script = for_alpha_1("verify-pin", &theatre);
    let ended = play(&theatre, Some(&script), own, cautious);
    assert!(matches!(ended, Ending::Suspended { .. }), "{ended:?}");
    assert_eq!(tries(&theatre), 8);
    let verified = String::from_utf8(theatre.ledger()).expect("text");
    assert_eq!(
        verified.matches("\"type\":\"pin-verified\"").count(),
        4,
        "at setup alone"
    );
}

#[test]
fn i7_serial_numbers_that_two_keys_share_tell_nothing() {
    fn same(_: &str) -> Option<String> {
        Some("0001".into())
    }
    let theatre = set_up(same);
    let script = for_alpha_1("configure-key", &theatre);
    let people = People {
        leaves_out: true,
        ..People::default()
    };
    assert_eq!(play(&theatre, Some(&script), same, people), Ending::Ended);
    assert!(
        !is_always_uv(&theatre),
        "set back, for it could not be told"
    );
}

#[test]
fn i7_always_uv_is_taken_back_where_the_key_could_not_be_told_any_more() {
    let theatre = set_up(|_| None);
    let script = for_alpha_1("configure-key", &theatre);
    let people = People {
        leaves_out: true,
        ..People::default()
    };
    assert_eq!(
        play(&theatre, Some(&script), |_| None, people),
        Ending::Ended
    );
    let ledger = String::from_utf8(theatre.ledger()).expect("text");
    assert!(ledger.contains("\"step-refused\""));
    assert!(!ledger.contains("\"key-configured\""));
    let verify = for_alpha_1("verify-pin", &theatre);
    assert_eq!(
        play(&theatre, Some(&verify), |_| None, People::default()),
        Ending::Ended
    );
    assert!(!is_always_uv(&theatre));
}

/// What a key of this name says of itself.
fn said(theatre: &Theatre, label: &str) -> KeySeen {
    let mut stage = theatre.stage.borrow_mut();
    let key = stage.keys.get_mut(label).expect("a key");
    let mut clock = std::time::Duration::ZERO;
    key.plug(clock);
    let link = sealwright::softkey::SoftLink::new(key, &mut clock);
    let plugged = PluggedKey {
        path: "/dev/hidraw3".into(),
        vendor_id: 0,
        product_id: 0,
        manufacturer: None,
        product: None,
        serial: own(label),
    };
    let models = Models::read("\"72656865-6172-7361-6c2d-6b65792d3031\" = \"Rehearsal key\"\n");
    let models = models.expect("a file of models");
    KeySeen::ask(
        plugged,
        Ok(link),
        Some(&theatre.custody()),
        &models,
        &mut sealwright::station::Dice,
    )
}

fn is_always_uv(theatre: &Theatre) -> bool {
    said(theatre, "alpha-1")
        .said
        .expect("it answers")
        .info
        .always_uv()
}

#[test]
fn i2_a_crash_at_any_effect_of_configure_key_is_settled_by_what_the_key_says() {
    let theatre = Theatre::new(plan_with_all_settings());
    let setup = theatre.script("first-setup");
    assert_eq!(
        play(&theatre, Some(&setup), own, People::default()),
        Ending::Ended
    );
    let script = for_alpha_1("configure-key", &theatre);
    // Where its entries and packets are: cut before and after each between the first setting and the last.
    let cuts: Rc<RefCell<Vec<(u64, Moment)>>> = Rc::default();
    let whole = theatre.fork();
    let seen = Rc::clone(&cuts);
    let begun = Rc::new(Cell::new(false));
    whole.stage.borrow_mut().watched_by(Rc::new(RefCell::new(
        move |_: &sealwright::rehearsal::Stage, effect: &Effect, moment: Moment| {
            begun.set(
                (begun.get() || effect.about.contains("configure-key\",\"key"))
                    && !effect.about.contains("key-configured"),
            );
            if begun.get() {
                seen.borrow_mut().push((effect.number, moment));
            }
        },
    )));
    assert_eq!(
        play(&whole, Some(&script), own, People::default()),
        Ending::Ended
    );
    let cuts = cuts.borrow().clone();
    assert!(cuts.len() > 20, "{}", cuts.len());
    for (number, moment) in cuts.into_iter().step_by(3) {
        let cut = theatre.fork();
        let disk = Rc::clone(&cut.disk);
        let left: Rc<RefCell<Option<Theatre>>> = Rc::default();
        let keep = Rc::clone(&left);
        let plan = cut.plan.clone();
        cut.stage.borrow_mut().watched_by(Rc::new(RefCell::new(
            move |stage: &sealwright::rehearsal::Stage, effect: &Effect, at: Moment| {
                if effect.number == number && at == moment {
                    let disk = disk.borrow().clone();
                    *keep.borrow_mut() = Some(Theatre::of(stage.fork(), disk, plan.clone()));
                }
            },
        )));
        assert_eq!(
            play(&cut, Some(&script), own, People::default()),
            Ending::Ended
        );
        let after = left.borrow_mut().take().expect("the cut is on the way");
        after.stage.borrow_mut().port = None;
        let ended = play(&after, None, own, People::default());
        assert_eq!(ended, Ending::Ended, "cut at {number} {moment:?}");
        assert!(after.custody().doubts().is_empty());
        let info = said(&after, "alpha-1").said.expect("it answers").info;
        assert!(info.always_uv(), "cut at {number} {moment:?}");
        assert_eq!(
            (info.min_pin_length, info.option("ep")),
            (Some(8), Some(true))
        );
    }
}

fn script_for(ceremony: &str, theatre: &Theatre) -> Script {
    for_alpha_1(ceremony, theatre)
}

/// Steps with what stands in their way.
fn judged(key: &KeySeen, ceremony: &str, theatre: &Theatre) -> Vec<(&'static str, String)> {
    let found = fitness(key, &script_for(ceremony, theatre), &theatre.plan);
    let line = |f: Fitness| {
        (
            f.procedure.name(),
            [f.obstacles, f.cautions].concat().join("; "),
        )
    };
    found
        .into_iter()
        .map(line)
        .filter(|(_, why)| !why.is_empty())
        .collect()
}

#[test]
fn what_a_key_can_do_of_a_ceremony_follows_it_from_step_to_step() {
    let theatre = Theatre::new(plan_with_all_settings());
    let setup = theatre.script("first-setup");
    assert_eq!(
        play(&theatre, Some(&setup), own, People::default()),
        Ending::Ended
    );
    let key = said(&theatre, "alpha-1");
    for ceremony in [
        "rotate-pin",
        "verify-pin",
        "configure-key",
        "delete-credential",
        "reset-key",
    ] {
        assert_eq!(judged(&key, ceremony, &theatre), [], "{ceremony}");
    }
    let with = |change: &dyn Fn(&mut KeySaid)| {
        let mut key = key.clone();
        change(key.said.as_mut().expect("it answers"));
        key
    };

    let blocked = with(&|said| said.tries.as_mut().expect("tries").left = 0);
    let is_blocked = "its PIN is blocked: only a reset helps";
    assert_eq!(
        judged(&blocked, "rotate-pin", &theatre),
        [
            ("verify-pin", is_blocked.into()),
            ("rotate-pin", is_blocked.into())
        ]
    );
    assert_eq!(
        judged(&blocked, "reset-key", &theatre),
        [],
        "it is as new then"
    );

    let few = with(&|said| said.tries.as_mut().expect("tries").left = 3);
    let asked = "it has 3 PIN tries left: both are asked before one is spent";
    assert_eq!(
        judged(&few, "rotate-pin", &theatre),
        [("verify-pin", asked.into()), ("rotate-pin", asked.into())]
    );

    let forced = with(&|said| said.info.force_pin_change = Some(true));
    assert_eq!(
        judged(&forced, "rotate-pin", &theatre),
        [(
            "verify-pin",
            "it wants a new PIN before it does anything else".into()
        )]
    );

    let long = with(&|said| said.info.min_pin_length = Some(10));
    assert_eq!(
        judged(&long, "rotate-pin", &theatre),
        [(
            "rotate-pin",
            "it takes no PIN of less than 10 characters; the plan has 8".into()
        )]
    );
    assert_eq!(judged(&long, "reset-key", &theatre), []);

    let full = with(&|said| said.info.remaining_discoverable = Some(0));
    assert_eq!(
        judged(&full, "enrol-credential", &theatre),
        [(
            "enrol-credential",
            "it has no room for another passkey".into()
        )]
    );

    let old = with(&|said| said.info.options.clear());
    let cannot = "it has no PIN; it cannot accept a minimum length for its PIN; it cannot identify itself to an organisation (enterprise attestation); it cannot be set to ask for its PIN for everything (alwaysUv)";
    assert_eq!(
        judged(&old, "configure-key", &theatre),
        [("configure-key", cannot.into())]
    );

    let strange = with(&|said| said.whose = Whose::NoneOfThem);
    let found = judged(&strange, "verify-credential", &theatre);
    assert!(
        found
            .iter()
            .all(|(_, why)| why == "it is no key of this book")
            && found.len() == 3,
        "{found:?}"
    );
    let found = judged(&strange, "set-pin", &theatre);
    assert_eq!(
        found,
        [(
            "admit-key",
            "it has a PIN: only a new key is admitted".to_owned()
        )]
    );

    let text = sealwright::report::fitness::text(
        &few,
        &fitness(&few, &script_for("rotate-pin", &theatre), &theatre.plan),
    );
    assert_eq!(
        text,
        "/dev/hidraw3  alpha-1\n    \
         model     Rehearsal key\n    \
         AAGUID    72656865-6172-7361-6c2d-6b65792d3031\n    \
         firmware  65536 (0x010000)\n    \
         USB       0000:0000  serial serial of alpha-1\n    \
         PIN       set, 3 tries left; at least 4 characters\n    \
         room      for 24 more passkeys\n    \
         can do    2.1 unseal-key, 2.2 unseal-pin, 2.3 verify-pin, 2.4 rotate-pin,\n              \
         2.5 seal-key, 2.6 seal-pin, 2.7 destroy-old-pin\n    \
         but       2.3 verify-pin: it has 3 PIN tries left: both are asked before one\n              \
         is spent\n    \
         but       2.4 rotate-pin: it has 3 PIN tries left: both are asked before one\n              \
         is spent\n"
    );
}
