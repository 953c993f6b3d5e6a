//! What people are told and asked, in German.

use super::{clause, finding, label, thing, trouble};
use crate::words::catalogue::{Words, asks, bullets, news, sentence};
use crate::words::say::{BagPurpose, Document, Half, Prompt, SheetKind, Turn};
use crate::words::trouble::Explained;

pub(super) fn said(prompt: &Prompt) -> Words {
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
                "{mark}Zeremonie {number} beginnt: {title}. Sie können bei jeder Frage sicher anhalten: Drücken Sie auf dem Bildschirm F4, oder tippen Sie im Zeilenmodus stop."
            ))
        }
        P::CeremonyGoesOn {
            title,
            number,
            done,
            of,
        } => news(format!(
            "Zeremonie {number} geht weiter: {title}. {done} von {of} Schritten sind abgeschlossen. Zuerst kommt die Anwesenheitsprüfung, dann alles, was noch nicht in einem Beutel ist."
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
            "Der Ablauf dieser Zeremonie, in Wörtern: {words}. Vergleichen Sie sie mit dem gedruckten Ablauf."
        )),
        P::ItemOnTable { item } => news(sentence(&format!(
            "{} liegt schon auf dem Tisch",
            thing::said(item)
        ))),
        P::TypedWrong { what } => news(format!(
            "Das stimmt noch nicht: {} Bitte noch einmal.",
            sentence(&clause::said(what))
        )),
        P::LooseSheet { sheet } => news(format!(
            "Blatt {sheet} wurde begonnen und nie benutzt: Sein Geheimnis öffnet nichts. Sie vernichten das Blatt jetzt."
        )),
        P::BagWas { found } => news(format!(
            "Das ist Beutel {found}; er enthält etwas anderes. Legen Sie ihn ungeöffnet zurück, und holen Sie den richtigen Beutel."
        )),
        P::OtherKey { expected, found } => news(format!(
            "Das ist nicht Schlüssel {expected}, sondern {}.",
            thing::said(found)
        )),
        P::TouchNow { key } => news(format!(
            "Schlüsselverwahrer: Schlüssel {key} wird blinken. Berühren Sie ihn. Wenn 30 Sekunden lang nichts blinkt, hält der Schritt an, und Sie können ihn wiederholen."
        )),
        P::TouchNewKey { key } => news(format!(
            "Schlüsselverwahrer: Die neuen Schlüssel blinken. Berühren Sie den, der Schlüssel {key} werden soll. Wenn Sie 30 Sekunden lang keinen berühren, kommt die Frage noch einmal."
        )),
        P::StillPluggedIn { key } => news(format!(
            "Schlüssel {key} steckt noch; vielleicht haben Sie einen anderen in der Hand. Prüfen Sie die Beschriftung."
        )),
        P::TriesLeft { key, left } => news(format!(
            "Schlüssel {key} erlaubt noch {}.",
            thing::count(left, "PIN-Versuch", "PIN-Versuche")
        )),
        P::PinWorks { key, sheet } => {
            news(format!("Die PIN auf Blatt {sheet} öffnet Schlüssel {key}."))
        }
        P::CredentialWorks { key } => news(format!(
            "Der Passkey des Kontos auf Schlüssel {key} hat geantwortet, und seine Signatur stimmt. Das war keine Anmeldung."
        )),
        P::PasskeyDeleted { key } => news(format!(
            "Auf Schlüssel {key} gibt es den Passkey seines Kontos nicht mehr. Der Tenant führt den Passkey noch: Löschen Sie ihn auch dort."
        )),
        P::KeyIsGenuine { key, model, list } => news(format!(
            "Schlüssel {key} ist echt: {model}, laut dem Zertifikat seines Herstellers und FIDOs Liste {list}."
        )),
        P::KeyIsUnproven { key, why } => news(format!(
            "Schlüssel {key} kann nicht beweisen, welches Modell er ist: {} Sie können ihn trotzdem benutzen. Das wird festgehalten.",
            sentence(&clause::said(why))
        )),
        P::BeAware { what } => news(sentence(&clause::said(what))),
        P::ListVerified {
            number,
            next_update,
            models,
        } => news(format!(
            "Das ist FIDOs Liste {number}, und FIDOs Signatur darauf ist gültig. Sie enthält {}. Die nächste Liste ist bis {next_update} fällig.",
            thing::count(models, "Modell", "Modelle")
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } if warnings.is_empty() => news(format!(
            "Schlüssel {key} ist das Modell {model}. Die Liste enthält keine Warnung vor diesem Modell."
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } => news(format!(
            "Schlüssel {key} ist das Modell {model}. Die Liste WARNT vor diesem Modell: {}. Sprechen Sie mit dem Administrator über ein anderes Modell.",
            warnings.join("; ")
        )),
        P::ModelNotInList { key } => news(format!(
            "Das Modell von Schlüssel {key} steht nicht in der Liste."
        )),
        P::KeyConfigured { key, settings } => news(format!(
            "Schlüssel {key} hat die Einstellungen, die der Plan verlangt:\n{}",
            bullets(settings.iter().map(clause::said))
        )),
        P::KeyReset { key } => news(format!(
            "Schlüssel {key} ist leer: Er hat keine PIN, keine Passkeys und gehört nicht mehr zu diesem Buch. Was der Tenant noch von ihm führt, öffnet nichts mehr."
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
                "Schlüssel {key} ist seit dem Versiegeln unverändert.{counter}"
            ))
        }
        P::ShareMatches { sheet, left } => news(format!(
            "Die Wörter auf Blatt {sheet} sind die gedruckten. Noch zu prüfende Blätter: {left}."
        )),
        P::ShareIsNoShare { why } => news(format!(
            "Das kann nicht der Anteil sein: {why}. Bitte tippen Sie ihn noch einmal vom Papier ab."
        )),
        P::Findings { findings } => news(format!(
            "Der Laptop erfüllt nicht alle Anforderungen:\n{}",
            bullets(findings.iter().map(finding::said))
        )),
        P::Printing => {
            news("Es wird gedruckt. Bitte warten Sie auf die Seite. Strg-C bricht den Druck ab.")
        }
        P::LeftJobEnded => news(
            "Eine Seite eines früheren Laufs wartete noch am Drucker. Ihr Auftrag wurde abgebrochen; sehen Sie trotzdem im Ausgabefach nach.",
        ),
        P::PrinterSays { what } => news(format!("Der Drucker meldet: {what}.")),
        P::AllFit => news("Der Laptop erfüllt alle Anforderungen."),
        P::HeadInWords { words, size } => news(format!(
            "Der Stand des Journals ({}), in Wörtern: {words}",
            thing::count(size, "Eintrag", "Einträge")
        )),
        P::CopyReadBack { copy, size } => news(format!(
            "Kopie {copy} wurde geschrieben und zurückgelesen: {}, identisch.",
            thing::count(size, "Eintrag", "Einträge")
        )),
        P::LedgerSaved { file, size } => news(format!(
            "Das Journal mit seinen {size} Einträgen steht in der neuen Datei {file} und wurde von dort zurückgelesen."
        )),
        P::LedgerNotSaved => news(
            "Das Journal wurde nicht gesichert. Was nur im Arbeitsspeicher steht, ist verloren, wenn das Programm endet; die Kopien des Buchs enthalten das Journal so, wie es war, als sie gemacht wurden.",
        ),
        P::ResponseWritten { file } => news(format!(
            "Die Antwort des Schlüssels für den Tenant steht in {file}."
        )),
        P::StillOut { things } => news(format!(
            "Noch außerhalb eines Beutels:\n{}",
            bullets(thing::all(things))
        )),
        P::Stopped { trouble } => {
            let Explained { what, means, next } = trouble::said(trouble);
            news(format!(
                "ANGEHALTEN. {what}\n  Was das bedeutet: {means}\n  Was zu tun ist: {next}"
            ))
        }
        P::Ended { title } => news(format!(
            "Abgeschlossen: {title}. Alles ist verwahrt. Bewahren Sie Ihr unterschriebenes Protokoll auf: Bei der nächsten Anwesenheitsprüfung werden Sie nach seinen Wörtern gefragt."
        )),
        P::Suspended {
            title,
            still_out,
            breach: true,
        } => {
            let out = match still_out.is_empty() {
                true => String::new(),
                false => format!(
                    "\nNOCH AUSSERHALB EINES BEUTELS. Bleiben Sie dabei:\n{}",
                    bullets(thing::all(still_out))
                ),
            };
            news(format!(
                "Angehalten: {title}, wegen Verdachts auf MANIPULATION. Legen Sie alles Betroffene beiseite, und verändern Sie nichts. Rufen Sie jetzt den Administrator an, bevor Sie mit `sealwright run` fortfahren.{out}"
            ))
        }
        P::Suspended {
            title, still_out, ..
        } if still_out.is_empty() => news(format!(
            "Sicher angehalten: {title}. Alles ist in Beuteln. Mit `sealwright run` geht es weiter."
        )),
        P::Suspended {
            title, still_out, ..
        } => news(format!(
            "Angehalten: {title}. NOCH AUSSERHALB EINES BEUTELS. Bleiben Sie dabei, bis es mit `sealwright run` weitergeht:\n{}",
            bullets(thing::all(still_out))
        )),
        P::Abandoned { title } => {
            news(format!("Vorzeitig beendet: {title}. Alles ist in Beuteln."))
        }

        P::WhoIs { role, names } => asks(
            format!("Wer ist heute {}?\n{}", role_of(*role), bullets(names)),
            "Name",
        ),
        P::WordOfOwn { person } => asks(
            format!(
                "{person}: Wählen Sie ein persönliches Wort für heute. Mit diesem Wort stimmen Sie zu; darum darf es sonst niemand sehen. Es wird nie gespeichert. Es hat mindestens vier Zeichen und ist nicht \"stop\"."
            ),
            "Persönliches Wort",
        ),
        P::WordOfOwnAgain { person } => asks(
            format!("{person}: Bitte tippen Sie dasselbe Wort noch einmal."),
            "Persönliches Wort",
        ),
        P::DiceThrows {
            person,
            least,
            bits,
        } => asks(
            format!(
                "{person}: Würfeln Sie mindestens {least} Mal, und tippen Sie jeden Wurf, 1 bis 6, so wie er fällt. {least} Würfe ergeben {bits} Bit Zufall: genug für alle Geheimnisse dieser Sitzung, selbst wenn die Zufallszahlen des Laptops wertlos wären. Alle anderen sehen weg."
            ),
            "Würfe",
        ),
        P::FreeText { person } => asks(
            format!(
                "{person}: Tippen Sie irgendetwas, das Ihnen einfällt, je länger, desto besser; nicht nur \"stop\". Der Text wird in die Zufallszahlen des Laptops gemischt; wir nehmen an, dass er keinen Zufall beiträgt. Alle anderen sehen weg."
            ),
            "Text",
        ),
        P::SizeFromPaper { person } => asks(
            format!(
                "{person}: Nehmen Sie Ihr eigenes neuestes unterschriebenes Protokoll. Welche Zahl steht darauf nach \"head size\"? Wenn Sie keines haben oder es nicht hier ist, lassen Sie die Zeile leer."
            ),
            "Zahl",
        ),
        P::WordsFromPaper { person, size } => asks(
            format!(
                "{person}: Tippen Sie die zehn Wörter des Standes mit der Größe {size} von Ihrem Protokoll."
            ),
            "Wörter",
        ),
        P::WallClock { person, utc } => asks(
            format!(
                "{person}: Welches Datum und welche Uhrzeit zeigt Ihre eigene Uhr? (Der Laptop zeigt {utc} UTC.)"
            ),
            "jjjj-mm-tt hh:mm",
        ),
        P::GiveWord { person, what } => asks(
            format!(
                "{person}: Stimmen Sie dem zu? {}",
                sentence(&clause::said(what))
            ),
            "Persönliches Wort",
        ),

        P::AdoptThisPlan {
            words,
            organisation,
        } => asks(
            format!(
                "Der Plan von {organisation} wird verbindlich. Sie haben ihn beide gelesen. In Wörtern: {words}"
            ),
            "Ist das Ihr Plan? (j/n)",
        ),
        P::WithdrawCeremony => asks(
            "Möchten Sie diese Zeremonie zurückziehen? In ihr wurde noch nichts getan. Danach kann eine andere beginnen.",
            "j: zurückziehen; n: sie bleibt offen",
        ),
        P::StopBeforeRollCall => asks(
            "Möchten Sie hier aufhören? In dieser Sitzung wurde noch nichts getan.",
            "j: aufhören; n: die Anwesenheitsprüfung von vorn beginnen",
        ),
        P::PlugIn { key } => done(format!("Stecken Sie nur Schlüssel {key} ein.")),
        P::WhichNewKey { key } => done(format!(
            "Es ist mehr als ein neuer Schlüssel eingesteckt. Lassen Sie nur den stecken, der Schlüssel {key} werden soll; oder fahren Sie fort, und berühren Sie diesen, wenn die Schlüssel blinken."
        )),
        P::PlugInNew { key } => done(format!(
            "Nehmen Sie einen neuen, unbenutzten Schlüssel, beschriften Sie ihn mit {key}, und stecken Sie nur diesen ein."
        )),
        P::PlugInWiped { key } => done(format!(
            "Schlüssel {key} ist wie neu. Nur dieser Schlüssel darf stecken: Lassen Sie ihn stecken, oder stecken Sie ihn wieder ein."
        )),
        P::RightKeyNow { expected } => asks(
            format!(
                "Hatten Sie zuerst den falschen Schlüssel eingesteckt, und ist jetzt Schlüssel {expected} eingesteckt?"
            ),
            "j: er ist jetzt eingesteckt; n: dieser Schlüssel war im Beutel",
        ),
        P::Replug { key } => done(format!(
            "Ziehen Sie Schlüssel {key} ab, zählen Sie bis drei, und stecken Sie ihn wieder ein."
        )),
        P::ReplugForReset { key } => done(format!(
            "Ziehen Sie Schlüssel {key} ab, stecken Sie ihn wieder ein, und antworten Sie sofort: Er lässt sich nur in den ersten 10 Sekunden nach dem Einstecken zurücksetzen. Wenn er blinkt, berühren Sie ihn."
        )),
        P::UnplugForBag { key } => done(format!("Ziehen Sie Schlüssel {key} ab.")),
        P::FetchBag { item, place } => done(format!(
            "Holen Sie den Beutel mit {}. Er liegt hier: {place}. Öffnen Sie ihn nicht.",
            thing::dative(item)
        )),
        P::BagIntact { bag } => asks(
            format!(
                "Sehen Sie sich Beutel {bag} von allen Seiten an: Verschluss, Ränder, Fenster."
            ),
            "Ist er unbeschädigt und ungeöffnet? (j/n)",
        ),
        P::OpenBag { bag, items } => done(format!(
            "Schneiden Sie Beutel {bag} vor den Augen beider auf, und nehmen Sie heraus: {}.",
            thing::accusatives(items)
        )),
        P::WasBagOpened { bag } => asks(
            format!("Das Programm wurde hier unterbrochen. Sehen Sie sich Beutel {bag} an."),
            "Wurde er aufgeschnitten? (j/n)",
        ),
        P::PutInBag { bag, items } => done(format!(
            "Legen Sie in Beutel {bag}: {}. Versiegeln Sie den Beutel. Sie unterschreiben beide darauf.",
            thing::accusatives(items)
        )),
        P::WasBagSealed { bag, items } => asks(
            format!(
                "Das Programm wurde hier unterbrochen. Sehen Sie sich Beutel {bag} an; er ist bestimmt für: {}.",
                thing::accusatives(items)
            ),
            "Ist er versiegelt, mit genau diesem Inhalt? (j/n)",
        ),
        P::HandOver { bag, place, to } => done(format!(
            "{to} nimmt Beutel {bag}, bringt ihn an seinen Ort ({place}) und zeichnet die Quittung ab."
        )),
        P::Destroy { sheet, why } => done(format!(
            "Vernichten Sie Blatt {sheet} jetzt vor den Augen beider. Der Grund: {} Wenn es diese Seite nicht gibt, überzeugen Sie sich gemeinsam davon, und bestätigen Sie es dann.",
            sentence(&clause::said(why))
        )),
        P::WasDestroyed { sheet } => asks(
            format!(
                "Das Programm wurde unterbrochen, während Blatt {sheet} vernichtet wurde. Suchen Sie das Blatt gemeinsam."
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
            "Hat der Tenant die Anmeldung zugelassen? (j/n)",
        ),
        P::AlertCame { account } => asks(
            format!("Sehen Sie dort nach, wo Meldungen über Anmeldungen als {account} ankommen."),
            "Ist die Meldung über diese Anmeldung angekommen? (j/n)",
        ),
        P::FetchOptions { key, account, file } => done(format!(
            "Am Online-Rechner: Fordern Sie beim Tenant die Registrierungsoptionen von {account} für Schlüssel {key} an, und bringen Sie sie als {file} hierher."
        )),
        P::TenantTook { account, key, file } => asks(
            format!(
                "Am Online-Rechner: Übergeben Sie {file} dem Tenant als Passkey von {account}, und nennen Sie den Passkey {key}."
            ),
            "Hat der Tenant ihn angenommen? (j/n)",
        ),
        P::IsRegistered { account, key } => asks(
            format!(
                "Der Passkey auf Schlüssel {key} wurde schon früher erstellt. Sehen Sie im Tenant in der Liste der Passkeys von {account} nach."
            ),
            "Gibt es dort einen Passkey mit dem Namen des Schlüssels? (j/n)",
        ),
        P::OpenTenant { account } => done(format!(
            "Am Online-Rechner: Öffnen Sie die Seite, auf der ein Administrator das Passwort von {account} setzt. Zwei Personen tippen dort je eine Hälfte."
        )),
        P::AcceptedThenPasskey { account } => asks(
            format!("Setzen Sie das Passwort von {account}, und melden Sie sich sofort damit an."),
            "Wurde es angenommen, und wurde dann der Passkey verlangt? (j/n)",
        ),
        P::RefusedAndUnchanged { account } => asks(
            format!(
                "Finden Sie heraus, was der Tenant mit dem Passwort von {account} gemacht hat."
            ),
            "Hat er das neue Passwort abgelehnt, und gilt mit Sicherheit noch das alte (oder keines)? (j/n)",
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
                false => format!("{person}: Schritt {number} wurde wie vorgesehen abgeschlossen."),
                true => format!(
                    "{person}: Schritt {number} ist beendet; die Abweichungen sind festgehalten."
                ),
            },
            "Zeichnen Sie das ab? (j/n)",
        ),
        P::GoOnDespite { what } => asks(
            format!(
                "{} Fortzufahren ist eine Ausnahme: Sie müssen beide zustimmen, und es wird festgehalten.",
                sentence(&clause::said(what))
            ),
            "Fortfahren? (j/n)",
        ),
        P::SealUnrecorded { key, why } => asks(
            format!(
                "Der Zustand von Schlüssel {key} kann nicht erfasst werden, bevor er in seinen Beutel kommt. {} Fortzufahren ist eine Ausnahme: Sie müssen beide zustimmen, und es wird festgehalten.",
                trouble::what(why)
            ),
            "Fortfahren? (j/n)",
        ),
        P::EndQuarantine { thing, since, what } => asks(
            format!(
                "Unter Quarantäne seit Eintrag {since}: {}.\n{what}\nAntworten Sie nur dann mit Ja, wenn Sie wissen, was geschehen ist, und wenn der Administrator zustimmt, dass man sich wieder darauf verlassen kann.",
                thing::said(thing)
            ),
            "j: die Quarantäne beenden; n: unter Quarantäne lassen",
        ),

        P::BagSerial {
            purpose: BagPurpose::Fetched { item },
            ..
        } => asks(
            format!(
                "Lesen Sie die Beutelnummer auf dem Beutel, in dem {} sein soll.",
                thing::said(item)
            ),
            "Beutelnummer",
        ),
        P::BagSerial {
            purpose: BagPurpose::New { items },
            ..
        } => asks(
            format!(
                "Nehmen Sie einen neuen Beutel für: {}. Lesen Sie seine Beutelnummer.",
                thing::accusatives(items)
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
                "Stecken Sie USB-Stick {copy} von 2 ein, für eine Kopie des Buchs. Die Kopie enthält keine Geheimnisse."
            ),
            "Ordner auf dem Stick",
        ),
        P::SaveLedgerTo => asks(
            "Stecken Sie einen USB-Stick ein, oder wählen Sie einen anderen Ordner außerhalb des Buchs. Das Programm schreibt das Journal dort in eine neue Datei, so wie es im Arbeitsspeicher steht. Die Datei enthält keine Geheimnisse.",
            "Ordner",
        ),
        P::Reason { what } => asks(
            format!(
                "Warum? Nennen Sie den Grund in einem Satz, für das Journal: {}",
                sentence(&clause::said(what))
            ),
            "Grund",
        ),
        P::FoundOut { thing } => asks(
            format!(
                "Was haben Sie über {} herausgefunden? Sagen Sie es in einem Satz, für das Journal.",
                thing::accusative(thing)
            ),
            "Herausgefunden",
        ),

        P::PinWritten { key, sheet, digits } => asks(
            format!(
                "Die PIN von Schlüssel {key} erzeugen Sie von Hand, auf Blatt {sheet}. Würfeln Sie, wie es auf dem Blatt steht, und schreiben Sie mit einem Stift je eine Ziffer in jedes der {digits} Kästchen. Wenn alle Ziffern gleich wären oder immer um eins steigen oder fallen würden, würfeln Sie neu, bevor Sie schreiben. Tippen Sie dann die PIN vom Blatt ab."
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
                "Falten Sie Blatt {sheet} so, dass nur die Wörter über der Mittellinie zu sehen sind. Tippen Sie diese ab. Die ersten vier Buchstaben jedes Wortes genügen."
            ),
            "Wörter",
        ),
        P::ShareFrom {
            sheet,
            half: Half::Lower,
        } => asks(
            format!(
                "Wenden Sie Blatt {sheet} so, dass nur die Wörter unter der Mittellinie zu sehen sind. Tippen Sie diese ab. Die ersten vier Buchstaben jedes Wortes genügen."
            ),
            "Wörter",
        ),

        P::LettersFor { sheet } => asks(
            format!(
                "Das sind die Prüfbuchstaben von Blatt {sheet}. Schreiben Sie sie in ihre zwei Kästchen. Der Schlüsselverwahrer sieht weg."
            ),
            "Enter, wenn Sie sie geschrieben haben",
        ),
        P::FirstHalf { account } => asks(
            format!(
                "Das ist die erste Hälfte des Passworts von {account}. Tippen Sie sie am Online-Rechner ein. Der Schlüsselverwahrer sieht weg."
            ),
            "Enter, wenn Sie sie getippt haben",
        ),
        P::SecondHalf { account } => asks(
            format!(
                "Das ist die zweite Hälfte des Passworts von {account}. Tippen Sie sie am Online-Rechner ein. Der PIN-Verwahrer sieht weg."
            ),
            "Enter, wenn Sie sie getippt haben",
        ),

        P::WhatNow { offered } => {
            let lines = label::choices(offered);
            asks(
                format!("Was möchten Sie jetzt tun?\n{}", bullets(lines)),
                "Auswahl",
            )
        }
    }
}

/// A question for a deed: done or not.
fn done(body: impl Into<String>) -> Words {
    asks(body, "Erledigt? (j/n)")
}

fn role_of(turn: Turn) -> &'static str {
    match turn {
        Turn::KeyCustodian => "Schlüsselverwahrer",
        Turn::PinCustodian => "PIN-Verwahrer",
        Turn::Both => "Verwahrer",
    }
}

/// What is to be done with a page without a secret.
fn document_taken(document: &Document, sheet: &str) -> String {
    match document {
        Document::TestPage => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach. Prüfen Sie sie: vier Ecken, beide Lineale 100 mm lang, jedes Zeichen deutlich. Die Seite enthält kein Geheimnis."
        ),
        Document::BagLabels => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: die Beuteletiketten. Schneiden Sie sie auseinander. Zu jedem neuen Beutel gehört ein Etikett."
        ),
        Document::Leaflet => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: das Merkblatt zur Wiederherstellung. Legen Sie in jeden Beutel mit einem Anteil eine Kopie davon, oder bewahren Sie es beim Plan auf."
        ),
        Document::Receipt { person } => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach: die Quittung für {person}. Vergleichen Sie die Beutelnummern. {person} unterschreibt, und wer die Beutel übergibt, unterschreibt ebenfalls."
        ),
        Document::FlushPage => format!(
            "Nehmen Sie Seite {sheet} aus dem Ausgabefach. Sie zeigt nur ein Muster, damit im Speicher des Druckers kein Geheimnis bleibt. Zerreißen Sie die Seite. Schalten Sie den Drucker nach der letzten Seite von heute aus."
        ),
        Document::Minutes { person } => format!(
            "{person}: Lesen Sie Ihr Protokoll, unterschreiben Sie es, und bewahren Sie es auf. Bei der nächsten Anwesenheitsprüfung zeigen seine zehn Wörter, dass es noch dasselbe Journal ist."
        ),
    }
}
