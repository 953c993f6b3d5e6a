//! The played USB port: software keys behind [`Link`].

use super::stage::{Meanwhile, Stage};
use crate::ceremony::world::Ports;
use crate::ctap::{Link, LinkError, Packet, PluggedKey, Waiting, WaitingFor};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// The laptop's one port.
pub struct PlayedPorts(pub Rc<RefCell<Stage>>);

impl Ports for PlayedPorts {
    fn plugged(&mut self) -> Result<Vec<PluggedKey>, String> {
        let labels = self.0.borrow().port.clone();
        Ok(labels.into_iter().map(played).collect())
    }

    fn open(&mut self, path: &str) -> Result<Box<dyn Link>, String> {
        let opened = self.0.borrow().elapsed;
        Ok(Box::new(PlayedLink {
            stage: Rc::clone(&self.0),
            label: path.into(),
            opened,
        }))
    }
}

/// A key as USB would show it; the number on its case is not told.
fn played(label: String) -> PluggedKey {
    PluggedKey {
        path: label,
        vendor_id: 0,
        product_id: 0,
        manufacturer: None,
        product: None,
        serial: None,
    }
}

/// A link to a key by its label, as long as it is plugged in.
struct PlayedLink {
    stage: Rc<RefCell<Stage>>,
    label: String,
    opened: Duration,
}

impl Link for PlayedLink {
    fn now(&self) -> Duration {
        self.stage.borrow().elapsed.saturating_sub(self.opened)
    }

    fn send(&mut self, packet: &Packet, by: Duration) -> Result<(), LinkError> {
        let mut stage = self.stage.borrow_mut();
        stage.touched = false;
        let effect = stage.begin("packet", || format!("to {}", self.label));
        let by = self.opened.saturating_add(by);
        let mut clock = stage.elapsed;
        let sent = match stage.with_finger(&self.label) {
            Some(key) => key.send_at(&mut clock, packet, by),
            None => Err(LinkError::Gone),
        };
        stage.without_finger(&self.label);
        stage.elapsed = clock;
        if stage.pull_at > 0 {
            stage.pull_at -= 1;
            if stage.pull_at == 0 {
                stage.unplug();
            }
        }
        stage.packets[0] += 1;
        stage.end(&effect);
        sent
    }

    fn receive(&mut self, by: Duration) -> Result<Packet, LinkError> {
        let mut stage = self.stage.borrow_mut();
        let by = self.opened.saturating_add(by);
        let mut clock = stage.elapsed;
        let received = match stage.with_finger(&self.label) {
            Some(key) => key.receive_at(&mut clock, by),
            None => Err(LinkError::Gone),
        };
        stage.without_finger(&self.label);
        stage.elapsed = clock;
        stage.packets[1] += u64::from(received.is_ok());
        received
    }

    fn waiting(&mut self, what: WaitingFor) -> Waiting {
        let finger = self.stage.borrow().finger.clone();
        let (Some(finger), WaitingFor::Touch) = (finger, what) else {
            return Waiting::GoOn;
        };
        match finger() {
            Some(Meanwhile::Touch) => self.stage.borrow_mut().touched = true,
            Some(Meanwhile::Unplug) => self.stage.borrow_mut().unplug(),
            Some(Meanwhile::Leave) => return Waiting::Cancel,
            None => {}
        }
        Waiting::GoOn
    }
}
