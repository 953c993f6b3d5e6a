//! Labels for the bags to come, and the recovery leaflets.

use crate::ceremony::paper::{print_document, stationery, today};
use crate::ceremony::parts;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::OpenCeremony;
use crate::custody::procedure::{Bagged, Bags};
use crate::custody::script::{About, Script, Step};
use crate::duty::{self, day};
use crate::plan::{Account, Key, Name, Plan};
use crate::sheet::{self, BagLabel, BagLabels, Leaflet, Page, Shared};
use crate::words::clause::Clause;
use crate::words::say::Document;
use crate::words::trouble::Trouble;
use jiff::civil::Date;

/// Prints a label for each bag that this ceremony will seal, and a leaflet for each account whose shares it renews.
pub fn print_labels(w: &mut World) -> Result<(), Stop> {
    let labels = page_of_labels(w)?;
    print_document(w, &labels, Document::BagLabels)?;
    for leaflet in leaflets(w)? {
        print_document(w, &leaflet, Document::Leaflet)?;
    }
    Ok(())
}

fn page_of_labels(w: &mut World) -> Result<Page<'static>, Stop> {
    let due = day::rotate_by(today(w), w.plan.rules.rotate_every_months);
    let script = foreseen(w)?;
    let number = open(w)?.number;
    let labels = |step: &Step| {
        let row = step.procedure.row();
        let labels = row.bags.iter().map(|bags| match (bags, &step.about) {
            (Bags::Seals(Bagged::Key), About::Key(key)) => key_label(&w.plan, key, due),
            (Bags::Seals(Bagged::PinSheet), About::Key(key)) => pin_label(&w.plan, key, due),
            (Bags::Seals(Bagged::Shares), About::Account(account)) => {
                share_labels(&w.plan, account, due)
            }
            (Bags::Seals(_) | Bags::Opens(_), _) => Vec::new(),
        });
        labels.flatten().collect::<Vec<_>>()
    };
    Ok(sheet::bag_labels(&BagLabels {
        on: stationery(&w.plan, w.book.custody().is_rehearsal()),
        ceremony: number,
        labels: script.steps().flat_map(labels).collect(),
    }))
}

fn leaflets(w: &mut World) -> Result<Vec<Page<'static>>, Stop> {
    let script = foreseen(w)?;
    let w = &*w;
    let renewed = script
        .steps()
        .filter(|step| {
            let seals = Bags::Seals(Bagged::Shares);
            step.procedure.row().bags.contains(&seals)
        })
        .filter_map(|step| w.plan.account(step.about.account()?));
    let leaflet = |account: &Account| {
        sheet::leaflet(&Leaflet {
            on: stationery(&w.plan, w.book.custody().is_rehearsal()),
            of: Some(Shared {
                id: account.id.as_str(),
                account: &account.upn,
                threshold: account.password.threshold,
                members: u32::try_from(account.password.shares.len()).unwrap_or(u32::MAX),
            }),
        })
    };
    Ok(renewed.map(leaflet).collect())
}

/// The script, with the parts that are foreseen to repeat over duties.
fn foreseen(w: &mut World) -> Result<Script, Stop> {
    let now = w.book.now();
    let custody = w.book.custody();
    let today = duty::today(custody, now);
    Ok(parts::forecast(&open(w)?.script, custody, &w.plan, today))
}

fn open<'w>(w: &'w World) -> Result<&'w OpenCeremony, Stop> {
    let open = w.book.custody().ceremony();
    open.ok_or({
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::NoCeremonyIsOpen,
        })
    })
}

fn key_label(plan: &Plan, key: &Name, due: Date) -> Vec<BagLabel> {
    let planned = plan.key(key);
    let label = |planned: &Key| label(plan, planned, format!("key {key}"), &planned.place, due);
    planned.and_then(label).into_iter().collect()
}

fn pin_label(plan: &Plan, key: &Name, due: Date) -> Vec<BagLabel> {
    let item = format!("PIN sheet of {key}");
    let label = |planned: &Key| label(plan, planned, item, &planned.pin_place, due);
    plan.key(key).and_then(label).into_iter().collect()
}

fn label(plan: &Plan, key: &Key, item: String, place: &Name, due: Date) -> Option<BagLabel> {
    Some(BagLabel {
        item,
        account: plan.account(&key.account)?.upn.clone(),
        place: plan.place(place)?.name.clone(),
        due,
    })
}

fn share_labels(plan: &Plan, account: &Name, due: Date) -> Vec<BagLabel> {
    let Some(account) = plan.account(account) else {
        return Vec::new();
    };
    let places = account.password.shares.iter().enumerate();
    let label = |(n, place): (usize, &Name)| BagLabel {
        item: format!("share {} of {}", n + 1, account.password.shares.len()),
        account: account.upn.clone(),
        place: plan
            .place(place)
            .map_or_else(|| place.to_string(), |p| p.name.clone()),
        due,
    };
    places.map(label).collect()
}
