//! A key is pulled out at every packet of every operation, on real firmware: the client says so at once and by type, what
//! it says of the outcome is true, and a look at the key when it is back tells which of the two states it is in.

use crate::stage;
use crate::vkey_rig::{SocketLink, VirtualKey};
use sealwright::ctap::{
    AssertionRequest, Client, CtapError, LinkError, Maker, MinPinLength, NewCredential,
    Permissions, PinToken, Status,
};
use sealwright::secret::Secret;
use sealwright::station::Dice;
use sealwright::webauthn::AuthData;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

type Key = Client<SocketLink>;
type Done = Result<(), CtapError>;

const RP: &str = "login.example";
const HASH: [u8; 32] = [7; 32];
const PIN: &str = "123456";
const NEW_PIN: &str = "654321";
/// Less than any deadline of the client's.
const AT_ONCE: Duration = Duration::from_millis(2500);

/// What is done, on a new channel.
struct Operation {
    name: &'static str,
    /// Whether the key is as it came from its maker; else it has a PIN and two passkeys.
    on_a_new_key: bool,
    does: fn(&mut Key, &Kept) -> Done,
}

const fn on_a_new_key(name: &'static str, does: fn(&mut Key, &Kept) -> Done) -> Operation {
    Operation {
        name,
        on_a_new_key: true,
        does,
    }
}

const fn on_a_used_key(name: &'static str, does: fn(&mut Key, &Kept) -> Done) -> Operation {
    Operation {
        name,
        on_a_new_key: false,
        does,
    }
}

const OF_PINS: [Operation; 5] = [
    on_a_new_key("set PIN", |key, _| key.set_pin(&secret(PIN), &mut Dice)),
    on_a_used_key("change PIN", |key, _| {
        key.change_pin(&secret(PIN), &secret(NEW_PIN), &mut Dice)
    }),
    on_a_used_key("verify the PIN", |key, _| {
        token(key, Permissions::GET_ASSERTION, Some(RP)).map(drop)
    }),
    on_a_used_key("verify a wrong PIN", |key, _| {
        let get = Permissions::GET_ASSERTION;
        match key.token(&secret("000000"), get, Some(RP), &mut Dice) {
            Err(CtapError::Refused(Status::PinInvalid)) => Ok(()),
            other => other.map(|_| panic!("a wrong PIN was taken")),
        }
    }),
    on_a_used_key("count the PIN's tries", |key, _| {
        key.pin_retries().map(drop)
    }),
];

const OF_CREDENTIALS: [Operation; 4] = [
    on_a_used_key("make a passkey", |key, kept| {
        let token = token(key, Permissions::MAKE_CREDENTIAL, Some(RP))?;
        let new = NewCredential {
            exclude: vec![kept.credential.clone()],
            ..new_credential(3)
        };
        match key.make_credential(&new, Some(&token)) {
            Err(CtapError::Refused(Status::CredentialExcluded)) => {}
            other => return other.map(|_| panic!("an excluded credential did not count")),
        }
        key.make_credential(&new_credential(3), Some(&token))
            .map(drop)
    }),
    on_a_used_key("sign with the PIN", |key, kept| {
        let token = token(key, Permissions::GET_ASSERTION, Some(RP))?;
        let request = AssertionRequest {
            user_presence: true,
            ..kept.request()
        };
        key.get_assertion(&request, Some(&token)).map(drop)
    }),
    on_a_used_key("sign silently", |key, kept| {
        key.get_assertion(&kept.request(), None).map(drop)
    }),
    on_a_used_key("sign by each passkey", |key, _| {
        let token = token(key, Permissions::GET_ASSERTION, Some(RP))?;
        let any = AssertionRequest {
            rp_id: RP.into(),
            client_data_hash: HASH,
            user_presence: true,
            ..AssertionRequest::default()
        };
        key.get_assertion(&any, Some(&token))?;
        key.next_assertion().map(drop)
    }),
];

const OF_MANAGEMENT: [Operation; 3] = [
    on_a_used_key("list the passkeys", |key, _| {
        let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
        key.credential_count(&token)?;
        for rp in key.relying_parties(&token)? {
            key.credentials_of(&token, &rp.hash)?;
        }
        Ok(())
    }),
    on_a_used_key("delete a passkey", |key, kept| {
        let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
        key.delete_credential(&token, &kept.credential)
    }),
    on_a_used_key("rename a passkey's user", |key, kept| {
        let token = token(key, Permissions::CREDENTIAL_MANAGEMENT, None)?;
        let all = key.credentials_of(&token, &Sha256::digest(RP).into())?;
        let ours = all.iter().find(|c| c.id == kept.credential);
        key.update_user(&token, ours.expect("it is listed"), "renamed", "Renamed")
    }),
];

const OF_SETTINGS: [Operation; 7] = [
    on_a_used_key("raise the least PIN length", |key, _| {
        let token = token(key, Permissions::CONFIGURATION, None)?;
        let longer = MinPinLength {
            length: Some(6),
            ..MinPinLength::default()
        };
        key.set_min_pin_length(Some(&token), &longer)
    }),
    on_a_used_key("toggle alwaysUv", |key, _| {
        let token = token(key, Permissions::CONFIGURATION, None)?;
        key.toggle_always_uv(Some(&token))
    }),
    on_a_used_key("reset", |key, _| key.reset()),
    on_a_used_key("select by touch", |key, _| key.selection()),
    on_a_used_key("information", |key, _| key.info().map(drop)),
    on_a_used_key("serial number", |key, _| {
        key.serial(Maker::Trussed).map(drop)
    }),
    on_a_used_key("open", |_, _| Ok(())),
];

/// What a look at a key tells. Two keys that were treated alike look alike.
#[derive(Debug, PartialEq)]
struct State {
    pin_set: Option<bool>,
    tries: u8,
    least_pin_length: Option<u64>,
    always_uv: bool,
    opens: Option<&'static str>,
    /// Handle and name.
    users: Vec<(Vec<u8>, Option<String>)>,
    /// Whether the kept passkey signs. Its counter tells nothing here: this firmware moves it by random steps.
    signs: bool,
}

impl State {
    /// Looks, as a program would that does not know how the last one ended.
    fn of(key: &mut VirtualKey, kept: &Kept) -> State {
        key.replug();
        let mut client = Client::open(key.link(), &mut Dice).expect("a channel");
        let info = client.info().expect("an answer");
        let tries = client.pin_retries().expect("an answer").left;
        let signs = match client.get_assertion(&kept.request(), None) {
            Ok(_) => true,
            Err(CtapError::Refused(Status::NoCredentials)) => false,
            Err(other) => panic!("{other:?}"),
        };
        let manage = Permissions::CREDENTIAL_MANAGEMENT;
        let mut opened = [PIN, NEW_PIN].into_iter().filter_map(|pin| {
            let token = client.token(&secret(pin), manage, None, &mut Dice);
            token.ok().map(|token| (pin, token))
        });
        let opened = opened.next();
        let users = match &opened {
            None => vec![],
            Some((_, token)) => client
                .credentials_of(token, &Sha256::digest(RP).into())
                .expect("a list"),
        };
        let name = |name: Option<sealwright::text::safe::Safe>| name.map(|name| name.to_string());
        let mut users: Vec<_> = users
            .into_iter()
            .map(|c| (c.user_id, name(c.user_name)))
            .collect();
        users.sort();
        State {
            pin_set: info.pin_set(),
            tries,
            least_pin_length: info.min_pin_length,
            always_uv: info.always_uv(),
            opens: opened.map(|(pin, _)| pin),
            users,
            signs,
        }
    }
}

/// Keys to begin with, not plugged in; each trial takes a copy.
struct Kept {
    new: VirtualKey,
    used: VirtualKey,
    /// The first passkey of `used`.
    credential: Vec<u8>,
}

impl Kept {
    fn prepared() -> Kept {
        let [mut new, mut used] = [VirtualKey::new(), VirtualKey::new()];
        new.unplug();
        let mut client = Client::open(used.link(), &mut Dice).expect("a channel");
        client.set_pin(&secret(PIN), &mut Dice).expect("a PIN");
        let made = [1, 2].map(|user| {
            let make = Permissions::MAKE_CREDENTIAL;
            let token = token(&mut client, make, Some(RP)).expect("the right PIN");
            let made = client.make_credential(&new_credential(user), Some(&token));
            let data = AuthData::read(&made.expect("a passkey").auth_data);
            data.expect("data")
                .attested
                .expect("a passkey")
                .credential_id
        });
        used.unplug();
        let [credential, _] = made;
        Kept {
            new,
            used,
            credential,
        }
    }

    fn key_for(&self, operation: &Operation) -> VirtualKey {
        match operation.on_a_new_key {
            true => self.new.copy(),
            false => self.used.copy(),
        }
    }

    fn request(&self) -> AssertionRequest {
        AssertionRequest {
            rp_id: RP.into(),
            client_data_hash: HASH,
            allow: vec![self.credential.clone()],
            ..AssertionRequest::default()
        }
    }
}

#[derive(Default)]
struct Count {
    points: u32,
    did_not_happen: u32,
    unknown_and_happened: u32,
    unknown_and_did_not: u32,
}

fn unplug_at_every_packet(operations: &[Operation]) {
    let kept = Kept::prepared();
    for operation in operations {
        let mut whole = kept.key_for(operation);
        let before = State::of(&mut kept.key_for(operation), &kept);
        run(&mut whole, operation, &kept, None).expect("nothing is in its way");
        let after = State::of(&mut whole, &kept);

        let mut count = Count::default();
        for moment in ["packet", "unsaid", "report"] {
            for nth in 1.. {
                let when = format!("{}, {moment} {nth}", operation.name);
                let mut key = kept.key_for(operation);
                let cut = format!("yank {moment}:{nth}");
                let ended = run(&mut key, operation, &kept, Some(&cut));
                let state = State::of(&mut key, &kept);
                match ended {
                    // The last report was said, and more did not come.
                    Ok(()) => {
                        assert_eq!(state, after, "{when}");
                        break;
                    }
                    Err(error) => count.judge(&error, state, (&before, &after), &when),
                }
            }
        }
        assert!(count.points >= 2, "{}: {}", operation.name, count.points);
        let changes = before != after;
        assert_eq!(
            changes,
            count.unknown_and_happened > 0,
            "{}",
            operation.name
        );
        stage::shown(&format!(
            "{}: {} unplugs; {} surely undone, {} in doubt and undone, {} in doubt and done",
            operation.name,
            count.points,
            count.did_not_happen,
            count.unknown_and_did_not,
            count.unknown_and_happened
        ));
    }
}

/// Plugs the key in, says when it is pulled out, and does it all.
fn run(key: &mut VirtualKey, operation: &Operation, kept: &Kept, cut: Option<&str>) -> Done {
    key.replug();
    if let Some(cut) = cut {
        key.control(cut);
    }
    let link = key.link();
    let began = Instant::now();
    let ended = Client::open(link, &mut Dice).and_then(|mut client| {
        let ended = (operation.does)(&mut client, kept);
        if ended.is_err() {
            // Whoever goes on with it is told the same.
            let more = client.info().expect_err("it is gone");
            assert!(is_gone(&more) && !more.outcome_unknown(), "{more:?}");
        }
        ended
    });
    assert!(began.elapsed() < AT_ONCE, "{}: {cut:?}", operation.name);
    ended
}

impl Count {
    fn judge(&mut self, error: &CtapError, state: State, known: (&State, &State), when: &str) {
        assert!(is_gone(error), "{when}: {error:?}");
        self.points += 1;
        let (before, after) = known;
        match error.outcome_unknown() {
            false => {
                assert_eq!(state, *before, "{when}: it was said that nothing changed");
                self.did_not_happen += 1;
            }
            true if state == *before => self.unknown_and_did_not += 1,
            true => {
                assert_eq!(state, *after, "{when}: neither the one nor the other");
                self.unknown_and_happened += 1;
            }
        }
    }
}

fn is_gone(error: &CtapError) -> bool {
    matches!(
        error,
        CtapError::Lost {
            cause: LinkError::Gone,
            ..
        }
    )
}

fn token(key: &mut Key, what: Permissions, rp: Option<&str>) -> Result<PinToken, CtapError> {
    key.token(&secret(PIN), what, rp, &mut Dice)
}

fn secret(text: &str) -> Secret {
    Secret::take(&mut text.as_bytes().to_vec()).expect("room")
}

fn new_credential(user: u8) -> NewCredential {
    NewCredential {
        client_data_hash: HASH,
        rp_id: RP.into(),
        rp_name: "Login".into(),
        user_id: vec![user; 8],
        user_name: format!("user{user}@login.example"),
        user_display: format!("User {user}"),
        discoverable: true,
        ..NewCredential::default()
    }
}

#[test]
fn i2_a_key_unplugged_at_any_packet_of_an_operation_on_its_pin_tells_its_state_when_it_is_back() {
    unplug_at_every_packet(&OF_PINS);
}

#[test]
fn i2_a_key_unplugged_at_any_packet_of_a_credential_tells_its_state_when_it_is_back() {
    unplug_at_every_packet(&OF_CREDENTIALS);
}

#[test]
fn i2_a_key_unplugged_at_any_packet_of_management_tells_its_state_when_it_is_back() {
    unplug_at_every_packet(&OF_MANAGEMENT);
}

#[test]
fn i2_a_key_unplugged_at_any_packet_of_a_setting_or_a_question_tells_its_state_when_it_is_back() {
    unplug_at_every_packet(&OF_SETTINGS);
}
