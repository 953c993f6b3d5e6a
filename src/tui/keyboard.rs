//! A line that is typed before anything secret is: it shows a wrong keyboard layout, and Caps Lock.

use super::tty::Key;
use crate::words::label::WrongKeyboard;

/// Letters that lie elsewhere on QWERTZ (y, z), AZERTY (a, q, w, z, m) and Dvorak; and digits, which AZERTY has behind
/// Shift.
pub const PHRASE: &str = "azy qwm 190";

/// The line as far as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keyboard {
    /// What came.
    pub typed: String,
    /// What is wrong with the last line.
    pub wrong: Option<WrongKeyboard>,
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

/// What is wrong with a line; None: nothing is.
pub fn wrong(typed: &str) -> Option<WrongKeyboard> {
    let typed = typed.trim_end();
    if typed == PHRASE {
        return None;
    }
    if typed.eq_ignore_ascii_case(PHRASE) {
        return Some(WrongKeyboard::CapsLock);
    }
    let mut pairs = PHRASE.chars().zip(typed.chars());
    match pairs.find(|(wanted, came)| wanted != came) {
        Some((wanted, came)) if typed.chars().count() == PHRASE.chars().count() => {
            Some(WrongKeyboard::Layout(wanted, came))
        }
        _ => Some(WrongKeyboard::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_and_caps_lock_show() {
        for (typed, expected) in [
            ("azy qwm 190", None),
            ("AZY QWM 190", Some(WrongKeyboard::CapsLock)),
            ("ayz qwm 190", Some(WrongKeyboard::Layout('z', 'y'))),
            ("qwy azm 190", Some(WrongKeyboard::Layout('a', 'q'))),
            ("azy qwm !)(", Some(WrongKeyboard::Layout('1', '!'))),
            ("", Some(WrongKeyboard::Length)),
            ("azy qwm 1908", Some(WrongKeyboard::Length)),
        ] {
            assert_eq!(wrong(typed), expected, "{typed}");
        }
    }
}
