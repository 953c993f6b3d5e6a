//! Ledgers to judge, and two judges: ours, and the Python reader that was written from the manual alone.

use sealwright::ledger::{Chain, NotVerified, Origin, verify};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a reader says of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    Valid {
        origin: String,
        size: u64,
        root: String,
        head: String,
        torn: Option<(u64, u64)>,
    },
    Invalid {
        line: u64,
    },
    /// Another version of the program wrote it, as its first line says.
    CouldNotTell,
}

/// Our reader, with its own words for an invalid ledger.
pub fn ours(ledger: &[u8]) -> (Judgement, String) {
    match verify(ledger, &mut |_| Ok(())) {
        Ok(found) => {
            let judgement = Judgement::Valid {
                origin: found.head.origin.to_string(),
                size: found.head.size,
                root: found.head.root_base64(),
                head: hex(&found.head.hash()),
                torn: found.torn.map(|t| (t.offset, t.len)),
            };
            (judgement, String::new())
        }
        Err(NotVerified::Invalid(e)) => (Judgement::Invalid { line: e.line }, e.to_string()),
        Err(NotVerified::Unknown(e)) => (Judgement::CouldNotTell, e.to_string()),
        Err(NotVerified::Io(e)) => panic!("reading memory failed: {e}"),
    }
}

/// The Python reader, on many ledgers in one run; `name` makes the folder.
pub fn python<L: AsRef<[u8]>>(name: &str, ledgers: &[L]) -> Vec<Judgement> {
    let folder = fresh_folder(name);
    let mut judgements = Vec::new();
    for (first, some) in ledgers.chunks(1000).enumerate() {
        let paths: Vec<PathBuf> = some
            .iter()
            .enumerate()
            .map(|(n, ledger)| {
                let path = folder.join(format!("{}", first * 1000 + n));
                std::fs::write(&path, ledger).expect("the folder for tests can be written");
                path
            })
            .collect();
        let (code, said) = read_ledger(&paths);
        let here: Vec<Judgement> = said.split("ledger /").skip(1).map(judgement).collect();
        assert_eq!(here.len(), some.len(), "one judgement a ledger:\n{said}");
        let code_of = |judgement: &Judgement| match judgement {
            Judgement::Valid { .. } => 0,
            Judgement::Invalid { .. } => 1,
            Judgement::CouldNotTell => 2,
        };
        let gravest = here.iter().map(code_of).max().unwrap_or_default();
        assert_eq!(code, gravest, "the exit code:\n{said}");
        judgements.extend(here);
    }
    std::fs::remove_dir_all(folder).expect("the folder for tests can be removed");
    judgements
}

/// Runs `read_ledger.py`: its exit code, and what it printed.
pub fn read_ledger<P: AsRef<Path>>(paths: &[P]) -> (i32, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interpreter = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or_else(|| root.join("tests/.venv/bin/python"), PathBuf::from);
    let output = Command::new(&interpreter)
        .arg(root.join("tests/judges/read_ledger.py"))
        .args(paths.iter().map(AsRef::as_ref))
        .output()
        .unwrap_or_else(|e| panic!("no Python at {}: {e}", interpreter.display()));
    let said = String::from_utf8(output.stdout).expect("the reader prints UTF-8");
    let trace = String::from_utf8_lossy(&output.stderr);
    assert!(!trace.contains("Traceback"), "{trace}");
    (output.status.code().expect("the reader ends"), said)
}

/// An empty folder for one test.
pub fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder of an earlier run can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder for tests can be made");
    folder
}

fn judgement(said: &str) -> Judgement {
    let field = |name: &str| {
        said.lines()
            .find_map(|l| l.strip_prefix(name)?.strip_prefix(' '))
    };
    if let Some(rest) = field("invalid line") {
        let (line, _) = rest.split_once(':').expect("`invalid line N: why`");
        return Judgement::Invalid { line: number(line) };
    }
    if said
        .lines()
        .any(|line| line.starts_with("could not tell: "))
    {
        return Judgement::CouldNotTell;
    }
    assert_eq!(said.trim_end().lines().last(), Some("valid"), "{said}");
    let whole = |name| field(name).unwrap_or_else(|| panic!("no {name}: {said}"));
    Judgement::Valid {
        origin: whole("origin").into(),
        size: number(whole("size")),
        root: whole("root").into(),
        head: whole("head").into(),
        torn: field("torn").map(|t| {
            let (offset, len) = t.split_once(' ').expect("`torn OFFSET LEN`");
            (number(offset), number(len))
        }),
    }
}

fn number(text: &str) -> u64 {
    text.parse()
        .unwrap_or_else(|_| panic!("not a number: {text}"))
}

/// A ledger, made entry by entry as a book makes it.
#[derive(Clone, Default)]
pub struct Writer {
    pub chain: Chain,
    pub bytes: Vec<u8>,
    pub lines: Vec<String>,
}

impl Writer {
    /// A ledger with its first entry.
    pub fn opened() -> Writer {
        let mut writer = Writer::default();
        let origin =
            Origin::book(*b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff");
        writer.add(json!({"type": "book-opened", "origin": origin.as_str(), "format": 1}));
        writer
    }

    /// A ledger of `size` entries, every seventh a checkpoint.
    pub fn of_size(size: u64) -> Writer {
        let mut writer = Writer::opened();
        for n in 1..size {
            match writer.chain.head() {
                Some(head) if n % 7 == 6 => writer.add(head.checkpoint()),
                _ => writer.add(json!({
                    "type": "something-noted",
                    "what": format!("number {n}"),
                    "list": [n, null, true, {"deep": -(n as i64)}],
                })),
            }
        }
        writer
    }

    /// Adds an entry.
    pub fn add(&mut self, event: Value) {
        let n = self.chain.size();
        let at = jiff::Timestamp::from_second(1_790_000_000 + n as i64 * 61).expect("in range");
        let by: &[&str] = match n % 3 {
            0 => &[],
            1 => &["anna"],
            _ => &["anna", "bruno-2"],
        };
        let next = self
            .chain
            .next(at, by, n % 4, event)
            .expect("an entry that is allowed");
        self.bytes.extend_from_slice(next.line.as_bytes());
        self.bytes.push(b'\n');
        self.lines.push(next.line);
        self.chain = next.chain;
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
