//! The finger that touches the key, and what the key shows.

use crate::control::Faults;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use trussed::platform::UserInterface;
use trussed::types::ui::Status;
use trussed_core::types::{consent::Level, reboot::To};

pub struct Finger {
    faults: Arc<Faults>,
    blinks_since: Option<Instant>,
}

impl Finger {
    pub fn new(faults: Arc<Faults>) -> Finger {
        Finger {
            faults,
            blinks_since: None,
        }
    }
}

impl UserInterface for Finger {
    fn check_user_presence(&mut self) -> Level {
        let since = *self.blinks_since.get_or_insert_with(Instant::now);
        if self.faults.touches(since.elapsed()) {
            self.blinks_since = None;
            // Long enough for whatever asks for a long touch.
            return Level::Strong;
        }
        sleep(Duration::from_millis(2));
        Level::None
    }

    fn set_status(&mut self, status: Status) {
        let blinks = matches!(status, Status::WaitingForUserPresence);
        if blinks {
            self.blinks_since = None;
        }
        self.faults.blinks(blinks);
    }

    fn status(&self) -> Status {
        match self.faults.is_blinking() {
            true => Status::WaitingForUserPresence,
            false => Status::Idle,
        }
    }

    fn refresh(&mut self) {}

    /// The platform around this answers it, with the offset that `age` moves.
    fn uptime(&mut self) -> Duration {
        Duration::ZERO
    }

    fn reboot(&mut self, _: To) -> ! {
        std::process::exit(9)
    }

    fn wink(&mut self, _: Duration) {}
}
