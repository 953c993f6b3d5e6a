//! What a transcript says of its own, beside the screen's words, as data. `{...}` is filled in.

use crate::text::language::Language;

/// A transcript's own words, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said below
pub struct Words {
    /// Columns for who is addressed: the longest of them, and a space.
    pub column: usize,
    pub screen: &'static str,
    pub printer: &'static str,
    pub both: &'static str,
    pub pin_custodian: &'static str,
    pub key_custodian: &'static str,
    /// `{number}`, `{title}`.
    pub ceremony: &'static str,
    /// `{person}`, `{number}`.
    pub initials: &'static str,
    pub looks_away: &'static str,
    pub masked: &'static str,
    pub shown: &'static str,
    /// `{page}`.
    pub comes_out: &'static str,
    pub nothing_is_real: &'static str,
    pub setup_first: &'static str,
    /// `{day}`.
    pub a_year: &'static str,
    pub goes_on: &'static str,
    pub what_it_did: &'static str,
    pub pins_set: &'static str,
    pub pins_rotated: &'static str,
    pub passwords_set: &'static str,
    pub passwords_rotated: &'static str,
    pub none: &'static str,
    pub ledger: &'static str,
    /// `{entries}`, `{words}`.
    pub head: &'static str,
    /// What lies in the folder, by name.
    pub kept: [(&'static str, &'static str); 7],
    /// Where nothing is kept.
    pub nothing_kept: [&'static str; 2],
}

impl Words {
    /// In this language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Finnish => &FINNISH,
        }
    }
}

const ENGLISH: Words = Words {
    column: 15,
    screen: "Screen",
    printer: "Printer",
    both: "Both",
    pin_custodian: "PIN custodian",
    key_custodian: "Key custodian",
    ceremony: "Ceremony {number}: {title}",
    initials: "{person} initials step {number}.",
    looks_away: "[others look away]",
    masked: "(masked)",
    shown: "(shown)",
    comes_out: "Page {page} comes out.",
    nothing_is_real: "REHEARSAL. Nothing here is real: two played custodians, software keys, pages\nas text.",
    setup_first: "First the setup, which the rest needs; a year later, the rest.",
    a_year: "A year goes by. The played clock says {day}.",
    goes_on: "The program was interrupted here, and continues",
    what_it_did: "What this rehearsal did",
    pins_set: "PINs set",
    pins_rotated: "PINs rotated",
    passwords_set: "Passwords set",
    passwords_rotated: "  and rotated",
    none: "none",
    ledger: "Ledger",
    head: "{entries} entries; the head in words: {words}",
    kept: [
        (
            "book/",
            "plan, ledger, inbox and outbox; `sealwright ledger verify` checks it",
        ),
        (
            "printer/",
            "the pages that exist; the destroyed ones are gone",
        ),
        (
            "minutes/",
            "what each custodian keeps, with the words of the last head",
        ),
        ("sticks/", "the copies of the book"),
        ("transcript.txt", "this"),
        (
            "chance.json",
            "what the random numbers were made from; `sealwright manual rehearsal`",
        ),
        (
            "world.json",
            "the played keys and the played tenant: what they know, in plain",
        ),
    ],
    nothing_kept: [
        "Kept",
        "nothing; --out DIR keeps book, pages and transcript in a new folder",
    ],
};

const GERMAN: Words = Words {
    column: 20,
    screen: "Bildschirm",
    printer: "Drucker",
    both: "Beide",
    pin_custodian: "PIN-Verwahrer",
    key_custodian: "Schlüsselverwahrer",
    ceremony: "Zeremonie {number}: {title}",
    initials: "{person} zeichnet Schritt {number} ab.",
    looks_away: "[andere sehen weg]",
    masked: "(verdeckt)",
    shown: "(gezeigt)",
    comes_out: "Seite {page} kommt heraus.",
    nothing_is_real: "PROBE. Nichts hier ist echt: zwei gespielte Verwahrer, Software-Schlüssel,\nSeiten als Text.",
    setup_first: "Zuerst die Ersteinrichtung, die der Rest braucht; ein Jahr später der Rest.",
    a_year: "Ein Jahr vergeht. Die gespielte Uhr zeigt {day}.",
    goes_on: "Hier wurde das Programm unterbrochen; es geht weiter",
    what_it_did: "Was in dieser Probe geschah",
    pins_set: "Erste PINs",
    pins_rotated: "Neue PINs",
    passwords_set: "Erste Passwörter",
    passwords_rotated: "Neue Passwörter",
    none: "keine",
    ledger: "Journal",
    head: "Einträge: {entries}; der Stand in Wörtern: {words}",
    kept: [
        (
            "book/",
            "Plan, Journal, Eingang und Ausgang; `sealwright ledger verify` prüft es",
        ),
        (
            "printer/",
            "die Seiten, die es gibt; die vernichteten sind fort",
        ),
        (
            "minutes/",
            "was jeder Verwahrer behält, mit den Wörtern des letzten Standes",
        ),
        ("sticks/", "die Kopien des Buches"),
        ("transcript.txt", "dies"),
        (
            "chance.json",
            "woraus die Zufallszahlen gemacht wurden; `sealwright manual rehearsal`",
        ),
        (
            "world.json",
            "die gespielten Schlüssel und der gespielte Tenant: was sie wissen, im Klartext",
        ),
    ],
    nothing_kept: [
        "Behalten",
        "nichts; --out DIR behält Buch, Seiten und Mitschrift in einem neuen Ordner",
    ],
};

const FINNISH: Words = Words {
    column: 20,
    screen: "Näyttö",
    printer: "Tulostin",
    both: "Molemmat",
    pin_custodian: "PIN-haltija",
    key_custodian: "Avainhaltija",
    ceremony: "Seremonia {number}: {title}",
    initials: "{person} kuittaa vaiheen {number}.",
    looks_away: "[muut katsovat muualle]",
    masked: "(peitetty)",
    shown: "(näytetty)",
    comes_out: "Sivu {page} tulostuu.",
    nothing_is_real: "HARJOITUS. Mikään tässä ei ole oikeaa: kaksi näyteltyä haltijaa, ohjelmalliset\navaimet, sivut tekstinä.",
    setup_first: "Ensin käyttöönotto, jota muu tarvitsee; vuotta myöhemmin muu.",
    a_year: "Vuosi kuluu. Näytelty kello näyttää {day}.",
    goes_on: "Ohjelma keskeytyi tässä ja jatkuu",
    what_it_did: "Mitä tässä harjoituksessa tehtiin",
    pins_set: "Ensimmäiset PINit",
    pins_rotated: "Vaihdetut PINit",
    passwords_set: "Uudet salasanat",
    passwords_rotated: "ja vaihdetut",
    none: "ei mitään",
    ledger: "Tapahtumakirja",
    head: "merkintöjä {entries}; tila sanoina: {words}",
    kept: [
        (
            "book/",
            "suunnitelma, tapahtumakirja, saapuvat ja lähtevät; `sealwright ledger verify` tarkistaa sen",
        ),
        (
            "printer/",
            "sivut, jotka ovat olemassa; tuhotut ovat poissa",
        ),
        (
            "minutes/",
            "mitä kukin haltija säilyttää, viimeisen tilan sanoineen",
        ),
        ("sticks/", "kirjan kopiot"),
        ("transcript.txt", "tämä"),
        (
            "chance.json",
            "mistä satunnaisluvut tehtiin; `sealwright manual rehearsal`",
        ),
        (
            "world.json",
            "näytellyt avaimet ja näytelty tenant: mitä ne tietävät, selkokielisenä",
        ),
    ],
    nothing_kept: [
        "Säilytetään",
        "ei mitään; --out DIR säilyttää kirjan, sivut ja tallenteen uudessa kansiossa",
    ],
};
