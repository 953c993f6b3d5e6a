//! A template, bound to a plan.

use super::form::Template;
use crate::custody::script::{self, Script};
use crate::plan::{Name, Plan};
use std::sync::Arc;

/// Binds a template to a plan. Parts for one key are left out: see [`bind_to_key`].
pub fn bind(template: &Template, plan: &Plan) -> Script {
    bind_to(template, plan, None, None)
}

/// The same, with this key of the plan for the parts that are for one.
pub fn bind_to_key(template: &Template, plan: &Plan, key: &Name) -> Script {
    bind_to(template, plan, Some(key), None)
}

/// The same, with this file in the inbox.
pub fn bind_to_file(template: &Template, plan: &Plan, file: &str) -> Script {
    bind_to(template, plan, None, Some(file))
}

fn bind_to(template: &Template, plan: &Plan, key: Option<&Name>, file: Option<&str>) -> Script {
    let (template, plan) = (Arc::new(template.clone()), Arc::new(plan.clone()));
    script::bind(&template, &plan, key, file)
}
