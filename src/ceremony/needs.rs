//! Which ceremonies can begin, and what each needs.

use super::template::{self, Template, bind};
use crate::custody::procedure::{Bagged, Bags, KeyBecomes, Per, Prints, Procedure, Row};
use crate::custody::script::{About, Script, Step};
use crate::custody::{BagSerial, Custody, Item, Pin, Whereabouts};
use crate::duty::{has_password, is_set_up};
use crate::plan::{Name, Pins, Plan, Role};
use crate::text::language::Language;
use crate::words::status::Obstacle;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// Seconds that an answer takes, on average: two people read the question, do what it says, and answer.
pub const SECONDS_A_PROMPT: usize = 20;
/// Seconds until a page is in the hand.
pub const SECONDS_A_PAGE: usize = 60;

/// A ceremony, and whether it can begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ceremony {
    /// Its name, such as `annual-rotation`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// When it is done, and what for.
    pub purpose: String,
    /// Whether it can begin now.
    pub can_start: bool,
    /// Why not.
    #[serde(serialize_with = "in_english")]
    pub why_not: Option<Obstacle>,
    /// What it needs; None while there is no plan to tell it from.
    pub needs: Option<Needs>,
}

/// What a ceremony needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Needs {
    /// Who has to be there.
    pub people: Vec<PeopleNeeded>,
    /// The keys that it takes out of their bags, in its order.
    pub keys: Vec<String>,
    /// The names that new keys get, in its order.
    pub new_keys: Vec<String>,
    /// The bags to be fetched.
    pub fetch: Vec<BagToFetch>,
    /// How many new bags.
    pub new_bags: usize,
    /// What is printed, with how many documents of each; a document has a page or more.
    pub print: Vec<Printed>,
    /// Sheets of paper at least: one for each document.
    pub paper: usize,
    /// Whether the printer is needed.
    pub printer: bool,
    /// Its steps.
    pub steps: usize,
    /// Questions to be answered and initials to be given, about; counted from its steps as the rehearsal asks them.
    pub prompts: usize,
    /// Minutes that it takes, about, without the ways to the places: [`SECONDS_A_PROMPT`] for each prompt and
    /// [`SECONDS_A_PAGE`] for each document, rounded up to five minutes. It was never measured with people.
    pub minutes: usize,
}

/// People who have to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeopleNeeded {
    /// As what.
    pub role: Role,
    /// How many.
    pub count: usize,
    /// Who may, by name in the plan: they have the role, take part today, and know nothing that forbids it.
    pub available: Vec<String>,
}

/// A bag to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BagToFetch {
    /// Its serial.
    pub bag: String,
    /// What is in it.
    #[serde(serialize_with = "as_words")]
    pub items: Vec<Item>,
    /// The place, by name in the plan.
    pub place: String,
    /// Where that is, in words.
    pub place_name: String,
    /// Who can open the place.
    pub opened_by: Vec<String>,
}

/// Documents of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// `pin-sheet`, `share-sheet`, `test-page`, `bag-labels`, `leaflet`, `flush-page`, `receipt` or `minutes`.
    #[serde(serialize_with = "as_word")]
    pub what: Prints,
    /// How many; of receipts, about.
    pub documents: usize,
}

/// Machines read English.
#[allow(clippy::ref_option)] // as serde calls it
fn in_english<S: Serializer>(why: &Option<Obstacle>, to: S) -> Result<S::Ok, S::Error> {
    let why = why.as_ref();
    why.map(|why| why.said(Language::English)).serialize(to)
}

fn as_words<S: Serializer>(items: &[Item], to: S) -> Result<S::Ok, S::Error> {
    let items: Vec<String> = items.iter().map(Item::to_string).collect();
    items.serialize(to)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn as_word<S: Serializer>(what: &Prints, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match what {
        Prints::TestPage => "test-page",
        Prints::BagLabels => "bag-labels",
        Prints::Leaflets => "leaflet",
        Prints::PinSheet => "pin-sheet",
        Prints::ShareSheets => "share-sheet",
        Prints::FlushPage => "flush-page",
        Prints::Receipts => "receipt",
        Prints::Minutes => "minutes",
    })
}

/// Each ceremony of this program for the whole book; what adopts a changed plan, or ends a quarantine, only where there is one. `today` is None
/// where the clock is wrong: then nobody's days are looked at.
pub fn ceremonies(custody: &Custody, draft: Option<&Plan>, today: Option<Date>) -> Vec<Ceremony> {
    let adopted = custody.plan();
    let changed = adopted.is_some() && draft.is_some_and(|draft| adopted != Some(draft));
    let computed = template::computed().iter().filter(|_| changed);
    let quarantine = template::for_quarantine().iter();
    let quarantine = quarantine.filter(|_| !custody.quarantine().is_empty());
    let templates = template::all().iter().chain(computed).chain(quarantine);
    let templates = templates.filter_map(|(name, _)| Template::named(name));
    templates
        .map(|template| ceremony(custody, &template, draft, today))
        .collect()
}

fn ceremony(
    custody: &Custody,
    template: &Template,
    draft: Option<&Plan>,
    today: Option<Date>,
) -> Ceremony {
    // What adopts a plan is bound to the draft.
    let draft = draft.filter(|_| adopts(template));
    let plan = draft.or(custody.plan());
    let needs = plan.map(|plan| needs(custody, plan, &bind(template, plan), today));
    let why_not = obstacle(custody, template, plan, needs.as_ref());
    Ceremony {
        name: template.name.to_string(),
        title: template.title.en.clone(),
        purpose: template.purpose.en.clone(),
        can_start: why_not.is_none(),
        why_not,
        needs,
    }
}

fn adopts(template: &Template) -> bool {
    has_step(template, Procedure::AdoptPlan)
}

fn has_step(template: &Template, procedure: Procedure) -> bool {
    let mut steps = template.parts.iter().flat_map(|part| &part.steps);
    steps.any(|step| step.procedure == procedure)
}

/// What keeps a ceremony from beginning.
fn obstacle(
    custody: &Custody,
    template: &Template,
    plan: Option<&Plan>,
    needs: Option<&Needs>,
) -> Option<Obstacle> {
    if let Some(open) = custody.ceremony() {
        let title = open.script.template.title.clone();
        return Some(Obstacle::Open {
            number: open.number,
            title,
        });
    }
    let Some(plan) = plan else {
        return Some(match adopts(template) {
            true => Obstacle::NoDraft,
            false => Obstacle::NoPlan,
        });
    };
    let changed = custody.plan().is_some_and(|adopted| adopted != plan);
    if changed && !template.is_computed() {
        return Some(Obstacle::PlanChanged);
    }
    if has_step(template, Procedure::AdmitKey) && nothing_missing(custody, plan) {
        return Some(Obstacle::AllSetUp);
    }
    let unsealed = bind(template, plan)
        .steps()
        .find_map(|step| not_sealed(custody, step));
    unsealed.or_else(|| nobody(needs?))
}

fn nothing_missing(custody: &Custody, plan: &Plan) -> bool {
    let mut keys = plan.keys.iter();
    let mut accounts = plan.accounts.iter();
    custody.plan() == Some(plan)
        && keys.all(|key| is_set_up(custody, &key.id))
        && accounts.all(|account| has_password(custody, &account.id))
}

/// What a step takes out of a bag must be in one.
fn not_sealed(custody: &Custody, step: &Step) -> Option<Obstacle> {
    let takes = step
        .procedure
        .row()
        .bags
        .iter()
        .any(|bags| matches!(bags, Bags::Opens(_)));
    let sealed = taken_by(custody, step);
    match (takes && sealed.is_empty(), &step.about) {
        (false, _) => None,
        (true, About::Key(key)) => Some(Obstacle::KeyNotSealed {
            key: key.to_string(),
        }),
        (true, About::Account(account)) => Some(Obstacle::SharesNotSealed {
            account: account.to_string(),
        }),
        (true, About::Ceremony | About::Bag(_)) => None,
    }
}

fn nobody(needs: &Needs) -> Option<Obstacle> {
    let few = |people: &&PeopleNeeded| people.available.len() < people.count;
    let missing = needs.people.iter().find(few)?;
    Some(Obstacle::Nobody { role: missing.role })
}

fn needs(custody: &Custody, plan: &Plan, script: &Script, today: Option<Date>) -> Needs {
    let print = printed(plan, script);
    let documents = print.iter().map(|p| p.documents).sum();
    let prompts = prompts(plan, script, receipts(plan, script));
    let seconds = prompts * SECONDS_A_PROMPT + documents * SECONDS_A_PAGE;
    Needs {
        people: [Role::KeyCustodian, Role::PinCustodian]
            .map(|role| people(custody, plan, role, today))
            .into(),
        keys: keys_of(script, |row| row.bags.contains(&Bags::Opens(Bagged::Key))),
        new_keys: keys_of(script, |row| row.key_becomes.contains(&KeyBecomes::Known)),
        fetch: fetched(custody, plan, script),
        new_bags: script.steps().map(|step| places(plan, step).len()).sum(),
        paper: documents,
        printer: documents > 0,
        print,
        steps: script.steps().count(),
        prompts,
        minutes: seconds.div_ceil(300) * 5,
    }
}

fn people(custody: &Custody, plan: &Plan, role: Role, today: Option<Date>) -> PeopleNeeded {
    let may = |person: &&crate::plan::Person| {
        let knows = role == Role::KeyCustodian && custody.knows_a_pin(&person.id);
        // While a plan binds, it says who may act; and the next one does not take it from them.
        let bound = custody.plan().and_then(|plan| plan.person(&person.id));
        let acts = custody.plan().is_none() || bound.is_some_and(|p| p.roles.contains(&role));
        today.is_none_or(|day| person.takes_part_on(day)) && acts && !knows
    };
    let available = plan.with_role(role).filter(may);
    PeopleNeeded {
        role,
        count: 1,
        available: available.map(|person| person.id.to_string()).collect(),
    }
}

fn keys_of(script: &Script, does: impl Fn(&Row) -> bool) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for step in script.steps().filter(|step| does(step.procedure.row())) {
        match step.about.key() {
            Some(key) if !keys.iter().any(|known| known == key.as_str()) => {
                keys.push(key.to_string());
            }
            _ => {}
        }
    }
    keys
}

fn fetched(custody: &Custody, plan: &Plan, script: &Script) -> Vec<BagToFetch> {
    let mut seen = BTreeSet::new();
    let serials = script.steps().flat_map(|step| taken_by(custody, step));
    serials
        .filter(|serial| seen.insert(serial.clone()))
        .filter_map(|serial| {
            let bag = custody.bags().get(&serial)?;
            let place = plan.place(&bag.place);
            Some(BagToFetch {
                bag: serial.to_string(),
                items: bag.items.clone(),
                place: bag.place.to_string(),
                place_name: place.map_or_else(|| bag.place.to_string(), |p| p.name.clone()),
                opened_by: place.map_or_else(Vec::new, |p| names(&p.opened_by)),
            })
        })
        .collect()
}

fn names(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::to_string).collect()
}

/// The bags out of which a step takes something, as things lie now.
pub(super) fn taken_by(custody: &Custody, step: &Step) -> Vec<BagSerial> {
    let bag = |item: Item| match custody.whereabouts(&item) {
        Some(Whereabouts::Bag(serial)) => Some(serial.clone()),
        _ => None,
    };
    let mut taken = Vec::new();
    for bags in step.procedure.row().bags {
        match (bags, &step.about) {
            (Bags::Opens(Bagged::Key), About::Key(key)) => {
                taken.extend(bag(Item::Key { key: key.clone() }));
            }
            (Bags::Opens(Bagged::PinSheet), About::Key(key)) => {
                if let Some(Pin::On(sheet)) = custody.keys().get(key).map(|key| key.pin.clone()) {
                    taken.extend(bag(Item::Sheet { sheet }));
                }
            }
            (Bags::Opens(Bagged::Shares), About::Account(account)) => {
                let live = custody.passwords().get(account).and_then(|p| p.live);
                let set = live.map(|set| custody.set(account, set));
                let sheets = set.unwrap_or_default().into_values().cloned();
                taken.extend(sheets.filter_map(|sheet| bag(Item::Sheet { sheet })));
            }
            (Bags::Opens(_), _) | (Bags::Seals(_), _) => {}
        }
    }
    taken
}

/// The places of the bags that a step seals, a bag each.
fn places<'p>(plan: &'p Plan, step: &Step) -> Vec<&'p Name> {
    let key = step.about.key().and_then(|key| plan.key(key));
    let account = step.about.account().and_then(|a| plan.account(a));
    let mut places = Vec::new();
    for bags in step.procedure.row().bags {
        match bags {
            Bags::Seals(Bagged::Key) => places.extend(key.map(|key| &key.place)),
            Bags::Seals(Bagged::PinSheet) => places.extend(key.map(|key| &key.pin_place)),
            Bags::Seals(Bagged::Shares) => {
                places.extend(account.into_iter().flat_map(|a| &a.password.shares));
            }
            Bags::Opens(_) => {}
        }
    }
    places
}

/// Whether a step seals the shares of its account.
fn seals_shares(step: &&Step) -> bool {
    let seals = Bags::Seals(Bagged::Shares);
    step.procedure.row().bags.contains(&seals)
}

fn printed(plan: &Plan, script: &Script) -> Vec<Printed> {
    let mut all: BTreeMap<Prints, usize> = BTreeMap::new();
    for step in script.steps() {
        for prints in step.procedure.row().prints {
            *all.entry(*prints).or_default() += match prints {
                Prints::TestPage | Prints::BagLabels | Prints::PinSheet | Prints::FlushPage => 1,
                Prints::Leaflets => script.steps().filter(seals_shares).count(),
                Prints::ShareSheets => shares(plan, step),
                Prints::Receipts => receipts(plan, script),
                Prints::Minutes => 2,
            };
        }
    }
    all.into_iter()
        .filter(|(_, documents)| *documents > 0)
        .map(|(what, documents)| Printed { what, documents })
        .collect()
}

/// One for each group of people who open places of new bags: one of them takes all of theirs.
fn receipts(plan: &Plan, script: &Script) -> usize {
    let prints = |step: &Step| step.procedure.row().prints.contains(&Prints::Receipts);
    if !script.steps().any(prints) {
        return 0;
    }
    let places = script.steps().flat_map(|step| places(plan, step));
    let groups: BTreeSet<&[Name]> = places
        .filter_map(|place| plan.place(place))
        .map(|place| place.opened_by.as_slice())
        .collect();
    groups.len()
}

fn shares(plan: &Plan, step: &Step) -> usize {
    let account = step.about.account().and_then(|a| plan.account(a));
    account.map_or(0, |account| account.password.shares.len())
}

/// Questions and initials of a whole ceremony in which nothing goes wrong.
fn prompts(plan: &Plan, script: &Script, receipts: usize) -> usize {
    // What lies on the table is not fetched again.
    let mut out = BTreeSet::new();
    let mut all = 0;
    for step in script.steps() {
        let row = step.procedure.row();
        let mut fetched = 0;
        for bags in row.bags {
            match bags {
                Bags::Opens(what) => fetched += usize::from(out.insert((*what, &step.about))),
                Bags::Seals(what) => drop(out.remove(&(*what, &step.about))),
            }
        }
        let times = |per: &Per| match per {
            Per::Chance => plan.secrets.chance.len(),
            Per::Account => plan.accounts.len(),
            Per::WrittenPin => usize::from(plan.secrets.pins == Pins::Written),
            Per::Share => shares(plan, step),
            Per::Receipt => receipts,
            Per::Fetch => fetched,
        };
        let more: usize = row
            .asks_per
            .iter()
            .map(|(asks, per)| asks * times(per))
            .sum();
        all += row.asks + more + step.initials.len();
    }
    all
}
