//! The played printer: pages are text, kept by serial; and PDF, where somebody wants to look at them.

use super::stage::Stage;
use crate::ceremony::world::{Beside, Printer};
use crate::sheet::Page;
use std::cell::RefCell;
use std::rc::Rc;

/// A printer with a tray.
pub struct PlayedPrinter {
    /// The world.
    pub stage: Rc<RefCell<Stage>>,
    /// Pages until one jams halfway; None: none does.
    pub jam_in: Option<u64>,
}

impl Printer for PlayedPrinter {
    fn print(&mut self, page: &Page, _: &mut dyn Beside) -> Result<(), String> {
        let text = page.text().map_err(|e| e.to_string())?;
        let text = text.text().unwrap_or_default();
        let mut stage = self.stage.borrow_mut();
        let effect = stage.begin("print", || page.serial().into());
        let jam = self.jam_in == Some(0);
        self.jam_in = self.jam_in.map(|n| n.wrapping_sub(1));
        let half = text
            .char_indices()
            .nth(text.chars().count() / 2)
            .map_or(0, |(at, _)| at);
        let out = if jam { &text[..half] } else { text };
        if let Some(pdfs) = &mut stage.pdfs {
            let pdf = page.pdf().map_err(|e| e.to_string())?;
            let out = if jam { pdf.len() / 2 } else { pdf.len() };
            pdfs.insert(page.serial().into(), pdf.bytes()[..out].into());
        }
        stage.paper.insert(page.serial().into(), out.into());
        stage.tray.push(page.serial().into());
        stage.end(&effect);
        if jam {
            Err("the paper jammed".into())
        } else {
            Ok(())
        }
    }
}
