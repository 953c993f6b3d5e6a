//! What people are told and asked, as data; and the one English catalogue that says it.
//!
//! No procedure holds a sentence. A prompt carries its facts and its turn; screen, line mode, script and transcript
//! say it in the same words.

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// The PIN custodian: keyboard, tray, PIN sheet.
    PinCustodian,
    /// The key custodian: USB port, touch.
    KeyCustodian,
    /// Both, together.
    Both,
}

/// What is said, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whose turn it is.
    pub turn: Turn,
    /// The one person whom it addresses by name, if it does.
    pub who: Option<String>,
    /// Whether the other one looks away.
    pub other_looks_away: bool,
    /// The instruction or the news.
    pub body: String,
    /// What to answer; empty for news.
    pub ask: String,
}

/// Everything that people are told or asked, with its facts. All texts in it are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the fields are the facts that the sentences below name
pub enum Prompt {
    // news
    CeremonyOpens {
        title: String,
        number: u64,
        rehearsal: bool,
    },
    CeremonyGoesOn {
        title: String,
        number: u64,
        done: usize,
        of: usize,
    },
    PartBegins {
        title: String,
    },
    StepBegins {
        number: String,
        says: String,
    },
    PlanInWords {
        words: String,
        adopted: bool,
    },
    ScriptInWords {
        words: String,
    },
    ItemOnTable {
        item: String,
    },
    TypedWrong {
        what: String,
    },
    LooseSheet {
        sheet: String,
    },
    BagWas {
        found: String,
    },
    OtherKey {
        expected: String,
        found: String,
    },
    TouchNow {
        key: String,
    },
    TriesLeft {
        key: String,
        left: u8,
    },
    PinWorks {
        key: String,
        sheet: String,
    },
    CredentialWorks {
        key: String,
    },
    SnapshotSame {
        key: String,
        counter_says_nothing: bool,
    },
    ShareMatches {
        sheet: String,
        left: usize,
    },
    ShareIsNoShare {
        why: String,
    },
    Findings {
        findings: Vec<String>,
    },
    AllFit,
    PrinterSays {
        what: String,
    },
    HeadInWords {
        words: String,
        size: u64,
    },
    CopyReadBack {
        copy: u64,
        size: u64,
    },
    ResponseWritten {
        file: String,
    },
    StillOut {
        things: Vec<String>,
    },
    Stopped {
        what: String,
        means: String,
        next: String,
    },
    Ended {
        title: String,
    },
    Suspended {
        title: String,
        still_out: Vec<String>,
    },
    Abandoned {
        title: String,
    },

    // roll call
    WhoIs {
        role: String,
        names: Vec<String>,
    },
    WordOfOwn {
        person: String,
    },
    WordOfOwnAgain {
        person: String,
    },
    DiceThrows {
        person: String,
        least: u32,
        bits: u32,
    },
    FreeText {
        person: String,
    },
    NoMinutesKnown {
        person: String,
    },
    WordsFromPaper {
        person: String,
        size: u64,
    },
    WallClock {
        person: String,
        utc: String,
    },
    GiveWord {
        person: String,
        what: String,
    },

    // answers yes or no
    AdoptThisPlan {
        words: String,
        organisation: String,
    },
    PlugIn {
        key: String,
    },
    LeaveOnlyOne {
        key: String,
    },
    PlugInNew {
        key: String,
    },
    RightKeyNow {
        expected: String,
    },
    Replug {
        key: String,
    },
    UnplugForBag {
        key: String,
    },
    FetchBag {
        item: String,
        place: String,
    },
    BagIntact {
        bag: String,
    },
    OpenBag {
        bag: String,
        items: Vec<String>,
    },
    WasBagOpened {
        bag: String,
    },
    PutInBag {
        bag: String,
        items: Vec<String>,
    },
    WasBagSealed {
        bag: String,
        items: Vec<String>,
    },
    HandOver {
        bag: String,
        place: String,
        to: String,
    },
    Destroy {
        sheet: String,
        why: String,
    },
    WasDestroyed {
        sheet: String,
    },
    TakePage {
        sheet: String,
        what: String,
    },
    SignIn {
        account: String,
        key: String,
        sheet: String,
    },
    AlertCame {
        account: String,
    },
    FetchOptions {
        key: String,
        account: String,
        file: String,
    },
    TenantTook {
        account: String,
        key: String,
        file: String,
    },
    IsRegistered {
        account: String,
        key: String,
    },
    OpenTenant {
        account: String,
    },
    AcceptedThenPasskey {
        account: String,
    },
    RefusedAndUnchanged {
        account: String,
    },
    DoesNewPasswordWork {
        account: String,
    },
    DoesOldPasswordWork {
        account: String,
    },
    TakeDocument {
        sheet: String,
        document: Document,
    },
    Initial {
        number: String,
        person: String,
    },
    GoOnDespite {
        what: String,
    },

    // lines
    BagSerial {
        by: Turn,
        purpose: BagPurpose,
    },
    WhoTakes {
        bag: String,
        place: String,
        names: Vec<String>,
    },
    CopyTo {
        copy: u64,
    },
    Reason {
        what: String,
    },

    // secrets, masked
    PinWritten {
        key: String,
        sheet: String,
        digits: u32,
    },
    PinFrom {
        key: String,
        sheet: String,
    },
    ProofWord {
        sheet: String,
    },
    ShareFrom {
        sheet: String,
        half: Half,
    },

    // secrets, shown
    LettersFor {
        sheet: String,
    },
    FirstHalf {
        account: String,
    },
    SecondHalf {
        account: String,
    },

    // choices
    WhatNow {
        may_leave_out: bool,
    },
}

/// What a bag's serial is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BagPurpose {
    /// A bag that was fetched, with what it should hold.
    Fetched {
        /// What should be in it.
        item: String,
    },
    /// A new bag, for these things.
    New {
        /// What will go in.
        items: Vec<String>,
    },
}

/// Which half of a share's words: two people read one each, so that nobody sees a whole share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Half {
    /// Above the middle line: the PIN custodian's.
    Upper,
    /// Below it: the key custodian's.
    Lower,
}

/// What people choose when something stopped a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Try the step again.
    Again,
    /// Go on without it: both assent, with a reason.
    LeaveOut,
    /// Stop safely: everything loose into bags; the ceremony stays open.
    StopSafely,
    /// End the ceremony unfinished.
    Abandon,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Choice; 4] = [
        Choice::Again,
        Choice::StopSafely,
        Choice::LeaveOut,
        Choice::Abandon,
    ];

    /// The word that is typed.
    pub fn word(self) -> &'static str {
        match self {
            Choice::Again => "again",
            Choice::LeaveOut => "leave out",
            Choice::StopSafely => "stop",
            Choice::Abandon => "abandon",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Choice::Again => "try this step again",
            Choice::LeaveOut => {
                "go on without this step; both assent and give the reason, it is recorded"
            }
            Choice::StopSafely => {
                "stop safely: everything loose goes into bags, the ceremony stays open"
            }
            Choice::Abandon => "end the ceremony unfinished; everything loose goes into bags first",
        }
    }
}

/// A page without a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Document {
    /// Shows whether the printer prints well.
    TestPage,
    /// Labels for bags.
    BagLabels,
    /// How a password is put together without this program.
    Leaflet,
    /// What somebody takes away, to be signed.
    Receipt {
        /// Who.
        person: String,
    },
    /// Leaves nothing but itself in the printer's memory.
    FlushPage,
    /// What happened, to be signed.
    Minutes {
        /// By whom.
        person: String,
    },
}

impl Prompt {
    /// The prompt in English.
    pub fn english(&self) -> Said {
        use Prompt as P;
        let news = |body: String| Said {
            turn: Turn::Both,
            who: None,
            other_looks_away: false,
            body,
            ask: String::new(),
        };
        let yes = |turn, body: String| Said {
            turn,
            who: None,
            other_looks_away: false,
            body,
            ask: "Done? (y/n)".into(),
        };
        let asks = |turn, body: String, ask: &str| Said {
            turn,
            who: None,
            other_looks_away: false,
            body,
            ask: ask.into(),
        };
        let masked = |turn, body: String, ask: &str| Said {
            turn,
            who: None,
            other_looks_away: true,
            body,
            ask: ask.into(),
        };
        let (pin, key_side, both) = (Turn::PinCustodian, Turn::KeyCustodian, Turn::Both);
        let mut said = match self {
            P::CeremonyOpens {
                title,
                number,
                rehearsal,
            } => {
                let mark = if *rehearsal {
                    "REHEARSAL. Nothing here is real.\n"
                } else {
                    ""
                };
                news(format!(
                    "{mark}Ceremony {number} begins: {title}. You can stop safely at every question: type stop."
                ))
            }
            P::CeremonyGoesOn {
                title,
                number,
                done,
                of,
            } => news(format!(
                "Ceremony {number} goes on: {title}. {done} of {of} steps have ended. First the roll call, then what lies loose."
            )),
            P::PartBegins { title } => news(format!("== {title}")),
            P::StepBegins { number, says } => news(format!("-- {number}  {says}")),
            P::PlanInWords {
                words,
                adopted: true,
            } => news(format!("The plan that binds, in words: {words}")),
            P::PlanInWords {
                words,
                adopted: false,
            } => news(format!("The draft plan, in words: {words}")),
            P::ScriptInWords { words } => news(format!(
                "This ceremony's script, in words: {words}. Compare with the printed script."
            )),
            P::ItemOnTable { item } => news(format!("The {item} is on the table already.")),
            P::TypedWrong { what } => news(format!("Not as it should be: {what}. Once more.")),
            P::LooseSheet { sheet } => news(format!(
                "Sheet {sheet} was begun and never used: its secret is live nowhere. It is destroyed now."
            )),
            P::BagWas { found } => news(format!(
                "That is bag {found}, which holds something else. Put it back unopened, and fetch the right one."
            )),
            P::OtherKey { expected, found } => {
                news(format!("This is not key {expected}: it is {found}."))
            }
            P::TouchNow { key } => news(format!(
                "Key custodian: key {key} will blink. Touch it. If nothing blinks for 30 seconds, the step stops and can be tried again."
            )),
            P::TriesLeft { key, left } => news(format!("Key {key} allows {left} more PIN tries.")),
            P::PinWorks { key, sheet } => {
                news(format!("The PIN on sheet {sheet} opens key {key}."))
            }
            P::CredentialWorks { key } => news(format!(
                "The account's passkey on key {key} answered, and its signature is right. What it signed is no sign-in."
            )),
            P::SnapshotSame {
                key,
                counter_says_nothing,
            } => {
                let counter = if *counter_says_nothing {
                    " Its counter says nothing: this model never counts."
                } else {
                    ""
                };
                news(format!(
                    "Key {key} is as it was when it was sealed.{counter}"
                ))
            }
            P::ShareMatches { sheet, left } => news(format!(
                "Sheet {sheet} reads as it did when it was made. {left} to go."
            )),
            P::ShareIsNoShare { why } => news(format!(
                "That cannot be the share: {why}. Once more, from the paper."
            )),
            P::Findings { findings } => news(format!(
                "The laptop is not as it should be:\n{}",
                bullets(findings)
            )),
            P::PrinterSays { what } => news(format!("The printer: {what}.")),
            P::AllFit => news("The laptop is as it should be.".into()),
            P::HeadInWords { words, size } => news(format!(
                "The ledger's head over {size} entries, in words: {words}"
            )),
            P::CopyReadBack { copy, size } => news(format!(
                "Copy {copy} is written and read back: {size} entries, the same."
            )),
            P::ResponseWritten { file } => {
                news(format!("The key's answer for the tenant is in {file}."))
            }
            P::StillOut { things } => news(format!("Still out:\n{}", bullets(things))),
            P::Stopped { what, means, next } => news(format!(
                "STOPPED. {what}\n  What it means: {means}\n  What to do: {next}"
            )),
            P::Ended { title } => news(format!(
                "Finished: {title}. Nothing is out. Keep your signed minutes: the next roll call asks for their words."
            )),
            P::Suspended { title, still_out } if still_out.is_empty() => news(format!(
                "Stopped safely: {title}. What was taken out is back in bags. `sealwright run` goes on."
            )),
            P::Suspended { title, still_out } => news(format!(
                "Stopped: {title}. STILL OUT, stay with it until `sealwright run` goes on:\n{}",
                bullets(still_out)
            )),
            P::Abandoned { title } => {
                news(format!("Ended unfinished: {title}. Everything is in bags."))
            }

            P::WhoIs { role, names } => asks(
                both,
                format!("Who is the {role} today?\n{}", bullets(names)),
                "Name",
            ),
            P::WordOfOwn { person } => masked(
                both,
                format!(
                    "{person}: choose a private word for today. It stands for your assent, so nobody else may see it; it is never stored. Four characters or more; not \"stop\"."
                ),
                "Private word",
            ),
            P::WordOfOwnAgain { person } => masked(
                both,
                format!("{person}: the same word once more."),
                "Private word",
            ),
            P::DiceThrows {
                person,
                least,
                bits,
            } => masked(
                both,
                format!(
                    "{person}: throw a die {least} times or more, and type each throw, 1 to 6, as it falls. {least} throws of a die are {bits} bits: enough for every secret of this sitting, were the laptop's own randomness worth nothing. The others look away."
                ),
                "Throws",
            ),
            P::FreeText { person } => masked(
                both,
                format!(
                    "{person}: type anything that comes to your mind, the longer the better; not only \"stop\". It is mixed into the laptop's randomness, and counted as nothing. The others look away."
                ),
                "Text",
            ),
            P::NoMinutesKnown { person } => news(format!(
                "{person} has signed no minutes of this ledger yet. {person}: if you have some, stop here."
            )),
            P::WordsFromPaper { person, size } => asks(
                both,
                format!(
                    "{person}: take your own signed minutes with head size {size}, and read its ten words. Without them: leave it empty."
                ),
                "Words",
            ),
            P::WallClock { person, utc } => asks(
                both,
                format!("{person}: what does your own watch say? (The laptop says {utc} UTC.)"),
                "hh:mm",
            ),
            P::GiveWord { person, what } => masked(
                both,
                format!("{person}: do you assent to this? {}", sentence(what)),
                "Private word",
            ),

            P::AdoptThisPlan {
                words,
                organisation,
            } => asks(
                both,
                format!(
                    "The plan of {organisation} becomes binding. Both have read it. In words: {words}"
                ),
                "Is this your plan? (y/n)",
            ),
            P::PlugIn { key } => yes(key_side, format!("Plug in key {key}, and no other.")),
            P::LeaveOnlyOne { key } => yes(
                key_side,
                format!("More than one key is plugged in. Leave only key {key}."),
            ),
            P::PlugInNew { key } => yes(
                key_side,
                format!("Take a new, unused key, label it {key}, and plug it in, and no other."),
            ),
            P::RightKeyNow { expected } => asks(
                key_side,
                format!("Did you plug in the wrong key, and is key {expected} plugged in now?"),
                "y: plugged in now; n: this is the key that was in the bag",
            ),
            P::Replug { key } => yes(
                key_side,
                format!("Unplug key {key}, count to three, and plug it in again."),
            ),
            P::UnplugForBag { key } => yes(key_side, format!("Unplug key {key}.")),
            P::FetchBag { item, place } => yes(
                both,
                format!("Fetch the bag with the {item} from {place}. Do not open it."),
            ),
            P::BagIntact { bag } => asks(
                both,
                format!("Look at bag {bag} from all sides: seal, edges, window."),
                "Is it undamaged, and never opened? (y/n)",
            ),
            P::OpenBag { bag, items } => yes(
                both,
                format!(
                    "Cut bag {bag} open together and take out: {}.",
                    items.join(", ")
                ),
            ),
            P::WasBagOpened { bag } => asks(
                both,
                format!("The program stopped here. Look at bag {bag}."),
                "Has it been cut open? (y/n)",
            ),
            P::PutInBag { bag, items } => yes(
                both,
                format!(
                    "Put into bag {bag}: {}. Seal it. Both sign on it.",
                    items.join(", ")
                ),
            ),
            P::WasBagSealed { bag, items } => asks(
                both,
                format!(
                    "The program stopped here. Look at bag {bag}, for {}.",
                    items.join(", ")
                ),
                "Is it sealed with that in it? (y/n)",
            ),
            P::HandOver { bag, place, to } => yes(
                both,
                format!("{to} takes bag {bag} to {place} and initials the receipt."),
            ),
            P::Destroy { sheet, why } => yes(
                both,
                format!(
                    "Destroy sheet {sheet} now, both watching: {why}. If no such page exists, make sure of it together, and confirm."
                ),
            ),
            P::WasDestroyed { sheet } => asks(
                both,
                format!(
                    "The program stopped while sheet {sheet} was being destroyed. Look for it together."
                ),
                "Is it destroyed? (y/n)",
            ),
            P::TakePage { sheet, what } => yes(
                pin,
                format!("Take page {sheet} ({what}) from the tray. Let nobody see it."),
            ),
            P::SignIn {
                account,
                key,
                sheet,
            } => asks(
                both,
                format!(
                    "At the online machine: sign in as {account} with key {key} and the PIN on sheet {sheet}. Sign out again. Bring key and sheet back."
                ),
                "Did the tenant let you in? (y/n)",
            ),
            P::AlertCame { account } => asks(
                both,
                format!("Look where sign-in alerts for {account} arrive."),
                "Did the alert for this sign-in arrive? (y/n)",
            ),
            P::FetchOptions { key, account, file } => yes(
                both,
                format!(
                    "At the online machine: ask the tenant for the registration options of {account} for key {key}, and carry them here as {file}."
                ),
            ),
            P::TenantTook { account, key, file } => asks(
                both,
                format!(
                    "At the online machine: hand {file} to the tenant as a passkey of {account}, named {key}."
                ),
                "Did the tenant take it? (y/n)",
            ),
            P::IsRegistered { account, key } => asks(
                both,
                format!(
                    "The passkey on key {key} was made before. Look at the tenant's list of passkeys of {account}."
                ),
                "Is there one named like the key? (y/n)",
            ),
            P::OpenTenant { account } => yes(
                both,
                format!(
                    "At the online machine: open the page where an administrator sets the password of {account}. Two people will type one half each."
                ),
            ),
            P::AcceptedThenPasskey { account } => asks(
                both,
                format!("Set the password of {account}, then sign in with it at once."),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::RefusedAndUnchanged { account } => asks(
                both,
                format!("Find out what the tenant did with the password of {account}."),
                "Did it refuse the new one, and is the old one (or none) certainly unchanged? (y/n)",
            ),
            P::DoesNewPasswordWork { account } => asks(
                both,
                format!(
                    "It is not known whether the new password of {account} was set. Try it: sign in with the two halves that were shown."
                ),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::DoesOldPasswordWork { account } => asks(
                both,
                format!(
                    "Try the old password of {account}: sign in with the two halves that were shown."
                ),
                "Was it accepted, and then asked for the passkey? (y/n)",
            ),
            P::TakeDocument {
                sheet,
                document: document @ Document::TestPage,
            } => asks(
                both,
                document.instruction(sheet),
                "Is it whole and readable? (y/n)",
            ),
            P::TakeDocument { sheet, document } => yes(both, document.instruction(sheet)),
            P::Initial { number, person } => asks(
                both,
                format!("{person}: step {number} ended as it should."),
                "Initial? (y/n)",
            ),
            P::GoOnDespite { what } => asks(
                both,
                format!("{what} To go on is an exception, needs both, and is recorded."),
                "Go on? (y/n)",
            ),

            P::BagSerial {
                by,
                purpose: BagPurpose::Fetched { item },
            } => asks(
                *by,
                format!("Read the serial on the bag that should hold the {item}."),
                "Serial",
            ),
            P::BagSerial {
                by,
                purpose: BagPurpose::New { items },
            } => asks(
                *by,
                format!("Take a new bag for: {}. Read its serial.", items.join(", ")),
                "Serial",
            ),
            P::WhoTakes { bag, place, names } => asks(
                both,
                format!("Who takes bag {bag} to {place}?\n{}", bullets(names)),
                "Name",
            ),
            P::CopyTo { copy } => asks(
                pin,
                format!(
                    "Plug in memory stick {copy} of 2 for a copy of the book. It holds no secret."
                ),
                "Folder on it",
            ),
            P::Reason { what } => asks(
                both,
                format!("Why, for the ledger, in one sentence: {}", sentence(what)),
                "Reason",
            ),

            P::PinWritten { key, sheet, digits } => masked(
                pin,
                format!(
                    "The PIN of key {key} is made by hand. On sheet {sheet}: throw a die as the sheet says, and write one digit into each of its {digits} boxes, with a pen. If that gives one digit only, or digits that count up or down by one: throw again before you write. Then type the PIN from the sheet."
                ),
                "PIN",
            ),
            P::PinFrom { key, sheet } => masked(
                pin,
                format!(
                    "Type the PIN of key {key} from sheet {sheet}, then its two check letters."
                ),
                "PIN and letters",
            ),
            P::ProofWord { sheet } => masked(
                pin,
                format!("Type the proof word from sheet {sheet}."),
                "Proof word",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Upper,
            } => masked(
                pin,
                format!(
                    "Fold sheet {sheet} so that only the words above its middle line show. Type them. Four letters a word are enough."
                ),
                "Words",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Lower,
            } => masked(
                key_side,
                format!(
                    "Turn sheet {sheet} so that only the words below its middle line show. Type them. Four letters a word are enough."
                ),
                "Words",
            ),

            P::LettersFor { sheet } => masked(
                pin,
                format!(
                    "The check letters of sheet {sheet}. Write them into their two boxes. The key custodian looks away."
                ),
                "Enter when written",
            ),
            P::FirstHalf { account } => masked(
                pin,
                format!(
                    "The first half of the password of {account}. Type it at the online machine. The key custodian looks away."
                ),
                "Enter when typed",
            ),
            P::SecondHalf { account } => masked(
                key_side,
                format!(
                    "The second half of the password of {account}. Type it at the online machine. The PIN custodian looks away."
                ),
                "Enter when typed",
            ),

            P::WhatNow { may_leave_out } => {
                let offered = Choice::ALL
                    .iter()
                    .filter(|c| *may_leave_out || **c != Choice::LeaveOut);
                let lines: Vec<String> = offered
                    .map(|c| format!("{}: {}", c.word(), c.meaning()))
                    .collect();
                asks(both, format!("What now?\n{}", bullets(&lines)), "Choice")
            }
        };
        said.who = self.person().cloned();
        said
    }

    /// The one person whom a prompt addresses by name.
    fn person(&self) -> Option<&String> {
        use Prompt as P;
        match self {
            P::WordOfOwn { person }
            | P::WordOfOwnAgain { person }
            | P::DiceThrows { person, .. }
            | P::FreeText { person }
            | P::WordsFromPaper { person, .. }
            | P::WallClock { person, .. }
            | P::GiveWord { person, .. }
            | P::TakeDocument {
                document: Document::Minutes { person } | Document::Receipt { person },
                ..
            }
            | P::Initial { person, .. } => Some(person),
            _ => None,
        }
    }
}

impl Document {
    /// What is to be done with it.
    fn instruction(&self, sheet: &str) -> String {
        match self {
            Document::TestPage => format!(
                "Take page {sheet} from the tray: four corners, both rulers 100 mm long, every character clear. It bears no secret."
            ),
            Document::BagLabels => format!(
                "Take page {sheet} from the tray: the labels. Cut them apart; one goes with each new bag."
            ),
            Document::Leaflet => format!(
                "Take page {sheet} from the tray: the recovery leaflet. Copy it into every bag with a share, or keep it with the plan."
            ),
            Document::Receipt { person } => format!(
                "Take page {sheet} from the tray: the receipt for {person}. Compare the numbers of the bags; {person} signs, and who gives them signs."
            ),
            Document::FlushPage => format!(
                "Take page {sheet} from the tray: it bears a pattern only, so that the printer's memory holds no secret. Tear it up. Switch the printer off once the minutes are printed."
            ),
            Document::Minutes { person } => format!(
                "{person}: read your minutes, sign them, and keep them. Their ten words prove this ledger at the next roll call."
            ),
        }
    }
}

/// With a capital at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn bullets(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| format!("  - {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
