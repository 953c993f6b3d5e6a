//! THE table of procedures: what each is called, what it is about, what it takes and leaves, asks and prints.
//!
//! The order of a template, what a ceremony needs, and what a key can do of it are played from it; what must be so for
//! a step to be done stands in `rules/achieved.rs`, an arm a procedure. A procedure without a row, and a row without a
//! column, do not build.

use serde::{Deserialize, Serialize};

/// What a procedure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The ceremony itself.
    Ceremony,
    /// One key.
    Key,
    /// One account.
    Account,
    /// One bag.
    Bag,
}

/// Where in a ceremony a procedure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is the first step, and no other.
    First,
    /// Where its needs are met.
    Among,
    /// It closes the ceremony: the last steps are these, in the order of the table.
    Last,
}

/// What may be so while a ceremony is played: of the ceremony, or of the key or account that a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The laptop was looked at. Every step about a thing needs it (I14).
    LaptopChecked,
    /// A step was about a thing. Every step about a thing leaves it so.
    ThingsTouched,
    /// The plan of this ceremony binds.
    PlanAdopted,
    /// Labels were printed.
    LabelsPrinted,
    /// The key lies on the table.
    KeyOut,
    /// Its PIN sheet lies on the table.
    PinOut,
    /// The key was admitted in this ceremony.
    Admitted,
    /// Some step was about the key.
    KeyHandled,
    /// Its PIN opened it since it was last sealed.
    PinTried,
    /// It has a new PIN.
    PinRenewed,
    /// Its old PIN sheets are destroyed.
    OldPinsGone,
    /// The other keys of its account, and their PIN sheets, are sealed (I17).
    OthersSealed,
    /// Shares of the account lie on the table.
    SharesOut,
    /// Its old shares were opened and read.
    SharesChecked,
    /// It has a new password in new shares.
    SharesRenewed,
    /// Its old shares are destroyed.
    OldSharesGone,
}

impl Fact {
    /// What it is a fact of.
    pub const fn is_of(self) -> Subject {
        match self {
            Fact::LaptopChecked | Fact::ThingsTouched | Fact::PlanAdopted | Fact::LabelsPrinted => {
                Subject::Ceremony
            }
            Fact::KeyOut
            | Fact::PinOut
            | Fact::Admitted
            | Fact::KeyHandled
            | Fact::PinTried
            | Fact::PinRenewed
            | Fact::OldPinsGone
            | Fact::OthersSealed => Subject::Key,
            Fact::SharesOut | Fact::SharesChecked | Fact::SharesRenewed | Fact::OldSharesGone => {
                Subject::Account
            }
        }
    }

    /// The procedures that leave it so.
    pub fn set_by(self) -> Vec<Procedure> {
        leaving(Leave::Sets(self))
    }

    /// The procedures after which it is no longer so.
    pub fn ended_by(self) -> Vec<Procedure> {
        leaving(Leave::Ends(self))
    }
}

fn leaving(leave: Leave) -> Vec<Procedure> {
    let all = Procedure::ALL.iter().map(|(_, procedure)| *procedure);
    all.filter(|procedure| procedure.row().leaves.contains(&leave))
        .collect()
}

/// What a ceremony must have brought about when it ends: where all the facts are so, the need is met. Things are back in
/// their bags (I19); what was replaced is destroyed (I12).
pub const AT_THE_END: &[AtTheEnd] = &[
    AtTheEnd {
        when: &[],
        need: Need::Not(Fact::KeyOut),
        invariant: "I19",
    },
    AtTheEnd {
        when: &[],
        need: Need::Not(Fact::PinOut),
        invariant: "I19",
    },
    AtTheEnd {
        when: &[],
        need: Need::Not(Fact::SharesOut),
        invariant: "I19",
    },
    AtTheEnd {
        when: &[Fact::PinRenewed],
        need: Need::Is(Fact::OldPinsGone),
        invariant: "I12",
    },
    AtTheEnd {
        when: &[Fact::SharesRenewed, Fact::SharesChecked],
        need: Need::Is(Fact::OldSharesGone),
        invariant: "I12",
    },
];

/// What must be so at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtTheEnd {
    /// Where all of this is so.
    pub when: &'static [Fact],
    /// This must be met.
    pub need: Need,
    /// The invariant that asks for it.
    pub invariant: &'static str,
}

/// What a step needs to be so when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// This.
    Is(Fact),
    /// Not this.
    Not(Fact),
    /// Where the first is so, the second too.
    If(Fact, Fact),
}

/// What a step leaves so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// This is so.
    Sets(Fact),
    /// This is no longer so.
    Ends(Fact),
    /// Nothing is known of the key any more: it is as one that was never seen.
    Forgets,
}

/// What comes out of a bag, or goes into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bagged {
    /// The key, in a bag of its own.
    Key,
    /// Its live PIN sheet, in a bag of its own.
    PinSheet,
    /// The live shares of the account, each in a bag of its own.
    Shares,
}

/// What a step does with bags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bags {
    /// Those that hold this are fetched and opened.
    Opens(Bagged),
    /// New ones are sealed with this.
    Seals(Bagged),
}

/// What some questions are asked for, each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Each kind of chance that custodians add.
    Chance,
    /// Each account of the plan.
    Account,
    /// A PIN that is written by hand.
    WrittenPin,
    /// Each share of the account.
    Share,
    /// Each receipt.
    Receipt,
    /// A bag that has to be fetched, because what it holds is not on the table yet.
    Fetch,
}

/// Documents that a step prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prints {
    /// The test page.
    TestPage,
    /// The labels of the bags to come, one document.
    BagLabels,
    /// A recovery leaflet for each account whose shares the ceremony seals.
    Leaflets,
    /// A PIN sheet.
    PinSheet,
    /// A share sheet for each share of the account.
    ShareSheets,
    /// The page that follows the last secret.
    FlushPage,
    /// A receipt for each person who takes bags away.
    Receipts,
    /// Minutes for each custodian.
    Minutes,
}

/// What a step needs of the key in the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfKey {
    /// It is a key of the book.
    Known,
    /// It is no key of the book yet, knows PINs and has none, signs ES256, and signs without its PIN.
    Fresh,
    /// It has a PIN that is not blocked, and does not want a new one first.
    ItsPin,
    /// It has a PIN that is not blocked; that it wants a new one is no obstacle.
    ItsOldPin,
    /// It takes PINs as long as the plan's.
    TakesPlansPin,
    /// It keeps a discoverable credential with ES256, and has room for it.
    KeepsPasskey,
    /// It lists and deletes credentials.
    DeletesPasskeys,
    /// It has the settings that the plan wants.
    HasSettings,
}

/// What becomes of the key in the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyBecomes {
    /// A key of the book.
    Known,
    /// One with a new PIN and all its tries.
    WithNewPin,
    /// One with room for one more credential.
    Roomier,
    /// One as it left its maker.
    Blank,
}

/// A procedure's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name in templates, such as `rotate-pin`.
    pub word: &'static str,
    /// What it is about: a template may use it only in a part for such things.
    pub about: Subject,
    /// Where in a ceremony it stands.
    pub stands: Stands,
    /// Whether a ceremony may go on without it, as an exception.
    pub may_be_left_out: bool,
    /// What must be so when it begins.
    pub takes: &'static [Need],
    /// What it leaves so.
    pub leaves: &'static [Leave],
    /// What it does with bags.
    pub bags: &'static [Bags],
    /// Questions that it always asks.
    pub asks: usize,
    /// Questions that it asks beside, each for something.
    pub asks_per: &'static [(usize, Per)],
    /// What it prints.
    pub prints: &'static [Prints],
    /// What it needs of the key in the port.
    pub of_key: &'static [OfKey],
    /// What becomes of that key.
    pub key_becomes: &'static [KeyBecomes],
}

macro_rules! procedures {
    ($(
        $(#[$doc:meta])*
        $procedure:ident $word:literal $about:ident $stands:ident may_be_left_out $left_out:literal,
        takes [$($takes:expr),*], leaves [$($leaves:expr),*], bags [$($bags:expr),*],
        asks $asks:literal and [$(($more:literal, $per:ident)),*], prints [$($prints:ident),*],
        of_key [$($of_key:ident),*], becomes [$($becomes:ident),*];
    )*) => {
        /// What a step does. Each names one function, in one file below `procedure/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Procedure {
            $($(#[$doc])* #[serde(rename = $word)] $procedure),*
        }

        impl Procedure {
            /// All procedures with their names in templates.
            pub const ALL: &'static [(&'static str, Procedure)] = &[$(($word, Procedure::$procedure)),*];

            /// Its row.
            pub const fn row(self) -> &'static Row {
                use {Fact::*, Leave::*, Need::*};
                match self {
                    $(Procedure::$procedure => &Row {
                        word: $word,
                        about: Subject::$about,
                        stands: Stands::$stands,
                        may_be_left_out: $left_out,
                        takes: &[$($takes),*],
                        leaves: &[$($leaves),*],
                        bags: &[$($bags),*],
                        asks: $asks,
                        asks_per: &[$(($more, Per::$per)),*],
                        prints: &[$(Prints::$prints),*],
                        of_key: &[$(OfKey::$of_key),*],
                        key_becomes: &[$(KeyBecomes::$becomes),*],
                    }),*
                }
            }
        }
    };
}

procedures! {
    /// Who is here, what they know from their own paper, who may act.
    RollCall "roll-call" Ceremony First may_be_left_out false,
        takes [], leaves [], bags [],
        asks 10 and [(2, Chance)], prints [], of_key [], becomes [];
    /// The draft plan becomes binding.
    AdoptPlan "adopt-plan" Ceremony Among may_be_left_out false,
        takes [Not(ThingsTouched), Not(PlanAdopted)], leaves [Sets(PlanAdopted)], bags [],
        asks 3 and [], prints [], of_key [], becomes [];
    /// The laptop is fit: offline, no swap, no dumps, clock right.
    CheckLaptop "check-laptop" Ceremony Among may_be_left_out true,
        takes [], leaves [Sets(LaptopChecked)], bags [],
        asks 1 and [], prints [TestPage], of_key [], becomes [];
    /// FIDO's list of authenticators, carried in as a file, is verified and taken.
    ImportMetadata "import-metadata" Ceremony Among may_be_left_out true,
        takes [], leaves [], bags [],
        asks 2 and [], prints [], of_key [], becomes [];
    /// Labels for the bags to come, and the recovery leaflets.
    PrintLabels "print-labels" Ceremony Among may_be_left_out true,
        takes [Is(LaptopChecked), Not(ThingsTouched), Not(LabelsPrinted)], leaves [Sets(LabelsPrinted)], bags [],
        asks 1 and [(1, Account)], prints [BagLabels, Leaflets], of_key [], becomes [];
    /// A new key gets its identity credential. For a key.
    AdmitKey "admit-key" Key Among may_be_left_out true,
        takes [Not(KeyHandled), Is(OthersSealed)], leaves [Sets(Admitted), Sets(KeyOut)], bags [],
        asks 1 and [], prints [], of_key [Fresh], becomes [Known];
    /// A new key gets its first PIN. For a key.
    SetPin "set-pin" Key Among may_be_left_out true,
        takes [Is(Admitted), Is(KeyOut), Not(PinOut), Not(PinTried), Is(OthersSealed)],
        leaves [Sets(PinTried), Sets(PinOut)], bags [],
        asks 5 and [(2, WrittenPin)], prints [PinSheet], of_key [Known, TakesPlansPin], becomes [WithNewPin];
    /// A key gets its account's credential, from options in the inbox. For a key.
    EnrolCredential "enrol-credential" Key Among may_be_left_out true,
        takes [Is(KeyOut), Is(PinOut)], leaves [], bags [],
        asks 3 and [], prints [], of_key [Known, ItsPin, KeepsPasskey], becomes [];
    /// The account's credential is deleted from the key. For a key.
    DeleteCredential "delete-credential" Key Among may_be_left_out true,
        takes [Is(KeyOut), Is(PinOut)], leaves [], bags [],
        asks 3 and [], prints [], of_key [Known, ItsPin, DeletesPasskeys], becomes [Roomier];
    /// The key takes no PIN any more that is shorter than the plan's. For a key.
    ConfigureKey "configure-key" Key Among may_be_left_out true,
        takes [Is(KeyOut), Is(PinOut)], leaves [], bags [],
        asks 3 and [], prints [], of_key [Known, ItsPin, HasSettings], becomes [];
    /// The key is wiped. For a key.
    ResetKey "reset-key" Key Among may_be_left_out true,
        takes [Is(KeyOut)], leaves [Forgets], bags [],
        asks 4 and [], prints [], of_key [Known], becomes [Blank];
    /// A key leaves its bag, is identified, and compared with its last snapshot. For a key.
    UnsealKey "unseal-key" Key Among may_be_left_out true,
        takes [Is(OthersSealed)], leaves [Sets(KeyOut)], bags [Bags::Opens(Bagged::Key)],
        asks 1 and [(5, Fetch)], prints [], of_key [Known], becomes [];
    /// A PIN sheet leaves its bag. For a key.
    UnsealPin "unseal-pin" Key Among may_be_left_out true,
        takes [Is(OthersSealed)], leaves [Sets(PinOut)], bags [Bags::Opens(Bagged::PinSheet)],
        asks 0 and [(5, Fetch)], prints [], of_key [Known], becomes [];
    /// The real sign-in, online, with the old PIN; the alert fires. For a key.
    SignInOnline "sign-in-online" Key Among may_be_left_out true,
        takes [Is(KeyOut), Is(PinOut)], leaves [], bags [],
        asks 2 and [], prints [], of_key [Known, ItsPin], becomes [];
    /// The PIN on the sheet opens the key. For a key.
    VerifyPin "verify-pin" Key Among may_be_left_out true,
        takes [Is(KeyOut), Is(PinOut)], leaves [Sets(PinTried)], bags [],
        asks 1 and [], prints [], of_key [Known, ItsPin], becomes [];
    /// The account's credential is on the key and works, without being a sign-in. For a key.
    VerifyCredential "verify-credential" Key Among may_be_left_out true,
        takes [Is(KeyOut)], leaves [], bags [],
        asks 0 and [], prints [], of_key [Known], becomes [];
    /// A new PIN: drawn, printed, proven, changed, verified. For a key.
    RotatePin "rotate-pin" Key Among may_be_left_out true,
        takes [Not(PinRenewed), Is(KeyOut), Is(PinOut), Is(PinTried)], leaves [Sets(PinRenewed)], bags [],
        asks 6 and [(2, WrittenPin)], prints [PinSheet],
        of_key [Known, ItsOldPin, TakesPlansPin], becomes [WithNewPin];
    /// Snapshot, then into a bag and to its place. For a key.
    SealKey "seal-key" Key Among may_be_left_out true,
        takes [Is(KeyOut)], leaves [Ends(KeyOut), Ends(PinTried)], bags [Bags::Seals(Bagged::Key)],
        asks 5 and [], prints [], of_key [Known], becomes [];
    /// The PIN sheet goes into a bag and to its place. For a key.
    SealPin "seal-pin" Key Among may_be_left_out true,
        takes [Is(PinOut)], leaves [Ends(PinOut), Ends(PinTried)], bags [Bags::Seals(Bagged::PinSheet)],
        asks 4 and [], prints [], of_key [Known], becomes [];
    /// Superseded PIN sheets are destroyed before both. For a key.
    DestroyOldPin "destroy-old-pin" Key Among may_be_left_out true,
        takes [Not(OldPinsGone), Is(PinRenewed), Not(KeyOut), Not(PinOut)], leaves [Sets(OldPinsGone)], bags [],
        asks 1 and [], prints [], of_key [Known], becomes [];
    /// Each share leaves its bag and is checked by its fingerprint. For an account.
    CheckShares "check-shares" Account Among may_be_left_out true,
        takes [Not(SharesRenewed)], leaves [Sets(SharesChecked), Sets(SharesOut)],
        bags [Bags::Opens(Bagged::Shares)],
        asks 0 and [(7, Share)], prints [], of_key [], becomes [];
    /// A new password: drawn, split, printed, proven, handed over, confirmed. For an account.
    RotatePassword "rotate-password" Account Among may_be_left_out true,
        takes [Not(SharesRenewed), If(SharesChecked, SharesOut)], leaves [Sets(SharesRenewed), Sets(SharesOut)], bags [],
        asks 6 and [(4, Share)], prints [ShareSheets], of_key [], becomes [];
    /// Each share goes into a bag and to its place. For an account.
    SealShares "seal-shares" Account Among may_be_left_out true,
        takes [Is(SharesOut)], leaves [Ends(SharesOut)], bags [Bags::Seals(Bagged::Shares)],
        asks 0 and [(4, Share)], prints [], of_key [], becomes [];
    /// Superseded shares are destroyed before both. For an account.
    DestroyOldShares "destroy-old-shares" Account Among may_be_left_out true,
        takes [Not(OldSharesGone), Is(SharesChecked), Is(SharesRenewed), Not(SharesOut)],
        leaves [Sets(OldSharesGone)], bags [],
        asks 0 and [(1, Share)], prints [], of_key [], becomes [];
    /// A sealed bag is looked at, and not opened. For a bag.
    InspectBag "inspect-bag" Bag Among may_be_left_out true,
        takes [], leaves [], bags [],
        asks 5 and [], prints [], of_key [], becomes [];
    /// What was found out about a thing in quarantine is recorded, and it can be relied on again.
    EndQuarantine "end-quarantine" Ceremony Among may_be_left_out true,
        takes [], leaves [], bags [],
        asks 4 and [], prints [], of_key [], becomes [];
    /// Each key, bag and page is in custody or destroyed.
    AccountForAll "account-for-all" Ceremony Last may_be_left_out false,
        takes [], leaves [], bags [],
        asks 1 and [], prints [FlushPage], of_key [], becomes [];
    /// A receipt for each person who took bags away.
    PrintReceipts "print-receipts" Ceremony Last may_be_left_out true,
        takes [], leaves [], bags [],
        asks 0 and [(1, Receipt)], prints [Receipts], of_key [], becomes [];
    /// The head is recorded.
    Checkpoint "checkpoint" Ceremony Last may_be_left_out false,
        takes [], leaves [], bags [],
        asks 0 and [], prints [], of_key [], becomes [];
    /// Minutes for each custodian to sign.
    PrintMinutes "print-minutes" Ceremony Last may_be_left_out false,
        takes [], leaves [], bags [],
        asks 2 and [], prints [Minutes], of_key [], becomes [];
    /// Two copies of the book, written and read back.
    CopyBook "copy-book" Ceremony Last may_be_left_out false,
        takes [], leaves [], bags [],
        asks 2 and [], prints [], of_key [], becomes [];
}

impl Procedure {
    /// Its name in templates, such as `rotate-pin`.
    pub const fn name(self) -> &'static str {
        self.row().word
    }

    /// What it is about.
    pub const fn subject(self) -> Subject {
        self.row().about
    }

    /// Whether a ceremony may go on without it, as an exception.
    pub const fn may_be_left_out(self) -> bool {
        self.row().may_be_left_out
    }
}
