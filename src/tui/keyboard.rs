//! A line that is typed before anything secret is: it shows a wrong keyboard layout, and Caps Lock.

use super::tty::Key;
use crate::text::safe::Safe;

/// Letters that lie elsewhere on QWERTZ (y, z), AZERTY (a, q, w, z, m) and Dvorak; and digits, which AZERTY has behind
/// Shift.
pub const PHRASE: &str = "azy qwm 190";

/// The line as far as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keyboard {
    /// What came.
    pub typed: String,
    /// What is wrong with the last line.
    pub wrong: Option<Wrong>,
}

/// What a line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Capitals came in place of small letters.
    CapsLock,
    /// Another character came in place of this one: wanted, came.
    Layout(char, char),
    /// It is shorter or longer.
    Length,
}

impl Keyboard {
    /// One key; whether it is done: typed right, or left out (Escape).
    pub fn press(&mut self, key: Key) -> bool {
        match key {
            Key::Char(c) if self.typed.chars().count() < 40 => self.typed.push(c),
            Key::Backspace => drop(self.typed.pop()),
            Key::Clear => self.typed.clear(),
            Key::Escape => return true,
            Key::Enter => {
                self.wrong = wrong(&self.typed);
                self.typed.clear();
                return self.wrong.is_none();
            }
            _ => {}
        }
        false
    }
}

fn wrong(typed: &str) -> Option<Wrong> {
    let typed = typed.trim_end();
    if typed == PHRASE {
        return None;
    }
    if typed.eq_ignore_ascii_case(PHRASE) {
        return Some(Wrong::CapsLock);
    }
    let mut pairs = PHRASE.chars().zip(typed.chars());
    match pairs.find(|(wanted, came)| wanted != came) {
        Some((wanted, came)) if typed.chars().count() == PHRASE.chars().count() => {
            Some(Wrong::Layout(wanted, came))
        }
        _ => Some(Wrong::Length),
    }
}

impl Wrong {
    /// In English.
    pub fn english(&self) -> String {
        match self {
            Wrong::CapsLock => {
                "Capitals came: Caps Lock is on. Switch it off, then once more.".into()
            }
            Wrong::Layout(wanted, came) => format!(
                "In place of {wanted} came {}. The keyboard is set to another layout than its keys show: PINs and \
                 words would come wrong. Set the layout outside this program, or type as it is set. Once more.",
                Safe::new(&came.to_string(), 1)
            ),
            Wrong::Length => "That was not the line. Once more.".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_and_caps_lock_show() {
        for (typed, expected) in [
            ("azy qwm 190", None),
            ("AZY QWM 190", Some(Wrong::CapsLock)),
            ("ayz qwm 190", Some(Wrong::Layout('z', 'y'))),
            ("qwy azm 190", Some(Wrong::Layout('a', 'q'))),
            ("azy qwm !)(", Some(Wrong::Layout('1', '!'))),
            ("", Some(Wrong::Length)),
            ("azy qwm 1908", Some(Wrong::Length)),
        ] {
            assert_eq!(wrong(typed), expected, "{typed}");
        }
    }
}
