//! Two played custodians. They know only what the screen says, what lies before them, and what is on paper.

use super::stage::{PlayedBag, Shared, Stage};
use super::words::Words;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::People;
use crate::secret::{Chance, Secret, is_trivial};
use crate::sheet::REHEARSAL_MARK;
use crate::softkey::{SoftKey, SoftLink};
use crate::text::language::Language;
use crate::words;
use crate::words::clause::{Clause, Thing};
use crate::words::facts::{Takes, Yes};
use crate::words::say::{BagPurpose, Choice, Document, Half, Prompt};
use crate::words::trouble::Trouble;
use std::cell::RefMut;
use std::time::Duration;

/// Where what is said and answered is written down.
pub trait Transcript {
    /// One piece: what was said, and what was answered (secrets are not).
    fn write(&mut self, said: &Prompt, answer: Option<&str>);

    /// Whose words it has for what was chosen, masked or shown.
    fn language(&self) -> Language {
        Language::English
    }
}

impl Transcript for () {
    fn write(&mut self, _: &Prompt, _: Option<&str>) {}
}

/// What the two do beyond the ordinary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// They leave at this question, counted from 1.
    pub leave_at: Option<u64>,
    /// They answer this question wrongly: "no", another serial, a mistyped secret.
    pub wrong_at: Option<u64>,
    /// At this question somebody changes the plugged-in key for another one that lies on the table, or a strange one.
    pub swap_key_at: Option<u64>,
    /// At this question the page in hand is stained.
    pub stain_at: Option<u64>,
    /// When trying again does not help, they leave the step out instead of stopping.
    pub leaves_out: bool,
    /// They stop at this question, counted from 1, and then end the ceremony unfinished.
    pub abandons_at: Option<u64>,
    /// They never assent to an exception.
    pub cautious: bool,
    /// Who acts, where the plan allows several: index into the names offered.
    pub who: usize,
}

/// The played pair.
pub struct PlayedPeople<T> {
    shared: Shared,
    transcript: T,
    script: Script,
    questions: u64,
    again: u64,
    struck: bool,
    left: bool,
}

/// After so many tries in a row that change nothing, the pair stops safely.
const PATIENCE: u64 = 2;

impl<T: Transcript> PlayedPeople<T> {
    /// A pair on this stage.
    pub fn new(shared: Shared, transcript: T, script: Script) -> PlayedPeople<T> {
        PlayedPeople {
            shared,
            transcript,
            script,
            questions: 0,
            again: 0,
            struck: false,
            left: false,
        }
    }

    /// How many questions were asked.
    pub fn questions(&self) -> u64 {
        self.questions
    }

    /// Whether what the script wants beyond the ordinary has happened, and made a difference.
    pub fn struck(&self) -> bool {
        self.struck
    }

    fn stage(&self) -> RefMut<'_, Stage> {
        self.shared.stage.borrow_mut()
    }

    /// One question: an effect, answered by `answer` on the stage.
    fn ask<A>(
        &mut self,
        question: &Prompt,
        answer: impl FnOnce(&mut PlayedPeople<T>, bool) -> Result<A, Stop>,
    ) -> Result<A, Stop> {
        self.questions += 1;
        let is_now = |at: Option<u64>| at == Some(self.questions);
        let (leaves, wrong) = (is_now(self.script.leave_at), is_now(self.script.wrong_at));
        let (swaps, stains) = (
            is_now(self.script.swap_key_at),
            is_now(self.script.stain_at),
        );
        let effect = self.stage().begin("people", || format!("{question:?}"));
        if leaves || is_now(self.script.abandons_at) {
            self.struck = true;
            self.left = true;
            return Err(Stop::Leave);
        }
        if swaps {
            let swapped = swap_key(&mut self.stage());
            self.struck |= swapped;
        }
        if stains {
            let stained = stain(&mut self.stage(), question);
            self.struck |= stained;
        }
        let answered = answer(self, wrong);
        let mut stage = self.stage();
        stage.wait(Duration::from_secs(7));
        stage.end(&effect);
        drop(stage);
        answered
    }
}

impl<T: Transcript> People for PlayedPeople<T> {
    fn language(&self) -> Language {
        self.transcript.language()
    }

    fn tell(&mut self, news: &Prompt) {
        // A bag that was used before is thrown away; another one is taken.
        if let Prompt::TypedWrong {
            what: Clause::SerialWasUsed { .. },
        } = news
        {
            self.stage().bag_in_hand = None;
        }
        self.transcript.write(news, None);
    }

    fn confirm(&mut self, question: &Prompt) -> Result<bool, Stop> {
        let answer = self.ask(question, |pair, wrong| {
            let is_exception = matches!(
                question,
                Prompt::GoOnDespite { .. } | Prompt::SealUnrecorded { .. }
            );
            let refused = pair.script.cautious && is_exception;
            let keeps = matches!(question, Prompt::WithdrawCeremony);
            let done = !refused && !keeps && pair.act(question);
            let denied = wrong && may_be_denied(question);
            pair.struck |= denied;
            Ok(done != denied)
        })?;
        self.transcript
            .write(question, Some(if answer { "y" } else { "n" }));
        Ok(answer)
    }

    fn line(&mut self, question: &Prompt) -> Result<String, Stop> {
        let answer = self.ask(question, |pair, wrong| {
            pair.struck |= wrong;
            Ok(pair.typed_line(question, wrong))
        })?;
        self.transcript.write(question, Some(&answer));
        Ok(answer)
    }

    fn secret(&mut self, question: &Prompt) -> Result<Secret, Stop> {
        let typed = self.ask(question, |pair, wrong| {
            pair.struck |= wrong;
            pair.typed_secret(question, wrong)
        })?;
        let mut typed = typed.into_bytes();
        let masked = Words::of(self.transcript.language()).masked;
        self.transcript.write(question, Some(masked));
        Ok(Secret::take(&mut typed)?)
    }

    fn show(&mut self, what: &Prompt, secret: &Secret) -> Result<(), Stop> {
        self.ask(what, |pair, _| {
            pair.saw(what, secret);
            Ok(())
        })?;
        let shown = Words::of(self.transcript.language()).shown;
        self.transcript.write(what, Some(shown));
        Ok(())
    }

    fn choose(&mut self, question: &Prompt, among: &[Choice]) -> Result<Choice, Stop> {
        let choice = self.ask(question, |pair, _| {
            if std::mem::take(&mut pair.left) {
                let abandons = pair.script.abandons_at.is_some();
                return Ok(if abandons {
                    Choice::Abandon
                } else {
                    Choice::StopSafely
                });
            }
            pair.again += 1;
            let again = pair.again <= PATIENCE && among.contains(&Choice::Again);
            let leaves_out = pair.script.leaves_out && among.contains(&Choice::LeaveOut);
            if leaves_out && !again {
                pair.again = 0;
            }
            Ok(match (again, leaves_out) {
                (true, _) => Choice::Again,
                (false, true) => Choice::LeaveOut,
                (false, false) => Choice::StopSafely,
            })
        })?;
        let words = words::of(self.transcript.language());
        self.transcript
            .write(question, Some(words.choice(choice).0));
        Ok(choice)
    }
}

/// Whether "no" is an answer to this question that a wrong person could give. To the others it would be a lie about
/// what was just seen done.
fn may_be_denied(question: &Prompt) -> bool {
    !matches!(
        question.facts().takes,
        Takes::YesNo(Yes::DoneForGood | Yes::Found | Yes::TenantDid)
    )
}

impl<T: Transcript> PlayedPeople<T> {
    /// Does with a shown secret what it was shown for.
    pub(super) fn saw(&mut self, what: &Prompt, secret: &Secret) {
        let half = secret.text().unwrap_or_default().to_string();
        let mut stage = self.stage();
        match what {
            Prompt::LettersFor { sheet } => {
                write(&mut stage, sheet.as_str(), "check letters", &half)
            }
            Prompt::FirstHalf { account } => {
                stage.halves.entry(account.clone()).or_default()[0] = half
            }
            Prompt::SecondHalf { account } => {
                stage.halves.entry(account.clone()).or_default()[1] = half
            }
            _ => {}
        }
    }

    /// Does what a yes-or-no question asks for; true if it could be done, or is so.
    pub(super) fn act(&mut self, question: &Prompt) -> bool {
        use Prompt as P;
        let disk = std::rc::Rc::clone(&self.shared.disk);
        let mut stage = self.stage();
        let stage = &mut *stage;
        match question {
            P::PlugIn { key }
            | P::WhichNewKey { key }
            | P::PlugInWiped { key }
            | P::RightKeyNow { expected: key }
            | P::Replug { key }
            | P::ReplugForReset { key } => stage.plug(key.as_str()),
            P::PlugInNew { key } => {
                take_new_key(stage, key.as_str());
                stage.plug(key.as_str())
            }
            P::UnplugForBag { .. } => {
                stage.unplug();
                true
            }
            P::FetchBag { item, place } => fetch(stage, &called(item), place),
            P::BagIntact { bag } => stage
                .bags
                .get(bag.as_str())
                .is_some_and(|b| b.sealed && !b.damaged),
            P::OpenBag { bag, .. } => open(stage, bag.as_str()),
            P::WasBagOpened { bag } => stage.bags.get(bag.as_str()).is_some_and(|b| !b.sealed),
            P::PutInBag { bag, items } => seal(
                stage,
                bag.as_str(),
                &items.iter().map(called).collect::<Vec<_>>(),
            ),
            P::WasBagSealed { bag, items } => stage.bags.get(bag.as_str()).is_some_and(|b| {
                b.sealed
                    && b.items
                        .iter()
                        .eq(items.iter().map(called).collect::<Vec<_>>().iter())
            }),
            P::HandOver { bag, place, .. } => match stage.bags.get_mut(bag.as_str()) {
                Some(bag) => {
                    bag.place = Some(place.clone());
                    bag.sealed
                }
                None => false,
            },
            P::Destroy { sheet, .. } => {
                stage.destroy_page(sheet.as_str());
                true
            }
            P::WasDestroyed { sheet } => !stage.paper.contains_key(sheet.as_str()),
            P::TakePage { sheet, .. } => take_page(stage, sheet.as_str()),
            P::SignIn {
                account,
                key,
                sheet,
            } => sign_in(stage, account, key.as_str(), sheet.as_str()),
            P::AlertCame { account } => stage.tenant.alert_came(account),
            P::FetchOptions { account, file, .. } => {
                let Stage { tenant, chance, .. } = stage;
                let Some(options) = tenant.options(account, chance) else {
                    return false;
                };
                disk.borrow_mut().create(file, options.as_bytes()).is_ok()
            }
            P::TenantTook { account, file, key } => {
                let response = disk
                    .borrow_mut()
                    .read(file)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                stage
                    .tenant
                    .register(account, key.as_str(), &String::from_utf8_lossy(&response))
            }
            P::IsRegistered { account, key } => stage.tenant.lists(account, key.as_str()),
            P::AcceptedThenPasskey { account } => {
                let password = stage
                    .halves
                    .get(account.as_str())
                    .map(|h| h.concat())
                    .unwrap_or_default();
                stage.tenant.set_password(account, &password);
                stage.tenant.accepts(account, &password)
            }
            P::DoesNewPasswordWork { account } | P::DoesOldPasswordWork { account } => {
                let password = stage
                    .halves
                    .get(account.as_str())
                    .map(|h| h.concat())
                    .unwrap_or_default();
                stage.tenant.accepts(account, &password)
            }
            P::TakeDocument {
                document: Document::Minutes { person },
                ..
            } => {
                let Some(page) = stage.tray.pop() else {
                    return false;
                };
                let Some(text) = stage.paper.get(&page).cloned() else {
                    return false;
                };
                // Half a page has no line to sign on: it is thrown away, and another one asked for.
                let (Some(size), true) = (field(&text, "head size"), text.contains("ignature"))
                else {
                    stage.destroy_page(&page);
                    return false;
                };
                stage.paper.remove(&page);
                let filed = filed(person, &size);
                if let Some(pdfs) = &mut stage.pdfs {
                    pdfs.remove(&page)
                        .map(|pdf| pdfs.insert(filed.clone(), pdf));
                }
                stage.minutes.insert(filed, text);
                true
            }
            P::TakeDocument { .. } => take_document(stage),
            // Plans, initials, exceptions, and what only has to be looked at.
            _ => true,
        }
    }

    pub(super) fn typed_line(&mut self, question: &Prompt, wrong: bool) -> String {
        use Prompt as P;
        let who = self.script.who;
        let mut stage = self.stage();
        match question {
            _ if wrong => "ZZZ-999".into(),
            P::WhoIs { names, .. } | P::WhoTakes { names, .. } => {
                let name = names
                    .get(who)
                    .or_else(|| names.first())
                    .cloned()
                    .unwrap_or_default();
                name.split(' ').next().unwrap_or_default().into()
            }
            P::SizeFromPaper { person } => newest_minutes(&stage, person),
            P::WordsFromPaper { person, size } => stage
                .minutes
                .get(&filed(person, &size.to_string()))
                .map(|page| head_words(page))
                .unwrap_or_default(),
            P::WallClock { .. } => stage.now().strftime("%Y-%m-%d %H:%M").to_string(),
            P::BagSerial {
                purpose: BagPurpose::Fetched { item },
                ..
            } => {
                let item = called(item);
                let on_table = |(_, bag): &(&String, &PlayedBag)| {
                    bag.place.is_none() && bag.items.contains(&item)
                };
                stage
                    .bags
                    .iter()
                    .find(on_table)
                    .map(|(serial, _)| serial.clone())
                    .unwrap_or_default()
            }
            P::BagSerial {
                purpose: BagPurpose::New { .. },
                ..
            } => new_bag(&mut stage),
            P::CopyTo { copy } => format!("stick-{copy}"),
            P::SaveLedgerTo => "stick-1".into(),
            P::Reason { .. } | P::FoundOut { .. } => "rehearsed".into(),
            _ => String::new(),
        }
    }

    pub(super) fn typed_secret(&mut self, question: &Prompt, wrong: bool) -> Result<String, Stop> {
        use Prompt as P;
        let mut stage = self.stage();
        let typed = match question {
            P::WordOfOwn { person } => {
                let word = format!(
                    "word{:02x}{:02x}",
                    stage.chance.next_block()[0],
                    stage.chance.next_block()[1]
                );
                stage.words.insert(person.clone(), word.clone());
                Some(word)
            }
            P::WordOfOwnAgain { person } | P::GiveWord { person, .. } => {
                stage.words.get(person).cloned()
            }
            P::DiceThrows { person, least, .. } => {
                let throws: String = (0..*least).map(|_| thrown(&mut stage)).collect();
                let given = stage.give(person, Chance::Dice, throws);
                Some(in_groups(&given, 10))
            }
            P::FreeText { person } => {
                let text = format!(
                    "what {person} thinks of: {:02x?}",
                    stage.chance.next_block()
                );
                Some(stage.give(person, Chance::Text, text))
            }
            P::PinWritten { sheet, digits, .. } => {
                if on_table(&stage, sheet.as_str())
                    .is_some_and(|page| boxes(&page, "pin").is_some())
                {
                    let pin = pin_of_dice(&mut stage, *digits);
                    write(&mut stage, sheet.as_str(), "pin", &in_groups(&pin, 4));
                }
                on_table(&stage, sheet.as_str()).and_then(|page| field(&page, "pin"))
            }
            P::PinFrom { sheet, .. } => on_table(&stage, sheet.as_str()).map(|page| {
                format!(
                    "{} {}",
                    field(&page, "pin").unwrap_or_default(),
                    field(&page, "check letters").unwrap_or_default()
                )
            }),
            P::ProofWord { sheet } => {
                on_table(&stage, sheet.as_str()).and_then(|page| field(&page, "proof word"))
            }
            P::ShareFrom { sheet, half } => {
                on_table(&stage, sheet.as_str()).map(|page| share_words(&page, *half))
            }
            _ => None,
        };
        match typed {
            Some(typed) if wrong => Ok(mistyped(&typed)),
            Some(typed) => Ok(typed),
            None => Err(Stop::Fault(Trouble::NotConfirmed {
                what: Clause::NothingAnswersThis,
            })),
        }
    }
}

/// A thing as the stage calls it.
fn called(thing: &Thing) -> String {
    thing.said(Language::English)
}

/// One throw of a die, `1` to `6`.
fn thrown(stage: &mut Stage) -> char {
    loop {
        // 252 is the last whole multiple of 6 within a byte.
        if let byte @ 0..252 = stage.chance.next_block()[0] {
            return char::from(b'1' + byte % 6);
        }
    }
}

/// A PIN as the form says: the first throw is odd for 0 and even for 5; of the second, 1 to 5, one is taken off. One
/// that is too simple is thrown again.
fn pin_of_dice(stage: &mut Stage, digits: u32) -> String {
    loop {
        let mut digit = || {
            let first = if "135".contains(thrown(stage)) { 0 } else { 5 };
            let second = std::iter::repeat_with(|| thrown(stage)).find(|throw| *throw != '6');
            first + second.and_then(|throw| throw.to_digit(10)).unwrap_or(1) - 1
        };
        let pin: String = (0..digits)
            .filter_map(|_| char::from_digit(digit(), 10))
            .collect();
        if !is_trivial(pin.as_bytes()) {
            return pin;
        }
    }
}

pub(super) fn in_groups(text: &str, of: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let groups: Vec<String> = chars.chunks(of).map(|c| c.iter().collect()).collect();
    groups.join(" ")
}

/// Where a form has empty boxes behind this label: the first byte of their first line, and the one after their last.
fn boxes(page: &str, label: &str) -> Option<(usize, usize)> {
    let start = page.match_indices(&format!("{label}: ")).find(|(at, _)| {
        let line_begins = *at == 0 || page[..*at].ends_with('\n');
        line_begins
            && page[*at..]
                .lines()
                .next()
                .is_some_and(|l| l.ends_with("[ ]"))
    })?;
    let mut end = start.0;
    for line in page[start.0..].split_inclusive('\n') {
        if !line.trim_end().ends_with("[ ]") || (end > start.0 && !line.starts_with(' ')) {
            break;
        }
        end += line.len();
    }
    Some((start.0, end))
}

/// Somebody writes into the boxes of a form that lies on the table.
pub(super) fn write(stage: &mut Stage, sheet: &str, label: &str, text: &str) {
    let on_table = stage.table.contains(&format!("sheet {sheet}"));
    if let Some(page) = stage.paper.get_mut(sheet).filter(|_| on_table)
        && let Some((start, end)) = boxes(page, label)
    {
        page.replace_range(start..end, &format!("{label}: {text}\n"));
    }
}

/// Two neighbouring letters swapped, or one changed.
fn mistyped(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = chars.len() / 2;
    let place = (at..chars.len())
        .chain(0..at)
        .find(|i| chars[*i].is_alphanumeric());
    if let Some(i) = place {
        chars[i] = if chars[i] == '7' { '3' } else { '7' };
    }
    chars.into_iter().collect()
}

/// How somebody files their minutes.
fn filed(person: &str, size: &str) -> String {
    format!("{person}, head size {size}")
}

/// The head size on somebody's newest minutes.
fn newest_minutes(stage: &Stage, person: &str) -> String {
    let size = |name: &String| name.strip_prefix(&filed(person, ""))?.parse::<u64>().ok();
    let newest = stage.minutes.keys().filter_map(size).max();
    newest.map(|size| size.to_string()).unwrap_or_default()
}

fn swap_key(stage: &mut Stage) -> bool {
    let Some(plugged) = stage.port.clone() else {
        return false;
    };
    let others: Vec<String> = stage
        .table
        .iter()
        .filter_map(|t| t.strip_prefix("key "))
        .map(Into::into)
        .collect();
    match others.into_iter().find(|label| *label != plugged) {
        Some(other) => stage.plug(&other),
        None => {
            take_new_key(stage, "stranger");
            stage.plug("stranger")
        }
    }
}

fn stain(stage: &mut Stage, question: &Prompt) -> bool {
    let sheet = match question {
        Prompt::PinFrom { sheet, .. }
        | Prompt::ProofWord { sheet }
        | Prompt::ShareFrom { sheet, .. } => sheet,
        Prompt::TakePage { sheet, .. } => sheet,
        _ => return false,
    };
    let Some(page) = stage.paper.get_mut(sheet.as_str()) else {
        return false;
    };
    // Every word holds one of these, and nearly every PIN.
    let hit = ['0', '1', '2', '3', '4', '5', 'a', 'e', 'i', 'o', 'u', 'y'];
    let stained = page
        .split_inclusive('\n')
        .map(|line| match line.split_once(": ") {
            Some((name, value)) => format!("{name}: {}", value.replace(hit, "?")),
            None => line.into(),
        });
    let stained: String = stained.collect();
    std::mem::replace(page, stained) != *page
}

pub(super) fn take_new_key(stage: &mut Stage, label: &str) {
    if !stage.keys.contains_key(label) {
        let mut key = SoftKey::new(stage.chance.next_block(), label);
        key.unplug();
        stage.keys.insert(label.into(), key);
        stage.table.insert(format!("key {label}"));
    }
}

fn fetch(stage: &mut Stage, item: &str, place: &str) -> bool {
    let holds = |bag: &PlayedBag| bag.items.iter().any(|i| i == item) && bag.sealed;
    let found = stage
        .bags
        .values_mut()
        .find(|bag| holds(bag) && bag.place.as_deref().is_none_or(|p| p == place));
    match found {
        Some(bag) => {
            bag.place = None;
            true
        }
        None => false,
    }
}

fn open(stage: &mut Stage, serial: &str) -> bool {
    let Some(bag) = stage.bags.get_mut(serial) else {
        return false;
    };
    bag.sealed = false;
    stage.table.extend(std::mem::take(&mut bag.items));
    true
}

pub(super) fn new_bag(stage: &mut Stage) -> String {
    if stage.bag_in_hand.is_none() {
        stage.bags_taken += 1;
        stage.bag_in_hand = Some(format!("SW-{:06}", 410_000 + stage.bags_taken));
    }
    stage.bag_in_hand.clone().unwrap_or_default()
}

fn seal(stage: &mut Stage, serial: &str, items: &[String]) -> bool {
    if !items.iter().all(|item| stage.table.contains(item)) {
        return false;
    }
    if stage
        .port
        .as_ref()
        .is_some_and(|label| items.contains(&format!("key {label}")))
    {
        stage.unplug();
    }
    stage.table.retain(|thing| !items.contains(thing));
    stage.bags.insert(
        serial.into(),
        PlayedBag {
            items: items.to_vec(),
            sealed: true,
            place: None,
            damaged: false,
        },
    );
    stage.bag_in_hand = None;
    true
}

fn take_page(stage: &mut Stage, sheet: &str) -> bool {
    let came = stage.tray.iter().any(|s| s == sheet);
    stage.tray.retain(|s| s != sheet);
    let whole = read(stage, sheet).is_some_and(|page| field(&page, "proof word").is_some());
    if came {
        stage.table.insert(format!("sheet {sheet}"));
    }
    came && whole
}

/// The page without a secret that came out last: kept, if it is whole.
fn take_document(stage: &mut Stage) -> bool {
    let Some(serial) = stage.tray.pop() else {
        return false;
    };
    let Some(text) = stage.paper.remove(&serial) else {
        return false;
    };
    let whole = text.ends_with(&format!("{REHEARSAL_MARK}\n"));
    stage.papers.insert(serial, text);
    whole
}

fn sign_in(stage: &mut Stage, account: &str, key: &str, sheet: &str) -> bool {
    let pin = on_table(stage, sheet).and_then(|page| field(&page, "pin"));
    let Some(pin) = pin.filter(|_| stage.table.contains(&format!("key {key}"))) else {
        return false;
    };
    stage.unplug();
    let mut pin: Vec<u8> = pin.bytes().filter(u8::is_ascii_digit).collect();
    let Stage {
        tenant,
        keys,
        chance,
        real_keys,
        ..
    } = stage;
    if let Some(real_keys) = real_keys {
        let link = real_keys.plug_elsewhere(key);
        return link.is_some_and(|link| tenant.sign_in(account, link, &mut pin, chance));
    }
    let Some(key) = keys.get_mut(key) else {
        return false;
    };
    let mut clock = Duration::ZERO;
    key.plug(clock);
    let link = Box::new(SoftLink::new(key, &mut clock));
    let signed_in = tenant.sign_in(account, link, &mut pin, chance);
    key.unplug();
    signed_in
}

/// A page that lies on the table.
fn on_table(stage: &Stage, sheet: &str) -> Option<String> {
    let lies_there = stage.table.contains(&format!("sheet {sheet}"));
    read(stage, sheet).filter(|_| lies_there)
}

/// A page's text, as it is read from its PDF, or as it was printed.
fn read(stage: &Stage, sheet: &str) -> Option<String> {
    match &stage.reading {
        Some(reading) => reading(stage, sheet),
        None => stage.paper.get(sheet).cloned(),
    }
}

/// The value behind a label on a page; the last one, which is the one inside the fold.
fn field(page: &str, label: &str) -> Option<String> {
    let value = |line: &str| {
        line.trim()
            .strip_prefix(label)?
            .strip_prefix(':')
            .map(|v| v.trim().to_string())
    };
    page.lines().rev().find_map(value)
}

/// The words of one half of a share sheet, in order.
fn share_words(page: &str, half: Half) -> String {
    let is_middle = |line: &&str| line.contains("fold to hide one half");
    let lines = |skip: bool| {
        page.lines()
            .skip_while(move |line| skip && !is_middle(line))
    };
    let words = |line: &str| {
        let (_, words) = line.trim().strip_prefix("words ")?.split_once(':')?;
        Some(words.trim().to_string())
    };
    let found: Vec<String> = match half {
        Half::Upper => lines(false)
            .take_while(|line| !is_middle(line))
            .filter_map(words)
            .collect(),
        Half::Lower => lines(true).filter_map(words).collect(),
    };
    found.join(" ")
}

/// The words of the head on signed minutes.
fn head_words(page: &str) -> String {
    let words = |line: &str| {
        line.trim()
            .strip_prefix("head words ")?
            .split_once(':')
            .map(|(_, words)| words.trim().to_string())
    };
    page.lines().filter_map(words).collect::<Vec<_>>().join(" ")
}
