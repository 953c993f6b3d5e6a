//! The screen's own few words.

use super::field::Hint;

/// A word or two of the screen's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is said below
pub enum Label {
    Rehearsal,
    Ceremony,
    Offline,
    Online,
    PinCustodian,
    KeyCustodian,
    Both,
    PinCustodianLooksAway,
    KeyCustodianLooksAway,
    OthersLookAway,
    AtHand,
    OnTheTable,
    Nothing,
    Acts,
    TouchTheKey,
    NothingBlinks,
    Wait,
    Over,
    TooSmall,
    Key,
    Sheet,
    Bag,
    Account,
    Tries,
    YesNo,
    SpaceIs,
    Footer,
    Hands,
    PageFooter,
    MenuFooter,
    SearchFor,
    NotFound,
    Help,
    Script,
    LookAround,
    PlugIn,
    WhatIsWhere,
    Ledger,
    Plan,
    Keys,
    Manual,
    Said,
    Reading,
    NothingYet,
    Characters,
    TypeThisLine,
    NotNow,
    HomeFooter,
    WhyThisLine,
}

impl Label {
    /// In English.
    pub fn english(self) -> &'static str {
        match self {
            Label::Rehearsal => "REHEARSAL",
            Label::Ceremony => "ceremony",
            Label::Offline => "offline",
            Label::Online => "NETWORK IS UP",
            Label::PinCustodian => "PIN CUSTODIAN",
            Label::KeyCustodian => "KEY CUSTODIAN",
            Label::Both => "BOTH OF YOU",
            Label::PinCustodianLooksAway => "PIN custodian: look away",
            Label::KeyCustodianLooksAway => "Key custodian: look away",
            Label::OthersLookAway => "All others: look away",
            Label::AtHand => "At hand",
            Label::OnTheTable => "On the table",
            Label::Nothing => "nothing",
            Label::Acts => "Acts",
            Label::TouchTheKey => "TOUCH THE KEY NOW",
            Label::NothingBlinks => {
                "Nothing blinks? Press the key firmly into its port; look for a light on its side. When the time is over nothing was changed, and you can try again."
            }
            Label::Wait => "Please wait.",
            Label::Over => "It is over. Press Enter.",
            Label::TooSmall => "Make this window larger: 80 columns, 24 rows.",
            Label::Key => "Key",
            Label::Sheet => "Sheet",
            Label::Bag => "Bag",
            Label::Account => "For",
            Label::Tries => "PIN tries left",
            Label::YesNo => "y  yes     n  no",
            Label::SpaceIs => "Each _ may be a space; the gaps are no part of it.",
            Label::Footer => "F1 help  F2 script  F3 look around  F4 stop, leave out",
            Label::Hands => "F5 scan  F6 touch  F7 unplug  F8 plug in",
            Label::PageFooter => "Up, Down, PgUp, PgDn   / find   n next   Esc back",
            Label::MenuFooter => "press a number   Esc back",
            Label::SearchFor => "Find: ",
            Label::NotFound => "not found",
            Label::Help => "Help",
            Label::Script => "This ceremony's script",
            Label::LookAround => "Look around",
            Label::PlugIn => "Which key?",
            Label::WhatIsWhere => "What is where",
            Label::Ledger => "The ledger",
            Label::Plan => "The plan that binds",
            Label::Keys => "Keys plugged in",
            Label::Manual => "The manual",
            Label::Said => "What was said so far",
            Label::Reading => "Reading...",
            Label::NothingYet => "Nothing yet.",
            Label::Characters => "characters",
            Label::NotNow => "not now,",
            Label::HomeFooter => "press a number, then Enter   PgUp, PgDn   q leaves",
            Label::TypeThisLine => "First, type this line as the keys show it, and Enter:",
            Label::WhyThisLine => {
                "It shows whether the keyboard types what its keys say, and whether Caps Lock is on, before a PIN is typed in the blind. Esc leaves it out."
            }
        }
    }
}

impl Hint {
    /// In English.
    pub fn english(self) -> &'static str {
        match self {
            Hint::YesOrNo => "Press y or n. F4 stops safely, F1 helps.",
            Hint::PressEnter => "Press Enter when it is done. F4 stops safely.",
            Hint::ChooseFirst => "Choose one: its number or the arrows, then Enter.",
            Hint::Full => "There is no room for more. Ctrl-U takes everything away.",
            Hint::Empty => "Nothing was typed yet.",
            Hint::CannotBe => "No share has such a word. Backspace takes it away.",
            Hint::TooFast => {
                "That was no typing: pasted or scanned text is not heard here, and was dropped."
            }
            Hint::Held => "A key was still held down: not heard. Once more, please.",
            Hint::CapsLock => "Only capitals so far: is Caps Lock on?",
            Hint::KeyIsOut => "Not now: something is on the table. Stop safely first (F4).",
        }
    }
}

/// What F1 shows.
pub const HELP: &str = "\
The bar on top says whose hands act now, and who looks away. Below it stands
the one thing to do. Read it aloud, do it, then answer.

  y, n          yes, no: one key, no Enter
  Enter         ends what was typed; confirms what was chosen
  Backspace     takes a character away, Ctrl-U all of them
  PgUp, PgDn    the rest of a long text

  F1  this
  F2  the ceremony's script: what is done, what comes
  F3  look around: plan, ledger, what is where, keys, manual
  F4  stop. You are then asked what now: go on (nothing is lost), stop
      safely, leave this step out (an exception: both agree, with a
      reason, and it is recorded), or end the ceremony unfinished.
      Ctrl-C and Ctrl-D do the same.

What is secret shows as stars. Pasted text and scanners are heard only where
a share, signed minutes or a bag's number are read. A key that is held down
answers one question only.

Stopping is never wrong. What was shown as done is on the disk; the ceremony
goes on where the ledger ends.

In a rehearsal the table is played, and these are your hands:
  F5  lay the paper in question on the scanner: it types for you
  F6  touch the key      F7  unplug it      F8  plug one in";
