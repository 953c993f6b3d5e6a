//! What stops a step, in Finnish.

use super::{clause, thing};
use crate::words::catalogue::list;
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
        T::NotWritten { why } => format!("Tapahtumakirjaan ei voitu kirjoittaa: {why}."),
        T::NotAllowed { why } => {
            format!("Säännöt eivät salli tätä nyt: {}.", clause::said(why))
        }
        T::NoPorts { why } => format!("USB-portteja ei voi lukea: {why}."),
        T::NoKey { expected } => {
            format!("Mitään turva-avainta ei ole kytketty; odotettiin avainta {expected}.")
        }
        T::NoNewKey { key } => {
            format!(
                "Avaimeksi {key} ei ole kytketty yhtään uutta avainta, tai niitä on useampi kuin yksi."
            )
        }
        T::WrongKey { expected, found } => {
            format!(
                "Odotettiin avainta {expected}, mutta kytkettynä on {}.",
                thing::said(found)
            )
        }
        T::KeyGone { key } => format!("Avain {key} irrotettiin, tai sen yhteys katkesi."),
        T::KeySilent { key } => format!("Avain {key} ei vastaa."),
        T::KeySaid { key, what } => format!("Avain {key} kieltäytyi: {what}."),
        T::KeyNotTouched { key } => {
            format!("Avain {key} odotti kosketusta, mutta kukaan ei koskettanut sitä.")
        }
        T::KeyWantsPin { key } => format!(
            "Avain {key} ei vastaa mihinkään ilman PIN-koodiaan, ei edes siihen, mikä avain se on."
        ),
        T::KeyWantsNewPin { key } => {
            format!(
                "Avaimelle {key} on asetettava uusi PIN-koodi ennen kuin se tekee mitään muuta."
            )
        }
        T::KeyWantsReplug { key } => {
            format!("Avain {key} ei ota PIN-koodia ennen kuin se on irrotettu.")
        }
        T::PinBlocked { key } => {
            format!("Avaimen {key} PIN-koodi on lukittu: yrityksiä ei ole jäljellä.")
        }
        T::KeyNotNew { key, why } => {
            format!(
                "Avain, jonka piti saada nimi {key}, ei ole uusi: {}.",
                clause::said(why)
            )
        }
        T::KeyUnproven { key, why } => format!(
            "Avain, jonka piti saada nimi {key}, ei todista, mitä mallia se on: {}.",
            clause::said(why)
        ),
        T::NotGenuine { key, why } => {
            format!("Avain, jonka piti saada nimi {key}, ei ole sitä, mitä se väittää: {why}.")
        }
        T::BadList { file, why } => {
            format!("Tiedostoa {file} ei voi käyttää: {}.", clause::said(why))
        }
        T::ListIsOlder { number, known } => {
            format!("Tämä on luettelo {number}, ja luettelo {known} on jo tuotu.")
        }
        T::TriesAtLimit { key, left } => format!(
            "Avaimen {key} PIN-yrityksiä on jäljellä {left}; enempää ei käytetä ilman teitä molempia."
        ),
        T::PinRefusedByKey { key } => {
            format!("Avain {key} ei hyväksy uutta PIN-koodia: sen omat säännöt ovat tiukemmat.")
        }
        T::KeyCannot { key, what } => {
            format!(
                "Avain {key} ei osaa {}: se sanoo niin itse.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => {
            format!("Avain {key} ei suostunut nollaukseen: se oli kytketty liian kauan sitten.")
        }
        T::NoPinSheet { key } => format!("Avaimella {key} ei ole vielä PIN-lomaketta."),
        T::NoCredential { key } => {
            format!("Avaimessa {key} ei ole vielä tilinsä pääsyavainta.")
        }
        T::NotPrinted { sheet, why } => {
            format!("Sivua {sheet} ei tulostettu: {}.", clause::said(why))
        }
        T::DocumentNotPrinted { sheet, why } => {
            format!("Sivua {sheet} ei tulostettu: {}.", clause::said(why))
        }
        T::Unreadable { sheet } => {
            format!("Lomakkeesta {sheet} luettu ei ole sama kuin siihen tulostettu.")
        }
        T::NotAPin { sheet, digits } => format!(
            "Lomakkeesta {sheet} näppäilty ei ole PIN-koodi, jossa on {digits} numeroa, tai se on liian yksinkertainen."
        ),
        T::NotInHand { item } => {
            format!(
                "Käsillä pitäisi olla {}, mutta sitä ei ole.",
                thing::said(item)
            )
        }
        T::NoEntropy { why } => format!("Järjestelmä ei antanut satunnaislukuja: {why}."),
        T::NoLockedMemory => "Lukittua muistia ei ole jäljellä salaisuutta varten.".into(),
        T::CopyFailed { copy, why } => {
            format!("Kirjan kopiota {copy} ei saatu kirjoitettua ja luettua takaisin: {why}.")
        }
        T::BadInbox { file, why } => {
            format!("Tiedostoa {file} ei voi käyttää: {}.", clause::said(why))
        }
        T::NotAssented => {
            "Jompikumpi teistä ei antanut suostumustaan, tai oma sana oli kolmesti väärä.".into()
        }
        T::NotConfirmed { what } => format!("Ei vahvistettu: {}.", clause::said(what)),
        T::CannotBe { who, why } => {
            format!("{who} ei voi osallistua näin: {}.", clause::said(why))
        }
        T::TypedTooOften { what } => {
            format!(
                "Näppäilty kolme kertaa, eikä vieläkään ole niin kuin pitää: {}.",
                clause::said(what)
            )
        }
        T::PlanNotThis => "Suunnitelmaa ei vahvistettu.".into(),
        T::UnknownBag { item, found } => format!(
            "Pussissa, johon kuuluu {}, on sarjanumero {found}, jota tämä kirja ei ole koskaan nähnyt.",
            thing::said(item)
        ),
        T::DamagedBag { bag } => format!("Pussi {bag} on vaurioitunut tai se on avattu."),
        T::StrangeKey { expected, found } => {
            format!("Avaimen {expected} pussista tuli {}.", thing::said(found))
        }
        T::KeyChanged { key, differs } => format!(
            "Avain {key} ei ole samanlainen kuin silloin, kun se sinetöitiin: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "Mikään avaimen {key} lomakkeiden PIN-koodeista ei avaa sitä ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => {
            format!(
                "Avain {key} ilmoitti, että asia on tehty, mutta näin ei ole: {}.",
                clause::said(what)
            )
        }
        T::ShareAltered { sheet } => {
            format!("Lomakkeen {sheet} osuus ei ole se, joka tulostettiin.")
        }
        T::CredentialWrong { key, why } => {
            format!(
                "Avaimen {key} pääsyavain ei ole se, joka rekisteröitiin: {}.",
                clause::said(why)
            )
        }
        T::HeadDiffers { person } => {
            format!(
                "Sanat, jotka {person} luki paperistaan, eivät ole tämän tapahtumakirjan sanat."
            )
        }
        T::PasswordLost { account } => {
            format!("Tilin {account} uusi salasana ei kelpaa, eikä vanhakaan.")
        }
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Ohjelma ei nyt enää tee eikä kirjaa mitään. Se, mikä näytettiin tehdyksi, on tapahtumakirjassa; viimeinen teko voi olla epävarma, ja se selvitetään paperien avulla, kun ohjelma käynnistetään seuraavan kerran."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Mitään ei muutettu."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Mitään ei muutettu, eikä yhtään PIN-yritystä käytetty.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Jos PIN-koodia tai pääsyavainta oltiin juuri vaihtamassa, ei tiedetä, vaihtuiko se. Molemmat lomakkeet ovat voimassa, kunnes avain on vastannut; siihen tarvitaan enintään yksi PIN-yritys."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Avain ei tehnyt sitä. Sen PIN-koodi ja pääsyavaimet ovat ennallaan."
        }
        T::KeyWantsNewPin { .. } => {
            "Sen lomakkeen PIN-koodi ei avaa mitään ennen kuin se on vaihdettu. Yhtään PIN-yritystä ei käytetty."
        }
        T::KeyWantsPin { .. } => {
            "Sitä ei voi tunnistaa, joten sillä ei tehty mitään. Yhtään PIN-yritystä ei käytetty."
        }
        T::KeyWantsReplug { .. } => {
            "Sen kytkemisen jälkeen on annettu liian monta väärää PIN-koodia. Jäljellä olevat yritykset ovat tallella."
        }
        T::PinBlocked { .. } => {
            "Vain nollaus tekee avaimesta taas käyttökelpoisen, ja sen pääsyavaimet menetetään."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "Avaimessa ei muutettu mitään.",
        T::KeyNotNew { .. } => "Siinä voi olla jonkun pääsyavaimia. Avaimessa ei muutettu mitään.",
        T::KeyUnproven { .. } => {
            "Suunnitelman mukaan mukaan otetaan vain avaimia, jotka todistavat sen. Avaimessa ei ole mitään tästä kirjasta."
        }
        T::NotGenuine { .. } => {
            "Se voi olla jäljitelmä, joka tietää jokaisen sille näppäillyn PIN-koodin. Sitä ei otettu mukaan, eikä sille lähetetty PIN-koodia."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "Aiemmin tuotu luettelo jää voimaan. Avaimiin ei tehty muutoksia."
        }
        T::TriesAtLimit { .. } => {
            "Kun avaimella ei ole enää yrityksiä jäljellä, se on nollattava, ja sen pääsyavaimet menetetään."
        }
        T::PinRefusedByKey { .. } => {
            "Vanha PIN-koodi on edelleen voimassa. Uusi lomake on mitätön."
        }
        T::NoPinSheet { .. } | T::NoCredential { .. } => {
            "Tässä vaiheessa ei ole mitään käsiteltävää."
        }
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Sen salaisuus ei ole käytössä missään, ja se hylätään. Sivu tai se osa siitä, joka tuli ulos, on tuhottava."
        }
        T::DocumentNotPrinted { .. } => "Siinä ei ole salaisuutta.",
        T::NoEntropy { .. } | T::NoLockedMemory => "Mitään salaisuutta ei arvottu.",
        T::CopyFailed { .. } => {
            "Tällä kannettavalla oleva kirja on ehjä. Siitä on oltava vielä kaksi kopiota ennen kuin seremonia päättyy."
        }
        T::BadInbox { .. } => "Avaimessa ei muutettu mitään.",
        T::NotConfirmed { .. } => "Vaihe ei ole päättynyt niin kuin pitää.",
        T::TypedTooOften { .. } => "Yhtään PIN-yritystä ei käytetty siihen.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => {
            "Pussin sisältö on voinut olla jonkun käsissä."
        }
        T::StrangeKey { .. } => {
            "Sinetöity avain voi olla vieraissa käsissä. Tälle avaimelle ei saa antaa PIN-koodia."
        }
        T::KeyChanged { .. } => "Joku on voinut käyttää sitä, kun se oli sinetöitynä.",
        T::PinOpensNothing { .. } => {
            "Joku muu on voinut vaihtaa PIN-koodin, tai tämä on eri avain."
        }
        T::KeyLied { .. } => "Avain on viallinen tai väärennetty. Säilyttäkää molemmat lomakkeet.",
        T::ShareAltered { .. } => {
            "Salasanan palauttamiseen on käytettävissä vähemmän osuuksia kuin on suunniteltu."
        }
        T::CredentialWrong { .. } => "Tämä avain ei ehkä avaa tiliään.",
        T::HeadDiffers { .. } => {
            "Tämä ei ehkä ole se tapahtumakirja, jonka suljitte viimeksi, tai paperi kuuluu eri tapahtumakirjaan."
        }
        T::PasswordLost { .. } => {
            "Ei tiedetä, mikä salasana tällä tilillä on. Osuuksien molemmat sarjat säilytetään. Turva-avaimet toimivat edelleen."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Pysykää yhdessä, ja pitäkää kaikki pöydällä. Vapauttakaa levyltä tilaa tai viekää levyn viimeisin kopio toiselle kannettavalle, ja käynnistäkää seremonia uudelleen: se jatkuu siitä, mihin tapahtumakirja päättyy."
        }
        T::NotAllowed { .. } => "Tehkää ensin mainittu asia, tai keskeyttäkää turvallisesti.",
        T::NoPorts { .. } => {
            "Asentakaa udev-sääntö (ohjekirja: station), kirjautukaa uudelleen sisään ryhmän jäsenenä ja yrittäkää sitten uudelleen."
        }
        T::NoKey { .. } | T::WrongKey { .. } => {
            "Kytkekää vain mainittu avain ja yrittäkää uudelleen."
        }
        T::NoNewKey { .. } => "Kytkekää vain yksi uusi avain ja yrittäkää uudelleen.",
        T::KeyGone { .. } | T::KeySilent { .. } => {
            "Kytkekää avain uudelleen, suoraan eikä USB-jakajan kautta, ja yrittäkää uudelleen."
        }
        T::KeySaid { .. } | T::KeyNotTouched { .. } => {
            "Yrittäkää uudelleen; jos tilanne ei muutu, keskeyttäkää turvallisesti ja kysykää valmistajalta."
        }
        T::KeyWantsPin { .. } => {
            "Keskeyttäkää turvallisesti. Poistakaa valmistajan työkalulla käytöstä asetus, joka vaatii aina PIN-koodin (alwaysUv), tai ottakaa toinen avain."
        }
        T::KeyWantsNewPin { .. } => {
            "Selvittäkää, kuka asetti sen niin. Jättäkää tämä vaihe pois ja vaihtakaa PIN-koodi: ajakaa rotate-pin, ellei tämä seremonia tee sitä muutenkin."
        }
        T::KeyWantsReplug { .. } => {
            "Irrottakaa avain, kytkekää se uudelleen ja yrittäkää uudestaan."
        }
        T::PinBlocked { .. } => {
            "Keskeyttäkää turvallisesti. Käyttäkää tilin toista avainta; nollatkaa tämä ja ottakaa se käyttöön uudelleen."
        }
        T::KeyCannot { .. } => "Jättäkää tämä vaihe pois tai ottakaa avain, joka osaa sen.",
        T::ResetTooLate { .. } => {
            "Yrittäkää uudelleen: irrottakaa, kytkekää, vastatkaa ja koskettakaa, kaikki 10 sekunnin kuluessa."
        }
        T::KeyNotNew { .. } => "Ottakaa uusi avain.",
        T::KeyUnproven { .. } => {
            "Tuokaa FIDOn uusin luettelo tai ottakaa avain, jonka malli on siinä; tai muuttakaa suunnitelmaa (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Säilyttäkää avain ja sen pakkaus todisteina erillään muista ja soittakaa ylläpitäjälle."
        }
        T::BadList { .. } => {
            "Pankaa FIDOn tiedosto takaisin saapuvien kansioon (inbox) tällä nimellä, tai hakekaa uusin luettelo ja tuokaa se valitsimella import-metadata --file. Yrittäkää sitten uudelleen."
        }
        T::ListIsOlder { .. } => "Hakekaa FIDOn uusin luettelo ja aloittakaa alusta sillä.",
        T::TriesAtLimit { .. } => {
            "Pysähtykää ja verratkaa lomaketta ja avainta: kuuluvatko ne yhteen? Jatkakaa vasta sitten, molemmat yhdessä."
        }
        T::PinRefusedByKey { .. } => {
            "Asettakaa suunnitelmaan pidempi PIN-koodi (pin_digits), ottakaa suunnitelma käyttöön ja vaihtakaa PIN-koodi uudelleen."
        }
        T::NoPinSheet { .. } => {
            "Jättäkää tämä vaihe pois; komennolla `sealwright run set-pin` avain saa PIN-lomakkeen."
        }
        T::NoCredential { .. } => {
            "Jättäkää tämä vaihe pois; komennolla `sealwright run enrol-credential` avain saa pääsyavaimen."
        }
        T::NotPrinted { .. } => {
            "Korjatkaa tulostin, tuhotkaa se, mitä siitä tuli, ja yrittäkää uudelleen."
        }
        T::DocumentNotPrinted { .. } => "Korjatkaa tulostin ja yrittäkää uudelleen.",
        T::Unreadable { .. } => {
            "Tuhotkaa lomake ja yrittäkää uudelleen; jos sama toistuu, vaihtakaa tulostimen värikasetti."
        }
        T::NotAPin { .. } => "Tuhotkaa lomake ja yrittäkää uudelleen: seuraavassa on uudet ruudut.",
        T::NotInHand { .. } => "Etsikää se yhdessä, tai keskeyttäkää turvallisesti.",
        T::NoEntropy { .. } => "Käyttäkää toista kannettavaa.",
        T::NoLockedMemory => {
            "Nostakaa lukitun muistin rajaa (ohjekirja: station) ja aloittakaa uudelleen."
        }
        T::CopyFailed { .. } => {
            "Ottakaa toinen muistitikku tai toinen kansio ja yrittäkää uudelleen."
        }
        T::BadInbox { .. } => {
            "Hakekaa tenantilta uudet rekisteröintitiedot ja yrittäkää uudelleen."
        }
        T::NotAssented | T::PlanNotThis => {
            "Puhukaa keskenänne. Yrittäkää sitten uudelleen, tai keskeyttäkää turvallisesti."
        }
        T::NotConfirmed { .. } => {
            "Selvittäkää syy ja yrittäkää sitten uudelleen, tai keskeyttäkää turvallisesti."
        }
        T::CannotBe { .. } => {
            "Pyytäkää paikalle henkilö, jonka suunnitelma nimeää, tai muuttakaa ensin suunnitelmaa."
        }
        T::TypedTooOften { .. } => {
            "Aloittakaa vaihe uudelleen, hitaasti, kirjain kirjaimelta verraten; tai keskeyttäkää turvallisesti."
        }
        T::UnknownBag { .. }
        | T::DamagedBag { .. }
        | T::StrangeKey { .. }
        | T::KeyChanged { .. } => {
            "Älkää jatkako sen kanssa. Säilyttäkää pussi ja sisältö sellaisina kuin ne ovat, soittakaa ylläpitäjälle ja poistakaa käytöstä tilin pääsyavain, joka on tässä avaimessa."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Älkää yrittäkö enempää. Säilyttäkää avain ja molemmat lomakkeet, soittakaa ylläpitäjälle."
        }
        T::ShareAltered { .. } => {
            "Säilyttäkää se, soittakaa ylläpitäjälle ja vaihtakaa tämä salasana."
        }
        T::CredentialWrong { .. } => "Soittakaa ylläpitäjälle; rekisteröikää avain uudelleen.",
        T::HeadDiffers { .. } => {
            "Pysähtykää. Verratkaa kirjan kopioihin ja toisen haltijan paperiin."
        }
        T::PasswordLost { .. } => {
            "Odottakaa neljännestunti, sillä tenantit voivat olla hitaita, ja jatkakaa sitten seremoniaa: se kysyy uudelleen. Jos tilanne ei muutu, pyytäkää ylläpitäjää asettamaan uusi salasana vielä kerran."
        }
    }
}
