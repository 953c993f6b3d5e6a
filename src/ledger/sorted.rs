//! The canonical form of a value that is written: serde_json's, with the members of each object put in order.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::cell::RefCell;
use std::io::{self, Write};
use std::ops::Range;

/// A value of our subset (RFC 8785: keys `[a-z_]+`, integers) as canonical JSON, without building a tree of it.
///
/// # Errors
/// serde's, where the value cannot be JSON.
pub fn canonical(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = RefCell::new(Vec::with_capacity(USUAL));
    let sorted = Sorted {
        text: &text,
        open: Vec::new(),
    };
    value.serialize(&mut Serializer::with_formatter(Text(&text), sorted))?;
    Ok(String::from_utf8(text.into_inner()).expect("serde_json writes UTF-8"))
}

/// Bytes that hold most entries.
const USUAL: usize = 512;

/// Where serde_json writes.
struct Text<'a>(&'a RefCell<Vec<u8>>);

impl Write for Text<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Puts each object in order as it ends: its members lie in the text already.
struct Sorted<'a> {
    text: &'a RefCell<Vec<u8>>,
    /// The members so far of each object that is open, the innermost last.
    open: Vec<Vec<Range<usize>>>,
}

impl Formatter for Sorted<'_> {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(Vec::new());
        writer.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        let start = self.text.borrow().len();
        self.open.last_mut().expect("an object").push(start..start);
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let members = self.open.last_mut().expect("an object");
        members.last_mut().expect("a member").end = self.text.borrow().len();
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let members = self.open.pop().expect("an object");
        put_in_order(&mut self.text.borrow_mut(), members);
        writer.write_all(b"}")
    }
}

/// The members at the end of the text, by their keys.
fn put_in_order(text: &mut Vec<u8>, mut members: Vec<Range<usize>>) {
    let Some(start) = members.first().map(|first| first.start) else {
        return;
    };
    // Up to the closing quote, which sorts below every character of a key: a key goes before those that it begins.
    let key = |member: &Range<usize>| {
        let after_quote = &text[member.start + 1..member.end];
        let end = after_quote.iter().position(|b| *b == b'"');
        &after_quote[..end.unwrap_or(after_quote.len())]
    };
    if members.is_sorted_by_key(key) {
        return;
    }
    members.sort_by_key(|member| key(member));
    let unsorted = text.split_off(start);
    for (n, member) in members.into_iter().enumerate() {
        if n > 0 {
            text.push(b',');
        }
        text.extend_from_slice(&unsorted[member.start - start..member.end - start]);
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use serde::Serialize;

    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "kebab-case")]
    enum Played {
        Whole {
            zeta: Vec<Inner>,
            alpha: Option<Inner>,
            a: &'static str,
        },
        Empty {},
    }

    #[derive(Serialize, Clone)]
    struct Inner {
        b_b: i64,
        b: &'static str,
    }

    #[test]
    fn it_is_what_a_sorted_tree_of_the_same_value_gives() {
        let inner = Inner {
            b_b: -7,
            b: "\"}{,\u{1} é",
        };
        for value in [
            Played::Whole {
                zeta: vec![inner.clone(), inner.clone()],
                alpha: Some(inner),
                a: "",
            },
            Played::Whole {
                zeta: Vec::new(),
                alpha: None,
                a: "\\",
            },
            Played::Empty {},
        ] {
            let tree = serde_json::to_value(&value).unwrap().to_string();
            assert_eq!(canonical(&value).unwrap(), tree);
        }
        // What is in order already stays as it was written.
        let sorted = std::collections::BTreeMap::from([("a", 1), ("b", 2), ("c", 3)]);
        assert_eq!(canonical(&sorted).unwrap(), r#"{"a":1,"b":2,"c":3}"#);
    }
}
