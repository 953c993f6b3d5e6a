//! What is wrong with a file's form, and where.

use std::fmt;

/// At most this many problems are told at once.
pub const MOST_PROBLEMS: usize = 100;

/// A place in a file: line and column from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What kind of mistake a file's form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The file is larger than the limit.
    TooBig,
    /// Not TOML.
    Syntax,
    /// A field that does not exist.
    UnknownField,
    /// A field that must be there.
    MissingField,
    /// A text where a number should be, and the like.
    WrongType,
    /// A word that is none of the possible ones.
    UnknownWord,
    /// Not an identifier.
    BadName,
    /// A text that is empty, too long, or holds characters that steer a terminal.
    BadText,
    /// Not a date.
    BadDate,
    /// A number below or above its limits.
    OutOfRange,
    /// A list longer than its limit.
    TooMany,
    /// A list without an item.
    Empty,
}

impl Form {
    /// Its name in messages, such as `unknown-field`.
    pub fn name(self) -> &'static str {
        match self {
            Form::TooBig => "too-big",
            Form::Syntax => "syntax",
            Form::UnknownField => "unknown-field",
            Form::MissingField => "missing-field",
            Form::WrongType => "wrong-type",
            Form::UnknownWord => "unknown-word",
            Form::BadName => "bad-name",
            Form::BadText => "bad-text",
            Form::BadDate => "bad-date",
            Form::OutOfRange => "out-of-range",
            Form::TooMany => "too-many",
            Form::Empty => "empty",
        }
    }
}

/// One mistake in a file's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: Position,
    /// The field, such as `person[2].roles[1]`; items count from 1; empty for the file itself.
    pub field: String,
    /// Which kind of mistake.
    pub form: Form,
    /// What stands there, made safe to show.
    pub found: String,
    /// What may stand there.
    pub allowed: String,
}

/// As messages show it, after the file's name.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: error ({})", self.at, self.form.name())?;
        if !self.field.is_empty() {
            write!(f, " in {}", self.field)?;
        }
        write!(
            f,
            "\n  found:   {}\n  allowed: {}",
            self.found, self.allowed
        )
    }
}
