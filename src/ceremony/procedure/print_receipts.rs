//! A receipt for each person who takes bags away.

use crate::ceremony::paper::{print_open, stationery, today};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::plan::Name;
use crate::sheet::{self, Receipt};
use crate::text::say::Prompt;
use std::collections::BTreeMap;

/// Prints them, from what this ceremony's ledger says was handed over.
pub fn print_receipts(w: &mut World) -> Result<(), Stop> {
    let date = today(w);
    for (person, bags) in taken(w) {
        let name = w
            .plan
            .person(&person)
            .map_or_else(|| person.to_string(), |p| p.name.clone());
        let custody = w.book.custody();
        let page = sheet::receipt(&Receipt {
            on: stationery(&w.plan, custody.is_rehearsal()),
            ceremony: custody.ceremony().map_or(0, |open| open.number),
            date,
            person: (person.as_str(), &name),
            bags,
        });
        print_open(w, &page, "receipt", &Prompt::SignReceipt { person: name })?;
    }
    Ok(())
}

/// Who took which bags: serial, what is in it, its place.
fn taken(w: &World) -> BTreeMap<Name, Vec<[String; 3]>> {
    let custody = w.book.custody();
    let mut taken: BTreeMap<Name, Vec<[String; 3]>> = BTreeMap::new();
    for (serial, to) in custody.ceremony().map_or(&[][..], |open| &open.handed) {
        let Some(bag) = custody.bags().get(serial) else {
            continue;
        };
        let items: Vec<String> = bag.items.iter().map(ToString::to_string).collect();
        let place = w.plan.place(&bag.place);
        let place = place.map_or_else(|| bag.place.to_string(), |p| p.name.clone());
        let row = [serial.to_string(), items.join(", "), place];
        taken.entry(to.clone()).or_default().push(row);
    }
    taken
}
