//! A key, found among those that are plugged in by its identity credential (I7).

use super::identity::{self, answers_as};
use crate::ceremony::ask::confirmed;
use crate::ceremony::roll::{self, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::{Client, CtapError, Info, Link, LinkError, PluggedKey, Status};
use crate::custody::{Event, Identity, Whereabouts};
use crate::plan::Name;
use crate::words::clause::{Clause, Thing};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// How often a wrong key may be exchanged before the step stops.
pub(super) const PLUG_TRIES: usize = 3;

/// A key whose identity credential has answered since it was plugged in. It ends with the plug.
///
/// It cannot be made by hand, and its PIN cannot be changed to one that is not on proven paper:
/// ```compile_fail
/// use sealwright::{book::*, ceremony::{key::IdentifiedKey, paper::*, roll::Assent, world::World}, custody::deed::ChangePin, secret::Secret};
/// fn unproven(w: &mut World, key: &mut IdentifiedKey, i: Intent<ChangePin>, old: &PinOnPaper, new: &Secret, both: &Assent) {
///     let _ = key.change_pin(w, i, old, new, both);
/// }
/// ```
pub struct IdentifiedKey {
    pub(super) name: Name,
    pub(super) plugged: PluggedKey,
    pub(super) client: Client<Box<dyn Link>>,
    /// Of the signature that told it; None: its serial number did.
    pub(super) counter: Option<u32>,
}

/// A plugged-in key that listens.
pub(super) type Opened = (Client<Box<dyn Link>>, PluggedKey);

/// What is plugged in where one key is wanted.
enum Found {
    Expected(Box<IdentifiedKey>),
    Another(Thing),
}

pub(super) fn plug_in(
    w: &mut World,
    name: &Name,
    out_of_a_bag: bool,
) -> Result<IdentifiedKey, Stop> {
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
                let question = Prompt::PlugIn { key: name.clone() };
                confirmed(w, &question, || Trouble::NoKey {
                    expected: name.clone(),
                })?;
                asked = !self::ports(w)?.is_empty();
                continue;
            }
        };
        found = Some(another.clone());
        w.people.tell(&Prompt::OtherKey {
            expected: name.clone(),
            found: another,
        });
        if !w.people.confirm(&Prompt::RightKeyNow {
            expected: name.clone(),
        })? {
            break;
        }
    }
    Err(match found {
        Some(found) if out_of_a_bag => Stop::Breach(Trouble::StrangeKey {
            expected: name.clone(),
            found,
        }),
        Some(found) => wrong_key(name, found),
        None => Stop::Fault(Trouble::NoKey {
            expected: name.clone(),
        }),
    })
}

pub(super) fn ports(w: &mut World) -> Result<Vec<PluggedKey>, Stop> {
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
                which.map_or(Thing::StrangeKey, |(other, _)| Thing::Key(other.clone())),
            ))
        }
    }
}

/// Whether a plugged-in key is the one.
enum Asked {
    Yes(IdentifiedKey),
    No(Client<Box<dyn Link>>),
}

/// By its signature; where it gives none without its PIN, by its serial number. Of a key that is still to be compared with
/// its snapshot, each signature that it may have given is counted in the ledger, and no other (I18).
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
    let key = w.book.custody().keys().get(name);
    let counted = key.is_some_and(|key| key.at == Whereabouts::Table && !key.compared);
    if counted {
        w.book.note(Event::SnapshotBegun { key: name.clone() })?;
    }
    let answer = answers_as(&mut client, identity, &mut w.dice);
    let unsigned = match &answer {
        Ok(None) => true,
        Err(e @ CtapError::Refused(_)) => !identity::wants_its_pin(e),
        Ok(Some(_)) | Err(_) => false,
    };
    if counted && unsigned {
        w.book
            .note(Event::SnapshotUnanswered { key: name.clone() })?;
    }
    match answer {
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

pub(super) fn wrong_key(name: &Name, found: Thing) -> Stop {
    Stop::Fault(Trouble::WrongKey {
        expected: name.clone(),
        found,
    })
}

pub(super) fn open(
    w: &mut World,
    name: &Name,
    port: &PluggedKey,
) -> Result<Client<Box<dyn Link>>, Stop> {
    let link = w
        .ports
        .open(&port.path)
        .map_err(|why| Stop::Fault(Trouble::NoPorts { why }))?;
    Client::open(link, &mut w.dice).map_err(|e| stop(name, e))
}

pub(super) fn identity_of(w: &World, name: &Name) -> Result<Identity, Stop> {
    let known = w
        .book
        .custody()
        .keys()
        .get(name)
        .map(|k| k.identity.clone());
    known.ok_or_else(|| {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::KeyNotAdmitted { key: name.clone() },
        })
    })
}

pub(super) fn lied(name: &Name, what: Clause) -> Stop {
    Stop::Breach(Trouble::KeyLied {
        key: name.clone(),
        what,
    })
}

pub(super) fn stop(name: &Name, e: CtapError) -> Stop {
    let key = name.clone();
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

impl IdentifiedKey {
    /// Which key it is.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Where it is plugged in.
    pub(in crate::ceremony) fn path(&self) -> String {
        self.plugged.path.clone()
    }

    /// I7: where only its serial number tells a key, both say that they go on, before anything is done with it.
    pub(super) fn is_told_surely(&self, w: &mut World, roll: &RollCall) -> Result<(), Stop> {
        if self.counter.is_some() || w.told_by_serial.contains(&self.name) {
            return Ok(());
        }
        let what = Clause::KnownBySerial {
            key: self.name.clone(),
            serial: self.identity(w)?.serials.to_string(),
        };
        roll::exception(w, roll, &what)?;
        w.told_by_serial.insert(self.name.clone());
        Ok(())
    }

    pub(super) fn stop(&self, e: CtapError) -> Stop {
        stop(&self.name, e)
    }

    /// What the key says about itself.
    ///
    /// # Errors
    /// [`Stop::Fault`].
    pub fn info(&mut self) -> Result<Info, Stop> {
        self.client.info().map_err(|e| stop(&self.name, e))
    }

    pub(super) fn identity(&self, w: &World) -> Result<Identity, Stop> {
        identity_of(w, &self.name)
    }
}
