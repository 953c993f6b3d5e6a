//! Outside text, made safe (I9): what a file, a key, a printer or the system says, before it reaches a terminal, a
//! page or the ledger.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One line of text that controls nothing: no control, bidi, invisible or line-breaking character, in NFC, of limited
/// length. What was taken out shows as U+FFFD; what was cut off shows as an ellipsis.
///
/// Making it safe again changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Safe(String);

impl Safe {
    /// The first `max_chars` characters of `text`, made safe. Never fails.
    pub fn new(text: &str, max_chars: usize) -> Safe {
        let mut marks = 0;
        let safe = text.nfc().map(|c| {
            let c = replaced(c);
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            if marks > MOST_MARKS {
                marks = 0;
                MARK
            } else {
                c
            }
        });
        let mut out = String::new();
        for (n, c) in safe.enumerate() {
            if n == max_chars {
                // Too long: the last character makes room for the ellipsis.
                if out.pop().is_some() {
                    out.push('\u{2026}');
                }
                break;
            }
            // A mark at the start would join whatever is printed before it.
            out.push(if n == 0 && is_combining_mark(c) {
                MARK
            } else {
                c
            });
        }
        Safe(out)
    }

    /// The same for bytes that should be UTF-8; what is not shows as U+FFFD.
    pub fn from_bytes(bytes: &[u8], max_chars: usize) -> Safe {
        Safe::new(&String::from_utf8_lossy(bytes), max_chars)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Safe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Safe> for String {
    fn from(safe: Safe) -> String {
        safe.0
    }
}

/// Stands for each character that was taken out.
const MARK: char = '\u{FFFD}';

/// Marks on one letter: enough for every living script, too few to climb over the lines above.
const MOST_MARKS: u32 = 4;

fn replaced(c: char) -> char {
    match c {
        // Spaces of other widths (Zs) look like a space and shall be one.
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        _ if c.is_control() || is_unseen(c) => MARK,
        _ => c,
    }
}

/// Characters that are not seen, or change how others are seen: line separators (Zl, Zp), format characters (Cf, bidi
/// controls among them), invisible fillers, variation selectors, tags, private use and noncharacters.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1345F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> String {
        Safe::new(text, 80).into()
    }

    #[test]
    fn i9_ordinary_text_stays() {
        for text in [
            "",
            "Vault 3, left",
            "Käyttöturva Öy",
            "Zürich",
            "東京",
            "Ελλάδα",
            "\u{1F511}",
            "a\u{302}\u{323}x",
        ] {
            assert_eq!(safe(text), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn i9_terminal_controls_are_shown_not_obeyed() {
        assert_eq!(safe("a\x1b[2Jb"), "a\u{FFFD}[2Jb");
        assert_eq!(safe("a\u{9b}2Jb"), "a\u{FFFD}2Jb");
        assert_eq!(
            safe("a\r\nb\tc\0d\x7fe\x08f\x07"),
            "a\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}"
        );
        assert_eq!(
            safe("x\u{2028}y\u{2029}z\u{85}"),
            "x\u{FFFD}y\u{FFFD}z\u{FFFD}"
        );
    }

    #[test]
    fn i9_bidi_and_invisible_characters_are_shown() {
        for nasty in [
            '\u{202A}',
            '\u{202B}',
            '\u{202C}',
            '\u{202D}',
            '\u{202E}',
            '\u{2066}',
            '\u{2067}',
            '\u{2068}',
            '\u{2069}',
            '\u{200E}',
            '\u{200F}',
            '\u{61C}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{2060}',
            '\u{FEFF}',
            '\u{AD}',
            '\u{180E}',
            '\u{E0041}',
            '\u{FE0F}',
            '\u{3164}',
            '\u{E000}',
            '\u{FFFE}',
            '\u{10FFFF}',
            '\u{FDD0}',
            '\u{FFF9}',
        ] {
            assert_eq!(
                safe(&format!("a{nasty}b")),
                "a\u{FFFD}b",
                "{:x}",
                u32::from(nasty)
            );
        }
    }

    #[test]
    fn i9_spaces_of_other_widths_become_spaces() {
        assert_eq!(safe("a\u{A0}b\u{2003}c\u{3000}d"), "a b c d");
    }

    #[test]
    fn i9_one_form_for_one_text() {
        assert_eq!(safe("a\u{308}"), "\u{e4}");
        assert_eq!(safe("\u{212B}"), "\u{c5}");
        assert_eq!(safe("\u{1100}\u{1161}"), "\u{ac00}");
    }

    #[test]
    fn i9_marks_do_not_pile_up_or_lead() {
        let piled = safe(&format!("a{}", "\u{20DD}".repeat(40)));
        assert!(!piled.contains(&"\u{20DD}".repeat(5)));
        assert!(piled.contains(&"\u{20DD}".repeat(4)));
        assert_eq!(safe("\u{301}a"), "\u{FFFD}a");
    }

    #[test]
    fn i9_length_is_limited_in_characters() {
        assert_eq!(Safe::new("abcdef", 6).as_str(), "abcdef");
        assert_eq!(Safe::new("abcdefg", 6).as_str(), "abcde\u{2026}");
        assert_eq!(Safe::new("äöüäöü", 3).as_str(), "äö\u{2026}");
        assert_eq!(Safe::new("ab", 1).as_str(), "\u{2026}");
        assert_eq!(Safe::new("ab", 0).as_str(), "");
        assert_eq!(
            Safe::new(&"\u{FDFA}".repeat(1 << 16), 10)
                .as_str()
                .chars()
                .count(),
            10
        );
    }

    #[test]
    fn i9_bytes_that_are_no_text() {
        assert_eq!(
            Safe::from_bytes(b"ok\xff\xfe\x1b", 9).as_str(),
            "ok\u{FFFD}\u{FFFD}\u{FFFD}"
        );
    }

    #[test]
    fn i9_every_character_is_safe_and_stays_so() {
        for c in '\0'..=char::MAX {
            for text in [
                format!("{c}"),
                format!("a{c}{c}\u{301}b"),
                format!("\u{1100}{c}"),
            ] {
                let once = Safe::new(&text, 8);
                assert_eq!(Safe::new(once.as_str(), 8), once, "{:x}", u32::from(c));
                assert!(
                    once.as_str()
                        .chars()
                        .all(|c| !c.is_control() && !is_unseen(c))
                );
                assert!(
                    unicode_normalization::is_nfc(once.as_str()),
                    "{:x}",
                    u32::from(c)
                );
            }
        }
    }

    #[test]
    fn i9_padding_works_in_columns() {
        assert_eq!(format!("[{:<5}]", Safe::new("ab", 9)), "[ab   ]");
    }
}
