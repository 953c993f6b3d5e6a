//! The house stands as `src/lib.rs` lists it: a room imports only what stands above it, and the few rooms with rules of
//! their own keep them. The scan reads tokens, so comments and texts do not count.

use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn the_house_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rooms = rooms(&std::fs::read_to_string(root.join("src/lib.rs")).unwrap());
    let files = sources(&root.join("src"));
    assert!(
        rooms.len() >= 10 && files.len() >= rooms.len(),
        "the scan does not see the house"
    );
    let mut complaints = String::new();
    for file in &files {
        let name = file.strip_prefix(root).unwrap().to_str().unwrap();
        for complaint in complaints_about(name, &std::fs::read_to_string(file).unwrap(), &rooms) {
            writeln!(complaints, "{complaint}").unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
    println!("{} files in {} rooms", files.len(), rooms.len());
}

/// The scan can fail: each of these made-up files breaks a rule.
#[test]
fn a_crooked_house_is_seen() {
    for (file, source, expected) in [
        (
            "src/text/a.rs",
            "use crate::plan::Plan;",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "use crate::{secret, plan::{Name, Plan}};",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "fn f() { crate :: plan\n::f() }",
            "`text` imports `plan`",
        ),
        (
            "src/text/mod.rs",
            "use super::plan;",
            "`text` imports `plan`",
        ),
        (
            "src/text/a/b.rs",
            "use super::super::super::plan::X;",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "mod inner { use super::super::super::plan; }",
            "`text` imports `plan`",
        ),
        (
            "src/book.rs",
            "use super::{ceremony};",
            "`book` imports `ceremony`",
        ),
        (
            "src/text/a.rs",
            "#[cfg(test)] mod tests { use crate::plan::Plan; }",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "/* \" */ use crate::plan; // \"",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "const Q: char = '\"'; use crate::plan; const R: char = '\"';",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "fn f<'a>(x: &'a str) { crate::plan::f(x) } // '",
            "`text` imports `plan`",
        ),
        (
            "src/text/a.rs",
            "const A: &str = r#\"a\"b\"#; use crate::plan;",
            "`text` imports `plan`",
        ),
        ("src/text/a.rs", "use crate::*;", "takes the whole crate"),
        (
            "src/text/a.rs",
            "use crate::{self as all};",
            "takes the whole crate",
        ),
        (
            "src/text/a.rs",
            "use crate as all;",
            "takes the whole crate",
        ),
        (
            "src/text/a.rs",
            "use crate::attic::X;",
            "`attic` is no room",
        ),
        ("src/attic/mod.rs", "", "belongs to no room"),
        (
            "src/rehearsal/a.rs",
            "use crate::station::harden;",
            "`rehearsal` names `station`",
        ),
        (
            "src/station/a.rs",
            "use crate::rehearsal;",
            "imports `rehearsal`",
        ),
        (
            "src/report/a.rs",
            "use crate::station::report;",
            "`report` names `station`",
        ),
        (
            "src/ceremony/a.rs",
            "use std::fs;",
            "`ceremony` uses `std::fs`",
        ),
        (
            "src/ceremony/a.rs",
            "use std::{collections, fs::File};",
            "`ceremony` uses `std::fs`",
        ),
        (
            "src/ceremony/a.rs",
            "fn f() { std::io::stdin(); }",
            "`ceremony` uses `stdin`",
        ),
        (
            "src/ceremony/a.rs",
            "fn f() { println!(\"x\") }",
            "`ceremony` uses `println!`",
        ),
        (
            "src/ceremony/a.rs",
            "use hidapi::HidApi;",
            "`ceremony` uses `hidapi`",
        ),
        (
            "src/ledger/a.rs",
            "use crate::plan::Plan;",
            "`ledger` imports `plan`",
        ),
        (
            "src/ledger/a.rs",
            "use crate::ctap::Link;",
            "`ledger` imports `ctap`",
        ),
        ("src/cli/a.rs", "use std::net::UdpSocket;", "a socket"),
        (
            "src/station/a.rs",
            "fn f() { std::os::unix::net::UnixStream::connect(p) }",
            "a socket",
        ),
        ("src/station/a.rs", "use rustix::net::socket;", "a socket"),
        ("src/station/a.rs", "use ureq::Agent;", "a socket"),
        (
            "src/plan/printer.rs",
            "use std::net::TcpStream;",
            "a socket",
        ),
        ("src/plan/a.rs", "use std::net::*;", "a socket"),
        ("src/book.rs", "fn f() { ureq::get(u).call() }", "a socket"),
        ("src/secret/draw.rs", "unsafe { f() }", "unsafe"),
        ("src/secret/draw.rs", "#![allow(unsafe_code)]", "unsafe"),
        (
            "src/main.rs",
            "use sealwright::plan;",
            "`main` imports `plan`",
        ),
    ] {
        let found = complaints_about(file, source, &played_rooms());
        assert!(
            found.iter().any(|c| c.contains(expected)),
            "{file}: {source}: {found:?}"
        );
    }
}

#[test]
fn a_straight_house_is_left_alone() {
    for (file, source) in [
        (
            "src/plan/a.rs",
            "use crate::text::safe; use crate::{secret, plan::b}; use super::c; use super::super::text;",
        ),
        (
            "src/plan/a.rs",
            "// use crate::cli;\n/* crate::cli /* nested */ crate::cli */ const A: &str = \"crate::cli \\\" unsafe\";",
        ),
        (
            "src/plan/a.rs",
            "/// ```\n/// sealwright::cli::main()\n/// ```\npub(crate) fn f() {} pub(in crate::plan) fn g() {}",
        ),
        (
            "src/plan/a.rs",
            "mod tests { use super::super::super::text; use super::*; }",
        ),
        (
            "src/secret/arena.rs",
            "#![allow(unsafe_code)] unsafe { f() }",
        ),
        (
            "src/station/printer/http.rs",
            "use std::net::TcpStream; use ureq::Agent;",
        ),
        ("src/plan/printer.rs", "use std::net::{IpAddr, Ipv4Addr};"),
        (
            "src/cli/mod.rs",
            "use crate::{station, rehearsal}; use std::fs;",
        ),
        (
            "src/ceremony/a.rs",
            "fn f(w: W) { w.paper.print(print != 1) } fn fs() {} mod tests { fn f() { println!(\"\") } }",
        ),
        ("src/main.rs", "fn main() { sealwright::cli::main() }"),
    ] {
        assert_eq!(
            complaints_about(file, source, &played_rooms()),
            [""; 0],
            "{file}: {source}"
        );
    }
}

/// The judges are of the tests alone: no binary holds them.
#[test]
fn judges_stay_in_the_tests() {
    let manifest =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    for judge in ["sharks", "blahaj", "ctap-hid-fido2"] {
        for (table, content) in manifest
            .iter()
            .filter(|(table, _)| *table != "dev-dependencies")
        {
            assert!(!content.to_string().contains(judge), "{judge} in [{table}]");
        }
    }
    assert!(
        manifest["dev-dependencies"].get("sharks").is_some(),
        "the control: the scan finds it where it belongs"
    );
}

fn played_rooms() -> Vec<String> {
    rooms(
        "pub mod text; pub mod secret; pub mod ctap; pub mod plan; pub mod ledger; pub mod book; pub mod ceremony; \
         pub mod station; pub mod rehearsal; pub mod report; pub mod cli;",
    )
}

/// What is wrong with one file.
fn complaints_about(file: &str, source: &str, rooms: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    let modules = module_path(file);
    let room = modules.first().map_or("main", String::as_str);
    let rank = |name: &str| rooms.iter().position(|r| r == name);
    if file == "src/lib.rs" {
        return complaints;
    }
    if room != "main" && rank(room).is_none() {
        complaints.push(format!("{file}: belongs to no room of src/lib.rs"));
    }

    for seen in paths(source, modules.len()) {
        let mut complain = |what: String| complaints.push(format!("{file}:{}: {what}", seen.line));
        let path: Vec<&str> = seen.path.iter().map(String::as_str).collect();
        match path[..] {
            ["unsafe" | "unsafe_code", ..] if file != "src/secret/arena.rs" => {
                complain("unsafe stands in src/secret/arena.rs alone".into());
            }
            // I14: a printer is all that is spoken to; whoever speaks of an address alone opens nothing.
            ["std", "net", "IpAddr" | "Ipv4Addr" | "Ipv6Addr"] => {}
            ["std" | "rustix", "net", ..]
            | ["std", "os", "unix", "net", ..]
            | ["ureq" | "ipp", ..]
                if !file.starts_with("src/station/printer") =>
            {
                complain("a socket: the program is offline".into());
            }
            ["crate" | "sealwright", "*" | "self"] | ["crate"] => {
                complain("takes the whole crate".into());
            }
            ["crate" | "sealwright", other, ..] if other != room => match (rank(other), rank(room))
            {
                (None, _) => complain(format!("`{other}` is no room")),
                (Some(_), None)
                    if room == "main" && !["cli", "secret", "station"].contains(&other) =>
                {
                    complain(format!("`main` imports `{other}`"));
                }
                (Some(o), Some(r)) if o > r => {
                    complain(format!("`{room}` imports `{other}`, which stands below it"));
                }
                _ if ["station", "rehearsal"].contains(&other)
                    && !["cli", "main"].contains(&room) =>
                {
                    complain(format!("`{room}` names `{other}`: `cli` alone does"));
                }
                _ if room == "ledger" && ["plan", "ctap"].contains(&other) => {
                    complain(format!(
                        "`ledger` imports `{other}`: it knows no event's meaning"
                    ));
                }
                _ => {}
            },
            _ if room == "ceremony" && !seen.in_tests => {
                if let Some(outside) = touches_the_system(&path) {
                    complain(format!(
                        "`ceremony` uses `{outside}`: it touches nothing but the world"
                    ));
                }
            }
            _ => {}
        }
    }
    complaints
}

fn touches_the_system(path: &[&str]) -> Option<String> {
    const MODULES: [&str; 6] = ["fs", "net", "process", "env", "os", "thread"];
    const NAMES: [&str; 12] = [
        "hidapi",
        "rustix",
        "libc",
        "crossterm",
        "ratatui",
        "stdin",
        "stdout",
        "stderr",
        "print!",
        "println!",
        "eprint!",
        "eprintln!",
    ];
    match path {
        ["std", module, ..] if MODULES.contains(module) => Some(format!("std::{module}")),
        _ => path
            .iter()
            .find(|name| NAMES.contains(name))
            .map(|name| (*name).to_owned()),
    }
}

/// The rooms in the order of `src/lib.rs`.
fn rooms(lib: &str) -> Vec<String> {
    let tokens = tokens(lib);
    let modules = tokens.windows(2).filter(|pair| pair[0].text == "mod");
    modules.map(|pair| pair[1].text.clone()).collect()
}

/// `src/a/b.rs` is `[a, b]`, `src/a/mod.rs` is `[a]`, `src/main.rs` is empty.
fn module_path(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    inner
        .split('/')
        .filter(|part| !["mod", "main", "lib"].contains(part))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A path that a source names, groups taken apart, `super` resolved as far as it leaves the room.
struct Seen {
    path: Vec<String>,
    line: usize,
    in_tests: bool,
}

/// All paths in a source whose file is `depth` modules below the crate.
fn paths(source: &str, depth: usize) -> Vec<Seen> {
    let tokens = tokens(source);
    let mut seen = Vec::new();
    // For each open brace: the name of the module that it opens, if it opens one.
    let mut braces: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = |n: usize| at.checked_sub(n).map_or("", |i| tokens[i].text.as_str());
        match token.text.as_str() {
            "{" => braces.push((before(2) == "mod").then(|| before(1).to_owned())),
            "}" => drop(braces.pop()),
            _ => {}
        }
        if !token.is_name() || before(1) == "::" {
            at += 1;
            continue;
        }
        let visibility = token.text == "crate" && before(1) == "(" && before(2) == "pub";
        let mut found = Vec::new();
        let next = path_at(&tokens, at, &[], &mut found);
        let modules = braces.iter().flatten();
        let in_tests = modules.clone().any(|name| name == "tests");
        let depth = depth + modules.count();
        if !visibility {
            seen.extend(found.into_iter().map(|path| Seen {
                path: resolved(path, depth),
                line: token.line,
                in_tests,
            }));
        }
        at = next;
    }
    seen
}

/// Reads one path (or tree of paths) at `at`; returns where it ends.
fn path_at(
    tokens: &[Token],
    mut at: usize,
    prefix: &[String],
    found: &mut Vec<Vec<String>>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |t: &Token| t.text.as_str());
    let mut path = prefix.to_vec();
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while !["}", ""].contains(&text(at)) {
                    at = if text(at) == "," {
                        at + 1
                    } else {
                        path_at(tokens, at, &path, found)
                    };
                }
                return at + 1;
            }
            "" => break,
            name => path.push(name.to_owned()),
        }
        at += 1;
        let goes_on = text(at) == "::"
            && tokens
                .get(at + 1)
                .is_some_and(|t| t.is_name() || ["{", "*"].contains(&t.text.as_str()));
        if !goes_on {
            // `use a as b`: the new name is no path.
            if text(at) == "as" && !prefix.is_empty() {
                at += 2;
            }
            break;
        }
        at += 1;
    }
    // A macro's name keeps its sign: `print!` is not the method `print`.
    if text(at) == "!"
        && text(at + 1) != "="
        && let Some(name) = path.last_mut()
    {
        name.push('!');
    }
    found.push(path);
    at
}

/// A path that climbs by `super` out of its room begins at the crate.
fn resolved(path: Vec<String>, depth: usize) -> Vec<String> {
    let climbs = path.iter().take_while(|part| *part == "super").count();
    if climbs < depth || climbs == 0 {
        return path;
    }
    std::iter::once("crate".to_owned())
        .chain(path.into_iter().skip(climbs))
        .collect()
}

#[derive(Debug)]
struct Token {
    text: String,
    line: usize,
}

impl Token {
    fn is_name(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// Names, `::` and single signs; without comments, texts, characters and lifetimes.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let peek = |at: usize| chars.get(at).copied().unwrap_or('\0');
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let start = at;
        match (peek(at), peek(at + 1)) {
            ('/', '/') => {
                while at < chars.len() && peek(at) != '\n' {
                    at += 1;
                }
            }
            ('/', '*') => at = end_of_comment(&chars, at),
            ('"', _) => at = end_of_text(&chars, at),
            ('\'', '\\') => {
                at += 3;
                while at < chars.len() && peek(at) != '\'' {
                    at += 1;
                }
                at += 1;
            }
            ('\'', _) if peek(at + 2) == '\'' => at += 3,
            ('\'', _) => {
                at += 1;
                while is_part(peek(at)) {
                    at += 1;
                }
            }
            (':', ':') => {
                at += 2;
                tokens.push(Token {
                    text: "::".into(),
                    line,
                });
            }
            (c, _) if is_part(c) => {
                while is_part(peek(at)) {
                    at += 1;
                }
                let text: String = chars[start..at].iter().collect();
                let raw = ["r", "br", "cr"].contains(&text.as_str());
                match peek(at) {
                    '"' if raw => at = end_of_raw_text(&chars, at),
                    '#' if raw && ['#', '"'].contains(&peek(at + 1)) => {
                        at = end_of_raw_text(&chars, at)
                    }
                    _ => tokens.push(Token { text, line }),
                }
            }
            (c, _) => {
                at += 1;
                if !c.is_whitespace() {
                    tokens.push(Token {
                        text: c.into(),
                        line,
                    });
                }
            }
        }
        line += chars[start..at.min(chars.len())]
            .iter()
            .filter(|&&c| c == '\n')
            .count();
    }
    tokens
}

fn end_of_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_text(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn end_of_raw_text(chars: &[char], mut at: usize) -> usize {
    let hashes = chars[at..].iter().take_while(|&&c| c == '#').count();
    at += hashes + 1;
    while at < chars.len() {
        if chars[at] == '"'
            && chars[at + 1..]
                .iter()
                .take(hashes)
                .filter(|&&c| c == '#')
                .count()
                == hashes
        {
            return at + 1 + hashes;
        }
        at += 1;
    }
    at
}
