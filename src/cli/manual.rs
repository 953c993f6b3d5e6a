//! `sealwright manual`.

use super::{COULD_NOT, DONE, WRONG, print, print_json, sorry};
use crate::manual::{CHAPTERS, Found, search};
use crate::text::safe::Safe;
use serde_json::json;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 found; 1 the word stands nowhere; 2 no such chapter")]
pub struct Args {
    /// The chapter; without it, the list of them.
    chapter: Option<String>,
    /// Where this stands: chapter, section and line. Capitals do not matter.
    #[arg(long, value_name = "WORD")]
    search: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> u8 {
    let chapter = args.chapter.as_deref();
    let known = |name: &str| CHAPTERS.iter().find(|(known, ..)| *known == name);
    match (chapter, &args.search) {
        (Some(name), _) if known(name).is_none() => no_such(name),
        (_, Some(word)) => found(chapter, word, args.json),
        (Some(name), None) => {
            if let Some((name, title, text)) = known(name) {
                match args.json {
                    true => print_json(&json!({"name": name, "title": title, "text": text})),
                    false => print(text),
                }
            }
            DONE
        }
        (None, None) => {
            list(args.json);
            DONE
        }
    }
}

fn list(json: bool) {
    if json {
        let one = |(name, title, _): &(&str, &str, &str)| json!({"name": name, "title": title});
        let chapters: Vec<_> = CHAPTERS.iter().map(one).collect();
        return print_json(&json!({ "chapters": chapters }));
    }
    let lines = CHAPTERS
        .iter()
        .map(|(name, title, _)| format!("{name:<10}  {title}\n"));
    print(&lines.collect::<String>());
}

fn found(chapter: Option<&str>, word: &str, json: bool) -> u8 {
    let here = |found: &Found| chapter.is_none_or(|name| found.chapter == name);
    let all: Vec<Found> = search(word).filter(here).collect();
    if json {
        let one = |found: &Found| {
            json!({
                "chapter": found.chapter,
                "section": found.section,
                "line": found.line,
                "text": found.text,
            })
        };
        print_json(&json!({ "found": all.iter().map(one).collect::<Vec<_>>() }));
    } else {
        let one = |found: &Found| {
            format!(
                "{}, {}, line {}\n    {}\n",
                found.chapter, found.section, found.line, found.text
            )
        };
        print(&all.iter().map(one).collect::<String>());
    }
    match (all.is_empty(), json) {
        (false, _) => DONE,
        (true, true) => WRONG,
        (true, false) => sorry(
            WRONG,
            format!("the manual does not say {}", Safe::new(word, 40)),
        ),
    }
}

fn no_such(name: &str) -> u8 {
    let known: Vec<&str> = CHAPTERS.iter().map(|(name, _, _)| *name).collect();
    let name = Safe::new(name, 40);
    sorry(
        COULD_NOT,
        format!(
            "there is no chapter {name}; there are: {}",
            known.join(", ")
        ),
    )
}
