//! The screen's own few words, and what it says of the keyboard, as data.

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
    LiesOnTheTable,
    MoreWithF3,
    MoreWithPageUp,
    ShortFooter,
    LookAwayKeyCustodian,
    LookAwayPinCustodian,
    LookAwayOther,
    LineYesNo,
    LineTypedEarly,
    LineEnter,
    LineOneOf,
    LineOrStop,
    LineGoesOn,
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
    KeysAreOnTheTable,
    Manual,
    Said,
    Reading,
    NothingYet,
    Characters,
    TypeThisLine,
    NotNow,
    HomeFooter,
    RehearseDrill,
    RehearseSmall,
    GoOnWith,
    AboutMinutes,
    WhyThisLine,
}

/// What is said of a key that did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// It wants y or n.
    YesOrNo,
    /// It wants Enter.
    PressEnter,
    /// It wants one of the choices.
    ChooseFirst,
    /// There is no more room.
    Full,
    /// Nothing was typed.
    Empty,
    /// A word of the share cannot be.
    CannotBe,
    /// It came too fast for hands.
    TooFast,
    /// A key was still held down.
    Held,
    /// The question had just been answered by the security key that came or went.
    Noticed,
    /// Only capitals were typed.
    CapsLock,
    /// No shell stands behind a ceremony.
    NoShell,
}

/// What the first line shows of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongKeyboard {
    /// Capitals came in place of small letters.
    CapsLock,
    /// Another character came in place of this one: wanted, came.
    Layout(char, char),
    /// It is shorter or longer.
    Length,
}
