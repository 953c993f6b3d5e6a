//! The machine: locked memory, wiped memory, keyboards, chance. What needs a process of its own starts one.

mod alone;
mod arena;
mod draw;
mod harden;
mod keyboard;
mod leftovers;
mod memory;
mod no_room;
mod printed_leftovers;
#[path = "../shared/printing.rs"]
mod printing;
