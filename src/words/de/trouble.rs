//! What stops a step, in German.

use super::{clause, thing};
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
            format!("Das Verzeichnis konnte nicht geschrieben werden: {why}.")
        }
        T::NotAllowed { why } => format!(
            "Die Regeln erlauben das jetzt nicht: {}",
            sentence(&clause::said(why))
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
            thing::said(found)
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
            sentence(&clause::said(why))
        ),
        T::KeyUnproven { key, why } => format!(
            "Der Schlüssel, der {key} werden soll, beweist nicht, welches Modell er ist: {}",
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
            format!("Das ist Liste {number}, und Liste {known} wurde schon eingelesen.")
        }
        T::TriesAtLimit { key, left } => format!(
            "Schlüssel {key} hat noch {}; ohne Sie beide wird keiner mehr verbraucht.",
            thing::count(left, "PIN-Versuch", "PIN-Versuche")
        ),
        T::PinRefusedByKey { key } => format!(
            "Schlüssel {key} nimmt die neue PIN nicht an: Seine eigenen Regeln sind strenger."
        ),
        T::KeyCannot { key, what } => {
            format!(
                "Schlüssel {key} kann {}: Das sagt er selbst.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => format!(
            "Schlüssel {key} hat sich nicht zurücksetzen lassen: Er war schon zu lange eingesteckt."
        ),
        T::NoPinSheet { key } => format!("Schlüssel {key} hat noch kein PIN-Blatt."),
        T::NoCredential { key } => {
            format!("Schlüssel {key} hat noch keinen Passkey seines Kontos.")
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
            "Was von Blatt {sheet} abgetippt wurde, ist keine PIN mit {digits} Ziffern, oder es ist eine zu einfache."
        ),
        T::NotInHand { item } => sentence(&format!("{} ist nicht zur Hand", thing::said(item))),
        T::NoEntropy { why } => format!("Das System hat keine Zufallszahlen geliefert: {why}."),
        T::NoLockedMemory => "Für ein Geheimnis ist kein gesperrter Speicher mehr frei.".into(),
        T::CopyFailed { copy, why } => {
            format!("Kopie {copy} des Buchs wurde nicht geschrieben und zurückgelesen: {why}.")
        }
        T::BadInbox { file, why } => format!(
            "Die Datei {file} ist nicht brauchbar: {}",
            sentence(&clause::said(why))
        ),
        T::NotAssented => {
            "Eine Person hat nicht zugestimmt, oder das persönliche Wort war dreimal falsch.".into()
        }
        T::NotConfirmed { what } => {
            format!("Nicht bestätigt: {}", sentence(&clause::said(what)))
        }
        T::CannotBe { who, why } => {
            format!(
                "{who} kann so nicht teilnehmen: {}",
                sentence(&clause::said(why))
            )
        }
        T::TypedTooOften { what } => format!(
            "Dreimal getippt, und es stimmt noch immer nicht: {}",
            sentence(&clause::said(what))
        ),
        T::PlanNotThis => "Der Plan wurde nicht bestätigt.".into(),
        T::UnknownBag { item, found } => format!(
            "Der Beutel für {} hat die Nummer {found}, und die kommt in diesem Buch nicht vor.",
            thing::accusative(item)
        ),
        T::DamagedBag { bag } => {
            format!("Beutel {bag} ist beschädigt, oder er wurde geöffnet.")
        }
        T::StrangeKey { expected, found } => format!(
            "Aus dem Beutel von Schlüssel {expected} kam {}.",
            thing::said(found)
        ),
        T::KeyChanged { key, differs } => format!(
            "Schlüssel {key} ist nicht so, wie er beim Versiegeln war: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "Keine PIN von den Blättern zu Schlüssel {key} öffnet ihn ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => format!(
            "Schlüssel {key} hat gemeldet, dass es getan ist, aber es ist nicht getan: {}",
            sentence(&clause::said(what))
        ),
        T::ShareAltered { sheet } => {
            format!("Der Anteil auf Blatt {sheet} ist nicht der, der gedruckt wurde.")
        }
        T::CredentialWrong { key, why } => format!(
            "Der Passkey auf Schlüssel {key} ist nicht der, der registriert wurde: {}",
            sentence(&clause::said(why))
        ),
        T::HeadDiffers { person } => {
            format!("Die Wörter auf dem Papier von {person} sind nicht die dieses Verzeichnisses.")
        }
        T::PasswordLost { account } => {
            format!("Weder das neue noch das alte Passwort von {account} wird angenommen.")
        }
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
