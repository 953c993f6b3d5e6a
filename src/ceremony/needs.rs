//! Which ceremonies can begin, and what each needs.

use super::template::{self, Template, bind};
use crate::custody::procedure::{Prints, Procedure};
use crate::custody::script::{About, Script, Step};
use crate::custody::{BagSerial, Custody, Item, Pin, Whereabouts};
use crate::duty::{has_password, is_set_up};
use crate::plan::{Name, Pins, Plan, Role};
use crate::text::language::Language;
use crate::words::status::Obstacle;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

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

/// Each ceremony of this program. `today` is None where the clock is wrong: then nobody's days are looked at.
pub fn ceremonies(custody: &Custody, draft: Option<&Plan>, today: Option<Date>) -> Vec<Ceremony> {
    let templates = template::all().iter();
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
    let plan = match custody.plan() {
        Some(plan) => Some(plan),
        None => draft.filter(|_| adopts(template)),
    };
    let needs = plan.map(|plan| needs(custody, plan, &bind(template, plan), today));
    let why_not = obstacle(custody, template, plan, needs.as_ref());
    Ceremony {
        name: template.name.to_string(),
        title: template.title.clone(),
        purpose: template.purpose.clone(),
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
        let title = open.script.title.clone();
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
    custody.plan().is_some()
        && keys.all(|key| is_set_up(custody, &key.id))
        && accounts.all(|account| has_password(custody, &account.id))
}

/// What a step takes out of a bag must be in one.
fn not_sealed(custody: &Custody, step: &Step) -> Option<Obstacle> {
    let takes = matches!(
        step.procedure,
        Procedure::UnsealKey | Procedure::UnsealPin | Procedure::CheckShares
    );
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
        keys: keys_of(script, Procedure::UnsealKey),
        new_keys: keys_of(script, Procedure::AdmitKey),
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
        today.is_none_or(|day| person.takes_part_on(day)) && !knows
    };
    let available = plan.with_role(role).filter(may);
    PeopleNeeded {
        role,
        count: 1,
        available: available.map(|person| person.id.to_string()).collect(),
    }
}

fn keys_of(script: &Script, procedure: Procedure) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for step in script.steps().filter(|step| step.procedure == procedure) {
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
fn taken_by(custody: &Custody, step: &Step) -> Vec<BagSerial> {
    let bag = |item: Item| match custody.whereabouts(&item) {
        Some(Whereabouts::Bag(serial)) => Some(serial.clone()),
        _ => None,
    };
    match (step.procedure, &step.about) {
        (Procedure::UnsealKey, About::Key(key)) => {
            let key = Item::Key { key: key.clone() };
            bag(key).into_iter().collect()
        }
        (Procedure::UnsealPin, About::Key(key)) => {
            let pin = custody.keys().get(key).map(|key| key.pin.clone());
            let Some(Pin::On(sheet)) = pin else {
                return Vec::new();
            };
            bag(Item::Sheet { sheet }).into_iter().collect()
        }
        (Procedure::CheckShares, About::Account(account)) => {
            let live = custody.passwords().get(account).and_then(|p| p.live);
            let set = live.map(|set| custody.set(account, set));
            let sheets = set.unwrap_or_default().into_values().cloned();
            sheets
                .filter_map(|sheet| bag(Item::Sheet { sheet }))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The places of the bags that a step seals, a bag each.
fn places<'p>(plan: &'p Plan, step: &Step) -> Vec<&'p Name> {
    let key = step.about.key().and_then(|key| plan.key(key));
    let account = step.about.account().and_then(|a| plan.account(a));
    match (step.procedure, key, account) {
        (Procedure::SealKey, Some(key), _) => vec![&key.place],
        (Procedure::SealPin, Some(key), _) => vec![&key.pin_place],
        (Procedure::SealShares, _, Some(account)) => account.password.shares.iter().collect(),
        _ => Vec::new(),
    }
}

fn printed(plan: &Plan, script: &Script) -> Vec<Printed> {
    let count = |procedure| {
        let steps = script.steps();
        steps.filter(|step| step.procedure == procedure).count()
    };
    let renewed = script
        .steps()
        .filter(|step| step.procedure == Procedure::RotatePassword);
    let all = [
        (Prints::TestPage, count(Procedure::CheckLaptop)),
        (Prints::BagLabels, count(Procedure::PrintLabels)),
        (
            Prints::Leaflets,
            count(Procedure::PrintLabels) * count(Procedure::SealShares),
        ),
        (
            Prints::PinSheet,
            count(Procedure::SetPin) + count(Procedure::RotatePin),
        ),
        (
            Prints::ShareSheets,
            renewed.map(|step| shares(plan, step)).sum(),
        ),
        (Prints::FlushPage, count(Procedure::AccountForAll)),
        (Prints::Receipts, receipts(plan, script)),
        (Prints::Minutes, 2 * count(Procedure::PrintMinutes)),
    ];
    all.into_iter()
        .filter(|(_, documents)| *documents > 0)
        .map(|(what, documents)| Printed { what, documents })
        .collect()
}

/// One for each group of people who open places of new bags: one of them takes all of theirs.
fn receipts(plan: &Plan, script: &Script) -> usize {
    let prints = |step: &Step| step.procedure == Procedure::PrintReceipts;
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
    let mut out = BTreeSet::new();
    let mut all = 0;
    for step in script.steps() {
        use Procedure as P;
        let n = shares(plan, step);
        let key = step.about.key().map(Name::as_str);
        let written = match plan.secrets.pins {
            Pins::Printed => 0,
            Pins::Written => 2,
        };
        let asked = match step.procedure {
            P::RollCall => 10 + 2 * plan.secrets.chance.len(),
            P::AdoptPlan => 3,
            P::CheckLaptop | P::AdmitKey | P::VerifyPin | P::DestroyOldPin | P::AccountForAll => 1,
            P::ImportMetadata => 2,
            P::PrintLabels => 1 + plan.accounts.len(),
            P::SetPin => 5 + written,
            P::RotatePin => 6 + written,
            P::EnrolCredential => 3,
            P::DeleteCredential | P::ConfigureKey => 3,
            P::ResetKey => 4,
            // What lies on the table is not fetched again.
            P::UnsealKey if out.insert(("key", key)) => 6,
            P::UnsealPin if out.insert(("pin", key)) => 5,
            P::UnsealKey => 1,
            P::UnsealPin | P::VerifyCredential | P::Checkpoint => 0,
            P::SignInOnline | P::PrintMinutes | P::CopyBook => 2,
            P::SealKey => 5,
            P::SealPin => 4,
            P::CheckShares => 7 * n,
            P::RotatePassword => 6 + 4 * n,
            P::SealShares => 4 * n,
            P::DestroyOldShares => n,
            P::PrintReceipts => receipts,
        };
        match step.procedure {
            P::SealKey => drop(out.remove(&("key", key))),
            P::SealPin => drop(out.remove(&("pin", key))),
            _ => {}
        }
        all += asked + step.initials.len();
    }
    all
}
