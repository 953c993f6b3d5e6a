//! What the tests of the commands share: a folder of their own, the real binary, a person at a terminal.

#![allow(dead_code)] // each test file uses a part of it

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub const BINARY: &str = env!("CARGO_BIN_EXE_sealwright");

/// A folder that is removed in the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "sealwright-cli-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.0.join(inside)
    }

    pub fn text(&self, inside: &str) -> String {
        self.path(inside).to_str().unwrap().to_owned()
    }

    /// A new book in it; its path.
    pub fn book(&self) -> String {
        let book = self.text("book");
        let made = sealwright(&["init", &book]);
        assert_eq!(made.code, 0, "{}", made.err);
        book
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the real binary, without a terminal.
pub fn sealwright(args: &[&str]) -> Ran {
    let output = Command::new(BINARY)
        .args(args)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    Ran {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// What a terminal showed.
pub struct Sat {
    pub transcript: String,
    pub code: i64,
    /// Whether the terminal echoes again afterwards.
    pub echo: bool,
}

/// Runs the real binary at a terminal: waits for the first of each pair, types the second.
pub fn at_terminal(args: &[&str], steps: &[(&str, &str)]) -> Sat {
    sit(BINARY, args, steps, None, false)
}

/// The same, and after the last step the program is killed (SIGKILL).
pub fn killed_at_terminal(args: &[&str], steps: &[(&str, &str)]) -> Sat {
    sit(BINARY, args, steps, None, true)
}

/// The same, and no file may grow beyond `limit` bytes: a full disk.
pub fn at_terminal_with_limit(args: &[&str], steps: &[(&str, &str)], limit: u64) -> Sat {
    sit(BINARY, args, steps, Some(limit), false)
}

/// Any program at a terminal.
pub fn sit(
    program: &str,
    args: &[&str],
    steps: &[(&str, &str)],
    limit: Option<u64>,
    kill: bool,
) -> Sat {
    let root = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("SEALWRIGHT_PYTHON")
        .unwrap_or_else(|_| format!("{root}/tests/.venv/bin/python"));
    let mut judge = Command::new(&python)
        .arg(format!("{root}/tests/judges/terminal.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| {
            panic!("no Python at {python}: run tests/run, or set SEALWRIGHT_PYTHON ({e})")
        });
    let argv: Vec<&str> = std::iter::once(program)
        .chain(args.iter().copied())
        .collect();
    // A ceremony begins with the line that shows the keyboard's layout.
    let phrase = sealwright::tui::keyboard::PHRASE;
    let typed = format!("{phrase}\n");
    let first = args.contains(&"run").then_some((phrase, typed.as_str()));
    let steps: Vec<(&str, &str)> = first.into_iter().chain(steps.iter().copied()).collect();
    let request = serde_json::json!({
        "argv": argv,
        "env": {"TERM": "dumb", "LC_ALL": "C.UTF-8", "SEALWRIGHT_TEST_AT_TERMINAL": "yes"},
        "steps": steps,
        "limit": limit,
        "kill": kill,
    });
    let mut stdin = judge.stdin.take().unwrap();
    stdin.write_all(request.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = judge.wait_with_output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let transcript = answer["transcript"].as_str().unwrap().to_owned();
    assert_eq!(
        answer["missed"],
        serde_json::Value::Null,
        "never came, in:\n{transcript}"
    );
    Sat {
        transcript,
        code: answer["exit"].as_i64().unwrap(),
        echo: answer["echo"].as_bool().unwrap(),
    }
}

/// Every file below a folder, with its content.
pub fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(everything_in(&path));
        } else {
            all.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}
