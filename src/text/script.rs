//! The few words that stand on every script, beside the template's own, as data.

use super::language::Language;

/// What stands on a script, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said below
pub struct ScriptWords {
    pub heading: &'static str,
    pub organisation: &'static str,
    pub title: &'static str,
    pub purpose: &'static str,
    pub sheet: &'static str,
    /// Before the numbers of words.
    pub words: &'static str,
    /// What is written by hand above the steps.
    pub blanks: [&'static str; 3],
    pub who_is_here: &'static str,
    pub name: &'static str,
    pub initials: &'static str,
    pub time: &'static str,
    /// In lines: before the template's name, and before the plan's hash.
    pub ceremony_and_plan: [&'static str; 2],
    pub read_aloud: &'static str,
    /// On the script of a ceremony with parts that are bound when they begin.
    pub forecast: &'static str,
    pub key_custodian: &'static str,
    pub pin_custodian: &'static str,
    pub share_holder: &'static str,
    pub witness: &'static str,
}

impl ScriptWords {
    /// In this language.
    pub fn of(language: Language) -> &'static ScriptWords {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Finnish => &FINNISH,
        }
    }
}

const ENGLISH: ScriptWords = ScriptWords {
    heading: "Ceremony script",
    organisation: "organisation",
    title: "title",
    purpose: "purpose",
    sheet: "sheet",
    words: "script words",
    blanks: ["date", "from", "to"],
    who_is_here: "who is here",
    name: "name",
    initials: "initials",
    time: "time",
    ceremony_and_plan: ["Ceremony", "plan"],
    read_aloud: "This script in words, to be read aloud:",
    forecast: "This is a forecast: what is due is looked up again before each part that repeats over duties, and both of you assent to that part then.",
    key_custodian: "key custodian",
    pin_custodian: "PIN custodian",
    share_holder: "share holder",
    witness: "witness",
};

const GERMAN: ScriptWords = ScriptWords {
    heading: "Ablauf der Zeremonie",
    organisation: "Organisation",
    title: "Titel",
    purpose: "Zweck",
    sheet: "Blatt",
    words: "Wörter",
    blanks: ["Datum", "von", "bis"],
    who_is_here: "wer anwesend ist",
    name: "Name",
    initials: "Kürzel",
    time: "Uhrzeit",
    ceremony_and_plan: ["Zeremonie", "Plan"],
    read_aloud: "Dieser Ablauf in Wörtern, zum Vorlesen:",
    forecast: "Dies ist eine Vorschau: Vor jedem Teil, der sich für fällige Aufgaben wiederholt, wird neu ermittelt, was zu tun ist, und Sie beide stimmen diesem Teil dann zu.",
    key_custodian: "Schlüsselverwahrer",
    pin_custodian: "PIN-Verwahrer",
    share_holder: "Anteilsverwahrer",
    witness: "Zeuge",
};

const FINNISH: ScriptWords = ScriptWords {
    heading: "Seremonian käsikirjoitus",
    organisation: "organisaatio",
    title: "otsikko",
    purpose: "tarkoitus",
    sheet: "lomake",
    words: "sanat",
    blanks: ["päivä", "alkoi", "päättyi"],
    who_is_here: "läsnäolijat",
    name: "nimi",
    initials: "nimikirjaimet",
    time: "kello",
    ceremony_and_plan: ["Seremonia", "suunnitelma"],
    read_aloud: "Tämä käsikirjoitus sanoina, ääneen luettavaksi:",
    forecast: "Tämä on ennuste: ennen jokaista tehtävien mukaan toistuvaa osaa katsotaan uudelleen, mitä on tehtävä, ja molemmat hyväksyvät osan silloin.",
    key_custodian: "avainhaltija",
    pin_custodian: "PIN-haltija",
    share_holder: "osuuden haltija",
    witness: "todistaja",
};
