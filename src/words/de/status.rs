//! Status, in German.

use super::thing;
use crate::custody::procedure::Prints;
use crate::duty::{About, Duty, Kind, Outsider, Reason};
use crate::plan::{Name, Role};
use crate::text::language::Language;
use crate::words::clause::Thing;
use crate::words::status::{Line, Need, Obstacle};

pub(super) fn line(line: &Line) -> String {
    match *line {
        Line::NoBook { folder, why } => format!(
            "In {folder} ist kein Buch, das sich zeigen lässt:\n{why}\n\nsealwright init DIR legt eines an. Bis dahin können Sie proben; davon wird nichts behalten."
        ),
        Line::NoPlanBinds { at } => format!("Ein Buch, in dem noch kein Plan gilt, {at}"),
        Line::Rehearsal => "PROBE: Nichts darin ist echt".into(),
        Line::ClockBehind { now, latest } => format!(
            "DIE UHR GEHT FALSCH, ODER DIE ZEITEN IM JOURNAL STIMMEN NICHT: Es ist {now}, und ein Eintrag wurde \
             {latest} geschrieben. Solange die Uhr nicht stimmt, lässt sich nicht sagen, was fällig ist."
        ),
        Line::Unfinished => "Nicht abgeschlossen".into(),
        Line::OpenCeremony {
            number,
            title,
            began,
            done,
            steps,
            next,
        } => {
            let next = next.map_or(String::new(), |next| format!("; als Nächstes kommt {next}"));
            format!(
                "Zeremonie {number}, {title}, begann {began}: {done} von {steps} Schritten sind beendet{next}."
            )
        }
        Line::NothingIsOut => "Nichts liegt offen.".into(),
        Line::StillOut { things } => format!("NOCH OFFEN: {}.", all(things)),
        Line::InDoubt => {
            "Eine PIN oder ein Passwort gilt vielleicht schon, ohne bestätigt zu sein: Behalten Sie jedes Blatt.".into()
        }
        Line::GoOn => "sealwright run setzt sie fort.".into(),
        Line::NothingWithoutPlan => {
            "Nichts ist fällig: Es gilt noch kein Plan. Zuerst kommt first-setup.".into()
        }
        Line::Overdue => "Überfällig".into(),
        Line::DueSoon => "Bald fällig".into(),
        Line::WithADate => "Mit Datum".into(),
        Line::NothingIsDue => "Nichts ist fällig.".into(),
        Line::Next => "Als Nächstes:".into(),
        Line::ToDo(kind) => to_do(kind).into(),
        Line::DaysLeft(days) => match days {
            0 => "heute".into(),
            -1 => "seit 1 Tag".into(),
            1 => "in 1 Tag".into(),
            ..0 => format!("seit {} Tagen", -days),
            _ => format!("in {days} Tagen"),
        },
        Line::Duty(of) => duty(of),
        Line::AnsweredBy(Some(answer)) => format!("Starten Sie {}.", answer.command()),
        Line::AnsweredBy(None) => "Keine Zeremonie dieser Version erledigt das.".into(),
        Line::Brings => "Wenn dieser Entwurf angenommen würde, wäre das zu tun:".into(),
        Line::BringsNothing => "Wenn dieser Entwurf angenommen würde, wäre nichts Neues zu tun.".into(),
        Line::Ends => "Das wäre nicht mehr zu tun:".into(),
        Line::LastHead { at, size, after } => {
            let after = counted(after, "Eintrag", "Einträge");
            format!("Letzter Stand, {at}, über {size} Einträge; danach {after}")
        }
        Line::MinutesFor { people } => format!("Protokolle damit: {people}."),
        Line::NoMinutes => "Protokolle damit wurden noch nicht gedruckt.".into(),
        Line::List {
            number,
            until,
            stale: false,
        } => format!("Liste {number} von FIDO; eine neuere erscheint bis {until}"),
        Line::List { number, until, .. } => format!(
            "Liste {number} von FIDO: Bis {until} sollte eine neuere erscheinen. Was seither über Modelle bekannt wurde, \
             steht nicht darin. Bringen Sie die neuere herein, bevor ein neuer Schlüssel dazukommt: \
             sealwright run import-metadata"
        ),
        Line::Ceremonies => "Zeremonien".into(),
        Line::CanBegin => "kann beginnen".into(),
        Line::CannotBegin(why) => format!("kann nicht beginnen: {}", obstacle(why)),
        Line::Need(what) => need(what).into(),
        Line::People { count, role, names } => format!("{count} {} von: {names}", self::role(role)),
        Line::Fetch { place, bags } => format!("aus {place}: {bags}"),
        Line::BagWith { bag, things } => format!("Beutel {bag} ({})", all(things)),
        Line::Printed { what, documents } => printed(what, documents),
        Line::Paper { sheets, printed } => format!("mindestens {sheets} Blatt Papier: {printed}"),
        Line::NoPrinter => "keiner".into(),
        Line::Time {
            minutes,
            steps,
            prompts,
        } => format!(
            "etwa {minutes} Minuten: {steps} Schritte, etwa {prompts} Fragen und Kürzel"
        ),
    }
}

pub(super) fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Open { number, title } => {
            let title = title.of(Language::German);
            format!("Zeremonie {number} ({title}) ist offen und kommt zuerst")
        }
        Obstacle::NoDraft => {
            "der Entwurf, plan.toml, fehlt oder hat Fehler: siehe sealwright plan check".into()
        }
        Obstacle::NoPlan => "es gilt noch kein Plan: Zuerst kommt first-setup".into(),
        Obstacle::PlanChanged => {
            "der Entwurf weicht vom geltenden Plan ab: change-plan nimmt ihn an".into()
        }
        Obstacle::AllSetUp => "alle Schlüssel und Passwörter des Plans sind eingerichtet".into(),
        Obstacle::KeyNotSealed { key } => {
            format!(
                "Schlüssel {key} oder sein PIN-Blatt ist in keinem Beutel: Zuerst kommt first-setup"
            )
        }
        Obstacle::SharesNotSealed { account } => {
            format!("die Anteile von {account} sind nicht in Beuteln: Zuerst kommt first-setup")
        }
        Obstacle::Nobody { role: of } => {
            format!(
                "niemand, der heute mitwirkt, kommt in Frage als {}",
                role(*of)
            )
        }
    }
}

fn to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::FinishCeremony => "zu Ende führen, Zeremonie",
        Kind::Settle => "zu klären",
        Kind::EndQuarantine => "Quarantäne beenden von",
        Kind::PersonLeaves => "letzter Tag im Plan von",
        Kind::SetUpKey => "einzurichten, Schlüssel",
        Kind::ConfigureKey => "einzustellen, Schlüssel",
        Kind::RotatePin => "neue PINs für",
        Kind::SetPassword => "erste Passwörter für",
        Kind::RotatePassword => "neue Passwörter für",
        Kind::PutAway => "an ihren Ort zu bringen, Beutel",
        Kind::Retire => "außer Gebrauch zu nehmen",
        Kind::Destroy => "zu vernichten, Blätter",
        Kind::Check => "Versiegeltes ansehen",
    }
}

fn duty(duty: &Duty) -> String {
    let what = about(&duty.about);
    match &duty.reason {
        Reason::Unfinished => format!("{what} ist nicht abgeschlossen."),
        Reason::InDoubt { intent } => {
            format!("{what}: Es ist nicht bekannt, ob getan wurde, was Eintrag {intent} begann.")
        }
        Reason::InQuarantine { since } => format!(
            "{what} steht seit Eintrag {since} unter Quarantäne: Es gab Anzeichen von Manipulation. Finden Sie heraus, was geschehen ist. Verlassen Sie sich bis dahin nicht darauf."
        ),
        Reason::LastDay { opens } if opens.is_empty() => format!("Letzter Tag im Plan: {what}."),
        Reason::LastDay { opens } => {
            format!(
                "Letzter Tag im Plan: {what}; kann öffnen: {}.",
                names(opens)
            )
        }
        Reason::NotAdmitted => format!("{what} ist noch nicht aufgenommen."),
        Reason::NoPin => format!("{what} hat keine PIN."),
        Reason::NoPasskey => format!("{what} hat keinen Passkey, den der Tenant angenommen hat."),
        Reason::NoPassword => format!("{what} hat kein Passwort."),
        Reason::Age { .. } => match duty.kind {
            Kind::RotatePassword => format!("{what} braucht ein neues Passwort."),
            _ => format!("{what} braucht eine neue PIN."),
        },
        Reason::Seen { by, because } => {
            let because = match because {
                Outsider::NotInPlan => "nicht im Plan".to_owned(),
                Outsider::Left { on } => format!("letzter Tag {on}"),
                Outsider::KeyCustodian => "nach dem Plan Schlüsselverwahrer".into(),
                Outsider::Opens { place } => format!("öffnet {place}, wo der Schlüssel hingehört"),
            };
            format!("{what} braucht eine neue PIN: {by} ({because}) hat sie gesehen.")
        }
        Reason::PinTooShort { digits, least } => format!(
            "{what} braucht eine neue PIN: Sie hat {digits} Ziffern, und der Plan verlangt {least}."
        ),
        Reason::ShareCount { are, wanted } => format!(
            "{what} braucht ein neues Passwort: Es hat {are} Anteile, und der Plan verlangt {wanted}."
        ),
        Reason::Threshold { needed, wanted } => format!(
            "{what} braucht ein neues Passwort: {needed} seiner Anteile genügen, und der Plan verlangt {wanted}."
        ),
        Reason::NotConfigured => {
            format!("{what} ist nicht so eingestellt, wie der Plan es verlangt.")
        }
        Reason::Misplaced { lies, belongs } => {
            format!("{what} liegt in {lies}. Er gehört nach {}.", names(belongs))
        }
        Reason::NotInPlan => match duty.about {
            About::Bag(_) => format!("{what} liegt an einem Ort, den der Plan nicht nennt."),
            About::Account(_) => {
                format!("{what} hat ein gültiges Passwort, und der Plan nennt es nicht.")
            }
            _ => format!("{what} ist in Verwahrung, und der Plan nennt ihn nicht."),
        },
        Reason::OfNoUse => format!("{what} wird nicht mehr gebraucht. Vernichten Sie es."),
        Reason::NotLookedAt { place, items, .. } => {
            let things: Vec<Thing> = items.iter().map(Into::into).collect();
            format!("{what} ({}) in {place}: Sehen Sie nach.", all(&things))
        }
    }
}

fn about(about: &About) -> String {
    match about {
        About::Ceremony(number) => format!("Zeremonie {number}"),
        About::Person(person) => person.to_string(),
        About::Key(key) => format!("Schlüssel {key}"),
        About::Account(account) => format!("Konto {account}"),
        About::Sheet(sheet) => format!("Blatt {sheet}"),
        About::Bag(bag) => format!("Beutel {bag}"),
    }
}

fn need(what: Need) -> &'static str {
    match what {
        Need::People => "Personen",
        Need::Keys => "Schlüssel",
        Need::NewKeys => "neue",
        Need::Fetch => "holen",
        Need::NewBags => "Beutel",
        Need::Printer => "Drucker",
        Need::Time => "Zeit",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::KeyCustodian => "Schlüsselverwahrer",
        Role::PinCustodian => "PIN-Verwahrer",
        Role::ShareHolder => "Anteilsverwahrer",
        Role::Witness => "Zeuge",
    }
}

fn printed(what: Prints, documents: usize) -> String {
    let (one, more) = match what {
        Prints::TestPage => ("Testseite", "Testseiten"),
        Prints::BagLabels => ("Etikettenliste", "Etikettenlisten"),
        Prints::Leaflets => ("Merkblatt", "Merkblätter"),
        Prints::PinSheet => ("PIN-Blatt", "PIN-Blätter"),
        Prints::ShareSheets => ("Anteilsblatt", "Anteilsblätter"),
        Prints::FlushPage => ("Spülseite", "Spülseiten"),
        Prints::Receipts => ("Quittung", "Quittungen"),
        Prints::Minutes => ("Protokoll", "Protokolle"),
    };
    counted(documents as u64, one, more)
}

fn counted(n: u64, one: &str, more: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

fn all(things: &[Thing]) -> String {
    thing::all(things).join(", ")
}
