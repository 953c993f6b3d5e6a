//! TOML as people write it, read strictly: every error tells line, column, what was found, what is allowed.
//!
//! A [`Reader`] takes the fields of a [`Table`] one by one and keeps on reading after an error, so that people see
//! all of them at once. A field that nobody took is unknown. Where a value cannot be had the reader hands out a
//! placeholder and is no longer [`whole`](Reader::is_whole).

mod found;
mod problem;

pub use found::{number_rule, one_of, quoted, text_fault, text_rule};
pub use problem::{Form, MOST_PROBLEMS, Position, Problem};

use found::{nearest, shown};
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a file's tables and collects what is wrong with them.
pub struct Reader<'i> {
    text: &'i str,
    problems: Vec<Problem>,
    whole: bool,
    spots: BTreeMap<String, usize>,
}

/// A TOML table of which fields are taken one by one.
pub struct Table<'i> {
    path: String,
    start: usize,
    fields: BTreeMap<String, Field<'i>>,
    asked: Vec<&'static str>,
}

struct Field<'i> {
    key_start: usize,
    value: Spanned<DeValue<'i>>,
}

impl<'i> Reader<'i> {
    /// Reads `text`, of at most `limit` bytes, as TOML. Returns the reader and the top table.
    ///
    /// # Errors
    /// The file is too big, or is not TOML: all that the TOML parser found.
    pub fn open(text: &'i str, limit: usize) -> Result<(Reader<'i>, Table<'i>), Vec<Problem>> {
        let mut reader = Reader {
            text,
            problems: Vec::new(),
            whole: true,
            spots: BTreeMap::new(),
        };
        if text.len() > limit {
            let found = format!("{} bytes", text.len());
            reader.report(
                "",
                0,
                Form::TooBig,
                found,
                format!("a file of at most {limit} bytes"),
            );
            return Err(reader.problems);
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors.iter().take(MOST_PROBLEMS) {
            let span = error.span().unwrap_or(0..0);
            let found = reader.excerpt(span.clone());
            let allowed = format!("valid TOML: {}", shown(error.message(), 200));
            reader.report("", span.start, Form::Syntax, found, allowed);
        }
        if errors.is_empty() {
            let table = Table::new(String::new(), 0, root.into_inner());
            Ok((reader, table))
        } else {
            Err(reader.problems)
        }
    }

    /// Whether every value asked for was there and readable.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// What was wrong, in the order in which it was found.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Where `field` stands; where it does not, the nearest thing around it that does.
    pub fn position_of(&self, field: &str) -> Position {
        let mut path = field;
        loop {
            if let Some(offset) = self.spots.get(path) {
                return self.position(*offset);
            }
            match path.rfind(['.', '[']) {
                Some(cut) => path = path.get(..cut).unwrap_or(""),
                None => return self.position(0),
            }
        }
    }

    /// A text of 1 to `most` characters without controls; empty where it cannot be had.
    pub fn text(&mut self, table: &mut Table<'i>, field: &'static str, most: usize) -> String {
        let Some((path, start, text)) = self.string(table, field) else {
            return String::new();
        };
        if let Some(fault) = text_fault(&text, most) {
            self.report(&path, start, Form::BadText, fault, text_rule(most));
        }
        text
    }

    /// A text as [`Reader::text`] reads it, that may be left out.
    pub fn optional_text(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        most: usize,
    ) -> Option<String> {
        let (path, value) = self.take_optional(table, field)?;
        let (path, start, text) = self.read_string(path, value)?;
        if let Some(fault) = text_fault(&text, most) {
            self.report(&path, start, Form::BadText, fault, text_rule(most));
        }
        Some(text)
    }

    /// An identifier.
    pub fn name<N: TryFrom<String, Error = String>>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
    ) -> Option<N> {
        let (path, start, text) = self.string(table, field)?;
        self.read_name(&path, start, text)
    }

    /// A list of identifiers.
    pub fn names<N: TryFrom<String, Error = String>>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        most: usize,
    ) -> Vec<N> {
        let items = self.strings(table, field, most);
        let names = items
            .into_iter()
            .map(|(path, start, text)| self.read_name(&path, start, text));
        all_or_none(names)
    }

    /// One of some words.
    pub fn word<T: Copy>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let (path, start, text) = self.string(table, field)?;
        self.read_word(&path, start, &text, words)
    }

    /// One of some words, that may be left out.
    pub fn optional_word<T: Copy>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let (path, value) = self.take_optional(table, field)?;
        let (path, start, text) = self.read_string(path, value)?;
        self.read_word(&path, start, &text, words)
    }

    /// A list of texts of 1 to `longest` characters without controls, that may be left out.
    pub fn optional_texts(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        longest: usize,
        most: usize,
    ) -> Vec<String> {
        let Some((path, value)) = self.take_optional(table, field) else {
            return Vec::new();
        };
        let items = self.strings_in(path, value, most);
        let texts = items.into_iter().map(|(path, start, text)| {
            if let Some(fault) = text_fault(&text, longest) {
                self.report(&path, start, Form::BadText, fault, text_rule(longest));
            }
            text
        });
        texts.collect()
    }

    /// A list of some words.
    pub fn words<T: Copy>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        words: &[(&str, T)],
        most: usize,
    ) -> Vec<T> {
        let items = self.strings(table, field, most);
        let found = items
            .into_iter()
            .map(|(path, start, text)| self.read_word(&path, start, &text, words));
        all_or_none(found)
    }

    /// A list of some words; it may be empty.
    pub fn words_or_none<T: Copy>(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        words: &[(&str, T)],
        most: usize,
    ) -> Vec<T> {
        let Some((path, value)) = self.take(table, field) else {
            return Vec::new();
        };
        if matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()) {
            return Vec::new();
        }
        let items = self.strings_in(path, value, most);
        let found = items
            .into_iter()
            .map(|(path, start, text)| self.read_word(&path, start, &text, words));
        all_or_none(found)
    }

    /// A whole number within `range`; where it lies outside, the nearest `u32`.
    pub fn number(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        range: RangeInclusive<u32>,
    ) -> u32 {
        let Some((path, value)) = self.take(table, field) else {
            return *range.start();
        };
        let start = value.span().start;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(&path, &value, "a whole number");
            return *range.start();
        };
        let negative = integer.as_str().starts_with('-');
        let number = u32::from_str_radix(
            integer.as_str().trim_start_matches(['+', '-']),
            integer.radix(),
        )
        .unwrap_or(u32::MAX);
        let number = if negative { 0 } else { number };
        if negative || !range.contains(&number) {
            let found = shown(&integer.to_string(), 40);
            self.report(&path, start, Form::OutOfRange, found, number_rule(&range));
        }
        number
    }

    /// `true` or `false`; false where it is left out.
    pub fn flag(&mut self, table: &mut Table<'i>, field: &'static str) -> bool {
        let Some((path, value)) = self.take_optional(table, field) else {
            return false;
        };
        match value.get_ref() {
            DeValue::Boolean(is) => *is,
            _ => {
                self.wrong_type(&path, &value, "true or false");
                false
            }
        }
    }

    /// A date that may be left out: `2026-03-31`, with or without quotation marks.
    pub fn optional_date(&mut self, table: &mut Table<'i>, field: &'static str) -> Option<Date> {
        let (path, value) = self.take_optional(table, field)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(written) => written.to_string(),
            _ => {
                self.wrong_type(&path, &value, DATE_RULE);
                return None;
            }
        };
        let date = to_date(&text);
        if date.is_none() {
            self.report(
                &path,
                value.span().start,
                Form::BadDate,
                quoted(&text),
                DATE_RULE.into(),
            );
        }
        date
    }

    /// A table that must be there.
    pub fn table(&mut self, table: &mut Table<'i>, field: &'static str) -> Option<Table<'i>> {
        let (path, value) = self.take(table, field)?;
        self.read_table(path, value)
    }

    /// A table that may be left out.
    pub fn optional_table(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
    ) -> Option<Table<'i>> {
        let (path, value) = self.take_optional(table, field)?;
        self.read_table(path, value)
    }

    /// All fields that are left in a table, whatever their names, in the order of the file: each a text of 1 to `most`
    /// characters without controls.
    pub fn rest(&mut self, table: &mut Table<'i>, most: usize) -> Vec<(String, String)> {
        let mut left: Vec<_> = std::mem::take(&mut table.fields).into_iter().collect();
        left.sort_by_key(|(_, field)| field.key_start);
        let texts = left
            .into_iter()
            .filter_map(|(name, Field { key_start, value })| {
                let path = table.field(&quoted(&name));
                self.spots.insert(path.clone(), key_start);
                let (path, start, text) = self.read_string(path, value)?;
                if let Some(fault) = text_fault(&text, most) {
                    self.report(&path, start, Form::BadText, fault, text_rule(most));
                }
                Some((name, text))
            });
        texts.collect()
    }

    /// The tables of a list, such as each `[[person]]`; at least one, at most `most`.
    pub fn tables(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        most: usize,
    ) -> Vec<Table<'i>> {
        let Some((path, value)) = self.take(table, field) else {
            return Vec::new();
        };
        let items = self.read_list(&path, value, "a list of tables", most);
        items
            .into_iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let path = format!("{path}[{}]", index + 1);
                self.spots.insert(path.clone(), item.span().start);
                self.read_table(path, item)
            })
            .collect()
    }

    /// Ends a table: what nobody took is unknown.
    pub fn end(&mut self, table: Table<'i>) {
        let mut left: Vec<(String, usize)> = table
            .fields
            .into_iter()
            .map(|(name, field)| (name, field.key_start))
            .collect();
        left.sort_by_key(|(_, start)| *start);
        for (name, start) in left {
            let mut allowed = format!("the fields {}", table.asked.join(", "));
            if let Some(near) = nearest(&name, table.asked.iter().copied()) {
                allowed.push_str(&format!("; did you mean {near}?"));
            }
            self.report(
                &table.path,
                start,
                Form::UnknownField,
                quoted(&name),
                allowed,
            );
        }
    }

    /// Adds a mistake that the caller found in the value of `field`.
    pub fn reject(&mut self, field: &str, form: Form, found: String, allowed: String) {
        let at = self.position_of(field);
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem {
                at,
                field: field.into(),
                form,
                found,
                allowed,
            });
        }
    }

    fn take(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
    ) -> Option<(String, Spanned<DeValue<'i>>)> {
        let taken = self.take_optional(table, field);
        if taken.is_none() {
            self.whole = false;
            let found = if table.path.is_empty() {
                "no such field in the file".to_owned()
            } else {
                "no such field in this table".to_owned()
            };
            let allowed = format!("the field {field} must be there");
            self.report(
                &table.field(field),
                table.start,
                Form::MissingField,
                found,
                allowed,
            );
        }
        taken
    }

    fn take_optional(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
    ) -> Option<(String, Spanned<DeValue<'i>>)> {
        table.asked.push(field);
        let path = table.field(field);
        let value = table.fields.remove(field)?.value;
        self.spots.insert(path.clone(), value.span().start);
        Some((path, value))
    }

    fn string(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
    ) -> Option<(String, usize, String)> {
        let (path, value) = self.take(table, field)?;
        self.read_string(path, value)
    }

    fn strings(
        &mut self,
        table: &mut Table<'i>,
        field: &'static str,
        most: usize,
    ) -> Vec<(String, usize, String)> {
        let Some((path, value)) = self.take(table, field) else {
            return Vec::new();
        };
        self.strings_in(path, value, most)
    }

    fn strings_in(
        &mut self,
        path: String,
        value: Spanned<DeValue<'i>>,
        most: usize,
    ) -> Vec<(String, usize, String)> {
        let items = self.read_list(&path, value, "a list of texts", most);
        let texts = items.into_iter().enumerate().map(|(index, item)| {
            let path = format!("{path}[{}]", index + 1);
            self.spots.insert(path.clone(), item.span().start);
            self.read_string(path, item)
        });
        all_or_none(texts)
    }

    fn read_string(
        &mut self,
        path: String,
        value: Spanned<DeValue<'i>>,
    ) -> Option<(String, usize, String)> {
        match value.get_ref() {
            DeValue::String(text) => Some((path, value.span().start, text.to_string())),
            _ => {
                self.wrong_type(&path, &value, "a text in quotation marks");
                None
            }
        }
    }

    fn read_list(
        &mut self,
        path: &str,
        value: Spanned<DeValue<'i>>,
        expected: &str,
        most: usize,
    ) -> Vec<Spanned<DeValue<'i>>> {
        let start = value.span().start;
        if !matches!(value.get_ref(), DeValue::Array(_)) {
            self.wrong_type(path, &value, expected);
            return Vec::new();
        }
        let DeValue::Array(array) = value.into_inner() else {
            return Vec::new();
        };
        let mut items: Vec<_> = array.into_iter().collect();
        if items.is_empty() {
            self.report(
                path,
                start,
                Form::Empty,
                "an empty list".into(),
                "at least one item".into(),
            );
        }
        if items.len() > most {
            self.whole = false;
            let found = format!("{} items", items.len());
            self.report(
                path,
                start,
                Form::TooMany,
                found,
                format!("at most {most} items"),
            );
            items.truncate(most);
        }
        items
    }

    fn read_table(&mut self, path: String, value: Spanned<DeValue<'i>>) -> Option<Table<'i>> {
        let start = value.span().start;
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            self.wrong_type(&path, &value, "a table");
            return None;
        }
        match value.into_inner() {
            DeValue::Table(fields) => Some(Table::new(path, start, fields)),
            _ => None,
        }
    }

    fn read_name<N: TryFrom<String, Error = String>>(
        &mut self,
        path: &str,
        start: usize,
        text: String,
    ) -> Option<N> {
        let found = quoted(&text);
        match N::try_from(text) {
            Ok(name) => Some(name),
            Err(allowed) => {
                self.whole = false;
                self.report(path, start, Form::BadName, found, allowed);
                None
            }
        }
    }

    fn read_word<T: Copy>(
        &mut self,
        path: &str,
        start: usize,
        text: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            self.whole = false;
            let known = words.iter().map(|(word, _)| *word);
            self.report(
                path,
                start,
                Form::UnknownWord,
                quoted(text),
                one_of(text, known),
            );
        }
        found.map(|(_, value)| *value)
    }

    fn wrong_type(&mut self, path: &str, value: &Spanned<DeValue<'i>>, expected: &str) {
        self.whole = false;
        self.report(
            path,
            value.span().start,
            Form::WrongType,
            described(value.get_ref()),
            expected.into(),
        );
    }

    fn report(&mut self, field: &str, offset: usize, form: Form, found: String, allowed: String) {
        if self.problems.len() >= MOST_PROBLEMS {
            self.whole = false;
            return; // no position to look for
        }
        let at = self.position(offset);
        self.problems.push(Problem {
            at,
            field: field.into(),
            form,
            found,
            allowed,
        });
    }

    fn position(&self, offset: usize) -> Position {
        let mut position = Position { line: 1, column: 1 };
        for (_, c) in self.text.char_indices().take_while(|(at, _)| *at < offset) {
            if c == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += 1;
            }
        }
        position
    }

    fn excerpt(&self, span: Range<usize>) -> String {
        match self.text.get(span) {
            Some(text) if !text.trim().is_empty() => quoted(text.trim()),
            _ => "nothing, or the end of a line".into(),
        }
    }
}

impl<'i> Table<'i> {
    fn new(path: String, start: usize, fields: DeTable<'i>) -> Table<'i> {
        let fields = fields
            .into_iter()
            .map(|(key, value)| {
                let key_start = key.span().start;
                (key.into_inner().into_owned(), Field { key_start, value })
            })
            .collect();
        Table {
            path,
            start,
            fields,
            asked: Vec::new(),
        }
    }

    /// Whether the field stands there and nobody took it yet.
    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// The table's own path, such as `person[2]`; empty for the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn field(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.into()
        } else {
            format!("{}.{name}", self.path)
        }
    }
}

/// All items, each looked at; none where one could not be had, so that positions in a list stay true.
fn all_or_none<T>(items: impl Iterator<Item = Option<T>>) -> Vec<T> {
    let looked_at: Vec<Option<T>> = items.collect();
    looked_at
        .into_iter()
        .collect::<Option<Vec<T>>>()
        .unwrap_or_default()
}

const DATE_RULE: &str = "a date of the form YYYY-MM-DD, such as 2026-03-31";

fn to_date(text: &str) -> Option<Date> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if form { text.parse().ok() } else { None }
}

fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", quoted(text)),
        DeValue::Integer(number) => format!("the number {}", shown(&number.to_string(), 40)),
        DeValue::Float(number) => format!("the number {}", shown(number.as_str(), 40)),
        DeValue::Boolean(value) => format!("the truth value {value}"),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_form_is_a_date() {
        assert!(to_date("2028-02-29").is_some());
        for bad in [
            "2027-02-29",
            "20270228",
            "2027-2-28",
            "27-02-28",
            "2027-02-28T00:00",
            "2027/02/28",
            " 2027-02-2",
            "+002027-02",
            "2027-13-01",
            "",
        ] {
            assert!(to_date(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        for open in ["[", "{a="] {
            let text = format!("a = {}", open.repeat(50_000));
            assert!(Reader::open(&text, 1 << 20).is_err());
        }
        let dotted = format!("{}x = 1", "a.".repeat(50_000));
        let _ = Reader::open(&dotted, 1 << 20);
    }
}
