//! What the check of the laptop finds, in Finnish.

use crate::words::finding::Finding;

pub(super) fn said(finding: &Finding) -> String {
    use Finding as F;
    match finding {
        F::InterfaceIsUp { name } => format!("verkkoliitäntä {name} on päällä: kytkekää se pois tai irrottakaa sen johto"),
        F::InterfacesUnknown => "ei tiedetä, onko jokin verkkoliitäntä päällä".into(),
        F::SwapIsUsed => "sivutustila on käytössä: muiden ohjelmien, kuten päätteen, salaisuudet voivat päätyä levylle (swapoff -a)".into(),
        F::SwapUnknown => "ei tiedetä, onko sivutustila käytössä".into(),
        F::MemoryNotLocked { why } => format!("salaisuuksien muistia ei ole lukittu: {why} (nostakaa rajaa: ulimit -l 2048)"),
        F::NoMemory { why } => format!("salaisuuksille ei ole muistia: {why}"),
        F::CoreDumps => "järjestelmä saa kirjoittaa muistivedoksia".into(),
        F::MemoryIsReadable => "tämän käyttäjän muut ohjelmat voivat lukea tämän ohjelman muistia".into(),
        F::MemoryUnknown => "ei tiedetä, voivatko muut ohjelmat lukea tämän ohjelman muistia".into(),
        F::ClocksApart { seconds } => format!("paristovarmennetun kellon ja järjestelmän kellon ero on {seconds} sekuntia"),
        F::PrinterElsewhere { named } => format!("{named} ei ole tämän kannettavan tulostin; salaisuuksien tulostimen on oltava kiinni USB-portissa"),
        F::NoUsbPrinter { named } => format!("kytkettynä ei ole tulostinta, joka käyttää IPP:tä USB-portin kautta, joten {named} voi olla mikä tahansa; salaisuuksien tulostimen on oltava kiinni USB-portissa"),
        F::NothingOnUsb { named } => format!("USB-portissa ei ole tulostinta, joten {named} voi olla mikä tahansa; salaisuuksien tulostimen on oltava kiinni USB-portissa"),
        F::TerminalKeeps => "pääte toimii GNU screenissä, joka säilyttää näyttämänsä: näytettyyn salaisuuteen voi vierittää takaisin. Käyttäkää tavallista päätettä".into(),
        F::InputAppeared { name } => format!("syöttölaite {name} liitettiin tämän istunnon aikana: irrottakaa se, ellette molemmat tiedä, mikä se on"),
        F::OnlyByCups => "se ei käytä IPP:tä USB-portin kautta: vain CUPSin jono voi tulostaa sillä".into(),
        F::NoPrintersPort { port } => format!("portti {port} ei ole ipp-usb:n (60000 tai suurempi) eikä CUPSin (631): toinen ohjelma voisi esiintyä siinä tulostimena"),
        F::ListenerIsNotRoot { port } => format!("portin {port} ohjelma ei ole rootin, joten se ei ole ipp-usb eikä CUPS: se voi olla mikä tahansa ohjelma"),
        F::ListenerUnknown { port } => format!("ei tiedetä, mikä ohjelma vastaa portissa {port}"),
        F::PrinterReports { what } => format!("tulostin, englanniksi: {what}"),
        F::NoPdf => "tulostin ei ota vastaan PDF-tiedostoja".into(),
        F::JobsNotFollowed => "tulostimen töitä ei voi seurata eikä peruuttaa".into(),
        F::PrinterIsShared => "CUPS jakaa tulostimen: lpadmin -p NAME -o printer-is-shared=false".into(),
        F::BehindItIsCups => "tässä osoitteessa vastaa CUPS: nimetkää sen jono, ipp://localhost:631/printers/NAME".into(),
        F::QueueUnknown => "CUPS ei kerro, minne sen jono lähettää sivut; salaisuuksien tulostimen on oltava kiinni USB-portissa".into(),
        F::QueueSendsAway { to } => format!("CUPSin jono lähettää sivut osoitteeseen {to}; salaisuuksien tulostimen on oltava kiinni USB-portissa, ei verkossa"),
        F::CupsKeepsPages => "CUPS säilyttää tulostetut sivut: asettakaa PreserveJobFiles No tiedostossa cupsd.conf".into(),
        F::CupsForgetsJobs => "CUPS unohtaa työt heti, joten niiden valmistumista ei näe: asettakaa PreserveJobHistory Yes tiedostossa cupsd.conf".into(),
        F::CupsWritesToDisk { setting } => format!("CUPS kirjoittaa sivut levylle: asettakaa {setting} tiedostossa cups-files.conf kansioon, joka on tmpfs:ssä"),
        F::CupsFolderUnknown { setting } => format!("ei tiedetä, kirjoittaako CUPS sivut levylle: sen kansiota ({setting} tiedostossa cups-files.conf) ei voi tutkia"),
        F::CupsSettingsUnknown { file } => format!("ei tiedetä, mitä CUPS säilyttää sivusta: tiedostoa {file} ei voi lukea"),
    }
}
