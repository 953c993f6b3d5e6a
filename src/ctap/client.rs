//! The client: a conversation with one key, its information and its PIN. Credentials, their management and the key's
//! settings have files of their own.

use super::cbor::{Value, bytes, int, text};
use super::command;
use super::error::{CtapError, Feature, Reply};
use super::hid::{Channel, MAX_MESSAGE, Pending};
use super::info::{Info, member};
use super::link::Link;
use super::oddity::Oddity;
use super::outcome::stands_before_the_act;
use super::pin::{Permissions, PinRule};
use super::protocol::PinToken;
use super::protocol::{self, Protocol, Shared, TokenError};
use super::status::Status;
use super::wait::Patience;
use crate::secret::{Entropy, Secret};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a question waits for another program to be done with the key.
pub(super) const BUSY_LIMIT: Duration = Duration::from_secs(3);

/// A conversation with one plugged-in key.
pub struct Client<L: Link> {
    channel: Channel<L>,
    /// What the key said about itself. We look up here only what a setting or a reset alone changes: it is forgotten
    /// before these, and not before a PIN or a credential is.
    known: Option<Box<Info>>,
    /// The longest message that the key takes, once it said so.
    longest: usize,
    lasting: Lasting,
    /// What it did otherwise than CTAP says.
    odd: BTreeSet<Oddity>,
}

/// What no key changes while it is plugged in, as it said it first.
#[derive(Default)]
struct Lasting {
    aaguid: Option<[u8; 16]>,
    serial: Option<String>,
}

/// PIN tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinRetries {
    /// Tries until the PIN is blocked for good.
    pub left: u8,
    /// Whether the key wants to be unplugged before the next try; false too where it does not say.
    pub power_cycle: bool,
}

mod sub {
    pub const PIN_RETRIES: i64 = 0x01;
    pub const KEY_AGREEMENT: i64 = 0x02;
    pub const SET_PIN: i64 = 0x03;
    pub const CHANGE_PIN: i64 = 0x04;
    pub const PIN_TOKEN: i64 = 0x05;
    pub const TOKEN_BY_VERIFICATION: i64 = 0x06;
    pub const VERIFICATION_RETRIES: i64 = 0x07;
    pub const TOKEN_BY_PIN: i64 = 0x09;
}

impl<L: Link> Client<L> {
    /// Opens a channel to the key.
    ///
    /// # Errors
    /// [`CtapError`]; the link is dropped.
    pub fn open(link: L, entropy: &mut dyn Entropy) -> Result<Client<L>, CtapError> {
        let channel = Channel::open(link, entropy)?;
        Ok(Client {
            channel,
            known: None,
            longest: MAX_MESSAGE,
            lasting: Lasting::default(),
            odd: BTreeSet::new(),
        })
    }

    /// authenticatorGetInfo (CTAP 2.1, 6.4), asked afresh.
    ///
    /// # Errors
    /// [`CtapError`]; [`Reply::Changed`] where it is another model than before. Nothing changes in the key.
    pub fn info(&mut self) -> Result<Info, CtapError> {
        let info = self.question(|key| {
            let reply = key.ask(command::GET_INFO, None)?;
            let info = Info::read(&reply, &mut key.odd)?;
            key.lasting.aaguid(info.aaguid)?;
            Ok(info)
        })?;
        self.longest = info.longest_message().min(MAX_MESSAGE);
        self.known = Some(Box::new(info.clone()));
        Ok(info)
    }

    /// getPINRetries (CTAP 2.1, 6.5.5.2).
    ///
    /// # Errors
    /// [`CtapError`]; nothing changes in the key.
    pub fn pin_retries(&mut self) -> Result<PinRetries, CtapError> {
        let reply = self.before_a_pin(sub::PIN_RETRIES)?.1;
        let read = || {
            let left = member(&reply, 3, "pinRetries", Value::as_u64)?;
            let left = left.ok_or(Reply::Missing("pinRetries"))?;
            let left = u8::try_from(left).map_err(|_| Reply::Wrong("pinRetries"))?;
            let power_cycle = member(&reply, 4, "powerCycleState", Value::as_bool)?;
            Ok(PinRetries {
                left,
                power_cycle: power_cycle.unwrap_or(false),
            })
        };
        read().map_err(of_a_question)
    }

    /// getUVRetries: tries of the key's own user verification (CTAP 2.1, 6.5.5.3).
    ///
    /// # Errors
    /// [`Feature::BuiltInVerification`] where the key has none; nothing changes in the key.
    pub fn uv_retries(&mut self) -> Result<u8, CtapError> {
        if self.known()?.option("uv").is_none() {
            return Err(CtapError::Unsupported(Feature::BuiltInVerification));
        }
        // No protocol: a key may verify its user and know no PIN.
        self.question(|key| {
            let request = Value::Map(vec![(int(2), int(sub::VERIFICATION_RETRIES))]);
            let reply = key.ask(command::CLIENT_PIN, Some(request))?;
            let left = member(&reply, 5, "uvRetries", Value::as_u64)?;
            let left = left.ok_or(Reply::Missing("uvRetries"))?;
            Ok(u8::try_from(left).map_err(|_| Reply::Wrong("uvRetries"))?)
        })
    }

    /// setPIN: the first PIN of a key (CTAP 2.1, 6.5.5.5).
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent; else see [`CtapError::outcome_unknown`].
    pub fn set_pin(&mut self, new: &Secret, entropy: &mut dyn Entropy) -> Result<(), CtapError> {
        self.check_new_pin(new)?;
        let shared = self.shared(entropy)?;

        let new_pin = shared.new_pin(new, entropy)?;
        let proof = shared.authenticate(&[&new_pin]);
        let parameters = vec![
            (int(3), shared.platform_key()),
            (int(4), Value::Bytes(proof)),
            (int(5), Value::Bytes(new_pin)),
        ];
        self.forget_wish();
        self.change(
            command::CLIENT_PIN,
            pin_request(shared.protocol(), sub::SET_PIN, parameters),
        )
    }

    /// changePIN (CTAP 2.1, 6.5.5.6). A wrong old PIN costs a try.
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent; else see [`CtapError::outcome_unknown`].
    pub fn change_pin(
        &mut self,
        old: &Secret,
        new: &Secret,
        entropy: &mut dyn Entropy,
    ) -> Result<(), CtapError> {
        PinRule::check_old(old)?;
        self.check_new_pin(new)?;
        let shared = self.shared(entropy)?;

        let new_pin = shared.new_pin(new, entropy)?;
        let old_hash = shared.pin_hash(old, entropy)?;
        let proof = shared.authenticate(&[&new_pin, &old_hash]);
        let parameters = vec![
            (int(3), shared.platform_key()),
            (int(4), Value::Bytes(proof)),
            (int(5), Value::Bytes(new_pin)),
            (int(6), Value::Bytes(old_hash)),
        ];
        self.forget_wish();
        self.change(
            command::CLIENT_PIN,
            pin_request(shared.protocol(), sub::CHANGE_PIN, parameters),
        )
    }

    /// A token for these permissions, by the PIN (CTAP 2.1, 6.5.5.7.2); from a key without permissions, the legacy
    /// token (6.5.5.7.1), which is good for credentials, assertions and the credential management of drafts. A wrong
    /// PIN costs a try.
    ///
    /// # Errors
    /// [`CtapError::Pin`] before anything is sent, and [`Status::PinPolicyViolation`] where the key said that it wants
    /// a new PIN first; [`Feature::Permissions`] where the legacy token would not do; where the outcome is unknown, a
    /// try may be spent.
    pub fn token(
        &mut self,
        pin: &Secret,
        permissions: Permissions,
        rp_id: Option<&str>,
        entropy: &mut dyn Entropy,
    ) -> Result<PinToken, CtapError> {
        PinRule::check_old(pin)?;
        if self.known()?.wants_new_pin() {
            return Err(CtapError::Refused(Status::PinPolicyViolation));
        }
        self.token_despite_wish(pin, permissions, rp_id, entropy)
    }

    /// The same, also from a key that says that it wants a new PIN first: it may say so, and open all the same.
    ///
    /// # Errors
    /// As [`Client::token`].
    pub fn token_despite_wish(
        &mut self,
        pin: &Secret,
        permissions: Permissions,
        rp_id: Option<&str>,
        entropy: &mut dyn Entropy,
    ) -> Result<PinToken, CtapError> {
        PinRule::check_old(pin)?;
        let info = self.known()?;
        let with_permissions = info.has_permissions();
        if !with_permissions && !legacy_permissions(info).allow(permissions) {
            return Err(CtapError::Unsupported(Feature::Permissions));
        }
        let shared = self.shared(entropy)?;

        let mut parameters = vec![
            (int(3), shared.platform_key()),
            (int(6), Value::Bytes(shared.pin_hash(pin, entropy)?)),
        ];
        let subcommand = if with_permissions {
            parameters.extend(permission_members(permissions, rp_id));
            sub::TOKEN_BY_PIN
        } else {
            sub::PIN_TOKEN
        };
        self.token_in(&shared, subcommand, parameters)
    }

    /// A token for these permissions, by the key's own user verification, such as a fingerprint (CTAP 2.1, 6.5.5.7.3).
    /// The key waits for its user.
    ///
    /// # Errors
    /// [`Feature::BuiltInVerification`] where the key has none, or none is enrolled; a try of it may be spent.
    pub fn token_by_verification(
        &mut self,
        permissions: Permissions,
        rp_id: Option<&str>,
        entropy: &mut dyn Entropy,
    ) -> Result<PinToken, CtapError> {
        let info = self.known()?;
        if info.option("uv") != Some(true) || !info.has_permissions() {
            return Err(CtapError::Unsupported(Feature::BuiltInVerification));
        }
        let shared = self.shared(entropy)?;
        let mut parameters = vec![(int(3), shared.platform_key())];
        parameters.extend(permission_members(permissions, rp_id));
        self.token_in(&shared, sub::TOKEN_BY_VERIFICATION, parameters)
    }

    fn token_in(
        &mut self,
        shared: &Shared,
        subcommand: i64,
        parameters: Vec<(Value, Value)>,
    ) -> Result<PinToken, CtapError> {
        let request = pin_request(shared.protocol(), subcommand, parameters);
        let reply = self.ask(command::CLIENT_PIN, request)?;

        let encrypted = member(&reply, 2, "pinUvAuthToken", Value::as_bytes)?;
        let encrypted = encrypted.ok_or(Reply::Missing("pinUvAuthToken"))?;
        let token = shared.token(encrypted).map_err(|error| match error {
            TokenError::Length => Reply::Wrong("pinUvAuthToken").into(),
            TokenError::Memory => CtapError::Memory,
        })?;
        if token.is_long() {
            self.note(Oddity::LongToken);
        }
        Ok(token)
    }

    /// authenticatorReset: wipes the key. It wants a touch, within 10 s after it was plugged in (CTAP 2.1, 6.6).
    ///
    /// # Errors
    /// See [`CtapError::outcome_unknown`].
    pub fn reset(&mut self) -> Result<(), CtapError> {
        self.forget();
        self.change(command::RESET, None)
    }

    /// The key begins to blink; the rest is [`Client::says_touched`].
    pub(super) fn begin_selection(&mut self) -> Result<Pending, CtapError> {
        let begun = self
            .channel
            .begin_cbor(&[command::SELECTION], Patience::Touch);
        begun.map_err(CtapError::of_a_question)
    }

    /// Whether the key that blinks says that it was touched; looks for 150 ms at most. An error ends the blinking, a
    /// touch too.
    pub(super) fn says_touched(&mut self, pending: &mut Pending) -> Result<bool, CtapError> {
        let reply = self.channel.look(pending).and_then(|reply| match reply {
            None => Ok(false),
            Some(reply) => body(command::SELECTION, None, &reply)
                .and_then(says_no_more)
                .map(|()| true),
        });
        reply.map_err(CtapError::of_a_question)
    }

    /// The key stops to blink.
    pub(super) fn stop_selection(&mut self, mut pending: Pending) -> Result<(), CtapError> {
        self.channel.cancel(&mut pending)?;
        while !self.says_touched(&mut pending)? {}
        Ok(())
    }

    /// Makes the key show itself, by its light (CTAPHID_WINK).
    ///
    /// # Errors
    /// [`Feature::Wink`] where it cannot; nothing changes in the key.
    pub fn wink(&mut self) -> Result<(), CtapError> {
        self.question(|key| key.channel.wink())
    }

    /// The key's serial number was said; it is the one said before.
    pub(super) fn is_still(&mut self, serial: &str) -> Result<(), Reply> {
        self.lasting.serial(serial)
    }

    /// A question by a vendor's own CTAPHID command, 0x40 to 0x7f, and its answer as it came.
    pub(super) fn vendor(&mut self, command: u8, message: &[u8]) -> Result<Vec<u8>, CtapError> {
        self.question(|key| key.channel.vendor(command, message))
    }

    /// The link below.
    pub fn link_mut(&mut self) -> &mut L {
        self.channel.link_mut()
    }

    /// Ends the conversation and gives the link back.
    pub fn into_link(self) -> L {
        self.channel.into_link()
    }

    /// What the key can do and takes, asked now where it is not known: not whether a PIN is set, nor what room is left.
    pub(super) fn known(&mut self) -> Result<&Info, CtapError> {
        if self.known.is_none() {
            self.info()?;
        }
        Ok(self.known.as_deref().expect("asked just now"))
    }

    /// What is known of the key may be so no longer.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }

    /// A key that wanted a new PIN may be about to get it: whether it still wants one is asked again.
    fn forget_wish(&mut self) {
        if self.known.as_ref().is_some_and(|info| info.wants_new_pin()) {
            self.forget();
        }
    }

    fn check_new_pin(&mut self, new: &Secret) -> Result<(), CtapError> {
        let info = self.known()?;
        let (least, most) = (info.least_pin_length(), info.max_pin_length);
        Ok(PinRule::check_new(new, least, most)?)
    }

    /// The PIN/UV auth protocol to speak with this key.
    fn pin_protocol(&mut self) -> Result<Protocol, CtapError> {
        let without_two = self.odd.contains(&Oddity::NoProtocolTwo);
        let info = self.known()?;
        if info.pin_set().is_none() && info.option("uv").is_none() {
            return Err(CtapError::Unsupported(Feature::Pin));
        }
        match Protocol::best(&info.pin_protocols) {
            Some(Protocol::Two) if without_two => Ok(Protocol::One),
            best => best.ok_or(CtapError::Unsupported(Feature::PinProtocol)),
        }
    }

    /// A fresh shared secret: keys renew theirs after each wrong PIN.
    fn shared(&mut self, entropy: &mut dyn Entropy) -> Result<Shared, CtapError> {
        let (protocol, reply) = self.before_a_pin(sub::KEY_AGREEMENT)?;
        let public = reply.get(1).ok_or(Reply::Missing("keyAgreement"));
        let (peer, named) = public.and_then(protocol::peer_key).map_err(of_a_question)?;
        if !named {
            self.note(Oddity::AgreementAlgorithm);
        }
        Ok(Shared::agree(protocol, &peer, entropy)?)
    }

    /// A question of clientPIN that comes before any PIN is sent, in the protocol that is spoken from then on: a key that
    /// offers both, and refuses it in protocol 2, is asked in protocol 1.
    fn before_a_pin(&mut self, subcommand: i64) -> Result<(Protocol, Value), CtapError> {
        let protocol = self.pin_protocol()?;
        let offers_one = self.known()?.pin_protocols.contains(&1);
        let mut ask = |protocol| {
            self.question(|key| {
                let request = pin_request(protocol, subcommand, vec![]);
                key.ask(command::CLIENT_PIN, request)
            })
        };
        match ask(protocol) {
            Err(CtapError::Refused(_)) if protocol == Protocol::Two && offers_one => {
                let reply = ask(Protocol::One)?;
                self.note(Oddity::NoProtocolTwo);
                Ok((Protocol::One, reply))
            }
            reply => Ok((protocol, reply?)),
        }
    }

    /// What the key did otherwise than CTAP says, in this conversation, and what was read all the same.
    pub fn oddities(&self) -> &BTreeSet<Oddity> {
        &self.odd
    }

    pub(super) fn note(&mut self, oddity: Oddity) {
        self.odd.insert(oddity);
    }

    /// What changes nothing in the key.
    pub(super) fn question<T>(
        &mut self,
        mut ask: impl FnMut(&mut Self) -> Result<T, CtapError>,
    ) -> Result<T, CtapError> {
        self.unless_busy(|key| ask(key).map_err(CtapError::of_a_question))
    }

    /// What may be asked again while another program keeps the key busy (CTAP 2.1, 11.2.5.1).
    pub(super) fn unless_busy<T>(
        &mut self,
        mut ask: impl FnMut(&mut Self) -> Result<T, CtapError>,
    ) -> Result<T, CtapError> {
        let by = self.now() + BUSY_LIMIT;
        loop {
            match ask(self) {
                Err(busy) if busy.may_be_busy() => self.wait_for_others(by)?,
                answer => return answer,
            }
        }
    }

    /// Lets another program go on with the key for a moment, as long as it is not `by`.
    pub(super) fn wait_for_others(&mut self, by: Duration) -> Result<(), CtapError> {
        match self.now() < by {
            true => self.channel.give_way(),
            false => Err(CtapError::Busy),
        }
    }

    /// Time on the link's clock.
    pub(super) fn now(&self) -> Duration {
        self.channel.now()
    }

    /// A command whose reply has a body.
    pub(super) fn ask(&mut self, command: u8, request: Option<Value>) -> Result<Value, CtapError> {
        let reply = self.ask_for_any(command, request)?;
        Ok(reply.ok_or(Reply::Empty)?)
    }

    /// A command whose reply may have a body; None: success, and no more.
    pub(super) fn ask_for_any(
        &mut self,
        command: u8,
        request: Option<Value>,
    ) -> Result<Option<Value>, CtapError> {
        let body = self.send(command, request)?;
        if body.is_empty() {
            return Ok(None);
        }
        let (reply, mended) = Value::decode_mending(&body).map_err(Reply::Cbor)?;
        if reply.as_map().is_none() {
            return Err(Reply::Wrong("the reply").into());
        }
        let odd = [
            (mended.order, Oddity::MapOrder),
            (mended.cut, Oddity::CutText),
        ];
        self.odd
            .extend(odd.into_iter().filter(|(is, _)| *is).map(|(_, odd)| odd));
        Ok(Some(reply))
    }

    /// A command whose reply has none.
    pub(super) fn change(&mut self, command: u8, request: Option<Value>) -> Result<(), CtapError> {
        says_no_more(&self.send(command, request)?)
    }

    /// Gives the body of a reply of success.
    fn send(&mut self, command: u8, request: Option<Value>) -> Result<Vec<u8>, CtapError> {
        let mut message = vec![command];
        let patience = patience(command, request.as_ref());
        let subcommand = subcommand(command, request.as_ref());
        if let Some(request) = request {
            message.extend_from_slice(&request.encode());
        }
        if message.len() > self.longest {
            return Err(CtapError::TooLong {
                len: message.len(),
                max: self.longest,
            });
        }

        let reply = self.channel.cbor(&message, patience)?;
        body(command, subcommand, &reply).map(<[u8]>::to_vec)
    }
}

/// The subcommand in a request, where the command has them.
fn subcommand(command: u8, request: Option<&Value>) -> Option<i64> {
    let place = match command {
        command::CLIENT_PIN => 2,
        command::CREDENTIAL_MANAGEMENT
        | command::CREDENTIAL_MANAGEMENT_PREVIEW
        | command::CONFIG => 1,
        _ => return None,
    };
    request?.get(place)?.as_i64()
}

/// Whether a command may make the key wait for a touch, or for its user's finger.
fn patience(command: u8, request: Option<&Value>) -> Patience {
    let by_verification = Some(sub::TOKEN_BY_VERIFICATION);
    let silent = || request?.get(5)?.get_text("up")?.as_bool().map(|up| !up);
    match command {
        command::MAKE_CREDENTIAL | command::RESET | command::SELECTION => Patience::Touch,
        command::GET_ASSERTION if silent() != Some(true) => Patience::Touch,
        command::CLIENT_PIN if subcommand(command, request) == by_verification => Patience::Touch,
        _ => Patience::Work,
    }
}

/// What follows the status of success, in the answer to a command.
fn body(command: u8, subcommand: Option<i64>, reply: &[u8]) -> Result<&[u8], CtapError> {
    let (status, body) = reply.split_first().ok_or(Reply::Empty)?;
    if *status == 0 {
        return Ok(body);
    }
    let status = Status::from(*status);
    Err(
        match (stands_before_the_act(command, subcommand, status), status) {
            (false, _) => CtapError::Unclear(status),
            (true, Status::KeepaliveCancel) => CtapError::Cancelled { answered: true },
            (true, _) => CtapError::Refused(status),
        },
    )
}

impl Lasting {
    fn aaguid(&mut self, now: [u8; 16]) -> Result<(), Reply> {
        match *self.aaguid.get_or_insert(now) == now {
            true => Ok(()),
            false => Err(Reply::Changed("aaguid")),
        }
    }

    fn serial(&mut self, now: &str) -> Result<(), Reply> {
        match self.serial.get_or_insert_with(|| now.to_owned()) == now {
            true => Ok(()),
            false => Err(Reply::Changed("the serial number")),
        }
    }
}

/// An empty map says no more than nothing.
fn says_no_more(body: &[u8]) -> Result<(), CtapError> {
    match body {
        [] | [0xa0] => Ok(()),
        _ => Err(Reply::Wrong("the reply").into()),
    }
}

fn of_a_question(cause: Reply) -> CtapError {
    CtapError::from(cause).of_a_question()
}

/// What the token of a key without permissions is good for: of a draft of CTAP 2.1, for credential management too.
fn legacy_permissions(info: &Info) -> Permissions {
    let credentials = Permissions::MAKE_CREDENTIAL | Permissions::GET_ASSERTION;
    match info.management() {
        Some(_) => credentials | Permissions::CREDENTIAL_MANAGEMENT,
        None => credentials,
    }
}

fn permission_members(permissions: Permissions, rp_id: Option<&str>) -> Vec<(Value, Value)> {
    let mut members = vec![(int(9), int(permissions.bits().into()))];
    members.extend(rp_id.map(|rp_id| (int(10), text(rp_id))));
    members
}

fn pin_request(
    protocol: Protocol,
    subcommand: i64,
    mut parameters: Vec<(Value, Value)>,
) -> Option<Value> {
    parameters.push((int(1), protocol.number()));
    parameters.push((int(2), int(subcommand)));
    Some(Value::Map(parameters))
}

/// A map with text keys.
pub(super) fn object(members: Vec<(&str, Value)>) -> Value {
    let members = members.into_iter();
    Value::Map(members.map(|(key, value)| (text(key), value)).collect())
}

/// A credential's id as the protocol names it (WebAuthn, 5.8.3).
pub(super) fn descriptor(id: &[u8]) -> Value {
    object(vec![("id", bytes(id)), ("type", text("public-key"))])
}
