//! The screen's own words, in English.

use crate::text::safe::Safe;
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::Choice;

pub(super) fn choice(choice: Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Again => ("again", "try this step again"),
        Choice::LeaveOut => (
            "leave out",
            "go on without this step; both assent and give the reason, it is recorded",
        ),
        Choice::StopSafely => (
            "stop",
            "stop safely: everything loose goes into bags, the ceremony stays open",
        ),
        Choice::Abandon => (
            "abandon",
            "end the ceremony unfinished; everything loose goes into bags first",
        ),
    }
}

pub(super) fn choices(offered: &[Choice]) -> Vec<String> {
    offered
        .iter()
        .map(|offered| choice(*offered))
        .map(|(word, meaning)| format!("{word}: {meaning}"))
        .collect()
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
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
        Label::LiesOnTheTable => "on the table",
        Label::MoreWithF3 => "more (F3)",
        Label::MoreWithPageUp => "(PgUp: more)",
        Label::ShortFooter => "F1 help F2 script F3 around F4 stop",
        Label::LookAwayKeyCustodian => "KEY CUSTODIAN LOOKS AWAY",
        Label::LookAwayPinCustodian => "PIN CUSTODIAN LOOKS AWAY",
        Label::LookAwayOther => "THE OTHER LOOKS AWAY",
        Label::LineYesNo => "Answer y or n; or stop, or help.",
        Label::LineEnter => "Press Enter when it is done; or type stop.",
        Label::LineOneOf => "Type one of:",
        Label::LineOrStop => "(or stop)",
        Label::LineGoesOn => "Enter alone leaves it out.",
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
        Label::KeysAreOnTheTable => "In a rehearsal: see what lies on the table.",
        Label::Manual => "The manual",
        Label::Said => "What was said so far",
        Label::Reading => "Reading...",
        Label::NothingYet => "Nothing yet.",
        Label::Characters => "characters",
        Label::NotNow => "not now,",
        Label::HomeFooter => "press a number, then Enter   PgUp, PgDn   q leaves",
        Label::RehearseDrill => "Rehearse the annual drill",
        Label::RehearseSmall => "Rehearse it small: one account, one key, ten minutes",
        Label::GoOnWith => "Go on with ceremony",
        Label::AboutMinutes => "(about # minutes)",
        Label::TypeThisLine => "First, type this line as the keys show it, and Enter:",
        Label::WhyThisLine => {
            "It shows whether the keyboard types what its keys say, and whether Caps Lock is on, before a PIN is typed in the blind. Esc leaves it out."
        }
    }
}

pub(super) fn hint(hint: Hint) -> &'static str {
    match hint {
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
        Hint::Noticed => "The key was noticed without that: not heard. Please read on.",
        Hint::CapsLock => "Only capitals so far: is Caps Lock on?",
        Hint::KeyIsOut => "Not now: something is on the table. Stop safely first (F4).",
    }
}

pub(super) fn wrong_keyboard(wrong: WrongKeyboard) -> String {
    match wrong {
        WrongKeyboard::CapsLock => {
            "Capitals came: Caps Lock is on. Switch it off, then once more.".into()
        }
        WrongKeyboard::Layout(wanted, came) => format!(
            "In place of {wanted} came {}. The keyboard is set to another layout than its keys show: PINs and \
             words would come wrong. Set the layout outside this program, or type as it is set. Once more.",
            Safe::new(&came.to_string(), 1)
        ),
        WrongKeyboard::Length => "That was not the line. Once more.".into(),
    }
}
