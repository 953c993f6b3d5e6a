//! The screen's own words, in German.

use crate::text::safe::Safe;
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::Choice;

pub(super) fn choice(choice: Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Again => ("noch einmal", "diesen Schritt noch einmal versuchen"),
        Choice::LeaveOut => (
            "auslassen",
            "ohne diesen Schritt fortfahren; Sie stimmen beide zu und nennen den Grund, und es wird festgehalten",
        ),
        Choice::StopSafely => (
            "stop",
            "sicher anhalten: Alles Lose kommt in Beutel, und die Zeremonie bleibt offen",
        ),
        Choice::Abandon => (
            "aufgeben",
            "die Zeremonie vorzeitig beenden; vorher kommt alles Lose in Beutel",
        ),
    }
}

pub(super) fn choices(offered: &[Choice]) -> Vec<String> {
    offered
        .iter()
        .map(|offered| choice(*offered))
        .map(|(word, meaning)| format!("{word}: {meaning}"))
        .collect()
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::Rehearsal => "PROBE",
        Label::Ceremony => "Zeremonie",
        Label::Offline => "offline",
        Label::Online => "NETZWERK IST AN",
        Label::PinCustodian => "PIN-VERWAHRER",
        Label::KeyCustodian => "SCHLÜSSELVERWAHRER",
        Label::Both => "SIE BEIDE",
        Label::PinCustodianLooksAway => "PIN-Verwahrer: Sehen Sie weg",
        Label::KeyCustodianLooksAway => "Schlüsselverwahrer: Sehen Sie weg",
        Label::OthersLookAway => "Alle anderen: Sehen Sie weg",
        Label::AtHand => "Zur Hand",
        Label::OnTheTable => "Auf dem Tisch",
        Label::Nothing => "nichts",
        Label::Acts => "Teile",
        Label::LiesOnTheTable => "auf dem Tisch",
        Label::MoreWithF3 => "weitere (F3)",
        Label::MoreWithPageUp => "(Bild auf: mehr)",
        Label::ShortFooter => "F1 Hilfe F2 Ablauf F3 Umsehen F4 stop",
        Label::LookAwayKeyCustodian => "SCHLÜSSELVERWAHRER SIEHT WEG",
        Label::LookAwayPinCustodian => "PIN-VERWAHRER SIEHT WEG",
        Label::LookAwayOther => "ALLE ANDEREN SEHEN WEG",
        Label::LineTypedEarly => "Was vor dieser Frage getippt wurde, zählt nicht.",
        Label::LineYesNo => "Antworten Sie mit j oder n, oder tippen Sie stop oder help.",
        Label::LineEnter => "Drücken Sie Enter, wenn es erledigt ist, oder tippen Sie stop.",
        Label::LineOneOf => "Tippen Sie eines davon:",
        Label::LineOrStop => "(oder stop)",
        Label::LineGoesOn => "Mit Enter allein überspringen Sie das.",
        Label::TouchTheKey => "BERÜHREN SIE JETZT DEN SCHLÜSSEL",
        Label::NothingBlinks => {
            "Blinkt nichts? Drücken Sie den Schlüssel fest in die Buchse, und suchen Sie ein Licht an seiner Seite. Wenn die Zeit abgelaufen ist, wurde nichts geändert, und Sie können es noch einmal versuchen."
        }
        Label::Wait => "Bitte warten Sie.",
        Label::Over => "Diese Sitzung ist zu Ende. Drücken Sie Enter.",
        Label::TooSmall => "Machen Sie dieses Fenster größer: 80 Spalten, 24 Zeilen.",
        Label::Key => "Schlüssel",
        Label::Sheet => "Blatt",
        Label::Bag => "Beutel",
        Label::Account => "Konto",
        Label::Tries => "Versuche übrig",
        Label::YesNo => "j  ja     n  nein",
        Label::SpaceIs => "Jedes _ kann ein Leerzeichen sein. Die Lücken gehören nicht dazu.",
        Label::Footer => "F1 Hilfe  F2 Ablauf  F3 Umsehen  F4 stop, auslassen",
        Label::Hands => "F5 Scan  F6 Berühren  F7 Raus  F8 Rein",
        Label::PageFooter => "Pfeile, Bild auf, Bild ab   / suchen   n weiter   Esc zurück",
        Label::MenuFooter => "Nummer drücken   Esc zurück",
        Label::SearchFor => "Suchen: ",
        Label::NotFound => "nicht gefunden",
        Label::Help => "Hilfe",
        Label::Script => "Der Ablauf dieser Zeremonie",
        Label::LookAround => "Umsehen",
        Label::PlugIn => "Welcher Schlüssel?",
        Label::WhatIsWhere => "Was ist wo",
        Label::Ledger => "Das Journal",
        Label::Plan => "Der verbindliche Plan",
        Label::Keys => "Eingesteckte Schlüssel",
        Label::KeysAreOnTheTable => "In einer Probe sehen Sie nach, was auf dem Tisch liegt.",
        Label::Manual => "Das Handbuch",
        Label::Said => "Was bisher gesagt wurde",
        Label::Reading => "Wird gelesen...",
        Label::NothingYet => "Noch nichts.",
        Label::Characters => "Zeichen",
        Label::NotNow => "jetzt nicht,",
        Label::HomeFooter => "Nummer drücken, dann Enter   Bild auf, Bild ab   q beendet",
        Label::RehearseDrill => "Die Jahresübung proben",
        Label::RehearseSmall => "Eine kurze Probe: ein Konto, ein Schlüssel, zehn Minuten",
        Label::GoOnWith => "Weiter mit Zeremonie",
        Label::AboutMinutes => "(etwa # Minuten)",
        Label::TypeThisLine => {
            "Tippen Sie zuerst diese Zeile, so wie die Tasten sie zeigen, dann Enter:"
        }
        Label::WhyThisLine => {
            "Das zeigt, ob die Tastatur schreibt, was auf ihren Tasten steht, und ob die Feststelltaste an ist, bevor Sie eine PIN tippen, die Sie nicht sehen. Mit Esc überspringen Sie das."
        }
    }
}

pub(super) fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::YesOrNo => "Drücken Sie j oder n. F4 hält sicher an, F1 hilft.",
        Hint::PressEnter => "Drücken Sie Enter, wenn es erledigt ist. F4 hält sicher an.",
        Hint::ChooseFirst => "Wählen Sie: mit der Nummer oder den Pfeilen, dann Enter.",
        Hint::Full => "Es ist kein Platz mehr. Strg-U löscht alles.",
        Hint::Empty => "Es wurde noch nichts getippt.",
        Hint::CannotBe => "Kein Anteil hat so ein Wort. Die Rücktaste löscht es.",
        Hint::TooFast => {
            "Das war nicht von Hand getippt. Eingefügter oder gescannter Text gilt hier nicht."
        }
        Hint::Held => {
            "Eine Taste war noch gedrückt; das zählt nicht. Bitte drücken Sie sie noch einmal."
        }
        Hint::Noticed => {
            "Der Schlüssel wurde schon bemerkt; die Taste zählt nicht. Bitte lesen Sie weiter."
        }
        Hint::CapsLock => "Bisher nur Großbuchstaben: Ist die Feststelltaste an?",
        Hint::NoShell => {
            "Eine Zeremonie tritt nie hinter eine Shell. Beenden Sie zuerst sicher (F4)."
        }
    }
}

pub(super) fn wrong_keyboard(wrong: WrongKeyboard) -> String {
    match wrong {
        WrongKeyboard::CapsLock => {
            "Das waren Großbuchstaben: Die Feststelltaste ist an. Schalten Sie sie aus, und tippen Sie die Zeile noch einmal.".into()
        }
        WrongKeyboard::Layout(wanted, came) => format!(
            "Statt {wanted} kam {}. Die Tastatur ist anders eingestellt, als ihre Tasten zeigen; PINs und Wörter wären falsch. Stellen Sie die Tastatur außerhalb dieses Programms richtig ein, oder tippen Sie so, wie sie eingestellt ist. Tippen Sie die Zeile dann noch einmal.",
            Safe::new(&came.to_string(), 1)
        ),
        WrongKeyboard::Length => "Das war nicht die Zeile. Bitte tippen Sie sie noch einmal.".into(),
    }
}
