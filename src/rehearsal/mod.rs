//! The played world: software keys, a printer that keeps pages, two played custodians, a tenant, a disk in memory.
//!
//! [`Stage`] is the world as a value. It can be cloned at any effect, and a ceremony can go on from the clone as after
//! a crash: what the program had in memory is gone, what was done to the world stays.

mod by_hand;
mod chance;
mod dice;
mod disk;
mod folder;
mod people;
mod play;
mod ports;
mod printer;
mod sitting;
mod stage;
mod tenant;
mod transcript;
mod words;

pub use by_hand::{ByHand, PlayedTable, SCAN};
pub use chance::chance_json;
pub use dice::SeededDice;
pub use disk::{MemoryDisk, PlayedDisk};
pub use folder::{Files, Folder, FolderError, Keeper, KeptDisk, SystemFiles};
pub use people::{PlayedPeople, Script, Transcript};
pub use play::{Played, create, play, play_at, play_before};
pub use ports::PlayedPorts;
pub use printer::PlayedPrinter;
pub use sitting::{Given, Sitting};
pub use stage::{
    Effect, Meanwhile, Moment, PlayedBag, PlayedClock, PlayedLaptop, RealKeys, Shared, Stage, Watch,
};
pub use transcript::Written;
pub use words::Words;
