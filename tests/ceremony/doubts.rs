//! What a key did and what it answered are two things: a doubt is settled by what opens, never by a key's word (I2).

use crate::oracle;
use crate::stage::{People, Theatre, usual_plan};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind_to_key};
use sealwright::ctap::{Client, MinPinLength, Permissions};
use sealwright::custody::script::Script;
use sealwright::plan::Name;
use sealwright::rehearsal::SeededDice;
use sealwright::rehearsal::{Effect, Moment, Stage};
use sealwright::secret::Secret;
use sealwright::softkey::{CommandFault, Fault, Quirk, SoftLink};
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
