//! German.

use super::{Catalogue, Words, asks, bullets, news, sentence};
use crate::text::safe::Safe;
use crate::words::clause::{Clause, Thing};
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::{BagPurpose, Choice, Document, Half, Prompt, SheetKind, Turn};
use crate::words::trouble::{Explained, Trouble};

/// German, after the English.
pub struct German;

impl Catalogue for German {
    fn prompt(&self, prompt: &Prompt) -> Words {
        use Prompt as P;
        match prompt {
            P::CeremonyOpens {
                title,
                number,
                rehearsal,
            } => {
                let mark = if *rehearsal {
                    "PROBE. Nichts hier ist echt.\n"
                } else {
                    ""
                };
                news(format!(
                    "{mark}Zeremonie {number} beginnt: {title}. Sie können bei jeder Frage sicher anhalten: Drücken Sie F4, oder, Zeile für Zeile, tippen Sie stop."
                ))
            }
            P::CeremonyGoesOn {
                title,
                number,
                done,
                of,
            } => news(format!(
                "Zeremonie {number} geht weiter: {title}. Beendete Schritte: {done} von {of}. Zuerst wird die Anwesenheit geprüft, dann folgt, was lose daliegt."
            )),
            P::PartBegins { title } => news(format!("== {title}")),
            P::StepBegins { number, says } => news(format!("-- {number}  {says}")),
            P::PlanInWords {
                words,
                adopted: true,
            } => news(format!("Der verbindliche Plan, in Wörtern: {words}")),
            P::PlanInWords {
                words,
                adopted: false,
            } => news(format!("Der Entwurf des Plans, in Wörtern: {words}")),
            P::ScriptInWords { words } => news(format!(
                "Der Ablauf dieser Zeremonie, in Wörtern: {words}. Vergleichen Sie mit dem gedruckten Ablauf."
            )),
            P::ItemOnTable { item } => news(sentence(&format!(
                "{} liegt schon auf dem Tisch",
                self.thing(item)
            ))),
            P::TypedWrong { what } => news(format!(
                "Das stimmt noch nicht: {} Bitte noch einmal.",
                sentence(&self.clause(what))
            )),
            P::LooseSheet { sheet } => news(format!(
                "Blatt {sheet} wurde begonnen und nie benutzt: Sein Geheimnis gilt nirgends. Es wird jetzt vernichtet."
            )),
            P::BagWas { found } => news(format!(
                "Das ist Beutel {found}, und darin ist etwas anderes. Legen Sie ihn ungeöffnet zurück, und holen Sie den richtigen."
            )),
            P::OtherKey { expected, found } => news(format!(
                "Das ist nicht Schlüssel {expected}, sondern {}.",
                self.thing(found)
            )),
            P::TouchNow { key } => news(format!(
                "Schlüsselverwahrer: Schlüssel {key} wird blinken. Berühren Sie ihn. Wenn 30 Sekunden lang nichts blinkt, hält der Schritt an und kann wiederholt werden."
            )),
            P::TouchNewKey { key } => news(format!(
                "Schlüsselverwahrer: Die neuen Schlüssel blinken. Berühren Sie den, der Schlüssel {key} werden soll. Wenn 30 Sekunden lang keiner berührt wird, werden Sie noch einmal gefragt."
            )),
            P::StillPluggedIn { key } => news(format!(
                "Schlüssel {key} steckt noch: Was Sie in der Hand haben, ist vielleicht ein anderer. Sehen Sie auf die Beschriftung."
            )),
            P::TriesLeft { key, left } => news(format!(
                "Schlüssel {key} erlaubt noch {}.",
                count(left, "PIN-Versuch", "PIN-Versuche")
            )),
            P::PinWorks { key, sheet } => {
                news(format!("Die PIN auf Blatt {sheet} öffnet Schlüssel {key}."))
            }
            P::CredentialWorks { key } => news(format!(
                "Der Passkey des Kontos auf Schlüssel {key} hat geantwortet, und seine Signatur stimmt. Eine Anmeldung war das nicht."
            )),
            P::PasskeyDeleted { key } => news(format!(
                "Auf Schlüssel {key} ist der Passkey seines Kontos nicht mehr. Der Tenant führt ihn noch: Löschen Sie ihn auch dort."
            )),
            P::KeyIsGenuine { key, model, list } => news(format!(
                "Schlüssel {key} ist echt: {model}, nach dem Zertifikat seines Herstellers und FIDOs Liste {list}."
            )),
            P::KeyIsUnproven { key, why } => news(format!(
                "Schlüssel {key} beweist nicht, welches Modell er ist: {} Er arbeitet trotzdem; es wird festgehalten.",
                sentence(&self.clause(why))
            )),
            P::BeAware { what } => news(sentence(&self.clause(what))),
            P::ListVerified {
                number,
                next_update,
                models,
            } => news(format!(
                "Das ist FIDOs Liste {number}, so wie FIDO sie unterschrieben hat: {}. Die nächste kommt bis {next_update}.",
                count(models, "Modell", "Modelle")
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } if warnings.is_empty() => news(format!(
                "Schlüssel {key} ist das Modell {model}: Die Liste sagt nichts dagegen."
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } => news(format!(
                "Schlüssel {key} ist das Modell {model}. Die Liste WARNT davor: {}. Sprechen Sie mit der Administration über ein anderes Modell.",
                warnings.join("; ")
            )),
            P::ModelNotInList { key } => news(format!(
                "Das Modell von Schlüssel {key} steht nicht in der Liste."
            )),
            P::KeyConfigured { key, settings } => news(format!(
                "Schlüssel {key} ist so eingestellt, wie der Plan es will:\n{}",
                bullets(settings.iter().map(|setting| self.clause(setting)))
            )),
            P::KeyReset { key } => news(format!(
                "Schlüssel {key} ist leer: Er hat keine PIN, keine Passkeys und ist kein Schlüssel dieses Buchs mehr. Was der Tenant von ihm führt, öffnet nichts mehr."
            )),
            P::SnapshotSame {
                key,
                counter_says_nothing,
            } => {
                let counter = if *counter_says_nothing {
                    " Sein Zähler sagt nichts aus: Dieses Modell zählt nie."
                } else {
                    ""
                };
                news(format!(
                    "Schlüssel {key} ist so, wie er beim Versiegeln war.{counter}"
                ))
            }
            P::ShareMatches { sheet, left } => news(format!(
                "Blatt {sheet} lautet so wie beim Erstellen. Noch zu prüfen: {left}."
            )),
            P::ShareIsNoShare { why } => news(format!(
                "Das kann nicht der Anteil sein: {why}. Bitte noch einmal, vom Papier."
            )),
            P::Findings { findings } => news(format!(
                "Der Laptop ist nicht so, wie er sein soll:\n{}",
                bullets(findings)
            )),
            P::PrinterSays { what } => news(format!("Der Drucker: {what}.")),
            P::AllFit => news("Der Laptop ist so, wie er sein soll."),
            P::HeadInWords { words, size } => news(format!(
                "Der Kopf des Verzeichnisses ({}), in Wörtern: {words}",
                count(size, "Eintrag", "Einträge")
            )),
            P::CopyReadBack { copy, size } => news(format!(
                "Kopie {copy} ist geschrieben und zurückgelesen: {}, genau gleich.",
                count(size, "Eintrag", "Einträge")
            )),
            P::ResponseWritten { file } => news(format!(
                "Die Antwort des Schlüssels für den Tenant steht in {file}."
            )),
            P::StillOut { things } => {
                news(format!("Noch draußen:\n{}", bullets(self.things(things))))
            }
            P::Stopped { trouble } => {
                let Explained { what, means, next } = self.trouble(trouble);
                news(format!(
                    "ANGEHALTEN. {what}\n  Was das bedeutet: {means}\n  Was zu tun ist: {next}"
                ))
            }
            P::Ended { title } => news(format!(
                "Beendet: {title}. Nichts ist mehr draußen. Bewahren Sie Ihr unterschriebenes Protokoll auf: Die nächste Prüfung der Anwesenheit fragt nach seinen Wörtern."
            )),
            P::Suspended {
                title,
                still_out,
                breach: true,
            } => {
                let out = match still_out.is_empty() {
                    true => String::new(),
                    false => format!(
                        "\nNOCH DRAUSSEN; bleiben Sie dabei:\n{}",
                        bullets(self.things(still_out))
                    ),
                };
                news(format!(
                    "Angehalten: {title}, nach einem VERSTOSS. Halten Sie getrennt und unverändert, worum es geht, und rufen Sie jetzt den Administrator. Erst dann geht es mit `sealwright run` weiter.{out}"
                ))
            }
            P::Suspended {
                title, still_out, ..
            } if still_out.is_empty() => news(format!(
                "Sicher angehalten: {title}. Nichts ist außerhalb seines Beutels. Mit `sealwright run` geht es weiter."
            )),
            P::Suspended {
                title, still_out, ..
            } => news(format!(
                "Angehalten: {title}. NOCH DRAUSSEN; bleiben Sie dabei, bis es mit `sealwright run` weitergeht:\n{}",
                bullets(self.things(still_out))
            )),
            P::Abandoned { title } => news(format!(
                "Unvollendet beendet: {title}. Alles ist in Beuteln."
            )),

            P::WhoIs { role, names } => asks(
                format!("Wer ist heute {}?\n{}", role_of(*role), bullets(names)),
                "Name",
            ),
            P::WordOfOwn { person } => asks(
                format!(
                    "{person}: Wählen Sie ein persönliches Wort für heute. Damit stimmen Sie zu; darum darf es niemand sonst sehen. Es wird nie gespeichert. Mindestens vier Zeichen; nicht \"stop\"."
                ),
                "Persönliches Wort",
            ),
            P::WordOfOwnAgain { person } => asks(
                format!("{person}: Bitte dasselbe Wort noch einmal."),
                "Persönliches Wort",
            ),
            P::DiceThrows {
                person,
                least,
                bits,
            } => asks(
                format!(
                    "{person}: Würfeln Sie mindestens {least} Mal, und tippen Sie jeden Wurf, 1 bis 6, so wie er fällt. {least} Würfe sind {bits} Bit: genug für alle Geheimnisse dieser Sitzung, selbst wenn der Zufall des Laptops nichts wert wäre. Die anderen sehen weg."
                ),
                "Würfe",
            ),
            P::FreeText { person } => asks(
                format!(
                    "{person}: Tippen Sie irgendetwas, das Ihnen einfällt, je länger, desto besser; nicht nur \"stop\". Es wird in den Zufall des Laptops gemischt, zählt aber nicht als Zufall. Die anderen sehen weg."
                ),
                "Text",
            ),
            P::NoMinutesKnown { person } => news(format!(
                "{person} hat noch kein Protokoll dieses Verzeichnisses unterschrieben. {person}: Wenn Sie eines haben, halten Sie hier an."
            )),
            P::WordsFromPaper { person, size } => asks(
                format!(
                    "{person}: Nehmen Sie Ihr eigenes unterschriebenes Protokoll, auf dem \"head size {size}\" steht, und lesen Sie seine zehn Wörter. Wenn Sie es nicht haben: Lassen Sie die Zeile leer."
                ),
                "Wörter",
            ),
            P::WallClock { person, utc } => asks(
                format!(
                    "{person}: Wie spät ist es auf Ihrer eigenen Uhr? (Der Laptop zeigt {utc} UTC.)"
                ),
                "hh:mm",
            ),
            P::GiveWord { person, what } => asks(
                format!(
                    "{person}: Stimmen Sie dem zu? {}",
                    sentence(&self.clause(what))
                ),
                "Persönliches Wort",
            ),

            P::AdoptThisPlan {
                words,
                organisation,
            } => asks(
                format!(
                    "Der Plan von {organisation} wird verbindlich. Beide haben ihn gelesen. In Wörtern: {words}"
                ),
                "Ist das Ihr Plan? (j/n)",
            ),
            P::StopBeforeRollCall => asks(
                "Hier aufhören? In dieser Sitzung wurde noch nichts getan.",
                "j: aufhören; n: die Anwesenheit noch einmal von vorn prüfen",
            ),
            P::PlugIn { key } => done(format!(
                "Stecken Sie Schlüssel {key} ein, und keinen anderen."
            )),
            P::WhichNewKey { key } => done(format!(
                "Es ist mehr als ein neuer Schlüssel eingesteckt. Lassen Sie nur den stecken, der Schlüssel {key} werden soll; oder machen Sie weiter, und berühren Sie ihn, wenn sie blinken."
            )),
            P::PlugInNew { key } => done(format!(
                "Nehmen Sie einen neuen, unbenutzten Schlüssel, beschriften Sie ihn mit {key}, und stecken Sie ihn ein, und keinen anderen."
            )),
            P::PlugInWiped { key } => done(format!(
                "Schlüssel {key} ist wie neu. Lassen Sie ihn stecken, oder stecken Sie ihn wieder ein, und keinen anderen."
            )),
            P::RightKeyNow { expected } => asks(
                format!(
                    "Hatten Sie den falschen Schlüssel eingesteckt, und ist jetzt Schlüssel {expected} eingesteckt?"
                ),
                "j: jetzt eingesteckt; n: dieser Schlüssel war im Beutel",
            ),
            P::Replug { key } => done(format!(
                "Ziehen Sie Schlüssel {key} ab, zählen Sie bis drei, und stecken Sie ihn wieder ein."
            )),
            P::ReplugForReset { key } => done(format!(
                "Ziehen Sie Schlüssel {key} ab, stecken Sie ihn wieder ein, und antworten Sie sofort: Er lässt sich nur in den ersten 10 Sekunden nach dem Einstecken zurücksetzen. Dann blinkt er: Berühren Sie ihn."
            )),
            P::UnplugForBag { key } => done(format!("Ziehen Sie Schlüssel {key} ab.")),
            P::FetchBag { item, place } => done(format!(
                "Holen Sie den Beutel mit {}. Er liegt hier: {place}. Öffnen Sie ihn nicht.",
                dative(item)
            )),
            P::BagIntact { bag } => asks(
                format!(
                    "Sehen Sie sich Beutel {bag} von allen Seiten an: Verschluss, Ränder, Fenster."
                ),
                "Ist er unbeschädigt, und wurde er nie geöffnet? (j/n)",
            ),
            P::OpenBag { bag, items } => done(format!(
                "Schneiden Sie Beutel {bag} gemeinsam auf, und nehmen Sie heraus: {}.",
                accusatives(items)
            )),
            P::WasBagOpened { bag } => asks(
                format!("Das Programm hat hier angehalten. Sehen Sie sich Beutel {bag} an."),
                "Wurde er aufgeschnitten? (j/n)",
            ),
            P::PutInBag { bag, items } => done(format!(
                "Legen Sie in Beutel {bag}: {}. Versiegeln Sie ihn. Beide unterschreiben darauf.",
                accusatives(items)
            )),
            P::WasBagSealed { bag, items } => asks(
                format!(
                    "Das Programm hat hier angehalten. Sehen Sie sich Beutel {bag} an; er ist für: {}.",
                    accusatives(items)
                ),
                "Ist er versiegelt, mit genau diesem Inhalt? (j/n)",
            ),
            P::HandOver { bag, place, to } => done(format!(
                "{to} nimmt Beutel {bag}, bringt ihn an seinen Ort ({place}) und zeichnet die Quittung ab."
            )),
            P::Destroy { sheet, why } => done(format!(
                "Vernichten Sie jetzt Blatt {sheet}; beide sehen zu. Der Grund: {} Wenn es keine solche Seite gibt, überzeugen Sie sich gemeinsam davon, und bestätigen Sie.",
                sentence(&self.clause(why))
            )),
            P::WasDestroyed { sheet } => asks(
                format!(
                    "Das Programm hat angehalten, während Blatt {sheet} vernichtet wurde. Suchen Sie es gemeinsam."
                ),
                "Ist es vernichtet? (j/n)",
            ),
            P::TakePage { sheet, what } => {
                let what = match what {
                    SheetKind::Pin => "ein PIN-Blatt",
                    SheetKind::Share => "ein Blatt mit einem Anteil",
                };
                done(format!(
                    "Nehmen Sie Seite {sheet} ({what}) aus dem Ausgabefach. Niemand sonst darf sie sehen."
                ))
            }
            P::SignIn {
                account,
                key,
                sheet,
            } => asks(
                format!(
                    "Am Online-Rechner: Melden Sie sich als {account} an, mit Schlüssel {key} und der PIN auf Blatt {sheet}. Melden Sie sich wieder ab. Bringen Sie Schlüssel und Blatt zurück."
                ),
                "Hat der Tenant Sie eingelassen? (j/n)",
            ),
            P::AlertCame { account } => asks(
                format!(
                    "Sehen Sie dort nach, wo Meldungen über Anmeldungen als {account} ankommen."
                ),
                "Ist die Meldung über diese Anmeldung angekommen? (j/n)",
            ),
            P::FetchOptions { key, account, file } => done(format!(
                "Am Online-Rechner: Holen Sie vom Tenant die Registrierungsoptionen von {account} für Schlüssel {key}, und bringen Sie sie als {file} hierher."
            )),
            P::TenantTook { account, key, file } => asks(
                format!(
                    "Am Online-Rechner: Geben Sie {file} dem Tenant, als Passkey von {account}, mit dem Namen {key}."
                ),
                "Hat der Tenant ihn angenommen? (j/n)",
            ),
            P::IsRegistered { account, key } => asks(
                format!(
                    "Der Passkey auf Schlüssel {key} wurde schon früher erstellt. Sehen Sie im Tenant in der Liste der Passkeys von {account} nach."
                ),
                "Gibt es dort einen, der so heißt wie der Schlüssel? (j/n)",
            ),
            P::OpenTenant { account } => done(format!(
                "Am Online-Rechner: Öffnen Sie die Seite, auf der ein Administrator das Passwort von {account} setzt. Zwei Personen tippen dort je eine Hälfte."
            )),
            P::AcceptedThenPasskey { account } => asks(
                format!(
                    "Setzen Sie das Passwort von {account}, und melden Sie sich sofort damit an."
                ),
                "Wurde es angenommen, und wurde dann der Passkey verlangt? (j/n)",
            ),
            P::RefusedAndUnchanged { account } => asks(
                format!(
                    "Finden Sie heraus, was der Tenant mit dem Passwort von {account} getan hat."
                ),
                "Hat er das neue abgelehnt, und gilt mit Sicherheit unverändert das alte (oder keines)? (j/n)",
            ),
            P::DoesNewPasswordWork { account } => asks(
                format!(
                    "Es ist nicht bekannt, ob das neue Passwort von {account} gesetzt wurde. Probieren Sie es aus: Melden Sie sich mit den beiden gezeigten Hälften an."
                ),
                "Wurde es angenommen, und wurde dann der Passkey verlangt? (j/n)",
            ),
            P::DoesOldPasswordWork { account } => asks(
                format!(
                    "Probieren Sie das alte Passwort von {account} aus: Melden Sie sich mit den beiden gezeigten Hälften an."
                ),
                "Wurde es angenommen, und wurde dann der Passkey verlangt? (j/n)",
            ),
            P::TakeDocument {
                sheet,
                document: document @ Document::TestPage,
            } => asks(
                document_taken(document, sheet),
                "Ist sie vollständig und lesbar? (j/n)",
            ),
            P::TakeDocument { sheet, document } => done(document_taken(document, sheet)),
            P::Initial {
                number,
                person,
                departed,
            } => asks(
                match departed {
                    false => format!("{person}: Schritt {number} ist so beendet, wie er soll."),
                    true => format!(
                        "{person}: Schritt {number} ist zu Ende; was anders ging, als er sagt, ist festgehalten."
                    ),
                },
                "Zeichnen Sie das ab? (j/n)",
            ),
            P::GoOnDespite { what } => asks(
                format!(
                    "{} Weiterzumachen ist eine Ausnahme: Beide müssen zustimmen, und es wird festgehalten.",
                    sentence(&self.clause(what))
                ),
                "Weitermachen? (j/n)",
            ),

            P::BagSerial {
                purpose: BagPurpose::Fetched { item },
                ..
            } => asks(
                format!(
                    "Lesen Sie die Nummer auf dem Beutel, in dem {} sein soll.",
                    self.thing(item)
                ),
                "Beutelnummer",
            ),
            P::BagSerial {
                purpose: BagPurpose::New { items },
                ..
            } => asks(
                format!(
                    "Nehmen Sie einen neuen Beutel für: {}. Lesen Sie seine Nummer.",
                    accusatives(items)
                ),
                "Beutelnummer",
            ),
            P::WhoTakes { bag, place, names } => asks(
                format!(
                    "Wer bringt Beutel {bag} an seinen Ort ({place})?\n{}",
                    bullets(names)
                ),
                "Name",
            ),
            P::CopyTo { copy } => asks(
                format!(
                    "Stecken Sie USB-Stick {copy} von 2 ein, für eine Kopie des Buchs. Die Kopie enthält kein Geheimnis."
                ),
                "Ordner auf dem Stick",
            ),
            P::Reason { what } => asks(
                format!(
                    "Warum? In einem Satz, für das Verzeichnis: {}",
                    sentence(&self.clause(what))
                ),
                "Grund",
            ),

            P::PinWritten { key, sheet, digits } => asks(
                format!(
                    "Die PIN von Schlüssel {key} entsteht von Hand. Auf Blatt {sheet}: Würfeln Sie, wie es auf dem Blatt steht, und schreiben Sie mit einem Stift je eine Ziffer in jedes der {digits} Kästchen. Sind alle Ziffern gleich, oder steigen oder fallen sie immer um eins: Würfeln Sie neu, bevor Sie schreiben. Tippen Sie dann die PIN vom Blatt ab."
                ),
                "PIN",
            ),
            P::PinFrom { key, sheet } => asks(
                format!(
                    "Tippen Sie die PIN von Schlüssel {key} von Blatt {sheet} ab, danach ihre zwei Prüfbuchstaben."
                ),
                "PIN und Buchstaben",
            ),
            P::ProofWord { sheet } => asks(
                format!("Tippen Sie das Prüfwort von Blatt {sheet} ab."),
                "Prüfwort",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Upper,
            } => asks(
                format!(
                    "Falten Sie Blatt {sheet} so, dass nur die Wörter über der Mittellinie zu sehen sind. Tippen Sie diese ab. Vier Buchstaben je Wort genügen."
                ),
                "Wörter",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Lower,
            } => asks(
                format!(
                    "Wenden Sie Blatt {sheet} so, dass nur die Wörter unter der Mittellinie zu sehen sind. Tippen Sie diese ab. Vier Buchstaben je Wort genügen."
                ),
                "Wörter",
            ),

            P::LettersFor { sheet } => asks(
                format!(
                    "Die Prüfbuchstaben von Blatt {sheet}. Schreiben Sie sie in ihre zwei Kästchen. Der Schlüsselverwahrer sieht weg."
                ),
                "Enter, wenn geschrieben",
            ),
            P::FirstHalf { account } => asks(
                format!(
                    "Die erste Hälfte des Passworts von {account}. Tippen Sie sie am Online-Rechner ein. Der Schlüsselverwahrer sieht weg."
                ),
                "Enter, wenn getippt",
            ),
            P::SecondHalf { account } => asks(
                format!(
                    "Die zweite Hälfte des Passworts von {account}. Tippen Sie sie am Online-Rechner ein. Der PIN-Verwahrer sieht weg."
                ),
                "Enter, wenn getippt",
            ),

            P::WhatNow { offered } => {
                let lines = self.choices(offered);
                asks(format!("Was nun?\n{}", bullets(lines)), "Auswahl")
            }
        }
    }

    fn trouble(&self, trouble: &Trouble) -> Explained {
        Explained {
            what: self.what(trouble),
            means: means(trouble).into(),
            next: next(trouble).into(),
        }
    }

    fn clause(&self, clause: &Clause) -> String {
        use Clause as C;
        match clause {
            C::Words(words) => words.clone(),
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
            C::SerialWasUsed { bag } => format!("Beutel {bag} wurde schon benutzt; jede Nummer gilt nur einmal"),
            C::NoSerial => "eine Beutelnummer hat 3 bis 24 Zeichen: A-Z, 0-9 und Bindestriche".into(),
            C::DoesNotOpenThePlace => "diese Person hat keinen Zugang zu diesem Ort".into(),
            C::NobodyOfThatName => "der Plan nennt hierfür niemanden mit diesem Namen".into(),
            C::NoThrow => "ein Wurf ist eine Ziffer von 1 bis 6".into(),
            C::ThrowsMissing { missing, least } => format!(
                "von {least} Würfen {} noch {missing}",
                if *missing == 1 { "fehlt" } else { "fehlen" }
            ),
            C::NoFairDie => "eine Zahl macht mehr als die Hälfte aller Würfe aus: Dieser Würfel ist nicht in Ordnung".into(),
            C::Empty => "es wurde nichts eingegeben".into(),
            C::NotThePinsDigits { digits } => format!("die PIN hat {digits} Ziffern, und sonst nichts"),
            C::NotAsPrinted => "das Getippte ist nicht das Gedruckte".into(),
            C::LettersDoNotFit => "PIN und Prüfbuchstaben gehören nicht zusammen, oder nicht zu diesem Blatt".into(),
            C::AnotherPrivateWord => "das persönliche Wort ist ein anderes".into(),
            C::PrivateWordTooShort => "ein persönliches Wort hat mindestens vier Zeichen".into(),
            C::PrivateWordsDiffer => "die beiden Wörter sind verschieden".into(),
            C::ReasonNeeded => "ein Grund ist nötig".into(),
            C::NoTime => "eine Uhrzeit besteht aus Stunden, Doppelpunkt, Minuten, zum Beispiel 09:41".into(),
            C::WordIsAnother { position } => format!("das Wort Nummer {position} ist ein anderes"),
            C::WordOutOfTurn { position } => format!("beim Wort Nummer {position} fehlt ein Wort, oder es ist doppelt oder vertauscht"),
            C::WordUnknown { position } => format!("das Wort Nummer {position} steht nicht in der Liste"),
            C::WordCount { heard, needed } => format!(
                "{}, {needed} sind nötig",
                count(heard, "Wort kam", "Wörter kamen")
            ),

            C::TheSerial => "die Beutelnummer".into(),
            C::TheNewSerial => "die Nummer eines neuen Beutels".into(),
            C::TheName => "der Name".into(),
            C::TheThrows => "die Würfe mit dem Würfel".into(),
            C::TheText => "der Text".into(),
            C::ThePin { sheet } => format!("die PIN von Blatt {sheet}"),
            C::TheWords { sheet } => format!("die Wörter von Blatt {sheet}"),
            C::TheReason => "der Grund".into(),
            C::TheTime => "die Uhrzeit".into(),
            C::ThePrivateWord => "das persönliche Wort".into(),

            C::PlanBecomesBinding => "der Plan wird verbindlich".into(),
            C::FirstPin { key } => format!("Schlüssel {key} bekommt seine erste PIN"),
            C::NewPin { key } => format!("die PIN von Schlüssel {key} wird geändert"),
            C::PasskeyIsDeleted { key } => {
                format!("der Passkey des Kontos auf Schlüssel {key} wird gelöscht")
            }
            C::KeyIsConfigured { key, settings } => {
                let settings: Vec<String> = settings.iter().map(|s| self.clause(s)).collect();
                format!("Einstellungen von Schlüssel {key}: {}", settings.join("; "))
            }
            C::KnownBySerial { key, serial } => format!(
                "Schlüssel {key} unterschreibt ohne seine PIN nichts: Nur seine Seriennummer {serial} unterscheidet ihn von anderen, und die kann ein gefälschter Schlüssel nachahmen. Vergleichen Sie sie mit dem, was auf dem Schlüssel und auf seinem Etikett steht"
            ),
            C::TakesNoShorterPin { least } => format!("er nimmt keine PIN mit weniger als {least} Zeichen an; nur ein Zurücksetzen hebt das auf"),
            C::TellsLeastPinLength { rp_ids } => format!("er sagt {}, wie lang seine PIN mindestens sein muss", rp_ids.join(", ")),
            C::AttestsForEnterprises => "er darf sich den Organisationen zu erkennen geben, die sein Hersteller in ihm eingetragen hat; nur ein Zurücksetzen hebt das auf".into(),
            C::AlwaysWantsItsPin => "er verlangt seine PIN für alles, auch wo eine Seite sie nicht verlangt".into(),
            C::KeyIsReset { key } => {
                format!("Schlüssel {key} wird zurückgesetzt, und alles auf ihm ist verloren")
            }
            C::ListIsTaken { number } => format!("FIDOs Liste {number} wird für dieses Buch übernommen"),
            C::ListIsStale { number, until } => format!("bis {until} war eine neuere Liste von FIDO als {number} fällig: Was seither bekannt wurde, steht nicht darin"),
            C::ModelIsWarnedOf { key, warnings } => format!("FIDOs Liste warnt vor dem Modell von Schlüssel {key}: {}", warnings.join("; ")),
            C::NewPassword { account } => format!("das Konto {account} bekommt ein neues Passwort"),
            C::StepIsLeftOut { step } => format!("Schritt {step} wird ausgelassen"),
            C::CeremonyEndsUnfinished => "diese Zeremonie endet unvollendet".into(),
            C::SealedUnrecorded { key, why } => format!(
                "Schlüssel {key} kommt in seinen Beutel, ohne dass sein Zustand erfasst wird. {}",
                self.trouble(why).what.trim_end_matches('.')
            ),
            C::NoMinutesHere { person } => format!("{person} hat hier kein Protokoll; dies könnte also ein anderes Verzeichnis sein"),
            C::ClockDiffers { minutes } => format!(
                "die Uhr des Laptops und eine Armbanduhr weichen um {} voneinander ab",
                count(minutes, "Minute", "Minuten")
            ),
            C::TriesAreLow { key, left, wrong } => format!(
                "Schlüssel {key} hat noch {}, und {} gerade falsch",
                count(left, "PIN-Versuch", "PIN-Versuche"),
                count(wrong, "Versuch war", "Versuche waren")
            ),
            C::LaptopIsNotFit { findings } => format!("der Laptop: {}", findings.join("; ")),

            C::OneIsBoth => "eine Person kann nicht zugleich PIN-Verwahrer und Schlüsselverwahrer sein".into(),
            C::NoPlaceFor { thing } => format!("der Plan hat keinen Ort für {}", accusative(thing)),
            C::KeyNotAdmitted { key } => format!("Schlüssel {key} ist nicht aufgenommen"),
            C::NotInThePlan { name } => format!("der Plan kennt {name} nicht"),
            C::NoPasswordYet { account } => format!("das Konto {account} hat noch kein Passwort in Anteilen"),
            C::NoCeremonyIsOpen => "es läuft keine Zeremonie".into(),
            C::NoCeremonyToGoOnWith => "es läuft keine Zeremonie; nennen Sie eine, um sie zu beginnen".into(),
            C::NoHeadYet => "noch ist kein Kopf des Verzeichnisses festgehalten".into(),
            C::SecretMayBeLive => "vielleicht gilt eine PIN oder ein Passwort, ohne bestätigt zu sein; zuerst muss der Schritt dazu das klären".into(),
            C::StepWithoutSubject { step } => format!("Schritt {step} sagt nicht, worum es geht"),
            C::CannotSplit { why } => format!("das Passwort lässt sich nicht aufteilen: {why}"),
            C::SharesGiveNoPassword { why } => format!("die Anteile ergeben kein Passwort: {why}"),
            C::IsKey { key } => format!("es ist Schlüssel {key}"),
            C::HasPin => "er hat eine PIN".into(),
            C::KnowsNoPins => "er kennt keine PINs und ist hier darum nicht brauchbar".into(),
            C::PinIsShorter { sheet, least } => format!("die PIN auf Blatt {sheet} hat weniger als {least} Zeichen, und der Schlüssel würde sie nicht mehr annehmen; wechseln Sie sie zuerst"),
            C::NoSuchFile => "diese Datei gibt es nicht".into(),
            C::NoText => "sie ist kein Text".into(),
            C::ForAnother { is, plan } => format!("sie ist für {is}, und der Plan sagt {plan}"),
            C::ChallengeExpired => "ihre Frist ist abgelaufen".into(),
            C::NoPageCame => "es kam keine lesbare Seite heraus".into(),
            C::PageNotConfirmed => "die Seite wurde nicht bestätigt".into(),
            C::NewPinDoesNotOpen => "die neue PIN öffnet ihn nicht".into(),
            C::DeletedPasskeyIsThere => "der gelöschte Passkey ist noch da".into(),
            C::SettingIsNotThere => "die Einstellung ist nicht so, wie sie gesetzt wurde".into(),
            C::ResetDidNotWipe => "nach dem Zurücksetzen ist er nicht leer".into(),
            C::NoListYet => "es wurde noch keine Liste von FIDO eingelesen (import-metadata)".into(),
            C::ModelNotListed => "sein Modell steht nicht in FIDOs Liste".into(),
            C::VouchesForItself => "er bürgt nur für sich selbst, für kein Modell".into(),
            C::ProvesNothing => "er sagt nichts über seine Herkunft".into(),
            C::CertificatesNotVerified => "sein Zertifikat hat ein Verfahren, das dieses Programm nicht prüft".into(),
            C::AttestsOtherwise { format } => format!("seine Bescheinigung hat das Format {format}, das nicht beurteilt wird"),
            C::BegunForNoFile => "die Zeremonie wurde für keine Datei begonnen: Beginnen Sie sie mit --file".into(),
            C::DeletePasskeys => "Passkeys nicht aufzählen und löschen".into(),
            C::SetLeastPinLength => {
                "sich nicht sagen lassen, welche PIN die kürzeste sein darf".into()
            }
            C::TellLeastPinLength { count, most } => format!("nicht {count} Seiten sagen, wie lang seine PIN sein muss, sondern höchstens {most}"),
            C::AttestForEnterprises => "sich keiner Organisation zu erkennen geben (Enterprise Attestation)".into(),
            C::AlwaysWantItsPin => "nicht so eingestellt werden, dass er seine PIN für alles verlangt (alwaysUv)".into(),
            C::BeKnownWithoutPin => "nicht von anderen unterschieden werden, sobald er seine PIN für alles verlangt: Er unterschreibt dann nichts ohne sie und zeigt keine Seriennummer; die Einstellung wurde zurückgenommen".into(),
            C::NoSuchPasskey => "der Schlüssel sagt, dass er diesen Passkey nicht hat".into(),
            C::NoCredentialCame => "es kam kein Passkey".into(),
            C::IdentityDoesNotAnswer => "sein Erkennungs-Passkey antwortet nicht mehr".into(),
            C::NewIdentityDoesNotAnswer => "der neue Erkennungs-Passkey antwortet nicht".into(),
            C::MadeWithoutPinOrTouch => "der Passkey wurde ohne PIN oder ohne Berührung erstellt".into(),
            C::OtherAlgorithm => "der Passkey hat ein anderes Verfahren als verlangt".into(),
            C::RecordedKeyIsNoKey => "der festgehaltene öffentliche Schlüssel ist keiner".into(),

            C::KeyIsPluggedIn { key } => format!("Schlüssel {key} ist eingesteckt"),
            C::NoKeyIsPluggedIn => "kein Schlüssel ist eingesteckt".into(),
            C::NoKeyOnTheTable => "kein Schlüssel liegt auf dem Tisch".into(),
            C::NoKeyBlinks => "jetzt blinkt kein Schlüssel".into(),
            C::ScannerReadsIt => "der Scanner liest es".into(),
            C::NothingAnswersThis => "nichts von dem, was hier liegt, beantwortet diese Frage".into(),

            C::ItsKeyIsWiped => "sein Schlüssel ist leer, und es öffnet nichts".into(),
            C::NeverUsed => "es wurde nie benutzt".into(),
            C::AnotherTookItsPlace => "ein anderes hat es ersetzt und ist versiegelt".into(),
        }
    }

    fn thing(&self, thing: &Thing) -> String {
        match thing {
            Thing::Key(key) => format!("Schlüssel {key}"),
            Thing::Sheet(sheet) => format!("Blatt {sheet}"),
            Thing::Bag(bag) => format!("Beutel {bag}"),
            Thing::BagWith(thing) => format!("der Beutel mit {}", dative(thing)),
            Thing::StrangeKey => "ein Schlüssel, den dieses Buch nicht kennt".into(),
            Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
            Thing::NewBag(bag) => format!("neuer Beutel {bag}"),
            Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
        }
    }

    fn choice(&self, choice: Choice) -> (&'static str, &'static str) {
        match choice {
            Choice::Again => ("noch einmal", "diesen Schritt noch einmal versuchen"),
            Choice::LeaveOut => (
                "auslassen",
                "ohne diesen Schritt weitermachen; beide stimmen zu und nennen den Grund, es wird festgehalten",
            ),
            Choice::StopSafely => (
                "stop",
                "sicher anhalten: alles Lose kommt in Beutel, die Zeremonie bleibt offen",
            ),
            Choice::Abandon => (
                "aufgeben",
                "die Zeremonie unvollendet beenden; vorher kommt alles Lose in Beutel",
            ),
        }
    }

    fn label(&self, label: Label) -> &'static str {
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
            Label::LookAwayOther => "DIE ANDERE PERSON SIEHT WEG",
            Label::LineYesNo => "Antworten Sie mit j oder n; oder mit stop, oder help.",
            Label::LineEnter => "Drücken Sie Enter, wenn es getan ist; oder tippen Sie stop.",
            Label::LineOneOf => "Tippen Sie eines davon:",
            Label::LineOrStop => "(oder stop)",
            Label::LineGoesOn => "Enter allein überspringt das.",
            Label::TouchTheKey => "BERÜHREN SIE JETZT DEN SCHLÜSSEL",
            Label::NothingBlinks => {
                "Blinkt nichts? Drücken Sie den Schlüssel fest in die Buchse; suchen Sie ein Licht an seiner Seite. Wenn die Zeit um ist, wurde nichts geändert, und Sie können es noch einmal versuchen."
            }
            Label::Wait => "Bitte warten Sie.",
            Label::Over => "Es ist zu Ende. Drücken Sie Enter.",
            Label::TooSmall => "Machen Sie dieses Fenster größer: 80 Spalten, 24 Zeilen.",
            Label::Key => "Schlüssel",
            Label::Sheet => "Blatt",
            Label::Bag => "Beutel",
            Label::Account => "Konto",
            Label::Tries => "Versuche übrig",
            Label::YesNo => "j  ja     n  nein",
            Label::SpaceIs => "Jedes _ kann ein Leerzeichen sein; die Lücken gehören nicht dazu.",
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
            Label::Ledger => "Das Verzeichnis",
            Label::Plan => "Der verbindliche Plan",
            Label::Keys => "Eingesteckte Schlüssel",
            Label::KeysAreOnTheTable => "In einer Probe: Sehen Sie nach, was auf dem Tisch liegt.",
            Label::Manual => "Das Handbuch",
            Label::Said => "Was bisher gesagt wurde",
            Label::Reading => "Wird gelesen...",
            Label::NothingYet => "Noch nichts.",
            Label::Characters => "Zeichen",
            Label::NotNow => "jetzt nicht,",
            Label::HomeFooter => "Nummer drücken, dann Enter   Bild auf, Bild ab   q beendet",
            Label::RehearseDrill => "Die Jahresübung proben",
            Label::RehearseSmall => "Klein proben: ein Konto, ein Schlüssel, zehn Minuten",
            Label::GoOnWith => "Weiter mit Zeremonie",
            Label::AboutMinutes => "(etwa # Minuten)",
            Label::TypeThisLine => {
                "Tippen Sie zuerst diese Zeile, so wie die Tasten sie zeigen, dann Enter:"
            }
            Label::WhyThisLine => {
                "Das zeigt, ob die Tastatur tippt, was auf ihren Tasten steht, und ob die Feststelltaste an ist, bevor eine PIN blind getippt wird. Esc überspringt das."
            }
        }
    }

    fn hint(&self, hint: Hint) -> &'static str {
        match hint {
            Hint::YesOrNo => "Drücken Sie j oder n. F4 hält sicher an, F1 hilft.",
            Hint::PressEnter => "Drücken Sie Enter, wenn es getan ist. F4 hält sicher an.",
            Hint::ChooseFirst => "Wählen Sie: mit der Nummer oder den Pfeilen, dann Enter.",
            Hint::Full => "Es ist kein Platz mehr. Strg-U löscht alles.",
            Hint::Empty => "Es wurde noch nichts getippt.",
            Hint::CannotBe => "Kein Anteil hat so ein Wort. Die Rücktaste löscht es.",
            Hint::TooFast => {
                "Das war nicht getippt. Eingefügtes und Gescanntes wird hier nicht genommen."
            }
            Hint::Held => "Eine Taste war noch gedrückt; das zählt nicht. Bitte noch einmal.",
            Hint::Noticed => {
                "Der Schlüssel wurde auch so bemerkt; die Taste zählt nicht. Bitte weiterlesen."
            }
            Hint::CapsLock => "Bisher nur Großbuchstaben: Ist die Feststelltaste an?",
            Hint::KeyIsOut => {
                "Jetzt nicht: Auf dem Tisch liegt etwas. Halten Sie erst sicher an (F4)."
            }
        }
    }

    fn wrong_keyboard(&self, wrong: WrongKeyboard) -> String {
        match wrong {
            WrongKeyboard::CapsLock => {
                "Es kamen Großbuchstaben: Die Feststelltaste ist an. Schalten Sie sie aus, dann noch einmal.".into()
            }
            WrongKeyboard::Layout(wanted, came) => format!(
                "Statt {wanted} kam {}. Die Tastatur ist anders eingestellt, als ihre Tasten zeigen: PINs und \
                 Wörter kämen falsch an. Stellen Sie die Tastatur außerhalb dieses Programms richtig ein, oder \
                 tippen Sie so, wie sie eingestellt ist. Bitte noch einmal.",
                Safe::new(&came.to_string(), 1)
            ),
            WrongKeyboard::Length => "Das war nicht diese Zeile. Bitte noch einmal.".into(),
        }
    }

    fn help(&self) -> &'static str {
        HELP
    }

    fn line_help(&self) -> &'static str {
        LINE_HELP
    }

    fn yes_no(&self) -> [(char, &'static str); 2] {
        [('j', "ja"), ('n', "nein")]
    }
}

impl German {
    fn choices(&self, offered: &[Choice]) -> Vec<String> {
        offered
            .iter()
            .map(|choice| self.choice(*choice))
            .map(|(word, meaning)| format!("{word}: {meaning}"))
            .collect()
    }

    fn things(&self, things: &[Thing]) -> Vec<String> {
        things.iter().map(|thing| self.thing(thing)).collect()
    }

    /// What happened.
    fn what(&self, trouble: &Trouble) -> String {
        use Trouble as T;
        match trouble {
            T::NotWritten { why } => {
                format!("Das Verzeichnis konnte nicht geschrieben werden: {why}.")
            }
            T::NotAllowed { why } => format!(
                "Die Regeln erlauben das jetzt nicht: {}",
                sentence(&self.clause(why))
            ),
            T::NoPorts { why } => {
                format!("Die USB-Anschlüsse lassen sich nicht lesen: {why}.")
            }
            T::NoKey { expected } => format!(
                "Kein Sicherheitsschlüssel ist eingesteckt; erwartet wurde Schlüssel {expected}."
            ),
            T::NoNewKey { key } => format!(
                "Kein neuer Schlüssel, der {key} werden soll, ist eingesteckt, oder mehr als einer."
            ),
            T::WrongKey { expected, found } => format!(
                "Erwartet wurde Schlüssel {expected}, eingesteckt ist aber {}.",
                self.thing(found)
            ),
            T::KeyGone { key } => {
                format!("Schlüssel {key} wurde abgezogen, oder die Verbindung zu ihm ist weg.")
            }
            T::KeySilent { key } => format!("Schlüssel {key} antwortet nicht."),
            T::KeySaid { key, what } => format!("Schlüssel {key} hat abgelehnt: {what}."),
            T::KeyNotTouched { key } => {
                format!("Schlüssel {key} hat auf eine Berührung gewartet, und keine kam.")
            }
            T::KeyWantsPin { key } => format!(
                "Schlüssel {key} antwortet ohne seine PIN auf nichts, auch nicht darauf, welcher er ist."
            ),
            T::KeyWantsNewPin { key } => format!(
                "Schlüssel {key} soll eine neue PIN bekommen, bevor er irgendetwas anderes tut."
            ),
            T::KeyWantsReplug { key } => {
                format!("Schlüssel {key} nimmt keine PIN an, bis er abgezogen wurde.")
            }
            T::PinBlocked { key } => {
                format!("Die PIN von Schlüssel {key} ist gesperrt: Es ist kein Versuch mehr übrig.")
            }
            T::KeyNotNew { key, why } => format!(
                "Der Schlüssel, der {key} werden soll, ist nicht neu: {}",
                sentence(&self.clause(why))
            ),
            T::KeyUnproven { key, why } => format!(
                "Der Schlüssel, der {key} werden soll, beweist nicht, welches Modell er ist: {}",
                sentence(&self.clause(why))
            ),
            T::NotGenuine { key, why } => format!(
                "Der Schlüssel, der {key} werden soll, ist nicht, was er zu sein behauptet: {why}."
            ),
            T::BadList { file, why } => format!(
                "Die Datei {file} ist nicht brauchbar: {}",
                sentence(&self.clause(why))
            ),
            T::ListIsOlder { number, known } => {
                format!("Das ist Liste {number}, und Liste {known} wurde schon eingelesen.")
            }
            T::TriesAtLimit { key, left } => format!(
                "Schlüssel {key} hat noch {}; ohne Sie beide wird keiner mehr verbraucht.",
                count(left, "PIN-Versuch", "PIN-Versuche")
            ),
            T::PinRefusedByKey { key } => format!(
                "Schlüssel {key} nimmt die neue PIN nicht an: Seine eigenen Regeln sind strenger."
            ),
            T::KeyCannot { key, what } => format!(
                "Schlüssel {key} kann {}: Das sagt er selbst.",
                self.clause(what)
            ),
            T::ResetTooLate { key } => format!(
                "Schlüssel {key} hat sich nicht zurücksetzen lassen: Er war schon zu lange eingesteckt."
            ),
            T::NoPinSheet { key } => format!("Schlüssel {key} hat noch kein PIN-Blatt."),
            T::NoCredential { key } => {
                format!("Schlüssel {key} hat noch keinen Passkey seines Kontos.")
            }
            T::NotPrinted { sheet, why } => format!(
                "Seite {sheet} wurde nicht gedruckt: {}",
                sentence(&self.clause(why))
            ),
            T::DocumentNotPrinted { sheet, why } => format!(
                "Seite {sheet} wurde nicht gedruckt: {}",
                sentence(&self.clause(why))
            ),
            T::Unreadable { sheet } => {
                format!("Was von Blatt {sheet} abgetippt wurde, ist nicht das Gedruckte.")
            }
            T::NotAPin { sheet, digits } => format!(
                "Was von Blatt {sheet} abgetippt wurde, ist keine PIN mit {digits} Ziffern, oder es ist eine zu einfache."
            ),
            T::NotInHand { item } => sentence(&format!("{} ist nicht zur Hand", self.thing(item))),
            T::NoEntropy { why } => format!("Das System hat keine Zufallszahlen geliefert: {why}."),
            T::NoLockedMemory => "Für ein Geheimnis ist kein gesperrter Speicher mehr frei.".into(),
            T::CopyFailed { copy, why } => {
                format!("Kopie {copy} des Buchs wurde nicht geschrieben und zurückgelesen: {why}.")
            }
            T::BadInbox { file, why } => format!(
                "Die Datei {file} ist nicht brauchbar: {}",
                sentence(&self.clause(why))
            ),
            T::NotAssented => {
                "Eine Person hat nicht zugestimmt, oder das persönliche Wort war dreimal falsch."
                    .into()
            }
            T::NotConfirmed { what } => {
                format!("Nicht bestätigt: {}", sentence(&self.clause(what)))
            }
            T::CannotBe { who, why } => format!(
                "{who} kann so nicht teilnehmen: {}",
                sentence(&self.clause(why))
            ),
            T::TypedTooOften { what } => format!(
                "Dreimal getippt, und es stimmt noch immer nicht: {}",
                sentence(&self.clause(what))
            ),
            T::PlanNotThis => "Der Plan wurde nicht bestätigt.".into(),
            T::UnknownBag { item, found } => format!(
                "Der Beutel für {} hat die Nummer {found}, und die kommt in diesem Buch nicht vor.",
                accusative(item)
            ),
            T::DamagedBag { bag } => {
                format!("Beutel {bag} ist beschädigt, oder er wurde geöffnet.")
            }
            T::StrangeKey { expected, found } => format!(
                "Aus dem Beutel von Schlüssel {expected} kam {}.",
                self.thing(found)
            ),
            T::KeyChanged { key, differs } => format!(
                "Schlüssel {key} ist nicht so, wie er beim Versiegeln war: {}.",
                differs.join("; ")
            ),
            T::PinOpensNothing { key, sheets } => format!(
                "Keine PIN von den Blättern zu Schlüssel {key} öffnet ihn ({}).",
                sheets.join(", ")
            ),
            T::KeyLied { key, what } => format!(
                "Schlüssel {key} hat gemeldet, dass es getan ist, aber es ist nicht getan: {}",
                sentence(&self.clause(what))
            ),
            T::ShareAltered { sheet } => {
                format!("Der Anteil auf Blatt {sheet} ist nicht der, der gedruckt wurde.")
            }
            T::CredentialWrong { key, why } => format!(
                "Der Passkey auf Schlüssel {key} ist nicht der, der registriert wurde: {}",
                sentence(&self.clause(why))
            ),
            T::HeadDiffers { person } => format!(
                "Die Wörter auf dem Papier von {person} sind nicht die dieses Verzeichnisses."
            ),
            T::PasswordLost { account } => {
                format!("Weder das neue noch das alte Passwort von {account} wird angenommen.")
            }
        }
    }
}

/// A question for a deed: done or not.
fn done(body: impl Into<String>) -> Words {
    asks(body, "Getan? (j/n)")
}

/// A number with its word, in the singular or the plural.
fn count(n: &impl ToString, one: &str, many: &str) -> String {
    let n = n.to_string();
    let word = if n == "1" { one } else { many };
    format!("{n} {word}")
}

/// A thing after "für", or as what is taken or put.
fn accusative(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("Schlüssel {key}"),
        Thing::Sheet(sheet) => format!("Blatt {sheet}"),
        Thing::Bag(bag) => format!("Beutel {bag}"),
        Thing::BagWith(thing) => format!("den Beutel mit {}", dative(thing)),
        Thing::StrangeKey => "einen Schlüssel, den dieses Buch nicht kennt".into(),
        Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
        Thing::NewBag(bag) => format!("den neuen Beutel {bag}"),
        Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
    }
}

/// A thing after "mit".
fn dative(thing: &Thing) -> String {
    match thing {
        Thing::Key(key) => format!("Schlüssel {key}"),
        Thing::Sheet(sheet) => format!("Blatt {sheet}"),
        Thing::Bag(bag) => format!("Beutel {bag}"),
        Thing::BagWith(thing) => format!("dem Beutel mit {}", dative(thing)),
        Thing::StrangeKey => "einem Schlüssel, den dieses Buch nicht kennt".into(),
        Thing::PluggedKey(key) => format!("Schlüssel {key} (eingesteckt)"),
        Thing::NewBag(bag) => format!("dem neuen Beutel {bag}"),
        Thing::PageInTray(page) => format!("Seite {page} (Ausgabefach)"),
    }
}

/// Things that are taken or put, in a row.
fn accusatives(things: &[Thing]) -> String {
    things.iter().map(accusative).collect::<Vec<_>>().join(", ")
}

fn role_of(turn: Turn) -> &'static str {
    match turn {
        Turn::KeyCustodian => "Schlüsselverwahrer",
        Turn::PinCustodian => "PIN-Verwahrer",
        Turn::Both => "Verwahrer",
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "In diesem Lauf wird nichts mehr getan und nichts mehr festgehalten. Was als getan angezeigt wurde, steht im Verzeichnis; die letzte Handlung ist vielleicht ungewiss, und der nächste Lauf klärt das mit dem, was auf Papier steht."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Es wurde nichts geändert."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Es wurde nichts geändert und kein PIN-Versuch verbraucht.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Wenn gerade eine PIN oder ein Passkey geändert wurde, ist nicht bekannt, ob das geschehen ist. Beide Blätter bleiben gültig, bis der Schlüssel geantwortet hat; dafür ist höchstens ein PIN-Versuch nötig."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Der Schlüssel hat es nicht getan. Seine PIN und seine Passkeys sind wie zuvor."
        }
        T::KeyWantsNewPin { .. } => {
            "Die PIN auf seinem Blatt öffnet nichts, bis sie geändert wurde. Kein PIN-Versuch wurde verbraucht."
        }
        T::KeyWantsPin { .. } => {
            "Er kann nicht erkannt werden, also wurde nichts mit ihm getan. Kein PIN-Versuch wurde verbraucht."
        }
        T::KeyWantsReplug { .. } => {
            "Seit er eingesteckt wurde, kamen zu viele falsche PINs. Die übrigen Versuche sind noch da."
        }
        T::PinBlocked { .. } => {
            "Nur ein Zurücksetzen macht den Schlüssel wieder brauchbar; seine Passkeys sind damit verloren."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "An ihm wurde nichts geändert.",
        T::KeyNotNew { .. } => {
            "Auf ihm sind vielleicht Passkeys von jemand anderem. Es wurde nichts an ihm geändert."
        }
        T::KeyUnproven { .. } => {
            "Der Plan nimmt nur Schlüssel auf, die das beweisen. Auf dem Schlüssel liegt nichts von diesem Buch."
        }
        T::NotGenuine { .. } => {
            "Er könnte ein Nachbau sein, der jede für ihn getippte PIN kennt. Er wurde nicht aufgenommen, und keine PIN ging an ihn."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "Die zuvor eingelesene Liste bleibt. An keinem Schlüssel wurde etwas geändert."
        }
        T::TriesAtLimit { .. } => {
            "Wenn ein Schlüssel keine Versuche mehr hat, muss er zurückgesetzt werden, und seine Passkeys sind verloren."
        }
        T::PinRefusedByKey { .. } => "Die alte PIN gilt weiter. Das neue Blatt ist ungültig.",
        T::NoPinSheet { .. } | T::NoCredential { .. } => {
            "Für diesen Schritt fehlt das, womit er arbeiten soll."
        }
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Das Geheimnis darauf gilt nirgends und wird verworfen. Die Seite, oder der Teil davon, der herauskam, muss vernichtet werden."
        }
        T::DocumentNotPrinted { .. } => "Diese Seite trägt kein Geheimnis.",
        T::NoEntropy { .. } | T::NoLockedMemory => "Es wurde kein Geheimnis erzeugt.",
        T::CopyFailed { .. } => {
            "Das Buch auf diesem Laptop ist unversehrt. Es muss noch zweimal vorhanden sein, bevor die Zeremonie endet."
        }
        T::BadInbox { .. } => "Am Schlüssel wurde nichts geändert.",
        T::NotConfirmed { .. } => "Der Schritt ist nicht so beendet, wie er soll.",
        T::TypedTooOften { .. } => "Dafür wurde kein PIN-Versuch verbraucht.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => {
            "Vielleicht hatte jemand in Händen, was darin ist."
        }
        T::StrangeKey { .. } => {
            "Der versiegelte Schlüssel ist vielleicht in anderen Händen. Dem Schlüssel, der hier ist, dürfen Sie keine PIN anvertrauen."
        }
        T::KeyChanged { .. } => "Vielleicht hat ihn jemand benutzt, während er versiegelt war.",
        T::PinOpensNothing { .. } => {
            "Vielleicht hat jemand anderes die PIN geändert, oder es ist ein anderer Schlüssel."
        }
        T::KeyLied { .. } => {
            "Der Schlüssel ist defekt oder nicht echt. Bewahren Sie beide Blätter auf."
        }
        T::ShareAltered { .. } => {
            "Weniger Anteile als geplant können das Passwort wiederherstellen."
        }
        T::CredentialWrong { .. } => "Dieser Schlüssel öffnet sein Konto vielleicht nicht.",
        T::HeadDiffers { .. } => {
            "Das ist vielleicht nicht das Verzeichnis, das Sie beim letzten Mal abgeschlossen haben, oder das Papier gehört zu einem anderen."
        }
        T::PasswordLost { .. } => {
            "Es ist nicht bekannt, welches Passwort dieses Konto hat. Beide Sätze von Anteilen bleiben erhalten. Die Sicherheitsschlüssel funktionieren weiter."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Bleiben Sie zusammen bei allem, was auf dem Tisch liegt. Schaffen Sie Platz auf dem Datenträger, oder nehmen Sie die letzte Kopie davon auf einen anderen Laptop, und starten Sie die Zeremonie wieder: Es geht dort weiter, wo das Verzeichnis endet."
        }
        T::NotAllowed { .. } => "Tun Sie zuerst, was genannt ist, oder halten Sie sicher an.",
        T::NoPorts { .. } => {
            "Richten Sie die udev-Regel ein (Handbuch: station), melden Sie sich als Mitglied der Gruppe neu an, und versuchen Sie es noch einmal."
        }
        T::NoKey { .. } | T::WrongKey { .. } => {
            "Stecken Sie nur den genannten Schlüssel ein, und versuchen Sie es noch einmal."
        }
        T::NoNewKey { .. } => {
            "Stecken Sie nur einen neuen Schlüssel ein, und versuchen Sie es noch einmal."
        }
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Stecken Sie den Schlüssel wieder ein, direkt und nicht über einen Hub, und versuchen Sie es noch einmal."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Versuchen Sie es noch einmal; wenn es so bleibt, halten Sie sicher an, und fragen Sie den Hersteller."
        }
        T::KeyWantsPin { .. } => {
            "Halten Sie sicher an. Schalten Sie mit dem Werkzeug des Herstellers ab, dass der Schlüssel immer die PIN verlangt (alwaysUv), oder nehmen Sie einen anderen."
        }
        T::KeyWantsNewPin { .. } => {
            "Finden Sie heraus, wer das eingestellt hat. Lassen Sie diesen Schritt aus, und ändern Sie die PIN: Starten Sie rotate-pin, wenn diese Zeremonie es nicht ohnehin tut."
        }
        T::KeyWantsReplug { .. } => {
            "Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein, und versuchen Sie es noch einmal."
        }
        T::PinBlocked { .. } => {
            "Halten Sie sicher an. Verwenden Sie den anderen Schlüssel des Kontos; setzen Sie diesen zurück, und richten Sie ihn neu ein."
        }
        T::KeyCannot { .. } => {
            "Lassen Sie diesen Schritt aus, oder nehmen Sie einen Schlüssel, der es kann."
        }
        T::ResetTooLate { .. } => {
            "Versuchen Sie es noch einmal: abziehen, einstecken, antworten und berühren, alles innerhalb von 10 Sekunden."
        }
        T::KeyNotNew { .. } => "Nehmen Sie einen neuen Schlüssel.",
        T::KeyUnproven { .. } => {
            "Lesen Sie FIDOs neueste Liste ein, oder nehmen Sie einen Schlüssel eines Modells, das darin steht; oder ändern Sie den Plan (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Bewahren Sie den Schlüssel und seine Verpackung als Beweis getrennt von den anderen auf, und rufen Sie die Administration an."
        }
        T::BadList { .. } => {
            "Legen Sie FIDOs Datei unter diesem Namen wieder in den Posteingang (inbox), oder holen Sie die neueste Liste, und bringen Sie sie mit import-metadata --file herein. Versuchen Sie es dann noch einmal."
        }
        T::ListIsOlder { .. } => "Holen Sie FIDOs neueste Liste, und beginnen Sie mit ihr neu.",
        T::TriesAtLimit { .. } => {
            "Halten Sie an, und vergleichen Sie Blatt und Schlüssel: Gehören sie zusammen? Machen Sie erst dann weiter, und nur beide gemeinsam."
        }
        T::PinRefusedByKey { .. } => {
            "Setzen Sie im Plan eine längere PIN (pin_digits), nehmen Sie ihn an, und ändern Sie die PIN noch einmal."
        }
        T::NoPinSheet { .. } => {
            "Lassen Sie diesen Schritt aus; mit `sealwright run set-pin` bekommt der Schlüssel eines."
        }
        T::NoCredential { .. } => {
            "Lassen Sie diesen Schritt aus; mit `sealwright run enrol-credential` bekommt der Schlüssel einen."
        }
        T::NotPrinted { .. } => {
            "Bringen Sie den Drucker in Ordnung, vernichten Sie, was herauskam, und versuchen Sie es noch einmal."
        }
        T::DocumentNotPrinted { .. } => {
            "Bringen Sie den Drucker in Ordnung, und versuchen Sie es noch einmal."
        }
        T::Unreadable { .. } => {
            "Vernichten Sie das Blatt, und versuchen Sie es noch einmal; wenn es wieder geschieht, wechseln Sie die Druckerpatrone."
        }
        T::NotAPin { .. } => {
            "Vernichten Sie das Blatt, und versuchen Sie es noch einmal: Das nächste hat neue Kästchen."
        }
        T::NotInHand { .. } => "Suchen Sie gemeinsam danach, oder halten Sie sicher an.",
        T::NoEntropy { .. } => "Benutzen Sie einen anderen Laptop.",
        T::NoLockedMemory => {
            "Erhöhen Sie die Grenze für gesperrten Speicher (Handbuch: station), und starten Sie neu."
        }
        T::CopyFailed { .. } => {
            "Nehmen Sie einen anderen USB-Stick oder einen anderen Ordner, und versuchen Sie es noch einmal."
        }
        T::BadInbox { .. } => {
            "Holen Sie neue Registrierungsoptionen vom Tenant, und versuchen Sie es noch einmal."
        }
        T::NotAssented | T::PlanNotThis => {
            "Sprechen Sie miteinander. Versuchen Sie es dann noch einmal, oder halten Sie sicher an."
        }
        T::NotConfirmed { .. } => {
            "Finden Sie den Grund heraus. Versuchen Sie es dann noch einmal, oder halten Sie sicher an."
        }
        T::CannotBe { .. } => {
            "Bitten Sie die Person, die der Plan nennt, oder ändern Sie zuerst den Plan."
        }
        T::TypedTooOften { .. } => {
            "Beginnen Sie den Schritt noch einmal, langsam, und vergleichen Sie Buchstabe für Buchstabe; oder halten Sie sicher an."
        }
        T::UnknownBag { .. }
        | T::DamagedBag { .. }
        | T::StrangeKey { .. }
        | T::KeyChanged { .. } => {
            "Machen Sie damit nicht weiter. Lassen Sie Beutel und Inhalt, wie sie sind, rufen Sie den Administrator, und sperren Sie den Passkey dieses Schlüssels im Konto."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Versuchen Sie nichts weiter. Bewahren Sie den Schlüssel und beide Blätter auf, und rufen Sie den Administrator."
        }
        T::ShareAltered { .. } => {
            "Bewahren Sie ihn auf, rufen Sie den Administrator, und ändern Sie dieses Passwort."
        }
        T::CredentialWrong { .. } => {
            "Rufen Sie den Administrator; registrieren Sie den Schlüssel neu."
        }
        T::HeadDiffers { .. } => {
            "Halten Sie an. Vergleichen Sie mit den Kopien des Buchs und mit dem Papier der anderen Person."
        }
        T::PasswordLost { .. } => {
            "Warten Sie eine Viertelstunde, denn Tenants können langsam sein, und machen Sie dann mit der Zeremonie weiter: Das Programm fragt noch einmal. Wenn es so bleibt, lassen Sie das neue Passwort von einem Administrator noch einmal setzen."
        }
    }
}

/// What is to be done with a page without a secret.
fn document_taken(document: &Document, sheet: &str) -> String {
    match document {
        Document::TestPage => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: vier Ecken, beide Lineale 100 mm lang, jedes Zeichen deutlich. Diese Seite trägt kein Geheimnis."
        ),
        Document::BagLabels => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: die Etiketten. Schneiden Sie sie auseinander; zu jedem neuen Beutel gehört eines."
        ),
        Document::Leaflet => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: das Merkblatt zur Wiederherstellung. Legen Sie in jeden Beutel mit einem Anteil eine Kopie davon, oder bewahren Sie es beim Plan auf."
        ),
        Document::Receipt { person } => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: die Quittung für {person}. Vergleichen Sie die Beutelnummern; {person} unterschreibt, und wer die Beutel übergibt, unterschreibt auch."
        ),
        Document::FlushPage => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: Darauf ist nur ein Muster, damit im Speicher des Druckers kein Geheimnis bleibt. Zerreißen Sie die Seite. Schalten Sie den Drucker aus, sobald die letzte Seite von heute gedruckt ist."
        ),
        Document::Minutes { person } => format!(
            "{person}: Lesen Sie Ihr Protokoll, unterschreiben Sie es, und bewahren Sie es auf. Seine zehn Wörter weisen bei der nächsten Prüfung der Anwesenheit dieses Verzeichnis nach."
        ),
    }
}

const HELP: &str = "\
Der Balken oben sagt, wer jetzt handelt und wer wegsieht. Darunter steht,
was zu tun ist. Lesen Sie es laut vor, tun Sie es, und antworten Sie dann.

  j, n          ja, nein: eine Taste, ohne Enter
  Enter         beendet das Getippte; bestätigt die Auswahl
  Rücktaste     löscht ein Zeichen, Strg-U löscht alle
  Bild auf/ab   der Rest eines langen Textes

  F1  diese Hilfe
  F2  der Ablauf der Zeremonie: was getan ist, was kommt
  F3  umsehen: Plan, Verzeichnis, was ist wo, Schlüssel, Handbuch
  F4  stop. Sie werden dann gefragt: weitermachen (nichts geht verloren),
      sicher anhalten, diesen Schritt auslassen (eine Ausnahme: beide
      stimmen zu, mit einem Grund, und es wird festgehalten), oder die
      Zeremonie unvollendet beenden. Strg-C und Strg-D tun dasselbe.

Geheimes erscheint als Sterne. Eingefügter Text und Scanner zählen nur
dort, wo ein Anteil, ein unterschriebenes Protokoll oder eine Beutelnummer
gelesen wird. Eine gedrückt gehaltene Taste beantwortet nur eine Frage.

Anhalten ist nie falsch. Was als getan angezeigt wurde, ist gespeichert.
Die Zeremonie geht dort weiter, wo das Verzeichnis endet.

In einer Probe ist der Tisch gespielt, und das sind Ihre Hände:
  F5  das verlangte Papier auf den Scanner legen: Er tippt für Sie
  F6  Schlüssel berühren      F7  abziehen      F8  einstecken";

const LINE_HELP: &str = "Tippen Sie die Antwort, und drücken Sie Enter. Die Rücktaste löscht ein Zeichen, Strg-U löscht alle.
  - j oder n (ja, nein), wo (j/n) steht
  - stop, Strg-C oder Strg-D: sicher anhalten; alles Lose kommt in Beutel, und `sealwright run` macht später weiter
  - help: diese Hilfe
Geheimes erscheint als Sterne. Auch dort gilt stop, help aber nicht: Es könnte Ihr Wort sein.";
