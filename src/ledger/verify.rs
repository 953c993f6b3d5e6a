//! A whole ledger, read line by line.

use super::{Chain, Head, Line, LineError, MAX_LINE};
use std::fmt;
use std::io::{self, BufRead, Read};

/// Reads a ledger to its end. Memory stays flat: one line and the chain.
///
/// `on_line` sees each line after the chain accepted it, and may refuse it: that is where custody judges what it means.
///
/// # Errors
/// [`NotVerified::Invalid`] at the first line that is not as it should be; [`NotVerified::Unknown`] at the first that
/// only a later version can judge; [`NotVerified::Io`] when reading failed.
pub fn verify(
    mut reader: impl BufRead,
    on_line: &mut dyn FnMut(&Line<'_>) -> Result<(), Refusal>,
) -> Result<Verified, NotVerified> {
    let mut chain = Chain::new();
    let mut offset = 0;
    let mut bytes = Vec::new();
    let torn = loop {
        match next_line(&mut reader, &mut bytes)? {
            Ending::Nothing => break None,
            Ending::Torn => {
                break Some(Torn {
                    offset,
                    len: bytes.len() as u64,
                });
            }
            Ending::Whole => {}
            Ending::TooLong => return Err(invalid(&chain, Cause::Line(LineError::TooLong))),
        }
        let number = chain.size() + 1;
        let line = chain
            .accept(&bytes)
            .map_err(|e| NotVerified::of_line(number, e))?;
        on_line(&line).map_err(|refusal| NotVerified::of_meaning(number, refusal))?;
        offset += bytes.len() as u64 + 1;
    };
    match chain.head() {
        Some(head) => Ok(Verified { head, chain, torn }),
        None => Err(invalid(&chain, Cause::NoWholeLine)),
    }
}

/// Why what a line says was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It may not happen.
    Invalid(String),
    /// This program does not know it; a later one may.
    Unknown(String),
}

/// A ledger that is as it should be.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The head over all whole lines; `head.size` is the number of entries.
    pub head: Head,
    /// The chain after the last whole line: what a writer goes on with.
    pub chain: Chain,
    /// What an interrupted append left behind the last whole line.
    pub torn: Option<Torn>,
}

/// Bytes behind the last LF. They are not an entry, even if only the LF is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn {
    /// Where they begin, in bytes: the length of the ledger without them.
    pub offset: u64,
    /// How many bytes, at most [`MAX_LINE`].
    pub len: u64,
}

/// Why a ledger was not found valid.
#[derive(Debug)]
pub enum NotVerified {
    /// It is invalid.
    Invalid(Invalid),
    /// A program of another version wrote it: this one cannot tell.
    Unknown(Unknown),
    /// It could not be read.
    Io(io::Error),
}

/// Where a ledger is invalid, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The line, from 1.
    pub line: u64,
    /// What was found there.
    pub cause: Cause,
}

/// From where on a ledger is written in a way that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The line, from 1.
    pub line: u64,
    /// What is not known.
    pub why: String,
}

/// Why a line makes a ledger invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It is not the next line.
    Line(LineError),
    /// It is, but what it says may not happen: the words of `on_line`.
    Refused(String),
    /// The ledger has no whole line, and so no origin.
    NoWholeLine,
}

/// What the command says by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Valid, perhaps with a reported torn tail.
    Valid,
    /// Invalid.
    Invalid,
    /// Could not tell.
    CouldNotTell,
}

impl Verdict {
    /// The verdict on a result of [`verify`].
    pub fn of(result: &Result<Verified, NotVerified>) -> Verdict {
        match result {
            Ok(_) => Verdict::Valid,
            Err(NotVerified::Invalid(_)) => Verdict::Invalid,
            Err(NotVerified::Unknown(_) | NotVerified::Io(_)) => Verdict::CouldNotTell,
        }
    }

    /// 0, 1 or 2.
    pub fn exit_code(self) -> u8 {
        match self {
            Verdict::Valid => 0,
            Verdict::Invalid => 1,
            Verdict::CouldNotTell => 2,
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.cause {
            Cause::Line(e) => write!(f, "{e}"),
            Cause::Refused(why) => f.write_str(why),
            Cause::NoWholeLine => write!(f, "no whole line; allowed: book-opened as the first"),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl fmt::Display for NotVerified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotVerified::Invalid(e) => write!(f, "{e}"),
            NotVerified::Unknown(e) => write!(f, "{e}"),
            NotVerified::Io(e) => write!(f, "the ledger could not be read: {e}"),
        }
    }
}

impl std::error::Error for Invalid {}
impl std::error::Error for Unknown {}
impl std::error::Error for NotVerified {}

impl NotVerified {
    fn of_line(line: u64, e: LineError) -> NotVerified {
        match e.is_of_another_version() {
            true => NotVerified::Unknown(Unknown {
                line,
                why: e.to_string(),
            }),
            false => NotVerified::Invalid(Invalid {
                line,
                cause: Cause::Line(e),
            }),
        }
    }

    fn of_meaning(line: u64, refusal: Refusal) -> NotVerified {
        match refusal {
            Refusal::Invalid(why) => NotVerified::Invalid(Invalid {
                line,
                cause: Cause::Refused(why),
            }),
            Refusal::Unknown(why) => NotVerified::Unknown(Unknown { line, why }),
        }
    }
}

impl From<io::Error> for NotVerified {
    fn from(e: io::Error) -> NotVerified {
        NotVerified::Io(e)
    }
}

enum Ending {
    Nothing,
    Torn,
    Whole,
    TooLong,
}

/// Reads one line into `line`, without its LF, and never more than a line may have.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Ending> {
    line.clear();
    reader
        .by_ref()
        .take(MAX_LINE as u64 + 1)
        .read_until(b'\n', line)?;
    Ok(match line.last() {
        None => Ending::Nothing,
        Some(b'\n') => {
            line.pop();
            Ending::Whole
        }
        Some(_) if line.len() > MAX_LINE => Ending::TooLong,
        Some(_) => Ending::Torn,
    })
}

/// The line after those that the chain accepted is invalid.
fn invalid(chain: &Chain, cause: Cause) -> NotVerified {
    NotVerified::Invalid(Invalid {
        line: chain.size() + 1,
        cause,
    })
}

#[cfg(test)]
mod tests {
    use super::super::form::{BOOK_OPENED, FORMAT};
    use super::super::head::Origin;
    use super::*;

    #[test]
    fn what_may_not_happen_is_told_with_its_line() {
        let mut chain = Chain::new();
        let at = "2026-01-12T09:00:00Z".parse().expect("a moment");
        let origin = Origin::rehearsal([7; 16]);
        let opened =
            serde_json::json!({"type": BOOK_OPENED, "format": FORMAT, "origin": origin.as_str()});
        let mut ledger = Vec::new();
        for event in [opened, serde_json::json!({"type": "fault"})] {
            let next = chain.next(at, &[], 0, event).expect("it is the next");
            ledger.extend_from_slice(next.line.as_bytes());
            ledger.push(b'\n');
            chain = next.chain;
        }
        verify(ledger.as_slice(), &mut |_| Ok(())).expect("its form is right");
        let refused = verify(ledger.as_slice(), &mut |line| match line.seq {
            0 => Ok(()),
            _ => Err(Refusal::Invalid("not now".into())),
        });
        let Err(NotVerified::Invalid(invalid)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(invalid.line, 2);
        assert_eq!(invalid.cause, Cause::Refused("not now".into()));
    }
}
