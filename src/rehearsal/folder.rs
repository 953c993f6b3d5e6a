//! A rehearsal in a folder: the book, the pages, the minutes, the memory sticks, and the played world.
//!
//! The world is kept after each effect, before the program sees what came of it, by writing a new file and renaming it
//! in place of the old one. So a program that is killed finds the world as it left it, as in a real ceremony. The pages
//! that exist are named in that file too: a page counts from then on, and is taken away after.

use super::stage::{Effect, Moment, Stage};
use crate::book::{Altered, Disk, DiskError, Look, PLAN};
use crate::text::safe::Safe;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const BOOK: &str = "book";
const WORLD: &str = "world.json";
/// A file until it is whole and has its own name.
const NEW: &str = "world.new";
const PAGES: &str = "printer";
const PAPERS: &str = "papers";
const MINUTES: &str = "minutes";
const STICKS: &str = "sticks";
/// Each after the one in which it is.
const FOLDERS: [&str; 9] = [
    BOOK,
    "book/inbox",
    "book/outbox",
    PAGES,
    PAPERS,
    MINUTES,
    STICKS,
    "sticks/1",
    "sticks/2",
];

/// What the files in the folder are made with. A write or a rename lasts only once it was synced.
pub trait Files {
    /// Makes a folder.
    ///
    /// # Errors
    /// The system's.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Writes a file, in place of one that is there.
    ///
    /// # Errors
    /// The system's.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Waits until what a file holds, or which names a folder has, is on the disk.
    ///
    /// # Errors
    /// The system's.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Gives a file another name, in place of the file that has it.
    ///
    /// # Errors
    /// The system's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file; fine if there is none.
    ///
    /// # Errors
    /// The system's.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The system's files.
#[derive(Debug, Clone, Copy)]
pub struct SystemFiles;

impl Files for SystemFiles {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        std::fs::write(path, bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match std::fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }
}

/// Why a folder could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderError {
    /// It exists already.
    Exists,
    /// Its name is not UTF-8 text.
    NotUtf8,
    /// There is no rehearsal in it.
    NoRehearsal,
    /// What it keeps of the played world cannot be read.
    Damaged(String),
    /// The system's words.
    System(String),
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FolderError::Exists => {
                write!(
                    f,
                    "it exists already; a rehearsal needs a new folder, and nothing was touched"
                )
            }
            FolderError::NotUtf8 => write!(
                f,
                "a rehearsal needs a folder whose name, with the path to it, is UTF-8 text, and nothing was touched"
            ),
            FolderError::NoRehearsal => write!(
                f,
                "there is no rehearsal in it that could go on; one that was stopped before it began can be begun again: \
                 name the same folder with --out"
            ),
            FolderError::Damaged(why) => write!(f, "its {WORLD} cannot be read: {why}"),
            FolderError::System(why) => f.write_str(why),
        }
    }
}

/// A rehearsal's folder.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    files: Rc<dyn Files>,
}

impl Folder {
    /// Makes a new one, with its folders and the book's draft plan in it. One that was begun so and left before the
    /// played world was in it is finished.
    ///
    /// # Errors
    /// [`FolderError::Exists`], [`FolderError::NotUtf8`]: nothing was touched. [`FolderError::System`].
    pub fn make(root: &Path, plan: &str) -> Result<Folder, FolderError> {
        Folder::make_with(Rc::new(SystemFiles), root, plan)
    }

    /// The same, with these files.
    ///
    /// # Errors
    /// As [`Folder::make`].
    pub fn make_with(files: Rc<dyn Files>, root: &Path, plan: &str) -> Result<Folder, FolderError> {
        // A memory stick's folder is named as people type it.
        root.to_str().ok_or(FolderError::NotUtf8)?;
        match files.make_folder(root) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => match only_begun(root) {
                Ok(true) => {}
                _ => return Err(FolderError::Exists),
            },
            made => made.map_err(|e| FolderError::System(format!("it cannot be made: {e}")))?,
        }
        let folder = Folder {
            root: root.to_owned(),
            files,
        };
        for inner in FOLDERS {
            match folder.files.make_folder(&root.join(inner)) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                made => made.map_err(|e| not_made(inner, &e))?,
            }
        }
        put(
            &*folder.files,
            root,
            &Path::new(BOOK).join(PLAN),
            plan.as_bytes(),
        )
        .map_err(|e| not_made(PLAN, &e))?;
        let holding = [Path::new(STICKS), Path::new(BOOK), Path::new("")];
        let holding = holding.map(|inner| root.join(inner));
        for synced in holding.iter().map(PathBuf::as_path).chain(root.parent()) {
            let synced = match synced.as_os_str().is_empty() {
                true => Path::new("."),
                false => synced,
            };
            let system = |e| FolderError::System(format!("the disk did not confirm it: {e}"));
            folder.files.sync(synced).map_err(system)?;
        }
        Ok(folder)
    }

    /// One that is there.
    ///
    /// # Errors
    /// [`FolderError::NoRehearsal`], [`FolderError::NotUtf8`].
    pub fn open(root: &Path) -> Result<Folder, FolderError> {
        root.to_str().ok_or(FolderError::NotUtf8)?;
        let folder = Folder {
            root: root.to_owned(),
            files: Rc::new(SystemFiles),
        };
        match folder.root.join(WORLD).is_file() && folder.book().is_dir() {
            true => Ok(folder),
            false => Err(FolderError::NoRehearsal),
        }
    }

    /// The book in it.
    pub fn book(&self) -> PathBuf {
        self.root.join(BOOK)
    }

    /// The transcript in it.
    pub fn transcript(&self) -> PathBuf {
        self.root.join("transcript.txt")
    }

    /// Keeps what its random numbers were made from, for whoever makes them again.
    ///
    /// # Errors
    /// The system's.
    pub fn keep_chance(&self, json: &str) -> io::Result<()> {
        put(
            &*self.files,
            &self.root,
            Path::new("chance.json"),
            json.as_bytes(),
        )
    }

    /// The played world as it was left, and the ceremonies that are to be done in it.
    ///
    /// # Errors
    /// [`FolderError::Damaged`], [`FolderError::System`].
    pub fn load(&self) -> Result<(Stage, Vec<String>), FolderError> {
        let json = std::fs::read_to_string(self.root.join(WORLD))
            .map_err(|e| FolderError::System(format!("its {WORLD} cannot be read: {e}")))?;
        let damaged = |e: serde_json::Error| FolderError::Damaged(e.to_string());
        let kept: Kept = serde_json::from_str(&json).map_err(damaged)?;
        let mut paper = BTreeMap::new();
        for serial in kept.pages {
            let page = self.root.join(PAGES).join(file_name(&serial, TEXT));
            match std::fs::read_to_string(page) {
                Ok(text) => drop(paper.insert(serial, text)),
                // As in life: a page that is nowhere to be found is gone.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => {
                    return Err(FolderError::System(format!(
                        "page {serial} cannot be read: {e}"
                    )));
                }
            }
        }
        let stage = Stage::restore(&kept.stage.to_string(), paper).map_err(FolderError::Damaged)?;
        Ok((stage, kept.ceremonies))
    }

    /// What keeps the world here from now on.
    ///
    /// # Errors
    /// [`FolderError::System`]: pages that do not exist in the world could not be removed.
    pub fn keeper(&self, ceremonies: Vec<String>, stage: &Stage) -> Result<Keeper, FolderError> {
        let mut keeper = Keeper {
            root: self.root.clone(),
            files: Rc::clone(&self.files),
            ceremonies,
            kept: String::new(),
            pages: BTreeMap::new(),
            papers: BTreeMap::new(),
            minutes: BTreeMap::new(),
            failed: None,
        };
        keeper
            .sweep(stage)
            .and_then(|()| keeper.try_keep(stage))
            .map_err(|e| {
                FolderError::System(format!("the played world cannot be kept in it: {e}"))
            })?;
        Ok(keeper)
    }

    /// The book's disk `book`, with the sticks in this folder.
    pub fn disk(&self, book: Box<dyn Disk>, keeper: Rc<RefCell<Keeper>>) -> KeptDisk {
        KeptDisk {
            root: self.root.clone(),
            book,
            keeper,
        }
    }
}

/// What `world.json` holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What is to be done here, by template.
    ceremonies: Vec<String>,
    /// The pages that exist; their text is beside this file.
    pages: Vec<String>,
    stage: serde_json::Value,
}

/// Keeps the played world in its folder.
pub struct Keeper {
    root: PathBuf,
    files: Rc<dyn Files>,
    ceremonies: Vec<String>,
    kept: String,
    pages: BTreeMap<String, String>,
    papers: BTreeMap<String, String>,
    minutes: BTreeMap<String, String>,
    failed: Option<String>,
}

impl Keeper {
    /// Keeps the world where this moment of an effect asks for it: after what happened outside the book, and before
    /// anything that lasts goes into the book, so that the book is never ahead of the world.
    pub fn told(&mut self, stage: &Stage, effect: &Effect, moment: Moment) {
        let lasts = matches!(effect.kind, "append" | "create" | "copy" | "set aside");
        if lasts == (moment == Moment::Before) {
            self.keep(stage);
        }
    }

    /// Keeps the world. After a failure nothing is kept any more, and nothing goes into the book.
    pub fn keep(&mut self, stage: &Stage) {
        if self.failed.is_none() {
            self.failed = self.try_keep(stage).err().map(|e| e.to_string());
        }
    }

    /// New pages, then the world that knows them, then what no longer exists goes.
    fn try_keep(&mut self, stage: &Stage) -> io::Result<()> {
        for (serial, text) in &stage.paper {
            if self.pages.get(serial) != Some(text) {
                self.put_page(PAGES, serial, text, stage)?;
            }
        }
        let json = self.world(stage)?;
        if json != self.kept {
            self.put(Path::new(WORLD), json.as_bytes())?;
            self.kept = json;
        }
        for serial in self
            .pages
            .keys()
            .filter(|serial| !stage.paper.contains_key(*serial))
        {
            for kind in [TEXT, PDF] {
                let file = self.root.join(PAGES).join(file_name(serial, kind));
                self.files.remove(&file)?;
            }
        }
        self.pages.clone_from(&stage.paper);
        for (serial, text) in &stage.papers {
            if self.papers.get(serial) != Some(text) {
                self.put_page(PAPERS, serial, text, stage)?;
            }
        }
        self.papers.clone_from(&stage.papers);
        for (person, text) in &stage.minutes {
            if self.minutes.get(person) != Some(text) {
                self.put_page(MINUTES, person, text, stage)?;
            }
        }
        self.minutes.clone_from(&stage.minutes);
        Ok(())
    }

    fn world(&self, stage: &Stage) -> io::Result<String> {
        let kept = Kept {
            ceremonies: self.ceremonies.clone(),
            pages: stage.paper.keys().cloned().collect(),
            stage: serde_json::from_str(&stage.save())?,
        };
        Ok(serde_json::to_string(&kept)?)
    }

    /// A page as text, and beside it as PDF.
    fn put_page(&self, folder: &str, name: &str, text: &str, stage: &Stage) -> io::Result<()> {
        let path = |kind| Path::new(folder).join(file_name(name, kind));
        if let Some(pdf) = stage.pdfs.as_ref().and_then(|pdfs| pdfs.get(name)) {
            self.put(&path(PDF), pdf)?;
        }
        self.put(&path(TEXT), text.as_bytes())
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        put(&*self.files, &self.root, path, bytes)
    }

    /// Removes what a killed program left half-way: pages that had not come out, or were destroyed.
    fn sweep(&mut self, stage: &Stage) -> io::Result<()> {
        let files = |serial: &String| [TEXT, PDF].map(|kind| file_name(serial, kind));
        let known: Vec<String> = stage.paper.keys().flat_map(files).collect();
        for entry in std::fs::read_dir(self.root.join(PAGES))? {
            let entry = entry?;
            if !known.iter().any(|name| entry.file_name() == name.as_str()) {
                self.files.remove(&entry.path())?;
            }
        }
        self.files.remove(&self.root.join(NEW))
    }
}

/// Puts a file into the folder, or in place of the one that was there. After a crash or a power loss it is the whole new
/// file or the whole old one; when this returns, the new one.
fn put(files: &dyn Files, root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (new, path) = (root.join(NEW), root.join(path));
    files.write(&new, bytes)?;
    files.sync(&new)?;
    files.rename(&new, &path)?;
    files.sync(path.parent().unwrap_or(root))
}

/// Whether a folder holds only what [`Folder::make`] makes, before the played world comes into it.
fn only_begun(root: &Path) -> io::Result<bool> {
    let known = |inner: &Path| {
        let name = inner.strip_prefix(root).ok().and_then(Path::to_str);
        name.is_some_and(|name| FOLDERS.contains(&name))
            || name == Some(NEW)
            || inner == root.join(BOOK).join(PLAN)
    };
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for inner in std::fs::read_dir(folder)? {
            let inner = inner?;
            if !known(&inner.path()) {
                return Ok(false);
            }
            if inner.file_type()?.is_dir() {
                todo.push(inner.path());
            }
        }
    }
    Ok(true)
}

fn not_made(what: &str, e: &io::Error) -> FolderError {
    FolderError::System(format!("{what} cannot be made in it: {e}"))
}

const TEXT: &str = "txt";
const PDF: &str = "pdf";

/// A serial or a name as a file's name.
fn file_name(name: &str, kind: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "-.".contains(c) {
            c
        } else {
            '-'
        }
    };
    format!("{}.{kind}", name.chars().map(plain).collect::<String>())
}

/// A book's disk and two memory sticks. It writes nothing once the world could not be kept: what the book says would
/// else be ahead of what was done.
pub struct KeptDisk {
    root: PathBuf,
    book: Box<dyn Disk>,
    keeper: Rc<RefCell<Keeper>>,
}

impl KeptDisk {
    /// Writes, unless the world was lost. What the disk said goes on without the place of this folder.
    fn writing<T>(
        &mut self,
        write: impl FnOnce(&mut dyn Disk) -> Result<T, DiskError>,
    ) -> Result<T, DiskError> {
        if let Some(why) = &self.keeper.borrow().failed {
            return Err(DiskError(format!(
                "the played world could not be kept: {why}"
            )));
        }
        let root = self.root.display().to_string();
        write(&mut *self.book).map_err(|e| DiskError(e.0.replace(&root, "the rehearsal's folder")))
    }

    /// `stick-1` and `stick-2` as folders.
    fn stick(&self, name: &str) -> Result<String, DiskError> {
        let number = match name {
            "stick-1" => "1",
            "stick-2" => "2",
            _ => {
                return Err(DiskError(format!(
                    "there is no stick {}",
                    Safe::new(name, 40)
                )));
            }
        };
        let folder = self.root.join(STICKS).join(number);
        folder
            .to_str()
            .map(Into::into)
            .ok_or_else(|| DiskError("the folder's name is not UTF-8".into()))
    }
}

impl Disk for KeptDisk {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        self.book.read(path)
    }

    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError> {
        self.book.open_ledger()
    }

    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered> {
        self.book.ledger_is(left, look)
    }

    fn append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        self.writing(|book| book.append(line))
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.writing(|book| book.create(path, bytes))
    }

    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError> {
        self.writing(|book| book.set_aside(offset, as_file))
    }

    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let folder = self.stick(folder)?;
        self.writing(|book| book.copy_out(&folder, name, bytes))
    }

    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError> {
        let folder = self.stick(folder)?;
        self.book.copy_in(&folder, name)
    }
}
