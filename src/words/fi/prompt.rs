//! What people are told and asked, in Finnish.

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
                "HARJOITUS. Mikään tässä ei ole oikeaa.\n"
            } else {
                ""
            };
            news(format!(
                "{mark}Seremonia {number} alkaa: {title}. Voitte keskeyttää turvallisesti jokaisen kysymyksen kohdalla: painakaa näytöllä F4 tai näppäilkää rivitilassa stop."
            ))
        }
        P::CeremonyGoesOn {
            title,
            number,
            done,
            of,
        } => news(format!(
            "Seremonia {number} jatkuu: {title}. Vaiheista on valmiina {done}/{of}. Ensin tarkistetaan läsnäolijat, sitten kaikki, mikä ei vielä ole pussissa."
        )),
        P::PartBegins { title } => news(format!("== {title}")),
        P::StepBegins { number, says } => news(format!("-- {number}  {says}")),
        P::PlanInWords {
            words,
            adopted: true,
        } => news(format!("Voimassa oleva suunnitelma sanoina: {words}")),
        P::PlanInWords {
            words,
            adopted: false,
        } => news(format!("Suunnitelmaluonnos sanoina: {words}")),
        P::ScriptInWords { words } => news(format!(
            "Tämän seremonian käsikirjoitus sanoina: {words}. Verratkaa tulostettuun käsikirjoitukseen."
        )),
        P::ItemOnTable { item } => news(format!("Pöydällä on jo {}.", thing::said(item))),
        P::TypedWrong { what } => news(format!(
            "Tämä ei ole oikein: {}. Yrittäkää uudelleen.",
            clause::said(what)
        )),
        P::LooseSheet { sheet } => news(format!(
            "Lomake {sheet} aloitettiin, mutta sitä ei koskaan käytetty, joten sen salaisuus ei avaa mitään. Tuhoatte lomakkeen nyt."
        )),
        P::BagWas { found } => news(format!(
            "Tämä on pussi {found}, jossa on jotain muuta. Viekää se avaamatta takaisin ja hakekaa oikea pussi."
        )),
        P::OtherKey { expected, found } => news(format!(
            "Tämä ei ole avain {expected}: tämä on {}.",
            thing::said(found)
        )),
        P::TouchNow { key } => news(format!(
            "Avainhaltija: avain {key} alkaa vilkkua. Koskettakaa sitä. Jos mikään ei vilku 30 sekuntiin, vaihe pysähtyy, ja voitte yrittää sitä uudelleen."
        )),
        P::TouchNewKey { key } => news(format!(
            "Avainhaltija: uudet avaimet vilkkuvat. Koskettakaa sitä, josta tulee avain {key}. Jos ette kosketa mitään niistä 30 sekuntiin, sama kysytään uudelleen."
        )),
        P::StillPluggedIn { key } => news(format!(
            "Avain {key} on yhä kytkettynä, joten kädessänne on ehkä toinen avain. Tarkistakaa sen tarra."
        )),
        P::TriesLeft { key, left } => {
            news(format!("Avaimen {key} PIN-yrityksiä on jäljellä {left}."))
        }
        P::PinWorks { key, sheet } => {
            news(format!("Lomakkeen {sheet} PIN-koodi avaa avaimen {key}."))
        }
        P::CredentialWorks { key } => news(format!(
            "Tilin pääsyavain avaimessa {key} vastasi, ja sen allekirjoitus on oikea. Tämä ei ollut kirjautuminen."
        )),
        P::PasskeyDeleted { key } => news(format!(
            "Avaimessa {key} ei enää ole tilinsä pääsyavainta. Tenantin luettelossa pääsyavain on yhä: poistakaa se sieltäkin."
        )),
        P::KeyIsGenuine { key, model, list } => news(format!(
            "Avain {key} on aito: {model}, valmistajansa varmenteen ja FIDOn luettelon {list} mukaan."
        )),
        P::KeyIsUnproven { key, why } => news(format!(
            "Avain {key} ei pysty todistamaan malliaan: {}. Voitte silti käyttää avainta. Tämä kirjataan.",
            clause::said(why)
        )),
        P::BeAware { what } => news(sentence(&clause::said(what))),
        P::ListVerified {
            number,
            next_update,
            models,
        } => news(format!(
            "Tämä on FIDOn luettelo {number}, ja FIDOn allekirjoitus siinä on pätevä. Malleja: {models}. Seuraavan luettelon määräpäivä on {next_update}."
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } if warnings.is_empty() => news(format!(
            "Avaimen {key} malli on {model}: luettelossa ei ole varoitusta tästä mallista."
        )),
        P::ModelInList {
            key,
            model,
            warnings,
        } => news(format!(
            "Avaimen {key} malli on {model}. Luettelo VAROITTAA tästä mallista: {}. Puhukaa ylläpitäjän kanssa toisesta mallista.",
            warnings.join("; ")
        )),
        P::ModelNotInList { key } => news(format!("Avaimen {key} mallia ei ole luettelossa.")),
        P::KeyConfigured { key, settings } => news(format!(
            "Avaimen {key} asetukset ovat suunnitelman mukaiset:\n{}",
            bullets(settings.iter().map(clause::said))
        )),
        P::KeyReset { key } => news(format!(
            "Avain {key} on tyhjä: siinä ei ole PIN-koodia eikä pääsyavaimia, eikä se ole enää tämän kirjan avain. Mikään, mitä tenantin luettelossa vielä on siitä, ei avaa enää mitään."
        )),
        P::SnapshotSame {
            key,
            counter_says_nothing,
        } => {
            let counter = if *counter_says_nothing {
                " Sen laskuri ei kerro mitään, koska tämä malli ei laske koskaan."
            } else {
                ""
            };
            news(format!(
                "Avain {key} ei ole muuttunut sinetöinnin jälkeen.{counter}"
            ))
        }
        P::ShareMatches { sheet, left } => news(format!(
            "Lomakkeen {sheet} sanat ovat ne, jotka siihen tulostettiin. Lomakkeita on vielä tarkistamatta {left}."
        )),
        P::ShareIsNoShare { why } => news(format!(
            "Tämä ei voi olla osuus: {why}. Näppäilkää se uudelleen paperista."
        )),
        P::Findings { findings } => news(format!(
            "Kannettava ei täytä kaikkia vaatimuksia:\n{}",
            bullets(findings.iter().map(finding::said))
        )),
        P::Printing => news("Tulostetaan. Odottakaa sivua. Ctrl-C keskeyttää tulostuksen."),
        P::LeftJobEnded => news(
            "Aiemman ajon sivu odotti yhä tulostimessa. Työ peruttiin; katsokaa silti tulostelokeroon.",
        ),
        P::PrinterSays { what } => news(format!("Tulostin ilmoittaa: {what}.")),
        P::AllFit => news("Kannettava täyttää kaikki vaatimukset."),
        P::HeadInWords { words, size } => news(format!(
            "Tapahtumakirjan tila sanoina (merkintöjä {size}): {words}"
        )),
        P::CopyReadBack { copy, size } => news(format!(
            "Kopio {copy} on kirjoitettu ja luettu takaisin: merkintöjä {size}, samat kuin kirjassa."
        )),
        P::LedgerSaved { file, size } => news(format!(
            "Tapahtumakirja, jossa on {size} merkintää, on nyt uudessa tiedostossa {file}, ja se luettiin sieltä takaisin."
        )),
        P::LedgerNotSaved => news(
            "Tapahtumakirjaa ei tallennettu. Se, mikä on vain muistissa, katoaa, kun ohjelma päättyy; kirjan kopioissa tapahtumakirja on sellaisena kuin se oli, kun ne tehtiin.",
        ),
        P::ResponseWritten { file } => {
            news(format!("Avaimen vastaus tenantille on tiedostossa {file}."))
        }
        P::StillOut { things } => news(format!(
            "Vielä pussin ulkopuolella:\n{}",
            bullets(thing::all(things))
        )),
        P::Stopped { trouble } => {
            let Explained { what, means, next } = trouble::said(trouble);
            news(format!(
                "PYSÄHTYI. {what}\n  Mitä se tarkoittaa: {means}\n  Mitä nyt tehdään: {next}"
            ))
        }
        P::Ended { title } => news(format!(
            "Valmis: {title}. Kaikki on tallessa. Säilyttäkää allekirjoittamanne pöytäkirja: sen sanoja kysytään, kun läsnäolijat seuraavan kerran tarkistetaan."
        )),
        P::Suspended {
            title,
            still_out,
            breach: true,
        } => {
            let out = match still_out.is_empty() {
                true => String::new(),
                false => format!(
                    "\nVIELÄ PUSSIN ULKOPUOLELLA. Pysykää näiden luona:\n{}",
                    bullets(thing::all(still_out))
                ),
            };
            news(format!(
                "Keskeytetty: {title}, koska on syytä epäillä PEUKALOINTIA. Siirtäkää sivuun kaikki, mitä asia koskee, älkääkä muuttako mitään. Soittakaa nyt ylläpitäjälle, ennen kuin jatkatte komennolla `sealwright run`.{out}"
            ))
        }
        P::Suspended {
            title, still_out, ..
        } if still_out.is_empty() => news(format!(
            "Keskeytetty turvallisesti: {title}. Kaikki on pusseissa. Jatkakaa komennolla `sealwright run`."
        )),
        P::Suspended {
            title, still_out, ..
        } => news(format!(
            "Keskeytetty: {title}. VIELÄ PUSSIN ULKOPUOLELLA. Pysykää näiden luona, kunnes jatkatte komennolla `sealwright run`:\n{}",
            bullets(thing::all(still_out))
        )),
        P::Abandoned { title } => news(format!(
            "Päätetty keskeneräisenä: {title}. Kaikki on pusseissa."
        )),

        P::WhoIs { role, names } => asks(
            format!("Kuka on tänään {}?\n{}", role_of(*role), bullets(names)),
            "Nimi",
        ),
        P::WordOfOwn { person } => asks(
            format!(
                "{person}: valitkaa oma sana täksi päiväksi. Sillä annatte suostumuksenne, joten kukaan muu ei saa nähdä sitä. Sitä ei tallenneta koskaan. Sanassa on oltava vähintään neljä merkkiä, eikä se saa olla \"stop\"."
            ),
            "Oma sana",
        ),
        P::WordOfOwnAgain { person } => asks(
            format!("{person}: näppäilkää sama sana uudelleen."),
            "Oma sana",
        ),
        P::DiceThrows {
            person,
            least,
            bits,
        } => asks(
            format!(
                "{person}: heittäkää noppaa vähintään {least} kertaa ja näppäilkää jokainen heitto, 1-6, sellaisena kuin se tulee. {least} heittoa antaa {bits} bittiä satunnaisuutta: se riittää tämän istunnon kaikkiin salaisuuksiin, vaikka kannettavan omat satunnaisluvut olisivat arvottomia. Kaikki muut katsovat muualle."
            ),
            "Heitot",
        ),
        P::FreeText { person } => asks(
            format!(
                "{person}: näppäilkää mitä tahansa mieleen tulee, mitä pidempi, sitä parempi, mutta ei pelkkää sanaa \"stop\". Teksti sekoitetaan kannettavan satunnaislukuihin; oletamme, ettei se lisää satunnaisuutta. Kaikki muut katsovat muualle."
            ),
            "Teksti",
        ),
        P::SizeFromPaper { person } => asks(
            format!(
                "{person}: ottakaa oma uusin allekirjoitettu pöytäkirjanne. Mikä tapahtumakirjan tilan koko siinä on? Jos teillä ei ole pöytäkirjaa tai se ei ole mukananne, jättäkää rivi tyhjäksi."
            ),
            "Koko",
        ),
        P::WordsFromPaper { person, size } => asks(
            format!(
                "{person}: näppäilkää pöytäkirjastanne sen tilan kymmenen sanaa, jonka koko on {size}."
            ),
            "Sanat",
        ),
        P::WallClock { person, utc } => asks(
            format!(
                "{person}: minkä päivän ja kellonajan oma kellonne näyttää? (Kannettava näyttää {utc} UTC.)"
            ),
            "vvvv-kk-pp tt:mm",
        ),
        P::GiveWord { person, what } => asks(
            format!(
                "{person}: hyväksyttekö tämän? {}",
                sentence(&clause::said(what))
            ),
            "Oma sana",
        ),

        P::AdoptThisPlan {
            words,
            organisation,
        } => asks(
            format!(
                "Organisaation {organisation} suunnitelma tulee voimaan. Olette molemmat lukeneet sen. Sanoina: {words}"
            ),
            "Onko tämä teidän suunnitelmanne? (k/e)",
        ),
        P::WithdrawCeremony => asks(
            "Perutaanko tämä seremonia? Siinä ei ole tehty vielä mitään. Sen jälkeen toinen voi alkaa.",
            "k: peru; e: se jää auki",
        ),
        P::StopBeforeRollCall => asks(
            "Haluatteko lopettaa tähän? Tässä istunnossa ei ole vielä tehty mitään.",
            "k: lopetetaan; e: tarkistetaan läsnäolijat alusta",
        ),
        P::PlugIn { key } => done(format!("Kytkekää vain avain {key}.")),
        P::WhichNewKey { key } => done(format!(
            "Useampi kuin yksi uusi avain on kytketty. Jättäkää vain se, josta tulee avain {key}, tai jatkakaa ja koskettakaa sitä, kun avaimet vilkkuvat."
        )),
        P::PlugInNew { key } => done(format!(
            "Ottakaa uusi, käyttämätön avain, merkitkää siihen {key} ja kytkekää vain tämä avain."
        )),
        P::PlugInWiped { key } => done(format!(
            "Avain {key} on kuin uusi. Vain tämä avain saa olla kytkettynä: pitäkää se kytkettynä tai kytkekää se uudelleen."
        )),
        P::RightKeyNow { expected } => asks(
            format!("Kytkittekö ensin väärän avaimen, ja onko nyt kytketty avain {expected}?"),
            "k: se on nyt kytketty; e: pussissa oli tämä avain",
        ),
        P::Replug { key } => done(format!(
            "Irrottakaa avain {key}, laskekaa kolmeen ja kytkekää se uudelleen."
        )),
        P::ReplugForReset { key } => done(format!(
            "Irrottakaa avain {key}, kytkekää se uudelleen ja vastatkaa heti: sen voi nollata vain 10 sekunnin kuluessa kytkemisestä. Kun se vilkkuu, koskettakaa sitä."
        )),
        P::UnplugForBag { key } => done(format!("Irrottakaa avain {key}.")),
        P::FetchBag { item, place } => done(format!(
            "Hakekaa paikasta {place} pussi, jossa on {}. Älkää avatko sitä.",
            thing::said(item)
        )),
        P::BagIntact { bag } => asks(
            format!("Katsokaa pussia {bag} joka puolelta: sinetti, reunat, ikkuna."),
            "Onko se ehjä ja avaamaton? (k/e)",
        ),
        P::OpenBag { bag, items } => done(format!(
            "Leikatkaa pussi {bag} auki molempien nähden ja ottakaa siitä esille: {}.",
            thing::all(items).join(", ")
        )),
        P::WasBagOpened { bag } => asks(
            format!("Ohjelma keskeytyi tässä. Katsokaa pussia {bag}."),
            "Onko se leikattu auki? (k/e)",
        ),
        P::PutInBag { bag, items } => done(format!(
            "Pankaa pussiin {bag}: {}. Sinetöikää pussi. Allekirjoittakaa se molemmat.",
            thing::all(items).join(", ")
        )),
        P::WasBagSealed { bag, items } => asks(
            format!(
                "Ohjelma keskeytyi tässä. Katsokaa pussia {bag}, johon kuuluu: {}.",
                thing::all(items).join(", ")
            ),
            "Onko pussi sinetöity, ja onko siinä täsmälleen tämä? (k/e)",
        ),
        P::HandOver { bag, place, to } => done(format!(
            "{to} vie pussin {bag} paikkaan {place} ja kirjoittaa nimikirjaimensa kuittiin."
        )),
        P::Destroy { sheet, why } => done(format!(
            "Tuhotkaa lomake {sheet} nyt molempien nähden. Syy: {} Jos tällaista sivua ei ole, varmistakaa se yhdessä ja vahvistakaa sitten.",
            sentence(&clause::said(why))
        )),
        P::WasDestroyed { sheet } => asks(
            format!(
                "Ohjelma keskeytyi, kun lomaketta {sheet} tuhottiin. Etsikää lomaketta yhdessä."
            ),
            "Onko se tuhottu? (k/e)",
        ),
        P::TakePage { sheet, what } => {
            let what = match what {
                SheetKind::Pin => "PIN-lomake",
                SheetKind::Share => "osuuslomake",
            };
            done(format!(
                "Ottakaa sivu {sheet} ({what}) tulostelokerosta. Kukaan muu ei saa nähdä sitä."
            ))
        }
        P::SignIn {
            account,
            key,
            sheet,
        } => asks(
            format!(
                "Verkossa olevalla koneella: kirjautukaa tilille {account} avaimella {key} ja lomakkeen {sheet} PIN-koodilla. Kirjautukaa ulos. Tuokaa avain ja lomake takaisin."
            ),
            "Päästikö tenantti teidät sisään? (k/e)",
        ),
        P::AlertCame { account } => asks(
            format!("Katsokaa sieltä, minne tilin {account} kirjautumishälytykset tulevat."),
            "Tuliko hälytys tästä kirjautumisesta? (k/e)",
        ),
        P::FetchOptions { key, account, file } => done(format!(
            "Verkossa olevalla koneella: pyytäkää tenantilta tilin {account} rekisteröintitiedot avainta {key} varten ja tuokaa ne tänne tiedostona {file}."
        )),
        P::TenantTook { account, key, file } => asks(
            format!(
                "Verkossa olevalla koneella: antakaa tiedosto {file} tenantille tilin {account} pääsyavaimeksi ja antakaa pääsyavaimelle nimi {key}."
            ),
            "Hyväksyikö tenantti sen? (k/e)",
        ),
        P::IsRegistered { account, key } => asks(
            format!(
                "Avaimen {key} pääsyavain on luotu jo aiemmin. Katsokaa tenantin luettelosta tilin {account} pääsyavaimet."
            ),
            "Onko siellä pääsyavain, jolla on avaimen nimi? (k/e)",
        ),
        P::OpenTenant { account } => done(format!(
            "Verkossa olevalla koneella: avatkaa sivu, jolla ylläpitäjä asettaa tilin {account} salasanan. Kaksi ihmistä näppäilee kumpikin yhden puolikkaan."
        )),
        P::AcceptedThenPasskey { account } => asks(
            format!("Asettakaa tilin {account} salasana ja kirjautukaa heti sisään sillä."),
            "Kelpasiko se, ja pyydettiinkö sitten pääsyavainta? (k/e)",
        ),
        P::RefusedAndUnchanged { account } => asks(
            format!("Selvittäkää, mitä tenantti teki tilin {account} salasanalle."),
            "Hylkäsikö se uuden salasanan, ja onko vanha (tai ei mikään) varmasti yhä voimassa? (k/e)",
        ),
        P::DoesNewPasswordWork { account } => asks(
            format!(
                "Ei tiedetä, asetettiinko tilin {account} uusi salasana. Kokeilkaa sitä: kirjautukaa sisään niillä kahdella puolikkaalla, jotka näytettiin."
            ),
            "Kelpasiko se, ja pyydettiinkö sitten pääsyavainta? (k/e)",
        ),
        P::DoesOldPasswordWork { account } => asks(
            format!(
                "Kokeilkaa tilin {account} vanhaa salasanaa: kirjautukaa sisään niillä kahdella puolikkaalla, jotka näytettiin."
            ),
            "Kelpasiko se, ja pyydettiinkö sitten pääsyavainta? (k/e)",
        ),
        P::TakeDocument {
            sheet,
            document: document @ Document::TestPage,
        } => asks(
            document_taken(document, sheet),
            "Onko se kokonainen ja luettavissa? (k/e)",
        ),
        P::TakeDocument { sheet, document } => done(document_taken(document, sheet)),
        P::Initial {
            number,
            person,
            departed,
        } => asks(
            match departed {
                false => format!("{person}: vaihe {number} suoritettiin suunnitellusti."),
                true => {
                    format!("{person}: vaihe {number} on päättynyt, ja poikkeamat on kirjattu.")
                }
            },
            "Kuittaatteko? (k/e)",
        ),
        P::GoOnDespite { what } => asks(
            format!(
                "{} Jatkaminen on poikkeus: molempien on suostuttava, ja se kirjataan.",
                sentence(&clause::said(what))
            ),
            "Jatketaanko? (k/e)",
        ),
        P::SealUnrecorded { key, why } => asks(
            format!(
                "Avaimen {key} tilaa ei voi kirjata ennen kuin se pannaan pussiinsa. {} Jatkaminen on poikkeus: molempien on suostuttava, ja se kirjataan.",
                trouble::what(why)
            ),
            "Jatketaanko? (k/e)",
        ),
        P::EndQuarantine { thing, since, what } => asks(
            format!(
                "Karanteenissa merkinnästä {since} lähtien: {}.\n{what}\nVastatkaa kyllä vain, jos tiedätte, mitä tapahtui, ja ylläpitäjä on samaa mieltä siitä, että tähän voi taas luottaa.",
                thing::said(thing)
            ),
            "k: päätä karanteeni; e: jätä karanteeniin",
        ),

        P::BagSerial {
            purpose: BagPurpose::Fetched { item },
            ..
        } => asks(
            format!(
                "Lukekaa sarjanumero pussista, jossa pitäisi olla {}.",
                thing::said(item)
            ),
            "Sarjanumero",
        ),
        P::BagSerial {
            purpose: BagPurpose::New { items },
            ..
        } => asks(
            format!(
                "Ottakaa uusi pussi, johon tulee: {}. Lukekaa sen sarjanumero.",
                thing::all(items).join(", ")
            ),
            "Sarjanumero",
        ),
        P::WhoTakes { bag, place, names } => asks(
            format!(
                "Kuka vie pussin {bag} paikkaan {place}?\n{}",
                bullets(names)
            ),
            "Nimi",
        ),
        P::CopyTo { copy } => asks(
            format!(
                "Kytkekää muistitikku {copy}/2 kirjan kopiota varten. Kopiossa ei ole salaisuuksia."
            ),
            "Kansio tikulla",
        ),
        P::SaveLedgerTo => asks(
            "Kytkekää muistitikku tai valitkaa muu kansio kirjan ulkopuolelta. Ohjelma kirjoittaa tapahtumakirjan sinne uuteen tiedostoon sellaisena kuin se on muistissa. Tiedostossa ei ole salaisuuksia.",
            "Kansio",
        ),
        P::Reason { what } => asks(
            format!(
                "Miksi? Kertokaa syy yhdellä virkkeellä tapahtumakirjaa varten: {}",
                sentence(&clause::said(what))
            ),
            "Syy",
        ),
        P::FoundOut { thing } => asks(
            format!(
                "Mitä saitte tästä selville: {}? Kertokaa se yhdellä virkkeellä tapahtumakirjaa varten.",
                thing::said(thing)
            ),
            "Selvisi",
        ),

        P::PinWritten { key, sheet, digits } => asks(
            format!(
                "Teette avaimen {key} PIN-koodin käsin lomakkeelle {sheet}. Heittäkää noppaa niin kuin lomakkeessa neuvotaan ja kirjoittakaa kynällä yksi numero kuhunkin sen {digits} ruudusta. Jos kaikki numerot olisivat samoja tai nousisivat tai laskisivat yksi kerrallaan, heittäkää uudelleen ennen kuin kirjoitatte. Näppäilkää sitten PIN-koodi lomakkeesta."
            ),
            "PIN-koodi",
        ),
        P::PinFrom { key, sheet } => asks(
            format!(
                "Näppäilkää avaimen {key} PIN-koodi lomakkeesta {sheet}, sitten sen kaksi tarkistuskirjainta."
            ),
            "PIN-koodi ja kirjaimet",
        ),
        P::ProofWord { sheet } => asks(
            format!("Näppäilkää tarkistussana lomakkeesta {sheet}."),
            "Tarkistussana",
        ),
        P::ShareFrom {
            sheet,
            half: Half::Upper,
        } => asks(
            format!(
                "Taittakaa lomake {sheet} niin, että näkyvissä ovat vain keskiviivan yläpuolella olevat sanat. Näppäilkää ne. Kunkin sanan neljä ensimmäistä kirjainta riittää."
            ),
            "Sanat",
        ),
        P::ShareFrom {
            sheet,
            half: Half::Lower,
        } => asks(
            format!(
                "Kääntäkää lomake {sheet} niin, että näkyvissä ovat vain keskiviivan alapuolella olevat sanat. Näppäilkää ne. Kunkin sanan neljä ensimmäistä kirjainta riittää."
            ),
            "Sanat",
        ),

        P::LettersFor { sheet } => asks(
            format!(
                "Nämä ovat lomakkeen {sheet} tarkistuskirjaimet. Kirjoittakaa ne niiden kahteen ruutuun. Avainhaltija katsoo muualle."
            ),
            "Enter, kun ne on kirjoitettu",
        ),
        P::FirstHalf { account } => asks(
            format!(
                "Tämä on tilin {account} salasanan ensimmäinen puolikas. Näppäilkää se verkossa olevalla koneella. Avainhaltija katsoo muualle."
            ),
            "Enter, kun se on näppäilty",
        ),
        P::SecondHalf { account } => asks(
            format!(
                "Tämä on tilin {account} salasanan toinen puolikas. Näppäilkää se verkossa olevalla koneella. PIN-haltija katsoo muualle."
            ),
            "Enter, kun se on näppäilty",
        ),

        P::WhatNow { offered } => {
            let lines = label::choices(offered);
            asks(
                format!("Mitä haluatte nyt tehdä?\n{}", bullets(lines)),
                "Valinta",
            )
        }
    }
}

/// A question for a deed: done or not.
fn done(body: impl Into<String>) -> Words {
    asks(body, "Tehty? (k/e)")
}

fn role_of(turn: Turn) -> &'static str {
    match turn {
        Turn::KeyCustodian => "avainhaltija",
        Turn::PinCustodian => "PIN-haltija",
        Turn::Both => "haltija",
    }
}

/// What is to be done with a page without a secret.
fn document_taken(document: &Document, sheet: &str) -> String {
    match document {
        Document::TestPage => format!(
            "Ottakaa sivu {sheet} tulostelokerosta. Tarkistakaa se: neljä kulmaa, molemmat viivaimet 100 mm pitkiä, jokainen merkki selvä. Sivulla ei ole salaisuutta."
        ),
        Document::BagLabels => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: pussien tarrat. Leikatkaa ne erilleen. Jokaiseen uuteen pussiin kuuluu yksi tarra."
        ),
        Document::Leaflet => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: palautusohje. Pankaa siitä kopio jokaiseen pussiin, jossa on osuus, tai säilyttäkää ohje suunnitelman kanssa."
        ),
        Document::Receipt { person } => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: kuitti henkilölle {person}. Verratkaa pussien sarjanumeroita. {person} allekirjoittaa, ja myös pussien luovuttaja allekirjoittaa."
        ),
        Document::FlushPage => format!(
            "Ottakaa sivu {sheet} tulostelokerosta. Siinä on vain kuvio, jotta tulostimen muistiin ei jää salaisuutta. Repikää sivu. Sammuttakaa tulostin päivän viimeisen sivun jälkeen."
        ),
        Document::Minutes { person } => format!(
            "{person}: lukekaa pöytäkirjanne, allekirjoittakaa se ja säilyttäkää se. Kun läsnäolijat seuraavan kerran tarkistetaan, sen kymmenen sanaa osoittavat, että tapahtumakirja on yhä sama."
        ),
    }
}
