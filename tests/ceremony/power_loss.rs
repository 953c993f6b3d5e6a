//! A rehearsal survives a power loss: on a disk that loses everything that was not synced, it goes on and ends.

use crate::rehearse_rig::{complaint, fresh_folder, run, text};
use crate::stage::Quiet;
use sealwright::book::{Altered, Disk, DiskError, LEDGER, Look};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind};
use sealwright::plan::{self, Plan};
use sealwright::rehearsal::{
    Effect, Files, Folder, MemoryDisk, Moment, PlayedPeople, PlayedPrinter, Script, Shared, Stage,
    SystemFiles, create, play,
};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Power losses whose folder is looked at, and so many of them after which the rehearsal is played to its end.
const LOSSES: usize = 200;
const RESUMED: usize = 14;

#[test]
fn i11_a_rehearsal_that_lost_its_power_anywhere_goes_on_and_ends() {
    let here = fresh_folder("power-loss");
    let done = rehearsed(&here.join("whole"));
    println!("{} operations on files", done.len());
    let (mut begun, mut resumed) = (0, 0);
    for loss in 0..LOSSES {
        let at = done.len() * (loss + 1) / LOSSES;
        let after = Drive::after(&done[..at]);
        for (kind, left) in [("nothing", after.synced()), ("names", after.names())] {
            let root = here.join(format!("{at}-{kind}"));
            make(&root, &left);
            match Folder::open(&root) {
                Ok(folder) => {
                    begun += 1;
                    let loaded = folder.load().map(drop);
                    assert_eq!(loaded, Ok(()), "operation {at}: {kind} unsynced lasts");
                    if begun % (2 * LOSSES / RESUMED) == 0 {
                        resumed += 1;
                        let ended = run(&["--resume", text(&root)]);
                        let code = ended.status.code();
                        assert_eq!(code, Some(0), "{}: {}", text(&root), complaint(&ended));
                    }
                }
                // Nothing had begun: it begins in the same folder.
                Err(_) => assert!(!left.contains_key(&Path::new("book").join(LEDGER))),
            }
            std::fs::remove_dir_all(&root).unwrap();
        }
    }
    println!("{begun} losses in a begun rehearsal, {resumed} of them played to the end");
    assert!(resumed >= RESUMED - 4, "{resumed}");
}

/// The control: a program that syncs nothing loses its rehearsal on such a disk.
#[test]
fn a_disk_that_loses_what_was_not_synced_is_noticed() {
    let here = fresh_folder("power-loss-control");
    let mut done = rehearsed(&here.join("whole"));
    done.retain(|operation| !matches!(operation, Operation::Sync(_)));
    for left in [Drive::after(&done).synced(), Drive::after(&done).names()] {
        let root = here.join("left");
        make(&root, &left);
        assert!(!Folder::open(&root).is_ok_and(|folder| folder.load().is_ok()));
        std::fs::remove_dir_all(&root).unwrap();
    }
}

/// What was done to the files of a rehearsal, in order; paths are relative to its folder.
fn rehearsed(root: &Path) -> Vec<Operation> {
    let log = Rc::new(RefCell::new(Vec::new()));
    let recorded = Recorded {
        root: root.to_owned(),
        log: Rc::clone(&log),
    };
    let plan = Plan::parse("plan.toml", plan::SMALL).expect("sound");
    let folder = Folder::make_with(Rc::new(recorded), root, plan::SMALL).expect("a new folder");
    let began = "2026-01-12T09:00:00Z".parse().expect("a date");
    let stage = Stage::new([3; 32], began);
    let keeper = folder.keeper(vec!["first-setup".into()], &stage);
    let keeper = Rc::new(RefCell::new(keeper.expect("kept")));
    let disk = Durable {
        memory: MemoryDisk::default(),
        root: root.to_owned(),
        log: Rc::clone(&log),
    };
    let shared = Shared {
        stage: Rc::new(RefCell::new(stage)),
        disk: Rc::new(RefCell::new(
            folder.disk(Box::new(disk), Rc::clone(&keeper)),
        )),
    };
    let watch = move |stage: &Stage, effect: &Effect, moment: Moment| {
        keeper.borrow_mut().told(stage, effect, moment);
    };
    let watch = Rc::new(RefCell::new(watch));
    shared.stage.borrow_mut().watched_by(watch);
    create(&shared, &plan).expect("a new book");
    let script = bind(&Template::named("first-setup").expect("shipped"), &plan);
    let mut people = PlayedPeople::new(shared.clone(), Quiet, Script::default());
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&shared.stage),
        jam_in: None,
    };
    let ended = play(&shared, &plan, Some(&script), &mut people, &mut printer);
    assert_eq!(ended, Ok(Ending::Ended));
    log.take()
}

/// One thing that was done to files.
#[derive(Debug, Clone)]
enum Operation {
    MakeFolder(PathBuf),
    Write(PathBuf, Vec<u8>),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    /// The book's own disk confirms what it writes; its files are tested on a real one.
    Confirmed(PathBuf, Vec<u8>),
}

/// Real files, and a log of what was done to them.
struct Recorded {
    root: PathBuf,
    log: Rc<RefCell<Vec<Operation>>>,
}

impl Recorded {
    fn note(&self, operation: impl FnOnce(&dyn Fn(&Path) -> PathBuf) -> Operation) {
        let inside = |path: &Path| path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        self.log.borrow_mut().push(operation(&inside));
    }
}

impl Files for Recorded {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.note(|inside| Operation::MakeFolder(inside(path)));
        SystemFiles.make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.note(|inside| Operation::Write(inside(path), bytes.into()));
        SystemFiles.write(path, bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.note(|inside| Operation::Sync(inside(path)));
        SystemFiles.sync(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.note(|inside| Operation::Rename(inside(from), inside(to)));
        SystemFiles.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.note(|inside| Operation::Remove(inside(path)));
        SystemFiles.remove(path)
    }
}

/// A book's disk whose every write lasts.
struct Durable {
    memory: MemoryDisk,
    root: PathBuf,
    log: Rc<RefCell<Vec<Operation>>>,
}

impl Durable {
    fn confirmed(&self, path: PathBuf, bytes: &[u8]) {
        let confirmed = Operation::Confirmed(path, bytes.into());
        self.log.borrow_mut().push(confirmed);
    }
}

impl Disk for Durable {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        self.memory.read(path)
    }

    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError> {
        self.memory.open_ledger()
    }

    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered> {
        self.memory.ledger_is(left, look)
    }

    fn append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        self.memory.append(line)?;
        let ledger = &self.memory.files[LEDGER];
        self.confirmed(Path::new("book").join(LEDGER), ledger);
        Ok(())
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.memory.create(path, bytes)?;
        self.confirmed(Path::new("book").join(path), bytes);
        Ok(())
    }

    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError> {
        self.memory.set_aside(offset, as_file)
    }

    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.memory.copy_out(folder, name, bytes)?;
        let folder = Path::new(folder).strip_prefix(&self.root).expect("a stick");
        self.confirmed(folder.join(name), bytes);
        Ok(())
    }

    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError> {
        self.memory.copy_in(folder, name)
    }
}

/// A file's content now, and as the disk has it.
#[derive(Debug, Clone, Default)]
struct Content {
    synced: Vec<u8>,
    now: Vec<u8>,
}

/// What a name stands for: a folder, or a file by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

/// A disk that remembers what was synced.
#[derive(Debug, Clone, Default)]
struct Drive {
    files: Vec<Content>,
    now: BTreeMap<PathBuf, Node>,
    synced: BTreeMap<PathBuf, Node>,
}

/// What is left on a disk: folders (None), and files with what they hold.
type Left = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Drive {
    fn after(done: &[Operation]) -> Drive {
        let mut drive = Drive::default();
        done.iter().for_each(|operation| drive.take(operation));
        drive
    }

    fn take(&mut self, operation: &Operation) {
        match operation {
            Operation::MakeFolder(path) => drop(self.now.insert(path.clone(), Node::Folder)),
            Operation::Write(path, bytes) => self.write(path, bytes),
            Operation::Sync(path) => match self.now.get(path) {
                Some(Node::File(file)) => {
                    let file = &mut self.files[*file];
                    file.synced.clone_from(&file.now);
                }
                _ => {
                    let inside = |name: &PathBuf| name.parent() == Some(path);
                    self.synced.retain(|name, _| !inside(name));
                    let names = self.now.iter().filter(|(name, _)| inside(name));
                    self.synced
                        .extend(names.map(|(name, node)| (name.clone(), *node)));
                }
            },
            Operation::Rename(from, to) => {
                let node = self.now.remove(from).expect("it is there");
                self.now.insert(to.clone(), node);
            }
            Operation::Remove(path) => drop(self.now.remove(path)),
            Operation::Confirmed(path, bytes) => {
                self.write(path, bytes);
                if let Some(node @ Node::File(file)) = self.now.get(path) {
                    self.files[*file].synced.clone_from(bytes);
                    self.synced.insert(path.clone(), *node);
                }
            }
        }
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) {
        let file = match self.now.get(path) {
            Some(Node::File(file)) => *file,
            _ => {
                self.files.push(Content::default());
                let file = self.files.len() - 1;
                self.now.insert(path.to_owned(), Node::File(file));
                file
            }
        };
        self.files[file].now = bytes.into();
    }

    /// What is there after a power loss, if nothing lasts that was not synced.
    fn synced(&self) -> Left {
        self.left(&self.synced)
    }

    /// The same, if every name lasts, and what the files held does not.
    fn names(&self) -> Left {
        self.left(&self.now)
    }

    fn left(&self, names: &BTreeMap<PathBuf, Node>) -> Left {
        let content = |node: &Node| match node {
            Node::Folder => None,
            Node::File(file) => Some(self.files[*file].synced.clone()),
        };
        let reached = |path: &&PathBuf| {
            let above = path.ancestors().skip(1);
            above
                .filter(|folder| !folder.as_os_str().is_empty())
                .all(|folder| names.contains_key(folder))
        };
        let inside = names.keys().filter(|path| !path.as_os_str().is_empty());
        let left = inside.filter(reached);
        left.map(|path| (path.clone(), content(&names[path])))
            .collect()
    }
}

fn make(root: &Path, left: &Left) {
    std::fs::create_dir(root).unwrap();
    for (path, content) in left {
        let path = root.join(path);
        match content {
            None => std::fs::create_dir(path).unwrap(),
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
        }
    }
}
