//! I20 in whole ceremonies, with the book in real files: something changes the ledger's file while people sit at the
//! table.

use crate::altered::{WAYS, flip};
use crate::rehearse_rig::fresh_folder;
use crate::stage::{People, Theatre};
use sealwright::book::{LEDGER, audit};
use sealwright::ceremony::run::Ending;
use sealwright::ceremony::template::{Template, bind};
use sealwright::custody::Custody;
use sealwright::plan::{Plan, SMALL};
use sealwright::rehearsal::{
    Effect, Folder, MemoryDisk, Moment, Played, PlayedPeople, PlayedPrinter, Script, Shared, Stage,
    Transcript, create, play,
};
use sealwright::station::disk::FolderDisk;
use sealwright::words::say::Prompt;
use sealwright::words::trouble::Trouble;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A played world whose book lies in real files.
struct World {
    root: PathBuf,
    folder: Folder,
    stage: Rc<RefCell<Stage>>,
    plan: Plan,
}

impl World {
    fn new(name: &str) -> World {
        let root = fresh_folder(name).join("world");
        let stage = Stage::new([3; 32], "2026-01-12T09:00:00Z".parse().unwrap());
        let world = World {
            folder: Folder::make(&root, SMALL).unwrap(),
            root,
            stage: Rc::new(RefCell::new(stage)),
            plan: Plan::parse("plan.toml", SMALL).unwrap(),
        };
        create(&world.shared(), &world.plan).unwrap();
        world
    }

    fn shared(&self) -> Shared {
        let keeper = self
            .folder
            .keeper(Vec::new(), &self.stage.borrow())
            .unwrap();
        let disk = FolderDisk::open(&self.folder.book()).unwrap();
        let disk = self
            .folder
            .disk(Box::new(disk), Rc::new(RefCell::new(keeper)));
        Shared {
            stage: Rc::clone(&self.stage),
            disk: Rc::new(RefCell::new(disk)),
        }
    }

    fn ledger(&self) -> PathBuf {
        self.folder.book().join(LEDGER)
    }

    /// Begins the setup, or goes on with it; `at` is called once, before the first effect that it is for.
    fn play(
        &self,
        goes_on: bool,
        at: impl FnMut(&Effect) -> bool + 'static,
    ) -> (Result<Ending, Played>, Heard) {
        let mut at = at;
        let mut done = false;
        let watch = move |_: &Stage, effect: &Effect, moment: Moment| {
            if moment == Moment::Before && !done {
                done = at(effect);
            }
        };
        self.stage
            .borrow_mut()
            .watched_by(Rc::new(RefCell::new(watch)));
        let script = bind(&Template::named("first-setup").unwrap(), &self.plan);
        let script = Some(&script).filter(|_| !goes_on);
        let heard = Heard::default();
        let shared = self.shared();
        let mut people = PlayedPeople::new(shared.clone(), heard.clone(), Script::default());
        let mut printer = PlayedPrinter {
            stage: Rc::clone(&self.stage),
            jam_in: None,
        };
        let ended = play(&shared, &self.plan, script, &mut people, &mut printer);
        (ended, heard)
    }
}

/// What the people were told and asked.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<Prompt>>>);

impl Transcript for Heard {
    fn write(&mut self, said: &Prompt, _: Option<&str>) {
        self.0.borrow_mut().push(said.clone());
    }
}

impl Heard {
    /// That the ledger was changed, where it was saved, and nothing else after that.
    fn of_an_altered_ledger(&self, way: &str) -> String {
        let heard = self.0.borrow();
        let altered = |p: &Prompt| {
            matches!(
                p,
                Prompt::Stopped {
                    trouble: Trouble::LedgerAltered { .. }
                }
            )
        };
        let told = heard
            .iter()
            .position(altered)
            .unwrap_or_else(|| panic!("{way}: {:?}", heard.last()));
        match &heard[told + 1..] {
            [Prompt::SaveLedgerTo, Prompt::LedgerSaved { file, .. }] => file.clone(),
            other => panic!("{way}: {other:?}"),
        }
    }
}

/// The file that the people saved is put in the book's place, and what was there aside, as the manual says.
fn put_back(world: &World, saved: &Path) {
    let book = world.folder.book();
    std::fs::create_dir_all(&book).unwrap();
    if world.ledger().exists() {
        std::fs::rename(world.ledger(), book.join("evidence")).unwrap();
    }
    std::fs::copy(saved, world.ledger()).unwrap();
}

#[test]
fn i20_a_ledger_changed_under_a_ceremony_stops_it_and_is_saved_and_it_goes_on_from_there() {
    // Before anything is written; amid it; while the first copy is about to be made.
    let moments: [fn(&Effect) -> bool; 3] = [
        |_| true,
        |effect| effect.about.starts_with("PinFrom"),
        |effect| effect.about.starts_with("CopyTo"),
    ];
    for (which, (way, alter)) in WAYS.into_iter().enumerate() {
        for (nth, is_now) in moments.iter().enumerate() {
            // A whole ceremony takes a second or two: the last moment, and going on, are played for some ways each.
            if nth == 2 && which % 4 != 1 {
                continue;
            }
            let world = World::new("altered-ledger");
            let ledger = world.ledger();
            let now = *is_now;
            let (ended, heard) = world.play(false, move |effect| {
                let now = now(effect);
                if now {
                    alter(&ledger);
                }
                now
            });
            let way = format!("{way}, moment {nth}");
            assert_eq!(ended, Ok(Ending::NotWritten), "{way}");
            let saved = world
                .root
                .join("sticks/1")
                .join(heard.of_an_altered_ledger(&way));
            let whole = std::fs::read(&saved).unwrap();
            audit(&whole[..], &mut Custody::default()).unwrap_or_else(|e| panic!("{way}: {e:?}"));
            if nth == 1 && which % 6 == 0 {
                put_back(&world, &saved);
                let (ended, _) = world.play(true, |_| false);
                assert_eq!(ended, Ok(Ending::Ended), "{way}");
            }
        }
    }
}

#[test]
fn i20_no_ceremony_ends_well_over_a_byte_that_was_flipped_unseen() {
    let world = World::new("altered-ledger-end");
    let ledger = world.ledger();
    let (ended, heard) = world.play(false, move |effect| {
        let last = effect.kind == "append" && effect.about.contains("\"copy\":2");
        if last {
            flip(&ledger, 20, true);
        }
        last
    });
    assert_eq!(ended, Ok(Ending::NotWritten));
    heard.of_an_altered_ledger("at the end");
    let written = std::fs::read_to_string(world.ledger()).unwrap();
    assert!(written.contains("\"copy\":2") && !written.contains("ceremony-ended"));
}

#[test]
fn i20_in_a_played_world_too() {
    let alterations: [fn(&mut MemoryDisk); 4] = [
        |disk| drop(disk.files.remove(LEDGER)),
        |disk| disk.files.get_mut(LEDGER).unwrap().push(b'\n'),
        |disk| disk.files.get_mut(LEDGER).unwrap().truncate(400),
        |disk| disk.files.get_mut(LEDGER).unwrap()[20] ^= 1,
    ];
    for alter in alterations {
        let theatre = Theatre::new(Plan::parse("plan.toml", SMALL).unwrap());
        let disk = Rc::clone(&theatre.disk);
        let mut done = false;
        let watch = move |_: &Stage, effect: &Effect, _: Moment| {
            if effect.about.starts_with("PinFrom") && !std::mem::replace(&mut done, true) {
                alter(&mut disk.borrow_mut());
            }
        };
        theatre
            .stage
            .borrow_mut()
            .watched_by(Rc::new(RefCell::new(watch)));
        let script = theatre.script("first-setup");
        let ended = theatre.run(Some(&script), People::default());
        assert_eq!(ended, Ok(Ending::NotWritten));
        let saved = theatre.disk.borrow().sticks.clone();
        let saved: Vec<_> = saved
            .iter()
            .filter(|(name, _)| name.contains("saved"))
            .collect();
        assert_eq!(saved.len(), 1);
        audit(&saved[0].1[..], &mut Custody::default()).unwrap();
    }
}
