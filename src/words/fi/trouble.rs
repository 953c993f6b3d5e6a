//! What stops a step, in Finnish.

use super::{clause, thing};
use crate::book::Altered;
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
        T::LedgerAltered { how } => {
            format!(
                "Tapahtumakirjan tiedosto ei ole enää sellainen, jollaiseksi tämä ohjelma sen jätti: {}.",
                altered(how)
            )
        }
        T::NotAllowed { why } => {
            format!("Säännöt eivät salli tätä nyt: {}.", clause::said(why))
        }
        T::NoPorts { why } => format!("USB-portteja ei voi lukea: {why}."),
        T::NoKey { expected } => {
            format!("Mitään turva-avainta ei ole kytketty. Odotettiin avainta {expected}.")
        }
        T::NoNewKey { key } => {
            format!(
                "Kytkettynä pitäisi olla täsmälleen yksi uusi avain, josta tulee {key}. Niitä ei ole yhtään, tai niitä on useampi."
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
            "Ilman PIN-koodiaan avain {key} ei vastaa mihinkään, ei edes siihen, mikä avain se on."
        ),
        T::KeyWantsNewPin { key } => {
            format!(
                "Joku on asettanut avaimen {key} vaatimaan uuden PIN-koodin ennen kuin se tekee mitään muuta."
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
            "Avain, jonka piti saada nimi {key}, ei pysty todistamaan malliaan: {}.",
            clause::said(why)
        ),
        T::NotGenuine { key, why } => {
            format!("Avain, jonka piti saada nimi {key}, ei ole sitä, mitä se väittää: {why}.")
        }
        T::BadList { file, why } => {
            format!("Tiedostoa {file} ei voi käyttää: {}.", clause::said(why))
        }
        T::ListIsOlder { number, known } => {
            format!("Tämä on luettelo {number}, mutta uudempi luettelo {known} on jo tuotu.")
        }
        T::TriesAtLimit { key, left } => format!(
            "Avaimen {key} PIN-yrityksiä on jäljellä {left}. Niitä ei käytetä enempää, ellette molemmat suostu."
        ),
        T::PinMayBeChanged { key } => format!(
            "Avain {key} ilmoitti, ettei se ottanut uutta PIN-koodia, mutta vanhan PIN-koodin ei sen jälkeen nähty avaavan sitä."
        ),
        T::PinRefusedByKey { key } => {
            format!("Avain {key} ei hyväksy uutta PIN-koodia: sen omat säännöt ovat tiukemmat.")
        }
        T::KeyCannot { key, what } => {
            format!(
                "Avain {key} ei osaa {}: avain ilmoittaa tämän itse.",
                clause::said(what)
            )
        }
        T::ResetTooLate { key } => {
            format!("Avain {key} ei suostunut nollaukseen: se oli ollut kytkettynä liian kauan.")
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
            format!("Lomakkeesta {sheet} näppäilty ei ole sama kuin siihen tulostettu.")
        }
        T::NotAPin { sheet, digits } => format!(
            "Lomakkeesta {sheet} näppäilty ei ole PIN-koodi, jossa on {digits} numeroa, tai se on liian helppo arvata."
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
        T::NotAssented => "Jompikumpi teistä ei antanut suostumustaan.".into(),
        T::NotConfirmed { what } => format!("Ei vahvistettu: {}.", clause::said(what)),
        T::CannotBe { who, why } => {
            format!("{who} ei voi toimia tässä roolissa: {}.", clause::said(why))
        }
        T::TypedTooOften { what } => {
            format!(
                "Kolmen yrityksen jälkeen tämä ei vieläkään ole oikein: {}.",
                clause::said(what)
            )
        }
        T::PlanNotThis => "Suunnitelmaa ei vahvistettu.".into(),
        T::UnknownBag { item, found } => format!(
            "Pussissa, johon kuuluu {}, on sarjanumero {found}, jota ei ole tässä kirjassa.",
            thing::said(item)
        ),
        T::DamagedBag { bag } => format!("Pussi {bag} on vaurioitunut tai se on avattu."),
        T::StrangeKey { expected, found } => {
            format!("Avaimen {expected} pussissa oli {}.", thing::said(found))
        }
        T::KeyChanged { key, differs } => format!(
            "Avain {key} on muuttunut sinetöinnin jälkeen: {}.",
            differs.join("; ")
        ),
        T::PinOpensNothing { key, sheets } => format!(
            "Mikään avaimen {key} lomakkeiden PIN-koodeista ei avaa sitä ({}).",
            list(sheets)
        ),
        T::KeyLied { key, what } => {
            format!(
                "Avain {key} ilmoitti onnistuneensa, mutta se ei pidä paikkaansa: {}.",
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
        T::HeadIsAhead {
            person,
            size,
            entries,
        } => format!(
            "Pöytäkirjassa, jonka {person} näytti, tilan koko on {size}, mutta tässä tapahtumakirjassa on vain {entries} merkintää: se on vanhempi tila tai eri tapahtumakirja."
        ),
        T::HeadUnknown { person, size } => format!(
            "Pöytäkirjassa, jonka {person} näytti, tilan koko on {size}, eikä tässä tapahtumakirjassa ole koskaan ollut sellaista: se on eri tapahtumakirja."
        ),
        T::WordGuessed { person } => format!(
            "Oma sana, joka kysyttiin henkilöltä {person}, oli kolme kertaa peräkkäin väärä."
        ),
        T::HeadDiffers { person } => {
            format!(
                "Sanat, jotka {person} luki pöytäkirjastaan, eivät ole tämän tapahtumakirjan sanoja."
            )
        }
        T::PasswordLost { account } => {
            format!("Tenantille ei kelpaa tilin {account} uusi eikä vanha salasana.")
        }
    }
}

/// How the ledger's file was changed.
fn altered(how: &Altered) -> String {
    match how {
        Altered::Gone => "sen paikalla ei ole enää tiedostoa".into(),
        Altered::Replaced => "sen paikalla on toinen tiedosto".into(),
        Altered::Longer { by } => format!("se on {by} tavua pidempi"),
        Altered::Shorter { by } => format!("se on {by} tavua lyhyempi"),
        Altered::Differs { line } => format!("rivi {line} on toinen"),
        Altered::Unreadable(why) => format!("sitä ei voi lukea: {why}"),
    }
}

/// What it means for the secrets and keys at hand.
fn means(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Ohjelma ei enää tee eikä kirjaa mitään ennen uutta käynnistystä. Kaikki, mikä näytettiin tehdyksi, on tapahtumakirjassa. Viimeinen toimi voi olla epävarma; ohjelma selvittää sen paperien avulla, kun se käynnistetään uudelleen."
        }
        T::LedgerAltered { .. } => {
            "Jokin muu kuin tämä ohjelma on muuttanut tiedostoa, korvannut sen tai siirtänyt sen. Siksi ohjelma ei kirjoita siihen enää mitään. Merkinnät, jotka näitte tehtyinä, eivät ehkä ole missään tiedostossa: ohjelmalla ne ovat kaikki muistissa, kunnes se päättyy. Viimeinen toimi voi olla epäselvä; seuraava ajo selvittää sen paperien avulla."
        }
        T::NotAllowed { .. } | T::NotAssented | T::PlanNotThis | T::CannotBe { .. } => {
            "Mitään ei muutettu."
        }
        T::NoPorts { .. }
        | T::NoKey { .. }
        | T::NoNewKey { .. }
        | T::WrongKey { .. }
        | T::NotInHand { .. } => "Mitään ei muutettu, eikä yhtään PIN-yritystä käytetty.",
        T::KeyGone { .. } | T::KeySilent { .. } | T::KeySaid { .. } => {
            "Jos PIN-koodia tai pääsyavainta oltiin juuri vaihtamassa, avain on voinut tehdä sen. Säilyttäkää molemmat lomakkeet, kunnes jommankumman PIN-koodi on avannut avaimen; siihen tarvitaan enintään yksi PIN-yritys."
        }
        T::KeyNotTouched { .. } => {
            "Avain ei tehnyt sitä. Sen PIN-koodi ja pääsyavaimet ovat ennallaan."
        }
        T::KeyWantsNewPin { .. } => {
            "Avaimen lomakkeen PIN-koodi ei avaa mitään, ennen kuin PIN-koodi on vaihdettu. Yhtään PIN-yritystä ei käytetty."
        }
        T::KeyWantsPin { .. } => {
            "Avainta ei voi tunnistaa, joten sillä ei tehty mitään. Yhtään PIN-yritystä ei käytetty."
        }
        T::KeyWantsReplug { .. } => {
            "Sen kytkemisen jälkeen on annettu liian monta väärää PIN-koodia. Jäljellä olevat yritykset ovat tallella."
        }
        T::PinBlocked { .. } => {
            "Vain nollaus tekee avaimesta taas käyttökelpoisen, ja nollaus poistaa sen pääsyavaimet."
        }
        T::KeyCannot { .. } | T::ResetTooLate { .. } => "Avaimessa ei muutettu mitään.",
        T::KeyNotNew { .. } => "Avaimessa voi olla jonkun pääsyavaimia. Siinä ei muutettu mitään.",
        T::KeyUnproven { .. } => {
            "Suunnitelma hyväksyy vain avaimet, jotka pystyvät todistamaan mallinsa. Avaimessa ei ole mitään tästä kirjasta."
        }
        T::NotGenuine { .. } => {
            "Avain voi olla jäljitelmä, joka tallentaa jokaisen sille näppäillyn PIN-koodin. Sitä ei otettu mukaan, eikä sille lähetetty PIN-koodia."
        }
        T::BadList { .. } | T::ListIsOlder { .. } => {
            "Aiemmin tuotu luettelo jää voimaan. Avaimiin ei tehty muutoksia."
        }
        T::TriesAtLimit { .. } => {
            "Avain, jolla ei ole enää yrityksiä jäljellä, on nollattava, ja silloin sen pääsyavaimet menetetään."
        }
        T::PinMayBeChanged { .. } => {
            "Avain on voinut silti tehdä sen. Sen PIN-koodi on jommassakummassa kahdesta lomakkeesta. Älkää tuhotko kumpaakaan."
        }
        T::PinRefusedByKey { .. } => {
            "Vanha PIN-koodi on edelleen voimassa. Uusi lomake on mitätön."
        }
        T::NoPinSheet { .. } | T::NoCredential { .. } => {
            "Tällä vaiheella ei ole mitään käsiteltävää."
        }
        T::NotPrinted { .. } | T::Unreadable { .. } | T::NotAPin { .. } => {
            "Lomakkeen salaisuus ei avaa mitään, ja se hylätään. Sivu tai se osa siitä, joka tuli ulos, on tuhottava."
        }
        T::DocumentNotPrinted { .. } => "Sivulla ei ole salaisuutta.",
        T::NoEntropy { .. } | T::NoLockedMemory => "Mitään salaisuutta ei luotu.",
        T::CopyFailed { .. } => {
            "Tällä kannettavalla oleva kirja on ehjä. Siitä on oltava kaksi kopiota, ennen kuin seremonia voi päättyä."
        }
        T::BadInbox { .. } => "Avaimessa ei muutettu mitään.",
        T::NotConfirmed { .. } => "Vaihetta ei suoritettu suunnitellusti.",
        T::TypedTooOften { .. } => "Yhtään PIN-yritystä ei käytetty.",
        T::UnknownBag { .. } | T::DamagedBag { .. } => {
            "Pussin sisältö on voinut olla jonkun käsissä."
        }
        T::StrangeKey { .. } => {
            "Sinetöity avain voi olla vieraissa käsissä. Tälle avaimelle ei saa antaa PIN-koodia."
        }
        T::KeyChanged { .. } => "Joku on voinut käyttää avainta, kun se oli sinetöitynä.",
        T::PinOpensNothing { .. } => {
            "Joku muu on voinut vaihtaa PIN-koodin, tai tämä on eri avain."
        }
        T::KeyLied { .. } => "Avain on viallinen tai väärennetty. Säilyttäkää molemmat lomakkeet.",
        T::ShareAltered { .. } => {
            "Salasanan palauttamiseen on käytettävissä vähemmän osuuksia kuin on suunniteltu."
        }
        T::CredentialWrong { .. } => "Tämä avain ei ehkä avaa tiliään.",
        T::WordGuessed { .. } => {
            "Joku yrittää ehkä toimia toisen puolesta. Mitään ei tehty, ja yritykset on kirjattu."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "Tämä ei ehkä ole se tapahtumakirja, jonka suljitte viimeksi, tai pöytäkirja kuuluu eri tapahtumakirjaan."
        }
        T::PasswordLost { .. } => {
            "Ei tiedetä, mikä salasana tälle tilille on asetettu. Osuuksien molemmat sarjat säilytetään. Turva-avaimet toimivat edelleen."
        }
    }
}

/// What to do next.
fn next(trouble: &Trouble) -> &'static str {
    use Trouble as T;
    match trouble {
        T::NotWritten { .. } => {
            "Pysykää yhdessä, ja pitäkää kaikki pöydällä. Vapauttakaa levyltä tilaa tai viekää kirjan uusin kopio toiselle kannettavalle. Käynnistäkää sitten seremonia uudelleen: se jatkuu siitä, mihin tapahtumakirja päättyy."
        }
        T::LedgerAltered { .. } => {
            "Pysykää yhdessä, ja pitäkää kaikki pöydällä. Tallentakaa tapahtumakirja nyt muistista: ohjelma kysyy, minne. Selvittäkää sitten, mikä muutti kirjan kansiota, ja säilyttäkää todisteena se, mitä siellä on. Käsikirjan luku tapahtumakirjasta kertoo, miten seremonia jatkuu."
        }
        T::NotAllowed { .. } => {
            "Tehkää ensin se, minkä viesti mainitsee, tai keskeyttäkää turvallisesti."
        }
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
            "Yrittäkää uudelleen. Jos sama toistuu, keskeyttäkää turvallisesti ja kysykää valmistajalta."
        }
        T::KeyWantsPin { .. } => {
            "Keskeyttäkää turvallisesti. Poistakaa valmistajan työkalulla käytöstä asetus, joka vaatii aina PIN-koodin (alwaysUv), tai ottakaa toinen avain."
        }
        T::KeyWantsNewPin { .. } => {
            "Selvittäkää, kuka vaati sen. Ohittakaa tämä vaihe ja vaihtakaa PIN-koodi: käynnistäkää rotate-pin, ellei tämä seremonia tee sitä muutenkin."
        }
        T::KeyWantsReplug { .. } => {
            "Irrottakaa avain, kytkekää se uudelleen ja yrittäkää uudestaan."
        }
        T::PinBlocked { .. } => {
            "Keskeyttäkää turvallisesti. Käyttäkää tilin toista avainta. Nollatkaa tämä avain ja ottakaa se käyttöön uudelleen."
        }
        T::KeyCannot { .. } => "Ohittakaa tämä vaihe tai ottakaa avain, joka osaa sen.",
        T::ResetTooLate { .. } => {
            "Yrittäkää uudelleen: irrottakaa avain, kytkekää se, vastatkaa ja koskettakaa avainta, kaikki 10 sekunnin kuluessa."
        }
        T::KeyNotNew { .. } => "Ottakaa uusi avain.",
        T::KeyUnproven { .. } => {
            "Tuokaa FIDOn uusin luettelo, ottakaa avain, jonka malli on siinä, tai muuttakaa suunnitelmaa (unproven_keys)."
        }
        T::NotGenuine { .. } => {
            "Säilyttäkää avain ja sen pakkaus todisteina erillään muista avaimista ja soittakaa ylläpitäjälle."
        }
        T::BadList { .. } => {
            "Pankaa FIDOn tiedosto takaisin saapuvien kansioon (inbox) tällä nimellä, tai ladatkaa uusin luettelo ja tuokaa se komennolla import-metadata --file. Yrittäkää sitten uudelleen."
        }
        T::ListIsOlder { .. } => "Ladatkaa FIDOn uusin luettelo ja aloittakaa sillä alusta.",
        T::TriesAtLimit { .. } => {
            "Pysähtykää ja verratkaa lomaketta ja avainta: kuuluvatko ne yhteen? Jatkakaa vasta sitten, ja vain jos molemmat suostuvat."
        }
        T::PinMayBeChanged { .. } => {
            "Yrittäkää uudelleen: ohjelma kokeilee avaimeen molempien lomakkeiden PIN-koodeja. Jos keskeytätte, molemmat lomakkeet pannaan pusseihin."
        }
        T::PinRefusedByKey { .. } => {
            "Vaatikaa suunnitelmassa pidempää PIN-koodia (pin_digits), ottakaa suunnitelma käyttöön ja vaihtakaa PIN-koodi uudelleen."
        }
        T::NoPinSheet { .. } => {
            "Ohittakaa tämä vaihe. Komennolla `sealwright run set-pin` avain saa PIN-lomakkeen."
        }
        T::NoCredential { .. } => {
            "Ohittakaa tämä vaihe. Komennolla `sealwright run enrol-credential` avain saa pääsyavaimen."
        }
        T::NotPrinted { .. } => {
            "Korjatkaa tulostin, tuhotkaa se, mitä siitä tuli, ja yrittäkää uudelleen."
        }
        T::DocumentNotPrinted { .. } => "Korjatkaa tulostin ja yrittäkää uudelleen.",
        T::Unreadable { .. } => {
            "Tuhotkaa lomake ja yrittäkää uudelleen. Jos sama toistuu, vaihtakaa tulostimen värikasetti."
        }
        T::NotAPin { .. } => {
            "Tuhotkaa lomake ja yrittäkää uudelleen. Seuraavassa lomakkeessa on uudet ruudut."
        }
        T::NotInHand { .. } => "Etsikää se yhdessä, tai keskeyttäkää turvallisesti.",
        T::NoEntropy { .. } => "Käyttäkää toista kannettavaa.",
        T::NoLockedMemory => {
            "Nostakaa lukitun muistin rajaa (ohjekirja: station) ja aloittakaa uudelleen."
        }
        T::CopyFailed { .. } => {
            "Ottakaa toinen muistitikku tai toinen kansio ja yrittäkää uudelleen."
        }
        T::BadInbox { .. } => {
            "Pyytäkää tenantilta uudet rekisteröintitiedot ja yrittäkää uudelleen."
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
            "Aloittakaa vaihe uudelleen, hitaasti, ja verratkaa kirjain kirjaimelta; tai keskeyttäkää turvallisesti."
        }
        T::UnknownBag { .. }
        | T::DamagedBag { .. }
        | T::StrangeKey { .. }
        | T::KeyChanged { .. } => {
            "Älkää jatkako sen kanssa. Jättäkää pussi ja sen sisältö sellaisiksi kuin ne ovat, soittakaa ylläpitäjälle ja antakaa poistaa käytöstä tilin pääsyavain, joka on tässä avaimessa."
        }
        T::PinOpensNothing { .. } | T::KeyLied { .. } => {
            "Älkää yrittäkö mitään muuta. Säilyttäkää avain ja molemmat lomakkeet ja soittakaa ylläpitäjälle."
        }
        T::ShareAltered { .. } => {
            "Säilyttäkää lomake, soittakaa ylläpitäjälle ja vaihtakaa tämä salasana."
        }
        T::CredentialWrong { .. } => "Soittakaa ylläpitäjälle ja rekisteröikää avain uudelleen.",
        T::WordGuessed { .. } => {
            "Tämä istunto päättyy tähän. Puhukaa keskenänne ja aloittakaa uudelleen nimenhuudosta: valitkaa molemmat uudet sanat."
        }
        T::HeadDiffers { .. } | T::HeadIsAhead { .. } | T::HeadUnknown { .. } => {
            "Pysähtykää. Verratkaa kirjan kopioihin ja toisen haltijan pöytäkirjaan."
        }
        T::PasswordLost { .. } => {
            "Odottakaa 15 minuuttia, koska tenantit voivat olla hitaita, ja jatkakaa sitten seremoniaa: ohjelma kysyy uudelleen. Jos mikään ei muutu, pyytäkää ylläpitäjää asettamaan uusi salasana uudelleen."
        }
    }
}
