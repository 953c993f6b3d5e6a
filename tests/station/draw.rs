//! PINs, passwords and proof words are drawn without bias. Judge: Pearson's chi-square for each position, with a biased
//! way of drawing as a control that it refuses.

use sealwright::secret::{
    Alphabet, Entropy, EntropyFailed, Layout, PROOF_WORDS, Secret, alphabet, draw_password,
    draw_pin, draw_proof_word,
};
use sha2::{Digest, Sha256};

const DRAWS: usize = 200_000;

#[test]
fn pins_are_even_at_each_position() {
    let mut source = Source::new("pins");
    let worst = worst_position(8, b"0123456789", || draw_pin(8, &mut source).unwrap());
    // 9 degrees of freedom: 40 is passed once in 130,000.
    println!("PIN, 9 degrees of freedom: at worst {worst:.1}; limit 40");
    assert!(worst < 40.0, "{worst}");
}

#[test]
fn passwords_are_even_at_each_position() {
    let alphabet = european();
    let mut source = Source::new("passwords");
    let worst = worst_position(40, alphabet.characters(), || {
        draw_password(40, &alphabet, &mut source).unwrap()
    });
    // 31 degrees of freedom: 80 is passed once in 270,000.
    println!("password, 31 degrees of freedom: at worst {worst:.1}; limit 80");
    assert!(worst < 80.0, "{worst}");
}

/// 36 characters: some bytes are thrown away.
#[test]
fn passwords_of_other_alphabets_are_even_too() {
    let alphabet = alphabet(&[Layout::Us]).unwrap();
    let mut source = Source::new("passwords for us");
    let worst = worst_position(40, alphabet.characters(), || {
        draw_password(40, &alphabet, &mut source).unwrap()
    });
    // 35 degrees of freedom: 86 is passed once in 270,000.
    println!("password, 35 degrees of freedom: at worst {worst:.1}; limit 86");
    assert!(worst < 86.0, "{worst}");
}

#[test]
fn proof_words_are_even() {
    let mut source = Source::new("words");
    let mut counts = [0; 512];
    for _ in 0..DRAWS {
        let word = draw_proof_word(&mut source).unwrap();
        let place = PROOF_WORDS.binary_search(&word.text().unwrap()).unwrap();
        counts[place] += 1;
    }
    let found = chi_square(&counts);
    // 511 degrees of freedom: 670 is 5 standard deviations above.
    println!("proof words, 511 degrees of freedom: {found:.1}; limit 670");
    assert!(found < 670.0, "{found}");
}

#[test]
fn the_remainder_of_a_byte_is_found_biased() {
    for (alphabet, limit) in [
        (&b"0123456789"[..], 40.0),
        (b"bcdefghjknprstuvxDEFGHLNRT23457", 80.0),
    ] {
        let mut source = Source::new("control");
        let worst = worst_position(8, alphabet, || {
            Secret::build(8, |out| {
                source.fill(out).unwrap();
                for byte in out {
                    *byte = alphabet[usize::from(*byte) % alphabet.len()];
                }
            })
            .unwrap()
        });
        println!(
            "control, {} characters: {worst:.1}; limit {limit}",
            alphabet.len()
        );
        assert!(worst > limit, "{worst}");
    }
}

#[test]
fn every_pin_and_password_keeps_the_rules() {
    let mut source = Source::new("rules");
    let alphabet = european();
    for _ in 0..20_000 {
        let pin = draw_pin(4, &mut source).unwrap();
        let digits = pin.bytes();
        let steps: Vec<u8> = digits.windows(2).map(|w| (10 + w[1] - w[0]) % 10).collect();
        for trivial in [[0; 3], [1; 3], [9; 3]] {
            assert_ne!(steps, trivial, "a trivial PIN");
        }
        let password = draw_password(40, &alphabet, &mut source).unwrap();
        let text = password.text().unwrap();
        assert!(text.contains(|c: char| c.is_ascii_lowercase()));
        assert!(text.contains(|c: char| c.is_ascii_uppercase()));
        assert!(text.contains(|c: char| c.is_ascii_digit()));
        assert!(!text.contains(|c: char| "0O1lIoizyZY".contains(c)));
    }
}

/// A power of two: all bytes are used.
fn european() -> Alphabet {
    let alphabet = alphabet(&[Layout::Us, Layout::De, Layout::Fr]).unwrap();
    assert_eq!(alphabet.characters(), b"bcdefghjknprstuvxDEFGHLNRT234578");
    alphabet
}

/// The highest chi-square of all positions.
fn worst_position(positions: usize, alphabet: &[u8], mut draw: impl FnMut() -> Secret) -> f64 {
    let mut counts = vec![vec![0; alphabet.len()]; positions];
    for _ in 0..DRAWS {
        let drawn = draw();
        for (count, byte) in counts.iter_mut().zip(drawn.bytes()) {
            count[alphabet.iter().position(|c| c == byte).unwrap()] += 1;
        }
    }
    counts.iter().map(|c| chi_square(c)).fold(0.0, f64::max)
}

fn chi_square(counts: &[u32]) -> f64 {
    let expected = DRAWS as f64 / counts.len() as f64;
    counts
        .iter()
        .map(|&n| (f64::from(n) - expected).powi(2) / expected)
        .sum()
}

/// SHA-256 of a label and a counter: the same in every run, so that the test cannot fail by chance.
struct Source {
    label: &'static str,
    block: u64,
    rest: Vec<u8>,
}

impl Source {
    fn new(label: &'static str) -> Source {
        Source {
            label,
            block: 0,
            rest: Vec::new(),
        }
    }
}

impl Entropy for Source {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        while self.rest.len() < out.len() {
            self.block += 1;
            let digest = Sha256::new()
                .chain_update(self.label)
                .chain_update(self.block.to_be_bytes());
            self.rest.extend(digest.finalize());
        }
        out.copy_from_slice(&self.rest[..out.len()]);
        self.rest.drain(..out.len());
        Ok(())
    }
}
