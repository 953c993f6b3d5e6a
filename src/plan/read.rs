//! From TOML to a plan: fields, types and positions. What the plan means is judged by the rules.

use super::limits;
use super::rules::Finding;
use super::{
    Account, Holds, Key, KeySettings, Password, Person, Pins, Place, Plan, Role, Rules, Secrets,
    Sheets, Station, Unproven,
};
use crate::secret::{Chance, Layout};
use crate::sheet::{Envelope, Paper};
use crate::text::language::Language;
use crate::text::strict_toml::{Form, Position, Reader, Table};
use crate::webauthn::{Certificate, base64url};

/// What could be read, with placeholders where something could not.
pub struct Draft<'i> {
    pub plan: Plan,
    /// Nothing is a placeholder.
    pub whole: bool,
    /// Every person, place, account and key has its id, so a name that is not among them does not exist.
    pub all_ids_read: bool,
    reader: Reader<'i>,
}

impl Draft<'_> {
    pub fn position_of(&self, field: &str) -> Position {
        self.reader.position_of(field)
    }
}

/// Reads the form. Returns the draft and the mistakes of form, or only those where it is no TOML at all.
pub fn read<'i>(file: &str, toml: &'i str) -> Result<(Draft<'i>, Vec<Finding>), Vec<Finding>> {
    let of_form = |problem: &_| Finding::of_form(file, problem);
    let (mut reader, mut top) = Reader::open(toml, limits::LARGEST_FILE)
        .map_err(|problems| problems.iter().map(of_form).collect::<Vec<_>>())?;
    let r = &mut reader;

    let organisation = r.text(&mut top, "organisation", limits::LONGEST_NAME);
    let language = r.optional_word(&mut top, "language", &Language::ALL);
    let rules = r.table(&mut top, "rules").map(|t| read_rules(r, t));
    let key_settings = r
        .optional_table(&mut top, "key_settings")
        .map(|t| read_key_settings(r, t));
    let station = r.table(&mut top, "station").map(|t| read_station(r, t));
    let sheets = r.table(&mut top, "sheets").map(|t| read_sheets(r, t));
    let secrets = r.table(&mut top, "secrets").map(|t| read_secrets(r, t));
    let people = read_all(r, &mut top, "person", limits::MOST_PEOPLE, read_person);
    let places = read_all(r, &mut top, "place", limits::MOST_PLACES, read_place);
    let accounts = read_all(r, &mut top, "account", limits::MOST_ACCOUNTS, read_account);
    let keys = read_all(r, &mut top, "key", limits::MOST_KEYS, read_key);
    r.end(top);

    let all_ids_read = people.is_some() && places.is_some() && accounts.is_some();
    let plan = Plan {
        organisation,
        language,
        rules: rules.unwrap_or(Rules {
            rotate_every_months: 0,
            check_every_days: 0,
            pin_digits: 0,
            unproven_keys: None,
            fido_root: None,
        }),
        key_settings: key_settings.unwrap_or_default(),
        people: people.unwrap_or_default(),
        places: places.unwrap_or_default(),
        accounts: accounts.unwrap_or_default(),
        keys: keys.unwrap_or_default(),
        station: station.unwrap_or(Station {
            printer: String::new(),
        }),
        sheets: sheets.unwrap_or(Sheets {
            paper: Paper::A4,
            envelope: Envelope::C56,
        }),
        secrets: secrets.unwrap_or(Secrets {
            pins: Pins::Printed,
            keyboards: Vec::new(),
            chance: Vec::new(),
        }),
    };
    let findings = reader.problems().iter().map(of_form).collect();
    let draft = Draft {
        plan,
        whole: reader.is_whole(),
        all_ids_read,
        reader,
    };
    Ok((draft, findings))
}

/// Reads each table of a list; None where there is none, or one of them has no id.
fn read_all<'i, T>(
    r: &mut Reader<'i>,
    top: &mut Table<'i>,
    field: &'static str,
    most: usize,
    read: fn(&mut Reader<'i>, &mut Table<'i>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut all = Some(Vec::new());
    for mut table in r.tables(top, field, most) {
        match (read(r, &mut table), &mut all) {
            (Some(item), Some(all)) => all.push(item),
            _ => all = None,
        }
        r.end(table);
    }
    all.filter(|all| !all.is_empty())
}

fn read_rules<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Rules {
    let mut rules = Rules {
        rotate_every_months: r.number(&mut t, "rotate_every_months", limits::ROTATE_MONTHS),
        check_every_days: r.number(&mut t, "check_every_days", limits::CHECK_DAYS),
        pin_digits: r.number(&mut t, "pin_digits", limits::PIN_DIGITS),
        unproven_keys: r.optional_word(&mut t, "unproven_keys", &Unproven::ALL),
        fido_root: r.optional_text(&mut t, "fido_root", limits::LONGEST_ROOT),
    };
    let root = rules.fido_root.as_deref().map(base64url::decode);
    if root.is_some_and(|der| der.is_none_or(|der| Certificate::read(&der).is_err())) {
        let allowed = "a certificate: DER in base64, on one line".into();
        r.reject("rules.fido_root", Form::BadText, "none".into(), allowed);
        rules.fido_root = None;
    }
    r.end(t);
    rules
}

fn read_key_settings<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> KeySettings {
    let settings = KeySettings {
        always_uv: r.flag(&mut t, "always_uv"),
        told_min_pin: r.optional_texts(
            &mut t,
            "told_min_pin",
            limits::LONGEST_UPN,
            limits::LONGEST_LIST,
        ),
        enterprise_attestation: r.flag(&mut t, "enterprise_attestation"),
    };
    r.end(t);
    settings
}

fn read_station<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Station {
    let station = Station {
        printer: r.text(&mut t, "printer", limits::LONGEST_URI),
    };
    r.end(t);
    station
}

fn read_sheets<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Sheets {
    let sheets = Sheets {
        paper: r.word(&mut t, "paper", &Paper::ALL).unwrap_or(Paper::A4),
        envelope: r
            .word(&mut t, "envelope", &Envelope::ALL)
            .unwrap_or(Envelope::C56),
    };
    r.end(t);
    sheets
}

fn read_secrets<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Secrets {
    let secrets = Secrets {
        pins: r.word(&mut t, "pins", &Pins::ALL).unwrap_or(Pins::Printed),
        keyboards: r.words(&mut t, "keyboards", &Layout::ALL, Layout::ALL.len()),
        chance: r.words_or_none(&mut t, "chance", &Chance::ALL, limits::LONGEST_LIST),
    };
    r.end(t);
    secrets
}

fn read_person<'i>(r: &mut Reader<'i>, t: &mut Table<'i>) -> Option<Person> {
    let id = r.name(t, "id");
    let name = r.text(t, "name", limits::LONGEST_NAME);
    let roles = r.words(t, "roles", &Role::ALL, limits::LONGEST_LIST);
    let from = r.optional_date(t, "from");
    let until = r.optional_date(t, "until");
    Some(Person {
        id: id?,
        name,
        roles,
        from,
        until,
    })
}

fn read_place<'i>(r: &mut Reader<'i>, t: &mut Table<'i>) -> Option<Place> {
    let id = r.name(t, "id");
    let name = r.text(t, "name", limits::LONGEST_NAME);
    let holds = r.word(t, "holds", &Holds::ALL).unwrap_or(Holds::Keys);
    let opened_by = r.names(t, "opened_by", limits::LONGEST_LIST);
    Some(Place {
        id: id?,
        name,
        holds,
        opened_by,
    })
}

fn read_account<'i>(r: &mut Reader<'i>, t: &mut Table<'i>) -> Option<Account> {
    let id = r.name(t, "id");
    let upn = r.text(t, "upn", limits::LONGEST_UPN);
    let rp_id = r.text(t, "rp_id", limits::LONGEST_UPN);
    let password = r.table(t, "password").map(|t| read_password(r, t));
    Some(Account {
        id: id?,
        upn,
        rp_id,
        password: password.unwrap_or(Password {
            length: 0,
            threshold: 0,
            shares: Vec::new(),
        }),
    })
}

fn read_password<'i>(r: &mut Reader<'i>, mut t: Table<'i>) -> Password {
    let password = Password {
        length: r.number(&mut t, "length", limits::PASSWORD_LENGTH),
        threshold: r.number(&mut t, "threshold", limits::THRESHOLD),
        shares: r.names(&mut t, "shares", limits::LONGEST_LIST),
    };
    r.end(t);
    password
}

fn read_key<'i>(r: &mut Reader<'i>, t: &mut Table<'i>) -> Option<Key> {
    let id = r.name(t, "id");
    let account = r.name(t, "account");
    let place = r.name(t, "place");
    let pin_place = r.name(t, "pin_place");
    Some(Key {
        id: id?,
        account: account?,
        place: place?,
        pin_place: pin_place?,
    })
}
