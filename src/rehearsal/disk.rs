//! A disk in memory, and the effects around any disk.

use super::stage::{Shared, Stage};
use crate::book::{Altered, Disk, DiskError, LEDGER, Look, last_line};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Files in memory. It can be made full, or to fail at one append.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk {
    /// The book's files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files on memory sticks, by folder and name.
    pub sticks: BTreeMap<String, Vec<u8>>,
    /// Appends until one fails; None: none fails.
    pub appends_left: Option<u64>,
}

impl Disk for MemoryDisk {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.files.get(path).cloned())
    }

    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError> {
        self.read(LEDGER)
    }

    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered> {
        let now = self.files.get(LEDGER).ok_or(Altered::Gone)?;
        let from = match look {
            Look::Quick if now.len() == left.len() => last_line(left),
            Look::Quick | Look::Whole => 0,
        };
        let altered = match now[from..] == left[from..] {
            true => None,
            false => Altered::between(now, left),
        };
        altered.map_or(Ok(()), Err)
    }

    fn append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        match &mut self.appends_left {
            Some(0) => return Err(DiskError("no space left".into())),
            Some(left) => *left -= 1,
            None => {}
        }
        self.files
            .entry(LEDGER.into())
            .or_default()
            .extend_from_slice(line);
        Ok(())
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        if self.files.contains_key(path) {
            return Err(DiskError(format!("{path} exists")));
        }
        self.files.insert(path.into(), bytes.into());
        Ok(())
    }

    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError> {
        let ledger = self.files.entry(LEDGER.into()).or_default();
        let offset = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(ledger.len());
        let tail = ledger.split_off(offset);
        self.files.insert(as_file.into(), tail);
        Ok(())
    }

    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let path = format!("{folder}/{name}");
        if self.sticks.contains_key(&path) {
            return Err(DiskError(format!("{path} exists")));
        }
        self.sticks.insert(path, bytes.into());
        Ok(())
    }

    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError> {
        let path = format!("{folder}/{name}");
        self.sticks
            .get(&path)
            .cloned()
            .ok_or_else(|| DiskError(format!("{path} is not there")))
    }
}

/// Any disk, its changes being effects of the played world.
pub struct PlayedDisk(pub Shared);

impl PlayedDisk {
    fn stage(&self) -> Rc<RefCell<Stage>> {
        Rc::clone(&self.0.stage)
    }

    fn effect<T>(
        &mut self,
        kind: &'static str,
        about: impl FnOnce() -> String,
        act: impl FnOnce(&mut dyn Disk) -> Result<T, DiskError>,
    ) -> Result<T, DiskError> {
        let effect = self.stage().borrow_mut().begin(kind, about);
        let result = act(&mut *self.0.disk.borrow_mut());
        self.stage().borrow_mut().end(&effect);
        result
    }
}

impl Disk for PlayedDisk {
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        self.0.disk.borrow_mut().read(path)
    }

    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError> {
        self.0.disk.borrow_mut().open_ledger()
    }

    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered> {
        self.0.disk.borrow_mut().ledger_is(left, look)
    }

    fn append(&mut self, line: &[u8]) -> Result<(), DiskError> {
        let about = || String::from_utf8_lossy(line).into_owned();
        self.effect("append", about, |disk| disk.append(line))
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.effect("create", || path.into(), |disk| disk.create(path, bytes))
    }

    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError> {
        self.effect(
            "set aside",
            || as_file.into(),
            |disk| disk.set_aside(offset, as_file),
        )
    }

    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.effect(
            "copy",
            || format!("{folder}/{name}"),
            |disk| disk.copy_out(folder, name, bytes),
        )
    }

    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError> {
        self.0.disk.borrow_mut().copy_in(folder, name)
    }
}
