//! What the product asks of a key, one operation after the other.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::chance::Chance;
use crate::ctap::{
    Algorithm, AssertionReply, AssertionRequest, Attestation, Client, CtapError, Extensions, Link,
    Maker, MinPinLength, NewCredential, Permissions, PinToken, StoredCredential,
};
use crate::judging;
use crate::packets::{CBOR, Message};
use crate::secret::Secret;
use crate::watch::subcommand;
use crate::webauthn::CredentialKey;

pub const RP: &str = "login.example";
pub const HASH: [u8; 32] = [7; 32];

/// PINs, the first for good, the others each with a fault.
const PINS: [&[u8]; 8] = [
    b"11223344",
    b"99887766",
    b"123",
    b"ends in \0",
    b"a\xff is no text",
    "e\u{301}e\u{301}e\u{301}e\u{301}".as_bytes(),
    &[b'9'; 64],
    b"sixteen and more characters",
];

/// What must never be seen on the wire: PINs, and the halves of their hashes.
pub static SECRETS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let hash = |pin: &&[u8]| Sha256::digest(pin)[..16].to_vec();
    let pins = PINS.iter().filter(|pin| pin.len() >= 8);
    pins.clone()
        .map(|p| p.to_vec())
        .chain(pins.map(hash))
        .collect()
});

macro_rules! operations {
    ($($name:ident)*) => {
        /// An operation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Operation { $($name,)* }

        const ALL: &[Operation] = &[$(Operation::$name,)*];
    };
}

operations! {
    Info PinRetries VerificationRetries SetPin ChangePin Token TokenByVerification
    MakeCredential GetAssertion NextAssertion
    Count RelyingParties Credentials UpdateUser Delete
    EnterpriseAttestation AlwaysUv MinPin
    Selection Reset Wink SerialYubico SerialTrussed SerialToken2
}

impl Operation {
    pub fn of(byte: u8) -> Operation {
        ALL[usize::from(byte) % ALL.len()]
    }

    /// Whether this message, and no other, is what the operation changes the key by, or spends a try by.
    pub fn changes_by(self, message: &Message) -> bool {
        use Operation as O;
        let command = match message.command {
            CBOR => message.payload.first().copied(),
            _ => None,
        };
        let sub = || subcommand(message);
        match command {
            Some(0x01) => self.must_be(&[O::MakeCredential]),
            Some(0x02) => self.must_be(&[O::GetAssertion]),
            Some(0x06) => match sub() {
                1 | 2 | 7 => false,
                3 => self.must_be(&[O::SetPin]),
                4 => self.must_be(&[O::ChangePin]),
                5 | 9 => self.must_be(&[O::Token]),
                6 => self.must_be(&[O::TokenByVerification]),
                other => panic!("clientPIN {other} is nobody's"),
            },
            Some(0x07) => self.must_be(&[O::Reset]),
            Some(0x0a | 0x41) => match sub() {
                1..=5 => false,
                6 => self.must_be(&[O::Delete]),
                7 => self.must_be(&[O::UpdateUser]),
                other => panic!("credentialManagement {other} is nobody's"),
            },
            Some(0x0d) => self.must_be(&[O::EnterpriseAttestation, O::AlwaysUv, O::MinPin]),
            Some(0x04 | 0x08 | 0x0b) | None => false,
            Some(other) => panic!("command {other:02x} is nobody's"),
        }
    }

    fn must_be(self, those: &[Operation]) -> bool {
        assert!(those.contains(&self), "{self:?} does what {those:?} do");
        true
    }

    /// Whether success may be told on this answer.
    pub fn may_succeed_with(self, answer: &Message) -> bool {
        use Operation as O;
        let success = answer.is_success();
        // An empty map says no more than nothing.
        let body = !matches!(answer.payload[..], [] | [_] | [_, 0xa0]);
        match self {
            O::Wink => answer.command == 0x88,
            O::SerialYubico => answer.command == 0xc2 || answer.is_unknown_command(),
            O::SerialTrussed => answer.command == 0xe2 || answer.is_unknown_command(),
            O::SerialToken2 => answer.command == 0xc1 || answer.is_unknown_command(),
            O::SetPin | O::ChangePin | O::Reset | O::Selection => success && !body,
            O::Delete | O::UpdateUser => success && !body,
            O::EnterpriseAttestation | O::AlwaysUv | O::MinPin => success && !body,
            // "No credentials", or nothing at all, is an empty list.
            O::Count | O::RelyingParties | O::Credentials
                if success || answer.payload.first() == Some(&0x2e) =>
            {
                true
            }
            _ => success && body,
        }
    }

    /// Whether nothing in the key can change by it.
    pub fn is_a_question(self) -> bool {
        use Operation as O;
        matches!(
            self,
            O::Info
                | O::PinRetries
                | O::VerificationRetries
                | O::Count
                | O::RelyingParties
                | O::Credentials
                | O::Selection
                | O::Wink
                | O::SerialYubico
                | O::SerialTrussed
                | O::SerialToken2
        )
    }
}

/// What earlier operations of a conversation gave.
#[derive(Default)]
pub struct Held {
    token: Option<PinToken>,
    made: Option<(Vec<u8>, CredentialKey)>,
    stored: Option<StoredCredential>,
    /// What was made and signed, for seeds.
    pub attestations: Vec<Attestation>,
    pub assertions: Vec<AssertionReply>,
}

/// Does one; `how` chooses among its parameters. None where it needs what no earlier one gave.
pub fn perform<L: Link>(
    operation: Operation,
    how: u8,
    client: &mut Client<L>,
    held: &mut Held,
    chance: &mut Chance,
) -> Option<Result<(), CtapError>> {
    use Operation as O;
    let bit = |n: u8| how >> n & 1 == 1;
    let token = held.token.as_ref().filter(|_| !bit(7));
    let result = match operation {
        O::Info => client.info().map(|info| {
            info.least_pin_length();
            info.wants_new_pin();
            info.always_uv();
            drop(format!("{info:?}"));
        }),
        O::PinRetries => client.pin_retries().map(drop),
        O::VerificationRetries => client.uv_retries().map(drop),
        O::SetPin => client.set_pin(&pin(how), chance),
        O::ChangePin => client.change_pin(&pin(how >> 4), &pin(how), chance),
        O::Token => {
            let (permissions, rp) = permissions(how);
            client
                .token(&pin(how >> 4), permissions, rp, chance)
                .map(|token| held.token = Some(token))
        }
        O::TokenByVerification => {
            let (permissions, rp) = permissions(how);
            client
                .token_by_verification(permissions, rp, chance)
                .map(|token| held.token = Some(token))
        }
        O::MakeCredential => {
            let made = client.make_credential(&new_credential(how, held), token);
            made.map(|attestation| {
                held.made = judging::attestation(&attestation, RP, &HASH);
                held.attestations.push(attestation);
            })
        }
        O::GetAssertion => {
            let request = AssertionRequest {
                rp_id: RP.into(),
                client_data_hash: HASH,
                allow: allow(how, held),
                user_presence: bit(0),
                user_verification: bit(1),
                blob: bit(2),
            };
            let reply = client.get_assertion(&request, token);
            reply.map(|reply| assertion(reply, held))
        }
        O::NextAssertion => client.next_assertion().map(|reply| assertion(reply, held)),
        O::Count => client.credential_count(token?).map(drop),
        O::RelyingParties => client
            .relying_parties(token?)
            .map(|list| drop(format!("{list:?}"))),
        O::Credentials => {
            let listed = client.credentials_of(token?, &Sha256::digest(RP).into());
            listed.map(|mut list| {
                drop(format!("{list:?}"));
                held.stored = list.pop();
            })
        }
        O::UpdateUser => client.update_user(token?, held.stored.as_ref()?, "new", "New"),
        O::Delete => {
            let id = held.stored.as_ref().map_or(&[9; 16][..], |s| &s.id);
            client.delete_credential(token?, id)
        }
        O::EnterpriseAttestation => client.enable_enterprise_attestation(token),
        O::AlwaysUv => client.toggle_always_uv(token),
        O::MinPin => {
            let wanted = MinPinLength {
                length: bit(0).then_some(6),
                rp_ids: vec![RP.into(); usize::from(bit(1))],
                force_change: bit(2),
            };
            client.set_min_pin_length(token, &wanted)
        }
        O::Selection => client.selection(),
        O::Reset => client.reset(),
        O::Wink => client.wink(),
        O::SerialYubico => serial(client, Maker::of_usb(0x1050, 0x0407)?),
        O::SerialTrussed => serial(client, Maker::of_usb(0x20a0, 0x42b2)?),
        O::SerialToken2 => serial(client, Maker::of_usb(0x349e, 0x0022)?),
    };
    Some(result)
}

/// I9: a serial number is hexadecimal or decimal, whatever the key says.
fn serial<L: Link>(client: &mut Client<L>, maker: Maker) -> Result<(), CtapError> {
    let serial = client.serial(maker)?;
    let is_plain = |s: &String| !s.is_empty() && s.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(serial.as_ref().is_none_or(is_plain), "{serial:?}");
    Ok(())
}

fn assertion(reply: AssertionReply, held: &mut Held) {
    if let Some((_, key)) = &held.made {
        judging::assertion(key, RP, &reply.auth_data, &HASH, &reply.signature);
    }
    drop(format!("{reply:?}"));
    held.assertions.push(reply);
}

fn pin(which: u8) -> Secret {
    let pin = PINS[usize::from(which) % PINS.len()];
    Secret::take(&mut pin.to_vec()).expect("few secrets at a time")
}

fn permissions(how: u8) -> (Permissions, Option<&'static str>) {
    let some = match how & 3 {
        0 => Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION,
        1 => Permissions::GET_ASSERTION,
        2 => Permissions::CREDENTIAL_MANAGEMENT,
        _ => Permissions::CONFIGURATION,
    };
    (some, some.need_rp().then_some(RP))
}

fn new_credential(how: u8, held: &Held) -> NewCredential {
    let bit = |n: u8| how >> n & 1 == 1;
    NewCredential {
        client_data_hash: HASH,
        rp_id: RP.into(),
        rp_name: "Login".into(),
        user_id: vec![how & 3; 8],
        user_name: "user@login.example".into(),
        user_display: "User".into(),
        algorithms: match how & 3 {
            0 => vec![],
            1 => vec![Algorithm::EdDsa],
            2 => vec![Algorithm::Es256],
            _ => vec![Algorithm::Rs256, Algorithm::EdDsa, Algorithm::Es256],
        },
        discoverable: !bit(2),
        user_verification: bit(3),
        exclude: if bit(4) {
            allow(0b11_0000, held)
        } else {
            vec![]
        },
        extensions: match bit(5) {
            false => Extensions::default(),
            true => Extensions {
                protect: Some(2),
                blob: Some(b"no secret".to_vec()),
                min_pin_length: true,
                hmac_secret: true,
            },
        },
        enterprise: bit(6).then_some(1),
    }
}

/// Ids in a list: none, the one that was made, one that is too long for any key, or many.
fn allow(how: u8, held: &Held) -> Vec<Vec<u8>> {
    let made = held.made.iter().map(|(id, _)| id.clone());
    match how >> 3 & 7 {
        0 | 1 => vec![],
        2 | 3 => made.collect(),
        4 => vec![vec![1; 2000]],
        5 => made.chain([vec![2; 2000]]).collect(),
        6 => made.chain([vec![3; 32]]).collect(),
        _ => (0..100).map(|n| vec![n; 16]).collect(),
    }
}
