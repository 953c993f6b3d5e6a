//! The folder that holds one organisation's plan, ledger, inbox and outbox.
//!
//! [`Book`] stands on a [`Disk`] and a [`Clock`]. It appends what [`Custody::apply`] allows, and gives out the two
//! types that keep I2: an [`Intent`] is had only by a durable entry, and what an act returned is seen only by
//! recording its [`Outcome`].

use crate::custody::script::Script;
use crate::custody::{Custody, Deed, DeedResult, Event, Present, RULES, Refused, Seen};
use crate::ledger::{self, Cause, Chain, FORMAT, Head, Line, NotVerified, Origin, Refusal};
use crate::plan::Name;
use jiff::Timestamp;
use std::io::BufRead;
use std::marker::PhantomData;

/// The ledger's file name.
pub const LEDGER: &str = "ledger.jsonl";
/// The folder of what is carried in.
pub const INBOX: &str = "inbox";
/// The folder of what is carried out.
pub const OUTBOX: &str = "outbox";
/// The draft plan's file name.
pub const PLAN: &str = "plan.toml";
/// The file with names of key models: it may be missing, and binds nobody.
pub const MODELS: &str = "models.toml";
/// This program, as entries name it.
pub const PROGRAM: &str = concat!("sealwright ", env!("CARGO_PKG_VERSION"));

/// Files are few and small; a larger one is refused before it is read whole.
pub const MAX_FILE: u64 = 1 << 30;

/// What the disk said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskError(pub String);

/// Where a book lies. Paths are relative to it, with `/`.
pub trait Disk {
    /// A whole file; None if there is none.
    ///
    /// # Errors
    /// [`DiskError`].
    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, DiskError>;

    /// The whole ledger; None if there is none. What is appended goes to this file from now on.
    ///
    /// # Errors
    /// [`DiskError`].
    fn open_ledger(&mut self) -> Result<Option<Vec<u8>>, DiskError>;

    /// Whether the file at the ledger's path is the one that was opened, and holds what it was left with (I20).
    ///
    /// # Errors
    /// [`Altered`].
    fn ledger_is(&mut self, left: &[u8], look: Look) -> Result<(), Altered>;

    /// Adds to the ledger: one write, one fdatasync. "Done" only after both (I11).
    ///
    /// # Errors
    /// [`DiskError`]; what is at the ledger's end is then not known.
    fn append(&mut self, line: &[u8]) -> Result<(), DiskError>;

    /// Makes a new file, durably; never overwrites one.
    ///
    /// # Errors
    /// [`DiskError`], also if there is one of that name.
    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskError>;

    /// Keeps the ledger's bytes from `offset` on as a file of their own, then cuts them off.
    ///
    /// # Errors
    /// [`DiskError`].
    fn set_aside(&mut self, offset: u64, as_file: &str) -> Result<(), DiskError>;

    /// Writes a new file into a folder outside the book, durably.
    ///
    /// # Errors
    /// [`DiskError`].
    fn copy_out(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), DiskError>;

    /// Reads such a file back, from the medium.
    ///
    /// # Errors
    /// [`DiskError`].
    fn copy_in(&mut self, folder: &str, name: &str) -> Result<Vec<u8>, DiskError>;
}

/// How closely the ledger's file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Which file it is, its length, its last line, and whether it was written to by others: before each append.
    Quick,
    /// Every byte: before anything is said of the whole.
    Whole,
}

/// How the ledger's file is not what this program left (I20).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Altered {
    /// There is no file at its path: it was deleted or renamed, or its folder was moved.
    Gone,
    /// Another file stands at its path.
    Replaced,
    /// Something was added to it.
    Longer {
        /// By so many bytes.
        by: u64,
    },
    /// It was cut.
    Shorter {
        /// By so many bytes.
        by: u64,
    },
    /// It holds other bytes.
    Differs {
        /// In this line, from 1.
        line: u64,
    },
    /// It cannot be looked at: the system's words.
    Unreadable(String),
}

impl Altered {
    /// How the bytes that a ledger holds now are not those that it was left with.
    pub fn between(now: &[u8], left: &[u8]) -> Option<Altered> {
        let (longer, shorter) = (
            now.len().saturating_sub(left.len()) as u64,
            left.len().saturating_sub(now.len()) as u64,
        );
        match now.iter().zip(left).position(|(now, left)| now != left) {
            Some(at) => Some(Altered::differs_at(left, at)),
            None if longer > 0 => Some(Altered::Longer { by: longer }),
            None if shorter > 0 => Some(Altered::Shorter { by: shorter }),
            None => None,
        }
    }

    /// Other bytes from this place on.
    pub fn differs_at(left: &[u8], at: usize) -> Altered {
        let before = left.iter().take(at).filter(|byte| **byte == b'\n');
        Altered::Differs {
            line: before.count() as u64 + 1,
        }
    }
}

impl std::fmt::Display for Altered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Altered::Gone => write!(f, "there is no {LEDGER} at its path"),
            Altered::Replaced => write!(f, "another file stands at its path"),
            Altered::Longer { by } => write!(f, "{by} bytes were added to it"),
            Altered::Shorter { by } => write!(f, "{by} bytes were cut off it"),
            Altered::Differs { line } => write!(f, "line {line} was changed"),
            Altered::Unreadable(why) => write!(f, "it cannot be looked at: {why}"),
        }
    }
}

/// Where the last line of a ledger begins.
pub fn last_line(ledger: &[u8]) -> usize {
    let before = ledger.len().saturating_sub(1);
    let end = ledger.iter().take(before).rposition(|b| *b == b'\n');
    end.map_or(0, |end| end + 1)
}

/// The laptop's clock.
pub trait Clock {
    /// Now.
    fn now(&mut self) -> Timestamp;
}

/// Why the book did not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookError {
    /// There is no ledger here.
    NoLedger,
    /// There is one already.
    Exists,
    /// It is invalid; nothing is appended to it.
    Invalid {
        /// The line, from 1.
        line: u64,
        /// What was found.
        why: String,
    },
    /// Another version of this program wrote it; nothing is appended to it.
    OtherVersion(String),
    /// The disk failed. After a failed append this book appends nothing more (I11).
    Disk(String),
    /// The ledger's file is not what this program left: nothing is appended to it any more (I20).
    Altered(Altered),
    /// The rules of custody do not allow the entry.
    NotAllowed(Refused),
    /// The entry has no form in which a ledger can hold it.
    NotAnEntry(String),
}

impl std::fmt::Display for BookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BookError::NoLedger => write!(
                f,
                "there is no book here (no {LEDGER}); `sealwright init DIR` makes one"
            ),
            BookError::Exists => write!(f, "there is a book already; nothing was overwritten"),
            BookError::Invalid { line, why } => {
                write!(f, "the ledger is invalid at line {line}: {why}")
            }
            BookError::OtherVersion(why) => write!(
                f,
                "this version of Sealwright cannot read the ledger ({why}). Nothing was changed. Use the version that \
                 wrote the ledger, or a later one"
            ),
            BookError::Disk(why) => write!(f, "the disk failed: {why}"),
            BookError::Altered(how) => write!(
                f,
                "the ledger's file was changed by something else than this program: {how}"
            ),
            BookError::NotAllowed(why) => write!(f, "not allowed: {why}"),
            BookError::NotAnEntry(why) => write!(f, "not allowed: {why}"),
        }
    }
}

impl From<DiskError> for BookError {
    fn from(e: DiskError) -> BookError {
        BookError::Disk(e.0)
    }
}

/// Somebody who is told what is, now and after each entry.
pub type Audience = Box<dyn FnMut(&Custody)>;

/// A book, open for writing.
pub struct Book {
    disk: Box<dyn Disk>,
    clock: Box<dyn Clock>,
    chain: Chain,
    custody: Custody,
    /// The ledger's bytes, as they were read and written: its file must hold them and nothing else (I20).
    left: Vec<u8>,
    altered: Option<Altered>,
    failed: bool,
    audience: Option<Audience>,
    /// The torn tail that was found and set aside when the book was opened: its length in bytes.
    pub torn: Option<u64>,
}

/// Proof that an entry announcing the act is durable. It serves one act of one kind, once.
///
/// An intent cannot be made by hand:
/// ```compile_fail
/// use sealwright::{book::Intent, custody::deed::ChangePin};
/// fn forge(act: ChangePin) -> Intent<ChangePin> { Intent { seq: 7, act: std::marker::PhantomData } }
/// ```
/// nor used twice:
/// ```compile_fail
/// use sealwright::{book::{Intent, Outcome}, custody::deed::ChangePin};
/// fn twice(intent: Intent<ChangePin>) -> (Outcome<(), ()>, Outcome<(), ()>) { (intent.done(()), intent.done(())) }
/// ```
/// nor one kind in place of another:
/// ```compile_fail
/// use sealwright::{book::Intent, custody::deed::{ChangePin, SetPin}};
/// fn other(intent: Intent<SetPin>) -> Intent<ChangePin> { intent }
/// ```
#[must_use = "an intent without its act leaves a doubt"]
pub struct Intent<A> {
    seq: u64,
    act: PhantomData<A>,
}

impl<A> Intent<A> {
    /// The act was done.
    pub fn done<T, E>(self, value: T) -> Outcome<T, E> {
        Outcome {
            intent: self.seq,
            became: Became::Done(value, Box::new(DeedResult::Done)),
        }
    }

    /// The act was done, with what there is to record of it.
    pub fn done_with<T, E>(self, value: T, result: DeedResult) -> Outcome<T, E> {
        Outcome {
            intent: self.seq,
            became: Became::Done(value, Box::new(result)),
        }
    }

    /// The act was certainly not done.
    pub fn not_done<T, E>(self, why: E) -> Outcome<T, E> {
        Outcome {
            intent: self.seq,
            became: Became::NotDone(why),
        }
    }

    /// It is not known whether the act was done: a doubt that a probe must settle.
    pub fn unknown<T, E>(self, why: E) -> Outcome<T, E> {
        Outcome {
            intent: self.seq,
            became: Became::Unknown(why),
        }
    }
}

/// What became of an act. Its value is seen only by recording it with [`Book::ended`]:
/// ```compile_fail
/// use sealwright::book::Outcome;
/// fn peek(outcome: Outcome<u32, ()>) -> u32 { outcome.value }
/// ```
/// and it must be recorded:
/// ```compile_fail
/// #![deny(unused_must_use)]
/// use sealwright::{book::Intent, custody::deed::ChangePin};
/// fn forget(intent: Intent<ChangePin>) { intent.done::<(), ()>(()); }
/// ```
#[must_use = "an outcome that nobody wrote down"]
pub struct Outcome<T, E> {
    intent: u64,
    became: Became<T, E>,
}

enum Became<T, E> {
    Done(T, Box<DeedResult>),
    NotDone(E),
    Unknown(E),
}

impl Book {
    /// Makes a new book: its first entry. `program_hash` is SHA-256 of the running program, lower-case hex; of a
    /// rehearsal's book the word `rehearsal`.
    ///
    /// # Errors
    /// [`BookError::Exists`] and [`BookError::Disk`].
    pub fn create(
        mut disk: Box<dyn Disk>,
        clock: Box<dyn Clock>,
        origin: &Origin,
        program_hash: &str,
    ) -> Result<Book, BookError> {
        match disk.open_ledger()? {
            None => {
                disk.create(LEDGER, b"")?;
                disk.open_ledger()?;
            }
            // A crash during an earlier creation left no whole line.
            Some(bytes) if !bytes.contains(&b'\n') => disk.set_aside(0, "torn-0")?,
            Some(_) => return Err(BookError::Exists),
        }
        let chain = Chain::new();
        let mut book = Book {
            disk,
            clock,
            chain,
            custody: Custody::default(),
            left: Vec::new(),
            altered: None,
            failed: false,
            audience: None,
            torn: None,
        };
        book.note(Event::BookOpened {
            origin: origin.to_string(),
            format: FORMAT,
            program: PROGRAM.into(),
            program_hash: program_hash.into(),
        })?;
        Ok(book)
    }

    /// Opens a book and verifies it whole. A torn last line is set aside as evidence.
    ///
    /// # Errors
    /// [`BookError`]; nothing was changed then.
    pub fn open(mut disk: Box<dyn Disk>, clock: Box<dyn Clock>) -> Result<Book, BookError> {
        let mut bytes = disk.open_ledger()?.ok_or(BookError::NoLedger)?;
        let mut custody = Custody::default();
        let verified = match audit(bytes.as_slice(), &mut custody) {
            Ok(verified) => verified,
            Err(NotVerified::Io(e)) => return Err(BookError::Disk(e.to_string())),
            Err(NotVerified::Unknown(unknown)) => {
                return Err(BookError::OtherVersion(unknown.to_string()));
            }
            Err(NotVerified::Invalid(invalid)) => {
                // A crash right after creation leaves no whole line: then there is no book yet.
                if matches!(invalid.cause, Cause::NoWholeLine) {
                    return Err(BookError::NoLedger);
                }
                return Err(BookError::Invalid {
                    line: invalid.line,
                    why: invalid.to_string(),
                });
            }
        };
        if let Some(torn) = &verified.torn {
            disk.set_aside(torn.offset, &format!("torn-{}", verified.chain.size()))?;
            bytes.truncate(usize::try_from(torn.offset).unwrap_or(usize::MAX));
        }
        let torn = verified.torn.map(|t| t.len);
        Ok(Book {
            disk,
            clock,
            chain: verified.chain,
            custody,
            left: bytes,
            altered: None,
            failed: false,
            audience: None,
            torn,
        })
    }

    /// What is.
    pub fn custody(&self) -> &Custody {
        &self.custody
    }

    /// Tells `audience` what is, now and after each entry that is durable.
    pub fn tells(&mut self, mut audience: Audience) {
        audience(&self.custody);
        self.audience = Some(audience);
    }

    /// The laptop's time.
    pub fn now(&mut self) -> Timestamp {
        self.clock.now()
    }

    /// The head over everything so far.
    pub fn head(&self) -> Option<Head> {
        self.chain.head()
    }

    /// The book's id: the 16 random bytes of its origin.
    pub fn id(&self) -> [u8; 16] {
        let hex = self.custody.origin().rsplit('/').next().unwrap_or_default();
        u128::from_str_radix(hex, 16)
            .unwrap_or_default()
            .to_be_bytes()
    }

    /// The hash of a recorded head: what stands as words on the minutes that carry it.
    pub fn head_hash(&self, size: u64) -> Option<[u8; 32]> {
        self.custody.head_hash(size)
    }

    /// The root of the last recorded head.
    pub fn last_root(&self) -> Option<Vec<u8>> {
        let (_, root) = self.custody.last_checkpoint()?;
        crate::webauthn::base64url::decode(root)
    }

    /// Appends an entry; durable when this returns (I11).
    ///
    /// # Errors
    /// [`BookError::NotAllowed`]: nothing was written. [`BookError::Altered`] and [`BookError::Disk`]: nothing more will
    /// be.
    pub fn note(&mut self, event: Event) -> Result<u64, BookError> {
        self.is_as_left(match event {
            // What closes a sitting speaks of the whole.
            Event::Checkpoint { .. }
            | Event::CeremonySuspended {}
            | Event::CeremonyAbandoned { .. }
            | Event::CeremonyEnded {} => Look::Whole,
            _ => Look::Quick,
        })?;
        let at = self.clock.now();
        let next = next(&self.chain, &mut self.custody, at, &event)?;
        let mut line = next.line.into_bytes();
        line.push(b'\n');
        if let Err(e) = self.disk.append(&line) {
            self.failed = true;
            return Err(e.into());
        }
        self.left.extend_from_slice(&line);
        self.chain = next.chain;
        if let Some(told) = &mut self.audience {
            told(&self.custody);
        }
        Ok(next.entry.seq)
    }

    /// Looks at every byte of the ledger's file: it is the one that was opened, and as it was left (I20).
    ///
    /// # Errors
    /// [`BookError::Altered`]: nothing more will be written. [`BookError::Disk`] after a failed append.
    pub fn check_whole(&mut self) -> Result<(), BookError> {
        self.is_as_left(Look::Whole)
    }

    /// How the ledger's file was changed by somebody else; from then on nothing is written to it.
    pub fn altered(&self) -> Option<&Altered> {
        self.altered.as_ref()
    }

    fn is_as_left(&mut self, look: Look) -> Result<(), BookError> {
        if self.failed {
            return Err(BookError::Disk(
                "an earlier write failed; start again".into(),
            ));
        }
        if self.altered.is_none() {
            self.altered = self.disk.ledger_is(&self.left, look).err();
        }
        match &self.altered {
            Some(how) => Err(BookError::Altered(how.clone())),
            None => Ok(()),
        }
    }

    /// Begins a ceremony: what the ledger does not hold yet of its template and plan, then itself. Nothing is written
    /// before it is known that all of it can be (I21).
    ///
    /// # Errors
    /// As [`Book::note`].
    pub fn begin(&mut self, script: &Script, program_hash: &str) -> Result<u64, BookError> {
        let mut events = Vec::new();
        if self
            .custody
            .template_named(script.template_hash())
            .is_none()
        {
            let template = script.template.as_ref().clone();
            events.push(Event::TemplateRecorded { template });
        }
        if self.custody.plan_named(script.plan_hash()).is_none() {
            let plan = script.plan.as_ref().clone();
            events.push(Event::PlanProposed { plan });
        }
        events.push(Event::started(script, PROGRAM, program_hash));
        let (mut chain, mut custody) = (self.chain.clone(), self.custody.clone());
        for event in &events {
            chain = next(&chain, &mut custody, self.clock.now(), event)?.chain;
        }
        let mut last = 0;
        for event in events {
            last = self.note(event)?;
        }
        Ok(last)
    }

    /// Announces an act (I2); the receipt is what the act takes.
    ///
    /// # Errors
    /// As [`Book::note`].
    pub fn intend<A: Into<Deed>>(&mut self, act: A) -> Result<Intent<A>, BookError> {
        self.intend_by(act, Vec::new())
    }

    /// The same, for an act to which these assented.
    ///
    /// # Errors
    /// As [`Book::note`].
    pub fn intend_by<A: Into<Deed>>(
        &mut self,
        act: A,
        assents: Vec<Name>,
    ) -> Result<Intent<A>, BookError> {
        let deed = act.into();
        let seq = self.note(Event::Intended { deed, assents })?;
        Ok(Intent {
            seq,
            act: PhantomData,
        })
    }

    /// Records what became of an act, and only then shows it. A doubt stays open.
    ///
    /// # Errors
    /// The act's own, or the book's.
    pub fn ended<T, E: From<BookError>>(&mut self, outcome: Outcome<T, E>) -> Result<T, E> {
        let intent = outcome.intent;
        match outcome.became {
            Became::Done(value, result) => {
                self.note(Event::Ended {
                    intent,
                    seen: Seen::Told,
                    result: *result,
                })?;
                Ok(value)
            }
            Became::NotDone(why) => {
                self.note(Event::Ended {
                    intent,
                    seen: Seen::Told,
                    result: DeedResult::NotDone,
                })?;
                Err(why)
            }
            Became::Unknown(why) => Err(why),
        }
    }

    /// Records what a probe, or the people's eyes, found out about a doubt.
    ///
    /// # Errors
    /// As [`Book::note`].
    pub fn settle(&mut self, intent: u64, result: DeedResult) -> Result<(), BookError> {
        self.note(Event::Ended {
            intent,
            seen: Seen::Probed,
            result,
        })
        .map(drop)
    }

    /// Records the head over everything so far, and returns it.
    ///
    /// # Errors
    /// As [`Book::note`].
    pub fn checkpoint(&mut self) -> Result<Head, BookError> {
        let head = self.head().ok_or(BookError::NoLedger)?;
        let origin = head.origin.to_string();
        self.note(Event::Checkpoint {
            origin,
            size: head.size,
            root: head.root_base64(),
        })?;
        Ok(head)
    }

    /// The draft plan's text.
    ///
    /// # Errors
    /// [`BookError::Disk`].
    pub fn draft_plan(&mut self) -> Result<Option<Vec<u8>>, BookError> {
        Ok(self.disk.read(PLAN)?)
    }

    /// A file in the inbox: data carried in.
    ///
    /// # Errors
    /// [`BookError::Disk`].
    pub fn inbox(&mut self, file: &str) -> Result<Option<Vec<u8>>, BookError> {
        Ok(self.disk.read(&format!("{INBOX}/{file}"))?)
    }

    /// Puts a file into the inbox; one that is there with the same content is left as it is.
    ///
    /// # Errors
    /// [`BookError::Disk`], also where there is another one of that name.
    pub fn carry_in(&mut self, file: &str, bytes: &[u8]) -> Result<(), BookError> {
        let path = format!("{INBOX}/{file}");
        match self.disk.read(&path)? {
            Some(there) if there == bytes => Ok(()),
            _ => Ok(self.disk.create(&path, bytes)?),
        }
    }

    /// Writes a new file to the outbox: data to be carried out.
    ///
    /// # Errors
    /// [`BookError::Disk`].
    pub fn outbox(&mut self, file: &str, bytes: &[u8]) -> Result<(), BookError> {
        Ok(self.disk.create(&format!("{OUTBOX}/{file}"), bytes)?)
    }

    /// Writes the ledger to `folder`, reads it back, and verifies it. Returns its lines and SHA-256.
    ///
    /// # Errors
    /// [`BookError::Altered`] and [`BookError::Disk`].
    pub fn copy_to(&mut self, folder: &str) -> Result<(u64, [u8; 32]), BookError> {
        self.check_whole()?;
        let size = self.chain.size();
        self.write_out(folder, &format!("ledger-{size}.jsonl"))?;
        Ok((size, ledger::sha256(&self.left)))
    }

    /// Writes the ledger, as this program has it in memory, to a new file in `folder`, and reads it back: for when its
    /// own file was changed. Returns the file's name and its lines.
    ///
    /// # Errors
    /// [`BookError::Disk`].
    pub fn save_to(&mut self, folder: &str) -> Result<(String, u64), BookError> {
        let size = self.chain.size();
        let name = format!("saved-ledger-{size}.jsonl");
        self.write_out(folder, &name)?;
        Ok((name, size))
    }

    fn write_out(&mut self, folder: &str, name: &str) -> Result<(), BookError> {
        self.disk.copy_out(folder, name, &self.left)?;
        let back = self.disk.copy_in(folder, name)?;
        if back != self.left {
            return Err(BookError::Disk(
                "what was read back is not what was written".into(),
            ));
        }
        match audit(back.as_slice(), &mut Custody::default()) {
            Ok(verified) if verified.chain.size() == self.chain.size() => Ok(()),
            Ok(_) => Err(BookError::Disk(
                "the ledger in memory is not as long as it should be".into(),
            )),
            Err(e) => Err(BookError::Disk(format!(
                "the ledger in memory is not valid: {e:?}"
            ))),
        }
    }
}

/// The entry that would come next, once the custody allows it.
fn next(
    chain: &Chain,
    custody: &mut Custody,
    at: Timestamp,
    event: &Event,
) -> Result<ledger::Next, BookError> {
    let people = |present: &[Present]| present.iter().map(|p| p.person.clone()).collect();
    let by: Vec<Name> = match event {
        Event::RollCalled { present, .. } => people(present),
        _ => people(custody.present()),
    };
    let starts = matches!(event, Event::CeremonyStarted { .. });
    let ceremony = match custody.ceremony() {
        Some(open) => open.number,
        None if starts => custody.ceremonies() + 1,
        None => 0,
    };
    let value = serde_json::to_value(event).map_err(|e| BookError::NotAnEntry(e.to_string()))?;
    let names: Vec<&str> = by.iter().map(Name::as_str).collect();
    let next = chain
        .next(at, &names, ceremony, value)
        .map_err(|e| BookError::NotAnEntry(e.to_string()))?;
    custody
        .apply(next.entry.at, ceremony, &by, event)
        .map_err(BookError::NotAllowed)?;
    Ok(next)
}

/// Verifies a ledger with its meaning: each entry must be what [`Custody::apply`] allows.
///
/// # Errors
/// [`NotVerified`].
pub fn audit(ledger: impl BufRead, custody: &mut Custody) -> Result<ledger::Verified, NotVerified> {
    audit_each(ledger, custody, &mut |_| ())
}

/// The same, and `seen` sees each line that is as it should be.
///
/// # Errors
/// [`NotVerified`].
pub fn audit_each(
    ledger: impl BufRead,
    custody: &mut Custody,
    seen: &mut dyn FnMut(&Line<'_>),
) -> Result<ledger::Verified, NotVerified> {
    ledger::verify(ledger, &mut |line| {
        let event = meaning(line)?;
        let by = line.by.iter().map(|name| Name::new(name));
        let by = by.collect::<Result<Vec<Name>, _>>();
        custody
            .apply(
                line.at,
                line.ceremony,
                &by.map_err(Refusal::Invalid)?,
                &event,
            )
            .map_err(|e| match e {
                Refused::UnknownRules { rules } if rules > RULES => Refusal::Unknown(e.to_string()),
                e => Refusal::Invalid(e.to_string()),
            })?;
        seen(line);
        Ok(())
    })
}

/// The event of a line. It has one form only: what was read, written again, is what stands there.
fn meaning(line: &Line<'_>) -> Result<Event, Refusal> {
    let event: Event = serde_json::from_str(line.event).map_err(|e| {
        match Event::TYPES.contains(&line.event_type) {
            true => Refusal::Invalid(format!("unknown event: {e}")),
            false => Refusal::Unknown(format!(
                "an entry of a type that this version does not know: {}",
                line.event_type
            )),
        }
    })?;
    match ledger::canonical(&event) {
        Ok(again) if again == line.event => Ok(event),
        Ok(_) => Err(Refusal::Invalid(
            "the event has members that do not belong to it".into(),
        )),
        Err(e) => Err(Refusal::Invalid(e.to_string())),
    }
}
