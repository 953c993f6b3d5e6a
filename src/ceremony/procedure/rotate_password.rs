//! A new password: drawn, split, every share printed and proven, handed over in two halves, confirmed.

use crate::book::{Intent, Outcome};
use crate::ceremony::ask::{by_hand, confirmed};
use crate::ceremony::bag;
use crate::ceremony::paper::{drawn, prove_share, share_typed};
use crate::ceremony::quarantine;
use crate::ceremony::roll::Assent;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::deed::SetPassword;
use crate::custody::{DeedResult, Item, SheetId};
use crate::plan::Name;
use crate::secret::{Secret, alphabet, draw_password};
use crate::share::{self, Scheme};
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Sets a new password, whose shares are all on proven paper before it goes live (I1, I8).
pub fn rotate_password(w: &mut World, roll: &RollCall, account: &Name) -> Result<(), Stop> {
    settle_password(w, roll, account)?; // what a crash left open: k new shares, else k old
    if w.book.custody().password_is_new(account) {
        return Ok(());
    }
    let both = roll.assent(
        w,
        &Clause::NewPassword {
            account: account.clone(),
        },
    )?;
    let (set, password) = prove_password(w, roll, account)?;

    let upn = upn(w, account);
    confirmed(
        w,
        &Prompt::OpenTenant {
            account: upn.clone(),
        },
        || Trouble::NotConfirmed {
            what: Clause::TenantsPageIsOpen {
                account: upn.clone(),
            },
        },
    )?;
    let intent = w.book.intend_by(
        SetPassword {
            account: account.clone(),
            set,
        },
        both.by(),
    )?;
    let outcome = hand_over(w, intent, &upn, &password, &both);
    w.book.ended(outcome)
}

/// Draws a password, splits it, and proves every share. The master secret and the shares end here.
fn prove_password(w: &mut World, roll: &RollCall, account: &Name) -> Result<(u64, Secret), Stop> {
    let rule = w.plan.account(account).map(|a| a.password.clone());
    let rule = rule.ok_or_else(|| split_failed(&"the plan knows no such account"))?;
    let alphabet = alphabet(&w.plan.secrets.keyboards)
        .map_err(|missing| split_failed(&format!("the keyboards have no {} alike", missing.0)))?;
    let password = draw_password(rule.length, &alphabet, &mut w.dice).map_err(drawn)?;
    let master = share::master_of_password(&password).map_err(|e| split_failed(&e))?;
    let (k, n) = (
        u8::try_from(rule.threshold),
        u8::try_from(rule.shares.len()),
    );
    let scheme =
        Scheme::single(k.unwrap_or(u8::MAX), n.unwrap_or(u8::MAX)).map_err(|e| split_failed(&e))?;
    let shares = share::split(&master, &scheme, &mut w.dice).map_err(|e| split_failed(&e))?;
    let set = w
        .book
        .custody()
        .passwords()
        .get(account)
        .map_or(0, |p| p.sets)
        + 1;
    for (member, share) in (1..).zip(shares.iter().flatten()) {
        prove_share(w, roll, account, set, member, share)?;
    }
    Ok((set, password))
}

fn split_failed(why: &dyn std::fmt::Display) -> Stop {
    Stop::Refusal(Trouble::NotAllowed {
        why: Clause::CannotSplit {
            why: why.to_string(),
        },
    })
}

/// Two people type one half each; then the honest test: accepted, then asked for the passkey.
fn hand_over(
    w: &mut World,
    intent: Intent<SetPassword>,
    account: &str,
    password: &Secret,
    _both: &Assent,
) -> Outcome<(), Stop> {
    if let Err(stop) = show_halves(w, account, password) {
        return intent.unknown(stop);
    }
    match w.people.confirm(&Prompt::AcceptedThenPasskey {
        account: account.into(),
    }) {
        Ok(true) => intent.done(()),
        Ok(false) => {
            let unchanged = w.people.confirm(&Prompt::RefusedAndUnchanged {
                account: account.into(),
            });
            let why = || Trouble::NotConfirmed {
                what: Clause::NewPasswordIsAccepted {
                    account: account.into(),
                },
            };
            match unchanged {
                Ok(true) => intent.not_done(Stop::Fault(why())),
                Ok(false) => intent.unknown(Stop::Fault(why())),
                Err(left) => intent.unknown(left),
            }
        }
        left => by_hand(intent, left, || Trouble::NotAssented),
    }
}

fn show_halves(w: &mut World, account: &str, password: &Secret) -> Result<(), Stop> {
    let (first, second) = password.bytes().split_at(password.len() / 2);
    let half = |bytes: &[u8]| Secret::build(bytes.len(), |out| out.copy_from_slice(bytes));
    let (first, second) = (half(first)?, half(second)?);
    w.people.show(
        &Prompt::FirstHalf {
            account: account.into(),
        },
        &first,
    )?;
    w.people.show(
        &Prompt::SecondHalf {
            account: account.into(),
        },
        &second,
    )
}

/// If it is not known whether a password was set: it is restored from paper and tried, the new one first.
fn settle_password(w: &mut World, roll: &RollCall, account: &Name) -> Result<(), Stop> {
    let state = w
        .book
        .custody()
        .passwords()
        .get(account)
        .cloned()
        .unwrap_or_default();
    let Some((intent, set)) = state.doubt else {
        return Ok(());
    };
    let upn = upn(w, account);

    let new = restore(w, roll, account, set)?;
    show_halves(w, &upn, &new)?;
    if w.people.confirm(&Prompt::DoesNewPasswordWork {
        account: upn.clone(),
    })? {
        w.book.settle(intent, DeedResult::Done)?;
        return Ok(());
    }
    // Only what is certain ends the doubt: a tenant may be slow, and shares that may be live are not voided.
    let old_stands = match state.live {
        Some(live) => {
            let old = restore(w, roll, account, live)?;
            show_halves(w, &upn, &old)?;
            w.people.confirm(&Prompt::DoesOldPasswordWork {
                account: upn.clone(),
            })?
        }
        None => w.people.confirm(&Prompt::RefusedAndUnchanged {
            account: upn.clone(),
        })?,
    };
    if !old_stands {
        return Err(Stop::Breach(Trouble::PasswordLost { account: upn }));
    }
    w.book.settle(intent, DeedResult::NotDone)?;
    Ok(())
}

/// A password from as many shares as it needs: any of them. One that cannot be had, or is not as it was printed, is named
/// and passed over, as long as enough others are left.
fn restore(w: &mut World, roll: &RollCall, account: &Name, set: u64) -> Result<Secret, Stop> {
    let members = w.book.custody().set(account, set);
    let members: Vec<SheetId> = members.into_values().cloned().collect();
    let needed = w.plan.account(account).map_or(0, |a| a.password.threshold);
    let (mut shares, mut missing) = (Vec::new(), None);
    for sheet in members {
        if shares.len() >= needed as usize {
            break;
        }
        match share_on(w, roll, &sheet) {
            Ok(share) => shares.push(share),
            Err(Stop::Leave) => return Err(Stop::Leave),
            Err(stop) if stop.ends_the_run() => return Err(stop),
            Err(Stop::Fault(why) | Stop::Refusal(why)) => {
                w.people.tell(&Prompt::Stopped {
                    trouble: why.clone(),
                });
                missing = Some(Stop::Fault(why));
            }
            Err(Stop::Breach(why)) => {
                w.people.tell(&Prompt::Stopped {
                    trouble: why.clone(),
                });
                quarantine::breach(w, &why)?;
                missing = Some(Stop::Fault(why));
            }
        }
    }
    if let Some(stop) = missing.filter(|_| shares.len() < needed as usize) {
        return Err(stop);
    }
    let master = share::combine(&shares).map_err(|e| not_restored(&e))?;
    share::password_of_master(&master).map_err(|e| not_restored(&e))
}

/// The share on a sheet, typed, with the fingerprint that it had when it was proven.
fn share_on(w: &mut World, roll: &RollCall, sheet: &SheetId) -> Result<share::Share, Stop> {
    let item = Item::Sheet {
        sheet: sheet.clone(),
    };
    bag::bring_out(w, roll, &item)?;
    let share = share_typed(w, sheet)?;
    let known = w.book.custody().sheets().get(sheet);
    let known = known.and_then(|sheet| sheet.fingerprint.clone());
    if known != Some(hex::encode(&share.fingerprint())) {
        return Err(Stop::Breach(Trouble::ShareAltered {
            sheet: sheet.clone(),
        }));
    }
    Ok(share)
}

fn not_restored(why: &dyn std::fmt::Display) -> Stop {
    Stop::Refusal(Trouble::NotAllowed {
        why: Clause::SharesGiveNoPassword {
            why: why.to_string(),
        },
    })
}

fn upn(w: &World, account: &Name) -> String {
    w.plan
        .account(account)
        .map_or_else(|| account.to_string(), |a| a.upn.clone())
}
