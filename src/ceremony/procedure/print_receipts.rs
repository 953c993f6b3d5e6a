//! A receipt for each person who takes bags away.

use crate::ceremony::paper::{print_document, stationery, today};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::plan::Name;
use crate::sheet::{self, Receipt};
use crate::words::say::Document;
use std::collections::BTreeMap;

/// Prints them, from what the ledger says was handed over.
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
            person: person.as_str(),
            name: &name,
            bags,
        });
        print_document(w, &page, Document::Receipt { person: name })?;
    }
    Ok(())
}

/// What somebody took: the bag's serial, what is in it, its place.
type Taken = (String, String, String);

/// Who took which bags in this ceremony, where they still have them.
fn taken(w: &World) -> BTreeMap<Name, Vec<Taken>> {
    let mut taken: BTreeMap<Name, Vec<Taken>> = BTreeMap::new();
    for (serial, bag, person) in w.book.custody().handed() {
        let items: Vec<String> = bag.items.iter().map(ToString::to_string).collect();
        let place = w.book.custody().place_of_bag(bag);
        let place = place.map_or_else(|| bag.place.to_string(), |p| p.name.clone());
        let row = (serial.to_string(), items.join(", "), place);
        taken.entry(person.clone()).or_default().push(row);
    }
    taken
}
