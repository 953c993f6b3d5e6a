//! Whole ceremonies on real firmware: the played people move virtual keys (tests/vkey) in place of the software ones.

mod stage;
mod vkey_rig;

use sealwright::ceremony::run::Ending;
use sealwright::ceremony::world::Ports;
use sealwright::ctap::{Client, Link};
use sealwright::rehearsal::{PlayedPeople, PlayedPrinter, RealKeys, Stage, play_at};
use stage::{Quiet, Theatre, usual_plan};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vkey_rig::VirtualKey;

/// The keys by label; each new label is a new key.
#[derive(Default)]
struct Drawer(RefCell<BTreeMap<String, VirtualKey>>);

impl Drawer {
    fn plugged<T>(&self, label: &str, then: impl FnOnce(&VirtualKey) -> T) -> T {
        let mut keys = self.0.borrow_mut();
        match keys.get_mut(label) {
            Some(key) => key.replug(),
            None => drop(keys.insert(label.into(), VirtualKey::new())),
        }
        then(&keys[label])
    }
}

impl RealKeys for Drawer {
    fn plug(&self, label: &str) {
        self.plugged(label, |_| ());
    }

    fn unplug(&self, label: &str) {
        if let Some(key) = self.0.borrow_mut().get_mut(label) {
            key.unplug();
        }
    }

    fn plug_elsewhere(&self, label: &str) -> Option<Box<dyn Link>> {
        Some(self.plugged(label, |key| Box::new(key.link())))
    }
}

/// The laptop's one port.
struct Port(Rc<RefCell<Stage>>, Rc<Drawer>);

impl Ports for Port {
    fn plugged(&mut self) -> Result<Vec<String>, String> {
        Ok(self.0.borrow().port.iter().cloned().collect())
    }

    fn open(&mut self, label: &str) -> Result<Box<dyn Link>, String> {
        let keys = self.1.0.borrow();
        let key = keys.get(label).ok_or("no such key")?;
        Ok(Box::new(key.link()))
    }
}

fn play_on(theatre: &Theatre, drawer: &Rc<Drawer>, template: &str) -> Ending {
    let shared = theatre.shared();
    shared.stage.borrow_mut().real_keys = Some(drawer.clone());
    let mut people = PlayedPeople::new(shared.clone(), Quiet, Default::default());
    let mut printer = PlayedPrinter {
        stage: Rc::clone(&theatre.stage),
        jam_in: None,
    };
    let mut port = Port(Rc::clone(&theatre.stage), Rc::clone(drawer));
    let script = theatre.script(template);
    play_at(
        &shared,
        &theatre.plan,
        Some(&script),
        &mut people,
        &mut printer,
        &mut port,
        None,
    )
    .expect("it begins")
}

#[test]
fn setup_and_drill_run_to_their_end_on_real_firmware() {
    let theatre = Theatre::new(usual_plan());
    let drawer = Rc::new(Drawer::default());
    for template in ["first-setup", "annual-rotation"] {
        assert_eq!(play_on(&theatre, &drawer, template), Ending::Ended);
    }
    let custody = theatre.custody();
    assert!(custody.ceremony().is_none() && custody.doubts().is_empty());

    // What the ledger says of each key, the key says too.
    let mut dice = sealwright::station::Dice;
    for (name, state) in custody.keys() {
        let link = drawer.plugged(name.as_str(), |key| key.link());
        let mut client = Client::open(link, &mut dice).expect("a channel");
        let info = client.info().expect("an answer");
        assert_eq!(info.pin_set(), Some(true));
        let model: String = info.aaguid.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(model, state.identity.aaguid);
        assert_eq!(client.pin_retries().expect("an answer").left, 8);
    }
    assert_eq!(drawer.0.borrow().len(), custody.keys().len());
}
