//! Status, in Finnish.

use super::thing;
use crate::custody::procedure::Prints;
use crate::duty::{About, Duty, Kind, Outsider, Reason};
use crate::plan::{Name, Role};
use crate::text::language::Language;
use crate::words::clause::Thing;
use crate::words::status::{Line, Need, Obstacle};

pub(super) fn line(line: &Line) -> String {
    match *line {
        Line::NoBook { folder, why } => format!(
            "Kansiossa {folder} ei ole kirjaa, jonka voisi näyttää:\n{why}\n\nsealwright init DIR luo sellaisen. Sillä välin voitte harjoitella; siitä ei säilytetä mitään."
        ),
        Line::NoPlanBinds { at } => format!("Kirja, jossa mikään suunnitelma ei ole vielä voimassa, {at}"),
        Line::Rehearsal => "HARJOITUS: mikään siinä ei ole oikeaa".into(),
        Line::ClockBehind { now, latest } => format!(
            "KELLO ON VÄÄRÄSSÄ TAI TAPAHTUMAKIRJAN AJAT OVAT: nyt on {now}, ja yksi merkintä on tehty {latest}. Ennen kuin \
             kello on oikeassa, ei voida sanoa, minkä aika on tullut."
        ),
        Line::Unfinished => "Kesken".into(),
        Line::OpenCeremony {
            number,
            title,
            began,
            done,
            steps,
            next,
        } => {
            let next = next.map_or(String::new(), |next| format!("; seuraava on {next}"));
            format!(
                "Seremonia {number}, {title}, alkoi {began}: {done}/{steps} vaihetta on päättynyt{next}."
            )
        }
        Line::NothingIsOut => "Mitään ei ole esillä.".into(),
        Line::StillOut { things } => format!("VIELÄ ESILLÄ: {}.", all(things)),
        Line::InDoubt => {
            "Jokin PIN-koodi tai salasana voi olla käytössä ilman vahvistusta: säilyttäkää jokainen lomake.".into()
        }
        Line::GoOn => "sealwright run jatkaa sitä.".into(),
        Line::NothingWithoutPlan => {
            "Mitään ei tarvitse tehdä: mikään suunnitelma ei ole vielä voimassa. Ensin tulee first-setup.".into()
        }
        Line::Overdue => "Myöhässä".into(),
        Line::DueSoon => "Pian tehtävä".into(),
        Line::WithADate => "Päivätyt".into(),
        Line::NothingIsDue => "Mitään ei tarvitse tehdä nyt.".into(),
        Line::Next => "Seuraavaksi:".into(),
        Line::ToDo(kind) => to_do(kind).into(),
        Line::DaysLeft(days) => match days {
            0 => "tänään".into(),
            -1 => "1 päivä sitten".into(),
            1 => "1 päivän päästä".into(),
            ..0 => format!("{} päivää sitten", -days),
            _ => format!("{days} päivän päästä"),
        },
        Line::Duty(of) => duty(of),
        Line::AnsweredBy(Some(answer)) => format!("Käynnistäkää {}.", answer.command()),
        Line::AnsweredBy(None) => "Mikään tämän version seremonia ei tee tätä.".into(),
        Line::Brings => "Jos tämä luonnos otettaisiin käyttöön, olisi tehtävä:".into(),
        Line::BringsNothing => "Jos tämä luonnos otettaisiin käyttöön, mitään uutta ei tarvitsisi tehdä.".into(),
        Line::Ends => "Tätä ei enää tarvitsisi tehdä:".into(),
        Line::LastHead { at, size, after } => {
            let after = counted(after, "merkintä", "merkintää");
            format!("Viimeksi kirjattu tila, {at}, merkintöjä {size}; sen jälkeen {after}")
        }
        Line::MinutesFor { people } => format!("Pöytäkirjat siitä: {people}."),
        Line::NoMinutes => "Siitä ei ole vielä tulostettu pöytäkirjoja.".into(),
        Line::List {
            number,
            until,
            stale: false,
        } => format!("FIDOn luettelo {number}; uudempi ilmestyy viimeistään {until}"),
        Line::List { number, until, .. } => format!(
            "FIDOn luettelo {number}: uudemman piti ilmestyä viimeistään {until}. Se, mitä malleista on sen jälkeen tullut \
             tiedoksi, ei ole siinä. Tuokaa uudempi, ennen kuin otatte käyttöön uuden avaimen: \
             sealwright run import-metadata"
        ),
        Line::Ceremonies => "Seremoniat".into(),
        Line::CanBegin => "voi alkaa".into(),
        Line::CannotBegin(why) => format!("ei voi alkaa: {}", obstacle(why)),
        Line::Need(what) => need(what).into(),
        Line::People { count, role, names } => format!("{count} {}, joku näistä: {names}", self::role(role)),
        Line::Fetch { place, bags } => format!("paikasta {place}: {bags}"),
        Line::BagWith { bag, things } => format!("pussi {bag} ({})", all(things)),
        Line::Printed { what, documents } => printed(what, documents),
        Line::Paper { sheets, printed } => format!("paperia vähintään {sheets} arkkia: {printed}"),
        Line::NoPrinter => "ei tarvita".into(),
        Line::Time {
            minutes,
            steps,
            prompts,
        } => format!(
            "noin {minutes} minuuttia: {steps} vaihetta, noin {prompts} kysymystä ja nimikirjaimet"
        ),
    }
}

pub(super) fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Open { number, title } => {
            let title = title.of(Language::Finnish);
            format!("seremonia {number} ({title}) on kesken ja tulee ensin")
        }
        Obstacle::NoDraft => {
            "luonnos, plan.toml, puuttuu tai siinä on virheitä: katsokaa sealwright plan check"
                .into()
        }
        Obstacle::NoPlan => {
            "mikään suunnitelma ei ole vielä voimassa: ensin tulee first-setup".into()
        }
        Obstacle::PlanChanged => {
            "luonnos poikkeaa voimassa olevasta suunnitelmasta: change-plan ottaa sen käyttöön"
                .into()
        }
        Obstacle::AllSetUp => {
            "suunnitelman jokainen avain ja salasana on jo otettu käyttöön".into()
        }
        Obstacle::KeyNotSealed { key } => {
            format!("avain {key} tai sen PIN-lomake ei ole pussissa: ensin tulee first-setup")
        }
        Obstacle::SharesNotSealed { account } => {
            format!("tilin {account} osuudet eivät ole pusseissa: ensin tulee first-setup")
        }
        Obstacle::Nobody { role: of } => {
            format!(
                "kukaan tänään mukana olevista ei voi toimia tässä tehtävässä: {}",
                role(*of)
            )
        }
    }
}

fn to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::FinishCeremony => "vietävä loppuun, seremonia",
        Kind::Settle => "selvitettävä",
        Kind::EndQuarantine => "päätettävä karanteeni",
        Kind::PersonLeaves => "viimeinen päivä suunnitelmassa",
        Kind::SetUpKey => "otettava käyttöön, avaimet",
        Kind::ConfigureKey => "asetettava, avaimet",
        Kind::RotatePin => "uudet PIN-koodit, avaimet",
        Kind::SetPassword => "ensimmäiset salasanat, tilit",
        Kind::RotatePassword => "uudet salasanat, tilit",
        Kind::PutAway => "vietävä paikalleen, pussi",
        Kind::Retire => "poistettava käytöstä",
        Kind::Destroy => "tuhottava, lomakkeet",
        Kind::Check => "katsottava, mitä on sinetöity",
    }
}

fn duty(duty: &Duty) -> String {
    let what = about(&duty.about);
    match &duty.reason {
        Reason::Unfinished => format!("{what} on kesken."),
        Reason::InDoubt { intent } => {
            format!("{what}: ei tiedetä, tehtiinkö se, minkä merkintä {intent} aloitti.")
        }
        Reason::InQuarantine { since } => format!(
            "{what} on karanteenissa merkinnästä {since} lähtien: löytyi merkkejä peukaloinnista. Selvittäkää, mitä tapahtui. Älkää luottako tähän sitä ennen."
        ),
        Reason::LastDay { opens } if opens.is_empty() => {
            format!("Viimeinen päivä suunnitelmassa: {what}.")
        }
        Reason::LastDay { opens } => {
            format!(
                "Viimeinen päivä suunnitelmassa: {what}. Voi avata: {}.",
                names(opens)
            )
        }
        Reason::NotAdmitted => format!("{what}: avainta ei ole vielä otettu vastaan."),
        Reason::NoPin => format!("{what}: PIN-koodi puuttuu."),
        Reason::NoPasskey => format!("{what}: puuttuu pääsyavain, jonka tenant on hyväksynyt."),
        Reason::NoPassword => format!("{what}: salasana puuttuu."),
        Reason::Age { .. } => match duty.kind {
            Kind::RotatePassword => format!("{what}: salasana on vaihdettava."),
            _ => format!("{what}: PIN-koodi on vaihdettava."),
        },
        Reason::Seen { by, because } => {
            let because = match because {
                Outsider::NotInPlan => "ei ole suunnitelmassa".to_owned(),
                Outsider::Left { on } => format!("viimeinen päivä oli {on}"),
                Outsider::KeyCustodian => "on suunnitelman mukaan avainhaltija".into(),
                Outsider::Opens { place } => format!("avaa paikan {place}, johon avain kuuluu"),
            };
            format!("{what}: PIN-koodi on vaihdettava, koska {by} ({because}) on nähnyt sen.")
        }
        Reason::PinTooShort { digits, least } => format!(
            "{what}: PIN-koodi on vaihdettava, koska siinä on {digits} numeroa ja suunnitelma vaatii {least}."
        ),
        Reason::ShareCount { are, wanted } => format!(
            "{what}: salasana on vaihdettava, koska sillä on {are} osuutta ja suunnitelma vaatii {wanted}."
        ),
        Reason::Threshold { needed, wanted } => format!(
            "{what}: salasana on vaihdettava, koska {needed} sen osuutta riittää ja suunnitelma vaatii {wanted}."
        ),
        Reason::NotConfigured => format!("{what}: asetukset eivät ole suunnitelman mukaiset."),
        Reason::Misplaced { lies, belongs } => {
            format!(
                "{what} on paikassa {lies}. Oikea paikka on {}.",
                names(belongs)
            )
        }
        Reason::NotInPlan => match duty.about {
            About::Bag(_) => format!("{what} on paikassa, jota ei ole suunnitelmassa."),
            About::Account(_) => {
                format!("{what}: salasana on käytössä, mutta tiliä ei ole suunnitelmassa.")
            }
            _ => format!("{what} on hallussa, mutta sitä ei ole suunnitelmassa."),
        },
        Reason::OfNoUse => format!("{what} on tarpeeton. Tuhotkaa se."),
        Reason::NotLookedAt { place, items, .. } => {
            let things: Vec<Thing> = items.iter().map(Into::into).collect();
            format!("{what} ({}) paikassa {place}: katsokaa se.", all(&things))
        }
    }
}

fn about(about: &About) -> String {
    match about {
        About::Ceremony(number) => format!("Seremonia {number}"),
        About::Person(person) => person.to_string(),
        About::Key(key) => format!("Avain {key}"),
        About::Account(account) => format!("Tili {account}"),
        About::Sheet(sheet) => format!("Lomake {sheet}"),
        About::Bag(bag) => format!("Pussi {bag}"),
    }
}

fn need(what: Need) -> &'static str {
    match what {
        Need::People => "ihmiset",
        Need::Keys => "avaimet",
        Need::NewKeys => "uudet",
        Need::Fetch => "haettava",
        Need::NewBags => "pusseja",
        Need::Printer => "tulostin",
        Need::Time => "aika",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::KeyCustodian => "avainhaltija",
        Role::PinCustodian => "PIN-haltija",
        Role::ShareHolder => "osuuden haltija",
        Role::Witness => "todistaja",
    }
}

fn printed(what: Prints, documents: usize) -> String {
    let (one, more) = match what {
        Prints::TestPage => ("testisivu", "testisivua"),
        Prints::BagLabels => ("tarralista", "tarralistaa"),
        Prints::Leaflets => ("palautusohje", "palautusohjetta"),
        Prints::PinSheet => ("PIN-lomake", "PIN-lomaketta"),
        Prints::ShareSheets => ("osuuslomake", "osuuslomaketta"),
        Prints::FlushPage => ("huuhtelusivu", "huuhtelusivua"),
        Prints::Receipts => ("kuitti", "kuittia"),
        Prints::Minutes => ("pöytäkirja", "pöytäkirjaa"),
    };
    counted(documents as u64, one, more)
}

fn counted(n: u64, one: &str, more: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

fn all(things: &[Thing]) -> String {
    thing::all(things).join(", ")
}
