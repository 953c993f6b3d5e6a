//! Why the rules refuse an entry, in Finnish.

use super::thing;
use crate::custody::Refused;
use crate::text::language::Language;
use crate::text::script::ScriptWords;
use crate::words::clause::Thing;

pub(super) fn said(refused: &Refused) -> String {
    use Refused as R;
    match refused {
        R::OpensTwice => "vain tapahtumakirjan ensimmäinen merkintä avaa kirjan".into(),
        R::OpensInACeremony => "kirja avataan, ennen kuin mikään seremonia alkaa".into(),
        R::NotOpened => "ensimmäisen merkinnän on avattava kirja".into(),
        R::AnotherCeremonyIsOpen => "toinen seremonia on vielä kesken".into(),
        R::NextCeremonyIs { number } => format!("seuraavan seremonian numero on {number}"),
        R::OpenCeremonyIs { number } => format!("kesken olevan seremonian numero on {number}"),
        R::NoCeremonyIsOpen => "mikään seremonia ei ole kesken".into(),
        R::SignedByAnAbsentee => "merkinnän kuittaisi joku, joka ei ole pöydän ääressä".into(),
        R::SignedByNobody => "kukaan ei kuittaisi tätä merkintää".into(),
        R::CeremonyWithoutSteps => "seremoniassa on oltava vaiheita".into(),
        R::BoundToAnotherPlan => {
            "seremonia on sidottu muuhun kuin voimassa olevaan suunnitelmaan".into()
        }
        R::NextStepIs { next, not } => format!("seuraava vaihe on {next}, ei {not}"),
        R::EveryStepHasEnded => "kaikki vaiheet on jo suoritettu".into(),
        R::StepLacksInitials { step } => format!("joku ei ole kuitannut vaihetta {step}"),
        R::StepCannotBeLeftOut { step } => format!("vaihetta {step} ei voi ohittaa"),
        R::StepIsAboutAnother { step, procedure } => {
            format!("vaihe {step} koskee muuta kuin {}", procedure.name())
        }
        R::StepNotAchieved { step, procedure } => format!(
            "vaihe {step} ({}) ei ole vielä saavuttanut tarkoitustaan",
            procedure.name()
        ),
        R::NotEveryStepHasEnded => "joitakin vaiheita ei ole vielä suoritettu".into(),
        R::SecretMayBeLive => {
            "jokin PIN-koodi tai salasana voi olla jo käytössä, vaikka sitä ei ole vahvistettu"
                .into()
        }
        R::NoCheckpoint => "tapahtumakirjaa ei ole vielä suljettu tämän seremonian osalta".into(),
        R::MinutesMissing => "pöytäkirjaa ei ole tulostettu jokaiselle haltijalle".into(),
        R::MinutesOfAnotherCheckpoint => {
            "pöytäkirjassa on oltava tapahtumakirjan viimeisin tila".into()
        }
        R::CopiesMissing => "kirjasta ei ole vielä kirjoitettu kahta kopiota".into(),
        R::NoSuchCopy => "kopioita on vain kaksi".into(),
        R::CopyWithoutCheckpoint => "kopiossa ei ole tapahtumakirjan viimeisintä tilaa".into(),
        R::CopyHoldsMore => "kopiossa on enemmän merkintöjä kuin tapahtumakirjassa".into(),
        R::StillOut { items, bags } => format!(
            "nämä ovat vielä pussin ulkopuolella tai viemättä paikalleen: {}",
            thing::out(items, bags).join(", ")
        ),
        R::NotOneOfEach => "istuntoon tarvitaan yksi avainhaltija ja yksi PIN-haltija".into(),
        R::OneIsBoth => "sama henkilö ei voi olla sekä PIN-haltija että avainhaltija".into(),
        R::HeadOfAnotherPaper { person } => {
            format!("{person} voi lukea vain oman viimeisimmän pöytäkirjansa tilan")
        }
        R::MayNotActAs { person, role } => format!(
            "{person} ei saa tänään toimia roolissa {}",
            role.on_script(ScriptWords::of(Language::Finnish))
        ),
        R::KnowsAPin { person } => format!(
            "{person} on nähnyt PIN-koodin, joka on vielä käytössä, eikä saa pitää sen avainta"
        ),
        R::BothMustAssent => "molempien haltijoiden on suostuttava".into(),
        R::NamedButAbsent => "joku nimetty ei ole pöydän ääressä".into(),
        R::ShareReadByTwo => {
            "osuus on luettava kahden henkilön voimin, kumpikin yhden puolikkaan".into()
        }
        R::PinReadByOne => "PIN-koodin saa lukea vain yksi henkilö".into(),
        R::NoPlan => "suunnitelmaa ei ole otettu käyttöön".into(),
        R::PlanOfAnotherCeremony => "seremonia on sidottu toiseen suunnitelmaan".into(),
        R::PlanBreaksARule { rule } => {
            format!("suunnitelma rikkoo sääntöä {rule} (ohjekirja: plan)")
        }
        R::PlanKnowsNoKey { key } => format!("suunnitelmassa ei ole avainta {key}"),
        R::PlanKnowsNoAccount { account } => format!("suunnitelmassa ei ole tiliä {account}"),
        R::PlanKnowsNoPlace { place } => format!("suunnitelmassa ei ole paikkaa {place}"),
        R::PlanHasNoPlaceFor { item } => format!(
            "suunnitelmassa ei ole paikkaa tälle: {}",
            thing::said(&Thing::from(item))
        ),
        R::NoOpenIntent { intent } => {
            format!("merkintä {intent} ei ilmoita tointa, joka on vielä avoinna")
        }
        R::ResultOfAnotherDeed => "tulos kuuluu toiseen toimeen".into(),
        R::InDoubtAlready => "tämä on jo epävarmaa".into(),
        R::PrintingInDoubt => "sivu, jota ei ehkä tulostettu kokonaan, on mitätön".into(),
        R::KeyNotAdmitted { key } => format!("avainta {key} ei ole otettu mukaan"),
        R::KeyAdmittedAlready { key } => format!("avain {key} on jo otettu mukaan"),
        R::KeyNotOnTheTable { key } => format!("avain {key} ei ole pöydällä"),
        R::KeyHasAPin { key } => format!("avaimella {key} on tai voi olla PIN-koodi"),
        R::KeyOfAnotherAccount { key, account } => {
            format!("avain {key} ei kuulu tilille {account}")
        }
        R::PinNotSettled { key } => format!("ei ole selvitetty, mikä PIN-koodi avaimella {key} on"),
        R::PinIsNotOn { key, sheet } => {
            format!("avaimen {key} PIN-koodi ei ole lomakkeen {sheet} koodi")
        }
        R::NoSuchCredential { key } => format!("avaimessa {key} ei ole tätä pääsyavainta"),
        R::NoCredential { key } => format!("avaimessa {key} ei ole pääsyavainta"),
        R::NoCredentialToRegister { key } => {
            format!("avaimessa {key} ei ole pääsyavainta, jonka voisi rekisteröidä")
        }
        R::SettingsNotAsPlanned { key } => {
            format!("avaimella {key} ei ole suunnitelman vaatimia asetuksia")
        }
        R::NoSnapshotBegun { key } => format!("avaimen {key} tilan kirjaamista ei ole aloitettu"),
        R::SealingComparesNothing => {
            "ennen sinetöintiä kirjattavaa tilaa ei verrata mihinkään".into()
        }
        R::OtherDifferences => "nimetyt erot eivät ole ne, jotka kirjatut tilat osoittavat".into(),
        R::NotRecordedBeforeSealing { key } => {
            format!("avaimen {key} tilaa ei kirjattu juuri ennen sinetöintiä")
        }
        R::AnotherKeyIsOut { key } => format!(
            "saman tilin avain {key} tai sen PIN-lomake on vielä pussinsa ulkopuolella; viekää se ensin paikalleen"
        ),
        R::ListNotNewer { known, number } => {
            format!("luettelo {known} on jo tuotu, eikä luettelo {number} ole uudempi")
        }
        R::NoSuchSheet { sheet } => format!("lomaketta {sheet} ei ole"),
        R::NextPageIs { sheet } => format!("seuraava sivu on {sheet}"),
        R::SheetNotOnTheTable { sheet } => format!("lomake {sheet} ei ole pöydällä"),
        R::SheetOfKeyNotOnTheTable { sheet, key } => {
            format!("avaimen {key} lomake {sheet} ei ole pöydällä")
        }
        R::AnotherPinInTheMaking { key } => {
            format!("toinen avaimen {key} PIN-lomake on aloitettu ja kesken")
        }
        R::NotAProvenPinSheet { sheet, key } => {
            format!("lomake {sheet} ei ole pöydällä oleva tarkistettu avaimen {key} PIN-lomake")
        }
        R::NotFreshlyPrinted { sheet } => format!("lomake {sheet} ei ole juuri tulostettu"),
        R::FingerprintOfAPin => "vain osuuksilla on sormenjäljet, PIN-koodeilla ei ole".into(),
        R::FingerprintForm => "sormenjäljessä on 64 heksadesimaalinumeroa".into(),
        R::FingerprintDiffers { sheet } => {
            format!("lomakkeen {sheet} osuudella on eri sormenjälki")
        }
        R::MayBeLive { sheet } => {
            format!("lomakkeen {sheet} salaisuus voi olla käytössä, tai lomake on jo poissa")
        }
        R::DestructionInDoubt { sheet } => format!("on jo epävarmaa, tuhottiinko lomake {sheet}"),
        R::ReplacementInDoubt => "on epävarmaa, onko korvaava lomake jo käytössä".into(),
        R::ReplacementNotSealed { sheet } => {
            format!("korvaavaa lomaketta {sheet} ei ole vielä sinetöity")
        }
        R::ReplacementsNotSealed => "kaikkia korvaavia lomakkeita ei ole vielä sinetöity".into(),
        R::NeitherVoidNorSuperseded { sheet } => {
            format!("lomake {sheet} on yhä voimassa, joten sitä ei saa tuhota")
        }
        R::SetHasShares { account, shares } => {
            format!("tilin {account} osuussarjassa on {shares} osuutta")
        }
        R::NoSetInTheMaking => "sivu ei kuulu tekeillä olevaan osuussarjaan".into(),
        R::NotEveryShareProven { shares, set } => {
            format!("kaikkia sarjan {set} {shares} osuutta ei ole tarkistettu")
        }
        R::HandoverNotConfirmed => "viimeisintä salasanan luovutusta ei vahvistettu".into(),
        R::NoSuchBag { bag } => format!("pussia {bag} ei ole tässä kirjassa"),
        R::BagUsedBefore { bag } => format!("pussia {bag} on jo käytetty"),
        R::BagNotFetched { bag } => format!("pussia {bag} ei ole haettu ja katsottu"),
        R::BagNotSealed { bag } => format!("pussi {bag} ei ole sinetöity"),
        R::EmptyBag => "tyhjää pussia ei voi sinetöidä".into(),
        R::ItemTwice { item } => format!(
            "tämä on nimetty kahdesti: {}",
            thing::said(&Thing::from(item))
        ),
        R::ItemNotOnTheTable { item } => {
            format!("tämä ei ole pöydällä: {}", thing::said(&Thing::from(item)))
        }
        R::ItemBelongsElsewhere { item, place, not } => format!(
            "{} kuuluu paikkaan {place}, ei paikkaan {not}",
            thing::said(&Thing::from(item))
        ),
        R::SheetToBeDestroyed { sheet } => format!("lomake {sheet} on tuhottava, ei sinetöitävä"),
        R::DoesNotOpen { person, place } => {
            format!("henkilöllä {person} ei ole pääsyä paikkaan {place}")
        }
    }
}
