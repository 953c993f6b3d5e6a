//! Why the rules refuse an entry, in German.

use super::thing;
use crate::custody::Refused;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use crate::words::clause::Thing;

pub(super) fn said(refused: &Refused) -> String {
    use Refused as R;
    match refused {
        R::OpensTwice => "nur der erste Eintrag eines Journals eröffnet das Buch".into(),
        R::OpensInACeremony => "das Buch wird eröffnet, bevor eine Zeremonie beginnt".into(),
        R::NotOpened => "der erste Eintrag muss das Buch eröffnen".into(),
        R::AnotherCeremonyIsOpen => "eine andere Zeremonie läuft noch".into(),
        R::NextCeremonyIs { number } => format!("die nächste Zeremonie hat die Nummer {number}"),
        R::OpenCeremonyIs { number } => format!("die laufende Zeremonie hat die Nummer {number}"),
        R::NoCeremonyIsOpen => "es läuft keine Zeremonie".into(),
        R::SignedByAnAbsentee => {
            "jemand, der nicht am Tisch ist, würde diesen Eintrag zeichnen".into()
        }
        R::SignedByNobody => "niemand würde diesen Eintrag zeichnen".into(),
        R::CeremonyWithoutSteps => "eine Zeremonie muss Schritte haben".into(),
        R::BoundToAnotherPlan => {
            "die Zeremonie ist an einen anderen Plan gebunden als den verbindlichen".into()
        }
        R::NextStepIs { next, not } => format!("der nächste Schritt ist {next}, nicht {not}"),
        R::EveryStepHasEnded => "alle Schritte sind schon abgeschlossen".into(),
        R::StepLacksInitials { step } => format!("jemand hat Schritt {step} nicht abgezeichnet"),
        R::StepCannotBeLeftOut { step } => format!("Schritt {step} darf nicht ausgelassen werden"),
        R::StepIsAboutAnother { step, procedure } => format!(
            "bei Schritt {step} geht es um etwas anderes als bei {}",
            procedure.name()
        ),
        R::StepNotAchieved { step, procedure } => format!(
            "Schritt {step} ({}) hat seinen Zweck noch nicht erreicht",
            procedure.name()
        ),
        R::NotEveryStepHasEnded => "manche Schritte sind noch nicht abgeschlossen".into(),
        R::SecretMayBeLive => {
            "vielleicht gilt schon eine PIN oder ein Passwort, das noch nicht bestätigt ist".into()
        }
        R::NoCheckpoint => "das Journal wurde für diese Zeremonie noch nicht abgeschlossen".into(),
        R::MinutesMissing => "das Protokoll wurde nicht für jeden Verwahrer gedruckt".into(),
        R::MinutesOfAnotherCheckpoint => {
            "das Protokoll muss den letzten Stand des Journals zeigen".into()
        }
        R::CopiesMissing => "es wurden noch nicht zwei Kopien des Buchs geschrieben".into(),
        R::NoSuchCopy => "es gibt nur zwei Kopien".into(),
        R::CopyWithoutCheckpoint => "die Kopie enthält den letzten Stand des Journals nicht".into(),
        R::CopyHoldsMore => "die Kopie enthält mehr Einträge als das Journal".into(),
        R::StillOut { items, bags } => format!(
            "das ist noch außerhalb eines Beutels oder nicht verwahrt: {}",
            thing::out(items, bags).join(", ")
        ),
        R::NotOneOfEach => {
            "eine Sitzung braucht einen Schlüsselverwahrer und einen PIN-Verwahrer".into()
        }
        R::OneIsBoth => {
            "eine Person kann nicht zugleich PIN-Verwahrer und Schlüsselverwahrer sein".into()
        }
        R::HeadOfAnotherPaper { person } => {
            format!("{person} kann nur den Stand auf dem eigenen letzten Protokoll vorlesen")
        }
        R::MayNotActAs { person, role } => format!(
            "{person} darf heute nicht als {} handeln",
            role.on_script(ScriptWords::of(Language::German))
        ),
        R::KnowsAPin { person } => format!(
            "{person} hat eine PIN gesehen, die noch gilt, und darf ihren Schlüssel nicht verwahren"
        ),
        R::BothMustAssent => "beide Verwahrer müssen zustimmen".into(),
        R::NamedButAbsent => "es ist jemand genannt, der nicht am Tisch ist".into(),
        R::ShareReadByTwo => "einen Anteil müssen zwei Personen lesen, jede eine Hälfte".into(),
        R::PinReadByOne => "eine PIN darf nur eine Person lesen".into(),
        R::NoPlan => "es wurde noch kein Plan angenommen".into(),
        R::PlanOfAnotherCeremony => "die Zeremonie ist an einen anderen Plan gebunden".into(),
        R::PlanBreaksARule { rule } => {
            format!("der Plan verletzt die Regel {rule} (Handbuch: plan)")
        }
        R::PlanKnowsNoKey { key } => format!("im Plan steht kein Schlüssel {key}"),
        R::PlanKnowsNoAccount { account } => format!("im Plan steht kein Konto {account}"),
        R::PlanKnowsNoPlace { place } => format!("im Plan steht kein Ort {place}"),
        R::PlanHasNoPlaceFor { item } => format!(
            "der Plan hat keinen Ort für {}",
            thing::accusative(&Thing::from(item))
        ),
        R::NoOpenIntent { intent } => {
            format!("Eintrag {intent} kündigt keine Handlung an, die noch offen ist")
        }
        R::ResultOfAnotherDeed => "das Ergebnis gehört zu einer anderen Handlung".into(),
        R::InDoubtAlready => "das ist schon ungewiss".into(),
        R::PrintingInDoubt => {
            "eine Seite, die vielleicht nicht vollständig gedruckt wurde, ist ungültig".into()
        }
        R::KeyNotAdmitted { key } => format!("Schlüssel {key} ist nicht aufgenommen"),
        R::KeyAdmittedAlready { key } => format!("Schlüssel {key} ist schon aufgenommen"),
        R::KeyNotOnTheTable { key } => format!("Schlüssel {key} liegt nicht auf dem Tisch"),
        R::KeyHasAPin { key } => format!("Schlüssel {key} hat eine PIN oder könnte eine haben"),
        R::KeyOfAnotherAccount { key, account } => {
            format!("Schlüssel {key} gehört nicht zum Konto {account}")
        }
        R::PinNotSettled { key } => format!("es ist nicht geklärt, welche PIN Schlüssel {key} hat"),
        R::PinIsNotOn { key, sheet } => {
            format!("die PIN von Schlüssel {key} ist nicht die auf Blatt {sheet}")
        }
        R::NoSuchCredential { key } => format!("Schlüssel {key} hat diesen Passkey nicht"),
        R::NoCredential { key } => format!("Schlüssel {key} hat keinen Passkey"),
        R::NoCredentialToRegister { key } => {
            format!("Schlüssel {key} hat keinen Passkey, den man registrieren könnte")
        }
        R::SettingsNotAsPlanned { key } => {
            format!("Schlüssel {key} hat nicht die Einstellungen, die der Plan verlangt")
        }
        R::NoSnapshotBegun { key } => {
            format!("die Erfassung des Zustands von Schlüssel {key} wurde nicht begonnen")
        }
        R::SealingComparesNothing => {
            "der Zustand, der vor dem Versiegeln erfasst wird, wird mit nichts verglichen".into()
        }
        R::OtherDifferences => {
            "die genannten Unterschiede sind nicht die, die die Aufzeichnungen zeigen".into()
        }
        R::NotRecordedBeforeSealing { key } => format!(
            "der Zustand von Schlüssel {key} wurde nicht unmittelbar vor dem Versiegeln erfasst"
        ),
        R::AnotherKeyIsOut { key } => format!(
            "Schlüssel {key} desselben Kontos oder sein PIN-Blatt ist noch außerhalb seines Beutels; verwahren Sie es zuerst"
        ),
        R::ListNotNewer { known, number } => {
            format!("Liste {known} ist schon eingelesen, und Liste {number} ist nicht neuer")
        }
        R::NoSuchSheet { sheet } => format!("es gibt kein Blatt {sheet}"),
        R::NextPageIs { sheet } => format!("die nächste Seite ist {sheet}"),
        R::SheetNotOnTheTable { sheet } => format!("Blatt {sheet} liegt nicht auf dem Tisch"),
        R::SheetOfKeyNotOnTheTable { sheet, key } => {
            format!("Blatt {sheet} von Schlüssel {key} liegt nicht auf dem Tisch")
        }
        R::AnotherPinInTheMaking { key } => format!(
            "ein anderes PIN-Blatt von Schlüssel {key} wurde begonnen und nicht abgeschlossen"
        ),
        R::NotAProvenPinSheet { sheet, key } => {
            format!("Blatt {sheet} ist kein geprüftes PIN-Blatt von Schlüssel {key} auf dem Tisch")
        }
        R::NotFreshlyPrinted { sheet } => format!("Blatt {sheet} ist nicht frisch gedruckt"),
        R::FingerprintOfAPin => "nur Anteile haben Fingerabdrücke, PINs haben keine".into(),
        R::FingerprintForm => "ein Fingerabdruck hat 64 hexadezimale Ziffern".into(),
        R::FingerprintDiffers { sheet } => {
            format!("der Anteil auf Blatt {sheet} hat einen anderen Fingerabdruck")
        }
        R::MayBeLive { sheet } => format!(
            "das Geheimnis auf Blatt {sheet} gilt vielleicht, oder das Blatt ist schon fort"
        ),
        R::DestructionInDoubt { sheet } => {
            format!("es ist schon ungewiss, ob Blatt {sheet} vernichtet wurde")
        }
        R::ReplacementInDoubt => "es ist ungewiss, ob der Ersatz schon gilt".into(),
        R::ReplacementNotSealed { sheet } => {
            format!("Blatt {sheet}, das es ersetzt, ist noch nicht versiegelt")
        }
        R::ReplacementsNotSealed => "nicht alle Blätter, die es ersetzen, sind versiegelt".into(),
        R::NeitherVoidNorSuperseded { sheet } => {
            format!("Blatt {sheet} ist noch gültig und darf darum nicht vernichtet werden")
        }
        R::SetHasShares { account, shares } => {
            format!("ein Satz von Anteilen des Kontos {account} hat {shares} Anteile")
        }
        R::NoSetInTheMaking => {
            "die Seite gehört zu keinem Satz von Anteilen, der gerade entsteht".into()
        }
        R::NotEveryShareProven { shares, set } => {
            format!("nicht alle {shares} Anteile von Satz {set} sind geprüft")
        }
        R::HandoverNotConfirmed => {
            "die letzte Übergabe eines Passworts wurde nicht bestätigt".into()
        }
        R::NoSuchBag { bag } => format!("Beutel {bag} kommt in diesem Buch nicht vor"),
        R::BagUsedBefore { bag } => format!("Beutel {bag} wurde schon benutzt"),
        R::BagNotFetched { bag } => format!("Beutel {bag} wurde nicht geholt und angesehen"),
        R::BagNotSealed { bag } => format!("Beutel {bag} ist nicht versiegelt"),
        R::EmptyBag => "ein leerer Beutel kann nicht versiegelt werden".into(),
        R::ItemTwice { item } => format!("{} ist zweimal genannt", thing::said(&Thing::from(item))),
        R::ItemNotOnTheTable { item } => format!(
            "{} liegt nicht auf dem Tisch",
            thing::said(&Thing::from(item))
        ),
        R::ItemBelongsElsewhere { item, place, not } => format!(
            "{} gehört nach {place}, nicht nach {not}",
            thing::said(&Thing::from(item))
        ),
        R::SheetToBeDestroyed { sheet } => {
            format!("Blatt {sheet} muss vernichtet werden, nicht versiegelt")
        }
        R::DoesNotOpen { person, place } => format!("{person} hat keinen Zugang zu {place}"),
    }
}
