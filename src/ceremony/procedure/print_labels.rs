//! Labels for the bags to come, and the recovery leaflets.

use crate::ceremony::paper::{due, print_open, stationery, today};
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::script::Procedure;
use crate::plan::{Account, Name, Plan};

use crate::sheet::{self, BagLabel, Leaflet};
use crate::text::say::Prompt;
use crate::text::trouble::Trouble;
use jiff::civil::Date;

/// Prints a label for each bag that this ceremony will seal, and a leaflet for each account whose shares it renews.
pub fn print_labels(w: &mut World) -> Result<(), Stop> {
    let date = today(w);
    let custody = w.book.custody();
    let Some(open) = custody.ceremony() else {
        let why = "no ceremony is open".into();
        return Err(Stop::Refusal(Trouble::NotAllowed { why }));
    };
    let on = stationery(&w.plan, custody.is_rehearsal());
    let due = due(date, w.plan.rules.rotate_every_months);
    let (mut labels, mut leaflets) = (Vec::new(), Vec::new());
    for step in open.script.steps() {
        let (key, account) = (step.key.as_ref(), step.account.as_ref());
        match step.procedure {
            Procedure::SealKey | Procedure::SealPin => {
                labels.extend(key.and_then(|key| key_label(&w.plan, step.procedure, key, due)))
            }
            Procedure::SealShares => {
                let account = account.and_then(|account| w.plan.account(account));
                labels.extend(account.iter().flat_map(|a| share_labels(&w.plan, a, due)));
                leaflets.extend(account.map(|a| Leaflet {
                    account: a.upn.clone(),
                    threshold: a.password.threshold,
                    members: a.password.shares.len(),
                }));
            }
            _ => {}
        }
    }
    let mut pages = vec![sheet::bag_labels(&on, open.number, &labels)];
    pages.extend(leaflets.iter().map(|leaflet| sheet::leaflet(&on, leaflet)));
    let question = Prompt::TakeLabels {
        labels: labels.len(),
        leaflets: leaflets.len(),
    };
    pages
        .iter()
        .try_for_each(|page| print_open(w, page, "page with labels", &question))
}

fn key_label(plan: &Plan, seals: Procedure, key: &Name, due: Date) -> Option<BagLabel> {
    let planned = plan.key(key)?;
    let (item, place) = match seals {
        Procedure::SealPin => (format!("PIN sheet of {key}"), &planned.pin_place),
        _ => (format!("key {key}"), &planned.place),
    };
    Some(BagLabel {
        item,
        account: plan.account(&planned.account)?.upn.clone(),
        place: plan.place(place)?.name.clone(),
        due,
    })
}

fn share_labels(plan: &Plan, account: &Account, due: Date) -> Vec<BagLabel> {
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
