//! Finnish.

use super::{Catalogue, Words, asks, bullets, news, sentence};
use crate::text::safe::Safe;
use crate::words::clause::{Clause, Thing};
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::{BagPurpose, Choice, Document, Half, Prompt, SheetKind, Turn};
use crate::words::trouble::{Explained, Trouble};

/// Finnish, after the English.
pub struct Finnish;

impl Catalogue for Finnish {
    fn prompt(&self, prompt: &Prompt) -> Words {
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
                    "{mark}Seremonia {number} alkaa: {title}. Voitte keskeyttää turvallisesti jokaisen kysymyksen kohdalla: painakaa F4, tai rivi riviltä näppäilkää stop."
                ))
            }
            P::CeremonyGoesOn {
                title,
                number,
                done,
                of,
            } => news(format!(
                "Seremonia {number} jatkuu: {title}. Vaiheita päättynyt: {done}/{of}. Ensin tarkistetaan läsnäolijat, sitten se, mitä on jäänyt esille."
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
            P::ItemOnTable { item } => news(format!("Pöydällä on jo {}.", self.thing(item))),
            P::TypedWrong { what } => news(format!(
                "Ei ole niin kuin pitää: {}. Yrittäkää uudelleen.",
                self.clause(what)
            )),
            P::LooseSheet { sheet } => news(format!(
                "Lomake {sheet} aloitettiin, mutta sitä ei käytetty koskaan: sen salaisuus ei ole käytössä missään. Lomake tuhotaan nyt."
            )),
            P::BagWas { found } => news(format!(
                "Tämä on pussi {found}, jossa on jotain muuta. Viekää se avaamatta takaisin ja hakekaa oikea pussi."
            )),
            P::OtherKey { expected, found } => news(format!(
                "Tämä ei ole avain {expected}: tämä on {}.",
                self.thing(found)
            )),
            P::TouchNow { key } => news(format!(
                "Avainhaltija: avain {key} alkaa vilkkua. Koskettakaa sitä. Jos mikään ei vilku 30 sekuntiin, vaihe pysähtyy ja sitä voi yrittää uudelleen."
            )),
            P::TouchNewKey { key } => news(format!(
                "Avainhaltija: uudet avaimet vilkkuvat. Koskettakaa sitä, josta tulee avain {key}. Jos mitään ei kosketa 30 sekuntiin, teiltä kysytään uudelleen."
            )),
            P::StillPluggedIn { key } => news(format!(
                "Avain {key} on yhä kytkettynä: kädessänne on ehkä toinen avain. Katsokaa siihen kirjoitettua nimeä."
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
                "Avaimessa {key} ei enää ole tilinsä pääsyavainta. Tenantissa se on yhä luettelossa: poistakaa se sieltäkin."
            )),
            P::KeyIsGenuine { key, model, list } => news(format!(
                "Avain {key} on aito: {model}, valmistajansa varmenteen ja FIDOn luettelon {list} mukaan."
            )),
            P::KeyIsUnproven { key, why } => news(format!(
                "Avain {key} ei todista, mitä mallia se on: {}. Se toimii silti; tämä kirjataan.",
                self.clause(why)
            )),
            P::BeAware { what } => news(sentence(&self.clause(what))),
            P::ListVerified {
                number,
                next_update,
                models,
            } => news(format!(
                "Tämä on FIDOn luettelo {number}, sellaisena kuin FIDO on sen allekirjoittanut. Malleja: {models}. Seuraava ilmestyy viimeistään {next_update}."
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } if warnings.is_empty() => news(format!(
                "Avaimen {key} malli on {model}: luettelossa ei ole mitään sitä vastaan."
            )),
            P::ModelInList {
                key,
                model,
                warnings,
            } => news(format!(
                "Avaimen {key} malli on {model}. Luettelo VAROITTAA siitä: {}. Puhukaa ylläpitäjän kanssa toisesta mallista.",
                warnings.join("; ")
            )),
            P::ModelNotInList { key } => news(format!("Avaimen {key} mallia ei ole luettelossa.")),
            P::KeyConfigured { key, settings } => news(format!(
                "Avaimen {key} asetukset ovat suunnitelman mukaiset:\n{}",
                bullets(settings.iter().map(|setting| self.clause(setting)))
            )),
            P::KeyReset { key } => news(format!(
                "Avain {key} on tyhjä: siinä ei ole PIN-koodia eikä pääsyavaimia, eikä se ole enää tämän kirjan avain. Se, mitä tenantin luettelossa siitä on, ei avaa enää mitään."
            )),
            P::SnapshotSame {
                key,
                counter_says_nothing,
            } => {
                let counter = if *counter_says_nothing {
                    " Sen laskuri ei kerro mitään: tämä malli ei laske koskaan."
                } else {
                    ""
                };
                news(format!(
                    "Avain {key} on samanlainen kuin silloin, kun se sinetöitiin pussiin.{counter}"
                ))
            }
            P::ShareMatches { sheet, left } => news(format!(
                "Lomakkeen {sheet} sanat ovat samat kuin silloin, kun lomake tehtiin. Lomakkeita on vielä jäljellä {left}."
            )),
            P::ShareIsNoShare { why } => news(format!(
                "Tämä ei voi olla osuus: {why}. Yrittäkää uudelleen, paperista."
            )),
            P::Findings { findings } => news(format!(
                "Kannettava ei ole niin kuin pitää:\n{}",
                bullets(findings)
            )),
            P::PrinterSays { what } => news(format!("Tulostin: {what}.")),
            P::AllFit => news("Kannettava on niin kuin pitää."),
            P::HeadInWords { words, size } => news(format!(
                "Tapahtumakirjan tila sanoina (merkintöjä {size}): {words}"
            )),
            P::CopyReadBack { copy, size } => news(format!(
                "Kopio {copy} on kirjoitettu ja luettu takaisin: merkintöjä {size}, samat kuin kirjassa."
            )),
            P::ResponseWritten { file } => {
                news(format!("Avaimen vastaus tenantille on tiedostossa {file}."))
            }
            P::StillOut { things } => {
                news(format!("Vielä esillä:\n{}", bullets(self.things(things))))
            }
            P::Stopped { trouble } => {
                let Explained { what, means, next } = self.trouble(trouble);
                news(format!(
                    "PYSÄHTYI. {what}\n  Mitä se tarkoittaa: {means}\n  Mitä nyt tehdään: {next}"
                ))
            }
            P::Ended { title } => news(format!(
                "Valmis: {title}. Mitään ei ole esillä. Säilyttäkää allekirjoittamanne pöytäkirja: seuraavalla kerralla läsnäolijoiden tarkistuksessa kysytään sen sanoja."
            )),
            P::Suspended {
                title,
                still_out,
                breach: true,
            } => {
                let out = match still_out.is_empty() {
                    true => String::new(),
                    false => format!(
                        "\nVIELÄ ESILLÄ. Pysykää näiden luona:\n{}",
                        bullets(self.things(still_out))
                    ),
                };
                news(format!(
                    "Keskeytetty: {title}, RIKKOMUKSEN jälkeen. Pitäkää erillään ja koskemattomana se, mitä se koskee, ja soittakaa nyt ylläpitäjälle. Vasta sitten jatkakaa komennolla `sealwright run`.{out}"
                ))
            }
            P::Suspended {
                title, still_out, ..
            } if still_out.is_empty() => news(format!(
                "Keskeytetty turvallisesti: {title}. Mitään ei ole pussinsa ulkopuolella. Jatkakaa komennolla `sealwright run`."
            )),
            P::Suspended {
                title, still_out, ..
            } => news(format!(
                "Keskeytetty: {title}. VIELÄ ESILLÄ. Pysykää näiden luona, kunnes jatkatte komennolla `sealwright run`:\n{}",
                bullets(self.things(still_out))
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
                    "{person}: valitkaa oma sana täksi päiväksi. Sillä annatte suostumuksenne, joten kukaan muu ei saa nähdä sitä; sitä ei tallenneta koskaan. Vähintään neljä merkkiä; ei \"stop\"."
                ),
                "Oma sana",
            ),
            P::WordOfOwnAgain { person } => {
                asks(format!("{person}: sama sana vielä kerran."), "Oma sana")
            }
            P::DiceThrows {
                person,
                least,
                bits,
            } => asks(
                format!(
                    "{person}: heittäkää noppaa vähintään {least} kertaa ja näppäilkää jokainen heitto, 1-6, sellaisena kuin se tulee. {least} nopanheittoa antaa {bits} bittiä: se riittää tämän istunnon kaikkiin salaisuuksiin, vaikka kannettavan omat satunnaisluvut olisivat arvottomia. Muut: katsokaa muualle."
                ),
                "Heitot",
            ),
            P::FreeText { person } => asks(
                format!(
                    "{person}: näppäilkää mitä tahansa mieleen tulee, mitä pidempi, sitä parempi; ei pelkkää \"stop\". Se sekoitetaan kannettavan satunnaislukuihin, mutta sen varaan ei lasketa mitään. Muut: katsokaa muualle."
                ),
                "Teksti",
            ),
            P::NoMinutesKnown { person } => news(format!(
                "{person} ei ole vielä allekirjoittanut yhtään tämän tapahtumakirjan pöytäkirjaa. {person}: jos teillä on sellainen, keskeyttäkää tähän."
            )),
            P::WordsFromPaper { person, size } => asks(
                format!(
                    "{person}: ottakaa oma allekirjoitettu pöytäkirjanne, jossa tapahtumakirjan tilan koko on {size}, ja lukekaa siitä kymmenen sanaa. Jos sitä ei ole: jättäkää tyhjäksi."
                ),
                "Sanat",
            ),
            P::WallClock { person, utc } => asks(
                format!("{person}: mitä oma kellonne näyttää? (Kannettava näyttää {utc} UTC.)"),
                "tt:mm",
            ),
            P::GiveWord { person, what } => asks(
                format!(
                    "{person}: hyväksyttekö tämän? {}",
                    sentence(&self.clause(what))
                ),
                "Oma sana",
            ),

            P::AdoptThisPlan {
                words,
                organisation,
            } => asks(
                format!(
                    "Organisaation {organisation} suunnitelma tulee voimaan. Molemmat ovat lukeneet sen. Sanoina: {words}"
                ),
                "Onko tämä teidän suunnitelmanne? (k/e)",
            ),
            P::StopBeforeRollCall => asks(
                "Lopetetaanko tähän? Tässä istunnossa ei ole tehty vielä mitään.",
                "k: lopeta; e: läsnäolijoiden tarkistus uudelleen alusta",
            ),
            P::PlugIn { key } => done(format!("Kytkekää avain {key}, älkää muita.")),
            P::WhichNewKey { key } => done(format!(
                "Useampi kuin yksi uusi avain on kytketty. Jättäkää vain se, josta tulee avain {key}; tai jatkakaa ja koskettakaa sitä, kun ne vilkkuvat."
            )),
            P::PlugInNew { key } => done(format!(
                "Ottakaa uusi, käyttämätön avain, merkitkää siihen {key} ja kytkekää se, älkää muita."
            )),
            P::PlugInWiped { key } => done(format!(
                "Avain {key} on kuin uusi. Pitäkää se kytkettynä tai kytkekää se uudelleen, älkää muita."
            )),
            P::RightKeyNow { expected } => asks(
                format!("Kytkittekö ensin väärän avaimen, ja onko nyt kytketty avain {expected}?"),
                "k: kytketty nyt; e: pussissa oli tämä avain",
            ),
            P::Replug { key } => done(format!(
                "Irrottakaa avain {key}, laskekaa kolmeen ja kytkekää se uudelleen."
            )),
            P::ReplugForReset { key } => done(format!(
                "Irrottakaa avain {key}, kytkekää se uudelleen ja vastatkaa heti: sen voi nollata vain 10 sekunnin kuluessa kytkemisestä. Sitten se vilkkuu: koskettakaa sitä."
            )),
            P::UnplugForBag { key } => done(format!("Irrottakaa avain {key}.")),
            P::FetchBag { item, place } => done(format!(
                "Hakekaa paikasta {place} pussi, jossa on {}. Älkää avatko sitä.",
                self.thing(item)
            )),
            P::BagIntact { bag } => asks(
                format!("Katsokaa pussia {bag} joka puolelta: sinetti, reunat, ikkuna."),
                "Onko se ehjä ja avaamaton? (k/e)",
            ),
            P::OpenBag { bag, items } => done(format!(
                "Leikatkaa pussi {bag} yhdessä auki ja ottakaa siitä esille: {}.",
                self.things(items).join(", ")
            )),
            P::WasBagOpened { bag } => asks(
                format!("Ohjelma pysähtyi tähän. Katsokaa pussia {bag}."),
                "Onko se leikattu auki? (k/e)",
            ),
            P::PutInBag { bag, items } => done(format!(
                "Pankaa pussiin {bag}: {}. Sinetöikää se. Allekirjoittakaa pussi molemmat.",
                self.things(items).join(", ")
            )),
            P::WasBagSealed { bag, items } => asks(
                format!(
                    "Ohjelma pysähtyi tähän. Katsokaa pussia {bag}, johon kuuluu: {}.",
                    self.things(items).join(", ")
                ),
                "Onko pussi sinetöity ja tämä kaikki sen sisällä? (k/e)",
            ),
            P::HandOver { bag, place, to } => done(format!(
                "{to} vie pussin {bag} paikkaan {place} ja kirjoittaa nimikirjaimensa kuittiin."
            )),
            P::Destroy { sheet, why } => done(format!(
                "Tuhotkaa lomake {sheet} nyt, molempien nähden: {}. Jos sellaista sivua ei ole, varmistakaa se yhdessä ja vastatkaa k.",
                self.clause(why)
            )),
            P::WasDestroyed { sheet } => asks(
                format!("Ohjelma pysähtyi, kun lomaketta {sheet} tuhottiin. Etsikää sitä yhdessä."),
                "Onko se tuhottu? (k/e)",
            ),
            P::TakePage { sheet, what } => {
                let what = match what {
                    SheetKind::Pin => "PIN-lomake",
                    SheetKind::Share => "osuuslomake",
                };
                done(format!(
                    "Ottakaa sivu {sheet} ({what}) tulostelokerosta. Älkää antako kenenkään nähdä sitä."
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
                    "Verkossa olevalla koneella: antakaa tiedosto {file} tenantille tilin {account} pääsyavaimeksi, nimellä {key}."
                ),
                "Hyväksyikö tenantti sen? (k/e)",
            ),
            P::IsRegistered { account, key } => asks(
                format!(
                    "Avaimen {key} pääsyavain on tehty jo aiemmin. Katsokaa tenantin luettelosta tilin {account} pääsyavaimet."
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
                "Hylkäsikö se uuden, ja onko vanha varmasti ennallaan (tai salasana varmasti yhä asettamatta)? (k/e)",
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
                    false => format!("{person}: vaihe {number} päättyi niin kuin piti."),
                    true => format!(
                        "{person}: vaihe {number} on päättynyt, ja se, mikä meni toisin kuin siinä sanotaan, on kirjattu."
                    ),
                },
                "Kuittaatteko? (k/e)",
            ),
            P::GoOnDespite { what } => asks(
                format!(
                    "{} Jatkaminen on poikkeus: siihen tarvitaan molempien suostumus, ja se kirjataan.",
                    sentence(&self.clause(what))
                ),
                "Jatketaanko? (k/e)",
            ),

            P::BagSerial {
                purpose: BagPurpose::Fetched { item },
                ..
            } => asks(
                format!(
                    "Lukekaa sarjanumero pussista, jossa pitäisi olla {}.",
                    self.thing(item)
                ),
                "Sarjanumero",
            ),
            P::BagSerial {
                purpose: BagPurpose::New { items },
                ..
            } => asks(
                format!(
                    "Ottakaa uusi pussi, johon tulee: {}. Lukekaa sen sarjanumero.",
                    self.things(items).join(", ")
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
                    "Kytkekää muistitikku {copy}/2 kirjan kopiota varten. Siinä ei ole salaisuuksia."
                ),
                "Kansio tikulla",
            ),
            P::Reason { what } => asks(
                format!(
                    "Näppäilkää tapahtumakirjaan yhdellä virkkeellä syy tähän: {}",
                    sentence(&self.clause(what))
                ),
                "Syy",
            ),

            P::PinWritten { key, sheet, digits } => asks(
                format!(
                    "Avaimen {key} PIN-koodi tehdään käsin. Lomake {sheet}: heittäkää noppaa niin kuin lomakkeessa neuvotaan ja kirjoittakaa kynällä yksi numero kuhunkin sen {digits} ruudusta. Jos tulos olisi pelkkää samaa numeroa tai numerot nousisivat tai laskisivat yksi kerrallaan: heittäkää uudelleen ennen kuin kirjoitatte. Näppäilkää sitten PIN-koodi lomakkeesta."
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
                    "Taittakaa lomake {sheet} niin, että näkyvissä ovat vain keskiviivan yläpuolella olevat sanat. Näppäilkää ne. Neljä kirjainta sanaa kohti riittää."
                ),
                "Sanat",
            ),
            P::ShareFrom {
                sheet,
                half: Half::Lower,
            } => asks(
                format!(
                    "Kääntäkää lomake {sheet} niin, että näkyvissä ovat vain keskiviivan alapuolella olevat sanat. Näppäilkää ne. Neljä kirjainta sanaa kohti riittää."
                ),
                "Sanat",
            ),

            P::LettersFor { sheet } => asks(
                format!(
                    "Lomakkeen {sheet} tarkistuskirjaimet. Kirjoittakaa ne niiden kahteen ruutuun. Avainhaltija: katsokaa muualle."
                ),
                "Enter, kun ne on kirjoitettu",
            ),
            P::FirstHalf { account } => asks(
                format!(
                    "Tilin {account} salasanan ensimmäinen puolikas. Näppäilkää se verkossa olevalla koneella. Avainhaltija: katsokaa muualle."
                ),
                "Enter, kun se on näppäilty",
            ),
            P::SecondHalf { account } => asks(
                format!(
                    "Tilin {account} salasanan toinen puolikas. Näppäilkää se verkossa olevalla koneella. PIN-haltija: katsokaa muualle."
                ),
                "Enter, kun se on näppäilty",
            ),

            P::WhatNow { offered } => {
                let lines = self.choices(offered);
                asks(format!("Mitä nyt tehdään?\n{}", bullets(lines)), "Valinta")
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
            C::BagIsOpen { bag } => format!("pussi {bag} on auki"),
            C::BagIsSealed { bag } => format!("pussi {bag} on sinetöity"),
            C::BagWasHandedOver { bag } => format!("pussi {bag} on luovutettu"),
            C::KeyIsUnplugged { key } => format!("avain {key} on irrotettu"),
            C::SheetIsDestroyed { sheet } => format!("lomake {sheet} on tuhottu"),
            C::NotInitialled { person, step } => format!("{person} ei kuitannut vaihetta {step}"),
            C::TenantTook { key } => format!("tenantti hyväksyi avaimen {key} rekisteröinnin"),
            C::FileIsThere { file } => format!("tiedosto {file} on paikallaan"),
            C::TenantsPageIsOpen { account } => format!("tenantin sivu tiliä {account} varten on auki"),
            C::NewPasswordIsAccepted { account } => format!("tilin {account} uusi salasana kelpaa"),
            C::SignInAs { account } => format!("kirjautuminen tilille {account}"),
            C::AlertFor { account } => format!("hälytys kirjautumisesta tilille {account}"),

            C::SerialsDiffer { first, second } => format!("toinen teistä luki {first}, toinen {second}"),
            C::SerialWasUsed { bag } => format!("pussia {bag} on jo käytetty; kukin sarjanumero kelpaa vain kerran"),
            C::NoSerial => "pussin sarjanumerossa on 3-24 merkkiä: A-Z, 0-9 ja yhdysviivoja".into(),
            C::DoesNotOpenThePlace => "tällä henkilöllä ei ole pääsyä siihen paikkaan".into(),
            C::NobodyOfThatName => "suunnitelmassa ei ole tähän ketään sennimistä".into(),
            C::NoThrow => "heitto on numero yhdestä kuuteen (1-6)".into(),
            C::ThrowsMissing { missing, least } => format!("heittoja puuttuu {missing}, kun niitä tarvitaan {least}"),
            C::NoFairDie => "yhtä numeroa on yli puolet kaikista heitoista: tämä noppa ei ole tasapuolinen".into(),
            C::Empty => "kohta on tyhjä".into(),
            C::NotThePinsDigits { digits } => format!("PIN-koodissa on {digits} numeroa eikä mitään muuta"),
            C::NotAsPrinted => "näppäilty ei ole sama kuin tulostettu".into(),
            C::LettersDoNotFit => "PIN-koodi ja tarkistuskirjaimet eivät kuulu yhteen, tai ne eivät kuulu tähän lomakkeeseen".into(),
            C::AnotherPrivateWord => "tämä ei ole valittu oma sana".into(),
            C::PrivateWordTooShort => "omassa sanassa on vähintään neljä merkkiä".into(),
            C::PrivateWordsDiffer => "nämä kaksi sanaa eivät ole samat".into(),
            C::ReasonNeeded => "syy tarvitaan".into(),
            C::NoTime => "kellonaika on tunnit, kaksoispiste, minuutit, esimerkiksi 09:41".into(),
            C::WordIsAnother { position } => format!("sana numero {position} on väärä"),
            C::WordOutOfTurn { position } => format!("sanan numero {position} kohdalla jokin sana puuttuu, on kahdesti tai on vaihtanut paikkaa"),
            C::WordUnknown { position } => format!("sana numero {position} ei ole sanaluettelossa"),
            C::WordCount { heard, needed } => format!("sanoja tuli {heard}, niitä tarvitaan {needed}"),

            C::TheSerial => "pussin sarjanumero".into(),
            C::TheNewSerial => "uuden pussin sarjanumero".into(),
            C::TheName => "nimi".into(),
            C::TheThrows => "nopanheitot".into(),
            C::TheText => "teksti".into(),
            C::ThePin { sheet } => format!("PIN-koodi lomakkeesta {sheet}"),
            C::TheWords { sheet } => format!("lomakkeen {sheet} sanat"),
            C::TheReason => "syy".into(),
            C::TheTime => "kellonaika".into(),
            C::ThePrivateWord => "oma sana".into(),

            C::PlanBecomesBinding => "suunnitelma tulee voimaan".into(),
            C::FirstPin { key } => format!("avain {key} saa ensimmäisen PIN-koodinsa"),
            C::NewPin { key } => format!("avaimen {key} PIN-koodi vaihdetaan"),
            C::PasskeyIsDeleted { key } => {
                format!("tilin pääsyavain poistetaan avaimesta {key}")
            }
            C::KeyIsConfigured { key, settings } => {
                let settings: Vec<String> = settings.iter().map(|s| self.clause(s)).collect();
                format!("avaimen {key} asetukset: {}", settings.join("; "))
            }
            C::KnownBySerial { key, serial } => format!(
                "avain {key} ei allekirjoita mitään ilman PIN-koodiaan: sen erottaa muista vain sarjanumero {serial}, jonka väärennetty avain voi jäljitellä. Verratkaa sitä siihen, mitä avaimessa ja sen tarrassa lukee"
            ),
            C::TakesNoShorterPin { least } => format!("se ei ota alle {least} merkin PIN-koodia; vain nollaus kumoaa sen"),
            C::TellsLeastPinLength { rp_ids } => format!("se kertoo seuraaville, kuinka pitkä sen PIN-koodin on vähintään oltava: {}", rp_ids.join(", ")),
            C::AttestsForEnterprises => "se saa ilmaista itsensä niille organisaatioille, jotka valmistaja on siihen merkinnyt; vain nollaus kumoaa sen".into(),
            C::AlwaysWantsItsPin => "se vaatii PIN-koodinsa kaikkeen, myös silloin kun sivusto ei sitä vaadi".into(),
            C::KeyIsReset { key } => {
                format!("avain {key} nollataan, ja kaikki siinä oleva menetetään")
            }
            C::ListIsTaken { number } => format!("FIDOn luettelo {number} otetaan käyttöön tässä kirjassa"),
            C::ListIsStale { number, until } => format!("FIDOn luetteloa {number} uudemman piti ilmestyä viimeistään {until}: sen jälkeen tietoon tullut puuttuu siitä"),
            C::ModelIsWarnedOf { key, warnings } => format!("FIDOn luettelo varoittaa avaimen {key} mallista: {}", warnings.join("; ")),
            C::NewPassword { account } => format!("tili {account} saa uuden salasanan"),
            C::StepIsLeftOut { step } => format!("vaihe {step} ohitetaan"),
            C::CeremonyEndsUnfinished => "tämä seremonia päätetään keskeneräisenä".into(),
            C::SealedUnrecorded { key, why } => format!(
                "avain {key} menee pussiinsa ilman, että sen tila on kirjattu. {}",
                self.trouble(why).what.trim_end_matches('.')
            ),
            C::NoMinutesHere { person } => format!("henkilöllä {person} ei ole tässä pöytäkirjaa, joten tämä voi olla eri tapahtumakirja"),
            C::ClockDiffers { minutes } => format!("kannettavan kello ja oma kello eroavat toisistaan {minutes} min"),
            C::TriesAreLow { key, left, wrong } => format!("avaimen {key} PIN-yrityksiä on jäljellä {left}, ja juuri äsken vääriä oli {wrong}"),
            C::LaptopIsNotFit { findings } => format!("kannettava: {}", findings.join("; ")),

            C::OneIsBoth => "sama henkilö ei voi olla sekä PIN-haltija että avainhaltija".into(),
            C::NoPlaceFor { thing } => format!("suunnitelmassa ei ole paikkaa tälle: {}", self.thing(thing)),
            C::KeyNotAdmitted { key } => format!("avainta {key} ei ole otettu mukaan"),
            C::NotInThePlan { name } => format!("suunnitelmassa ei ole nimeä {name}"),
            C::NoPasswordYet { account } => format!("tilillä {account} ei ole vielä salasanaa osuuksina"),
            C::NoCeremonyIsOpen => "mikään seremonia ei ole kesken".into(),
            C::NoCeremonyToGoOnWith => "mikään seremonia ei ole kesken; aloittakaa seremonia antamalla sen nimi".into(),
            C::NoHeadYet => "tapahtumakirjan tilaa ei ole vielä kirjattu".into(),
            C::SecretMayBeLive => "jokin PIN-koodi tai salasana voi olla voimassa, vaikka sitä ei ole vahvistettu; sen vaihe on selvitettävä ensin".into(),
            C::StepWithoutSubject { step } => format!("vaihe {step} ei kerro, mitä se koskee"),
            C::CannotSplit { why } => format!("salasanaa ei voi jakaa osuuksiin: {why}"),
            C::SharesGiveNoPassword { why } => format!("osuuksista ei saada salasanaa: {why}"),
            C::IsKey { key } => format!("se on avain {key}"),
            C::HasPin => "siinä on PIN-koodi".into(),
            C::KnowsNoPins => "se ei tunne PIN-koodeja, joten sitä ei voi käyttää tässä".into(),
            C::PinIsShorter { sheet, least } => format!("lomakkeen {sheet} PIN-koodissa on alle {least} merkkiä, eikä avain enää ottaisi sitä; vaihtakaa se ensin"),
            C::NoSuchFile => "sellaista tiedostoa ei ole".into(),
            C::NoText => "se ei ole tekstiä".into(),
            C::ForAnother { is, plan } => format!("se on tarkoitettu kohteelle {is}, mutta suunnitelmassa on {plan}"),
            C::ChallengeExpired => "sen voimassaoloaika on päättynyt".into(),
            C::NoPageCame => "luettavaa sivua ei tullut".into(),
            C::PageNotConfirmed => "sitä ei vahvistettu".into(),
            C::NewPinDoesNotOpen => "uusi PIN-koodi ei avaa sitä".into(),
            C::DeletedPasskeyIsThere => "poistettu pääsyavain on yhä siinä".into(),
            C::SettingIsNotThere => "asetus ei ole se, joksi se asetettiin".into(),
            C::ResetDidNotWipe => "se ei ole nollauksen jälkeen tyhjä".into(),
            C::NoListYet => "FIDOn luetteloa ei ole vielä tuotu (import-metadata)".into(),
            C::ModelNotListed => "sen mallia ei ole FIDOn luettelossa".into(),
            C::VouchesForItself => "se takaa vain itsensä, ei mitään mallia".into(),
            C::ProvesNothing => "se ei kerro alkuperästään mitään".into(),
            C::CertificatesNotVerified => "sen varmenteessa on algoritmi, jota tämä ohjelma ei tarkista".into(),
            C::AttestsOtherwise { format } => format!("sen todistus on muodossa {format}, jota ei arvioida"),
            C::BegunForNoFile => "seremoniaa ei aloitettu millekään tiedostolle: aloittakaa se valitsimella --file".into(),
            C::DeletePasskeys => "luetella ja poistaa pääsyavaimia".into(),
            C::SetLeastPinLength => "ottaa vastaan lyhimmän sallitun PIN-koodin pituutta".into(),
            C::TellLeastPinLength { count, most } => format!("kertoa {count} sivustolle, kuinka pitkä sen PIN-koodin on oltava, vaan enintään {most}"),
            C::AttestForEnterprises => "ilmaista itseään organisaatiolle (enterprise attestation)".into(),
            C::AlwaysWantItsPin => "ottaa vastaan asetusta, jolla se vaatii PIN-koodinsa kaikkeen (alwaysUv)".into(),
            C::BeKnownWithoutPin => "erottua muista, kun se vaatii PIN-koodinsa kaikkeen: silloin se ei allekirjoita mitään ilman sitä eikä näytä sarjanumeroa; asetus peruttiin".into(),
            C::NoSuchPasskey => "avain ilmoittaa, että siinä ei ole sellaista pääsyavainta".into(),
            C::NoCredentialCame => "pääsyavainta ei tullut".into(),
            C::IdentityDoesNotAnswer => "sen tunniste ei enää vastaa".into(),
            C::NewIdentityDoesNotAnswer => "uusi tunniste ei vastaa".into(),
            C::MadeWithoutPinOrTouch => "pääsyavain tehtiin ilman PIN-koodia tai kosketusta".into(),
            C::OtherAlgorithm => "pääsyavain käyttää muuta algoritmia kuin pyydettiin".into(),
            C::RecordedKeyIsNoKey => "sen kirjattu julkinen avain ei ole kelvollinen".into(),

            C::KeyIsPluggedIn { key } => format!("avain {key} on kytketty"),
            C::NoKeyIsPluggedIn => "mitään avainta ei ole kytketty".into(),
            C::NoKeyOnTheTable => "pöydällä ei ole avainta".into(),
            C::NoKeyBlinks => "mikään avain ei nyt vilku".into(),
            C::ScannerReadsIt => "skanneri lukee sen".into(),
            C::NothingAnswersThis => "mikään esillä oleva ei vastaa tähän kysymykseen".into(),

            C::ItsKeyIsWiped => "sen avain on tyhjä, eikä se avaa mitään".into(),
            C::NeverUsed => "sitä ei käytetty koskaan".into(),
            C::AnotherTookItsPlace => "sen tilalla on uusi lomake, joka on sinetöity".into(),
        }
    }

    fn thing(&self, thing: &Thing) -> String {
        match thing {
            Thing::Key(key) => format!("avain {key}"),
            Thing::Sheet(sheet) => format!("lomake {sheet}"),
            Thing::Bag(bag) => format!("pussi {bag}"),
            Thing::BagWith(thing) => format!("pussi, jossa on {}", self.thing(thing)),
            Thing::StrangeKey => "avain, jota tämä kirja ei tunne".into(),
            Thing::PluggedKey(key) => format!("avain {key} (kytketty)"),
            Thing::NewBag(bag) => format!("uusi pussi {bag}"),
            Thing::PageInTray(page) => format!("sivu {page} (tulostelokerossa)"),
        }
    }

    fn choice(&self, choice: Choice) -> (&'static str, &'static str) {
        match choice {
            Choice::Again => ("uudelleen", "yritetään tätä vaihetta uudelleen"),
            Choice::LeaveOut => (
                "ohita",
                "jatketaan ilman tätä vaihetta; molemmat suostuvat ja kertovat syyn, se kirjataan",
            ),
            Choice::StopSafely => (
                "stop",
                "keskeytetään turvallisesti: kaikki esillä oleva pannaan pusseihin, seremonia jää kesken",
            ),
            Choice::Abandon => (
                "luovu",
                "päätetään seremonia keskeneräisenä; sitä ennen kaikki esillä oleva pannaan pusseihin",
            ),
        }
    }

    fn label(&self, label: Label) -> &'static str {
        match label {
            Label::Rehearsal => "HARJOITUS",
            Label::Ceremony => "seremonia",
            Label::Offline => "ei verkossa",
            Label::Online => "VERKKO ON PÄÄLLÄ",
            Label::PinCustodian => "PIN-HALTIJA",
            Label::KeyCustodian => "AVAINHALTIJA",
            Label::Both => "TE MOLEMMAT",
            Label::PinCustodianLooksAway => "PIN-haltija: katsokaa muualle",
            Label::KeyCustodianLooksAway => "Avainhaltija: katsokaa muualle",
            Label::OthersLookAway => "Kaikki muut: katsokaa muualle",
            Label::AtHand => "Käsillä",
            Label::OnTheTable => "Pöydällä",
            Label::Nothing => "ei mitään",
            Label::Acts => "Osat",
            Label::LiesOnTheTable => "pöydällä",
            Label::MoreWithF3 => "lisää (F3)",
            Label::MoreWithPageUp => "(PgUp lisää)",
            Label::ShortFooter => "F1 ohje F2 vaiheet F3 tiedot F4 stop",
            Label::LookAwayKeyCustodian => "AVAINHALTIJA: KATSOKAA MUUALLE",
            Label::LookAwayPinCustodian => "PIN-HALTIJA: KATSOKAA MUUALLE",
            Label::LookAwayOther => "TOINEN: KATSOKAA MUUALLE",
            Label::LineYesNo => "Vastatkaa k tai e, tai stop tai help.",
            Label::LineEnter => "Painakaa Enter, kun se on tehty, tai näppäilkää stop.",
            Label::LineOneOf => "Näppäilkää jokin näistä:",
            Label::LineOrStop => "(tai stop)",
            Label::LineGoesOn => "Pelkkä Enter jättää tämän väliin.",
            Label::TouchTheKey => "KOSKETTAKAA AVAINTA NYT",
            Label::NothingBlinks => {
                "Eikö mikään vilku? Painakaa avain tukevasti porttiinsa; katsokaa, onko sen kyljessä valo. Kun aika on loppunut, mitään ei ole muutettu, ja voitte yrittää uudelleen."
            }
            Label::Wait => "Odottakaa.",
            Label::Over => "Tämä päättyi tähän. Painakaa Enter.",
            Label::TooSmall => "Suurentakaa tätä ikkunaa: 80 saraketta, 24 riviä.",
            Label::Key => "Avain",
            Label::Sheet => "Lomake",
            Label::Bag => "Pussi",
            Label::Account => "Tili",
            Label::Tries => "Yrit. jäljellä",
            Label::YesNo => "k  kyllä     e  ei",
            Label::SpaceIs => "Jokainen _ voi olla välilyönti; ryhmien välit eivät kuulu mukaan.",
            Label::Footer => "F1 ohje  F2 vaiheet  F3 tiedot  F4 stop, ohita",
            Label::Hands => "F5 skannaa F6 kosketa F7 irrota F8 kytke",
            Label::PageFooter => "Ylös, Alas, PgUp, PgDn   / haku   n seuraava   Esc takaisin",
            Label::MenuFooter => "painakaa numeroa   Esc takaisin",
            Label::SearchFor => "Haku: ",
            Label::NotFound => "ei löytynyt",
            Label::Help => "Ohje",
            Label::Script => "Tämän seremonian käsikirjoitus",
            Label::LookAround => "Tiedot",
            Label::PlugIn => "Mikä avain?",
            Label::WhatIsWhere => "Mitä on missä",
            Label::Ledger => "Tapahtumakirja",
            Label::Plan => "Voimassa oleva suunnitelma",
            Label::Keys => "Kytketyt avaimet",
            Label::KeysAreOnTheTable => "Harjoituksessa: katsokaa, mitä pöydällä on.",
            Label::Manual => "Ohjekirja",
            Label::Said => "Tähän mennessä sanottu",
            Label::Reading => "Luetaan...",
            Label::NothingYet => "Ei vielä mitään.",
            Label::Characters => "merkkiä",
            Label::NotNow => "ei nyt,",
            Label::HomeFooter => "painakaa numeroa, sitten Enter   PgUp, PgDn   q lopettaa",
            Label::RehearseDrill => "Harjoitelkaa vuosittainen vaihto",
            Label::RehearseSmall => {
                "Harjoitelkaa lyhyesti: yksi tili, yksi avain, kymmenen minuuttia"
            }
            Label::GoOnWith => "Jatkakaa seremoniaa",
            Label::AboutMinutes => "(noin # minuuttia)",
            Label::TypeThisLine => {
                "Näppäilkää ensin tämä rivi niin kuin näppäimissä lukee, ja Enter:"
            }
            Label::WhyThisLine => {
                "Se näyttää, tuottaako näppäimistö sen, mitä näppäimissä lukee, ja onko Caps Lock päällä, ennen kuin PIN-koodi näppäillään näkymättömissä. Esc jättää tämän väliin."
            }
        }
    }

    fn hint(&self, hint: Hint) -> &'static str {
        match hint {
            Hint::YesOrNo => "Painakaa k tai e. F4 keskeyttää turvallisesti, F1 auttaa.",
            Hint::PressEnter => "Painakaa Enter, kun se on tehty. F4 keskeyttää turvallisesti.",
            Hint::ChooseFirst => "Valitkaa yksi: sen numero tai nuolinäppäimet, sitten Enter.",
            Hint::Full => "Enempää ei mahdu. Ctrl-U poistaa kaiken.",
            Hint::Empty => "Mitään ei ole vielä näppäilty.",
            Hint::CannotBe => "Missään osuudessa ei ole sellaista sanaa. Backspace poistaa sen.",
            Hint::TooFast => {
                "Liitettyä tai skannattua tekstiä ei oteta tässä vastaan: se hylättiin."
            }
            Hint::Held => "Näppäin oli vielä pohjassa: sitä ei huomioitu. Vielä kerran.",
            Hint::Noticed => {
                "Avain huomattiin ilmankin: näppäintä ei huomioitu. Lukekaa eteenpäin."
            }
            Hint::CapsLock => "Toistaiseksi pelkkiä isoja kirjaimia: onko Caps Lock päällä?",
            Hint::KeyIsOut => "Ei nyt: pöydällä on jotain. Keskeyttäkää ensin turvallisesti (F4).",
        }
    }

    fn wrong_keyboard(&self, wrong: WrongKeyboard) -> String {
        match wrong {
            WrongKeyboard::CapsLock => {
                "Tuli isoja kirjaimia: Caps Lock on päällä. Kytkekää se pois, sitten vielä kerran."
                    .into()
            }
            WrongKeyboard::Layout(wanted, came) => format!(
                "Merkin {wanted} sijaan tuli {}. Näppäimistön asettelu on eri kuin näppäimissä lukee: PIN-koodit ja \
                 sanat tulisivat väärin. Vaihtakaa asettelu tämän ohjelman ulkopuolella, tai näppäilkää nykyisen asettelun mukaan. Vielä kerran.",
                Safe::new(&came.to_string(), 1)
            ),
            WrongKeyboard::Length => "Tämä ei ollut se rivi. Vielä kerran.".into(),
        }
    }

    fn help(&self) -> &'static str {
        HELP
    }

    fn line_help(&self) -> &'static str {
        LINE_HELP
    }

    fn yes_no(&self) -> [(char, &'static str); 2] {
        [('k', "kyllä"), ('e', "ei")]
    }
}

impl Finnish {
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
            T::NotWritten { why } => format!("Tapahtumakirjaan ei voitu kirjoittaa: {why}."),
            T::NotAllowed { why } => {
                format!("Säännöt eivät salli tätä nyt: {}.", self.clause(why))
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
                    self.thing(found)
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
                    self.clause(why)
                )
            }
            T::KeyUnproven { key, why } => format!(
                "Avain, jonka piti saada nimi {key}, ei todista, mitä mallia se on: {}.",
                self.clause(why)
            ),
            T::NotGenuine { key, why } => {
                format!("Avain, jonka piti saada nimi {key}, ei ole sitä, mitä se väittää: {why}.")
            }
            T::BadList { file, why } => {
                format!("Tiedostoa {file} ei voi käyttää: {}.", self.clause(why))
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
                    self.clause(what)
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
                format!("Sivua {sheet} ei tulostettu: {}.", self.clause(why))
            }
            T::DocumentNotPrinted { sheet, why } => {
                format!("Sivua {sheet} ei tulostettu: {}.", self.clause(why))
            }
            T::Unreadable { sheet } => {
                format!("Lomakkeesta {sheet} luettu ei ole sama kuin siihen tulostettu.")
            }
            T::NotAPin { sheet, digits } => format!(
                "Lomakkeesta {sheet} näppäilty ei ole PIN-koodi, jossa on {digits} numeroa, tai se on liian yksinkertainen."
            ),
            T::NotInHand { item } => format!(
                "Käsillä pitäisi olla {}, mutta sitä ei ole.",
                self.thing(item)
            ),
            T::NoEntropy { why } => format!("Järjestelmä ei antanut satunnaislukuja: {why}."),
            T::NoLockedMemory => "Lukittua muistia ei ole jäljellä salaisuutta varten.".into(),
            T::CopyFailed { copy, why } => {
                format!("Kirjan kopiota {copy} ei saatu kirjoitettua ja luettua takaisin: {why}.")
            }
            T::BadInbox { file, why } => {
                format!("Tiedostoa {file} ei voi käyttää: {}.", self.clause(why))
            }
            T::NotAssented => {
                "Jompikumpi teistä ei antanut suostumustaan, tai oma sana oli kolmesti väärä."
                    .into()
            }
            T::NotConfirmed { what } => format!("Ei vahvistettu: {}.", self.clause(what)),
            T::CannotBe { who, why } => {
                format!("{who} ei voi osallistua näin: {}.", self.clause(why))
            }
            T::TypedTooOften { what } => {
                format!(
                    "Näppäilty kolme kertaa, eikä vieläkään ole niin kuin pitää: {}.",
                    self.clause(what)
                )
            }
            T::PlanNotThis => "Suunnitelmaa ei vahvistettu.".into(),
            T::UnknownBag { item, found } => format!(
                "Pussissa, johon kuuluu {}, on sarjanumero {found}, jota tämä kirja ei ole koskaan nähnyt.",
                self.thing(item)
            ),
            T::DamagedBag { bag } => format!("Pussi {bag} on vaurioitunut tai se on avattu."),
            T::StrangeKey { expected, found } => {
                format!("Avaimen {expected} pussista tuli {}.", self.thing(found))
            }
            T::KeyChanged { key, differs } => format!(
                "Avain {key} ei ole samanlainen kuin silloin, kun se sinetöitiin: {}.",
                differs.join("; ")
            ),
            T::PinOpensNothing { key, sheets } => format!(
                "Mikään avaimen {key} lomakkeiden PIN-koodeista ei avaa sitä ({}).",
                sheets.join(", ")
            ),
            T::KeyLied { key, what } => {
                format!(
                    "Avain {key} ilmoitti, että asia on tehty, mutta näin ei ole: {}.",
                    self.clause(what)
                )
            }
            T::ShareAltered { sheet } => {
                format!("Lomakkeen {sheet} osuus ei ole se, joka tulostettiin.")
            }
            T::CredentialWrong { key, why } => {
                format!(
                    "Avaimen {key} pääsyavain ei ole se, joka rekisteröitiin: {}.",
                    self.clause(why)
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

/// What is to be done with a page without a secret.
fn document_taken(document: &Document, sheet: &str) -> String {
    match document {
        Document::TestPage => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: neljä kulmaa, molemmat viivaimet 100 mm pitkiä, jokainen merkki selvä. Siinä ei ole salaisuutta."
        ),
        Document::BagLabels => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: pussien tarrat. Leikatkaa ne erilleen; yksi tulee jokaisen uuden pussin mukaan."
        ),
        Document::Leaflet => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: palautusohje. Kopioikaa se jokaiseen pussiin, jossa on osuus, tai säilyttäkää se suunnitelman kanssa."
        ),
        Document::Receipt { person } => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: kuitti henkilölle {person}. Verratkaa pussien sarjanumeroita; {person} allekirjoittaa, ja pussien antaja allekirjoittaa."
        ),
        Document::FlushPage => format!(
            "Ottakaa sivu {sheet} tulostelokerosta: siinä on vain kuvio, jotta tulostimen muistiin ei jää salaisuutta. Repikää se. Sammuttakaa tulostin, kun päivän viimeinen sivu on tulostettu."
        ),
        Document::Minutes { person } => format!(
            "{person}: lukekaa pöytäkirjanne, allekirjoittakaa se ja säilyttäkää se. Sen kymmenen sanaa todistavat tämän tapahtumakirjan aidoksi seuraavassa läsnäolijoiden tarkistuksessa."
        ),
    }
}

const HELP: &str = "\
Ylin palkki kertoo, kenen kädet nyt toimivat ja kuka katsoo muualle. Sen
alla on ainoa asia, joka nyt tehdään. Lukekaa se ääneen, tehkää se ja
vastatkaa sitten.

  k, e          kyllä, ei: yksi näppäin, ei Enteriä
  Enter         päättää näppäillyn; vahvistaa valitun
  Backspace     poistaa yhden merkin, Ctrl-U kaikki
  PgUp, PgDn    pitkän tekstin loput

  F1  tämä ohje
  F2  vaiheet, seremonian käsikirjoitus: mitä on tehty, mitä on tulossa
  F3  tiedot: suunnitelma, tapahtumakirja, mitä on missä, avaimet,
      ohjekirja
  F4  stop. Sitten kysytään, mitä nyt tehdään: jatketaan (mitään ei
      menetetä), keskeytetään turvallisesti, ohitetaan tämä vaihe
      (poikkeus: molemmat suostuvat, syy kerrotaan, ja se kirjataan) tai
      päätetään seremonia keskeneräisenä. Ctrl-C ja Ctrl-D tekevät saman.

Salainen näkyy tähtinä. Liitetty teksti ja skanneri kelpaavat vain, kun
luetaan osuutta, allekirjoitettua pöytäkirjaa tai pussin sarjanumeroa.
Pohjassa pidetty näppäin vastaa vain yhteen kysymykseen.

Keskeyttäminen ei ole koskaan väärin. Se, mikä näytettiin tehdyksi, on
levyllä; seremonia jatkuu siitä, mihin tapahtumakirja päättyy.

Harjoituksessa pöytä on kuviteltu, ja nämä ovat kätenne:
  F5  panee kysytyn paperin skanneriin: se näppäilee puolestanne
  F6  koskettaa avainta      F7  irrottaa sen      F8  kytkee avaimen";

const LINE_HELP: &str = "Näppäilkää vastaus ja painakaa Enter. Backspace poistaa yhden merkin, Ctrl-U kaikki.
  - k tai e (kyllä, ei), kun kysymyksessä on (k/e)
  - stop, Ctrl-C tai Ctrl-D: keskeytetään turvallisesti; kaikki esillä oleva pannaan pusseihin, ja `sealwright run` jatkaa myöhemmin
  - help: tämä ohje
Salainen näkyy tähtinä. Sielläkin stop toimii, mutta help ei: se voisi olla oma sananne.";
