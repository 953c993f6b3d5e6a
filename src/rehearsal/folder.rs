//! A rehearsal in a folder: the book, the pages, the minutes, the memory sticks, and the played world.
//!
//! The world is kept after each effect, before the program sees what came of it, by writing a new file and renaming it
//! in place of the old one. So a program that is killed finds the world as it left it, as in a real ceremony. The pages
//! that exist are named in that file too: a page counts from then on, and is taken away after.

use super::stage::{Effect, Moment, Stage};
use crate::book::{Disk, DiskError, PLAN};
use crate::text::safe::Safe;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const WORLD: &str = "world.json";
const PAGES: &str = "printer";
const PAPERS: &str = "papers";
const MINUTES: &str = "minutes";
const STICKS: &str = "sticks";

/// Why a folder could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderError {
    /// It exists already.
    Exists,
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
            FolderError::NoRehearsal => write!(
                f,
                "there is no rehearsal in it that could go on; one that was stopped before it began can be removed and \
                 begun again"
            ),
            FolderError::Damaged(why) => write!(f, "its {WORLD} cannot be read: {why}"),
            FolderError::System(why) => f.write_str(why),
        }
    }
}

/// A rehearsal's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes a new one, with its folders and the book's draft plan in it.
    ///
    /// # Errors
    /// [`FolderError::Exists`]: nothing was touched. [`FolderError::System`].
    pub fn make(root: &Path, plan: &str) -> Result<Folder, FolderError> {
        std::fs::create_dir(root).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => FolderError::Exists,
            _ => FolderError::System(format!("it cannot be made: {e}")),
        })?;
        let folder = Folder {
            root: root.to_owned(),
        };
        for inner in [
            "book",
            "book/inbox",
            "book/outbox",
            PAGES,
            PAPERS,
            MINUTES,
            "sticks",
            "sticks/1",
            "sticks/2",
        ] {
            std::fs::create_dir(root.join(inner)).map_err(|e| not_made(inner, &e))?;
        }
        std::fs::write(folder.book().join(PLAN), plan).map_err(|e| not_made(PLAN, &e))?;
        Ok(folder)
    }

    /// One that is there.
    ///
    /// # Errors
    /// [`FolderError::NoRehearsal`].
    pub fn open(root: &Path) -> Result<Folder, FolderError> {
        let folder = Folder {
            root: root.to_owned(),
        };
        match folder.root.join(WORLD).is_file() && folder.book().is_dir() {
            true => Ok(folder),
            false => Err(FolderError::NoRehearsal),
        }
    }

    /// The book in it.
    pub fn book(&self) -> PathBuf {
        self.root.join("book")
    }

    /// The transcript in it.
    pub fn transcript(&self) -> PathBuf {
        self.root.join("transcript.txt")
    }

    /// What its random numbers were made from, for whoever makes them again.
    pub fn chance(&self) -> PathBuf {
        self.root.join("chance.json")
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
                gone(std::fs::remove_file(file))?;
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

    /// The whole file, or the one that was there.
    fn put(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let new = self.root.join("world.new");
        std::fs::write(&new, bytes)?;
        std::fs::rename(new, self.root.join(path))
    }

    /// Removes what a killed program left half-way: pages that had not come out, or were destroyed.
    fn sweep(&mut self, stage: &Stage) -> io::Result<()> {
        let files = |serial: &String| [TEXT, PDF].map(|kind| file_name(serial, kind));
        let known: Vec<String> = stage.paper.keys().flat_map(files).collect();
        for entry in std::fs::read_dir(self.root.join(PAGES))? {
            let entry = entry?;
            if !known.iter().any(|name| entry.file_name() == name.as_str()) {
                std::fs::remove_file(entry.path())?;
            }
        }
        gone(std::fs::remove_file(self.root.join("world.new")))
    }
}

/// What is not there need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
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
