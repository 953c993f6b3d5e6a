//! What a key did and what it answered are two things: a doubt is settled by what opens, never by a key's word (I2).

use crate::oracle;
use crate::stage::{People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ctap::{Client, MinPinLength, Permissions};
use sealwright::custody::PasswordState;
use sealwright::custody::script::Script;
use sealwright::plan::Name;
use sealwright::rehearsal::SeededDice;
use sealwright::rehearsal::{Effect, Moment, Stage};
use sealwright::secret::Secret;
use sealwright::softkey::{CommandFault, Fault, Quirk, SoftKey, SoftLink};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const KEY: &str = "alpha-2";

fn rotation(theatre: &Theatre) -> Script {
    let template = Template::named("rotate-pin").expect("a template");
    bind_to_key(&template, &theatre.plan, &Name::new(KEY).expect("a name"))
}

/// Somebody set the key to want a new PIN first, and it shows that until it is plugged in again.
fn wishes(stage: &mut Stage) {
    let pin = crate::tampering::pin_of(stage, KEY);
    let pin = Secret::take(&mut pin.into_bytes()).expect("room");
    let key = stage.keys.get_mut(KEY).expect("the key");
    key.switch_on(Quirk::WishApart);
    let (mut clock, mut dice) = (Duration::ZERO, SeededDice::of_number(5, "somebody"));
    key.plug(clock);
    let mut client = Client::open(SoftLink::new(key, &mut clock), &mut dice).expect("a channel");
    let token = client.token(&pin, Permissions::CONFIGURATION, None, &mut dice);
    let wanted = MinPinLength {
        length: None,
        rp_ids: Vec::new(),
        force_change: true,
    };
    let token = token.expect("the PIN is right");
    client
        .set_min_pin_length(Some(&token), &wanted)
        .expect("it is set");
    client.into_link().key().unplug();
}

/// After the setup, with this fault at the change of the key's PIN; that its PIN is on paper is looked at after each effect.
fn faulty(setup: &Theatre, what: CommandFault, wish: bool) -> Theatre {
    let theatre = setup.fork();
    let mut stage = theatre.stage.borrow_mut();
    if wish {
        wishes(&mut stage);
    }
    let key = stage.keys.get_mut(KEY).expect("the key");
    let which = Some((0x06, Some(0x04)));
    key.arm(Fault::AtCommand {
        which,
        nth: 1,
        what,
    });
    let plan = theatre.plan.clone();
    let watch = move |stage: &Stage, effect: &Effect, _: Moment| {
        oracle::paper_opens_everything(stage, &plan)
            .unwrap_or_else(|why| panic!("{what:?}: {why} at {}", effect.about));
    };
    stage.watched_by(Rc::new(RefCell::new(watch)));
    drop(stage);
    theatre
}

const ANSWERS: [&[u8]; 8] = [
    &[0x7f],
    &[0x00, 0xf6],
    &[0x21],
    &[0xf1],
    &[0x00, 0xa1, 0x01, 0x01],
    &[0x01],
    &[0x31],
    &[0x37],
];

#[test]
fn i2_no_answer_after_a_change_loses_the_only_page_with_the_pin() {
    let setup = Theatre::new(usual_plan());
    assert_eq!(setup.begin("first-setup"), Ok(Ending::Ended));
    let mut faults: Vec<CommandFault> = ANSWERS.map(CommandFault::AnswerAfter).to_vec();
    faults.extend([
        CommandFault::AnswerLostAfter,
        CommandFault::UnplugAfter,
        CommandFault::UnplugBetween,
    ]);
    faults.extend([0x01, 0x31, 0x37, 0x7f].map(CommandFault::Error));
    for what in faults {
        // They try again; or they leave out what the key refuses until it has a new PIN.
        for wish in [false, true] {
            let leaves_out = wish;
            let theatre = faulty(&setup, what, wish);
            let people = People {
                leaves_out,
                ..People::default()
            };
            let script = rotation(&theatre);
            let mut ended = theatre.run(Some(&script), people.clone());
            for _ in 0..4 {
                if theatre.custody().ceremony().is_some() {
                    ended = theatre.run(None, people.clone());
                }
            }
            assert_eq!(ended, Ok(Ending::Ended), "{what:?}");
            assert!(theatre.custody().quarantine().is_empty(), "{what:?}");
            let stage = theatre.stage.borrow();
            oracle::all_is_as_the_ledger_says(&stage, &theatre.custody(), &theatre.plan)
                .unwrap_or_else(|why| panic!("{what:?}: {why}"));
        }
    }
}

/// Two of three shares give the password: one sheet that nobody can read any more keeps nobody from it.
#[test]
fn i2_i8_a_password_in_doubt_is_restored_from_any_shares_that_are_enough() {
    let setup = Theatre::new(usual_plan());
    assert_eq!(setup.begin("first-setup"), Ok(Ending::Ended));
    let dead = crate::tampering::after(&setup, |effect| {
        effect.about.contains(r#""do":"set-password""#)
    });
    let custody = dead.custody();
    let in_doubt = |(account, password): (&Name, &PasswordState)| {
        let (_, set) = password.doubt?;
        Some((account.clone(), set))
    };
    let (account, set) = custody
        .passwords()
        .iter()
        .find_map(in_doubt)
        .expect("a doubt");
    for member in 1..=2 {
        let dead = dead.fork();
        let sheet = custody.set(&account, set)[&member].to_string();
        let mut stage = dead.stage.borrow_mut();
        let page = stage.paper.get_mut(&sheet).expect("its page");
        *page = page.replace(['a', 'e', 'i', 'o'], "?");
        drop(stage);
        let mut ended = dead.go_on();
        for _ in 0..2 {
            if dead.custody().ceremony().is_some() {
                ended = dead.go_on();
            }
        }
        assert_eq!(ended, Ok(Ending::Ended), "share {member}");
    }
}

/// The key is pulled before the reset reaches it, and an empty one of another make is shown when the program asks.
#[test]
fn i2_i7_an_empty_key_of_another_make_is_no_key_that_was_reset() {
    let setup = Theatre::new(usual_plan());
    assert_eq!(setup.begin("first-setup"), Ok(Ending::Ended));
    let template = Template::named("reset-key").expect("a template");
    let script = bind_to_key(&template, &setup.plan, &Name::new(KEY).expect("a name"));
    let dead: Rc<RefCell<Option<Theatre>>> = Rc::default();
    let (into, disk, plan) = (Rc::clone(&dead), Rc::clone(&setup.disk), setup.plan.clone());
    let watch = move |stage: &Stage, effect: &Effect, moment: Moment| {
        let mut into = into.borrow_mut();
        let intended = effect.about.contains(r#""deed":{"do":"reset-key""#);
        if moment == Moment::After && into.is_none() && intended {
            *into = Some(Theatre::of(
                stage.fork(),
                disk.borrow().clone(),
                plan.clone(),
            ));
        }
    };
    setup
        .stage
        .borrow_mut()
        .watched_by(Rc::new(RefCell::new(watch)));
    assert_eq!(
        setup.run(Some(&script), People::default()),
        Ok(Ending::Ended)
    );
    let dead = dead.take().expect("a reset");

    let mut blank = serde_json::to_value(SoftKey::new([9; 32], KEY).flash()).expect("JSON");
    blank["aaguid"] = "07".repeat(16).into();
    let blank = SoftKey::from_flash(serde_json::from_value(blank).expect("a key"));
    dead.stage.borrow_mut().keys.insert(KEY.into(), blank);
    let stopped = dead.go_on();
    assert!(
        matches!(stopped, Ok(Ending::Suspended { .. })),
        "{stopped:?}"
    );
    let custody = dead.custody();
    let name = Name::new(KEY).expect("a name");
    assert!(
        custody.keys().contains_key(&name),
        "it is still the key that it was"
    );
    let stage = dead.stage.borrow();
    let pin = custody.keys()[&name].pin.sheets()[0].to_string();
    assert!(stage.paper.contains_key(&pin), "its PIN sheet is there");
}

/// What a key lists is its word; whether it answers for the passkey is what settles its deletion.
#[test]
fn i2_a_deleted_passkey_is_settled_by_what_the_key_signs_whatever_it_lists() {
    let setup = Theatre::new(usual_plan());
    assert_eq!(setup.begin("first-setup"), Ok(Ending::Ended));
    let template = Template::named("delete-credential").expect("a template");
    let script = bind_to_key(&template, &setup.plan, &Name::new(KEY).expect("a name"));
    let mut untroubled = 0;
    for nth in 1..=4 {
        let theatre = setup.fork();
        let what = CommandFault::Error(0x7f);
        let which = Some((0x0a, None));
        let mut stage = theatre.stage.borrow_mut();
        let key = stage.keys.get_mut(KEY).expect("the key");
        key.arm(Fault::AtCommand { which, nth, what });
        drop(stage);
        let ended = theatre.run(Some(&script), People::default());
        assert_eq!(ended, Ok(Ending::Ended), "command {nth}");
        let left = theatre.stage.borrow().keys[KEY]
            .flash()
            .discoverable_count();
        assert_eq!(left, 0, "command {nth}");
        let ledger = String::from_utf8(theatre.ledger()).expect("text");
        untroubled += usize::from(!ledger.contains("\"type\":\"fault\""));
        if nth == 2 {
            assert!(
                !ledger.contains("\"type\":\"fault\""),
                "the list is not needed"
            );
        }
    }
    assert!(untroubled > 0);
}
