//! What a prompt is, beside its words: whose turn, who looks away, how it is answered, what the port sees, what is at
//! hand. Screen, line mode and a rehearsal's hands read these facts, and none of them asks which prompt it is.

use super::say::{Away, BagPurpose, Choice, Document, Half, Prompt, Turn};
use crate::custody::BagSerial;
use crate::plan::Name;

/// The facts of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'p> {
    /// Whose turn it is.
    pub turn: Turn,
    /// The one person whom it addresses by name.
    pub person: Option<&'p str>,
    /// Who looks away meanwhile.
    pub away: Away,
    /// What answers it.
    pub takes: Takes<'p>,
    /// What happens at the port.
    pub port: Option<Port>,
    /// What people have in their hands.
    pub hand: Hand<'p>,
}

/// What answers a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes<'p> {
    /// Nothing: it is news.
    Nothing(News),
    /// Yes or no.
    YesNo(Yes),
    /// One of these names.
    Name(&'p [String]),
    /// A line that everybody may see.
    Line,
    /// Such a line that stands on paper or on a bag, where a scanner reads it.
    ScannedLine,
    /// A secret that is typed, and stands on no paper yet.
    Secret,
    /// A secret that is typed from paper.
    SecretOnPaper,
    /// The words of a share, typed or scanned.
    Share,
    /// That a secret was read from the screen.
    Seen,
    /// One of these choices.
    Choice(&'p [Choice]),
}

/// How news stands before people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A part or a step begins.
    Heading,
    /// Something stopped the step.
    Alarm,
    /// Anything else.
    Plain,
}

/// What yes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yes {
    /// That it was done, or is so.
    Done,
    /// That it was done, and cannot be undone.
    DoneForGood,
    /// What people see and judge for themselves.
    Judged,
    /// What people find after the program was interrupted.
    Found,
    /// What the tenant did with a password.
    TenantDid,
    /// That people want it so.
    Wanted,
}

/// What happens at the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// A key is plugged in, and that answers the question.
    Comes,
    /// The last one is unplugged, and that answers the question.
    Goes,
    /// Keys come or go, but no port tells which keys are meant, or whether one was a mistake.
    Changes,
    /// A key waits for a touch.
    Blinks,
}

/// What people have in their hands, as far as the prompt says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hand<'p> {
    /// Whether everything that was at hand before is put down.
    pub is_emptied: bool,
    /// A key.
    pub key: Option<&'p Name>,
    /// PIN tries that it has left.
    pub tries: Option<u8>,
    /// A sheet or page, by its serial.
    pub sheet: Option<&'p str>,
    /// A bag.
    pub bag: Option<&'p BagSerial>,
    /// Whether another bag is to come, so that none is at hand now.
    pub bag_comes: bool,
    /// An account, as the tenant calls it.
    pub account: Option<&'p str>,
}

impl<'p> Facts<'p> {
    /// Whether one person types or reads a secret.
    pub fn is_secret(&self) -> bool {
        match self.takes {
            Takes::Secret | Takes::SecretOnPaper | Takes::Share | Takes::Seen => true,
            Takes::Nothing(_)
            | Takes::YesNo(_)
            | Takes::Name(_)
            | Takes::Line
            | Takes::ScannedLine
            | Takes::Choice(_) => false,
        }
    }

    fn of(turn: Turn, takes: Takes<'p>) -> Facts<'p> {
        let plain = Facts {
            turn,
            person: None,
            away: Away::Nobody,
            takes,
            port: None,
            hand: Hand::default(),
        };
        let away = match turn {
            Turn::PinCustodian => Away::KeyCustodian,
            Turn::KeyCustodian => Away::PinCustodian,
            Turn::Both => Away::Others,
        };
        match plain.is_secret() {
            true => Facts { away, ..plain },
            false => plain,
        }
    }

    fn person(self, person: &'p str) -> Facts<'p> {
        let person = Some(person);
        Facts { person, ..self }
    }

    fn port(self, port: Port) -> Facts<'p> {
        let port = Some(port);
        Facts { port, ..self }
    }

    fn key(mut self, key: &'p Name) -> Facts<'p> {
        self.hand.key = Some(key);
        self
    }

    fn sheet(mut self, sheet: &'p str) -> Facts<'p> {
        self.hand.sheet = Some(sheet);
        self
    }

    fn bag(mut self, bag: &'p BagSerial) -> Facts<'p> {
        self.hand.bag = Some(bag);
        self
    }

    fn account(mut self, account: &'p str) -> Facts<'p> {
        self.hand.account = Some(account);
        self
    }
}

fn news<'p>() -> Facts<'p> {
    Facts::of(Turn::Both, Takes::Nothing(News::Plain))
}

fn heading<'p>() -> Facts<'p> {
    ends(Facts::of(Turn::Both, Takes::Nothing(News::Heading)))
}

/// What was at hand is put down.
fn ends(mut facts: Facts) -> Facts {
    facts.hand.is_emptied = true;
    facts
}

fn yes<'p>(turn: Turn, yes: Yes) -> Facts<'p> {
    Facts::of(turn, Takes::YesNo(yes))
}

/// The key custodian's hands do something at the port.
fn plugs(port: Port, key: &Name) -> Facts<'_> {
    yes(Turn::KeyCustodian, Yes::Done).port(port).key(key)
}

impl Prompt {
    /// Its facts. Each prompt is named here, so that a new one is not forgotten.
    pub fn facts(&self) -> Facts<'_> {
        use Prompt as P;
        use Turn::{Both, KeyCustodian, PinCustodian};
        match self {
            P::CeremonyOpens { .. }
            | P::CeremonyGoesOn { .. }
            | P::PlanInWords { .. }
            | P::ScriptInWords { .. }
            | P::ItemOnTable { .. }
            | P::TypedWrong { .. }
            | P::BagWas { .. }
            | P::OtherKey { .. }
            | P::BeAware { .. }
            | P::ListVerified { .. }
            | P::ModelInList { .. }
            | P::ModelNotInList { .. }
            | P::ShareIsNoShare { .. }
            | P::Findings { .. }
            | P::AllFit
            | P::Printing
            | P::LeftJobEnded
            | P::PrinterSays { .. }
            | P::HeadInWords { .. }
            | P::CopyReadBack { .. }
            | P::LedgerSaved { .. }
            | P::LedgerNotSaved
            | P::ResponseWritten { .. }
            | P::StillOut { .. } => news(),
            P::PartBegins { .. } | P::StepBegins { .. } => heading(),
            P::Stopped { .. } => Facts::of(Both, Takes::Nothing(News::Alarm)),
            P::Ended { .. } | P::Suspended { .. } | P::Abandoned { .. } => ends(news()),
            P::LooseSheet { sheet } | P::ShareMatches { sheet, .. } => news().sheet(sheet.as_str()),
            P::TouchNow { key } | P::TouchNewKey { key } => news().port(Port::Blinks).key(key),
            P::TriesLeft { key, left } => {
                let mut facts = news().key(key);
                facts.hand.tries = Some(*left);
                facts
            }
            P::PinWorks { key, sheet } => news().key(key).sheet(sheet.as_str()),
            P::StillPluggedIn { key }
            | P::CredentialWorks { key }
            | P::PasskeyDeleted { key }
            | P::KeyIsGenuine { key, .. }
            | P::KeyIsUnproven { key, .. }
            | P::KeyConfigured { key, .. }
            | P::KeyReset { key }
            | P::SnapshotSame { key, .. } => news().key(key),

            P::WhoIs { names, .. } => Facts::of(Both, Takes::Name(names)),
            P::WordOfOwn { person }
            | P::WordOfOwnAgain { person }
            | P::DiceThrows { person, .. }
            | P::FreeText { person }
            | P::GiveWord { person, .. } => Facts::of(Both, Takes::Secret).person(person),
            P::SizeFromPaper { person } | P::WordsFromPaper { person, .. } => {
                Facts::of(Both, Takes::ScannedLine).person(person)
            }
            P::WallClock { person, .. } => Facts::of(Both, Takes::Line).person(person),

            P::AdoptThisPlan { .. }
            | P::StopBeforeRollCall
            | P::WithdrawCeremony
            | P::GoOnDespite { .. }
            | P::SealUnrecorded { .. }
            | P::EndQuarantine { .. } => yes(Both, Yes::Wanted),
            P::Initial { person, .. } => yes(Both, Yes::Wanted).person(person),
            P::PlugIn { key }
            | P::PlugInNew { key }
            | P::PlugInWiped { key }
            | P::Replug { key }
            | P::ReplugForReset { key } => plugs(Port::Comes, key),
            P::UnplugForBag { key } => plugs(Port::Goes, key),
            P::WhichNewKey { key } | P::RightKeyNow { expected: key } => plugs(Port::Changes, key),
            P::FetchBag { .. } => another_bag(yes(Both, Yes::Done)),
            P::BagIntact { bag } => yes(Both, Yes::Judged).bag(bag),
            P::OpenBag { bag, .. } | P::PutInBag { bag, .. } => {
                yes(Both, Yes::DoneForGood).bag(bag)
            }
            P::WasBagOpened { bag } | P::WasBagSealed { bag, .. } => yes(Both, Yes::Found).bag(bag),
            P::HandOver { bag, .. } => yes(Both, Yes::Done).bag(bag),
            P::Destroy { sheet, .. } => yes(Both, Yes::DoneForGood).sheet(sheet.as_str()),
            P::WasDestroyed { sheet } => yes(Both, Yes::Found).sheet(sheet.as_str()),
            P::TakePage { sheet, .. } => yes(PinCustodian, Yes::Done).sheet(sheet.as_str()),
            P::TakeDocument { sheet, document } => {
                let facts = yes(Both, Yes::Done).sheet(sheet);
                match document {
                    Document::Minutes { person } | Document::Receipt { person } => {
                        facts.person(person)
                    }
                    Document::TestPage
                    | Document::BagLabels
                    | Document::Leaflet
                    | Document::FlushPage => facts,
                }
            }
            P::SignIn {
                account,
                key,
                sheet,
            } => {
                let facts = yes(Both, Yes::Done).account(account);
                facts.key(key).sheet(sheet.as_str())
            }
            P::FetchOptions { key, account, .. }
            | P::TenantTook { account, key, .. }
            | P::IsRegistered { account, key } => yes(Both, Yes::Done).key(key).account(account),
            P::AlertCame { account } | P::OpenTenant { account } => {
                yes(Both, Yes::Done).account(account)
            }
            P::AcceptedThenPasskey { account }
            | P::RefusedAndUnchanged { account }
            | P::DoesNewPasswordWork { account }
            | P::DoesOldPasswordWork { account } => yes(Both, Yes::TenantDid).account(account),

            P::BagSerial {
                by,
                purpose: BagPurpose::New { .. } | BagPurpose::Fetched { .. },
            } => another_bag(Facts::of(*by, Takes::ScannedLine)),
            P::WhoTakes { bag, names, .. } => Facts::of(Both, Takes::Name(names)).bag(bag),
            P::CopyTo { .. } | P::SaveLedgerTo => Facts::of(PinCustodian, Takes::Line),
            P::Reason { .. } | P::FoundOut { .. } => Facts::of(Both, Takes::Line),

            P::PinWritten { key, sheet, .. } => {
                let facts = Facts::of(PinCustodian, Takes::Secret);
                facts.key(key).sheet(sheet.as_str())
            }
            P::PinFrom { key, sheet } => {
                let facts = Facts::of(PinCustodian, Takes::SecretOnPaper);
                facts.key(key).sheet(sheet.as_str())
            }
            P::ProofWord { sheet } => {
                Facts::of(PinCustodian, Takes::SecretOnPaper).sheet(sheet.as_str())
            }
            P::ShareFrom { sheet, half } => {
                let reader = match half {
                    Half::Upper => PinCustodian,
                    Half::Lower => KeyCustodian,
                };
                Facts::of(reader, Takes::Share).sheet(sheet.as_str())
            }
            P::LettersFor { sheet } => Facts::of(PinCustodian, Takes::Seen).sheet(sheet.as_str()),
            P::FirstHalf { account } => Facts::of(PinCustodian, Takes::Seen).account(account),
            P::SecondHalf { account } => Facts::of(KeyCustodian, Takes::Seen).account(account),

            P::WhatNow { offered } => Facts::of(Both, Takes::Choice(offered)),
        }
    }
}

/// Another bag is to come.
fn another_bag(mut facts: Facts) -> Facts {
    facts.hand.bag_comes = true;
    facts
}
