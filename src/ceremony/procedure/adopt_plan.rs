//! The draft plan becomes binding, with both custodians' assent.

use crate::ceremony::roll::RollCall;
use crate::ceremony::stop::Stop;
use crate::ceremony::world::World;
use crate::custody::{Event, plan_hash};
use crate::plan::{Change, diff};
use crate::text::aloud;
use crate::words::clause::Clause;
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;

/// Adopts the plan that this ceremony is bound to.
pub fn adopt_plan(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    if w.book
        .custody()
        .plan()
        .is_some_and(|p| plan_hash(p) == plan_hash(&w.plan))
    {
        return Ok(());
    }
    tell_changes(w);
    let words = aloud::words(&w.plan.hash());
    let question = Prompt::AdoptThisPlan {
        words,
        organisation: w.plan.organisation.clone(),
    };
    if !w.people.confirm(&question)? {
        return Err(Stop::Refusal(Trouble::PlanNotThis));
    }
    let both = roll.assent(w, &Clause::PlanBecomesBinding)?;
    w.book.note(Event::PlanAdopted {
        plan: plan_hash(&w.plan),
        assents: both.by(),
    })?;
    Ok(())
}

/// How the new plan differs from the one that binds.
fn tell_changes(w: &mut World) {
    let adopted = w.book.custody().plan();
    let changes = adopted.map_or_else(Vec::new, |adopted| diff(adopted, &w.plan));
    for change in changes {
        let what = match change {
            Change::Added { thing } => Clause::PlanAdds { thing },
            Change::Removed { thing } => Clause::PlanRemoves { thing },
            Change::Changed { field, from, to } => Clause::PlanChanges { field, from, to },
        };
        w.people.tell(&Prompt::BeAware { what });
    }
}
