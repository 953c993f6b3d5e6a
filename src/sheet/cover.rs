//! The pattern against see-through: letters and digits like those of the secret, at random, where the lowest panel lies on
//! the secret, and modules over its QR codes. Held against a light, both are seen at once, and neither can be read.
//!
//! The two prints lie face to face, no paper between them, so light that goes through weighs both alike. Toner lets next
//! to none pass: what is seen is the darker of both.
//!
//! It is drawn from bytes that are random for each sheet and stand nowhere else, so nobody who knows the sheet can
//! subtract it.

use super::font::{Face, POINT};
use super::ink::{self, BLACK, Ink, Words};
use sha2::{Digest, Sha256};

const CHARACTERS: &[u8; 32] = b"abcdefghijklmnoprstuwy0123456789";

/// Three layers of characters, by their size in points and their distance in millimetres.
const LAYERS: [(f32, f32); 3] = [(17.0, 5.2), (12.0, 3.7), (10.0, 3.1)];

/// Two nets of modules over a code, by the size of theirs in millimetres: where the paper was folded a little off, the gaps
/// of one are closed by the other. They are the same whatever the code says.
const NETS: [f32; 2] = [0.6, 1.0];

/// The pattern in an area, for QR codes that lie above the fold at `fold`.
pub(super) fn pattern(
    seed: &[u8; 32],
    area: [f32; 4],
    fold: f32,
    codes: &[[f32; 4]],
) -> Vec<Ink<'static>> {
    let mut chance = Chance::new(seed);
    let mut inks = Vec::new();
    for (size, pitch) in LAYERS {
        inks.extend(letters(&mut chance, area, size, pitch));
    }
    for code in codes {
        for size in NETS {
            inks.push(modules(&mut chance, mirrored(*code, fold), size));
        }
    }
    vec![Ink::Clipped { area, inks }]
}

fn letters(
    chance: &mut Chance,
    [left, top, width, height]: [f32; 4],
    size: f32,
    pitch: f32,
) -> Vec<Ink<'static>> {
    let step = Face::Mono.width("0", size);
    let rows = (height / pitch) as usize + 1;
    let columns = (width / step) as usize + 2;
    let row = |n: usize| {
        let shift = f32::from(chance.byte() % 8) / 8.0 * step;
        let text: String = (0..columns)
            .map(|_| char::from(CHARACTERS[usize::from(chance.byte()) % CHARACTERS.len()]))
            .collect();
        Ink::Text {
            at: (left - shift, top + n as f32 * pitch + size * POINT * 0.6),
            face: Face::Mono,
            size,
            grey: BLACK,
            text: Words::Plain(text),
        }
    };
    (0..rows).map(row).collect()
}

/// Every second module black, at random, over the modules of a code.
fn modules(chance: &mut Chance, [left, top, width, height]: [f32; 4], size: f32) -> Ink<'static> {
    let (columns, rows) = (
        (width / size).round() as usize,
        (height / size).round() as usize,
    );
    let dark: Vec<bool> = (0..rows * columns)
        .map(|_| chance.byte() & 1 == 1)
        .collect();
    ink::modules((left, top), size, columns, &dark)
}

/// Where an area comes to lie when the paper is folded at `fold`.
fn mirrored([left, top, width, height]: [f32; 4], fold: f32) -> [f32; 4] {
    [left, 2.0 * fold - top - height, width, height]
}

/// SHA-256 over the seed and a counter.
struct Chance {
    seed: [u8; 32],
    block: [u8; 32],
    used: usize,
    blocks: u64,
}

impl Chance {
    fn new(seed: &[u8; 32]) -> Chance {
        Chance {
            seed: *seed,
            block: [0; 32],
            used: 32,
            blocks: 0,
        }
    }

    fn byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            self.blocks += 1;
            let hash = Sha256::new()
                .chain_update(self.seed)
                .chain_update(self.blocks.to_be_bytes());
            self.block = hash.finalize().into();
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}
