//! What a key's word about its model is worth: FIDO's list that was carried in, and what is done where it says no.

use crate::ceremony::roll::{self, RollCall};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Genuineness, Proof};
use crate::duty::day;
use crate::plan::{Name, Unproven};
use crate::text::hex;
use crate::webauthn::{Genuine, Metadata, Trust, base64url, judge_genuine};
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;
use jiff::Timestamp;

/// The list that was imported last, from the inbox; None where none was.
///
/// # Errors
/// [`Stop::Fault`] where its file is not there any more, or is another.
pub(in crate::ceremony) fn list(w: &mut World) -> Result<Option<Metadata>, Stop> {
    let Some(known) = w.book.custody().metadata().cloned() else {
        return Ok(None);
    };
    let bad = |why: Clause| {
        Stop::Fault(Trouble::BadList {
            file: format!("inbox/{}", known.file),
            why,
        })
    };
    let file = w.book.inbox(&known.file)?;
    let file = file.ok_or_else(|| bad(Clause::NoSuchFile))?;
    let hash = hex::decode_exactly(&known.hash);
    let list = Metadata::imported(&file, &hash.unwrap_or_default());
    list.map(Some)
        .map_err(|e| bad(Clause::Words(e.to_string())))
}

/// The root of FIDO's list that the plan names, DER; None: the one in the program.
pub(in crate::ceremony) fn root(w: &World) -> Option<Vec<u8>> {
    base64url::decode(w.plan.rules.fido_root.as_deref()?)
}

/// That a newer list should have been carried in by now, if so.
pub fn stale(list: &Metadata, now: Timestamp) -> Option<Clause> {
    let today = day::of(now);
    list.is_stale(today).then(|| Clause::ListIsStale {
        number: list.number,
        until: list.next_update.to_string(),
    })
}

/// Judges the attestation of a new key of this model, and says it. Both assent where something is known against the
/// model, and where all its keys prove what they are, and this program cannot judge what this one shows.
///
/// # Errors
/// [`Stop::Breach`] where the key claims what it cannot prove; [`Stop::Refusal`] where the plan wants proof, or one of
/// them does not assent.
pub(in crate::ceremony) fn judged(
    w: &mut World,
    roll: &RollCall,
    name: &Name,
    aaguid: &[u8; 16],
    trust: &Trust,
) -> Result<Genuineness, Stop> {
    let (list, now) = (list(w)?, w.book.now());
    if let Some(what) = list.as_ref().and_then(|list| stale(list, now)) {
        w.people.tell(&Prompt::BeAware { what });
    }
    let judged = judge_genuine(aaguid, trust, list.as_ref(), now);
    let genuine = judged.map_err(|why| {
        Stop::Breach(Trouble::NotGenuine {
            key: name.clone(),
            why: why.to_string(),
        })
    })?;
    let listed = list.as_ref().and_then(|list| list.model(aaguid));
    let model = listed.map(|model| model.name.to_string());
    let key = name.clone();

    let by = match &genuine {
        Genuine::Proven(model) => {
            w.people.tell(&Prompt::KeyIsGenuine {
                key: key.clone(),
                model: model.name.to_string(),
                list: list.as_ref().map_or(0, |list| list.number),
            });
            Proof::Certificates
        }
        other => {
            let why = unproven(other, list.is_some());
            if w.plan.rules.unproven_keys == Some(Unproven::Refused) {
                return Err(Stop::Refusal(Trouble::KeyUnproven { key, why }));
            }
            match listed.filter(|model| model.has_certificates) {
                // It has something to show, and the lack is ours: that is for both to weigh.
                Some(model) => {
                    let what = Clause::ModelIsUnproven {
                        key: key.clone(),
                        model: model.name.to_string(),
                        why: Box::new(why),
                    };
                    roll::exception(w, roll, &what)?;
                }
                None => w.people.tell(&Prompt::KeyIsUnproven {
                    key: key.clone(),
                    why,
                }),
            }
            proof(other)
        }
    };
    let chain = match trust {
        Trust::Certificates(chain) => &chain[..],
        _ => &[],
    };
    let warnings = listed.into_iter().flat_map(|model| model.warnings(chain));
    let warnings: Vec<String> = warnings.map(ToString::to_string).collect();
    if !warnings.is_empty() {
        let what = Clause::ModelIsWarnedOf {
            key,
            warnings: warnings.clone(),
        };
        roll::exception(w, roll, &what)?;
    }
    Ok(Genuineness {
        by,
        model,
        list: list.map(|list| list.number),
        warnings,
    })
}

fn proof(genuine: &Genuine) -> Proof {
    match genuine {
        Genuine::Proven(_) => Proof::Certificates,
        Genuine::NotListed => Proof::UnlistedCertificates,
        Genuine::NotVerifiable => Proof::UnverifiedCertificates,
        Genuine::Own => Proof::Own,
        Genuine::Nothing => Proof::Nothing,
        Genuine::OtherFormat(_) => Proof::OtherFormat,
    }
}

fn unproven(genuine: &Genuine, has_list: bool) -> Clause {
    match genuine {
        Genuine::Own => Clause::VouchesForItself,
        Genuine::NotVerifiable => Clause::CertificatesNotVerified,
        Genuine::OtherFormat(format) => Clause::AttestsOtherwise {
            format: format.to_string(),
        },
        Genuine::NotListed | Genuine::Proven(_) if has_list => Clause::ModelNotListed,
        Genuine::NotListed | Genuine::Proven(_) => Clause::NoListYet,
        Genuine::Nothing => Clause::ProvesNothing,
    }
}
