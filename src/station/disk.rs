//! A book in a real folder.
//!
//! One writer: it holds a lock (flock) on the folder itself, so no file of ours is left behind by a crash. Readers need
//! none. What counts as written is what the disk confirmed (I11); nothing is overwritten.

use crate::book::{Altered, Disk, DiskError, LEDGER, Look, MAX_FILE, last_line};
use crate::text::safe::Safe;
use rustix::fs::{Advice, CWD, FallocateFlags, FlockOperation, OFlags, RenameFlags};
use rustix::io::Errno;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

/// Bytes reserved behind the ledger's end, so that a full disk is seen before a ceremony and not within it.
pub const RESERVE: u64 = 1 << 20;

/// Why a folder cannot be used as a book's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// There is no such folder, or it is something else.
    NoFolder(String),
    /// Another Sealwright writes to this book.
    Locked(String),
    /// The system's words.
    System(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::NoFolder(folder) => write!(f, "{folder} is not a folder"),
            OpenError::Locked(folder) => write!(
                f,
                "another Sealwright is running with the book in {folder}: one book is written by one \
                 program at a time. Go on there, or end it first"
            ),
            OpenError::System(why) => f.write_str(why),
        }
    }
}

/// A real folder as a book's [`Disk`].
pub struct FolderDisk {
    root: PathBuf,
    /// The ledger's path from the top of the file system, so that a folder that moves is noticed (I20).
    ledger_path: PathBuf,
    /// The folder itself, locked as long as this lives. None: opened for reading.
    lock: Option<File>,
    ledger: Option<Ledger>,
    failed: bool,
}

/// The ledger, open for reading and appending.
struct Ledger {
    file: File,
    /// Device and inode: which file it is.
    id: (u64, u64),
    /// When it was written last, as the file system says.
    written: (i64, i64),
    len: u64,
    reserved: u64,
}

impl FolderDisk {
    /// Opens a folder for writing and locks it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(root: &Path) -> Result<FolderDisk, OpenError> {
        let shown = shown(root);
        let folder = open_folder(root)?;
        match rustix::fs::flock(&folder, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Err(OpenError::Locked(shown)),
            Err(errno) => {
                return Err(OpenError::System(format!(
                    "the folder {shown} cannot be locked: {errno}"
                )));
            }
        }
        Ok(FolderDisk {
            root: root.to_owned(),
            ledger_path: ledger_path(root)?,
            lock: Some(folder),
            ledger: None,
            failed: false,
        })
    }

    /// Opens a folder for reading: no lock, and every write fails.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn read_only(root: &Path) -> Result<FolderDisk, OpenError> {
        open_folder(root)?;
        Ok(FolderDisk {
            root: root.to_owned(),
            ledger_path: ledger_path(root)?,
            lock: None,
            ledger: None,
            failed: false,
        })
    }

    /// Makes a folder in the book, durably; fine if it is there.
    ///
    /// # Errors
    /// [`DiskError`].
    pub fn make_folder(&mut self, path: &str) -> Result<(), DiskError> {
        self.may_write()?;
        let folder = self.inside(path)?;
        match std::fs::create_dir(&folder) {
            Ok(()) => sync_folder(parent(&folder)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            Err(e) => Err(said("the folder", &folder, "could not be made", &e)),
        }
    }

    fn may_write(&self) -> Result<(), DiskError> {
        if self.lock.is_none() {
            return Err(DiskError("the book was opened for reading".into()));
        }
        if self.failed {
            return Err(DiskError("an earlier write failed; start again".into()));
        }
        Ok(())
    }

    fn inside(&self, path: &str) -> Result<PathBuf, DiskError> {
        let plain = Path::new(path)
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        if path.is_empty() || !plain || path.contains('\0') {
            return Err(DiskError(format!(
                "{} is not a path inside the book",
                Safe::new(path, 80)
            )));
        }
        Ok(self.root.join(path))
    }

    fn ledger(&mut self) -> Result<&mut Ledger, DiskError> {
        if self.ledger.is_none() {
            let path = self.root.join(LEDGER);
            let file = OpenOptions::new()
                .read(true)
                .append(true)
                .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32)
                .open(&path)
                .map_err(|e| said("the ledger", &path, "could not be opened for writing", &e))?;
            let found = file
                .metadata()
                .map_err(|e| said("the ledger", &path, "could not be read", &e))?;
            self.ledger = Some(Ledger {
                file,
                id: (found.dev(), found.ino()),
                written: time_of(&found),
                len: found.len(),
                reserved: 0,
            });
        }
        self.ledger
            .as_mut()
            .ok_or_else(|| DiskError("the ledger is not open".into()))
    }

    fn try_append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        let ledger = self.ledger()?;
        ledger.reserve(line.len() as u64)?;
        // One write: what a crash leaves is then a beginning of this line, and nothing else.
        let written = rustix::io::write(&ledger.file, line)
            .map_err(|errno| DiskError(format!("the ledger was not written: {errno}")))?;
        if written != line.len() {
            return Err(DiskError(format!(
                "only {written} of {} bytes went into the ledger: the disk is full, or a limit is reached",
                line.len()
            )));
        }
        rustix::fs::fdatasync(&ledger.file)
            .map_err(|errno| DiskError(format!("the disk did not confirm the write: {errno}")))?;
        ledger.len += written as u64;
        // Where it cannot be asked, the next look is at every byte.
        ledger.written = ledger.file.metadata().map_or((0, 0), |m| time_of(&m));
        Ok(())
    }
}

impl Drop for FolderDisk {
    /// Closing alone would keep the lock while a child process, just forked, still has the folder open.
    fn drop(&mut self) {
        if let Some(folder) = &self.lock {
            let _ = rustix::fs::flock(folder, FlockOperation::Unlock);
        }
    }
}

impl Ledger {
    /// The file at `path` is this one, and holds what it was left with. A write by others shows in its time; the time of
    /// two writes may be the same, so the last line is looked at besides.
    fn is(&mut self, path: &Path, left: &[u8], look: Look) -> Result<(), Altered> {
        let found = path.symlink_metadata().map_err(|e| match e.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Altered::Gone,
            _ => Altered::Unreadable(e.to_string()),
        })?;
        if (found.dev(), found.ino()) != self.id {
            return Err(Altered::Replaced);
        }
        let quick = look == Look::Quick
            && found.len() == left.len() as u64
            && time_of(&found) == self.written;
        self.holds(left, if quick { last_line(left) } else { 0 })?;
        if found.len() > left.len() as u64 {
            let by = found.len() - left.len() as u64;
            return Err(Altered::Longer { by });
        }
        self.written = time_of(&found);
        Ok(())
    }

    /// It holds these bytes from there on.
    fn holds(&self, left: &[u8], from: usize) -> Result<(), Altered> {
        let mut buffer = [0; 1 << 14];
        let mut at = from;
        while let Some(ours) = left.get(at..).filter(|ours| !ours.is_empty()) {
            let most = ours.len().min(buffer.len());
            let read = self.file.read_at(&mut buffer[..most], at as u64);
            let read = read.map_err(|e| Altered::Unreadable(e.to_string()))?;
            let same = buffer[..read].iter().zip(ours);
            if let Some(other) = same.clone().position(|(now, ours)| now != ours) {
                return Err(Altered::differs_at(left, at + other));
            }
            if read == 0 {
                let by = ours.len() as u64;
                return Err(Altered::Shorter { by });
            }
            at += read;
        }
        Ok(())
    }

    /// Keeps [`RESERVE`] bytes ahead. File systems that cannot are used as they are.
    fn reserve(&mut self, more: u64) -> Result<(), DiskError> {
        if self.len + more <= self.reserved {
            return Ok(());
        }
        let want = RESERVE.max(more);
        match rustix::fs::fallocate(&self.file, FallocateFlags::KEEP_SIZE, self.len, want) {
            Ok(()) => self.reserved = self.len + want,
            // Later on, the line itself may still fit.
            Err(Errno::NOSPC | Errno::DQUOT) if self.reserved == 0 => {
                return Err(DiskError(
                    "there is not 1 MiB of room left for the ledger".into(),
                ));
            }
            Err(_) => self.reserved = self.len + want,
        }
        Ok(())
    }
}

impl Disk for FolderDisk {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let path = self.inside(path)?;
        match open_to_read(&path) {
            Ok(file) => read_whole(file, &path).map(Some),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(said("the file", &path, "could not be opened", &e)),
        }
    }

    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError> {
        self.may_write()?;
        let path = self.root.join(LEDGER);
        if path.symlink_metadata().is_err() {
            return self.read(LEDGER);
        }
        self.ledger = None;
        let file = self.ledger()?.file.try_clone();
        let file = file.map_err(|e| said("the ledger", &path, "could not be read", &e))?;
        read_whole(file, &path).map(Some)
    }

    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered> {
        let path = self.ledger_path.clone();
        let ledger = self.ledger().map_err(|e| Altered::Unreadable(e.0))?;
        ledger.is(&path, left, look)
    }

    fn append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        self.may_write()?;
        let appended = self.try_append(line);
        self.failed = appended.is_err();
        appended
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.may_write()?;
        let file = self.inside(path)?;
        if let Some(folder) = Path::new(path).parent().and_then(Path::to_str)
            && !folder.is_empty()
        {
            self.make_folder(folder)?;
        }
        new_file(&file, bytes)
    }

    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError> {
        self.may_write()?;
        let path = self.root.join(LEDGER);
        let file = &self.ledger()?.file;
        let tail = file.try_clone().and_then(|mut file| {
            file.seek(SeekFrom::Start(offset))?;
            let mut tail = Vec::new();
            file.take(MAX_FILE).read_to_end(&mut tail)?;
            Ok(tail)
        });
        let tail = tail.map_err(|e| said("the ledger", &path, "could not be read", &e))?;

        let mut name = as_file.to_owned();
        let mut count = 1;
        while self.inside(&name)?.symlink_metadata().is_ok() {
            count += 1;
            name = format!("{as_file}-{count}");
        }
        new_file(&self.inside(&name)?, &tail)?;

        let ledger = self.ledger()?;
        let cut = ledger
            .file
            .set_len(offset)
            .and_then(|()| ledger.file.sync_all());
        cut.map_err(|e| said("the ledger", &path, "could not be cut", &e))?;
        ledger.len = offset;
        ledger.reserved = 0;
        Ok(())
    }

    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let path = self.outside(folder, name)?;
        new_file(&path, bytes)
    }

    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError> {
        let path = self.outside(folder, name)?;
        let file = open_to_read(&path)
            .map_err(|e| said("the file", &path, "could not be opened again", &e))?;
        // Else the system would answer from its memory, and not from the stick.
        let _ = rustix::fs::fadvise(&file, 0, None, Advice::DontNeed);
        read_whole(file, &path)
    }
}

impl FolderDisk {
    /// A file in an existing folder outside the book.
    fn outside(&self, folder: &str, name: &str) -> Result<PathBuf, DiskError> {
        let not = |why: &str| DiskError(format!("{} {why}", Safe::new(folder, 200)));
        self.inside(name)?;
        if name.contains('/') {
            return Err(not("cannot be used: the file's name is no plain name"));
        }
        if folder.is_empty() {
            return Err(DiskError("no folder was named".into()));
        }
        let real = Path::new(folder)
            .canonicalize()
            .map_err(|_| not("is not there"))?;
        if !real.is_dir() {
            return Err(not("is not a folder"));
        }
        let book = match self.root.canonicalize() {
            Ok(book) => Some(book),
            // Its folder was moved: what is in memory is still saved elsewhere.
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(said("the book", &self.root, "cannot be found", &e)),
        };
        if book.is_some_and(|book| real.starts_with(book)) {
            return Err(not("is inside the book: a copy belongs elsewhere"));
        }
        Ok(real.join(name))
    }
}

/// Makes a new file with these bytes, its name and content confirmed by the disk; never overwrites one. It gets its name
/// when it is whole: what a crash leaves is a `.part` file, which stands in nobody's way.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let written = match path.symlink_metadata() {
        Ok(_) => Err(Errno::EXIST.into()),
        Err(_) => write_whole(&part(path), bytes),
    };
    written.map_err(|e| said("the file", path, "could not be made", &e))?;
    if let Err(e) = rename_to_new(&part(path), path) {
        let _ = std::fs::remove_file(part(path));
        return Err(said("the file", path, "could not be made", &e));
    }
    sync_folder(parent(path))
}

/// The name that a file has until it is whole.
fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Writes a file in place of one that a crash left there.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

/// Renames a file, unless the new name is taken.
fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    let renamed = rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE);
    match renamed {
        // File systems that do not know the flag: the name was free a moment ago, and the book has one writer.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => std::fs::rename(from, to),
        other => Ok(other?),
    }
}

/// A regular file, opened for reading; anything that could block is refused.
pub fn open_to_read(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other("it is not a regular file"))
    }
}

fn read_whole(file: File, path: &Path) -> Result<Vec<u8>, DiskError> {
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| said("the file", path, "could not be read", &e))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(DiskError(format!(
            "the file {} is larger than 1 GiB",
            shown(path)
        )));
    }
    Ok(bytes)
}

fn open_folder(path: &Path) -> Result<File, OpenError> {
    let flags = OFlags::DIRECTORY;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path);
    opened.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::NoFolder(shown(path)),
        _ => OpenError::System(format!("the folder {} cannot be opened: {e}", shown(path))),
    })
}

/// Where the ledger lies, as a path that means the same wherever the program stands.
fn ledger_path(root: &Path) -> Result<PathBuf, OpenError> {
    let path = std::path::absolute(root.join(LEDGER));
    path.map_err(|e| OpenError::System(format!("the folder {} cannot be found: {e}", shown(root))))
}

/// When a file was written last.
fn time_of(found: &Metadata) -> (i64, i64) {
    (found.mtime(), found.mtime_nsec())
}

fn sync_folder(folder: &Path) -> Result<(), DiskError> {
    let synced = File::open(folder).and_then(|f| f.sync_all());
    synced.map_err(|e| said("the folder", folder, "was not confirmed by the disk", &e))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn said(what: &str, path: &Path, failed: &str, e: &io::Error) -> DiskError {
    DiskError(format!("{what} {} {failed}: {e}", shown(path)))
}

fn shown(path: &Path) -> String {
    Safe::from_bytes(path.as_os_str().as_encoded_bytes(), 200).into()
}
