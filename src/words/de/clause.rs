//! The parts of sentences, in German.

use super::{finding, refused, thing};
use crate::words::clause::Clause;

pub(super) fn said(clause: &Clause) -> String {
    use Clause as C;
    match clause {
        C::Words(words) => words.clone(),
        C::Refused(refused) => refused::said(refused),
        C::BagIsOpen { bag } => format!("Beutel {bag} ist offen"),
        C::BagIsSealed { bag } => format!("Beutel {bag} ist versiegelt"),
        C::BagWasHandedOver { bag } => format!("Beutel {bag} wurde übergeben"),
        C::KeyIsUnplugged { key } => format!("Schlüssel {key} ist abgezogen"),
        C::SheetIsDestroyed { sheet } => format!("Blatt {sheet} ist vernichtet"),
        C::NotInitialled { person, step } => format!("{person} hat Schritt {step} nicht abgezeichnet"),
        C::TenantTook { key } => format!("der Tenant hat die Registrierung von Schlüssel {key} angenommen"),
        C::FileIsThere { file } => format!("die Datei {file} ist da"),
        C::TenantsPageIsOpen { account } => format!("die Seite des Tenants für {account} ist offen"),
        C::NewPasswordIsAccepted { account } => format!("das neue Passwort von {account} wird angenommen"),
        C::SignInAs { account } => format!("die Anmeldung als {account}"),
        C::AlertFor { account } => format!("die Meldung über die Anmeldung als {account}"),

        C::SerialsDiffer { first, second } => format!("eine Person hat {first} gelesen, die andere {second}"),
        C::SerialWasUsed { bag } => format!("Beutel {bag} wurde schon benutzt; jede Beutelnummer wird nur einmal benutzt"),
        C::NoSerial => "eine Beutelnummer hat 3 bis 24 Zeichen: A-Z, 0-9 und Bindestriche".into(),
        C::DoesNotOpenThePlace => "diese Person hat keinen Zugang zu diesem Ort".into(),
        C::NobodyOfThatName => "der Plan nennt hierfür niemanden mit diesem Namen".into(),
        C::NoThrow => "ein Wurf ist eine Ziffer von 1 bis 6".into(),
        C::ThrowsMissing { missing, least } => format!(
            "von {least} Würfen {} noch {missing}",
            if *missing == 1 { "fehlt" } else { "fehlen" }
        ),
        C::NoFairDie => "eine Zahl macht mehr als die Hälfte aller Würfe aus: Dieser Würfel ist nicht fair".into(),
        C::Empty => "es wurde nichts eingegeben".into(),
        C::NotThePinsDigits { digits } => format!("die PIN besteht aus {digits} Ziffern und sonst nichts"),
        C::NotAsPrinted => "das Getippte ist nicht das Gedruckte".into(),
        C::LettersDoNotFit => "die PIN und die Prüfbuchstaben gehören nicht zusammen, oder sie gehören nicht zu diesem Blatt".into(),
        C::AnotherPrivateWord => "das ist nicht Ihr persönliches Wort".into(),
        C::PrivateWordTooShort => "ein persönliches Wort hat mindestens vier Zeichen".into(),
        C::PrivateWordsDiffer => "die beiden Wörter sind verschieden".into(),
        C::ReasonNeeded => "ein Grund ist nötig".into(),
        C::NoTime => "geben Sie Datum und Uhrzeit ein, zum Beispiel 2026-01-12 09:41".into(),
        C::DatesDiffer => "die beiden Daten sind verschieden. Sehen Sie auf beide Uhren, und geben Sie beide noch einmal ein".into(),
        C::WordIsAnother { position } => format!("Wort {position} ist falsch"),
        C::WordOutOfTurn { position } => format!("bei Wort {position} fehlt ein Wort, oder eines ist doppelt oder vertauscht"),
        C::WordUnknown { position } => format!("Wort {position} steht nicht in der Wortliste"),
        C::WordCount { heard, needed } => format!(
            "{}, und {needed} sind nötig",
            thing::count(heard, "Wort wurde getippt", "Wörter wurden getippt")
        ),

        C::TheSerial => "die Beutelnummer".into(),
        C::TheNewSerial => "die Beutelnummer eines neuen Beutels".into(),
        C::TheName => "der Name".into(),
        C::TheThrows => "die Würfe".into(),
        C::TheText => "der Text".into(),
        C::ThePin { sheet } => format!("die PIN von Blatt {sheet}"),
        C::TheWords { sheet } => format!("die Wörter von Blatt {sheet}"),
        C::TheReason => "der Grund".into(),
        C::WhatWasFoundOut => "was herausgefunden wurde".into(),
        C::TheHeadSize => "die Größe des Standes".into(),
        C::TheTime => "die Uhrzeit".into(),
        C::ThePrivateWord => "das persönliche Wort".into(),

        C::PlanAdds { thing } => format!("der neue Plan nennt zusätzlich {thing}"),
        C::PlanRemoves { thing } => format!("der neue Plan nennt nicht mehr {thing}"),
        C::PlanChanges { field, from, to } => {
            let (from, to) = (or_nothing(from), or_nothing(to));
            format!("der neue Plan ändert {field} von {from} auf {to}")
        }

        C::PlanBecomesBinding => "der Plan wird verbindlich".into(),
        C::PartBegins { title } => format!("dieser Teil der Zeremonie beginnt: {title}"),
        C::FirstPin { key } => format!("Schlüssel {key} bekommt seine erste PIN"),
        C::NewPin { key } => format!("die PIN von Schlüssel {key} wird geändert"),
        C::PasskeyIsDeleted { key } => {
            format!("der Passkey des Kontos auf Schlüssel {key} wird gelöscht")
        }
        C::KeyIsConfigured { key, settings } => {
            let settings: Vec<String> = settings.iter().map(said).collect();
            format!("Einstellungen von Schlüssel {key}: {}", settings.join("; "))
        }
        C::KnownBySerial { key, serial } => format!(
            "Schlüssel {key} unterschreibt ohne seine PIN nichts: Nur seine Seriennummer {serial} unterscheidet ihn von anderen, und die kann ein gefälschter Schlüssel nachahmen. Vergleichen Sie sie mit der Nummer auf dem Schlüssel und auf seinem Etikett"
        ),
        C::TakesNoShorterPin { least } => format!("er nimmt keine PIN mit weniger als {least} Zeichen an; nur ein Zurücksetzen hebt das auf"),
        C::TellsLeastPinLength { rp_ids } => format!("er nennt {} die Mindestlänge seiner PIN", rp_ids.join(", ")),
        C::AttestsForEnterprises => "er darf sich den Organisationen zu erkennen geben, die sein Hersteller in ihm eingetragen hat; nur ein Zurücksetzen hebt das auf".into(),
        C::AlwaysWantsItsPin => "er verlangt seine PIN für alles, auch wo eine Seite sie nicht verlangt".into(),
        C::KeyIsReset { key } => {
            format!("Schlüssel {key} wird zurückgesetzt, und alles auf ihm ist verloren")
        }
        C::ListIsTaken { number } => format!("dieses Buch verwendet ab jetzt FIDOs Liste {number}"),
        C::ListIsStale { number, until } => format!("bis {until} war eine neuere Liste als FIDOs Liste {number} fällig; was seither bekannt wurde, steht nicht in Liste {number}"),
        C::CannotProtect { key } => format!("Schlüssel {key} kann den Passkey nicht so schützen, wie der Mandant es verlangt"),
        C::KeptUnseen { key } => format!("ob Schlüssel {key} den Passkey so aufbewahrt, dass er beim Anmelden gefunden wird, ist nicht zu sehen: Der Schlüssel zeigt seine Passkeys nicht"),
        C::ModelIsUnproven { key, model, why } => format!("alle Schlüssel des Modells {model} können sich ausweisen, aber Schlüssel {key} wurde nicht als solcher nachgewiesen: {}", said(why)),
        C::ModelIsWarnedOf { key, warnings } => format!("FIDOs Liste warnt vor dem Modell von Schlüssel {key}: {}", warnings.join("; ")),
        C::NewPassword { account } => format!("das Konto {account} bekommt ein neues Passwort"),
        C::StepIsLeftOut { step } => format!("Schritt {step} wird ausgelassen"),
        C::CeremonyIsWithdrawn => "diese Zeremonie wird zurückgezogen".into(),
        C::CeremonyEndsUnfinished => "diese Zeremonie wird vorzeitig beendet".into(),
        C::SealedUnrecorded { key } => format!("Schlüssel {key} kommt in seinen Beutel, ohne dass sein Zustand erfasst wird"),
        C::QuarantineEnds { thing } => format!("auf {} kann man sich wieder verlassen", thing::accusative(thing)),
        C::GoesOnAfter { minutes } => format!("die Zeremonie geht nach {minutes} Minuten weiter"),
        C::NoMinutesHere { person } => format!("{person} hat nicht den Stand auf dem eigenen neuesten unterschriebenen Protokoll dieses Journals vorgelesen; dies könnte also ein anderes Journal sein"),
        C::NoHeadOfThisSize => "das Journal hat keinen Stand dieser Größe. Sehen Sie auf das Papier, und geben Sie die Zahl nach \"head size\" noch einmal ein".into(),
        C::NoSize => "geben Sie die Zahl ein, die nach \"head size\" steht".into(),
        C::ClockIsBehind { latest } => format!("die Uhr des Laptops steht vor dem letzten Eintrag des Journals ({latest})"),
        C::PrivateWordsNotAccepted => "diese Wörter werden nicht angenommen. Wählen Sie beide neue".into(),
        C::ClockDiffers { minutes } => format!(
            "die Uhr des Laptops und eine Armbanduhr weichen um {} voneinander ab",
            thing::count(minutes, "Minute", "Minuten")
        ),
        C::TriesAreLow { key, left, wrong } => format!(
            "Schlüssel {key} hat noch {}, und {} gerade falsch",
            thing::count(left, "PIN-Versuch", "PIN-Versuche"),
            thing::count(wrong, "Versuch war", "Versuche waren")
        ),
        C::LaptopIsNotFit { findings } => format!("der Laptop erfüllt nicht alle Anforderungen: {}", findings.iter().map(finding::said).collect::<Vec<_>>().join("; ")),

        C::OneIsBoth => "eine Person kann nicht zugleich PIN-Verwahrer und Schlüsselverwahrer sein".into(),
        C::NoPlaceFor { thing } => format!("der Plan hat keinen Ort für {}", thing::accusative(thing)),
        C::KeyNotAdmitted { key } => format!("Schlüssel {key} ist nicht aufgenommen"),
        C::NotInThePlan { name } => format!("der Plan kennt {name} nicht"),
        C::NoPasswordYet { account } => format!("das Konto {account} hat noch kein Passwort in Anteilen"),
        C::NoCeremonyIsOpen => "es läuft keine Zeremonie".into(),
        C::NoCeremonyToGoOnWith => "es läuft keine Zeremonie; nennen Sie die Zeremonie, die Sie beginnen möchten".into(),
        C::NoHeadYet => "noch ist kein Stand des Journals festgehalten".into(),
        C::NothingInQuarantine => "nichts steht unter Quarantäne".into(),
        C::StepWithoutSubject { step } => format!("Schritt {step} sagt nicht, worum es geht"),
        C::CannotSplit { why } => format!("das Passwort lässt sich nicht aufteilen: {why}"),
        C::SharesGiveNoPassword { why } => format!("die Anteile ergeben kein Passwort: {why}"),
        C::IsKey { key } => format!("es ist Schlüssel {key}"),
        C::HasPin => "er hat eine PIN".into(),
        C::KnowsNoPins => "er unterstützt keine PINs und ist hier darum nicht brauchbar".into(),
        C::PinIsShorter { sheet, least } => format!("die PIN auf Blatt {sheet} hat weniger als {least} Zeichen, und der Schlüssel würde sie nicht mehr annehmen; ändern Sie die PIN zuerst"),
        C::NoSuchFile => "diese Datei gibt es nicht".into(),
        C::NoText => "sie ist keine Textdatei".into(),
        C::ForAnother { is, plan } => format!("sie ist für {is}, aber im Plan steht {plan}"),
        C::ChallengeExpired => "ihre Frist ist abgelaufen".into(),
        C::NoPageCame => "es kam keine lesbare Seite heraus".into(),
        C::PageNotConfirmed => "die Seite wurde nicht bestätigt".into(),
        C::NewPinDoesNotOpen => "die neue PIN öffnet ihn nicht".into(),
        C::DeletedPasskeyIsThere => "der gelöschte Passkey ist noch da".into(),
        C::SettingIsNotThere => "die Einstellung hat nicht den Wert, der gesetzt wurde".into(),
        C::ResetDidNotWipe => "nach dem Zurücksetzen ist er nicht leer".into(),
        C::NoListYet => "es wurde noch keine Liste von FIDO eingelesen (import-metadata)".into(),
        C::ModelNotListed => "sein Modell steht nicht in FIDOs Liste".into(),
        C::VouchesForItself => "er bürgt nur für sich selbst, für kein Modell".into(),
        C::ProvesNothing => "er sagt nichts über seine Herkunft".into(),
        C::CertificatesNotVerified => "sein Zertifikat verwendet ein Verfahren, das dieses Programm nicht prüft".into(),
        C::AttestsOtherwise { format } => format!("seine Bescheinigung hat das Format {format}, das dieses Programm nicht auswertet"),
        C::BegunForNoFile => "die Zeremonie wurde ohne Datei begonnen; beginnen Sie sie mit --file".into(),
        C::DeletePasskeys => "Passkeys nicht aufzählen und löschen".into(),
        C::SetLeastPinLength => {
            "keine Mindestlänge für seine PIN annehmen".into()
        }
        C::TellLeastPinLength { count, most } => format!("nicht {count} Seiten die Mindestlänge seiner PIN nennen, sondern höchstens {most}"),
        C::AttestForEnterprises => "sich keiner Organisation zu erkennen geben (Enterprise Attestation)".into(),
        C::AlwaysWantItsPin => "nicht so eingestellt werden, dass er seine PIN für alles verlangt (alwaysUv)".into(),
        C::BeKnownWithoutPin => "nicht von anderen unterschieden werden, sobald er seine PIN für alles verlangt: Er unterschreibt dann nichts ohne sie und zeigt keine Seriennummer; die Einstellung wurde zurückgenommen".into(),
        C::NoSuchPasskey => "der Schlüssel meldet, dass er diesen Passkey nicht hat".into(),
        C::NoCredentialCame => "der Schlüssel hat keinen Passkey geliefert".into(),
        C::IdentityDoesNotAnswer => "sein Erkennungs-Passkey antwortet nicht mehr".into(),
        C::NewIdentityDoesNotAnswer => "der neue Erkennungs-Passkey antwortet nicht".into(),
        C::MadeWithoutPinOrTouch => "der Passkey wurde ohne PIN oder ohne Berührung erstellt".into(),
        C::OtherAlgorithm => "der Passkey verwendet ein anderes Verfahren als verlangt".into(),
        C::PasskeyCanBeCopied => "der Passkey kann aus dem Schlüssel heraus kopiert werden, oder wurde es".into(),
        C::PasskeyIsNotKept => "der Schlüssel bewahrt den Passkey nicht so auf wie verlangt".into(),
        C::ProtectedOtherwise => "der Passkey ist anders geschützt als verlangt".into(),
        C::RecordedKeyIsNoKey => "der festgehaltene öffentliche Schlüssel ist ungültig".into(),

        C::KeyIsPluggedIn { key } => format!("Schlüssel {key} ist eingesteckt"),
        C::NoKeyIsPluggedIn => "kein Schlüssel ist eingesteckt".into(),
        C::NoKeyOnTheTable => "kein Schlüssel liegt auf dem Tisch".into(),
        C::NoKeyBlinks => "jetzt blinkt kein Schlüssel".into(),
        C::ScannerReadsIt => "der Scanner liest es".into(),
        C::NothingAnswersThis => "nichts auf dem Tisch beantwortet diese Frage".into(),

        C::ItsKeyIsWiped => "sein Schlüssel wurde zurückgesetzt, und es öffnet nichts mehr".into(),
        C::NeverUsed => "es wurde nie benutzt".into(),
        C::AnotherTookItsPlace => "ein neues Blatt hat es ersetzt und ist versiegelt".into(),
    }
}

/// A value of a plan; one that is not there has a word too.
fn or_nothing(value: &str) -> &str {
    match value {
        "" => "nichts",
        value => value,
    }
}
