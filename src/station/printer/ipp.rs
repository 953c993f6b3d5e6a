//! IPP messages (RFC 8010): requests written, replies read. A reply may say anything; reading it ends, and never panics.

/// Version 2.0, which every printer of IPP Everywhere and AirPrint speaks.
const VERSION: [u8; 2] = [2, 0];

/// What is asked for (RFC 8011, 5.4.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    CreateJob = 0x05,
    SendDocument = 0x06,
    CancelJob = 0x08,
    GetJobAttributes = 0x09,
    GetPrinterAttributes = 0x0B,
}

/// A group of attributes (RFC 8010, 3.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Operation = 1,
    Job = 2,
    Printer = 4,
    Unsupported = 5,
}

const END: u8 = 3;
const INTEGER: u8 = 0x21;
const BOOLEAN: u8 = 0x22;
const ENUM: u8 = 0x23;
const NAME: u8 = 0x42;
const KEYWORD: u8 = 0x44;
const URI: u8 = 0x45;
const CHARSET: u8 = 0x47;
const LANGUAGE: u8 = 0x48;
const MIME: u8 = 0x49;
/// Strings that are one text: text, name, keyword, URI, URI scheme, charset, language, MIME type.
const TEXTS: [u8; 8] = [0x41, NAME, KEYWORD, URI, 0x46, CHARSET, LANGUAGE, MIME];
const BEGIN_COLLECTION: u8 = 0x34;
const END_COLLECTION: u8 = 0x37;

/// A request, being written.
pub struct Request(Vec<u8>);

impl Request {
    /// A request to a printer. The order of the first attributes is the standard's.
    pub fn new(operation: Operation, id: i32, printer: &str) -> Request {
        let mut bytes = VERSION.to_vec();
        bytes.extend([0, operation as u8]);
        bytes.extend(id.to_be_bytes());
        Request(bytes)
            .group(Group::Operation)
            .text(CHARSET, "attributes-charset", "utf-8")
            .text(LANGUAGE, "attributes-natural-language", "en")
            .text(URI, "printer-uri", printer)
    }

    /// Begins a group.
    pub fn group(mut self, group: Group) -> Request {
        self.0.push(group as u8);
        self
    }

    /// An integer.
    pub fn integer(self, name: &str, value: i32) -> Request {
        self.value(INTEGER, name, &value.to_be_bytes())
    }

    /// A truth value.
    pub fn truth(self, name: &str, value: bool) -> Request {
        self.value(BOOLEAN, name, &[value.into()])
    }

    /// A name for people.
    pub fn name(self, name: &str, value: &str) -> Request {
        self.text(NAME, name, value)
    }

    /// A type of document.
    pub fn mime(self, name: &str, value: &str) -> Request {
        self.text(MIME, name, value)
    }

    /// One or several keywords.
    pub fn keywords(self, name: &str, values: &[&str]) -> Request {
        let names = std::iter::once(name).chain(std::iter::repeat(""));
        values
            .iter()
            .zip(names)
            .fold(self, |request, (value, name)| {
                request.text(KEYWORD, name, value)
            })
    }

    /// The whole, ready to be sent; a document may follow.
    pub fn bytes(mut self) -> Vec<u8> {
        self.0.push(END);
        self.0
    }

    fn text(self, tag: u8, name: &str, value: &str) -> Request {
        self.value(tag, name, value.as_bytes())
    }

    fn value(mut self, tag: u8, name: &str, value: &[u8]) -> Request {
        self.0.push(tag);
        for part in [name.as_bytes(), value] {
            // All that is written here is a constant or an address of at most a few hundred bytes.
            let len = u16::try_from(part.len()).unwrap_or(u16::MAX);
            self.0.extend(len.to_be_bytes());
            self.0.extend(&part[..len.into()]);
        }
        self
    }
}

/// A reply, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code (RFC 8011, B.1).
    pub status: u16,
    values: Vec<(u8, String, Value)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Number(i32),
    Truth(bool),
    Text(String),
    /// Of a kind that is not needed; or "unsupported", "unknown", "no value".
    Other,
}

/// Why bytes are no reply to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReply {
    /// They end too early.
    Cut,
    /// Another version of the protocol.
    Version,
    /// The reply to another request.
    OtherRequest,
    /// Not in the form that the standard asks for.
    Malformed,
}

impl std::fmt::Display for NoReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NoReply::Cut => "its answer is cut off",
            NoReply::Version => "its answer is of an unknown version of IPP",
            NoReply::OtherRequest => "its answer belongs to another request",
            NoReply::Malformed => "its answer is not IPP",
        })
    }
}

/// There is no such job (RFC 8011, B.1.4.7).
pub const NOT_FOUND: u16 = 0x0406;

impl Reply {
    /// Reads the reply to the request of that id. Members of collections are passed over.
    pub fn read(bytes: &[u8], id: i32) -> Result<Reply, NoReply> {
        let mut rest = bytes;
        let [major, _minor] = taken(&mut rest)?;
        if !(1..=2).contains(&major) {
            return Err(NoReply::Version);
        }
        let status = u16::from_be_bytes(taken(&mut rest)?);
        if i32::from_be_bytes(taken(&mut rest)?) != id {
            return Err(NoReply::OtherRequest);
        }
        let mut values = Vec::new();
        let (mut group, mut name, mut depth) = (None, None, 0_u32);
        loop {
            let [tag] = taken(&mut rest)?;
            match tag {
                END => return Ok(Reply { status, values }),
                1..=0x0F => {
                    group = Some(tag);
                    name = None;
                    continue;
                }
                0x10..=0x7F => {}
                _ => return Err(NoReply::Malformed),
            }
            let group = group.ok_or(NoReply::Malformed)?;
            let (named, value) = (counted(&mut rest)?, counted(&mut rest)?);
            match tag {
                END_COLLECTION => depth = depth.checked_sub(1).ok_or(NoReply::Malformed)?,
                _ if depth > 0 && tag != BEGIN_COLLECTION => {}
                _ => {
                    if !named.is_empty() && depth == 0 {
                        let text = std::str::from_utf8(named).map_err(|_| NoReply::Malformed)?;
                        name = Some(text);
                    }
                    let name = name.ok_or(NoReply::Malformed)?;
                    if tag == BEGIN_COLLECTION {
                        depth = depth.saturating_add(1);
                    } else {
                        values.push((group, name.to_owned(), read_value(tag, value)?));
                    }
                }
            }
        }
    }

    /// Whether it was done (RFC 8011, B.1.2).
    pub fn is_done(&self) -> bool {
        self.status < 0x100
    }

    /// The first number of an attribute.
    pub fn number(&self, group: Group, name: &str) -> Option<i32> {
        self.all(group, name).find_map(|value| match value {
            Value::Number(n) => Some(*n),
            _ => None,
        })
    }

    /// All numbers of an attribute.
    pub fn numbers(&self, group: Group, name: &str) -> Vec<i32> {
        let numbers = self.all(group, name).filter_map(|value| match value {
            Value::Number(n) => Some(*n),
            _ => None,
        });
        numbers.collect()
    }

    /// The first truth value of an attribute.
    pub fn truth(&self, group: Group, name: &str) -> Option<bool> {
        self.all(group, name).find_map(|value| match value {
            Value::Truth(truth) => Some(*truth),
            _ => None,
        })
    }

    /// All texts of an attribute, as the printer sent them: not safe to show.
    pub fn texts(&self, group: Group, name: &str) -> Vec<&str> {
        let texts = self.all(group, name).filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Whether an attribute of that name stands in the group.
    pub fn has(&self, group: Group, name: &str) -> bool {
        self.all(group, name).next().is_some()
    }

    fn all(&self, group: Group, name: &str) -> impl Iterator<Item = &Value> {
        self.values
            .iter()
            .filter(move |(g, n, _)| *g == group as u8 && n == name)
            .map(|(_, _, value)| value)
    }
}

fn read_value(tag: u8, bytes: &[u8]) -> Result<Value, NoReply> {
    Ok(match tag {
        INTEGER | ENUM => {
            let bytes = bytes.try_into().map_err(|_| NoReply::Malformed)?;
            Value::Number(i32::from_be_bytes(bytes))
        }
        BOOLEAN => match bytes {
            [0] => Value::Truth(false),
            [1] => Value::Truth(true),
            _ => return Err(NoReply::Malformed),
        },
        _ if TEXTS.contains(&tag) => Value::Text(String::from_utf8_lossy(bytes).into()),
        _ => Value::Other,
    })
}

fn taken<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], NoReply> {
    let (taken, left) = rest.split_first_chunk().ok_or(NoReply::Cut)?;
    *rest = left;
    Ok(*taken)
}

fn counted<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], NoReply> {
    let len = u16::from_be_bytes(taken(rest)?);
    let (taken, left) = rest.split_at_checked(len.into()).ok_or(NoReply::Cut)?;
    *rest = left;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::ipp::model::DelimiterTag;
    use ::ipp::parser::IppParser;
    use ::ipp::reader::IppReader;

    fn request() -> Vec<u8> {
        Request::new(Operation::CreateJob, 7, "ipp://localhost:60000/ipp/print")
            .name("requesting-user-name", "custodian")
            .keywords("requested-attributes", &["job-state", "job-id"])
            .group(Group::Job)
            .integer("copies", 1)
            .truth("last-document", true)
            .bytes()
    }

    #[test]
    fn what_is_asked_is_read_by_another_implementation() {
        let read = IppParser::new(IppReader::new(std::io::Cursor::new(request())))
            .parse()
            .expect("a request");
        assert_eq!(read.header().operation_or_status, 0x05);
        assert_eq!(read.header().request_id, 7);
        let of = |tag, name: &str| {
            let group = read.attributes().first_of(tag).expect("a group");
            format!("{}", group.get(name).expect("an attribute").value())
        };
        let operation = |name| of(DelimiterTag::OperationAttributes, name);
        assert_eq!(operation("printer-uri"), "ipp://localhost:60000/ipp/print");
        assert_eq!(operation("requesting-user-name"), "custodian");
        assert_eq!(operation("requested-attributes"), "[job-state, job-id]");
        assert_eq!(of(DelimiterTag::JobAttributes, "copies"), "1");
        assert_eq!(of(DelimiterTag::JobAttributes, "last-document"), "true");
    }

    fn reply() -> Vec<u8> {
        let mut bytes = Request(vec![2, 0, 0, 1, 0, 0, 0, 9])
            .group(Group::Operation)
            .text(CHARSET, "attributes-charset", "utf-8")
            .group(Group::Printer)
            .value(ENUM, "printer-state", &[0, 0, 0, 5])
            .keywords("printer-state-reasons", &["media-empty-error", "paused"])
            .value(BEGIN_COLLECTION, "media-col", b"")
            .value(0x4A, "", b"media-size")
            .value(BEGIN_COLLECTION, "", b"")
            .value(0x4A, "", b"x-dimension")
            .value(INTEGER, "", &[0, 0, 0, 1])
            .value(END_COLLECTION, "", b"")
            .value(END_COLLECTION, "", b"")
            .truth("printer-is-accepting-jobs", true)
            .group(Group::Unsupported)
            .value(0x10, "sides", b"")
            .bytes();
        bytes.extend(b"a document");
        bytes
    }

    #[test]
    fn a_reply_is_read_by_group_and_name() {
        let reply = Reply::read(&reply(), 9).expect("a reply");
        assert_eq!(reply.status, 1);
        assert!(reply.is_done());
        assert_eq!(reply.number(Group::Printer, "printer-state"), Some(5));
        assert_eq!(reply.number(Group::Job, "printer-state"), None);
        assert_eq!(
            reply.texts(Group::Printer, "printer-state-reasons"),
            ["media-empty-error", "paused"]
        );
        assert!(reply.numbers(Group::Printer, "media-col").is_empty());
        assert_eq!(
            reply.truth(Group::Printer, "printer-is-accepting-jobs"),
            Some(true)
        );
        assert!(reply.has(Group::Unsupported, "sides"));
        assert!(!reply.has(Group::Unsupported, "media"));
    }

    #[test]
    fn i9_no_reply_is_taken_for_another_and_none_panics() {
        let whole = reply();
        let end = whole.len() - b"a document".len();
        for len in 0..end {
            assert_eq!(Reply::read(&whole[..len], 9), Err(NoReply::Cut), "{len}");
        }
        assert_eq!(Reply::read(&whole, 8), Err(NoReply::OtherRequest));
        assert_eq!(Reply::read(b"HTTP/1.1 200 OK", 9), Err(NoReply::Version));
        for version in [0, 3, 255] {
            let mut other = whole.clone();
            other[0] = version;
            assert_eq!(Reply::read(&other, 9), Err(NoReply::Version));
        }
        // Every byte changed to every value; and collections nested as deep as a reply has room for.
        for at in 8..end {
            for value in 0..=255 {
                let mut other = whole.clone();
                other[at] = value;
                let _ = Reply::read(&other, 9);
            }
        }
        let mut deep = vec![2, 0, 0, 0, 0, 0, 0, 9, Group::Printer as u8];
        deep.extend([BEGIN_COLLECTION, 0, 1, b'x', 0, 0]);
        for _ in 0..100_000 {
            deep.extend([BEGIN_COLLECTION, 0, 0, 0, 0]);
        }
        assert_eq!(Reply::read(&deep, 9), Err(NoReply::Cut));
        for malformed in [
            &[ENUM, 0, 1, b'x', 0, 1, 7][..],
            &[BOOLEAN, 0, 1, b'x', 0, 1, 7],
            &[END_COLLECTION, 0, 1, b'x', 0, 0],
            &[KEYWORD, 0, 0, 0, 1, b'x'],
            &[KEYWORD, 0, 1, 0xFF, 0, 1, b'x'],
            &[0x80, 0, 1, b'x', 0, 0],
        ] {
            let mut bytes = vec![2, 0, 0, 0, 0, 0, 0, 9, Group::Printer as u8];
            bytes.extend(malformed);
            bytes.push(END);
            assert_eq!(
                Reply::read(&bytes, 9),
                Err(NoReply::Malformed),
                "{malformed:?}"
            );
        }
        let no_group = [2, 0, 0, 0, 0, 0, 0, 9, KEYWORD, 0, 1, b'x', 0, 1, b'y', END];
        assert_eq!(Reply::read(&no_group, 9), Err(NoReply::Malformed));
    }
}
