//! What happens to a ledger's file beside the program that writes it: editors, sync clients, copies, hands.

use std::fs::{File, FileTimes, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A way, and what it does to the ledger in a book's folder.
pub type Way = (&'static str, fn(&Path));

pub const WAYS: [Way; 12] = [
    ("replaced by the same bytes, as sed -i does", |ledger| {
        replace(ledger, &read(ledger));
    }),
    (
        "replaced by an older one, as a sync client does",
        |ledger| {
            let bytes = read(ledger);
            let mut older = bytes.iter().take(bytes.len() / 2);
            let end = older
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            replace(ledger, &bytes[..end]);
        },
    ),
    ("renamed, and written anew, as an editor does", |ledger| {
        let bytes = read(ledger);
        std::fs::rename(ledger, ledger.with_extension("jsonl~")).unwrap();
        std::fs::write(ledger, bytes).unwrap();
    }),
    ("a line appended", |ledger| append(ledger, b"{\"a\":1}\n")),
    ("a byte appended", |ledger| append(ledger, b"\0")),
    ("the last line cut off", |ledger| {
        let bytes = read(ledger);
        let last = bytes[..bytes.len() - 1].iter().rposition(|b| *b == b'\n');
        cut(ledger, last.map_or(0, |at| at as u64 + 1));
    }),
    ("emptied", |ledger| cut(ledger, 0)),
    ("deleted", |ledger| std::fs::remove_file(ledger).unwrap()),
    ("a bit flipped in the last line", |ledger| {
        let at = read(ledger).len() as u64 - 20;
        flip(ledger, at, true);
    }),
    ("a bit flipped in the first line", |ledger| {
        // As file systems tell time, another write may be as old as ours: this one is not.
        std::thread::sleep(std::time::Duration::from_millis(30));
        flip(ledger, 20, false);
    }),
    ("its folder moved", |ledger| {
        let folder = ledger.parent().unwrap();
        std::fs::rename(folder, folder.with_extension("moved")).unwrap();
    }),
    ("its folder moved, and a copy put in its place", |ledger| {
        let bytes = read(ledger);
        let folder = ledger.parent().unwrap();
        std::fs::rename(folder, folder.with_extension("moved")).unwrap();
        std::fs::create_dir(folder).unwrap();
        std::fs::write(ledger, bytes).unwrap();
    }),
];

fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap()
}

fn replace(file: &Path, bytes: &[u8]) {
    let beside = file.with_extension("new");
    std::fs::write(&beside, bytes).unwrap();
    std::fs::rename(beside, file).unwrap();
}

fn append(file: &Path, bytes: &[u8]) {
    let mut file = OpenOptions::new().append(true).open(file).unwrap();
    file.write_all(bytes).unwrap();
}

fn cut(file: &Path, len: u64) {
    let file = OpenOptions::new().write(true).open(file).unwrap();
    file.set_len(len).unwrap();
}

/// Flips a bit in place; `unseen` puts the file's times back, so that they tell nothing of it.
pub fn flip(file: &Path, at: u64, unseen: bool) {
    let file = File::options().read(true).write(true).open(file).unwrap();
    let before = file.metadata().unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 1], at).unwrap();
    if unseen {
        let times = FileTimes::new().set_modified(before.modified().unwrap());
        file.set_times(times).unwrap();
    }
}
