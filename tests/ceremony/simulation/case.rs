//! What a seed stands for: a drill, the habit of its key, and what goes wrong, each at its place. Smaller ones beside it.

use sealwright::rehearsal::Moment;
use sealwright::softkey::{CommandFault, PacketFault, Quirk};
use std::fmt;

/// A ceremony of the small plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Drill {
    FirstSetup,
    AnnualRotation,
    RotatePin,
    VerifyPin,
    VerifyCredential,
    DeleteCredential,
    ConfigureKey,
    ResetKey,
    InspectBags,
}

impl Drill {
    /// All but the setup are played after it.
    pub const AFTER_SETUP: [Drill; 8] = [
        Drill::AnnualRotation,
        Drill::RotatePin,
        Drill::VerifyPin,
        Drill::VerifyCredential,
        Drill::DeleteCredential,
        Drill::ConfigureKey,
        Drill::ResetKey,
        Drill::InspectBags,
    ];

    pub fn template(self) -> &'static str {
        match self {
            Drill::FirstSetup => "first-setup",
            Drill::AnnualRotation => "annual-rotation",
            Drill::RotatePin => "rotate-pin",
            Drill::VerifyPin => "verify-pin",
            Drill::VerifyCredential => "verify-credential",
            Drill::DeleteCredential => "delete-credential",
            Drill::ConfigureKey => "configure-key",
            Drill::ResetKey => "reset-key",
            Drill::InspectBags => "inspect-bags",
        }
    }

    /// Whether each key has a PIN on a sheet when it ends, and each account a password.
    pub fn keeps_everything(self) -> bool {
        self != Drill::ResetKey
    }
}

/// Something that goes wrong, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The program dies there.
    Crash(Moment),
    WrongAnswer,
    SomebodyLeaves,
    PageStained,
    KeySwapped,
    KeyPulled,
    PageJams,
    DiskFull,
    LedgerReplaced(Replaced),
    /// The laptop's clock and those on the wall, by so many days: the people believe it.
    ClockMoves(i64),
    KeyMisanswers(Option<(u8, Option<u8>)>, CommandFault),
    PacketGoesWrong(PacketFault),
}

/// What becomes of the ledger's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    ByNothing,
    ByAnOlderOne,
    ByALongerOne,
    OneBitFlipped,
}

impl What {
    /// How the kinds are counted.
    pub const KINDS: [&'static str; 12] = [
        "crash",
        "wrong answer",
        "somebody leaves",
        "page stained",
        "key swapped",
        "key pulled",
        "page jams",
        "disk full",
        "ledger replaced",
        "clock moves",
        "key misanswers",
        "packet goes wrong",
    ];

    pub fn kind(self) -> &'static str {
        What::KINDS[match self {
            What::Crash(_) => 0,
            What::WrongAnswer => 1,
            What::SomebodyLeaves => 2,
            What::PageStained => 3,
            What::KeySwapped => 4,
            What::KeyPulled => 5,
            What::PageJams => 6,
            What::DiskFull => 7,
            What::LedgerReplaced(_) => 8,
            What::ClockMoves(_) => 9,
            What::KeyMisanswers(..) => 10,
            What::PacketGoesWrong(_) => 11,
        }]
    }

    /// What is counted until it strikes: an effect's kind; None: every effect.
    pub fn counts(self) -> Option<&'static str> {
        match self {
            What::Crash(_) => None,
            What::PageJams => Some("print"),
            What::DiskFull => Some("append"),
            What::KeyPulled | What::PacketGoesWrong(_) => Some("packet"),
            What::WrongAnswer
            | What::SomebodyLeaves
            | What::PageStained
            | What::KeySwapped
            | What::LedgerReplaced(_)
            | What::ClockMoves(_)
            | What::KeyMisanswers(..) => Some("people"),
        }
    }
}

/// What goes wrong in which sitting, from 0, at the nth thing that it counts, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub sitting: u32,
    pub nth: u64,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub drill: Drill,
    pub quirk: Option<Quirk>,
    pub faults: Vec<Fault>,
}

impl Case {
    /// What this seed stands for; `most` tells how many things of a kind the drill has.
    pub fn of_seed(seed: u64, mut most: impl FnMut(Drill, Option<&'static str>) -> u64) -> Case {
        let mut draw = Draw(seed);
        let drill = match draw.below(16) {
            0 => Drill::FirstSetup,
            1 | 2 => Drill::AnnualRotation,
            3..6 => Drill::RotatePin,
            n => Drill::AFTER_SETUP[n as usize % Drill::AFTER_SETUP.len()],
        };
        let quirk = (draw.below(3) == 0).then(|| *draw.among(&Quirk::ALL));
        let mut case = Case {
            drill,
            quirk,
            faults: Vec::new(),
        };
        let mut sitting = 0;
        for _ in 0..draw.below(5) {
            let what = draw.what();
            let most = match what {
                What::KeyMisanswers(Some(_), _) => 3,
                What::KeyMisanswers(None, _) => 40,
                _ => most(drill, what.counts()),
            };
            let nth = 1 + draw.below(most.max(1));
            case.faults.push(Fault { sitting, nth, what });
            sitting += u32::from(draw.below(2) == 0);
        }
        case
    }

    /// The same with less: a fault left out, the habit left out, a fault earlier.
    pub fn smaller(&self) -> Vec<Case> {
        let mut all: Vec<Case> = (0..self.faults.len())
            .map(|at| {
                let mut less = self.clone();
                less.faults.remove(at);
                less
            })
            .collect();
        if self.quirk.is_some() {
            all.push(Case {
                quirk: None,
                ..self.clone()
            });
        }
        for (at, fault) in self.faults.iter().enumerate() {
            for nth in [fault.nth / 4, fault.nth / 2, fault.nth - 1] {
                if nth > 0 && nth < fault.nth {
                    let mut earlier = self.clone();
                    earlier.faults[at].nth = nth;
                    all.push(earlier);
                }
            }
        }
        all
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.drill.template())?;
        if let Some(quirk) = self.quirk {
            write!(f, ", a key with {quirk:?}")?;
        }
        for Fault { sitting, nth, what } in &self.faults {
            let counted = what.counts().unwrap_or("effect");
            write!(f, "; sitting {}: {what:?} at {counted} {nth}", sitting + 1)?;
        }
        Ok(())
    }
}

/// Numbers from a seed: SplitMix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn among<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    fn what(&mut self) -> What {
        match self.below(18) {
            0..2 => What::Crash(Moment::Before),
            2..4 => What::Crash(Moment::After),
            4 => What::WrongAnswer,
            5 => What::SomebodyLeaves,
            6 => What::PageStained,
            7 => What::KeySwapped,
            8 => What::KeyPulled,
            9 => What::PageJams,
            10 => What::DiskFull,
            11 => What::LedgerReplaced(*self.among(&REPLACED)),
            12 => What::ClockMoves(*self.among(&[-700, -1, 1, 700])),
            13 => What::KeyMisanswers(*self.among(&COMMANDS), *self.among(&MISANSWERS)),
            // Few questions are about a page: most of these strike nothing.
            14..17 => What::PageStained,
            _ => What::PacketGoesWrong(*self.among(&PACKETS)),
        }
    }
}

const REPLACED: [Replaced; 4] = [
    Replaced::ByNothing,
    Replaced::ByAnOlderOne,
    Replaced::ByALongerOne,
    Replaced::OneBitFlipped,
];

/// Any command; a PIN set, changed, asked for a token; a passkey made, asked, managed; a reset.
const COMMANDS: [Option<(u8, Option<u8>)>; 9] = [
    None,
    None,
    Some((0x06, Some(0x03))),
    Some((0x06, Some(0x04))),
    Some((0x06, Some(0x09))),
    Some((0x01, None)),
    Some((0x02, None)),
    Some((0x0a, None)),
    Some((0x07, None)),
];

const MISANSWERS: [CommandFault; 14] = [
    CommandFault::Silent,
    CommandFault::UnplugBefore,
    CommandFault::UnplugAfter,
    CommandFault::UnplugBetween,
    CommandFault::AnswerLostAfter,
    CommandFault::FalseSuccess,
    CommandFault::Error(0x01),
    CommandFault::Error(0x31),
    CommandFault::Error(0x7f),
    CommandFault::AnswerAfter(&[0x7f]),
    CommandFault::AnswerAfter(&[0x00, 0xf6]),
    CommandFault::AnswerAfter(&[0x31]),
    CommandFault::AnswerAfter(&[0xf1]),
    CommandFault::AnswerAfter(&[0x00, 0xa1, 0x01, 0x01]),
];

const PACKETS: [PacketFault; 5] = [
    PacketFault::Lost,
    PacketFault::Silent,
    PacketFault::Unplug,
    PacketFault::Error(0x06),
    PacketFault::Error(0x7f),
];
