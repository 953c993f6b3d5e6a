//! The security keys that are plugged in, and what they say. Reading costs no touch and no PIN try, and changes nothing
//! but a signature counter where a key is asked whether it is one of the book's.

use super::key::identity::{self, Grade};
use crate::ctap::{Client, CtapError, Info, Link, Oddity, PinRetries, PluggedKey, Status};
use crate::custody::Custody;
use crate::secret::Entropy;
use crate::webauthn::Models;

/// A plugged-in key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySeen {
    /// As the system sees it.
    pub plugged: PluggedKey,
    /// What it said, or why it cannot be asked.
    pub said: Result<KeySaid, String>,
}

/// What a key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySaid {
    /// Which one of the book's it is.
    pub whose: Whose,
    /// Its information.
    pub info: Info,
    /// Its model's name, where somebody named it.
    pub model: Option<String>,
    /// What is known against its model or firmware, a sentence each.
    pub advisories: Vec<String>,
    /// Its PIN tries; None where it knows no PINs.
    pub tries: Option<PinRetries>,
    /// The serial number that its maker lets be read.
    pub serial: Option<String>,
    /// What it does otherwise than CTAP says, and was read all the same.
    pub oddities: Vec<Oddity>,
}

/// Which key of a book one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// This one: it signed.
    Key(String),
    /// This one, by its serial number alone: it signs nothing without its PIN.
    BySerial(String),
    /// None of them.
    NoneOfThem,
    /// It was not asked, or did not say, for this reason.
    NotKnown(&'static str),
}

impl Whose {
    /// The key's name, however sure it is.
    pub fn name(&self) -> Option<&str> {
        match self {
            Whose::Key(name) | Whose::BySerial(name) => Some(name),
            Whose::NoneOfThem | Whose::NotKnown(_) => None,
        }
    }
}

impl KeySeen {
    /// Asks a key. `link` is how it is reached, or why it is not; `custody` the book's state, where there is a book.
    pub fn ask<L: Link>(
        plugged: PluggedKey,
        link: Result<L, String>,
        custody: Option<&Custody>,
        models: &Models,
        dice: &mut dyn Entropy,
    ) -> KeySeen {
        let said = link
            .and_then(|link| ask(link, &plugged, custody, models, dice).map_err(|e| e.to_string()));
        KeySeen { plugged, said }
    }
}

fn ask<L: Link>(
    link: L,
    plugged: &PluggedKey,
    custody: Option<&Custody>,
    models: &Models,
    dice: &mut dyn Entropy,
) -> Result<KeySaid, CtapError> {
    let mut client = Client::open(link, dice)?;
    let info = client.info()?;
    let tries = match info.pin_set() {
        Some(_) => Some(client.pin_retries()?),
        None => None,
    };
    let serial = identity::serials(&mut client, plugged).maker;
    let whose = match custody {
        None => Whose::NotKnown("no book is at hand: --book DIR says which of its keys this is"),
        Some(custody) if custody.ceremony().is_some() => {
            Whose::NotKnown("not asked: a ceremony is open, and accounts for each signature")
        }
        Some(custody) => match identity::which(&mut client, plugged, custody, dice) {
            Ok(Some((name, Grade::Signature))) => Whose::Key(name.to_string()),
            Ok(Some((name, Grade::Serial))) => Whose::BySerial(name.to_string()),
            Ok(None) => Whose::NoneOfThem,
            Err(CtapError::Refused(Status::PinRequired)) => {
                Whose::NotKnown("does not say: it signs nothing without its PIN")
            }
            Err(CtapError::Refused(Status::PinPolicyViolation)) => {
                Whose::NotKnown("does not say: it wants a new PIN first")
            }
            Err(e) => return Err(e),
        },
    };
    let model = models.name(&info.aaguid).map(str::to_owned);
    let advisories = models.warnings(&info.aaguid);
    Ok(KeySaid {
        whose,
        info,
        model,
        advisories,
        tries,
        serial,
        oddities: client.oddities().iter().copied().collect(),
    })
}
