//! Secrets on paper: printed, proven, read, destroyed (I1).

use super::ask::{TRIES, by_hand, confirmed};
use super::bag;
use super::roll::RollCall;
use super::stop::Stop;
use super::world::{Beside, People, World};
use crate::book::{Intent, Outcome};
use crate::custody::deed::{DestroySheet, PrintSheet};
use crate::custody::{Event, Item, Page, SheetId, SheetState};
use crate::duty::day;
use crate::plan::{Name, Pins, Plan};
use crate::secret::{
    DrawError, Entropy, Secret, check_letters, draw_pin, draw_proof_word, is_trivial,
};
use crate::share::Share;
use crate::sheet::{self, PinSheet, PinText, ShareSheet, Stationery};
use crate::text::hex;
use crate::words::clause::Clause;
use crate::words::say::{Document, Half, Prompt, SheetKind};
use crate::words::trouble::Trouble;
use zeroize::Zeroizing;

/// A secret that was read back from its paper. Only reading back makes one, and only this goes live:
/// ```compile_fail
/// use sealwright::{ceremony::paper::{Pin, Proven}, custody::SheetId};
/// fn forge(pin: Pin, sheet: SheetId) -> Proven<Pin> { Proven { value: pin, sheet } }
/// ```
pub struct Proven<T> {
    value: T,
    sheet: SheetId,
}

impl<T> Proven<T> {
    /// The sheet that it stands on.
    pub fn sheet(&self) -> SheetId {
        self.sheet.clone()
    }

    /// The secret, lent.
    pub fn value(&self) -> &T {
        &self.value
    }
}

/// A key's PIN.
pub struct Pin(Secret);

impl Pin {
    /// The PIN, lent.
    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

/// A PIN typed from a sheet, with its check letters. It may or may not be the key's.
pub struct PinOnPaper {
    secret: Secret,
    sheet: SheetId,
}

impl PinOnPaper {
    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }

    pub(super) fn sheet(&self) -> &SheetId {
        &self.sheet
    }
}

/// A new PIN for a key, printed or written as the plan says, and read back from the paper.
///
/// # Errors
/// [`Stop`]; a page that came out is then void, or will be found loose.
pub fn prove_pin(w: &mut World, roll: &RollCall, key: &Name) -> Result<Proven<Pin>, Stop> {
    let page = Page::Pin { key: key.clone() };
    let sheet = w.book.custody().next_sheet(&page);
    let (pin, proof_word) = match w.plan.secrets.pins {
        Pins::Printed => printed_pin(w, key, &sheet, page)?,
        Pins::Written => written_pin(w, key, &sheet, page)?,
    };
    read_back(w, &sheet, |w| {
        let typed = pin_typed(w, key, &sheet)?;
        Ok(typed.is(&pin) && is_proof_word(w, &sheet, &proof_word)?)
    })?;
    let by = vec![roll.pin_custodian().clone()];
    w.book.note(Event::SheetProven {
        sheet: sheet.clone(),
        fingerprint: None,
        by,
    })?;
    Ok(Proven {
        value: Pin(pin),
        sheet,
    })
}

/// The program draws it, the printer puts it onto the sheet.
fn printed_pin(
    w: &mut World,
    key: &Name,
    sheet: &SheetId,
    page: Page,
) -> Result<(Secret, Secret), Stop> {
    let pin = draw_pin(w.plan.rules.pin_digits, &mut w.dice).map_err(drawn)?;
    let proof_word = draw_proof_word(&mut w.dice).map_err(drawn)?;
    let check = check_letters(&pin, sheet.as_str());
    let text = PinText::Printed {
        pin: &pin,
        check: &check,
    };
    print_pin(w, key, sheet, page, text, &proof_word)?;
    Ok((pin, proof_word))
}

/// The PIN custodian throws dice and writes it onto a form, so that neither screen nor printer ever knows it. Typed
/// once, it gives the check letters, which are written beside it.
fn written_pin(
    w: &mut World,
    key: &Name,
    sheet: &SheetId,
    page: Page,
) -> Result<(Secret, Secret), Stop> {
    let digits = w.plan.rules.pin_digits;
    let proof_word = draw_proof_word(&mut w.dice).map_err(drawn)?;
    let form = PinText::Written {
        digits: digits as usize,
    };
    print_pin(w, key, sheet, page, form, &proof_word)?;
    let pin = first_typed(w, key, sheet, digits)?;
    let mut letters = check_letters(&pin, sheet.as_str());
    let letters = Secret::take(&mut letters)?;
    let prompt = Prompt::LettersFor {
        sheet: sheet.clone(),
    };
    w.people.show(&prompt, &letters)?;
    Ok((pin, proof_word))
}

/// A written PIN, typed for the first time. One that is too simple stands on the paper in ink: the form is void.
fn first_typed(w: &mut World, key: &Name, sheet: &SheetId, digits: u32) -> Result<Secret, Stop> {
    let question = Prompt::PinWritten {
        key: key.clone(),
        sheet: sheet.clone(),
        digits,
    };
    for _ in 0..TRIES {
        let pin = w.people.secret(&question)?.without_blanks()?;
        if pin.len() == digits as usize && pin.bytes().iter().all(u8::is_ascii_digit) {
            if !is_trivial(pin.bytes()) {
                return Ok(pin);
            }
            break;
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::NotThePinsDigits { digits },
        });
    }
    w.book.note(Event::SheetVoided {
        sheet: sheet.clone(),
    })?;
    Err(Stop::Fault(Trouble::NotAPin {
        sheet: sheet.clone(),
        digits,
    }))
}

fn print_pin(
    w: &mut World,
    key: &Name,
    sheet: &SheetId,
    page: Page,
    pin: PinText,
    proof_word: &Secret,
) -> Result<(), Stop> {
    let (date, cover) = (today(w), cover(w)?);
    let planned = w.plan.key(key).ok_or_else(|| not_planned(key))?;
    let account = w
        .plan
        .account(&planned.account)
        .map_or("", |a| a.upn.as_str());
    let place = w
        .plan
        .place(&planned.pin_place)
        .map_or("", |p| p.name.as_str());
    let on = stationery(&w.plan, w.book.custody().is_rehearsal());
    let text = sheet::pin_sheet(&PinSheet {
        on,
        serial: sheet.as_str(),
        key: key.as_str(),
        account,
        place,
        date,
        due: day::rotate_by(date, w.plan.rules.rotate_every_months),
        pin,
        proof_word,
        cover,
    });
    print(w, sheet, page, &text)
}

/// One share of a new password: printed, and read back from the paper.
///
/// # Errors
/// As [`prove_pin`].
pub fn prove_share(
    w: &mut World,
    roll: &RollCall,
    account: &Name,
    set: u64,
    member: u64,
    share: &Share,
) -> Result<SheetId, Stop> {
    let page = Page::Share {
        account: account.clone(),
        set,
        member,
    };
    let sheet = w.book.custody().next_sheet(&page);
    let proof_word = draw_proof_word(&mut w.dice).map_err(drawn)?;
    print_share(w, account, &sheet, page, member, share, &proof_word)?;
    let fingerprint = share.fingerprint();
    read_back(w, &sheet, |w| {
        let typed = share_typed(w, &sheet)?;
        Ok(typed.fingerprint() == fingerprint && is_proof_word(w, &sheet, &proof_word)?)
    })?;
    let fingerprint = Some(hex::encode(&fingerprint));
    let by = both(roll);
    w.book.note(Event::SheetProven {
        sheet: sheet.clone(),
        fingerprint,
        by,
    })?;
    Ok(sheet)
}

fn print_share(
    w: &mut World,
    account: &Name,
    sheet: &SheetId,
    page: Page,
    member: u64,
    share: &Share,
    proof_word: &Secret,
) -> Result<(), Stop> {
    let (date, cover) = (today(w), cover(w)?);
    let planned = w
        .plan
        .account(account)
        .ok_or_else(|| not_planned(account))?;
    let member = u32::try_from(member).unwrap_or_default();
    let place = planned
        .password
        .shares
        .get((member as usize).wrapping_sub(1))
        .and_then(|p| w.plan.place(p));
    let members = u32::try_from(planned.password.shares.len()).unwrap_or_default();
    let words = share.words()?;
    let on = stationery(&w.plan, w.book.custody().is_rehearsal());
    let text = sheet::share_sheet(&ShareSheet {
        on,
        serial: sheet.as_str(),
        account: &planned.upn,
        identifier: share.label().id.into(),
        member,
        members,
        threshold: planned.password.threshold,
        place: place.map_or("", |p| p.name.as_str()),
        date,
        due: day::rotate_by(date, w.plan.rules.rotate_every_months),
        words: &words,
        proof_word,
        cover,
    });
    print(w, sheet, page, &text)
}

/// What all sheets of a plan have in common.
pub(super) fn stationery(plan: &Plan, rehearsal: bool) -> Stationery<'_> {
    Stationery {
        rehearsal,
        organisation: &plan.organisation,
        paper: plan.sheets.paper,
        envelope: plan.sheets.envelope,
    }
}

/// What the pattern against see-through is made from.
fn cover(w: &mut World) -> Result<[u8; 32], Stop> {
    let mut cover = [0; 32];
    w.dice.fill(&mut cover)?;
    Ok(cover)
}

/// Both custodians: of a share each reads one half.
pub(super) fn both(roll: &RollCall) -> Vec<Name> {
    vec![roll.pin_custodian().clone(), roll.key_custodian().clone()]
}

fn print(w: &mut World, sheet: &SheetId, page: Page, text: &sheet::Page) -> Result<(), Stop> {
    let what = match page {
        Page::Pin { .. } => SheetKind::Pin,
        Page::Share { .. } => SheetKind::Share,
    };
    let intent = w.book.intend(PrintSheet {
        sheet: sheet.clone(),
        page,
    })?;
    w.printed_secret = true;
    let outcome = put_on_paper(w, intent, sheet, text);
    w.book.ended(outcome)?;
    let came = w.people.confirm(&Prompt::TakePage {
        sheet: sheet.clone(),
        what,
    })?;
    if came {
        return Ok(());
    }
    w.book.note(Event::SheetVoided {
        sheet: sheet.clone(),
    })?;
    Err(Stop::Fault(Trouble::NotPrinted {
        sheet: sheet.clone(),
        why: Clause::NoPageCame,
    }))
}

fn put_on_paper(
    w: &mut World,
    intent: Intent<PrintSheet>,
    sheet: &SheetId,
    text: &sheet::Page,
) -> Outcome<(), Stop> {
    match told(w, text) {
        Ok(()) => intent.done(()),
        // A part of the page may be out: the sheet becomes void, and void sheets are looked for and destroyed.
        Err(NotPrinted::Failed(why)) => intent.not_done(Stop::Fault(Trouble::NotPrinted {
            sheet: sheet.clone(),
            why: Clause::Words(why),
        })),
        Err(NotPrinted::Left) => intent.not_done(Stop::Leave),
    }
}

/// Why a page is not known to be printed.
enum NotPrinted {
    /// What happened.
    Failed(String),
    /// The people did not wait for it; they were told what is known of it.
    Left,
}

/// Prints a page; people hear that it does, and what the printer says meanwhile, and can leave.
fn told(w: &mut World, page: &sheet::Page) -> Result<(), NotPrinted> {
    w.people.tell(&Prompt::Printing);
    let mut table = AtTheTable {
        people: w.people,
        left: false,
    };
    w.printer.print(page, &mut table).map_err(|why| {
        if !table.left {
            return NotPrinted::Failed(why);
        }
        table.hear(&why);
        NotPrinted::Left
    })
}

/// The people of a ceremony, beside their printer.
struct AtTheTable<'a> {
    people: &'a mut dyn People,
    left: bool,
}

impl Beside for AtTheTable<'_> {
    fn hear(&mut self, what: &str) {
        self.people.tell(&Prompt::PrinterSays { what: what.into() });
    }

    fn leave(&mut self) -> bool {
        self.left |= self.people.leaves();
        self.left
    }
}

/// Reads a fresh sheet back, up to three times. A sheet that cannot be read back is void.
fn read_back(
    w: &mut World,
    sheet: &SheetId,
    mut reads: impl FnMut(&mut World) -> Result<bool, Stop>,
) -> Result<(), Stop> {
    for _ in 0..TRIES {
        if reads(w)? {
            return Ok(());
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::NotAsPrinted,
        });
    }
    w.book.note(Event::SheetVoided {
        sheet: sheet.clone(),
    })?;
    Err(Stop::Fault(Trouble::Unreadable {
        sheet: sheet.clone(),
    }))
}

fn is_proof_word(w: &mut World, sheet: &SheetId, drawn: &Secret) -> Result<bool, Stop> {
    let typed = w.people.secret(&Prompt::ProofWord {
        sheet: sheet.clone(),
    })?;
    let kept: Zeroizing<Vec<u8>> = typed
        .bytes()
        .iter()
        .filter(|b| !b.is_ascii_whitespace())
        .map(u8::to_ascii_lowercase)
        .collect::<Vec<u8>>()
        .into();
    let mut kept = kept;
    Ok(Secret::take(&mut kept)?.is(drawn))
}

/// The PIN on a sheet, typed with its check letters.
///
/// # Errors
/// [`Stop`].
pub(super) fn pin_from(w: &mut World, key: &Name, sheet: &SheetId) -> Result<PinOnPaper, Stop> {
    let secret = pin_typed(w, key, sheet)?;
    Ok(PinOnPaper {
        secret,
        sheet: sheet.clone(),
    })
}

fn pin_typed(w: &mut World, key: &Name, sheet: &SheetId) -> Result<Secret, Stop> {
    for _ in 0..TRIES {
        let typed = w.people.secret(&Prompt::PinFrom {
            key: key.clone(),
            sheet: sheet.clone(),
        })?;
        if let Some(pin) = checked(&typed, sheet)? {
            return Ok(pin);
        }
        w.people.tell(&Prompt::TypedWrong {
            what: Clause::LettersDoNotFit,
        });
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::ThePin {
            sheet: sheet.clone(),
        },
    }))
}

/// The PIN, if the two letters behind it fit to it and to the sheet (I3).
fn checked(typed: &Secret, sheet: &SheetId) -> Result<Option<Secret>, Stop> {
    let mut kept = Zeroizing::new(Vec::with_capacity(typed.len()));
    kept.extend(
        typed
            .bytes()
            .iter()
            .filter(|b| !b.is_ascii_whitespace() && **b != b'-'),
    );
    if kept.len() < 6 {
        return Ok(None);
    }
    let pin_len = kept.len() - 2;
    let letters = Zeroizing::new(kept.split_off(pin_len));
    let pin = Secret::take(&mut kept)?;
    let right = check_letters(&pin, sheet.as_str());
    Ok(letters
        .iter()
        .map(u8::to_ascii_uppercase)
        .eq(right)
        .then_some(pin))
}

/// A share typed from its sheet, one half by each: three times, with what is wrong said each time.
pub(super) fn share_typed(w: &mut World, sheet: &SheetId) -> Result<Share, Stop> {
    for _ in 0..TRIES {
        let upper = half_typed(w, sheet, Half::Upper)?;
        let lower = half_typed(w, sheet, Half::Lower)?;
        let words = Secret::build(upper.len() + 1 + lower.len(), |out| {
            out.fill(b' ');
            out[..upper.len()].copy_from_slice(upper.bytes());
            out[upper.len() + 1..].copy_from_slice(lower.bytes());
        })?;
        match Share::parse(words.text().unwrap_or_default()) {
            Ok(share) => return Ok(share),
            Err(why) => w.people.tell(&Prompt::ShareIsNoShare {
                why: why.to_string(),
            }),
        }
    }
    Err(Stop::Fault(Trouble::TypedTooOften {
        what: Clause::TheWords {
            sheet: sheet.clone(),
        },
    }))
}

fn half_typed(w: &mut World, sheet: &SheetId, half: Half) -> Result<Secret, Stop> {
    w.people.secret(&Prompt::ShareFrom {
        sheet: sheet.clone(),
        half,
    })
}

/// A page is destroyed before both; superseded ones only when what replaces them is sealed (I12).
///
/// # Errors
/// [`Stop`].
pub(super) fn destroy(w: &mut World, roll: &RollCall, sheet: &SheetId) -> Result<(), Stop> {
    bag::bring_out(
        w,
        roll,
        &Item::Sheet {
            sheet: sheet.clone(),
        },
    )?;
    let why = match w.book.custody().sheets().get(sheet).map(|s| s.state) {
        Some(SheetState::Wiped) => Clause::ItsKeyIsWiped,
        Some(SheetState::Void) => Clause::NeverUsed,
        _ => Clause::AnotherTookItsPlace,
    };
    let intent = w.book.intend(DestroySheet {
        sheet: sheet.clone(),
    })?;
    let answer = w.people.confirm(&Prompt::Destroy {
        sheet: sheet.clone(),
        why,
    });
    let outcome = by_hand(intent, answer, || Trouble::NotConfirmed {
        what: Clause::SheetIsDestroyed {
            sheet: sheet.clone(),
        },
    });
    w.book.ended(outcome)
}

/// A page without a secret. It is no deed: after a crash it is printed again.
///
/// # Errors
/// [`Stop::Fault`].
pub(super) fn print_document(
    w: &mut World,
    page: &sheet::Page,
    document: Document,
) -> Result<(), Stop> {
    let sheet = page.serial().to_owned();
    let not_printed = |why: Clause| Trouble::DocumentNotPrinted {
        sheet: sheet.clone(),
        why,
    };
    told(w, page).map_err(|e| match e {
        NotPrinted::Failed(why) => Stop::Fault(not_printed(Clause::Words(why))),
        NotPrinted::Left => Stop::Leave,
    })?;
    let question = Prompt::TakeDocument {
        sheet: sheet.clone(),
        document,
    };
    confirmed(w, &question, || not_printed(Clause::PageNotConfirmed))
}

/// Prints a page that takes the place of the last secret in the printer's memory.
///
/// # Errors
/// [`Stop::Fault`].
pub(super) fn flush_printer(w: &mut World) -> Result<(), Stop> {
    let page = sheet::flush_page(&stationery(&w.plan, w.book.custody().is_rehearsal()));
    print_document(w, &page, Document::FlushPage)?;
    w.printed_secret = false;
    Ok(())
}

pub(super) fn today(w: &mut World) -> jiff::civil::Date {
    day::of(w.book.now())
}

fn not_planned(name: &Name) -> Stop {
    Stop::Refusal(Trouble::NotAllowed {
        why: Clause::NotInThePlan {
            name: name.to_string(),
        },
    })
}

pub(super) fn drawn(e: DrawError) -> Stop {
    match e {
        DrawError::ArenaFull => Stop::Fault(Trouble::NoLockedMemory),
        DrawError::Entropy(e) => e.into(),
        other => Stop::Fault(Trouble::NoEntropy {
            why: other.to_string(),
        }),
    }
}
