//! A key that this book does not know gets its identity credential.

use super::found::{Opened, PLUG_TRIES, lied, open, ports, stop};
use super::genuine;
use super::identity::{self, IDENTITY_RP, answers_as};
use crate::book::{Intent, Outcome};
use crate::ceremony::ask::confirmed;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::ctap::{Client, CtapError, Link, NewCredential, first_touched};
use crate::custody::deed::MakeIdentity;
use crate::custody::{Counters, DeedResult, Identity, Serials};
use crate::plan::Name;
use crate::secret::Entropy;
use crate::text::hex;
use crate::webauthn::{attestation_object, verify_attestation};
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Plugs in a key that this book does not know, without a PIN, and gives it its identity credential.
///
/// # Errors
/// [`Stop::Refusal`] if it is not new.
pub(in crate::ceremony) fn admit(w: &mut World, roll: &RollCall, name: &Name) -> Result<(), Stop> {
    let (mut client, port) = new_key(w, name)?;
    let serials = identity::serials(&mut client, &port);
    let intent = w.book.intend(MakeIdentity { key: name.clone() })?;
    w.people.tell(&Prompt::TouchNow { key: name.clone() });
    let outcome = make_identity(w, roll, intent, &mut client, name, serials);
    w.book.ended(outcome)
}

fn new_key(w: &mut World, name: &Name) -> Result<Opened, Stop> {
    let no_new_key = || Trouble::NoNewKey { key: name.clone() };
    let not_new = |why: Clause| {
        Stop::Refusal(Trouble::KeyNotNew {
            key: name.clone(),
            why,
        })
    };
    let key = name.clone();
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
                return Err(not_new(Clause::IsKey { key: other.clone() }));
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
                let question = Prompt::WhichNewKey { key: name.clone() };
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
    w.people.tell(&Prompt::TouchNewKey { key: name.clone() });
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
    if !auth.flags.stays_in_the_key() {
        return Err(lied(name, Clause::PasskeyCanBeCopied));
    }
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
        attestation: hex::encode(&attestation_object(&made)),
        client_data_hash: hex::encode(&client_data_hash),
        maker_serial: serials.maker,
        usb_serial: serials.usb,
    })
}
