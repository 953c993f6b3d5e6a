//! What stops a step, in German.

use super::{clause, thing};
use crate::book::Altered;
use crate::words::catalogue::{list, sentence};
use crate::words::trouble::{Explained, Trouble};

pub(super) fn said(trouble: &Trouble) -> Explained {
    Explained {
        what: what(trouble),
        means: means(trouble).into(),
        next: next(trouble).into(),
    }
}

/// What happened.
pub(super) fn what(trouble: &Trouble) -> String {
    use Trouble as T;
    match trouble {
        T::NotWritten { why } => {
            format!("Das Journal konnte nicht geschrieben werden: {why}.")
        }
        T::LedgerAltered { how } => {
            format!(
                "Die Datei des Journals ist nicht mehr so, wie dieses Programm sie hinterlassen hat: {}.",
                altered(how)
            )
        }
        T::NotAllowed { why } => format!(
            "Die Regeln erlauben das jetzt nicht: {}",
            sentence(&clause::said(why))
        ),
        T::NoPorts { why } => {
            format!("Die USB-Anschlüsse lassen sich nicht lesen: {why}.")
        }
        T::NoKey { expected } => format!(
            "Es ist kein Sicherheitsschlüssel eingesteckt. Erwartet wurde Schlüssel {expected}."
        ),
        T::NoNewKey { key } => format!(
            "Es soll genau ein neuer Schlüssel eingesteckt sein, der {key} wird. Es ist keiner eingesteckt, oder mehr als einer."
        ),
        T::WrongKey { expected, found } => format!(
            "Erwartet wurde Schlüssel {expected}, eingesteckt ist aber {}.",
            thing::said(found)
        ),
        T::KeyGone { key } => {
            format!("Schlüssel {key} wurde abgezogen, oder die Verbindung zu ihm ist abgebrochen.")
        }
        T::KeySilent { key } => format!("Schlüssel {key} antwortet nicht."),
        T::KeySaid { key, what } => format!("Schlüssel {key} hat abgelehnt: {what}."),
        T::KeyNotTouched { key } => {
            format!(
                "Schlüssel {key} hat auf eine Berührung gewartet, aber niemand hat ihn berührt."
            )
        }
        T::KeyWantsPin { key } => format!(
            "Ohne seine PIN beantwortet Schlüssel {key} nichts, auch nicht, welcher Schlüssel er ist."
        ),
        T::KeyWantsNewPin { key } => format!(
            "Jemand hat Schlüssel {key} so eingestellt, dass er eine neue PIN verlangt, bevor er etwas anderes tut."
        ),
        T::KeyWantsReplug { key } => {
            format!("Schlüssel {key} nimmt keine PIN an, bis er abgezogen wurde.")
        }
        T::PinBlocked { key } => {
            format!("Die PIN von Schlüssel {key} ist gesperrt: Es ist kein Versuch mehr übrig.")
        }
        T::KeyNotNew { key, why } => format!(
            "Der Schlüssel, der {key} werden soll, ist nicht neu: {}",
            sentence(&clause::said(why))
        ),
        T::KeyUnproven { key, why } => format!(
            "Der Schlüssel, der {key} werden soll, kann nicht beweisen, welches Modell er ist: {}",
            sentence(&clause::said(why))
        ),
        T::NotGenuine { key, why } => format!(
            "Der Schlüssel, der {key} werden soll, ist nicht, was er zu sein behauptet: {why}."
        ),
        T::BadList { file, why } => format!(
            "Die Datei {file} ist nicht brauchbar: {}",
            sentence(&clause::said(why))
        ),
        T::ListIsOlder { number, known } => {
            format!("Das ist Liste {number}, aber die neuere Liste {known} wurde schon eingelesen.")
        }
        T::TriesAtLimit { key, left } => format!(
            "Schlüssel {key} hat noch {}. Ohne die Zustimmung von Ihnen beiden wird keiner mehr verbraucht.",
            thing::count(left, "PIN-Versuch", "PIN-Versuche")
        ),
        T::PinMayBeChanged { key } => format!(
            "Schlüssel {key} hat gemeldet, dass er die neue PIN nicht übernommen hat, aber danach hat ihn die alte PIN nicht erkennbar geöffnet."
        ),
        T::PinRefusedByKey { key } => format!(
            "Schlüssel {key} nimmt die neue PIN nicht an: Seine eigenen Regeln sind strenger."
        ),
        T::KeyCannot { key, what } => {
            format!(
                "Schlüssel {key} kann {}. Das meldet der Schlüssel selbst.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => format!(
            "Schlüssel {key} hat sich nicht zurücksetzen lassen: Er war schon zu lange eingesteckt."
        ),
        T::NoPinSheet { key } => format!("Schlüssel {key} hat noch kein PIN-Blatt."),
        T::NoCredential { key } => {
            format!("Schlüssel {key} hat noch keinen Passkey für sein Konto.")
        }
        T::NotPrinted { sheet, why } => format!(
            "Seite {sheet} wurde nicht gedruckt: {}",
            sentence(&clause::said(why))
        ),
        T::DocumentNotPrinted { sheet, why } => format!(
            "Seite {sheet} wurde nicht gedruckt: {}",
            sentence(&clause::said(why))
        ),
        T::Unreadable { sheet } => {
            format!("Was von Blatt {sheet} abgetippt wurde, ist nicht das Gedruckte.")
        }
        T::NotAPin { sheet, digits } => format!(
            "Was von Blatt {sheet} abgetippt wurde, ist keine PIN mit {digits} Ziffern, oder sie ist zu leicht zu erraten."
        ),
        T::NotInHand { item } => sentence(&format!("{} ist nicht zur Hand", thing::said(item))),
        T::NoEntropy { why } => format!("Das System hat keine Zufallszahlen geliefert: {why}."),
        T::NoLockedMemory => "Für ein Geheimnis ist kein gesperrter Speicher mehr frei.".into(),
        T::CopyFailed { copy, why } => {
            format!(
                "Kopie {copy} des Buchs konnte nicht geschrieben und zurückgelesen werden: {why}."
            )
        }
        T::BadInbox { file, why } => format!(
            "Die Datei {file} ist nicht brauchbar: {}",
            sentence(&clause::said(why))
        ),
        T::NotAssented => "Eine Person hat nicht zugestimmt.".into(),
        T::NotConfirmed { what } => {
            format!("Nicht bestätigt: {}", sentence(&clause::said(what)))
        }
        T::CannotBe { who, why } => {
            format!(
                "{who} kann diese Rolle nicht übernehmen: {}",
                sentence(&clause::said(why))
            )
        }
        T::TypedTooOften { what } => format!(
            "Auch nach drei Versuchen stimmt es nicht: {}",
            sentence(&clause::said(what))
        ),
        T::PlanNotThis => "Der Plan wurde nicht bestätigt.".into(),
        T::UnknownBag { item, found } => format!(
            "Der Beutel für {} hat die Beutelnummer {found}, die in diesem Buch nicht vorkommt.",
            thing::accusative(item)
        ),
        T::DamagedBag { bag } => {
            format!("Beutel {bag} ist beschädigt oder wurde geöffnet.")
        }
        T::StrangeKey { expected, found } => format!(
            "Im Beutel von Schlüssel {expected} war {}.",
            thing::said(found)
        ),
        T::KeyChanged { key, differs } => format!(
            "Schlüssel {key} hat sich seit dem Versiegeln verändert: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "Keine der PINs auf den Blättern von Schlüssel {key} öffnet ihn ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => format!(
            "Schlüssel {key} hat Erfolg gemeldet, aber das stimmt nicht: {}",
            sentence(&clause::said(what))
        ),
        T::ShareAltered { sheet } => {
            format!("Der Anteil auf Blatt {sheet} ist nicht der, der gedruckt wurde.")
        }
        T::CredentialWrong { key, why } => format!(
            "Der Passkey auf Schlüssel {key} ist nicht der, der registriert wurde: {}",
            sentence(&clause::said(why))
        ),
        T::HeadIsAhead {
            person,
            size,
            entries,
        } => format!(
            "Auf dem Protokoll von {person} steht ein Stand der Größe {size}, aber dieses Journal hat nur {entries} Einträge: Es ist ein älterer Zustand des Journals oder ein anderes."
        ),
        T::HeadUnknown { person, size } => format!(
            "Auf dem Protokoll von {person} steht ein Stand der Größe {size}, den dieses Journal nie hatte: Es ist ein anderes Journal."
        ),
        T::WordGuessed { person } => {
            format!("Das persönliche Wort von {person} war dreimal nacheinander falsch.")
        }
        T::HeadDiffers { person } => {
            format!(
                "Die Wörter auf dem Protokoll von {person} sind nicht die Wörter dieses Journals."
            )
        }
        T::PasswordLost { account } => {
            format!("Der Tenant nimmt weder das neue noch das alte Passwort von {account} an.")
        }
    }
}

/// How the ledger's file was changed.
fn altered(how: &Altered) -> String {
    match how {
        Altered::Gone => "an ihrem Ort ist keine Datei mehr".into(),
        Altered::Replaced => "an ihrem Ort ist eine andere Datei".into(),
        Altered::Longer { by } => format!("sie ist um {by} Bytes länger"),
        Altered::Shorter { by } => format!("sie ist um {by} Bytes kürzer"),
        Altered::Differs { line } => format!("Zeile {line} ist eine andere"),
        Altered::Unreadable(why) => format!("sie kann nicht gelesen werden: {why}"),
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Das Programm tut nichts mehr und hält nichts mehr fest, bis Sie es neu starten. Alles, was als erledigt angezeigt wurde, steht im Journal. Die letzte Handlung ist vielleicht ungewiss; das Programm klärt sie nach dem Neustart mit dem, was auf Papier steht."
        }
        T::LedgerAltered { .. } => {
            "Etwas anderes als dieses Programm hat die Datei geändert, ersetzt oder verschoben. Deshalb schreibt das Programm nichts mehr in sie. Einträge, die Sie als erledigt gesehen haben, stehen vielleicht in keiner Datei: Das Programm hat sie noch alle im Arbeitsspeicher, bis es endet. Die letzte Handlung ist vielleicht in der Schwebe; der nächste Lauf klärt das mit dem, was auf Papier steht."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Es wurde nichts geändert."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Es wurde nichts geändert und kein PIN-Versuch verbraucht.",
        T::KeyGone { .. } | T::KeySilent { .. } | T::KeySaid { .. } => {
            "Wenn gerade eine PIN oder ein Passkey geändert wurde, hat der Schlüssel es vielleicht getan. Behalten Sie beide Blätter, bis die PIN von einem davon den Schlüssel geöffnet hat; dafür ist höchstens ein PIN-Versuch nötig."
        }
        T::KeyNotTouched { .. } => {
            "Der Schlüssel hat es nicht getan. Seine PIN und seine Passkeys sind wie zuvor."
        }
        T::KeyWantsNewPin { .. } => {
            "Die PIN auf seinem Blatt öffnet nichts, bis sie geändert wird. Es wurde kein PIN-Versuch verbraucht."
        }
        T::KeyWantsPin { .. } => {
            "Der Schlüssel ist nicht erkennbar, darum wurde nichts mit ihm getan. Es wurde kein PIN-Versuch verbraucht."
        }
        T::KeyWantsReplug { .. } => {
            "Seit der Schlüssel eingesteckt wurde, wurden zu viele falsche PINs getippt. Die übrigen Versuche sind nicht verloren."
        }
        T::PinBlocked { .. } => {
            "Nur ein Zurücksetzen macht den Schlüssel wieder brauchbar, und dabei werden seine Passkeys gelöscht."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "Am Schlüssel wurde nichts geändert.",
        T::KeyNotNew { .. } => {
            "Auf dem Schlüssel sind vielleicht Passkeys von jemand anderem. Am Schlüssel wurde nichts geändert."
        }
        T::KeyUnproven { .. } => {
            "Der Plan nimmt nur Schlüssel auf, die ihr Modell beweisen. Auf dem Schlüssel ist nichts von diesem Buch."
        }
        T::NotGenuine { .. } => {
            "Der Schlüssel könnte ein Nachbau sein, der jede für ihn getippte PIN speichert. Er wurde nicht aufgenommen, und es wurde keine PIN an ihn gesendet."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "Die zuvor eingelesene Liste gilt weiter. An keinem Schlüssel wurde etwas geändert."
        }
        T::TriesAtLimit { .. } => {
            "Ein Schlüssel ohne verbleibende Versuche muss zurückgesetzt werden, und dann sind seine Passkeys verloren."
        }
        T::PinMayBeChanged { .. } => {
            "Vielleicht hat der Schlüssel es doch getan. Seine PIN steht auf einem von zwei Blättern. Vernichten Sie keines davon."
        }
        T::PinRefusedByKey { .. } => "Die alte PIN gilt weiter. Das neue Blatt ist ungültig.",
        T::NoPinSheet { .. } | T::NoCredential { .. } => {
            "Für diesen Schritt ist nichts da, womit er arbeiten könnte."
        }
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Das Geheimnis darauf öffnet nichts und wird verworfen. Die Seite, oder der Teil davon, der herauskam, muss vernichtet werden."
        }
        T::DocumentNotPrinted { .. } => "Die Seite enthält kein Geheimnis.",
        T::NoEntropy { .. } | T::NoLockedMemory => "Es wurde kein Geheimnis erzeugt.",
        T::CopyFailed { .. } => {
            "Das Buch auf diesem Laptop ist unversehrt. Bevor die Zeremonie enden kann, muss es zwei Kopien davon geben."
        }
        T::BadInbox { .. } => "Am Schlüssel wurde nichts geändert.",
        T::NotConfirmed { .. } => "Der Schritt wurde nicht wie vorgesehen abgeschlossen.",
        T::TypedTooOften { .. } => "Es wurde kein PIN-Versuch verbraucht.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => "Vielleicht hatte jemand Zugang zum Inhalt.",
        T::StrangeKey { .. } => {
            "Der versiegelte Schlüssel ist vielleicht in anderen Händen. Vertrauen Sie dem Schlüssel, den Sie hier haben, keine PIN an."
        }
        T::KeyChanged { .. } => {
            "Vielleicht hat jemand den Schlüssel benutzt, während er versiegelt war."
        }
        T::PinOpensNothing { .. } => {
            "Vielleicht hat jemand anderes die PIN geändert, oder es ist ein anderer Schlüssel."
        }
        T::KeyLied { .. } => {
            "Der Schlüssel ist defekt oder nicht echt. Bewahren Sie beide Blätter auf."
        }
        T::ShareAltered { .. } => {
            "Es stehen weniger Anteile als geplant bereit, um das Passwort wiederherzustellen."
        }
        T::CredentialWrong { .. } => "Dieser Schlüssel öffnet sein Konto vielleicht nicht.",
        T::WordGuessed { .. } => {
            "Vielleicht versucht jemand, anstelle einer anderen Person zu handeln. Es wurde nichts getan, und die Versuche sind festgehalten."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "Das ist vielleicht nicht das Journal, das Sie beim letzten Mal abgeschlossen haben, oder das Protokoll gehört zu einem anderen Journal."
        }
        T::PasswordLost { .. } => {
            "Es ist nicht bekannt, welches Passwort für dieses Konto gesetzt ist. Beide Sätze von Anteilen bleiben erhalten. Die Sicherheitsschlüssel funktionieren weiter."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Bleiben Sie zusammen, und lassen Sie alles auf dem Tisch. Schaffen Sie Platz auf dem Datenträger, oder bringen Sie die neueste Kopie des Buchs auf einen anderen Laptop. Starten Sie dann die Zeremonie wieder: Sie geht dort weiter, wo das Journal endet."
        }
        T::LedgerAltered { .. } => {
            "Bleiben Sie zusammen, und lassen Sie alles auf dem Tisch. Sichern Sie jetzt das Journal aus dem Arbeitsspeicher: Das Programm fragt, wohin. Finden Sie dann heraus, was den Ordner des Buchs geändert hat, und heben Sie das, was dort liegt, als Beweis auf. Wie die Zeremonie weitergeht, steht im Handbuch im Kapitel über das Journal."
        }
        T::NotAllowed { .. } => "Tun Sie zuerst, was die Meldung nennt, oder halten Sie sicher an.",
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
            "Versuchen Sie es noch einmal. Wenn es wieder geschieht, halten Sie sicher an, und fragen Sie den Hersteller."
        }
        T::KeyWantsPin { .. } => {
            "Halten Sie sicher an. Schalten Sie mit dem Werkzeug des Herstellers die Einstellung aus, die immer die PIN verlangt (alwaysUv), oder nehmen Sie einen anderen Schlüssel."
        }
        T::KeyWantsNewPin { .. } => {
            "Finden Sie heraus, wer das verlangt hat. Lassen Sie diesen Schritt aus, und ändern Sie die PIN: Starten Sie rotate-pin, falls diese Zeremonie das nicht ohnehin tut."
        }
        T::KeyWantsReplug { .. } => {
            "Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein, und versuchen Sie es noch einmal."
        }
        T::PinBlocked { .. } => {
            "Halten Sie sicher an. Verwenden Sie den anderen Schlüssel des Kontos. Setzen Sie diesen Schlüssel zurück, und richten Sie ihn neu ein."
        }
        T::KeyCannot { .. } => {
            "Lassen Sie diesen Schritt aus, oder nehmen Sie einen Schlüssel, der das kann."
        }
        T::ResetTooLate { .. } => {
            "Versuchen Sie es noch einmal: Ziehen Sie den Schlüssel ab, stecken Sie ihn ein, antworten Sie, und berühren Sie ihn, alles innerhalb von 10 Sekunden."
        }
        T::KeyNotNew { .. } => "Nehmen Sie einen neuen Schlüssel.",
        T::KeyUnproven { .. } => {
            "Lesen Sie FIDOs neueste Liste ein, nehmen Sie einen Schlüssel, dessen Modell darin steht, oder ändern Sie den Plan (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Bewahren Sie den Schlüssel und seine Verpackung als Beweis getrennt von den anderen Schlüsseln auf, und rufen Sie den Administrator an."
        }
        T::BadList { .. } => {
            "Legen Sie FIDOs Datei unter diesem Namen wieder in den Posteingang (inbox), oder laden Sie die neueste Liste herunter, und lesen Sie sie mit import-metadata --file ein. Versuchen Sie es dann noch einmal."
        }
        T::ListIsOlder { .. } => {
            "Laden Sie FIDOs neueste Liste herunter, und beginnen Sie mit ihr neu."
        }
        T::TriesAtLimit { .. } => {
            "Halten Sie an, und vergleichen Sie Blatt und Schlüssel: Gehören sie zusammen? Fahren Sie erst dann fort, und nur, wenn Sie beide einverstanden sind."
        }
        T::PinMayBeChanged { .. } => {
            "Versuchen Sie es noch einmal: Das Programm fragt den Schlüssel mit den PINs von beiden Blättern. Wenn Sie anhalten, kommen beide Blätter in Beutel."
        }
        T::PinRefusedByKey { .. } => {
            "Verlangen Sie im Plan eine längere PIN (pin_digits), nehmen Sie den Plan an, und ändern Sie die PIN noch einmal."
        }
        T::NoPinSheet { .. } => {
            "Lassen Sie diesen Schritt aus. Mit `sealwright run set-pin` bekommt der Schlüssel ein PIN-Blatt."
        }
        T::NoCredential { .. } => {
            "Lassen Sie diesen Schritt aus. Mit `sealwright run enrol-credential` bekommt der Schlüssel einen Passkey."
        }
        T::NotPrinted { .. } => {
            "Bringen Sie den Drucker in Ordnung, vernichten Sie, was herauskam, und versuchen Sie es noch einmal."
        }
        T::DocumentNotPrinted { .. } => {
            "Bringen Sie den Drucker in Ordnung, und versuchen Sie es noch einmal."
        }
        T::Unreadable { .. } => {
            "Vernichten Sie das Blatt, und versuchen Sie es noch einmal. Wenn es wieder geschieht, wechseln Sie die Druckerpatrone."
        }
        T::NotAPin { .. } => {
            "Vernichten Sie das Blatt, und versuchen Sie es noch einmal. Das nächste Blatt hat neue Kästchen."
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
            "Fordern Sie beim Tenant neue Registrierungsoptionen an, und versuchen Sie es noch einmal."
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
            "Fahren Sie damit nicht fort. Lassen Sie den Beutel und seinen Inhalt, wie sie sind, rufen Sie den Administrator an, und lassen Sie den Passkey dieses Schlüssels im Konto sperren."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Versuchen Sie nichts weiter. Bewahren Sie den Schlüssel und beide Blätter auf, und rufen Sie den Administrator an."
        }
        T::ShareAltered { .. } => {
            "Bewahren Sie das Blatt auf, rufen Sie den Administrator an, und ändern Sie dieses Passwort."
        }
        T::CredentialWrong { .. } => {
            "Rufen Sie den Administrator an, und registrieren Sie den Schlüssel neu."
        }
        T::WordGuessed { .. } => {
            "Diese Sitzung endet hier. Sprechen Sie miteinander, und beginnen Sie wieder mit dem Aufruf: Beide wählen neue Wörter."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "Halten Sie an. Vergleichen Sie mit den Kopien des Buchs und mit dem Protokoll der anderen Person."
        }
        T::PasswordLost { .. } => {
            "Warten Sie 15 Minuten, denn Tenants können langsam sein, und setzen Sie dann die Zeremonie fort: Das Programm fragt noch einmal. Wenn sich nichts ändert, lassen Sie das neue Passwort von einem Administrator noch einmal setzen."
        }
    }
}
