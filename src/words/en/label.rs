//! The screen's own words, in English.

use crate::text::safe::Safe;
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::Choice;

pub(super) fn choice(choice: Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Again => ("again", "try this step again"),
        Choice::LeaveOut => (
            "skip",
            "continue without this step; both of you assent and give the reason, and it is recorded",
        ),
        Choice::StopSafely => (
            "stop",
            "stop safely: everything loose goes into bags, and the ceremony stays open",
        ),
        Choice::Abandon => (
            "abandon",
            "end the ceremony unfinished; first, everything loose goes into bags",
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
        Label::OthersLookAway => "Everyone else: look away",
        Label::AtHand => "At hand",
        Label::OnTheTable => "On the table",
        Label::Nothing => "nothing",
        Label::Acts => "Parts",
        Label::LiesOnTheTable => "on the table",
        Label::MoreWithF3 => "more (F3)",
        Label::MoreWithPageUp => "(PgUp: more)",
        Label::ShortFooter => "F1 help F2 script F3 around F4 stop",
        Label::LookAwayKeyCustodian => "KEY CUSTODIAN LOOKS AWAY",
        Label::LookAwayPinCustodian => "PIN CUSTODIAN LOOKS AWAY",
        Label::LookAwayOther => "EVERYONE ELSE LOOKS AWAY",
        Label::LineTypedEarly => "What was typed before this question did not count.",
        Label::LineYesNo => "Answer y or n, or type stop or help.",
        Label::LineEnter => "Press Enter when it is done, or type stop.",
        Label::LineOneOf => "Type one of:",
        Label::LineOrStop => "(or stop)",
        Label::LineGoesOn => "Press Enter alone to skip this.",
        Label::TouchTheKey => "TOUCH THE KEY NOW",
        Label::NothingBlinks => {
            "Nothing blinks? Push the key firmly into its port, and look for a light on its side. When the time is over, nothing has been changed, and you can try again."
        }
        Label::Wait => "Please wait.",
        Label::Over => "This sitting is over. Press Enter.",
        Label::TooSmall => "Make this window larger: 80 columns, 24 rows.",
        Label::Key => "Key",
        Label::Sheet => "Sheet",
        Label::Bag => "Bag",
        Label::Account => "Account",
        Label::Tries => "PIN tries left",
        Label::YesNo => "y  yes     n  no",
        Label::SpaceIs => "Each _ may be a space. Ignore the gaps.",
        Label::Footer => "F1 help  F2 script  F3 look around  F4 stop, skip",
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
        Label::Plan => "The adopted plan",
        Label::Keys => "Keys plugged in",
        Label::KeysAreOnTheTable => "In a rehearsal, look at what lies on the table.",
        Label::Manual => "The manual",
        Label::Said => "What was said so far",
        Label::Reading => "Reading...",
        Label::NothingYet => "Nothing yet.",
        Label::Characters => "characters",
        Label::NotNow => "not now,",
        Label::HomeFooter => "press a number, then Enter   PgUp, PgDn   q quits",
        Label::RehearseDrill => "Rehearse the annual drill",
        Label::RehearseSmall => "A short rehearsal: one account, one key, ten minutes",
        Label::GoOnWith => "Continue ceremony",
        Label::AboutMinutes => "(about # minutes)",
        Label::TypeThisLine => "First, type this line as the keys show it, then press Enter:",
        Label::WhyThisLine => {
            "This shows whether the keyboard types what its keys show, and whether Caps Lock is on, before you type a PIN that you cannot see. Press Esc to skip this."
        }
    }
}

pub(super) fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::YesOrNo => "Press y or n. F4 stops safely, F1 shows help.",
        Hint::PressEnter => "Press Enter when it is done. F4 stops safely.",
        Hint::ChooseFirst => "Choose one: its number or the arrows, then Enter.",
        Hint::Full => "There is no room for more. Ctrl-U deletes everything.",
        Hint::Empty => "Nothing has been typed yet.",
        Hint::CannotBe => "No share has such a word. Backspace deletes it.",
        Hint::TooFast => "That was not typed by hand. Pasted or scanned text is not accepted here.",
        Hint::Held => "A key was still held down, so it did not count. Please press it again.",
        Hint::Noticed => {
            "The key had already been noticed, so your answer did not count. Please read on."
        }
        Hint::CapsLock => "Only capitals so far: is Caps Lock on?",
        Hint::NoShell => "A ceremony is never put behind a shell. Stop safely first (F4).",
    }
}

pub(super) fn wrong_keyboard(wrong: WrongKeyboard) -> String {
    match wrong {
        WrongKeyboard::CapsLock => {
            "These were capital letters: Caps Lock is on. Switch it off, then type the line again."
                .into()
        }
        WrongKeyboard::Layout(wanted, came) => format!(
            "{} came instead of {wanted}. The keyboard is set to a different layout than its keys show, so PINs and words would be wrong. Set the layout outside this program, or type as it is set. Then type the line again.",
            Safe::new(&came.to_string(), 1)
        ),
        WrongKeyboard::Length => "That was not the line. Please type it again.".into(),
    }
}
