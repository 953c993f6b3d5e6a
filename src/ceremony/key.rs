//! A key that is known to be the one (I7), and what may be done with it.

use super::bag;
use super::genuine;
use super::identity::{self, IDENTITY_RP, answers_as, public_key, silent, unhex};
use super::paper::{Pin, PinOnPaper, Proven};
use super::roll::{self, Assent, RollCall};
use super::settings::is_so;
use super::stop::Stop;
use super::world::World;
use crate::book::{Intent, Outcome};
use crate::ctap::{
    Client, CtapError, Info, Link, LinkError, MinPinLength, NewCredential, Permissions, PinRule,
    PinToken, PluggedKey, Status, first_touched,
};
use crate::custody::act::{
    ChangePin, ConfigureKey, DeleteCredential, MakeCredential, MakeIdentity, ResetKey, SetPin,
};
use crate::custody::{
    Counters, DeedResult, Event, Identity, Item, Moment, Serials, Setting, Snapshot,
};
use crate::plan::Name;
use crate::secret::{Entropy, Secret};
use crate::text::hex;
use crate::webauthn::{AuthData, verify_assertion, verify_attestation};
use crate::words::clause::{Clause, Thing};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;
use sha2::{Digest, Sha256};

/// At so many tries left, no try is spent without both (I3).
const TRIES_KEPT: u8 = 3;
/// So many wrong tries between two plug-ins, and no more without both (I3).
const WRONG_TRIES: u8 = 2;
/// How often a wrong key may be exchanged before the step stops.
const PLUG_TRIES: usize = 3;

/// A key whose identity credential has answered since it was plugged in. It ends with the plug.
///
/// It cannot be made by hand, and its PIN cannot be changed to one that is not on proven paper:
/// ```compile_fail
/// use sealwright::{book::*, ceremony::{key::IdentifiedKey, paper::*, roll::Assent, world::World}, custody::act::ChangePin, secret::Secret};
/// fn unproven(w: &mut World, key: &mut IdentifiedKey, i: Intent<ChangePin>, old: &PinOnPaper, new: &Secret, both: &Assent) {
///     let _ = key.change_pin(w, i, old, new, both);
/// }
/// ```
pub struct IdentifiedKey {
    name: Name,
    plugged: PluggedKey,
    client: Client<Box<dyn Link>>,
    /// Of the signature that told it; None: its serial number did.
    counter: Option<u32>,
}

/// A plugged-in key that listens.
type Opened = (Client<Box<dyn Link>>, PluggedKey);

/// What is plugged in where one key is wanted.
enum Found {
    Expected(Box<IdentifiedKey>),
    Another(Thing),
}

/// The key, out of its bag, compared with its last snapshot, plugged in and identified.
///
/// # Errors
/// [`Stop`].
pub fn identified(w: &mut World, roll: &RollCall, name: &Name) -> Result<IdentifiedKey, Stop> {
    bag::bring_out(w, roll, &Item::Key { key: name.clone() })?;
    let compared = w
        .book
        .custody()
        .keys()
        .get(name)
        .is_some_and(|k| k.compared);
    if compared {
        let key = plug_in(w, name, false)?;
        key.is_told_surely(w, roll)?;
        return Ok(key);
    }
    w.book.note(Event::SnapshotBegun { key: name.clone() })?;
    let mut key = plug_in(w, name, true)?;
    key.is_told_surely(w, roll)?;
    let counter = key.counter;
    let snapshot = key.snapshot(w, counter)?;
    let differs = w
        .book
        .custody()
        .keys()
        .get(name)
        .map_or_else(Vec::new, |k| k.differs(&snapshot));
    let silent = counter.is_none() || key.identity(w)?.counters == Counters::Silent;
    let moment = Moment::Opening;
    w.book.note(Event::SnapshotTaken {
        key: name.clone(),
        moment,
        snapshot,
        differs: differs.clone(),
    })?;
    if !differs.is_empty() {
        return Err(Stop::Breach(Trouble::KeyChanged {
            key: name.to_string(),
            differs,
        }));
    }
    w.people.tell(&Prompt::SnapshotSame {
        key: name.to_string(),
        counter_says_nothing: silent,
    });
    Ok(key)
}

/// The key on the table, plugged in and identified, as it is: for sealing.
///
/// # Errors
/// [`Stop`].
pub(super) fn identified_as_is(w: &mut World, name: &Name) -> Result<IdentifiedKey, Stop> {
    plug_in(w, name, false)
}

fn plug_in(w: &mut World, name: &Name, out_of_a_bag: bool) -> Result<IdentifiedKey, Stop> {
    let identity = identity_of(w, name)?;
    let (mut asked, mut found) = (false, None);
    for _ in 0..=PLUG_TRIES {
        let ports = ports(w)?;
        let another = match find(w, name, &identity, &ports) {
            Ok(Found::Expected(key)) => return Ok(*key),
            Ok(Found::Another(thing)) if asked => thing,
            Err(why) if asked => return Err(why),
            // What was there before anybody was asked need not be meant.
            _ => {
                let question = Prompt::PlugIn {
                    key: name.to_string(),
                };
                confirmed(w, &question, || Trouble::NoKey {
                    expected: name.to_string(),
                })?;
                asked = !self::ports(w)?.is_empty();
                continue;
            }
        };
        found = Some(another.clone());
        w.people.tell(&Prompt::OtherKey {
            expected: name.to_string(),
            found: another,
        });
        if !w.people.confirm(&Prompt::RightKeyNow {
            expected: name.to_string(),
        })? {
            break;
        }
    }
    Err(match found {
        Some(found) if out_of_a_bag => Stop::Breach(Trouble::StrangeKey {
            expected: name.to_string(),
            found,
        }),
        Some(found) => wrong_key(name, found),
        None => Stop::Fault(Trouble::NoKey {
            expected: name.to_string(),
        }),
    })
}

fn ports(w: &mut World) -> Result<Vec<PluggedKey>, Stop> {
    let ports = w.ports.plugged();
    ports.map_err(|why| Stop::Fault(Trouble::NoPorts { why }))
}

/// The key among those that are plugged in. The trouble of another one does not matter where it is found, and another
/// one is asked who it is only where it is not: it counts its signature.
fn find(
    w: &mut World,
    name: &Name,
    identity: &Identity,
    ports: &[PluggedKey],
) -> Result<Found, Stop> {
    let (mut another, mut trouble) = (None, None);
    for port in ports {
        match is_it(w, name, identity, port) {
            Ok(Asked::Yes(key)) => return Ok(Found::Expected(Box::new(key))),
            Ok(Asked::No(client)) => another = another.or(Some((client, port))),
            Err(why) => trouble = trouble.or(Some(why)),
        }
    }
    match (trouble, another) {
        (Some(why), _) => Err(why),
        (None, None) => Ok(Found::Another(Thing::StrangeKey)),
        (None, Some((mut client, port))) => {
            let which = identity::which(&mut client, port, w.book.custody(), &mut w.dice);
            let which = which.map_err(|e| stop(name, e))?;
            Ok(Found::Another(
                which.map_or(Thing::StrangeKey, |(other, _)| {
                    Thing::Key(other.to_string())
                }),
            ))
        }
    }
}

/// Whether a plugged-in key is the one.
enum Asked {
    Yes(IdentifiedKey),
    No(Client<Box<dyn Link>>),
}

/// By its signature; where it gives none without its PIN, by its serial number.
fn is_it(
    w: &mut World,
    name: &Name,
    identity: &Identity,
    port: &PluggedKey,
) -> Result<Asked, Stop> {
    let mut client = open(w, name, port)?;
    let yes = |client, counter| {
        Asked::Yes(IdentifiedKey {
            name: name.clone(),
            plugged: port.clone(),
            client,
            counter,
        })
    };
    match answers_as(&mut client, identity, &mut w.dice) {
        Ok(Some(counter)) => Ok(yes(client, Some(counter))),
        Ok(None) => Ok(Asked::No(client)),
        Err(e) if identity::wants_its_pin(&e) => {
            let told = identity::by_serial(&mut client, port, w.book.custody());
            match told.map_err(|e| stop(name, e))? {
                Some(told) if told == *name => Ok(yes(client, None)),
                Some(_) => Ok(Asked::No(client)),
                None => Err(stop(name, e)),
            }
        }
        Err(e) => Err(stop(name, e)),
    }
}

fn wrong_key(name: &Name, found: Thing) -> Stop {
    Stop::Fault(Trouble::WrongKey {
        expected: name.to_string(),
        found,
    })
}

fn open(w: &mut World, name: &Name, port: &PluggedKey) -> Result<Client<Box<dyn Link>>, Stop> {
    let link = w
        .ports
        .open(&port.path)
        .map_err(|why| Stop::Fault(Trouble::NoPorts { why }))?;
    Client::open(link, &mut w.dice).map_err(|e| stop(name, e))
}

fn identity_of(w: &World, name: &Name) -> Result<Identity, Stop> {
    let known = w
        .book
        .custody()
        .keys()
        .get(name)
        .map(|k| k.identity.clone());
    known.ok_or_else(|| {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::KeyNotAdmitted {
                key: name.to_string(),
            },
        })
    })
}

/// Plugs in a key that this book does not know, without a PIN, and gives it its identity credential.
///
/// # Errors
/// [`Stop::Refusal`] if it is not new.
pub(super) fn admit(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let (mut client, port) = new_key(w, name)?;
    let serials = identity::serials(&mut client, &port);
    let intent = w.book.intend(MakeIdentity { key: name.clone() })?;
    w.people.tell(&Prompt::TouchNow {
        key: name.to_string(),
    });
    let outcome = make_identity(w, roll, intent, &mut client, name, serials);
    w.book.ended(outcome)
}

fn new_key(w: &mut World, name: &Name) -> Result<Opened, Stop> {
    let no_new_key = || Trouble::NoNewKey {
        key: name.to_string(),
    };
    let not_new = |why: Clause| {
        Stop::Refusal(Trouble::KeyNotNew {
            key: name.to_string(),
            why,
        })
    };
    let key = name.to_string();
    let wiped = w.book.custody().ceremony();
    let wiped = wiped.is_some_and(|open| open.has_reset(name));
    let plug_in = match wiped {
        true => Prompt::PlugInWiped { key },
        false => Prompt::PlugInNew { key },
    };
    confirmed(w, &plug_in, no_new_key)?;
    let mut asked = false;
    for _ in 0..=PLUG_TRIES {
        let (mut strangers, known) = strangers(w, name)?;
        let (mut client, port) = match (strangers.len(), known) {
            (0, Some(other)) => {
                return Err(not_new(Clause::IsKey {
                    key: other.to_string(),
                }));
            }
            (0, None) => break,
            (1, _) => strangers.remove(0),
            _ if asked => {
                asked = false;
                match touched(w, name, strangers)? {
                    Some(touched) => touched,
                    None => continue,
                }
            }
            _ => {
                let question = Prompt::WhichNewKey {
                    key: name.to_string(),
                };
                confirmed(w, &question, no_new_key)?;
                asked = true;
                continue;
            }
        };
        return match client.info().map_err(|e| stop(name, e))?.pin_set() {
            Some(false) => Ok((client, port)),
            Some(true) => Err(not_new(Clause::HasPin)),
            None => Err(not_new(Clause::KnowsNoPins)),
        };
    }
    Err(Stop::Fault(no_new_key()))
}

/// The plugged-in keys that this book does not know, and one that it does.
fn strangers(w: &mut World, name: &Name) -> Result<(Vec<Opened>, Option<Name>), Stop> {
    let (mut strangers, mut known) = (Vec::new(), None);
    for port in ports(w)? {
        let mut client = open(w, name, &port)?;
        let which = identity::which(&mut client, &port, w.book.custody(), &mut w.dice);
        match which.map_err(|e| stop(name, e))? {
            Some((other, _)) => known = Some(other),
            None => strangers.push((client, port)),
        }
    }
    Ok((strangers, known))
}

/// That of several new keys which is touched. None: none was, or none can be asked for a touch.
fn touched(w: &mut World, name: &Name, keys: Vec<Opened>) -> Result<Option<Opened>, Stop> {
    w.people.tell(&Prompt::TouchNewKey {
        key: name.to_string(),
    });
    let (mut clients, mut ports): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
    match first_touched(&mut clients) {
        Ok(place) => Ok(Some((clients.remove(place), ports.remove(place)))),
        Err(e @ CtapError::Cancelled { .. }) => Err(stop(name, e)),
        Err(_) => Ok(None),
    }
}

fn make_identity(
    w: &mut World,
    roll: &RollCall,
    intent: Intent<MakeIdentity>,
    client: &mut Client<Box<dyn Link>>,
    name: &Name,
    serials: Serials,
) -> Outcome<(), Stop> {
    match try_make_identity(w, roll, client, name, serials) {
        Ok(result) => intent.done_with((), result),
        // Nothing of it lies on the key (the credential is not discoverable), so making another one is harmless.
        Err(why) => intent.not_done(why),
    }
}

fn try_make_identity(
    w: &mut World,
    roll: &RollCall,
    client: &mut Client<Box<dyn Link>>,
    name: &Name,
    serials: Serials,
) -> Result<DeedResult, Stop> {
    let client_data_hash = identity::identity_hash(&mut w.dice).map_err(|e| stop(name, e))?;
    let mut user_id = vec![0; 16];
    w.dice.fill(&mut user_id)?;
    let wanted = NewCredential {
        client_data_hash,
        rp_id: IDENTITY_RP.into(),
        rp_name: "Sealwright".into(),
        user_id,
        user_name: name.to_string(),
        user_display: name.to_string(),
        discoverable: false,
        ..NewCredential::default()
    };
    let made = client
        .make_credential(&wanted, None)
        .map_err(|e| stop(name, e))?;
    let (auth, trust) = verify_attestation(&made, IDENTITY_RP, &client_data_hash)
        .map_err(|e| lied(name, Clause::Words(e.to_string())))?;
    let attested = auth
        .attested
        .ok_or_else(|| lied(name, Clause::NoCredentialCame))?;
    let public_key = attested.public_key.to_sec1();
    let public_key = public_key.ok_or_else(|| lied(name, Clause::OtherAlgorithm))?;
    let genuine = genuine::judged(w, roll, name, &attested.aaguid, &trust)?;
    let mut identity = Identity {
        credential: hex::encode(&attested.credential_id),
        public_key: hex::encode(&public_key),
        aaguid: hex::encode(&attested.aaguid),
        counters: Counters::Silent,
        genuine: Some(genuine),
        serials,
    };
    let mut seen = [0; 3];
    for counter in &mut seen {
        let answer = answers_as(client, &identity, &mut w.dice);
        let answer = answer.map_err(|e| stop(name, e))?;
        *counter = answer.ok_or_else(|| lied(name, Clause::NewIdentityDoesNotAnswer))?;
    }
    identity.counters = Counters::of(seen);
    let Identity {
        credential,
        public_key,
        aaguid,
        counters,
        genuine,
        serials,
    } = identity;
    Ok(DeedResult::Identity {
        credential,
        public_key,
        aaguid,
        counters,
        genuine,
        maker_serial: serials.maker,
        usb_serial: serials.usb,
    })
}

impl IdentifiedKey {
    /// Which key it is.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Where it is plugged in.
    pub(super) fn path(&self) -> String {
        self.plugged.path.clone()
    }

    /// I7: where only its serial number tells a key, both say that they go on, before anything is done with it.
    fn is_told_surely(&self, w: &mut World, roll: &RollCall) -> Result<(), Stop> {
        if self.counter.is_some() || w.told_by_serial.contains(&self.name) {
            return Ok(());
        }
        let what = Clause::KnownBySerial {
            key: self.name.to_string(),
            serial: self.identity(w)?.serials.to_string(),
        };
        roll::exception(w, roll, &what)?;
        w.told_by_serial.insert(self.name.clone());
        Ok(())
    }

    fn stop(&self, e: CtapError) -> Stop {
        stop(&self.name, e)
    }

    /// What the key says about itself.
    ///
    /// # Errors
    /// [`Stop::Fault`].
    pub fn info(&mut self) -> Result<Info, Stop> {
        self.client.info().map_err(|e| stop(&self.name, e))
    }

    fn identity(&self, w: &World) -> Result<Identity, Stop> {
        identity_of(w, &self.name)
    }

    /// What the key shows right now, with the counter of an identity assertion just made, if it gives one.
    fn snapshot(&mut self, w: &mut World, identity_counter: Option<u32>) -> Result<Snapshot, Stop> {
        let credential_counter = match self.counter {
            Some(_) => self.check_credential(w)?,
            None => None,
        };
        let info = self.info()?;
        let retries = self.client.pin_retries().map_err(|e| self.stop(e))?;
        Ok(Snapshot {
            aaguid: hex::encode(&info.aaguid),
            firmware: info.firmware_version,
            retries: retries.left.into(),
            slots: info.remaining_discoverable,
            identity_counter: identity_counter.map(u64::from),
            credential_counter: credential_counter.map(u64::from),
        })
    }

    /// The snapshot before sealing, recorded (I18).
    ///
    /// # Errors
    /// [`Stop`].
    pub(super) fn snapshot_for_sealing(&mut self, w: &mut World) -> Result<(), Stop> {
        let key = self.name.clone();
        w.book.note(Event::SnapshotBegun { key: key.clone() })?;
        let identity = self.identity(w)?;
        let counter = match answers_as(&mut self.client, &identity, &mut w.dice) {
            Ok(Some(counter)) => Some(counter),
            Ok(None) => return Err(lied(&key, Clause::IdentityDoesNotAnswer)),
            Err(e) if self.counter.is_none() && identity::wants_its_pin(&e) => None,
            Err(e) => return Err(self.stop(e)),
        };
        let snapshot = self.snapshot(w, counter)?;
        w.book.note(Event::SnapshotTaken {
            key,
            moment: Moment::Sealing,
            snapshot,
            differs: Vec::new(),
        })?;
        Ok(())
    }

    /// Checks the account's credential with a signature that is no sign-in (I16). The counter; None if the key holds no
    /// such credential, or none is known.
    ///
    /// # Errors
    /// [`Stop::Breach`] for a wrong signature.
    pub(super) fn check_credential(&mut self, w: &mut World) -> Result<Option<u32>, Stop> {
        let known = w
            .book
            .custody()
            .keys()
            .get(&self.name)
            .and_then(|k| k.credential.clone());
        let rp_id = super::rp_of(&w.plan, &self.name)?;
        let Some(known) = known else { return Ok(None) };
        let hash = credential_check(w)?;
        let request = silent(&rp_id, hash, unhex(&known.credential));
        let reply = match self.client.get_assertion(&request, None) {
            Ok(reply) => reply,
            Err(CtapError::Refused(Status::NoCredentials | Status::InvalidCredential)) => {
                return Ok(None);
            }
            Err(e) => return Err(self.stop(e)),
        };
        let wrong = |why: Clause| {
            Stop::Breach(Trouble::CredentialWrong {
                key: self.name.to_string(),
                why,
            })
        };
        let key = public_key(&known.public_key).ok_or_else(|| wrong(Clause::RecordedKeyIsNoKey))?;
        let auth = verify_assertion(&key, &rp_id, &reply.auth_data, &hash, &reply.signature);
        auth.map(|auth| Some(auth.sign_count))
            .map_err(|e| wrong(Clause::Words(e.to_string())))
    }

    /// Sets the first PIN: only one that is on proven paper (I1), only after its intent (I2), only by both (I5).
    pub(super) fn set_pin(
        &mut self,
        w: &mut World,
        intent: Intent<SetPin>,
        new: &Proven<Pin>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        match self.client.set_pin(new.value().secret(), &mut w.dice) {
            Ok(()) => self.took(w, intent, new),
            Err(e) if e.outcome_unknown() => intent.unknown(self.stop(e)),
            Err(e) => intent.not_done(self.pin_refused(e)),
        }
    }

    /// Changes the PIN: as `set_pin` does, and with the old one from its paper.
    pub fn change_pin(
        &mut self,
        w: &mut World,
        intent: Intent<ChangePin>,
        old: &PinOnPaper,
        new: &Proven<Pin>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        match self
            .client
            .change_pin(old.secret(), new.value().secret(), &mut w.dice)
        {
            Ok(()) => self.took(w, intent, new),
            Err(e) if e.outcome_unknown() => intent.unknown(self.stop(e)),
            Err(CtapError::Refused(Status::PinInvalid)) => {
                intent.not_done(self.opens_nothing(&[old]))
            }
            Err(e) => intent.not_done(self.pin_refused(e)),
        }
    }

    /// The key said that it took the new PIN: tried before it counts as done, since a key's word alone is not enough.
    fn took<A>(
        &mut self,
        w: &mut World,
        intent: Intent<A>,
        new: &Proven<Pin>,
    ) -> Outcome<(), Stop> {
        match self.opens_with(w, new.value().secret()) {
            Ok(true) => intent.done(()),
            Ok(false) => intent.unknown(lied(&self.name, Clause::NewPinDoesNotOpen)),
            Err(stop) => intent.unknown(stop),
        }
    }

    fn pin_refused(&self, e: CtapError) -> Stop {
        match e {
            CtapError::Refused(Status::PinPolicyViolation)
            | CtapError::Pin(PinRule::TooShort { .. }) => Stop::Refusal(Trouble::PinRefusedByKey {
                key: self.name.to_string(),
            }),
            other => self.stop(other),
        }
    }

    /// A breach: none of these sheets opens the key.
    pub(super) fn opens_nothing(&self, sheets: &[&PinOnPaper]) -> Stop {
        let sheets = sheets.iter().map(|s| s.sheet().to_string()).collect();
        Stop::Breach(Trouble::PinOpensNothing {
            key: self.name.to_string(),
            sheets,
        })
    }

    /// Whether this PIN opens the key. A wrong one costs a try: whoever typed it saw the tries before (I3).
    ///
    /// # Errors
    /// [`Stop`].
    pub(super) fn opens_with(&mut self, w: &mut World, pin: &Secret) -> Result<bool, Stop> {
        Ok(self
            .token(w, pin, Permissions::GET_ASSERTION, Some(IDENTITY_RP))?
            .is_some())
    }

    /// A token for `permissions`, at `rp_id` alone if it is given; None if the PIN is wrong.
    fn token(
        &mut self,
        w: &mut World,
        pin: &Secret,
        permissions: Permissions,
        rp_id: Option<&str>,
    ) -> Result<Option<PinToken>, Stop> {
        match self.client.token(pin, permissions, rp_id, &mut w.dice) {
            Ok(token) => {
                w.wrong_tries.remove(&self.name);
                Ok(Some(token))
            }
            Err(CtapError::Refused(Status::PinInvalid)) => {
                *w.wrong_tries.entry(self.name.clone()).or_default() += 1;
                Ok(None)
            }
            Err(e) => Err(self.stop(e)),
        }
    }

    /// I3: tries are shown before a PIN is typed; at three left, or after two wrong ones in one power cycle, both must
    /// assent.
    pub(super) fn before_a_try(&mut self, w: &mut World, roll: &RollCall) -> Result<(), Stop> {
        let retries = self.client.pin_retries().map_err(|e| self.stop(e))?;
        let key = self.name.to_string();
        w.people.tell(&Prompt::TriesLeft {
            key: key.clone(),
            left: retries.left,
        });
        let limit = || {
            Stop::Refusal(Trouble::TriesAtLimit {
                key: key.clone(),
                left: retries.left,
            })
        };
        if retries.left == 0 {
            return Err(limit());
        }
        if retries.power_cycle {
            w.wrong_tries.remove(&self.name);
            confirmed(w, &Prompt::Replug { key: key.clone() }, || {
                Trouble::KeyGone { key: key.clone() }
            })?;
            *self = plug_in(w, &self.name.clone(), false)?;
        }
        let wrong = w.wrong_tries.get(&self.name).copied().unwrap_or_default();
        if retries.left <= TRIES_KEPT || wrong >= WRONG_TRIES {
            let what = Clause::TriesAreLow {
                key: key.clone(),
                left: retries.left,
                wrong: wrong.into(),
            };
            roll::exception(w, roll, &what).map_err(|stop| match stop {
                Stop::Refusal(_) => limit(),
                other => other,
            })?;
        }
        Ok(())
    }

    /// Makes the account's credential with the tenant's options.
    pub(super) fn make_credential(
        &mut self,
        w: &mut World,
        intent: Intent<MakeCredential>,
        wanted: &NewCredential,
        pin: &PinOnPaper,
    ) -> Outcome<crate::ctap::Attestation, Stop> {
        let permissions = Permissions::MAKE_CREDENTIAL;
        let token = match self.token(w, pin.secret(), permissions, Some(&wanted.rp_id)) {
            Ok(Some(token)) => token,
            Ok(None) => return intent.not_done(self.opens_nothing(&[pin])),
            Err(why) => return intent.not_done(why),
        };
        w.people.tell(&Prompt::TouchNow {
            key: self.name.to_string(),
        });
        let made = match self.client.make_credential(wanted, Some(&token)) {
            Ok(made) => made,
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        };
        match judge(&made, wanted) {
            Ok((credential, public_key)) => intent.done_with(
                made,
                DeedResult::Credential {
                    credential,
                    public_key,
                },
            ),
            Err(why) => intent.unknown(lied(&self.name, why)),
        }
    }
}

impl IdentifiedKey {
    /// Whether the key holds this credential (hex) of its account.
    ///
    /// # Errors
    /// [`Stop`].
    pub(super) fn holds(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
        credential: &str,
    ) -> Result<bool, Stop> {
        let rp_id = super::rp_of(&w.plan, &self.name)?;
        let token = self.managing(w, pin, Permissions::CREDENTIAL_MANAGEMENT)?;
        let hash = Sha256::digest(&rp_id).into();
        let held = self.client.credentials_of(&token, &hash);
        let held = held.map_err(|e| self.stop(e))?;
        Ok(held.iter().any(|c| c.id == unhex(credential)))
    }

    /// Deletes this credential (hex) of its account; it counts as done when the key does not list it any more.
    pub(super) fn delete_credential(
        &mut self,
        w: &mut World,
        intent: Intent<DeleteCredential>,
        credential: &str,
        pin: &PinOnPaper,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        let token = match self.managing(w, pin, Permissions::CREDENTIAL_MANAGEMENT) {
            Ok(token) => token,
            Err(why) => return intent.not_done(why),
        };
        match self.client.delete_credential(&token, &unhex(credential)) {
            Ok(()) => {}
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        match self.holds(w, pin, credential) {
            Ok(false) => intent.done(()),
            Ok(true) => intent.unknown(lied(&self.name, Clause::DeletedPasskeyIsThere)),
            Err(why) => intent.unknown(why),
        }
    }

    /// Makes one setting that the key does not have yet; it counts as done when the key says so.
    pub(super) fn configure(
        &mut self,
        w: &mut World,
        intent: Intent<ConfigureKey>,
        setting: &Setting,
        pin: &PinOnPaper,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        let token = match self.managing(w, pin, Permissions::CONFIGURATION) {
            Ok(token) => token,
            Err(why) => return intent.not_done(why),
        };
        match self.send_setting(setting, &token) {
            Ok(()) => {}
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        let shown = match setting {
            // To whom it tells its shortest PIN, a key does not say.
            Setting::LeastPinLength { characters, .. } => Setting::LeastPinLength {
                characters: *characters,
                told: Vec::new(),
            },
            other => other.clone(),
        };
        match self.info() {
            Ok(info) if !is_so(&shown, &info) => {
                intent.unknown(lied(&self.name, Clause::SettingIsNotThere))
            }
            Ok(_) if *setting == (Setting::AlwaysUv {}) => self.keep_always_uv(w, intent, pin),
            Ok(_) => intent.done(()),
            Err(why) => intent.unknown(why),
        }
    }

    fn send_setting(&mut self, setting: &Setting, token: &PinToken) -> Result<(), CtapError> {
        match setting {
            Setting::LeastPinLength { characters, told } => {
                // It is only ever raised.
                let least = self.client.info()?.least_pin_length();
                let wanted = MinPinLength {
                    length: Some(least.max(*characters)),
                    rp_ids: told.clone(),
                    force_change: false,
                };
                self.client.set_min_pin_length(Some(token), &wanted)
            }
            Setting::EnterpriseAttestation {} => {
                self.client.enable_enterprise_attestation(Some(token))
            }
            Setting::AlwaysUv {} => self.client.toggle_always_uv(Some(token)),
        }
    }

    /// A key that cannot be told from others any more is set back (I7).
    fn keep_always_uv(
        &mut self,
        w: &mut World,
        intent: Intent<ConfigureKey>,
        pin: &PinOnPaper,
    ) -> Outcome<(), Stop> {
        match self.is_told_still(w) {
            Ok(true) => return intent.done(()),
            Ok(false) => {}
            Err(why) => return intent.unknown(why),
        }
        let back = self
            .managing(w, pin, Permissions::CONFIGURATION)
            .and_then(|token| {
                let back = self.client.toggle_always_uv(Some(&token));
                back.map_err(|e| self.stop(e))?;
                Ok(!self.info()?.always_uv())
            });
        match back {
            Ok(true) => intent.not_done(Stop::Refusal(Trouble::KeyCannot {
                key: self.name.to_string(),
                what: Clause::BeKnownWithoutPin,
            })),
            Ok(false) => intent.unknown(lied(&self.name, Clause::SettingIsNotThere)),
            Err(why) => intent.unknown(why),
        }
    }

    fn is_told_still(&mut self, w: &mut World) -> Result<bool, Stop> {
        let which = identity::which(
            &mut self.client,
            &self.plugged,
            w.book.custody(),
            &mut w.dice,
        );
        match which {
            Ok(which) => Ok(which.is_some_and(|(which, _)| which == self.name)),
            Err(e) if identity::wants_its_pin(&e) => Ok(false),
            Err(e) => Err(self.stop(e)),
        }
    }

    /// Without a relying party: firmware of Nitrokey 3 and Solo 2 deletes nothing under a token that is bound to one.
    fn managing(
        &mut self,
        w: &mut World,
        pin: &PinOnPaper,
        permissions: Permissions,
    ) -> Result<PinToken, Stop> {
        let token = self.token(w, pin.secret(), permissions, None)?;
        token.ok_or_else(|| self.opens_nothing(&[pin]))
    }

    /// Wipes the key; it counts as done when it has no PIN and does not know its identity any more.
    pub(super) fn reset(
        mut self,
        w: &mut World,
        intent: Intent<ResetKey>,
        _both: &Assent,
    ) -> Outcome<(), Stop> {
        w.people.tell(&Prompt::TouchNow {
            key: self.name.to_string(),
        });
        match self.client.reset() {
            Ok(()) => {}
            Err(CtapError::Refused(Status::NotAllowed)) => {
                return intent.not_done(Stop::Fault(Trouble::ResetTooLate {
                    key: self.name.to_string(),
                }));
            }
            Err(e) if e.outcome_unknown() => return intent.unknown(self.stop(e)),
            Err(e) => return intent.not_done(self.stop(e)),
        }
        w.wrong_tries.remove(&self.name);
        match is_wiped(w, &mut self.client, &self.name) {
            Ok(true) => intent.done(()),
            Ok(false) => intent.unknown(lied(&self.name, Clause::ResetDidNotWipe)),
            Err(why) => intent.unknown(why),
        }
    }
}

/// The key, unplugged and plugged in again at this moment: a reset is taken within 10 s of that (CTAP 2.1, 6.6).
///
/// # Errors
/// [`Stop`].
pub(super) fn replugged(w: &mut World, name: &Name) -> Result<IdentifiedKey, Stop> {
    let key = name.to_string();
    confirmed(w, &Prompt::ReplugForReset { key: key.clone() }, || {
        Trouble::KeyGone { key }
    })?;
    plug_in(w, name, false)
}

/// Whether a key that was being reset when its answer was lost has been wiped.
///
/// # Errors
/// [`Stop::Fault`] if another key is plugged in.
pub(super) fn was_reset(w: &mut World, name: &Name) -> Result<bool, Stop> {
    if ports(w)?.is_empty() {
        let question = Prompt::PlugIn {
            key: name.to_string(),
        };
        confirmed(w, &question, || Trouble::NoKey {
            expected: name.to_string(),
        })?;
    }
    for port in ports(w)? {
        let mut client = open(w, name, &port)?;
        let which = identity::which(&mut client, &port, w.book.custody(), &mut w.dice);
        match which.map_err(|e| stop(name, e))? {
            Some((known, _)) if known == *name => return Ok(false),
            Some(_) => {}
            None if is_wiped(w, &mut client, name)? => return Ok(true),
            None => {}
        }
    }
    Err(wrong_key(name, Thing::StrangeKey))
}

/// Whether a key has neither a PIN nor the identity that it had under this name.
fn is_wiped(w: &mut World, client: &mut Client<Box<dyn Link>>, name: &Name) -> Result<bool, Stop> {
    let identity = identity_of(w, name)?;
    let info = client.info().map_err(|e| stop(name, e))?;
    let answer = answers_as(client, &identity, &mut w.dice);
    let answer = answer.map_err(|e| stop(name, e))?;
    Ok(info.pin_set() != Some(true) && answer.is_none())
}

fn judge(
    made: &crate::ctap::Attestation,
    wanted: &NewCredential,
) -> Result<(String, String), Clause> {
    let judged = verify_attestation(made, &wanted.rp_id, &wanted.client_data_hash);
    let (
        AuthData {
            attested, flags, ..
        },
        _,
    ) = judged.map_err(|e| Clause::Words(e.to_string()))?;
    let attested = attested.ok_or(Clause::NoCredentialCame)?;
    if !flags.user_verified() || !flags.user_present() {
        return Err(Clause::MadeWithoutPinOrTouch);
    }
    let public_key = attested.public_key.to_sec1();
    let public_key = public_key.ok_or(Clause::OtherAlgorithm)?;
    Ok((
        hex::encode(&attested.credential_id),
        hex::encode(&public_key),
    ))
}

/// The hash of a credential check (I16): never the hash of JSON, never the caller's.
fn credential_check(w: &mut World) -> Result<[u8; 32], Stop> {
    let mut random = [0; 32];
    w.dice.fill(&mut random)?;
    let head = w.book.head().map(|h| h.hash()).unwrap_or_default();
    Ok(crate::webauthn::credential_check_hash(
        &w.book.id(),
        &head,
        &random,
    ))
}

/// Asks until done; "no" is a fault that can be tried again.
pub(super) fn confirmed(
    w: &mut World,
    question: &Prompt,
    no: impl FnOnce() -> Trouble,
) -> Result<(), Stop> {
    if w.people.confirm(question)? {
        Ok(())
    } else {
        Err(Stop::Fault(no()))
    }
}

fn lied(name: &Name, what: Clause) -> Stop {
    Stop::Breach(Trouble::KeyLied {
        key: name.to_string(),
        what,
    })
}

fn stop(name: &Name, e: CtapError) -> Stop {
    let key = name.to_string();
    Stop::Fault(match e {
        CtapError::Lost {
            cause: LinkError::Gone,
            ..
        } => Trouble::KeyGone { key },
        CtapError::Lost {
            cause: LinkError::Deadline,
            ..
        } => Trouble::KeySilent { key },
        CtapError::Refused(Status::PinRequired) => Trouble::KeyWantsPin { key },
        CtapError::Refused(Status::PinAuthBlocked) => Trouble::KeyWantsReplug { key },
        CtapError::Refused(Status::PinBlocked) => Trouble::PinBlocked { key },
        CtapError::Refused(Status::PinPolicyViolation) => Trouble::KeyWantsNewPin { key },
        CtapError::Refused(Status::UserActionTimeout | Status::KeepaliveCancel) => {
            Trouble::KeyNotTouched { key }
        }
        CtapError::Entropy(e) => Trouble::NoEntropy { why: e.0 },
        CtapError::Memory => Trouble::NoLockedMemory,
        other => Trouble::KeySaid {
            key,
            what: other.to_string(),
        },
    })
}
