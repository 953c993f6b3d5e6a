//! What the check of the laptop finds, in German.

use crate::words::finding::Finding;

pub(super) fn said(finding: &Finding) -> String {
    use Finding as F;
    match finding {
        F::InterfaceIsUp { name } => format!("die Netzwerkschnittstelle {name} ist aktiv: Schalten Sie sie aus, oder ziehen Sie ihr Kabel ab"),
        F::InterfacesUnknown => "es ist nicht bekannt, ob eine Netzwerkschnittstelle aktiv ist".into(),
        F::SwapIsUsed => "Auslagerungsspeicher ist in Benutzung: Geheimnisse anderer Programme, etwa des Terminals, könnten auf den Datenträger gelangen (swapoff -a)".into(),
        F::SwapUnknown => "es ist nicht bekannt, ob Auslagerungsspeicher in Benutzung ist".into(),
        F::MemoryNotLocked { why } => format!("der Speicher für Geheimnisse ist nicht gesperrt: {why} (erhöhen Sie die Grenze: ulimit -l 2048)"),
        F::NoMemory { why } => format!("es gibt keinen Speicher für Geheimnisse: {why}"),
        F::CoreDumps => "das System darf Speicherabbilder schreiben".into(),
        F::MemoryIsReadable => "andere Programme dieses Benutzers können den Speicher dieses Programms lesen".into(),
        F::MemoryUnknown => "es ist nicht bekannt, ob andere Programme den Speicher dieses Programms lesen können".into(),
        F::ClocksApart { seconds } => format!("die batteriegestützte Uhr und die Systemuhr gehen {seconds} Sekunden auseinander"),
        F::PrinterElsewhere { named } => format!("{named} ist kein Drucker an diesem Laptop; ein Drucker für Geheimnisse muss über USB angeschlossen sein"),
        F::NoUsbPrinter { named } => format!("es ist kein Drucker eingesteckt, der IPP über USB spricht; {named} könnte also irgendein Drucker sein, und ein Drucker für Geheimnisse muss über USB angeschlossen sein"),
        F::NothingOnUsb { named } => format!("es ist kein Drucker über USB eingesteckt; {named} könnte also irgendein Drucker sein, und ein Drucker für Geheimnisse muss über USB angeschlossen sein"),
        F::TerminalKeeps => "das Terminal läuft in GNU screen, das aufbewahrt, was es gezeigt hat: Zu einem angezeigten Geheimnis lässt sich zurückblättern. Verwenden Sie ein einfaches Terminal".into(),
        F::InputAppeared { name } => format!("das Eingabegerät {name} wurde während dieser Sitzung angeschlossen: Ziehen Sie es ab, wenn Sie nicht beide wissen, was es ist"),
        F::OnlyByCups => "er spricht kein IPP über USB: Nur eine Warteschlange von CUPS kann auf ihm drucken".into(),
        F::NoPrintersPort { port } => format!("Port {port} gehört weder zu ipp-usb (ab 60000) noch zu CUPS (631): Ein anderes Programm könnte sich dort als Drucker ausgeben"),
        F::ListenerIsNotRoot { port } => format!("das Programm an Port {port} gehört nicht root, ist also weder ipp-usb noch CUPS: Es könnte irgendein Programm sein"),
        F::ListenerUnknown { port } => format!("es ist nicht bekannt, welches Programm an Port {port} antwortet"),
        F::PrinterReports { what } => format!("der Drucker, auf Englisch: {what}"),
        F::NoPdf => "der Drucker nimmt kein PDF an".into(),
        F::JobsNotFollowed => "die Aufträge des Druckers lassen sich nicht verfolgen und abbrechen".into(),
        F::PrinterIsShared => "CUPS gibt den Drucker frei: lpadmin -p NAME -o printer-is-shared=false".into(),
        F::BehindItIsCups => "unter dieser Adresse antwortet CUPS: Nennen Sie die Warteschlange, ipp://localhost:631/printers/NAME".into(),
        F::QueueUnknown => "CUPS sagt nicht, wohin die Warteschlange Seiten sendet; ein Drucker für Geheimnisse muss über USB angeschlossen sein".into(),
        F::QueueSendsAway { to } => format!("die Warteschlange von CUPS sendet Seiten an {to}; ein Drucker für Geheimnisse muss über USB angeschlossen sein, nicht über ein Netzwerk"),
        F::CupsKeepsPages => "CUPS bewahrt gedruckte Seiten auf: Setzen Sie PreserveJobFiles No in cupsd.conf".into(),
        F::CupsForgetsJobs => "CUPS vergisst Aufträge sofort, darum ist nicht zu sehen, ob sie fertig sind: Setzen Sie PreserveJobHistory Yes in cupsd.conf".into(),
        F::CupsWritesToDisk { setting } => format!("CUPS schreibt Seiten auf einen Datenträger: Setzen Sie {setting} in cups-files.conf auf einen Ordner in tmpfs"),
        F::CupsFolderUnknown { setting } => format!("es ist nicht bekannt, ob CUPS Seiten auf einen Datenträger schreibt: Sein Ordner ({setting} in cups-files.conf) lässt sich nicht untersuchen"),
        F::CupsSettingsUnknown { file } => format!("es ist nicht bekannt, was CUPS von einer Seite behält: {file} lässt sich nicht lesen"),
    }
}
