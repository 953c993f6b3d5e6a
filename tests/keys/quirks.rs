//! The switches of the software key do what their names say, and our client meets each.

use crate::ctap_played::Counting;
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, MinPinLength, NewCredential, Oddity, Permissions, Reply,
    Status,
};
use sealwright::secret::Secret;
use sealwright::softkey::{CommandFault, Fault, Flash, Quirk, SoftKey, SoftLink, Touch};
use sealwright::webauthn::AuthData;
use sha2::{Digest, Sha256};
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

/// An act of a ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    SetPin,
    ChangePin,
    VerifyPin,
    Make,
    Sign,
    List,
    Delete,
    Empty,
    Reset,
}

impl Act {
    /// In the order in which they are done.
    pub const ALL: [Act; 9] = [
        Act::SetPin,
        Act::ChangePin,
        Act::VerifyPin,
        Act::Make,
        Act::Sign,
        Act::List,
        Act::Delete,
        Act::Empty,
        Act::Reset,
    ];

    pub fn says(self) -> &'static str {
        match self {
            Act::SetPin => "set the PIN",
            Act::ChangePin => "change it",
            Act::VerifyPin => "verify it",
            Act::Make => "make a passkey",
            Act::Sign => "sign silently",
            Act::List => "list",
            Act::Delete => "delete",
            Act::Empty => "list none",
            Act::Reset => "reset",
        }
    }

    /// Whether the key is as it is after the act.
    pub fn is_so(self, flash: &Flash, first: &str, new: &str) -> bool {
        match self {
            Act::SetPin => flash.is_pin(first),
            Act::ChangePin => flash.is_pin(new),
            Act::VerifyPin => flash.has_pin(),
            Act::Make | Act::Sign | Act::List => flash.discoverable_count() == 1,
            Act::Delete | Act::Empty => flash.discoverable_count() == 0,
            Act::Reset => !flash.has_pin(),
        }
    }
}

/// Whether each act works with a key of this habit. What it needs of an earlier one that failed is missing then.
pub fn acts_of_ours(quirk: Option<Quirk>) -> [(Act, bool); 9] {
    let works = life(quirk).0;
    std::array::from_fn(|n| (Act::ALL[n], works[n]))
}

/// Whether a change of the PIN works whose answer is not as it should be.
pub fn change_of_ours(what: CommandFault) -> bool {
    let mut clock = Duration::ZERO;
    let mut key = SoftKey::new([3; 32], "Q");
    let which = CHANGE_PIN;
    key.arm(Fault::AtCommand {
        which,
        nth: 1,
        what,
    });
    with(&mut key, &mut clock, |client| {
        client.set_pin(&pin("314159"), &mut Counting(2)).unwrap();
        let changed = client.change_pin(&pin("314159"), &pin("271828"), &mut Counting(4));
        changed.is_ok()
    })
}

/// Whether each act works, and what was odd. No success is wrong.
fn life(quirk: Option<Quirk>) -> ([bool; 9], Vec<Oddity>) {
    let mut clock = Duration::ZERO;
    let mut key = SoftKey::new([3; 32], "Q");
    if let Some(quirk) = quirk {
        key.switch_on(quirk);
    }
    key.set_touch(Touch::After(Duration::from_secs(3)));
    key.power_cycle(clock);
    let link = SoftLink::new(&mut key, &mut clock);
    let Ok(mut client) = Client::open(link, &mut Counting(1)) else {
        return ([false; 9], vec![]);
    };
    const USER: &str = "Zoë Ångström of the Ministrÿ of Ære";
    let new = NewCredential {
        rp_id: "a.example".into(),
        user_id: vec![1],
        user_name: USER.into(),
        user_display: USER.into(),
        discoverable: true,
        ..NewCredential::default()
    };
    let hash = Sha256::digest("a.example").into();
    let entropy = &mut Counting(2);
    let set = client.set_pin(&pin("314159"), entropy);
    let change = client.change_pin(&pin("314159"), &pin("271828"), entropy);
    let newest = || pin(if change.is_ok() { "271828" } else { "314159" });
    let make = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
    let token = client.token(&newest(), make, Some("a.example"), entropy);
    let verify = token.as_ref().map(drop).map_err(Clone::clone);
    let made = token.and_then(|token| client.make_credential(&new, Some(&token)));
    let id = made.as_ref().ok().and_then(|made| {
        let attested = AuthData::read(&made.auth_data).ok()?.attested?;
        Some(attested.credential_id)
    });
    let silent = AssertionRequest {
        rp_id: "a.example".into(),
        allow: vec![id.clone().unwrap_or(vec![1; 49])],
        ..AssertionRequest::default()
    };
    let signed = client.get_assertion(&silent, None);
    let managing = Permissions::CREDENTIAL_MANAGEMENT;
    let managing = client.token(&newest(), managing, None, entropy).ok();
    let listed = managing.as_ref().is_some_and(|token| {
        let count = client
            .credential_count(token)
            .ok()
            .map(|count| count.existing);
        let listed = client.credentials_of(token, &hash).ok();
        let found = listed.as_ref().and_then(|all| all.first());
        let name = found.and_then(|found| found.user_name.clone());
        count == Some(1) && name.is_some_and(|name| USER.starts_with(&String::from(name)))
    });
    let deleted = managing
        .as_ref()
        .zip(id)
        .is_some_and(|(token, id)| client.delete_credential(token, &id).is_ok());
    let empty = managing.as_ref().is_some_and(|token| {
        let count = client
            .credential_count(token)
            .ok()
            .map(|count| count.existing);
        let listed = client.credentials_of(token, &hash).map(|all| all.len());
        let parties = client.relying_parties(token).map(|all| all.len());
        (count, listed, parties) == (Some(0), Ok(0), Ok(0))
    });
    let is_so = |act: Act, client: &mut Client<SoftLink<'_>>| {
        act.is_so(client.link_mut().key().flash(), "314159", "271828")
    };
    assert_eq!(change.is_ok(), is_so(Act::ChangePin, &mut client));
    assert!(!empty || is_so(Act::Empty, &mut client));
    let oddities = client.oddities().iter().copied().collect();
    drop(client);
    key.power_cycle(clock);
    let reset = with(&mut key, &mut clock, |client| client.reset());
    assert_eq!(
        reset.is_ok(),
        !key.flash().has_pin(),
        "{quirk:?}: no wrong success"
    );
    let said = [
        set.is_ok(),
        change.is_ok(),
        verify.is_ok(),
        made.is_ok(),
        signed.is_ok(),
        listed,
        deleted,
        empty,
        reset.is_ok(),
    ];
    (said, oddities)
}

#[test]
fn a_ceremony_can_be_held_with_a_key_of_each_habit_or_is_told_why_not() {
    let (works, none) = life(None);
    assert_eq!((works, none), ([true; 9], vec![]));
    for quirk in Quirk::ALL {
        let (made, odd) = life(Some(quirk));
        let (want, want_odd): ([bool; 9], &[Oddity]) = match quirk {
            Quirk::U2fOnly => ([false; 9], &[]),
            // No passkey is made, so none is listed and deleted.
            Quirk::FullStore => (
                [true, true, true, false, false, false, false, true, true],
                &[],
            ),
            Quirk::MapsOutOfOrder => ([true; 9], &[Oddity::MapOrder]),
            Quirk::CutNames => ([true; 9], &[Oddity::CutText]),
            Quirk::EmptySuccess => ([true; 9], &[Oddity::NothingForEmpty]),
            Quirk::LongTokens => ([true; 9], &[Oddity::LongToken]),
            Quirk::NoProtocolTwo => ([true; 9], &[Oddity::NoProtocolTwo]),
            Quirk::AgreementEs256 => ([true; 9], &[Oddity::AgreementAlgorithm]),
            Quirk::OddInfo => (
                [true; 9],
                &[Oddity::Member("firmwareVersion"), Oddity::Member("options")],
            ),
            _ => ([true; 9], &[]),
        };
        assert_eq!((made, &odd[..]), (want, want_odd), "{quirk:?}");
    }
}
