//! The laptop is fit: offline, no swap, no dumps, clock right (I4, I14); and its printer prints.

use crate::ceremony::paper::{print_document, stationery};
use crate::ceremony::roll;
use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::Event;
use crate::sheet;
use crate::words::clause::Clause;
use crate::words::say::{Document, Prompt};

/// Looks at the laptop. What does not meet the requirements is an exception that both assent to.
pub fn check_laptop(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    let findings = w.laptop.findings();
    if findings.is_empty() {
        w.people.tell(&Prompt::AllFit);
    } else {
        w.people.tell(&Prompt::Findings {
            findings: findings.clone(),
        });
        roll::exception(
            w,
            roll,
            &Clause::LaptopIsNotFit {
                findings: findings.clone(),
            },
        )?;
    }
    let findings = findings.iter().map(ToString::to_string).collect();
    w.book.note(Event::LaptopChecked { findings })?;
    print_test_page(w)
}

/// A page without a secret comes first: what the printer cannot do shows on it.
fn print_test_page(w: &mut World) -> Result<(), Stop> {
    let rehearsal = w.book.custody().is_rehearsal();
    let page = sheet::test_page(&stationery(&w.plan, rehearsal));
    print_document(w, &page, Document::TestPage)
}
