//! I20: the ledger at its path is the file that was opened, as it was left; else nothing is written, and nothing is said
//! to be whole.

use crate::altered::{WAYS, flip};
use crate::disk::{Folder, new_book, open};
use sealwright::book::{Altered, BookError, LEDGER, audit};
use sealwright::custody::{Custody, Event};
use sealwright::plan::{Plan, SMALL};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn entry(organisation: &str) -> Event {
    let text = SMALL.replace("Example", organisation);
    let plan = Plan::parse("small.toml", &text).unwrap();
    Event::PlanProposed { plan }
}

#[test]
fn i20_a_ledger_that_others_changed_is_not_written_to_and_not_called_whole() {
    for opened_anew in [true, false] {
        for (way, alter) in WAYS {
            let folder = Folder::new();
            let mut book = new_book(&folder);
            book.note(entry("First")).unwrap();
            if opened_anew {
                drop(book);
                book = open(&folder).unwrap();
            }
            alter(&folder.book().join(LEDGER));
            let found = files(folder.root());

            let refused = book.note(entry("Second"));
            assert!(
                matches!(refused, Err(BookError::Altered(_))),
                "{way}: {refused:?}"
            );
            assert_eq!(book.check_whole().map_err(drop), Err(()), "{way}");
            let stick = folder.stick();
            assert!(
                matches!(book.copy_to(&stick), Err(BookError::Altered(_))),
                "{way}"
            );
            assert_eq!(files(folder.root()), found, "{way}: something was written");

            // What is in memory is whole, and can be saved elsewhere.
            let (name, lines) = book.save_to(&stick).unwrap();
            let saved = std::fs::read(Path::new(&stick).join(name)).unwrap();
            let verified = audit(&saved[..], &mut Custody::default()).unwrap();
            assert_eq!((verified.chain.size(), lines), (2, 2), "{way}");
        }
    }
}

#[test]
fn i20_what_was_found_altered_stays_so_when_it_is_put_back() {
    let folder = Folder::new();
    let mut book = new_book(&folder);
    let ledger = folder.book().join(LEDGER);
    let aside = folder.book().join("aside");
    std::fs::rename(&ledger, &aside).unwrap();
    assert_eq!(
        book.note(entry("First")),
        Err(BookError::Altered(Altered::Gone))
    );
    std::fs::rename(&aside, &ledger).unwrap();
    assert_eq!(
        book.note(entry("First")),
        Err(BookError::Altered(Altered::Gone))
    );
    drop(book);
    open(&folder).unwrap().note(entry("First")).unwrap();
}

#[test]
fn i20_a_change_that_leaves_length_time_and_last_line_is_found_before_the_whole_is_spoken_of() {
    let folder = Folder::new();
    let mut book = new_book(&folder);
    book.note(entry("First")).unwrap();
    flip(&folder.book().join(LEDGER), 20, true);
    let line_1 = BookError::Altered(Altered::Differs { line: 1 });
    assert_eq!(book.copy_to(&folder.stick()), Err(line_1.clone()));
    assert_eq!(book.note(entry("Second")), Err(line_1));
    assert_eq!(std::fs::read_dir(folder.stick()).unwrap().count(), 0);
}

#[test]
fn i20_a_ledger_that_was_only_touched_is_the_same_one() {
    let folder = Folder::new();
    let mut book = new_book(&folder);
    let file = std::fs::File::options()
        .append(true)
        .open(folder.book().join(LEDGER));
    file.unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    book.note(entry("First")).unwrap();
    book.copy_to(&folder.stick()).unwrap();
}

/// Every file below a folder, with what it holds.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for inner in std::fs::read_dir(root).unwrap() {
        let path = inner.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => drop(found.insert(path.clone(), std::fs::read(path).unwrap())),
        }
    }
    found
}
