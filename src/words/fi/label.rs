//! The screen's own words, in Finnish.

use crate::text::safe::Safe;
use crate::words::label::{Hint, Label, WrongKeyboard};
use crate::words::say::Choice;

pub(super) fn choice(choice: Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Again => ("uudelleen", "yritetään tätä vaihetta uudelleen"),
        Choice::LeaveOut => (
            "ohita",
            "jatketaan ilman tätä vaihetta; molemmat suostuvat ja kertovat syyn, ja se kirjataan",
        ),
        Choice::StopSafely => (
            "stop",
            "keskeytetään turvallisesti: kaikki esillä oleva pannaan pusseihin, ja seremonia jää kesken",
        ),
        Choice::Abandon => (
            "luovu",
            "päätetään seremonia keskeneräisenä; sitä ennen kaikki esillä oleva pannaan pusseihin",
        ),
    }
}

pub(super) fn choices(offered: &[Choice]) -> Vec<String> {
    offered
        .iter()
        .map(|offered| choice(*offered))
        .map(|(word, meaning)| format!("{word}: {meaning}"))
        .collect()
}

pub(super) fn label(label: Label) -> &'static str {
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
        Label::LookAwayOther => "KAIKKI MUUT: KATSOKAA MUUALLE",
        Label::LineTypedEarly => "Ennen tätä kysymystä näppäiltyä ei otettu huomioon.",
        Label::LineYesNo => "Vastatkaa k tai e, tai näppäilkää stop tai help.",
        Label::LineEnter => "Painakaa Enter, kun se on tehty, tai näppäilkää stop.",
        Label::LineOneOf => "Näppäilkää jokin näistä:",
        Label::LineOrStop => "(tai stop)",
        Label::LineGoesOn => "Pelkällä Enterillä ohitatte tämän.",
        Label::TouchTheKey => "KOSKETTAKAA AVAINTA NYT",
        Label::NothingBlinks => {
            "Eikö mikään vilku? Painakaa avain tukevasti porttiinsa ja etsikää valoa sen kyljestä. Kun aika on loppunut, mitään ei ole muutettu, ja voitte yrittää uudelleen."
        }
        Label::Wait => "Odottakaa.",
        Label::Over => "Tämä istunto on päättynyt. Painakaa Enter.",
        Label::TooSmall => "Suurentakaa tätä ikkunaa: 80 saraketta, 24 riviä.",
        Label::Key => "Avain",
        Label::Sheet => "Lomake",
        Label::Bag => "Pussi",
        Label::Account => "Tili",
        Label::Tries => "Yrit. jäljellä",
        Label::YesNo => "k  kyllä     e  ei",
        Label::SpaceIs => "Jokainen _ voi olla välilyönti. Älkää välittäkö ryhmien väleistä.",
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
        Label::KeysAreOnTheTable => "Harjoituksessa katsokaa, mitä pöydällä on.",
        Label::Manual => "Ohjekirja",
        Label::Said => "Tähän mennessä sanottu",
        Label::Reading => "Luetaan...",
        Label::NothingYet => "Ei vielä mitään.",
        Label::Characters => "merkkiä",
        Label::NotNow => "ei nyt,",
        Label::HomeFooter => "painakaa numeroa, sitten Enter   PgUp, PgDn   q lopettaa",
        Label::RehearseDrill => "Harjoitelkaa vuosittainen vaihto",
        Label::RehearseSmall => "Harjoitelkaa lyhyesti: yksi tili, yksi avain, kymmenen minuuttia",
        Label::GoOnWith => "Jatkakaa seremoniaa",
        Label::AboutMinutes => "(noin # minuuttia)",
        Label::TypeThisLine => {
            "Näppäilkää ensin tämä rivi niin kuin näppäimissä lukee, sitten Enter:"
        }
        Label::WhyThisLine => {
            "Se näyttää, tuottaako näppäimistö sen, mitä näppäimissä lukee, ja onko Caps Lock päällä, ennen kuin näppäilette PIN-koodin, jota ette näe. Esc-näppäimellä ohitatte tämän."
        }
    }
}

pub(super) fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::YesOrNo => "Painakaa k tai e. F4 keskeyttää turvallisesti, F1 auttaa.",
        Hint::PressEnter => "Painakaa Enter, kun se on tehty. F4 keskeyttää turvallisesti.",
        Hint::ChooseFirst => "Valitkaa yksi: sen numero tai nuolinäppäimet, sitten Enter.",
        Hint::Full => "Enempää ei mahdu. Ctrl-U poistaa kaiken.",
        Hint::Empty => "Mitään ei ole vielä näppäilty.",
        Hint::CannotBe => "Missään osuudessa ei ole sellaista sanaa. Backspace poistaa sen.",
        Hint::TooFast => "Tätä ei näppäilty käsin. Liitetty tai skannattu teksti ei kelpaa tässä.",
        Hint::Held => {
            "Näppäin oli vielä pohjassa, joten sitä ei otettu huomioon. Painakaa sitä uudelleen."
        }
        Hint::Noticed => {
            "Avain oli jo huomattu, joten vastausta ei otettu huomioon. Lukekaa eteenpäin."
        }
        Hint::CapsLock => "Toistaiseksi pelkkiä isoja kirjaimia: onko Caps Lock päällä?",
        Hint::NoShell => {
            "Seremoniaa ei siirretä komentotulkin taakse. Keskeyttäkää ensin turvallisesti (F4)."
        }
    }
}

pub(super) fn wrong_keyboard(wrong: WrongKeyboard) -> String {
    match wrong {
        WrongKeyboard::CapsLock => {
            "Nämä olivat isoja kirjaimia: Caps Lock on päällä. Kytkekää se pois ja näppäilkää rivi uudelleen."
                .into()
        }
        WrongKeyboard::Layout(wanted, came) => format!(
            "Merkin {wanted} sijaan tuli {}. Näppäimistön asettelu on eri kuin näppäimissä lukee, joten PIN-koodit ja sanat olisivat väärin. Vaihtakaa asettelu tämän ohjelman ulkopuolella, tai näppäilkää nykyisen asettelun mukaan. Näppäilkää sitten rivi uudelleen.",
            Safe::new(&came.to_string(), 1)
        ),
        WrongKeyboard::Length => "Tämä ei ollut se rivi. Näppäilkää se uudelleen.".into(),
    }
}
