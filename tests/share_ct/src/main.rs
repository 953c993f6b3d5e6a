//! What valgrind watches: one piece of work on secrets whose bytes are marked undefined. Memcheck then reports every
//! conditional jump and every address that depends on one of them; see tests/paper/share_constant_time.rs.
//!
//! Argument: the piece. Exit code: 0 done, 2 unknown piece, 3 not below valgrind.
#![allow(unsafe_code)] // valgrind's client requests are instructions

#[allow(dead_code, unused_imports)] // it uses a part
#[path = "../../../src/secret/mod.rs"]
mod secret;
#[allow(dead_code, unused_imports)]
#[path = "../../../src/share/mod.rs"]
mod share;

use secret::{Entropy, EntropyFailed, Secret};
use share::{
    Scheme, Share, combine, complete, judge, master_of_password, password_of_master, split,
};
use std::hint::black_box;
use std::process::ExitCode;

const PASSWORD: &[u8; 40] = b"bcdefghjknprstuvxDEFGHLNRT234578bcdefghj";

fn main() -> ExitCode {
    if request(RUNNING_ON_VALGRIND, &[]) == 0 {
        return ExitCode::from(3);
    }
    let piece = std::env::args().nth(1).unwrap_or_default();
    match piece.as_str() {
        "password" => password(),
        "split" => splitting(),
        "interpolate" => interpolate(),
        "checksum" => checksum(),
        "complete" => completion(),
        "words" => words(),
        "parse" => parse(),
        "combine" => combining(),
        "is" => comparison(),
        "control-compare" => control_compare(),
        "control-index" => control_index(),
        "control-sharks" => control_sharks(),
        "control-blahaj" => control_blahaj(),
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}

fn password() {
    let master = master_of_password(&undefined(PASSWORD)).expect("printable");
    black_box(password_of_master(&master).expect("printable"));
}

/// With the self-check, which combines.
fn splitting() {
    let scheme = Scheme::single(2, 3).expect("a scheme");
    let mut dice = Dice { is_undefined: true };
    let master = undefined(PASSWORD);
    black_box(split(&master, &scheme, &mut dice).expect("shares"));
}

fn interpolate() {
    let [a, b, c] = [1, 2, 3].map(|n| undefined(&[n; 40]));
    let points = [(0, a.bytes()), (3, b.bytes()), (9, c.bytes())];
    black_box(judge::interpolate(&points, 255).expect("room"));
}

/// Of all words but the first four, which say what the share is.
fn checksum() {
    let numbers: Vec<u16> = (0..39).map(|n| n * 26).collect();
    undefine(&numbers[4..]);
    black_box(judge::is_sound(&numbers));
}

/// Of four letters.
fn completion() {
    let typed = *b"acad";
    undefine(&typed);
    black_box(complete(text(&typed)));
}

/// With the checksum, made anew.
fn words() {
    let share = shares().remove(0);
    undefine(judge::value(&share));
    black_box(share.words().expect("room"));
}

/// Of a whole text, of which the first four words say openly what the share is.
fn parse() {
    let words = shares().remove(0).words().expect("room");
    let letters = words.bytes();
    let spaces = (0..letters.len()).filter(|&at| letters[at] == b' ');
    let fifth = spaces.skip(3).map(|space| space + 1).next();
    undefine(&letters[fifth.expect("a fifth word")..]);
    black_box(Share::parse(text(letters)).is_ok());
}

/// Of a quorum and one share more, each of which is checked.
fn combining() {
    let shares = shares();
    for share in &shares {
        undefine(judge::value(share));
    }
    black_box(combine(&shares).expect("a quorum"));
}

fn comparison() {
    black_box(undefined(PASSWORD).is(&undefined(PASSWORD)));
}

// ---- controls: each must be reported

/// A comparison that ends at the first difference.
fn control_compare() {
    let [a, b] = [undefined(PASSWORD), undefined(PASSWORD)];
    black_box(a.bytes().iter().zip(b.bytes()).all(|(a, b)| a == b));
}

/// A look-up in a table.
fn control_index() {
    static TABLE: [u8; 256] = [7; 256];
    let secret = undefined(&[200]);
    black_box(black_box(&TABLE)[usize::from(secret.bytes()[0])]);
}

fn control_sharks() {
    let shares: Vec<sharks::Share> = their_shares()
        .iter()
        .flat_map(|bytes| sharks::Share::try_from(bytes.as_slice()))
        .collect();
    black_box(sharks::Sharks(2).recover(&shares)).expect("shares");
}

fn control_blahaj() {
    let shares: Vec<blahaj::Share> = their_shares()
        .iter()
        .flat_map(|bytes| blahaj::Share::try_from(bytes.as_slice()))
        .collect();
    black_box(blahaj::Sharks(2).recover(&shares)).expect("shares");
}

/// x, which is open, and 40 bytes of y, which are not.
fn their_shares() -> [[u8; 41]; 2] {
    let shares = [[1; 41], [2; 41]];
    for share in &shares {
        undefine(&share[1..]);
    }
    black_box(shares)
}

// ---- secrets

/// Shares 2 of 3 whose bytes are defined.
fn shares() -> Vec<Share> {
    let mut dice = Dice {
        is_undefined: false,
    };
    let scheme = Scheme::single(2, 3).expect("a scheme");
    let password = Secret::take(&mut PASSWORD.to_vec()).expect("room");
    let shares = split(&password, &scheme, &mut dice).expect("shares");
    shares.into_iter().flatten().collect()
}

struct Dice {
    is_undefined: bool,
}

impl Entropy for Dice {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        for (byte, n) in out.iter_mut().zip(1u8..) {
            *byte = n.wrapping_mul(73);
        }
        // The set's identifier, two bytes, is open.
        if self.is_undefined && out.len() > 2 {
            undefine(out);
        }
        Ok(())
    }
}

fn undefined(bytes: &[u8]) -> Secret {
    Secret::build(bytes.len(), |out| {
        out.copy_from_slice(bytes);
        undefine(out);
    })
    .expect("room")
}

fn text(bytes: &[u8]) -> &str {
    // SAFETY: only ASCII is passed; a check would look at the bytes.
    unsafe { std::str::from_utf8_unchecked(bytes) }
}

// ---- valgrind

const RUNNING_ON_VALGRIND: usize = 0x1001;
/// Memcheck's requests are numbered from `MC` on.
const MAKE_MEM_UNDEFINED: usize = 0x4d43_0001;

fn undefine<T>(what: &[T]) {
    request(
        MAKE_MEM_UNDEFINED,
        &[what.as_ptr().addr(), size_of_val(what)],
    );
}

/// A client request as valgrind's manual describes it: four rotations that together do nothing, and an exchange of a
/// register with itself. Without valgrind the answer is 0.
#[cfg(target_arch = "x86_64")]
fn request(number: usize, arguments: &[usize]) -> usize {
    let mut block = [0; 6];
    block[0] = number;
    block[1..=arguments.len()].copy_from_slice(arguments);
    let mut answer = 0;
    // SAFETY: the instructions change nothing but `answer`, and flags; valgrind reads the block.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") block.as_ptr(),
            inout("rdx") answer,
        );
    }
    answer
}

#[cfg(not(target_arch = "x86_64"))]
fn request(_: usize, _: &[usize]) -> usize {
    0
}

/// What the rooms' own tests use.
#[cfg(test)]
#[allow(dead_code)]
#[path = "."]
mod text {
    #[path = "../../../src/text/hex.rs"]
    pub mod hex;
}
