//! A book in a real folder: what it says is durable is on the disk, nothing is overwritten, nothing leaves the folder.

use sealwright::book::{Book, BookError, Disk, DiskError, LEDGER, audit};
use sealwright::custody::{Custody, Event};
use sealwright::ledger::Origin;
use sealwright::station::SystemClock;
use sealwright::station::disk::{FolderDisk, OpenError, RESERVE};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("sealwright-disk-{}-{count}", std::process::id()));
        std::fs::create_dir_all(path.join("book")).unwrap();
        std::fs::create_dir(path.join("stick")).unwrap();
        Folder(path)
    }

    pub fn root(&self) -> &Path {
        &self.0
    }

    pub fn book(&self) -> PathBuf {
        self.0.join("book")
    }

    fn disk(&self) -> FolderDisk {
        FolderDisk::open(&self.book()).unwrap()
    }

    pub fn stick(&self) -> String {
        self.0.join("stick").to_str().unwrap().into()
    }

    fn ledger(&self) -> Vec<u8> {
        std::fs::read(self.book().join(LEDGER)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn new_book(folder: &Folder) -> Book {
    let origin = Origin::book([5; 16]);
    Book::create(
        Box::new(folder.disk()),
        Box::new(SystemClock),
        &origin,
        &"00".repeat(32),
    )
    .unwrap()
}

pub fn open(folder: &Folder) -> Result<Book, BookError> {
    Book::open(Box::new(folder.disk()), Box::new(SystemClock))
}

/// The judge is the kernel's count of this thread's writes.
#[test]
fn i11_an_append_is_one_write_of_the_whole_line() {
    let folder = Folder::new();
    let mut disk = folder.disk();
    disk.create(LEDGER, b"").unwrap();
    let lines: Vec<Vec<u8>> = [1, 100, 4096, 100_000].map(|len| vec![b'x'; len]).into();
    for line in &lines {
        let before = written();
        disk.append(line).unwrap();
        let after = written();
        assert_eq!(
            (after.0 - before.0, after.1 - before.1),
            (1, line.len() as u64)
        );
    }
    assert_eq!(folder.ledger(), lines.concat());
}

/// Write calls, and bytes handed to them.
fn written() -> (u64, u64) {
    let io = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    let of = |name: &str| {
        let line = io.lines().find(|l| l.starts_with(name)).unwrap();
        line.split(' ').nth(1).unwrap().parse::<u64>().unwrap()
    };
    (of("syscw:"), of("wchar:"))
}

#[test]
fn i11_space_is_reserved_ahead_without_growing_the_file() {
    use rustix::fs::{FallocateFlags, fallocate};
    let folder = Folder::new();
    let probe = std::fs::File::create(folder.0.join("probe")).unwrap();
    let can = fallocate(&probe, FallocateFlags::KEEP_SIZE, 0, RESERVE).is_ok();
    let mut disk = folder.disk();
    disk.create(LEDGER, b"").unwrap();
    disk.append(b"line\n").unwrap();
    let found = folder.book().join(LEDGER).metadata().unwrap();
    assert_eq!(found.len(), 5);
    assert_eq!(found.blocks() * 512 >= RESERVE, can);
}

#[test]
fn i11_after_a_failed_append_nothing_more_is_written() {
    let folder = Folder::new();
    let mut disk = folder.disk();
    let ledger = folder.book().join(LEDGER);
    // Every write to it fails, and it is no file of the book.
    symlink("/dev/full", &ledger).unwrap();
    assert!(disk.append(b"one\n").is_err());
    std::fs::remove_file(&ledger).unwrap();
    std::fs::write(&ledger, b"").unwrap();
    let refused = Err(DiskError("an earlier write failed; start again".into()));
    assert_eq!(disk.append(b"two\n"), refused);
    assert_eq!(disk.create("inbox/a", b"x"), refused);
    assert_eq!(disk.set_aside(0, "torn-0"), refused);
    assert_eq!(folder.ledger(), b"");
    drop(disk);
    folder.disk().append(b"three\n").unwrap();
}

#[test]
fn one_writer_and_any_number_of_readers() {
    let folder = Folder::new();
    let book = new_book(&folder);
    let second = FolderDisk::open(&folder.book());
    assert!(matches!(second, Err(OpenError::Locked(_))));
    let mut reader = FolderDisk::read_only(&folder.book()).unwrap();
    assert_eq!(reader.read(LEDGER).unwrap().unwrap(), folder.ledger());
    let refused = Err(DiskError("the book was opened for reading".into()));
    assert_eq!(reader.append(b"x\n"), refused);
    assert_eq!(reader.create("a", b"x"), refused);
    assert_eq!(reader.set_aside(0, "torn-0"), refused);
    assert_eq!(reader.make_folder("inbox"), refused);
    drop(book);
    assert!(
        FolderDisk::open(&folder.book()).is_ok(),
        "the lock ends with its holder"
    );
    assert!(matches!(
        FolderDisk::open(&folder.0.join("none")),
        Err(OpenError::NoFolder(_))
    ));
    assert!(matches!(
        FolderDisk::open(&folder.book().join(LEDGER)),
        Err(OpenError::NoFolder(_))
    ));
}

#[test]
fn new_files_are_private_and_never_overwrite() {
    let folder = Folder::new();
    let mut disk = folder.disk();
    disk.create("outbox/a.json", b"first").unwrap();
    assert!(disk.create("outbox/a.json", b"second").is_err());
    assert_eq!(disk.read("outbox/a.json").unwrap().unwrap(), b"first");
    let mode = folder
        .book()
        .join("outbox/a.json")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    // A link that leads nowhere is a name that is taken.
    symlink("/nowhere", folder.book().join("outbox/b.json")).unwrap();
    assert!(disk.create("outbox/b.json", b"x").is_err());
    assert_eq!(disk.read("outbox/none").unwrap(), None);
}

#[test]
fn no_path_leads_out_of_the_book() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("outside"), "mine").unwrap();
    let mut disk = folder.disk();
    let absolute = folder.0.join("outside");
    for path in [
        "",
        "..",
        "../outside",
        "inbox/../../outside",
        absolute.to_str().unwrap(),
        "a\0b",
        "./a",
    ] {
        assert!(disk.read(path).is_err(), "{path:?}");
        assert!(disk.create(path, b"x").is_err(), "{path:?}");
        assert!(
            disk.copy_out(&folder.stick(), path, b"x").is_err(),
            "{path:?}"
        );
    }
    assert!(disk.copy_out(&folder.stick(), "a/b", b"x").is_err());
    assert_eq!(std::fs::read(folder.0.join("outside")).unwrap(), b"mine");
    assert!(disk.read("").is_err() && disk.read(LEDGER).unwrap().is_none());
    // Not a regular file: nothing that could block, or flow for ever.
    std::fs::create_dir(folder.book().join("inbox")).unwrap();
    symlink("/dev/zero", folder.book().join("inbox/zero")).unwrap();
    assert!(disk.read("inbox/zero").is_err());
    assert!(disk.read("inbox").is_err());
}

#[test]
fn i11_a_torn_tail_becomes_a_file_of_its_own_and_the_book_goes_on() {
    let folder = Folder::new();
    drop(new_book(&folder));
    let whole = folder.ledger();
    for (count, tail) in [&b"{\"at\":"[..], b"\0\0\0\0", b"{\"at\":"]
        .into_iter()
        .enumerate()
    {
        std::fs::write(folder.book().join(LEDGER), [&whole[..], tail].concat()).unwrap();
        let book = open(&folder).unwrap();
        assert_eq!(book.torn, Some(tail.len() as u64));
        assert_eq!(folder.ledger(), whole);
        let name = if count == 0 {
            "torn-1".into()
        } else {
            format!("torn-1-{}", count + 1)
        };
        assert_eq!(std::fs::read(folder.book().join(name)).unwrap(), tail);
    }
    assert_eq!(open(&folder).unwrap().torn, None);
}

#[test]
fn a_book_is_made_once_and_what_a_crash_left_of_it_is_kept() {
    let folder = Folder::new();
    std::fs::write(folder.book().join(LEDGER), b"{\"at\":").unwrap();
    assert!(matches!(open(&folder), Err(BookError::NoLedger)));
    drop(new_book(&folder));
    assert_eq!(
        std::fs::read(folder.book().join("torn-0")).unwrap(),
        b"{\"at\":"
    );
    let again = Book::create(
        Box::new(folder.disk()),
        Box::new(SystemClock),
        &Origin::book([6; 16]),
        &"00".repeat(32),
    );
    assert!(matches!(again, Err(BookError::Exists)));
    assert_eq!(
        audit(&folder.ledger()[..], &mut Custody::default())
            .unwrap()
            .chain
            .size(),
        1
    );
}

#[test]
fn a_refused_entry_leaves_the_file_as_it_was() {
    let folder = Folder::new();
    let mut book = new_book(&folder);
    let before = folder.ledger();
    assert!(matches!(
        book.note(Event::CeremonyEnded {}),
        Err(BookError::NotAllowed(_))
    ));
    assert_eq!(folder.ledger(), before);
}

#[test]
fn i19_a_copy_goes_outside_the_book_is_read_back_and_overwrites_nothing() {
    let folder = Folder::new();
    let mut book = new_book(&folder);
    let (size, sha256) = book.copy_to(&folder.stick()).unwrap();
    assert_eq!(size, 1);
    let copy = std::fs::read(folder.0.join("stick/ledger-1.jsonl")).unwrap();
    assert_eq!(copy, folder.ledger());
    assert_eq!(sha256, sealwright::ledger::sha256(&copy));

    let refused = |book: &mut Book, to: &Path| match book.copy_to(to.to_str().unwrap()) {
        Err(BookError::Disk(why)) => why,
        other => panic!("{other:?}"),
    };
    assert!(refused(&mut book, &folder.0.join("stick")).contains("File exists"));
    assert!(
        refused(&mut book, &folder.book())
            .ends_with("is inside the book: a copy belongs elsewhere")
    );
    std::fs::create_dir(folder.book().join("inbox")).unwrap();
    assert!(refused(&mut book, &folder.book().join("inbox")).contains("is inside the book"));
    symlink(folder.book(), folder.0.join("link")).unwrap();
    assert!(refused(&mut book, &folder.0.join("link")).contains("is inside the book"));
    assert!(refused(&mut book, &folder.0.join("none")).ends_with("is not there"));
    std::fs::write(folder.0.join("file"), "").unwrap();
    assert!(refused(&mut book, &folder.0.join("file")).ends_with("is not a folder"));
    assert_eq!(refused(&mut book, Path::new("")), "no folder was named");
    assert_eq!(
        std::fs::read(folder.0.join("stick/ledger-1.jsonl")).unwrap(),
        copy
    );
}
