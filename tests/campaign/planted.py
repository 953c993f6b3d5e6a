"""Faults that stood in the program once, or would be the worst, each to be planted again: the tests named must see it.

A fault: its name, the file, what stands there (once, an expression or statements), what stands there instead, and the
tests that must fail: the program of an area, and what their names contain.
"""

FAULTS = [
    (
        "a bag whose place the plan dropped can be handed to nobody",
        "src/custody/rules/bag.rs",
        "Ok(in_between && !(has_key && self.knows_a_pin(to)))",
        "Ok(false)",
        "ceremony walk::i21_i22",
    ),
    (
        "a name in use is taken for another thing",
        "src/custody/rules/plan.rs",
        "b.account == key.account",
        "true",
        "custody i22_a_name_in_use",
    ),
    (
        "a copy is not asked for before a ceremony ends",
        "src/custody/rules/ceremony.rs",
        "open.copies.len() == 2, || Refused::CopiesMissing",
        "true, || Refused::CopiesMissing",
        "custody a16_each_rule_is_broken_alone",
    ),
]
