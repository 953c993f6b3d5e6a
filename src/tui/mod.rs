//! The screen of two people at a terminal.
//!
//! A ceremony runs on one thread and the screen on another, one channel each way. `model` is what the screen knows
//! and what a key changes, `view` how it looks: both are pure, but that drawing notes how much room there was.
//! `people` is the ceremony's end of the channels, `screen` the screen's, [`tty`] the terminal.

mod at_hand;
mod backend;
mod facts;
mod field;
mod home;
pub mod keyboard;
mod model;
mod pager;
mod pages;
mod people;
mod rows;
mod screen;
pub mod signals;
pub mod tty;
mod view;
mod waker;

pub use at_hand::AtHand;
pub use facts::{Facts, Part};
pub use field::Field;
pub use home::{Door, Home, Went, draw_home};
pub use model::{Model, Question, Setting, Todo};
pub use pager::{Pager, Place, View};
pub use people::{
    Answer, Desk, Hand, Hands, ScreenPeople, Seat, Shown, TellsOver, Wanted, channels,
};
pub use screen::{Looks, run};
pub use view::{LEAST, Theme, draw};
pub use waker::Waker;
