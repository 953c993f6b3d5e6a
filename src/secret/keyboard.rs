//! Keyboards: where each letter and digit stands, and which characters a drawn password may have.
//!
//! A password is read from paper and typed where the layout on the screen may not be the one on the keys. So it is
//! drawn from characters that the same stroke gives on every layout that the plan names.

use serde::{Deserialize, Serialize};

/// A keyboard layout that a plan can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the countries of Layout::ALL, and Dvorak
pub enum Layout {
    Us,
    Uk,
    De,
    Ch,
    Fr,
    Be,
    Nl,
    Es,
    Pt,
    It,
    Dk,
    No,
    Se,
    Fi,
    Pl,
    Cz,
    Hu,
    Dvorak,
}

/// A stroke: which key, and whether with Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// The key's place in [`KEYS`].
    pub key: usize,
    /// With Shift.
    pub shift: bool,
}

/// The 48 keys of the tables, by their names in XKB: digits' row, then three rows of letters. `LSGT` is the key that
/// only some keyboards have, beside the left Shift.
pub const KEYS: [&str; 48] = [
    "TLDE", "AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09", "AE10", "AE11",
    "AE12", "AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07", "AD08", "AD09", "AD10", "AD11",
    "AD12", "AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AC07", "AC08", "AC09", "AC10", "AC11",
    "BKSL", "LSGT", "AB01", "AB02", "AB03", "AB04", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10",
];

/// What [`KEYS`] give alone and with Shift; a dot where it is neither letter nor digit of ASCII.
type Rows = [&'static str; 2];

const QWERTY: Rows = [
    ".1234567890.. qwertyuiop.. asdfghjkl... .zxcvbnm...",
    "............. QWERTYUIOP.. ASDFGHJKL... .ZXCVBNM...",
];
const QWERTZ: Rows = [
    ".1234567890.. qwertzuiop.. asdfghjkl... .yxcvbnm...",
    "............. QWERTZUIOP.. ASDFGHJKL... .YXCVBNM...",
];
/// Digits with Shift.
const CZECH: Rows = [
    "............. qwertzuiop.. asdfghjkl... .yxcvbnm...",
    ".1234567890.. QWERTZUIOP.. ASDFGHJKL... .YXCVBNM...",
];
/// The 0 left of the 1.
const HUNGARIAN: Rows = [
    "0123456789... qwertzuiop.. asdfghjkl... .yxcvbnm...",
    "............. QWERTZUIOP.. ASDFGHJKL... .YXCVBNM...",
];
/// Digits with Shift.
const AZERTY: Rows = [
    "............. azertyuiop.. qsdfghjklm.. .wxcvbn....",
    ".1234567890.. AZERTYUIOP.. QSDFGHJKLM.. .WXCVBN....",
];
const DVORAK: Rows = [
    ".1234567890.. ...pyfgcrl.. aoeuidhtns.. ..qjkxbmwvz",
    "............. ...PYFGCRL.. AOEUIDHTNS.. ..QJKXBMWVZ",
];

impl Layout {
    /// All layouts with their names in TOML.
    pub const ALL: [(&str, Layout); 18] = [
        ("us", Layout::Us),
        ("uk", Layout::Uk),
        ("de", Layout::De),
        ("ch", Layout::Ch),
        ("fr", Layout::Fr),
        ("be", Layout::Be),
        ("nl", Layout::Nl),
        ("es", Layout::Es),
        ("pt", Layout::Pt),
        ("it", Layout::It),
        ("dk", Layout::Dk),
        ("no", Layout::No),
        ("se", Layout::Se),
        ("fi", Layout::Fi),
        ("pl", Layout::Pl),
        ("cz", Layout::Cz),
        ("hu", Layout::Hu),
        ("dvorak", Layout::Dvorak),
    ];

    /// Its name in TOML.
    pub fn name(self) -> &'static str {
        let named = Layout::ALL.iter().find(|(_, layout)| *layout == self);
        named.map_or("", |(name, _)| name)
    }

    /// The stroke that gives a letter or digit of ASCII; None for other characters.
    pub fn stroke(self, character: u8) -> Option<Stroke> {
        let [alone, with_shift] = self.rows();
        let on = |rows: &str| {
            let mut keys = rows.bytes().filter(|b| *b != b' ');
            character
                .is_ascii_alphanumeric()
                .then(|| keys.position(|b| b == character))?
        };
        let stroke = |shift| move |key| Stroke { key, shift };
        on(alone)
            .map(stroke(false))
            .or_else(|| on(with_shift).map(stroke(true)))
    }

    /// Whether its digits need Shift.
    pub fn shifts_digits(self) -> bool {
        self.stroke(b'2').is_some_and(|stroke| stroke.shift)
    }

    fn rows(self) -> Rows {
        use Layout as L;
        match self {
            L::Us | L::Uk | L::Nl | L::Es | L::Pt | L::It => QWERTY,
            L::Dk | L::No | L::Se | L::Fi | L::Pl => QWERTY,
            L::De | L::Ch => QWERTZ,
            L::Cz => CZECH,
            L::Hu => HUNGARIAN,
            L::Fr | L::Be => AZERTY,
            L::Dvorak => DVORAK,
        }
    }
}

/// The letters and digits that are not mistaken for each other on paper.
///
/// Left out are: `0 O o Q`, `1 I i l`, `Z z` for `2`, `S` for `5`, `B` for `8`, `6 C` for `G`, `9 q` for `g`, `J` for
/// `j`, `m` for `rn`, `w` for `vv`; and of letters whose capital differs in size alone, the capital
/// (`C K P S U V W X Y Z`).
pub const LEGIBLE: &[u8] = b"abcdefghjknprstuvxyADEFGHLMNRT234578";

/// The characters of drawn passwords: at least one lower-case letter, one upper-case letter and one digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alphabet(Vec<u8>);

impl Alphabet {
    /// The characters, each once.
    pub fn characters(&self) -> &[u8] {
        &self.0
    }

    /// How many of them are lower-case letters, upper-case letters, digits.
    pub fn classes(&self) -> [usize; 3] {
        CLASSES.map(|(_, is_in)| self.0.iter().filter(|c| is_in(c)).count())
    }
}

/// The layouts have no character of a class in common, which Entra asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassMissing(pub &'static str);

/// The [`LEGIBLE`] characters that are typed alike on every one of `layouts`: letters by the same key and the same
/// Shift, digits by the same key.
///
/// Digits are let off the Shift: on the French, Belgian and Czech layouts they need it, on all others they do not, so
/// else no password could be for both. Who types a digit where the layout is not that of the keys gets another character; the
/// sign-in fails, and works with the digits' Shift the other way round. [`digits_differ`] tells where that can be.
///
/// # Errors
/// [`ClassMissing`].
pub fn alphabet(layouts: &[Layout]) -> Result<Alphabet, ClassMissing> {
    let alike = |character: &u8| {
        let mut strokes = layouts.iter().map(|layout| {
            let stroke = layout.stroke(*character)?;
            Some((stroke.key, stroke.shift && !character.is_ascii_digit()))
        });
        match strokes.next() {
            None => true,
            Some(first) => first.is_some() && strokes.all(|stroke| stroke == first),
        }
    };
    let characters: Vec<u8> = LEGIBLE.iter().copied().filter(alike).collect();
    match CLASSES
        .iter()
        .find(|(_, is_in)| !characters.iter().any(is_in))
    {
        Some((class, _)) => Err(ClassMissing(class)),
        None => Ok(Alphabet(characters)),
    }
}

/// Whether digits need Shift on some of `layouts` and not on the others.
pub fn digits_differ(layouts: &[Layout]) -> bool {
    let mut shifts = layouts.iter().map(|layout| layout.shifts_digits());
    let first = shifts.next();
    shifts.any(|shift| Some(shift) != first)
}

type Class = (&'static str, fn(&u8) -> bool);

/// The three of Entra's four classes that drawn passwords have. Symbols are the fourth: no symbol keeps its key on most
/// layouts, and many are mistaken for each other on paper.
const CLASSES: [Class; 3] = [
    ("lower-case letters", u8::is_ascii_lowercase),
    ("upper-case letters", u8::is_ascii_uppercase),
    ("digits", u8::is_ascii_digit),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(layouts: &[Layout]) -> String {
        String::from_utf8(alphabet(layouts).unwrap().0).unwrap()
    }

    #[test]
    fn every_layout_is_named_once_and_has_every_letter_and_digit_on_a_key_of_its_own() {
        for (name, layout) in Layout::ALL {
            assert_eq!(layout.name(), name);
            for rows in layout.rows() {
                assert_eq!(rows.bytes().filter(|b| *b != b' ').count(), KEYS.len());
            }
            let all = (b'0'..=b'9').chain(b'a'..=b'z').chain(b'A'..=b'Z');
            let mut strokes: Vec<(usize, bool)> = all
                .map(|c| layout.stroke(c).unwrap_or_else(|| panic!("{name}: {c}")))
                .map(|stroke| (stroke.key, stroke.shift))
                .collect();
            strokes.sort_unstable();
            strokes.dedup();
            assert_eq!(strokes.len(), 62, "{name}");
            assert_eq!(layout.stroke(b'.'), None);
        }
    }

    #[test]
    fn more_layouts_leave_fewer_characters() {
        use Layout as L;
        assert_eq!(of(&[L::Us]).as_bytes(), LEGIBLE);
        assert_eq!(of(&[L::Us, L::De]), LEGIBLE_TEXT.replace('y', ""));
        let without_azerty = LEGIBLE_TEXT.replace(['a', 'A', 'M'], "");
        assert_eq!(of(&[L::Us, L::Fr]), without_azerty);
        assert_eq!(of(&[L::Fr, L::Be]).as_bytes(), LEGIBLE);
        assert_eq!(of(&[L::Us, L::Dvorak]), "aAM234578");
        assert_eq!(
            alphabet(&[L::Fr, L::Dvorak]).err(),
            Some(ClassMissing("lower-case letters"))
        );
    }

    const LEGIBLE_TEXT: &str = "abcdefghjknprstuvxyADEFGHLMNRT234578";

    #[test]
    fn look_alikes_are_left_out() {
        for out in b"0OoQ1IilLZzB6SC9qJmwWKPUVXY" {
            // L is in: it looks like nothing else that is.
            assert_eq!(LEGIBLE.contains(out), *out == b'L', "{}", *out as char);
        }
        assert_eq!(alphabet(&[Layout::Us]).unwrap().classes(), [19, 11, 6]);
    }

    #[test]
    fn digits_are_told_to_differ_only_where_they_do() {
        use Layout as L;
        assert!(digits_differ(&[L::Us, L::De, L::Fr]));
        assert!(!digits_differ(&[L::Us, L::De]));
        assert!(!digits_differ(&[L::Fr, L::Cz]));
        assert!(!digits_differ(&[]));
    }
}
