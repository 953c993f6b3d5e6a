//! The house stands as `src/lib.rs` lists it: a room imports only what stands above it, and the few rooms with rules of
//! their own keep them. The scan reads tokens, so comments and texts do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[test]
fn the_house_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rooms = rooms(&std::fs::read_to_string(root.join("src/lib.rs")).unwrap());
    let files: Vec<File> = sources(&root.join("src"))
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            File::read(name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(
        rooms.len() >= 10 && files.len() >= rooms.len(),
        "the scan does not see the house"
    );
    print!("{}", floor_plan(&rooms, &files));
    let mut complaints: Vec<String> = files
        .iter()
        .flat_map(|file| complaints_about(&file.name, &file.source, &rooms))
        .collect();
    complaints.extend(circles(&files));
    complaints.extend(files.iter().filter_map(too_long));
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
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
            "src/report/a.rs",
            "use jiff::{Span, Timestamp};",
            "`report` uses `Span`",
        ),
        (
            "src/cli/a.rs",
            "fn f(d: Date) { d.tomorrow() }",
            "`cli` uses `tomorrow`",
        ),
        (
            "src/tui/a.rs",
            "fn f(d: Date) { d.checked_add(s) }",
            "`tui` uses `checked_add`",
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

/// Circles between the files of a room: each is seen, and what only looks like one is left alone.
#[test]
fn a_circle_is_seen() {
    let house = |files: &[(&str, &str)]| -> Vec<String> {
        let files: Vec<File> = files.iter().map(|(n, s)| File::read(n, s)).collect();
        circles(&files)
    };
    for crooked in [
        &[
            ("src/plan/a.rs", "use super::b::B; pub struct A;"),
            ("src/plan/b.rs", "use crate::plan::a::A; pub struct B;"),
        ][..],
        // Through three files, one of them deeper.
        &[
            ("src/plan/a.rs", "fn f() { super::b::f() }"),
            ("src/plan/b.rs", "use super::c::inner;"),
            ("src/plan/c/inner.rs", "use super::super::a::{f, g};"),
        ],
        // The room's own file holds a type, and calls the file that uses it.
        &[
            (
                "src/plan/mod.rs",
                "mod a; pub struct Plan; fn f() { a::f() }",
            ),
            ("src/plan/a.rs", "use super::Plan; pub fn f() {}"),
        ],
        // By another room's file of the same name it is told apart, by a name that is passed on it is not.
        &[
            (
                "src/plan/mod.rs",
                "mod a; mod b; pub use a::A; pub use b::*;",
            ),
            ("src/plan/a.rs", "use super::B; pub struct A;"),
            ("src/plan/b.rs", "use super::A; pub struct B;"),
        ],
        // What is passed on is also used here.
        &[
            (
                "src/plan/mod.rs",
                "mod a; pub use a::A; pub struct Plan { a: A }",
            ),
            ("src/plan/a.rs", "use super::Plan; pub struct A;"),
        ],
    ] {
        let found = house(crooked);
        assert_eq!(found.len(), 1, "{crooked:?}: {found:?}");
        assert!(found[0].contains("circle"), "{found:?}");
    }
    for straight in [
        // A room's own file only passes names on.
        &[
            (
                "src/plan/mod.rs",
                "mod a; mod b; pub use a::A; pub use b::B;",
            ),
            ("src/plan/a.rs", "use super::B; pub struct A;"),
            ("src/plan/b.rs", "pub struct B;"),
        ][..],
        &[
            (
                "src/plan/mod.rs",
                "mod a; pub mod b; fn f() { a::f(); b::f() }",
            ),
            (
                "src/plan/a.rs",
                "use super::b; fn f() { mod inner { use super::super::b; } }",
            ),
            (
                "src/plan/b.rs",
                "pub fn f() {} mod tests { use super::*; use crate::text::a; }",
            ),
            ("src/text/a.rs", "use super::b; fn f() { b::f() }"),
            ("src/text/b.rs", "fn f() { let a = 1; a }"),
        ],
    ] {
        assert_eq!(house(straight), [""; 0], "{straight:?}");
    }
}

/// A long file is seen, but for a table of texts.
#[test]
fn a_long_file_is_seen() {
    let long = "fn f() {}\n".repeat(MOST_LINES + 1);
    let told = |name: &str, source: &str| too_long(&File::read(name, source));
    assert!(told("src/plan/rules.rs", &long).is_some_and(|c| c.contains("801 lines")));
    assert!(
        told("src/words/mod.rs", &long).is_some(),
        "no table of texts"
    );
    assert_eq!(told("src/words/de/prompt.rs", &long), None);
    assert_eq!(told("src/plan/rules.rs", &long[10..]), None);
}

fn played_rooms() -> Vec<String> {
    rooms(
        "pub mod text; pub mod secret; pub mod ctap; pub mod plan; pub mod ledger; pub mod book; pub mod ceremony; \
         pub mod station; pub mod rehearsal; pub mod report; pub mod cli;",
    )
}

/// A source file, and what it names.
struct File {
    name: String,
    source: String,
    /// Its module, such as `[plan, rules]`.
    module: Vec<String>,
    /// What it defines.
    defines: BTreeSet<String>,
    uses: Vec<Used>,
    /// Paths outside of `use`.
    paths: Vec<Vec<String>>,
    /// Names that stand alone.
    names: BTreeSet<String>,
    lines: usize,
}

/// One name of a `use`: `use a::B as C` gives C for the path a::B.
struct Used {
    name: String,
    path: Vec<String>,
    passed_on: bool,
}

impl File {
    fn read(name: &str, source: &str) -> File {
        const DEFINING: [&str; 9] = [
            "struct", "enum", "fn", "const", "static", "type", "trait", "union", "mod",
        ];
        let module = module_path(name);
        let all = tokens(source);
        let defined = all.windows(3).filter(|at| {
            let declared = at[0].text == "mod" && at[2].text == ";";
            DEFINING.contains(&at[0].text.as_str()) && !declared
        });
        let mut file = File {
            name: name.to_owned(),
            source: source.to_owned(),
            defines: defined.map(|at| at[1].text.clone()).collect(),
            uses: Vec::new(),
            paths: Vec::new(),
            names: BTreeSet::new(),
            lines: source.lines().count(),
            module,
        };
        for seen in paths(source, usize::MAX) {
            let path = absolute(&seen, &file.module);
            match seen.used {
                _ if seen.in_tests() => {}
                None if seen.written.len() == 1 => {
                    file.names.extend(seen.written.first().cloned());
                }
                Some(passed_on) => file.uses.push(Used {
                    name: seen.renamed.or(path.last().cloned()).unwrap_or_default(),
                    path,
                    passed_on,
                }),
                None => file.paths.push(path),
            }
        }
        file
    }

    fn room(&self) -> &str {
        self.module.first().map_or("main", String::as_str)
    }
}

/// A path from the crate on, as far as it can be told: `super` and `self` resolved, a file's own names below it.
fn absolute(seen: &Seen, file: &[String]) -> Vec<String> {
    let here: Vec<String> = file.iter().chain(&seen.inside).cloned().collect();
    match seen.written.first().map(String::as_str) {
        Some("crate" | "sealwright") => seen.written[1..].to_vec(),
        Some("self" | "super") => {
            let climbs = seen.written.iter().take_while(|p| *p == "super").count();
            let rest = &seen.written[climbs.max(1)..];
            let stay = here.len().saturating_sub(climbs);
            here[..stay].iter().chain(rest).cloned().collect()
        }
        _ => here.iter().chain(&seen.written).cloned().collect(),
    }
}

/// The files of one room, by module.
struct Room<'f>(BTreeMap<&'f [String], &'f File>);

impl<'f> Room<'f> {
    /// The file in which what `path` names stands: names that a file passes on are followed.
    fn home(&self, path: &[String], steps: usize) -> Option<&'f File> {
        let (file, rest) = (1..=path.len())
            .rev()
            .find_map(|end| Some((*self.0.get(&path[..end])?, &path[end..])))?;
        let Some(name) = rest.first().filter(|_| steps > 0) else {
            return Some(file);
        };
        if file.defines.contains(name) {
            return Some(file);
        }
        let named = file.uses.iter().find(|used| used.name == *name);
        if let Some(used) = named {
            return self.home(&used.path, steps - 1);
        }
        let all = file.uses.iter().filter(|used| used.name == "*");
        let mut through = all.filter_map(|used| {
            let from = &used.path[..used.path.len() - 1];
            let home = self.home(&[from, &rest[..1]].concat(), steps - 1)?;
            home.defines.contains(name).then_some(home)
        });
        through.next_back().or(Some(file))
    }

    /// The files of the room that this one names.
    fn named_by(&self, file: &File) -> BTreeSet<&'f str> {
        let used = file
            .uses
            .iter()
            .filter(|used| !used.passed_on || file.names.contains(&used.name))
            .map(|used| &used.path);
        let paths = file.paths.iter();
        used.chain(paths)
            .filter(|path| path.first().is_some_and(|room| room == file.room()))
            .filter_map(|path| self.home(path, 8))
            .filter(|home| home.name != file.name)
            .map(|home| home.name.as_str())
            .collect()
    }
}

/// Each circle between files of a room, once.
fn circles(files: &[File]) -> Vec<String> {
    let rooms: BTreeSet<&str> = files.iter().map(File::room).collect();
    let mut complaints = Vec::new();
    for room in rooms {
        let inside: Vec<&File> = files.iter().filter(|f| f.room() == room).collect();
        let house = Room(inside.iter().map(|f| (f.module.as_slice(), *f)).collect());
        let names: BTreeMap<&str, BTreeSet<&str>> = inside
            .iter()
            .map(|file| (file.name.as_str(), house.named_by(file)))
            .collect();
        let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for file in names.keys() {
            let (mut seen, mut next) = (BTreeSet::new(), vec![*file]);
            while let Some(file) = next.pop() {
                next.extend(names[file].iter().filter(|named| seen.insert(**named)));
            }
            reached.insert(file, seen);
        }
        let mut told = BTreeSet::new();
        for file in names.keys() {
            let circle = reached[file]
                .iter()
                .filter(|other| reached[**other].contains(file));
            let circle: BTreeSet<&str> = circle.copied().collect();
            if circle.len() > 1 && told.insert(circle.clone()) {
                let arrows: Vec<String> = circle
                    .iter()
                    .map(|from| {
                        let to: Vec<&str> = names[from].intersection(&circle).copied().collect();
                        format!("{from} names {}", to.join(", "))
                    })
                    .collect();
                complaints.push(format!("`{room}` has a circle: {}", arrows.join("; ")));
            }
        }
    }
    complaints
}

/// A file that nobody reads in one go.
const MOST_LINES: usize = 800;

/// Where long files are tables of texts.
const TABLES_OF_TEXTS: [&str; 4] = [
    "src/words/catalogue/",
    "src/words/en/",
    "src/words/de/",
    "src/words/fi/",
];

fn too_long(file: &File) -> Option<String> {
    let table = TABLES_OF_TEXTS.iter().any(|t| file.name.starts_with(t));
    (file.lines > MOST_LINES && !table)
        .then(|| format!("{}: {} lines; at most {MOST_LINES}", file.name, file.lines))
}

/// Rooms, and within each its files: below stands what names nothing above it.
fn floor_plan(rooms: &[String], files: &[File]) -> String {
    let mut text = format!("{} files in {} rooms\n", files.len(), rooms.len());
    for room in rooms {
        let inside: Vec<&File> = files.iter().filter(|f| f.room() == room).collect();
        let house = Room(inside.iter().map(|f| (f.module.as_slice(), *f)).collect());
        let lines: usize = inside.iter().map(|f| f.lines).sum();
        text += &format!("{room}: {} files, {lines} lines\n", inside.len());
        let mut left: BTreeMap<&str, BTreeSet<&str>> = inside
            .iter()
            .map(|file| (file.name.as_str(), house.named_by(file)))
            .collect();
        while !left.is_empty() {
            let floor: Vec<&str> = left
                .iter()
                .filter(|(_, names)| !names.iter().any(|named| left.contains_key(named)))
                .map(|(name, _)| *name)
                .collect();
            let floor = if floor.is_empty() {
                left.keys().copied().collect()
            } else {
                floor
            };
            left.retain(|name, _| !floor.contains(name));
            let short = floor.iter().map(|name| {
                let inner = name.strip_prefix("src/").unwrap_or(name);
                inner.strip_prefix(&format!("{room}/")).unwrap_or(inner)
            });
            text += &format!("    {}\n", short.collect::<Vec<_>>().join(" "));
        }
    }
    text
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
            _ if room == "ceremony" && !seen.in_tests() => {
                if let Some(outside) = touches_the_system(&path) {
                    complain(format!(
                        "`ceremony` uses `{outside}`: it touches nothing but the world"
                    ));
                }
            }
            _ => {}
        }
    }
    if ["report", "cli", "tui"].contains(&room) {
        let computes = |token: &&Token| DATE_ARITHMETIC.contains(&token.text.as_str());
        complaints.extend(tokens(source).iter().filter(computes).map(|token| {
            let (line, name) = (token.line, &token.text);
            format!("{file}:{line}: `{room}` uses `{name}`: dates are computed in `duty`")
        }));
    }
    complaints
}

/// What computes with days and months.
const DATE_ARITHMETIC: [&str; 11] = [
    "Span",
    "ToSpan",
    "SignedDuration",
    "TimeZone",
    "to_zoned",
    "tomorrow",
    "yesterday",
    "checked_add",
    "checked_sub",
    "duration_since",
    "duration_until",
];

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
    /// The same as it is written.
    written: Vec<String>,
    /// The inline modules around it.
    inside: Vec<String>,
    /// In a `use`: whether that is public.
    used: Option<bool>,
    /// In a `use`: what `as` calls it.
    renamed: Option<String>,
    line: usize,
}

impl Seen {
    fn in_tests(&self) -> bool {
        self.inside.iter().any(|name| name == "tests")
    }
}

/// All paths in a source whose file is `depth` modules below the crate.
fn paths(source: &str, depth: usize) -> Vec<Seen> {
    let tokens = tokens(source);
    let mut seen = Vec::new();
    // For each open brace: the name of the module that it opens, if it opens one.
    let mut braces: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    // Where the last `use` stands, and whether it is public.
    let mut used = None;
    while let Some(token) = tokens.get(at) {
        let before = |n: usize| at.checked_sub(n).map_or("", |i| tokens[i].text.as_str());
        match token.text.as_str() {
            "{" => braces.push((before(2) == "mod").then(|| before(1).to_owned())),
            "}" => drop(braces.pop()),
            "use" => used = Some((at + 1, ["pub", ")"].contains(&before(1)))),
            _ => {}
        }
        if !token.is_name() || before(1) == "::" {
            at += 1;
            continue;
        }
        let visibility = token.text == "crate"
            && (before(1) == "(" && before(2) == "pub" || before(1) == "in" && before(2) == "(");
        let mut found = Vec::new();
        let next = path_at(&tokens, at, &[], &mut found);
        let inside: Vec<String> = braces.iter().flatten().cloned().collect();
        let depth = depth.saturating_add(inside.len());
        let method = before(1) == ".";
        if !visibility && !method {
            let used = used.filter(|(from, _)| *from == at);
            seen.extend(found.into_iter().map(|(path, renamed)| Seen {
                path: resolved(path.clone(), depth),
                written: path,
                inside: inside.clone(),
                used: used.map(|(_, public)| public),
                renamed,
                line: token.line,
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
    found: &mut Vec<(Vec<String>, Option<String>)>,
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
    let renamed = (text(at) == "as").then(|| text(at + 1).to_owned());
    // `use {a as b}`: the new name is no path.
    if renamed.is_some() && !prefix.is_empty() {
        at += 2;
    }
    found.push((path, renamed));
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
