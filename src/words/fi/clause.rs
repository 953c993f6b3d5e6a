//! The parts of sentences, in Finnish.

use super::{finding, refused, thing};
use crate::words::clause::Clause;

pub(super) fn said(clause: &Clause) -> String {
    use Clause as C;
    match clause {
        C::Words(words) => words.clone(),
        C::Refused(refused) => refused::said(refused),
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
        C::SerialWasUsed { bag } => format!("pussia {bag} on jo käytetty; kutakin sarjanumeroa käytetään vain kerran"),
        C::NoSerial => "pussin sarjanumerossa on 3-24 merkkiä: A-Z, 0-9 ja yhdysviivoja".into(),
        C::DoesNotOpenThePlace => "tällä henkilöllä ei ole pääsyä siihen paikkaan".into(),
        C::NobodyOfThatName => "suunnitelmassa ei ole tähän ketään, jolla on tämä nimi".into(),
        C::NoThrow => "heitto on numero yhdestä kuuteen (1-6)".into(),
        C::ThrowsMissing { missing, least } => format!("heittoja puuttuu {missing}; niitä tarvitaan {least}"),
        C::NoFairDie => "yhtä numeroa on yli puolet kaikista heitoista: tämä noppa ei ole tasapuolinen".into(),
        C::Empty => "mitään ei näppäilty".into(),
        C::NotThePinsDigits { digits } => format!("PIN-koodissa on {digits} numeroa eikä mitään muuta"),
        C::NotAsPrinted => "näppäilty ei ole sama kuin tulostettu".into(),
        C::LettersDoNotFit => "PIN-koodi ja tarkistuskirjaimet eivät kuulu yhteen, tai ne eivät kuulu tähän lomakkeeseen".into(),
        C::AnotherPrivateWord => "tämä ei ole valittu oma sana".into(),
        C::PrivateWordTooShort => "omassa sanassa on vähintään neljä merkkiä".into(),
        C::PrivateWordsDiffer => "nämä kaksi sanaa eivät ole samat".into(),
        C::NoTime => "kirjoittakaa päivä ja kellonaika, esimerkiksi 2026-01-12 09:41".into(),
        C::DatesDiffer => "päivämäärät eroavat. Katsokaa molempia kelloja ja kirjoittakaa molemmat uudelleen".into(),
        C::ReasonNeeded => "syy on kerrottava".into(),
        C::WordIsAnother { position } => format!("sana numero {position} on väärä"),
        C::WordOutOfTurn { position } => format!("sanan numero {position} kohdalla jokin sana puuttuu, on kahdesti tai on vaihtanut paikkaa"),
        C::WordUnknown { position } => format!("sana numero {position} ei ole sanaluettelossa"),
        C::WordCount { heard, needed } => format!("sanoja näppäiltiin {heard}, ja niitä tarvitaan {needed}"),

        C::TheSerial => "pussin sarjanumero".into(),
        C::TheNewSerial => "uuden pussin sarjanumero".into(),
        C::TheName => "nimi".into(),
        C::TheThrows => "nopanheitot".into(),
        C::TheText => "teksti".into(),
        C::ThePin { sheet } => format!("PIN-koodi lomakkeesta {sheet}"),
        C::TheWords { sheet } => format!("lomakkeen {sheet} sanat"),
        C::TheReason => "syy".into(),
        C::WhatWasFoundOut => "mitä saatiin selville".into(),
        C::TheHeadSize => "tapahtumakirjan tilan koko".into(),
        C::TheTime => "kellonaika".into(),
        C::ThePrivateWord => "oma sana".into(),

        C::PlanAdds { thing } => format!("uudessa suunnitelmassa on lisäksi {thing}"),
        C::PlanRemoves { thing } => format!("uudessa suunnitelmassa ei enää ole {thing}"),
        C::PlanChanges { field, from, to } => {
            let (from, to) = (or_nothing(from), or_nothing(to));
            format!("uusi suunnitelma muuttaa kohtaa {field}: ennen {from}, nyt {to}")
        }

        C::PlanBecomesBinding => "suunnitelma tulee voimaan".into(),
        C::PartBegins { title } => format!("tämä seremonian osa alkaa: {title}"),
        C::FirstPin { key } => format!("avain {key} saa ensimmäisen PIN-koodinsa"),
        C::NewPin { key } => format!("avaimen {key} PIN-koodi vaihdetaan"),
        C::PasskeyIsDeleted { key } => {
            format!("tilin pääsyavain poistetaan avaimesta {key}")
        }
        C::KeyIsConfigured { key, settings } => {
            let settings: Vec<String> = settings.iter().map(said).collect();
            format!("avaimen {key} asetukset: {}", settings.join("; "))
        }
        C::KnownBySerial { key, serial } => format!(
            "avain {key} ei allekirjoita mitään ilman PIN-koodiaan, joten sen erottaa muista vain sarjanumero {serial}, jonka väärennetty avain voi jäljitellä. Verratkaa sitä numeroon, joka on avaimessa ja sen tarrassa"
        ),
        C::TakesNoShorterPin { least } => format!("se ei ota alle {least} merkin PIN-koodia; vain nollaus kumoaa sen"),
        C::TellsLeastPinLength { rp_ids } => format!("se kertoo PIN-koodinsa vähimmäispituuden seuraaville: {}", rp_ids.join(", ")),
        C::AttestsForEnterprises => "se saa tunnistautua niille organisaatioille, jotka valmistaja on siihen merkinnyt; vain nollaus kumoaa sen".into(),
        C::AlwaysWantsItsPin => "se vaatii PIN-koodinsa kaikkeen, myös silloin kun sivusto ei sitä vaadi".into(),
        C::KeyIsReset { key } => {
            format!("avain {key} nollataan, ja kaikki siinä oleva menetetään")
        }
        C::ListIsTaken { number } => format!("tämä kirja käyttää tästä lähtien FIDOn luetteloa {number}"),
        C::ListIsStale { number, until } => format!("FIDOn luetteloa {number} uudemman määräpäivä oli {until}; luettelossa {number} ei ole sitä, mikä on sen jälkeen tullut tietoon"),
        C::CannotProtect { key } => format!("avain {key} ei pysty suojaamaan pääsyavainta vuokralaisen pyytämällä tavalla"),
        C::KeptUnseen { key } => format!("ei voida nähdä, säilyttääkö avain {key} pääsyavaimen niin, että se löytyy kirjauduttaessa: avain ei luettele pääsyavaimiaan"),
        C::ModelIsUnproven { key, model, why } => format!("kaikki mallin {model} avaimet pystyvät todistamaan alkuperänsä, mutta avaimesta {key} sitä ei voitu todeta: {}", said(why)),
        C::ModelIsWarnedOf { key, warnings } => format!("FIDOn luettelo varoittaa avaimen {key} mallista: {}", warnings.join("; ")),
        C::NewPassword { account } => format!("tili {account} saa uuden salasanan"),
        C::StepIsLeftOut { step } => format!("vaihe {step} ohitetaan"),
        C::CeremonyIsWithdrawn => "tämä seremonia perutaan".into(),
        C::CeremonyEndsUnfinished => "tämä seremonia päätetään keskeneräisenä".into(),
        C::SealedUnrecorded { key } => format!("avain {key} menee pussiinsa ilman, että sen tila on kirjattu"),
        C::QuarantineEnds { thing } => format!("tähän voi taas luottaa: {}", thing::said(thing)),
        C::GoesOnAfter { minutes } => format!("seremonia jatkuu {minutes} minuutin jälkeen"),
        C::NoMinutesHere { person } => format!("{person} ei lukenut tilaa uusimmasta allekirjoittamastaan tämän tapahtumakirjan pöytäkirjasta, joten tämä voi olla eri tapahtumakirja"),
        C::NoHeadOfThisSize => "tapahtumakirjassa ei ole tämän kokoista tilaa. Katsokaa paperia ja näppäilkää koko uudelleen".into(),
        C::NoSize => "näppäilkää paperissa oleva tilan koko numeroina".into(),
        C::ClockIsBehind { latest } => format!("kannettavan kello on jäljessä tapahtumakirjan viimeisestä merkinnästä ({latest})"),
        C::PrivateWordsNotAccepted => "näitä sanoja ei hyväksytä. Valitkaa molemmat uudet".into(),
        C::ClockDiffers { minutes } => format!("kannettavan kello ja oma kello eroavat toisistaan {minutes} min"),
        C::TriesAreLow { key, left, wrong } => format!("avaimen {key} PIN-yrityksiä on jäljellä {left}, ja juuri äsken vääriä PIN-koodeja oli {wrong}"),
        C::LaptopIsNotFit { findings } => format!("kannettava ei täytä kaikkia vaatimuksia: {}", findings.iter().map(finding::said).collect::<Vec<_>>().join("; ")),

        C::OneIsBoth => "sama henkilö ei voi olla sekä PIN-haltija että avainhaltija".into(),
        C::NoPlaceFor { thing } => format!("suunnitelmassa ei ole paikkaa tälle: {}", thing::said(thing)),
        C::KeyNotAdmitted { key } => format!("avainta {key} ei ole otettu mukaan"),
        C::NotInThePlan { name } => format!("suunnitelmassa ei ole nimeä {name}"),
        C::NoPasswordYet { account } => format!("tilillä {account} ei ole vielä salasanaa osuuksina"),
        C::NoCeremonyIsOpen => "mikään seremonia ei ole kesken".into(),
        C::NoCeremonyToGoOnWith => "mikään seremonia ei ole kesken; nimetkää seremonia, jonka haluatte aloittaa".into(),
        C::NoHeadYet => "tapahtumakirjan tilaa ei ole vielä kirjattu".into(),
        C::NothingInQuarantine => "mikään ei ole karanteenissa".into(),
        C::StepWithoutSubject { step } => format!("vaihe {step} ei kerro, mitä se koskee"),
        C::CannotSplit { why } => format!("salasanaa ei voi jakaa osuuksiin: {why}"),
        C::SharesGiveNoPassword { why } => format!("osuuksista ei saada salasanaa: {why}"),
        C::IsKey { key } => format!("se on avain {key}"),
        C::HasPin => "siinä on PIN-koodi".into(),
        C::KnowsNoPins => "se ei tue PIN-koodeja, joten sitä ei voi käyttää tässä".into(),
        C::PinIsShorter { sheet, least } => format!("lomakkeen {sheet} PIN-koodissa on alle {least} merkkiä, eikä avain enää ottaisi sitä; vaihtakaa se ensin"),
        C::NoSuchFile => "sellaista tiedostoa ei ole".into(),
        C::NoText => "se ei ole tekstitiedosto".into(),
        C::ForAnother { is, plan } => format!("se on tarkoitettu kohteelle {is}, mutta suunnitelmassa on {plan}"),
        C::ChallengeExpired => "sen voimassaoloaika on päättynyt".into(),
        C::NoPageCame => "luettavaa sivua ei tullut".into(),
        C::PageNotConfirmed => "sitä ei vahvistettu".into(),
        C::NewPinDoesNotOpen => "uusi PIN-koodi ei avaa sitä".into(),
        C::DeletedPasskeyIsThere => "poistettu pääsyavain on yhä siinä".into(),
        C::SettingIsNotThere => "asetuksella ei ole arvoa, joka sille asetettiin".into(),
        C::ResetDidNotWipe => "se ei ole nollauksen jälkeen tyhjä".into(),
        C::NoListYet => "FIDOn luetteloa ei ole vielä tuotu (import-metadata)".into(),
        C::ModelNotListed => "sen mallia ei ole FIDOn luettelossa".into(),
        C::VouchesForItself => "se takaa vain itsensä, ei mitään mallia".into(),
        C::ProvesNothing => "se ei kerro alkuperästään mitään".into(),
        C::CertificatesNotVerified => "sen varmenne käyttää algoritmia, jota tämä ohjelma ei tarkista".into(),
        C::AttestsOtherwise { format } => format!("sen todistus on muodossa {format}, jota tämä ohjelma ei arvioi"),
        C::BegunForNoFile => "seremonia aloitettiin ilman tiedostoa; aloittakaa se valitsimella --file".into(),
        C::DeletePasskeys => "luetella ja poistaa pääsyavaimia".into(),
        C::SetLeastPinLength => "ottaa vastaan PIN-koodinsa vähimmäispituutta".into(),
        C::TellLeastPinLength { count, most } => format!("kertoa PIN-koodinsa vähimmäispituutta {count} sivustolle (enintään {most})"),
        C::AttestForEnterprises => "tunnistautua organisaatiolle (enterprise attestation)".into(),
        C::AlwaysWantItsPin => "ottaa vastaan asetusta, jolla se vaatii PIN-koodinsa kaikkeen (alwaysUv)".into(),
        C::BeKnownWithoutPin => "erottua muista, kun se vaatii PIN-koodinsa kaikkeen: silloin se ei allekirjoita mitään ilman sitä eikä näytä sarjanumeroa; asetus peruttiin".into(),
        C::NoSuchPasskey => "avain ilmoittaa, että siinä ei ole sellaista pääsyavainta".into(),
        C::NoCredentialCame => "avain ei palauttanut pääsyavainta".into(),
        C::IdentityDoesNotAnswer => "sen tunnistepääsyavain ei enää vastaa".into(),
        C::NewIdentityDoesNotAnswer => "uusi tunnistepääsyavain ei vastaa".into(),
        C::MadeWithoutPinOrTouch => "pääsyavain luotiin ilman PIN-koodia tai kosketusta".into(),
        C::OtherAlgorithm => "pääsyavain käyttää muuta algoritmia kuin pyydettiin".into(),
        C::PasskeyCanBeCopied => "pääsyavain voidaan kopioida avaimesta muualle, tai se on kopioitu".into(),
        C::PasskeyIsNotKept => "avain ei säilytä pääsyavainta pyydetyllä tavalla".into(),
        C::ProtectedOtherwise => "pääsyavain on suojattu eri tavalla kuin pyydettiin".into(),
        C::RecordedKeyIsNoKey => "sen kirjattu julkinen avain ei ole kelvollinen".into(),

        C::KeyIsPluggedIn { key } => format!("avain {key} on kytketty"),
        C::NoKeyIsPluggedIn => "mitään avainta ei ole kytketty".into(),
        C::NoKeyOnTheTable => "pöydällä ei ole avainta".into(),
        C::NoKeyBlinks => "mikään avain ei nyt vilku".into(),
        C::ScannerReadsIt => "skanneri lukee sen".into(),
        C::NothingAnswersThis => "mikään pöydällä oleva ei vastaa tähän kysymykseen".into(),

        C::ItsKeyIsWiped => "sen avain on nollattu, joten se ei avaa mitään".into(),
        C::NeverUsed => "sitä ei koskaan käytetty".into(),
        C::AnotherTookItsPlace => "uusi lomake on korvannut sen ja on sinetöity".into(),
    }
}

/// A value of a plan; one that is not there has a word too.
fn or_nothing(value: &str) -> &str {
    match value {
        "" => "ei mitään",
        value => value,
    }
}
