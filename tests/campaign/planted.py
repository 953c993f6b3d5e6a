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
    (
        "findings of the laptop stand without an exception",
        "src/custody/rules/mod.rs",
        "need(assented, || Refused::FindingsWithoutException)",
        "need(true, || Refused::FindingsWithoutException)",
        "custody a16_each_rule_is_broken_alone",
    ),
    (
        "a passkey is registered twice",
        "src/custody/rules/key.rs",
        "need(!credential.registered, ||",
        "need(true, ||",
        "custody a16_each_rule_is_broken_alone",
    ),
    (
        "minutes are printed twice",
        "src/custody/rules/ceremony.rs",
        "need(!printed, ||",
        "need(true, ||",
        "custody a16_each_rule_is_broken_alone",
    ),
    (
        "all shares have one fingerprint",
        "src/custody/rules/sheet.rs",
        "!self.sheets.values().any(|other| same(&other))",
        "true",
        "custody what_each_bent_or_misplaced",
    ),
    (
        "two keys have one identity",
        "src/custody/rules/key.rs",
        "match self.keys.iter().find(has) {",
        "match self.keys.iter().find(has).filter(|_| false) {",
        "custody what_each_bent_or_misplaced",
    ),
    (
        "the user of a passkey may be empty",
        "src/custody/rules/key.rs",
        "need(is_hex(user), || Refused::CredentialForm)",
        "need(true, || Refused::CredentialForm)",
        "custody what_each_bent_or_misplaced",
    ),
    (
        "a custodian's term may have ended",
        "src/custody/rules/sitting.rs",
        "known.takes_part_on(day), || Refused::TermDoesNotCover",
        "true, || Refused::TermDoesNotCover",
        "custody a16_each_rule_is_broken_alone",
    ),
    (
        "the key custodian reads a PIN",
        "src/custody/rules/sitting.rs",
        "(false, [one]) if self.present_as(Role::PinCustodian) == Some(one) => Ok(())",
        "(false, [_one]) => Ok(())",
        "custody what_each_bent_or_misplaced",
    ),
    (
        "A19: what was typed early answers the next question in lines",
        "src/cli/line.rs",
        "self.forget_what_was_typed()?;",
        "",
        "cli run::i24_nothing_typed",
    ),
    (
        "A19: printing cannot be left",
        "src/station/printer/mod.rs",
        "self.beside.leave()",
        "false",
        "paper printing_direct::a19_",
    ),
    (
        "A20: a signal leaves the password on the terminal",
        "src/tui/signals.rs",
        "for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {",
        "for signal in [SIGHUP, SIGINT, SIGQUIT] {",
        "cli shares::a20_",
    ),
    (
        "A21: a shell before a ceremony",
        "src/tui/signals.rs",
        "signal_hook::flag::register(SIGTSTP, Arc::default())?;",
        "",
        "cli shares::a21_",
    ),
    (
        "A6: the job of a killed run is forgotten",
        "src/station/printer/mod.rs",
        "self.remembered.remember(&self.named, job)",
        "Ok::<(), String>(())",
        "paper printing_direct::a6_",
    ),
]
