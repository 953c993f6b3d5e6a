//! PINs, passwords and proof words, drawn without bias; the check letters of a PIN sheet.

use super::arena::Block;
use super::{Alphabet, ArenaFull, Entropy, EntropyFailed, Secret};
use std::ops::RangeInclusive;

/// Digits that a PIN may have: 4 to 63 bytes (CTAP 2.1, 6.5.1).
pub const PIN_DIGITS: RangeInclusive<u32> = 4..=63;

/// Characters that a password may have.
pub const PASSWORD_LENGTHS: RangeInclusive<u32> = 40..=128;

/// Why nothing was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrawError {
    /// The source of randomness failed.
    Entropy(EntropyFailed),
    /// No locked memory left.
    ArenaFull,
    /// No such length is drawn.
    Length {
        /// What was asked for.
        asked: u32,
        /// What is allowed.
        allowed: RangeInclusive<u32>,
    },
    /// 100 draws in a row were refused as too simple: the source of randomness is broken.
    SourceRepeats,
}

impl std::fmt::Display for DrawError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DrawError::Entropy(EntropyFailed(why)) => write!(f, "no randomness: {why}"),
            DrawError::ArenaFull => ArenaFull.fmt(f),
            DrawError::Length { asked, allowed } => {
                let (least, most) = (allowed.start(), allowed.end());
                write!(f, "{asked} characters asked for, {least} to {most} allowed")
            }
            DrawError::SourceRepeats => f.write_str("the source of randomness repeats itself"),
        }
    }
}

impl std::error::Error for DrawError {}

impl From<EntropyFailed> for DrawError {
    fn from(why: EntropyFailed) -> DrawError {
        DrawError::Entropy(why)
    }
}

impl From<ArenaFull> for DrawError {
    fn from(_: ArenaFull) -> DrawError {
        DrawError::ArenaFull
    }
}

/// A PIN of `digits` decimal digits, each PIN as likely as any other.
///
/// PINs that are one digit repeated, or count up or down by one (9 and 0 are neighbours), are drawn again: 30 of
/// them, whatever the length. That costs 0.004 bits at 4 digits and less than 0.000001 at 8; see
/// [`pin_entropy_bits`].
///
/// # Errors
/// [`DrawError`].
pub fn draw_pin(digits: u32, entropy: &mut dyn Entropy) -> Result<Secret, DrawError> {
    draw_until(digits, PIN_DIGITS, DIGITS, |pin| !is_trivial(pin), entropy)
}

/// A password of `length` characters of `alphabet`, with a lower-case letter, an upper-case letter and a digit: three
/// of the four classes, which Entra asks for. Each such password is as likely as any other; see
/// [`password_entropy_bits`]. Which characters are left out, and why: [`super::LEGIBLE`] and [`super::alphabet`].
///
/// # Errors
/// [`DrawError`].
pub fn draw_password(
    length: u32,
    alphabet: &Alphabet,
    entropy: &mut dyn Entropy,
) -> Result<Secret, DrawError> {
    let (lengths, characters) = (PASSWORD_LENGTHS, alphabet.characters());
    draw_until(length, lengths, characters, has_three_classes, entropy)
}

/// One of [`PROOF_WORDS`], each as likely as any other (9 bits). It stands on a sheet and on no screen.
///
/// # Errors
/// [`DrawError`].
pub fn draw_proof_word(entropy: &mut dyn Entropy) -> Result<Secret, DrawError> {
    const { assert!(PROOF_WORDS.len() == 512) };
    let mut pool = Block::zeroed(2)?;
    entropy.fill(pool.bytes_mut())?;
    // 512 divides 65,536: the rest of a division has no bias.
    let number = pool
        .bytes()
        .iter()
        .fold(0, |n, &byte| n << 8 | usize::from(byte));
    let word = PROOF_WORDS[number % PROOF_WORDS.len()].as_bytes();
    Ok(Secret::build(word.len(), |out| out.copy_from_slice(word))?)
}

/// Two check letters over a PIN and the serial of its sheet, printed beside the PIN.
///
/// Found with certainty, in PINs of up to 16 digits: one wrong digit, any two wrong digits, any two digits swapped;
/// in a serial: one wrong character. Anything else, such as a PIN from another sheet, a digit left out or doubled,
/// goes unseen in about 1 of 479 cases (measured: 1 in 347 pairs of the serials P-0000 to P-1999, none of them with
/// serials that differ in two places or fewer). For longer PINs, one wrong digit and any swap are still certain.
///
/// The letters say at most 8.9 bits about the PIN. They stand only where the PIN stands too, and are never stored.
///
/// A linear checksum modulo the prime 479: the weight of place `i` is 186^i, and 186 generates the multiplicative
/// group, so no two of 478 places have the same weight. 186^1 to 186^15 are no fractions a/b with |a|, |b| <= 9:
/// that makes two wrong digits certain. The letters leave out I, O, Y and Z.
pub fn check_letters(pin: &Secret, sheet_serial: &str) -> [u8; 2] {
    const MODULUS: u32 = 479;
    const GENERATOR: u32 = 186;
    const LETTERS: &[u8; 22] = b"ABCDEFGHJKLMNPQRSTUVWX";
    /// Places kept for the PIN, so that serials of any length follow it at a fixed place.
    const PIN_PLACES: usize = 64;

    let powers = || {
        std::iter::successors(Some(1u32), |power| Some(power * GENERATOR % MODULUS))
            .take(MODULUS as usize - 1)
            .cycle()
    };
    let sum = |bytes: &[u8], first_place: usize| {
        bytes
            .iter()
            .zip(powers().skip(first_place))
            .fold(0, |sum, (&byte, weight)| {
                (sum + u32::from(byte) * weight) % MODULUS
            })
    };
    let check = (sum(pin.bytes(), 0) + sum(sheet_serial.as_bytes(), PIN_PLACES)) % MODULUS;
    let [high, low] = [check / 22, check % 22];
    [LETTERS[high as usize], LETTERS[low as usize]] // 478 / 22 < 22
}

/// Bits of entropy in `draws` independent draws from `choices` equally likely things.
pub fn entropy_bits(choices: u32, draws: u32) -> f64 {
    f64::from(draws) * f64::from(choices).log2()
}

/// Bits of entropy in a PIN of [`draw_pin`], the refused ones taken off.
pub fn pin_entropy_bits(digits: u32) -> f64 {
    let refused = 30.0 / 10f64.powf(f64::from(digits));
    entropy_bits(10, digits) + (-refused).ln_1p() / std::f64::consts::LN_2
}

/// Bits of entropy in a password of [`draw_password`], the refused ones taken off: 199.9996 for 40 of 32 characters.
pub fn password_entropy_bits(length: u32, alphabet: &Alphabet) -> f64 {
    let all = alphabet.characters().len();
    let [lower, upper, digits] = alphabet.classes();
    // Inclusion and exclusion over the missing classes.
    let share = |characters: usize| (characters as f64 / all as f64).powf(f64::from(length));
    let refused = share(all - lower) + share(all - upper) + share(all - digits)
        - share(lower)
        - share(upper)
        - share(digits);
    entropy_bits(all as u32, length) + (-refused).ln_1p() / std::f64::consts::LN_2
}

const DIGITS: &[u8] = b"0123456789";

/// Draws whole texts until one is `good`: so each good one stays as likely as any other.
fn draw_until(
    length: u32,
    allowed: RangeInclusive<u32>,
    alphabet: &[u8],
    good: fn(&[u8]) -> bool,
    entropy: &mut dyn Entropy,
) -> Result<Secret, DrawError> {
    if !allowed.contains(&length) {
        let asked = length;
        return Err(DrawError::Length { asked, allowed });
    }
    let mut block = Block::zeroed(length as usize)?;
    for _ in 0..100 {
        draw_characters(block.bytes_mut(), alphabet, entropy)?;
        if good(block.bytes()) {
            return Ok(Secret(block));
        }
    }
    Err(DrawError::SourceRepeats)
}

/// Fills `out` from `alphabet` (at most 256 characters), by rejection: a byte beyond the last whole multiple of the
/// alphabet's length is thrown away.
fn draw_characters(
    out: &mut [u8],
    alphabet: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(), DrawError> {
    let fair = 256 - 256 % alphabet.len();
    let mut pool = Block::zeroed(64)?;
    let mut written = 0;
    // Fewer than half of all bytes are thrown away, so 100 refills that write nothing do not happen by chance.
    let mut refills = 0;
    while written < out.len() {
        let before = written;
        entropy.fill(pool.bytes_mut())?;
        let drawn = pool.bytes().iter().map(|&byte| usize::from(byte));
        for (place, byte) in out[written..]
            .iter_mut()
            .zip(drawn.filter(|&byte| byte < fair))
        {
            *place = alphabet[byte % alphabet.len()];
            written += 1;
        }
        refills = if written > before { 0 } else { refills + 1 };
        if refills == 100 {
            return Err(DrawError::SourceRepeats);
        }
    }
    Ok(())
}

/// Whether a PIN of decimal digits is one digit repeated, or counts up or down by one (9 and 0 are neighbours).
pub fn is_trivial(digits: &[u8]) -> bool {
    let step = |pair: &[u8]| match pair {
        [a, b] => (10 + b.wrapping_sub(b'0') % 10 - a.wrapping_sub(b'0') % 10) % 10,
        _ => 0,
    };
    [0, 1, 9]
        .into_iter()
        .any(|trivial| digits.windows(2).all(|pair| step(pair) == trivial))
}

fn has_three_classes(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_lowercase)
        && text.iter().any(u8::is_ascii_uppercase)
        && text.iter().any(u8::is_ascii_digit)
}

/// Proof words: 4 to 7 letters, no y or z (they move between keyboards), and no two that one wrong, missing or extra
/// letter would turn into each other.
#[rustfmt::skip]
pub const PROOF_WORDS: &[&str; 512] = &[
    "accent", "acorn", "actor", "adult", "advent", "agenda", "airport", "alarm", "album", "alcove",
    "alert", "almond", "amber", "amused", "anchor", "angle", "antler", "apple", "apron", "arcade",
    "arrow", "artist", "atlas", "attic", "auction", "author", "autumn", "average", "badge", "bagel",
    "baker", "ballot", "bamboo", "banana", "bandage", "banjo", "banner", "barrel", "basket",
    "battle", "beacon", "beaver", "beetle", "belief", "bench", "blanket", "blossom", "bonfire",
    "bonnet", "boulder", "bracket", "bramble", "branch", "breath", "brick", "bridge", "broom",
    "brother", "brush", "bubble", "bucket", "buffalo", "bundle", "burger", "burrow", "butter",
    "button", "cabin", "cable", "cactus", "camera", "candle", "canoe", "canvas", "carbon", "cargo",
    "carpet", "carrot", "cartoon", "cashew", "castle", "cavern", "cedar", "cello", "chalk",
    "channel", "chapel", "chariot", "cheese", "cherub", "chorus", "cinema", "circle", "circus",
    "citrus", "clover", "cobalt", "cobbler", "coffee", "collar", "college", "comet", "concert",
    "copper", "coral", "corner", "cotton", "counter", "cousin", "cradle", "crater", "crocus",
    "culture", "cushion", "dancer", "debate", "debris", "decade", "degree", "delta", "denim",
    "dental", "detail", "diamond", "digital", "dinner", "distant", "doctor", "dolphin", "domino",
    "double", "dragon", "drawer", "dress", "driver", "dune", "durable", "eagle", "earth", "easel",
    "echo", "eclipse", "editor", "elbow", "elder", "eleven", "emerald", "enamel", "engine",
    "escape", "estate", "exhibit", "fabric", "falcon", "farmer", "father", "faucet", "fellow",
    "fence", "fern", "ferret", "fiddle", "filter", "finger", "flame", "flannel", "flask", "flint",
    "flock", "fluent", "flute", "focus", "folder", "forest", "formal", "fossil", "fragile",
    "freckle", "freedom", "friend", "frigate", "frost", "furnace", "future", "gadget", "gallon",
    "garden", "garlic", "gelatin", "general", "gentle", "giraffe", "glacier", "glitter", "globe",
    "goblet", "gondola", "granite", "grape", "graphic", "gravel", "grocer", "guitar", "habitat",
    "hammer", "hammock", "harbour", "harness", "harp", "harvest", "hedge", "helmet", "herald",
    "heron", "hiking", "hollow", "honest", "hornet", "hotel", "humble", "hundred", "hunter",
    "iceberg", "igloo", "impact", "indigo", "inland", "insect", "inside", "invent", "jacket",
    "jaguar", "jasmine", "jewel", "jigsaw", "journal", "judge", "juggle", "jumper", "junior",
    "kennel", "kettle", "kiosk", "kitchen", "kitten", "ladder", "lagoon", "lantern", "laptop",
    "lasso", "launch", "league", "leather", "lecture", "legend", "lemon", "lentil", "leopard",
    "letter", "lilac", "linen", "listen", "lobster", "locket", "lotus", "lumber", "magnet",
    "mallet", "mammal", "mango", "mantle", "manual", "maple", "marble", "marina", "market", "marsh",
    "mascot", "matrix", "meadow", "melon", "member", "mentor", "menu", "meteor", "method",
    "million", "mimosa", "mineral", "mirror", "mission", "mixture", "mobile", "modern", "moment",
    "morning", "mosaic", "motor", "muffin", "muscle", "museum", "napkin", "nature", "nectar",
    "needle", "nephew", "neutral", "nickel", "nimble", "noodle", "north", "novel", "nutmeg",
    "oasis", "oatmeal", "ocean", "octopus", "officer", "olive", "omelet", "onion", "opera",
    "orange", "orbit", "orchard", "ostrich", "otter", "outdoor", "outfit", "oven", "package",
    "paddle", "palace", "panda", "paper", "parade", "parcel", "pasture", "patrol", "pebble",
    "pencil", "pendant", "pension", "pepper", "photo", "piano", "picnic", "pigeon", "pillow",
    "pilot", "pioneer", "pirate", "planet", "plunger", "polite", "pollen", "ponder", "poppet",
    "potato", "prairie", "prince", "profile", "public", "publish", "purple", "quarter", "quill",
    "rabbit", "raccoon", "radar", "radio", "radish", "railing", "rainbow", "raisin", "random",
    "ranger", "raven", "reason", "recipe", "recital", "reflect", "region", "relish", "remote",
    "render", "rescue", "restful", "reward", "ribbon", "ritual", "robin", "rodeo", "routine",
    "rubber", "salad", "salmon", "sandal", "satin", "saucer", "scale", "scarf", "school", "science",
    "sculpt", "second", "section", "senior", "seven", "shadow", "shampoo", "shield", "shovel",
    "signal", "silver", "siren", "sister", "sketch", "slipper", "slogan", "smoke", "smooth",
    "snail", "social", "spark", "spider", "spinach", "spiral", "sponge", "spoon", "sprout",
    "spruce", "square", "statue", "steam", "stencil", "storm", "street", "string", "student",
    "sugar", "summer", "sunset", "surface", "swallow", "tablet", "tailor", "talent", "target",
    "teacher", "teapot", "temple", "tennis", "texture", "thermal", "thimble", "thread", "thunder",
    "ticket", "tiger", "timber", "tiptoe", "toast", "tomato", "tornado", "towel", "tractor",
    "trailer", "trumpet", "tulip", "tundra", "tunnel", "turbine", "turnip", "turtle", "tuxedo",
    "twelve", "uncle", "unicorn", "uniform", "upright", "urban", "vacuum", "vanilla", "vector",
    "velvet", "verdict", "vessel", "village", "vinegar", "vintage", "violin", "vision", "visitor",
    "volcano", "voltage", "voucher", "waffle", "wagon", "walnut", "walrus", "warrior", "water",
    "wedding", "whisper", "whistle", "wicker", "window", "winter", "wisdom", "witness", "wolf",
];

#[cfg(test)]
mod tests {
    use super::super::{Layout, alphabet};
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::build(text.len(), |out| out.copy_from_slice(text.as_bytes())).unwrap()
    }

    /// Gives the bytes that it was made of, over and over.
    struct Recorded(Vec<u8>, usize);

    impl Entropy for Recorded {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
            for byte in out {
                *byte = self.0[self.1 % self.0.len()];
                self.1 += 1;
            }
            Ok(())
        }
    }

    /// What is typed alike on all layouts of Europe: 17 lower-case letters, 9 capitals, 6 digits.
    fn thirty_two() -> Alphabet {
        let alphabet = alphabet(&[Layout::Us, Layout::De, Layout::Fr]).unwrap();
        let classes = alphabet.classes();
        assert_eq!(classes.iter().sum::<usize>(), 32, "{classes:?}");
        alphabet
    }

    struct Broken;

    impl Entropy for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyFailed> {
            Err(EntropyFailed("no source".into()))
        }
    }

    #[test]
    fn thirty_pins_are_trivial_at_any_length() {
        for digits in [4usize, 5, 6] {
            let trivial = (0..10u32.pow(digits as u32))
                .filter(|n| is_trivial(format!("{n:0digits$}").as_bytes()))
                .count();
            assert_eq!(trivial, 30);
        }
        for pin in ["00000000", "12345678", "87654321", "78901234", "32109876"] {
            assert!(is_trivial(pin.as_bytes()), "{pin}");
        }
        for pin in ["00000001", "12345679", "13579135", "12341234"] {
            assert!(!is_trivial(pin.as_bytes()), "{pin}");
        }
    }

    #[test]
    fn a_trivial_pin_is_drawn_again() {
        let mut bytes = vec![7; 64];
        bytes.extend([250, 255, 1, 2, 3, 14, 4, 5]); // 250 and 255 are thrown away
        bytes.extend([0; 56]);
        let pin = draw_pin(6, &mut Recorded(bytes, 0)).unwrap();
        assert_eq!(pin.text(), Some("123445"));
    }

    #[test]
    fn a_source_that_repeats_ends_in_an_error() {
        for byte in [0, 7, 255] {
            let mut source = Recorded(vec![byte], 0);
            assert_eq!(
                draw_pin(8, &mut source).err(),
                Some(DrawError::SourceRepeats)
            );
            let password = draw_password(40, &thirty_two(), &mut source);
            assert_eq!(password.err(), Some(DrawError::SourceRepeats));
        }
    }

    #[test]
    fn a_broken_source_and_a_bad_length_are_named() {
        let broken = Some(DrawError::Entropy(EntropyFailed("no source".into())));
        assert_eq!(draw_pin(8, &mut Broken).err(), broken);
        assert_eq!(draw_password(40, &thirty_two(), &mut Broken).err(), broken);
        assert_eq!(draw_proof_word(&mut Broken).err(), broken);
        for (asked, allowed) in [(3, PIN_DIGITS), (64, PIN_DIGITS)] {
            let refused = Some(DrawError::Length { asked, allowed });
            assert_eq!(draw_pin(asked, &mut Broken).err(), refused);
        }
        for (asked, allowed) in [(39, PASSWORD_LENGTHS), (129, PASSWORD_LENGTHS)] {
            let refused = Some(DrawError::Length { asked, allowed });
            assert_eq!(
                draw_password(asked, &thirty_two(), &mut Broken).err(),
                refused
            );
        }
    }

    #[test]
    fn stated_entropy_is_that_of_the_draw() {
        assert!((pin_entropy_bits(4) - 9970f64.log2()).abs() < 1e-9);
        assert!((pin_entropy_bits(8) - 26.575).abs() < 0.001);
        assert!((password_entropy_bits(40, &thirty_two()) - 199.9996).abs() < 0.0001);
        assert_eq!(entropy_bits(512, 1), 9.0);
    }

    #[test]
    fn proof_words_cannot_be_mistaken_for_each_other() {
        let one_apart = |a: &str, b: &str| {
            let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
            let same = short
                .bytes()
                .zip(long.bytes())
                .take_while(|(x, y)| x == y)
                .count();
            let skip = usize::from(short.len() == long.len());
            long.len() - short.len() <= 1
                && short[(same + skip).min(short.len())..] == long[same + 1..]
        };
        assert!(
            one_apart("amber", "ember") && one_apart("north", "nort") && !one_apart("alps", "oaks")
        );
        for (i, a) in PROOF_WORDS.iter().enumerate() {
            assert!((4..=7).contains(&a.len()) && a.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(!a.contains(['y', 'z']));
            for b in &PROOF_WORDS[..i] {
                assert!(a != b && !one_apart(a, b), "{a} {b}");
            }
        }
    }

    #[test]
    fn i3_check_letters_find_every_single_and_double_error_and_every_swap() {
        let mut checked = 0;
        for (pin, serial) in [
            ("4071", "P-0001"),
            ("40718263", "P-0042"),
            ("9301847562038174", "P-1"),
        ] {
            let right = check_letters(&secret(pin), serial);
            let mut differs = |wrong: &[u8]| {
                let wrong = Secret::build(wrong.len(), |out| out.copy_from_slice(wrong)).unwrap();
                assert_ne!(check_letters(&wrong, serial), right);
                checked += 1;
            };
            for i in 0..pin.len() {
                for digit in b'0'..=b'9' {
                    let mut one = pin.as_bytes().to_vec();
                    if one[i] == digit {
                        continue;
                    }
                    one[i] = digit;
                    differs(&one);
                    for j in 0..i {
                        for other in (b'0'..=b'9').filter(|d| *d != pin.as_bytes()[j]) {
                            let mut two = one.clone();
                            two[j] = other;
                            differs(&two);
                        }
                    }
                }
                for j in 0..i {
                    let mut swapped = pin.as_bytes().to_vec();
                    swapped.swap(i, j);
                    if swapped != pin.as_bytes() {
                        differs(&swapped);
                    }
                }
            }
        }
        println!("{checked} wrong PINs, all found");
        assert!(checked > 10_000);
    }

    #[test]
    fn i3_check_letters_find_swaps_of_neighbours_in_the_longest_pins() {
        let pin = "1029384756".repeat(7)[..63].to_owned();
        let right = check_letters(&secret(&pin), "P-0001");
        for i in 0..62 {
            let mut swapped = pin.clone().into_bytes();
            swapped.swap(i, i + 1);
            if swapped != pin.as_bytes() {
                let text = String::from_utf8(swapped).unwrap();
                assert_ne!(check_letters(&secret(&text), "P-0001"), right);
            }
        }
    }

    #[test]
    fn i3_check_letters_tell_sheets_apart() {
        let pin = secret("40718263");
        let serials: Vec<String> = (0..2000).map(|n| format!("P-{n:04}")).collect();
        let letters: Vec<[u8; 2]> = serials.iter().map(|s| check_letters(&pin, s)).collect();
        let mut unseen = 0;
        for (i, a) in letters.iter().enumerate() {
            for (j, b) in letters[..i].iter().enumerate() {
                let apart = serials[i]
                    .bytes()
                    .zip(serials[j].bytes())
                    .filter(|(x, y)| x != y)
                    .count();
                if a == b {
                    assert!(apart > 2, "{} {}", serials[i], serials[j]);
                    unseen += 1;
                }
            }
        }
        let pairs = 2000 * 1999 / 2;
        println!("{unseen} of {pairs} pairs of serials share their letters");
        assert!(unseen * 300 < pairs); // 1 in 347: such serials are not random
    }

    #[test]
    fn i3_check_letters_miss_other_errors_in_one_of_479() {
        let mut source = Sequence(1);
        let (mut missed, mut tried) = (0, 0);
        for _ in 0..20_000 {
            let right = draw_pin(8, &mut source).unwrap();
            let other = draw_pin(8, &mut source).unwrap();
            let dropped = secret(&right.text().unwrap()[1..]);
            for wrong in [other, dropped] {
                tried += 1;
                missed +=
                    u32::from(check_letters(&wrong, "P-0001") == check_letters(&right, "P-0001"));
            }
        }
        let rate = f64::from(tried) / f64::from(missed);
        println!("missed: one in {rate:.0} of {tried}");
        assert!((380.0..620.0).contains(&rate), "{rate}");
    }

    /// SHA-256 of a counter: the same in every run.
    struct Sequence(u64);

    impl Entropy for Sequence {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
            use sha2::Digest;
            for chunk in out.chunks_mut(32) {
                self.0 += 1;
                let digest = sha2::Sha256::digest(self.0.to_be_bytes());
                chunk.copy_from_slice(&digest[..chunk.len()]);
            }
            Ok(())
        }
    }
}
