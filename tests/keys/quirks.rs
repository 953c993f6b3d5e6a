//! The switches of the software key do what their names say, and our client meets each.

use crate::ctap_played::Counting;
use sealwright::ctap::{Client, CtapError, MinPinLength, Permissions, Reply, Status};
use sealwright::secret::Secret;
use sealwright::softkey::{CommandFault, Fault, Quirk, SoftKey, SoftLink};
use std::time::Duration;

const CHANGE_PIN: Option<(u8, Option<u8>)> = Some((0x06, Some(0x04)));

fn pin(of: &str) -> Secret {
    Secret::take(&mut of.as_bytes().to_vec()).unwrap()
}

/// Talks to the key as it is plugged in now.
fn with<T>(
    key: &mut SoftKey,
    clock: &mut Duration,
    talk: impl FnOnce(&mut Client<SoftLink<'_>>) -> T,
) -> T {
    let link = SoftLink::new(key, clock);
    talk(&mut Client::open(link, &mut Counting(1)).unwrap())
}

/// A key with the PIN 123456 that wants a new one.
fn wanting_new_pin(clock: &mut Duration) -> SoftKey {
    let mut key = SoftKey::new([3; 32], "Q");
    with(&mut key, clock, |client| {
        client.set_pin(&pin("123456"), &mut Counting(2)).unwrap();
        let configure = Permissions::CONFIGURATION;
        let token = client.token(&pin("123456"), configure, None, &mut Counting(3));
        let wanted = MinPinLength {
            force_change: true,
            ..MinPinLength::default()
        };
        client
            .set_min_pin_length(token.ok().as_ref(), &wanted)
            .unwrap();
    });
    key
}

#[test]
fn a_key_that_keeps_wish_and_pin_apart_shows_the_wish_until_it_is_unplugged() {
    let mut clock = Duration::ZERO;
    let mut key = wanting_new_pin(&mut clock);
    key.switch_on(Quirk::WishApart);
    key.power_cycle(clock);
    let change = |client: &mut Client<SoftLink<'_>>| {
        client
            .change_pin(&pin("123456"), &pin("654321"), &mut Counting(4))
            .unwrap();
        client.info().unwrap().wants_new_pin()
    };
    assert!(with(&mut key, &mut clock, change), "it still shows it");
    assert!(key.flash().is_pin("654321") && !key.flash().wants_new_pin());
    key.power_cycle(clock);
    let shows = with(&mut key, &mut clock, |c| c.info().unwrap().wants_new_pin());
    assert!(!shows);
}

#[test]
fn a_key_pulled_between_pin_and_wish_has_the_new_pin_and_wants_another() {
    let mut clock = Duration::ZERO;
    let mut key = wanting_new_pin(&mut clock);
    key.arm(Fault::AtCommand {
        which: CHANGE_PIN,
        nth: 1,
        what: CommandFault::UnplugBetween,
    });
    let changed = with(&mut key, &mut clock, |client| {
        client.change_pin(&pin("123456"), &pin("654321"), &mut Counting(4))
    });
    assert!(changed.unwrap_err().outcome_unknown());
    assert!(!key.is_plugged());
    assert!(key.flash().is_pin("654321") && key.flash().wants_new_pin());
}

#[test]
fn i2_an_act_whose_answer_is_lost_or_odd_was_done_and_leaves_the_outcome_open() {
    let odd: [&'static [u8]; 6] = [&[0x7f], &[0x21], &[0xf1], &[], &[0, 0xf6], &[0, 0xa1, 1, 1]];
    let faults = odd.map(CommandFault::AnswerAfter);
    for what in [CommandFault::AnswerLostAfter].into_iter().chain(faults) {
        let mut clock = Duration::ZERO;
        let mut key = SoftKey::new([3; 32], "Q");
        with(&mut key, &mut clock, |client| {
            client.set_pin(&pin("123456"), &mut Counting(2)).unwrap();
        });
        key.arm(Fault::AtCommand {
            which: CHANGE_PIN,
            nth: 1,
            what,
        });
        let changed = with(&mut key, &mut clock, |client| {
            let changed = client.change_pin(&pin("123456"), &pin("654321"), &mut Counting(4));
            assert!(client.pin_retries().is_ok(), "{what:?}: it goes on");
            changed
        });
        assert!(key.flash().is_pin("654321"), "{what:?}");
        assert!(changed.unwrap_err().outcome_unknown(), "{what:?}");
    }
}

#[test]
fn what_stands_instead_of_an_answer_comes_as_it_is() {
    let mut clock = Duration::ZERO;
    let mut key = SoftKey::new([3; 32], "Q");
    let answers: [(&'static [u8], CtapError); 2] = [
        (&[0x31], CtapError::Unclear(Status::PinInvalid)),
        (
            &[],
            CtapError::Reply {
                cause: Reply::Empty,
                unknown: true,
            },
        ),
    ];
    for (answer, want) in answers {
        key.arm(Fault::AtCommand {
            which: Some((0x07, None)),
            nth: 1,
            what: CommandFault::AnswerAfter(answer),
        });
        assert_eq!(
            with(&mut key, &mut clock, |client| client.reset()),
            Err(want)
        );
    }
}
