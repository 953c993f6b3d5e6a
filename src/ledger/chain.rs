//! The one judge of a line: the state after the lines so far.

use super::entry::Line;
use super::error::{excerpt, excerpt_of};
use super::form::{BOOK_OPENED, CHECKPOINT, FORMAT};
use super::{Entry, Hash, Head, LineError, Origin, Tree, sha256};
use crate::text::hex;
use jiff::Timestamp;
use serde_json::Value;

/// What the lines so far come to: enough to judge the next one, and to tell the head. A few hundred bytes, cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    opened: Option<Opened>,
    tree: Tree,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Opened {
    origin: Origin,
    /// SHA-256 of the last line.
    last: Hash,
}

/// The next entry, its line, and the chain as it will be once the line is written.
#[derive(Debug, Clone)]
pub struct Next {
    /// The entry.
    pub entry: Entry,
    /// Its line, without its LF.
    pub line: String,
    /// The chain after it. To be taken over when the line is durable, not before.
    pub chain: Chain,
}

impl Chain {
    /// No line yet.
    pub fn new() -> Chain {
        Chain::default()
    }

    /// The number of lines, which is the next entry's `seq`.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The ledger's origin; None before the first line.
    pub fn origin(&self) -> Option<&Origin> {
        self.opened.as_ref().map(|o| &o.origin)
    }

    /// The head over all lines; None before the first.
    pub fn head(&self) -> Option<Head> {
        self.origin().map(|origin| Head {
            origin: origin.clone(),
            size: self.size(),
            root: self.tree.root(),
        })
    }

    /// Reads a line (without its LF) as the next one.
    ///
    /// # Errors
    /// [`LineError`]; the chain is then as it was.
    pub fn push_line(&mut self, line: &[u8]) -> Result<Entry, LineError> {
        self.accept(line).map(|accepted| accepted.entry())
    }

    /// Reads a line as the next one, and copies nothing of it.
    pub(super) fn accept<'a>(&mut self, line: &'a [u8]) -> Result<Line<'a>, LineError> {
        let parsed = Line::parse(line)?;
        let opens = self.judge(&parsed)?;
        let last = sha256(line);
        match &mut self.opened {
            Some(opened) => opened.last = last,
            none => *none = opens.map(|origin| Opened { origin, last }),
        }
        self.tree.push(line);
        Ok(parsed)
    }

    /// Makes the next entry. Nothing is written, and this chain does not change.
    ///
    /// `at` is cut to whole seconds. For the first entry `event` is `book-opened`.
    ///
    /// # Errors
    /// [`LineError`] where no verifier would accept it.
    pub fn next(
        &self,
        at: Timestamp,
        by: &[&str],
        ceremony: u64,
        event: Value,
    ) -> Result<Next, LineError> {
        let prev = match &self.opened {
            Some(opened) => opened.last,
            None => sha256(opened_origin(&event)?.as_str().as_bytes()),
        };
        let proposed = Entry {
            seq: self.size(),
            at,
            by: by.iter().map(|name| (*name).into()).collect(),
            ceremony,
            event,
            prev,
        };
        let line = proposed.line()?;
        let mut chain = self.clone();
        let entry = chain.push_line(line.as_bytes())?;
        Ok(Next { entry, line, chain })
    }

    /// Whether this line may come next; the origin, if it is the first.
    fn judge(&self, line: &Line<'_>) -> Result<Option<Origin>, LineError> {
        if line.seq != self.size() {
            return Err(LineError::Seq {
                found: line.seq,
                allowed: self.size(),
            });
        }
        match &self.opened {
            None if line.event_type != BOOK_OPENED => Err(LineError::NotOpened {
                found: excerpt(line.event_type),
            }),
            None => {
                let origin = opened_origin(&line.event_value())?;
                follows(line, sha256(origin.as_str().as_bytes()))?;
                Ok(Some(origin))
            }
            Some(_) if line.event_type == BOOK_OPENED => Err(LineError::OpenedTwice),
            Some(opened) => {
                follows(line, opened.last)?;
                if line.event_type == CHECKPOINT {
                    self.judge_checkpoint(&line.event_value())?;
                }
                Ok(None)
            }
        }
    }

    fn judge_checkpoint(&self, event: &Value) -> Result<(), LineError> {
        let Some(head) = self.head() else {
            return Ok(()); // entry 0 is book-opened
        };
        let (origin, size, root) = (event.get("origin"), event.get("size"), event.get("root"));
        if origin.and_then(Value::as_str) != Some(head.origin.as_str()) {
            return Err(LineError::CheckpointOrigin {
                found: excerpt_of(origin),
                allowed: head.origin.to_string(),
            });
        }
        if size.and_then(Value::as_u64) != Some(head.size) {
            return Err(LineError::CheckpointSize {
                found: excerpt_of(size),
                allowed: head.size,
            });
        }
        if root.and_then(Value::as_str) != Some(head.root_base64().as_str()) {
            return Err(LineError::CheckpointRoot {
                found: excerpt_of(root),
                allowed: head.root_base64(),
            });
        }
        Ok(())
    }
}

fn follows(line: &Line<'_>, prev: Hash) -> Result<(), LineError> {
    if line.prev == prev {
        return Ok(());
    }
    Err(LineError::Prev {
        found: hex::encode(&line.prev),
        allowed: hex::encode(&prev),
    })
}

/// The origin that the first event names, in our format.
fn opened_origin(event: &Value) -> Result<Origin, LineError> {
    let origin = match event.get("origin").and_then(Value::as_str) {
        Some(text) => Origin::parse(text)?,
        None => {
            return Err(LineError::Origin {
                found: excerpt_of(event.get("origin")),
            });
        }
    };
    match event.get("format") {
        Some(format) if format.as_u64() == Some(FORMAT) => Ok(origin),
        None => Err(LineError::NoFormat),
        Some(other) => Err(LineError::OtherFormat {
            found: excerpt_of(Some(other)),
        }),
    }
}
