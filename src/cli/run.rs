//! `sealwright run`: a ceremony, for real.

use super::appearance::Appearance;
use super::line::{NoTerminal, Terminal};
use super::table::{entries, is_dumb, leaves};
use super::{
    ABANDONED, COULD_NOT, DONE, NOT_WRITTEN, No, STOPPED, WRONG, ceremony, read_bytes, shown, sorry,
};
use crate::book::{Book, BookError, LEDGER, PLAN};
use crate::ceremony::run::{Ending, run as perform};
use crate::ceremony::stop::Stop;
use crate::ceremony::template::{Template, bind_to_file};
use crate::ceremony::world::{People, World};
use crate::custody::OpenCeremony;
use crate::custody::script::Script;
use crate::plan::{Plan, findings_text};
use crate::station::disk::{FolderDisk, open_to_read};
use crate::station::hid;
use crate::station::laptop::ThisLaptop;
use crate::station::printer::IppPrinter;
use crate::station::report::host_report;
use crate::station::{Dice, SystemClock, UsbPorts};
use crate::text::language::Language;
use crate::tui::{self, Looks, Setting};
use crate::webauthn::{LARGEST_LIST, Metadata, base64url};
use crate::words::say::Prompt;
use crate::words::trouble::Trouble;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The ceremony to begin, such as first-setup; without it, the open one goes on.
    ceremony: Option<String>,
    /// The key that it is for, where it is for one, such as rotate-pin.
    #[arg(long, value_name = "KEY", requires = "ceremony")]
    key: Option<String>,
    /// The file that is carried in, where the ceremony is for one: import-metadata.
    #[arg(long, value_name = "FILE", requires = "ceremony")]
    file: Option<PathBuf>,
    /// Question after question, without a screen: for screen readers, slow lines, and terminals that know no more.
    #[arg(long)]
    plain: bool,
}

impl Args {
    /// A ceremony on the screen; None: the open one goes on.
    pub fn of(ceremony: &Option<String>) -> Args {
        Args {
            ceremony: ceremony.clone(),
            key: None,
            file: None,
            plain: false,
        }
    }
}

/// A book, its plan, and the script that begins; None: the open one goes on.
type Prepared = (Book, Plan, Option<Script>);

pub fn run(folder: &Path, args: &Args, appearance: Appearance) -> u8 {
    let ended = match args.plain || is_dumb() {
        true => prepared(folder, args).and_then(|it| in_lines(it, folder, appearance)),
        false => on_screen(folder, args, appearance),
    };
    match ended {
        Ok(code) => code,
        Err((code, why)) => sorry(code, why),
    }
}

/// Everything that can be said before two people sit down.
fn prepared(folder: &Path, args: &Args) -> Result<Prepared, No> {
    let wanted = args
        .ceremony
        .as_deref()
        .map(ceremony::named)
        .transpose()
        .map_err(|why| (COULD_NOT, why))?;
    let disk = FolderDisk::open(folder).map_err(|e| (COULD_NOT, e.to_string()))?;
    let mut book = Book::open(Box::new(disk), Box::new(SystemClock)).map_err(not_open)?;
    if book.custody().is_rehearsal() {
        return Err((
            WRONG,
            format!(
                "the book in {} is a rehearsal's; `run` is for real books, `rehearse --resume` goes on with this one",
                shown(folder)
            ),
        ));
    }
    let file = match &wanted {
        Some(template) => carried_in(&mut book, template, args.file.as_deref(), folder)?,
        None => None,
    };
    let wanted = wanted.map(|template| Wanted {
        template,
        key: args.key.as_deref(),
        file,
    });
    let (plan, script) = plan_and_script(&mut book, wanted, folder)?;
    Ok((book, plan, script))
}

/// What is to be begun.
struct Wanted<'a> {
    template: Template,
    key: Option<&'a str>,
    /// The file's name in the inbox.
    file: Option<String>,
}

/// Verifies the file that a ceremony is for, and puts it into the inbox: what is wrong with it is said before two people
/// sit down. Its name there.
fn carried_in(
    book: &mut Book,
    template: &Template,
    file: Option<&Path>,
    folder: &Path,
) -> Result<Option<String>, No> {
    let file = match (template.is_for_a_file(), file) {
        (false, None) => return Ok(None),
        (true, Some(file)) => file,
        (false, Some(_)) => {
            let why = format!("{} is for no file: leave --file away", template.name);
            return Err((COULD_NOT, why));
        }
        // The open one knows its file.
        (true, None) if book.custody().ceremony().is_some() => return Ok(None),
        (true, None) => {
            let why = format!("{} is for a file: say which by --file FILE", template.name);
            return Err((COULD_NOT, why));
        }
    };
    let bytes = read_bytes(file, LARGEST_LIST as u64)
        .map_err(|why| (COULD_NOT, format!("{why}. {BEGAN_NOTHING} {FETCH_AGAIN}")))?;
    let root = plan_for(book, template, folder)?.rules.fido_root;
    let root = root.and_then(|root| base64url::decode(&root));
    let is_none = |why: &dyn std::fmt::Display| {
        let file = shown(file);
        let why = format!("{file} is not FIDO's list: {why}. {BEGAN_NOTHING} {FETCH_AGAIN}");
        (WRONG, why)
    };
    if bytes.is_empty() {
        return Err(is_none(&"it is empty"));
    }
    let list = Metadata::verify(&bytes, root.as_deref(), book.now()).map_err(|e| is_none(&e))?;
    let name = format!("fido-metadata-{}.jwt", list.number);
    book.carry_in(&name, &bytes).map_err(|e| {
        let file = shown(file);
        let why = format!("{file} cannot be carried in: {e}. No ceremony was begun.");
        (COULD_NOT, why)
    })?;
    Ok(Some(name))
}

/// What a file that is not taken means.
const BEGAN_NOTHING: &str = "Nothing was changed, and no ceremony was begun.";
/// What is to be done about it.
const FETCH_AGAIN: &str = "Fetch the list again from https://mds3.fidoalliance.org on an online machine, and carry that file over.";

fn plan_and_script(
    book: &mut Book,
    wanted: Option<Wanted>,
    folder: &Path,
) -> Result<(Plan, Option<Script>), No> {
    match (book.custody().ceremony().cloned(), wanted) {
        (Some(open), None) => Ok((open.script.plan.as_ref().clone(), None)),
        (Some(open), Some(wanted)) if is_open(&open, &wanted) => {
            Ok((open.script.plan.as_ref().clone(), None))
        }
        (Some(open), Some(wanted)) => Err((
            WRONG,
            format!(
                "ceremony {} ({}) is open, so {} cannot begin; `sealwright run` without a name goes on with it, and \
                 there it can be abandoned too",
                open.number, open.script.template.name, wanted.template.name
            ),
        )),
        (None, None) => Err((
            WRONG,
            "no ceremony is open; name one to begin it (`sealwright ceremony list`)".into(),
        )),
        (None, Some(wanted)) => {
            let plan = plan_for(book, &wanted.template, folder)?;
            let script = match &wanted.file {
                Some(file) => Ok(bind_to_file(&wanted.template, &plan, file)),
                None => ceremony::bound(&wanted.template, &plan, wanted.key),
            };
            let script = script.map_err(|why| (COULD_NOT, why))?;
            Ok((plan, Some(script)))
        }
    }
}

/// Whether the ceremony that is open is the one that is wanted.
fn is_open(open: &OpenCeremony, wanted: &Wanted) -> bool {
    let mut keys = open.script.steps().filter_map(|step| step.about.key());
    open.script.template.name == wanted.template.name
        && (wanted.key).is_none_or(|key| keys.all(|known| known.as_str() == key))
        && (wanted.file.is_none() || wanted.file == open.script.file)
}

/// The plan for a new ceremony: the draft where the ceremony adopts it, else the one that binds.
fn plan_for(book: &mut Book, template: &Template, folder: &Path) -> Result<Plan, No> {
    let adopts = template.adopts();
    match book.custody().plan().cloned() {
        Some(plan) if !adopts => Ok(plan),
        None if !adopts => Err((
            WRONG,
            format!(
                "no plan binds yet, and {} adopts none: first-setup comes first",
                template.name
            ),
        )),
        None if template.is_computed() => Err((
            WRONG,
            "no plan binds yet, so there is none to change: first-setup comes first".into(),
        )),
        None => draft(book, folder),
        Some(adopted) => {
            let draft = draft(book, folder)?;
            if draft != adopted && !template.is_computed() {
                let why = format!(
                    "the draft differs from the plan that binds: change-plan adopts a changed plan and does what follows \
                     from it, not {}. `sealwright plan show` tells the differences. No ceremony was begun.",
                    template.name
                );
                return Err((WRONG, why));
            }
            Ok(draft)
        }
    }
}

fn draft(book: &mut Book, folder: &Path) -> Result<Plan, No> {
    let file = shown(&folder.join(PLAN));
    let bytes = book
        .draft_plan()
        .map_err(|e| (COULD_NOT, e.to_string()))?
        .ok_or_else(|| (COULD_NOT, format!("there is no draft plan, {file}")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| (WRONG, format!("the draft plan, {file}, is not UTF-8 text")))?;
    Plan::parse(&file, &text).map_err(|findings| {
        let findings = findings_text(&findings);
        (
            WRONG,
            format!("the draft plan cannot be adopted; `sealwright plan check` says the same:\n{findings}"),
        )
    })
}

/// Line by line.
fn in_lines(
    (mut book, plan, script): Prepared,
    folder: &Path,
    appearance: Appearance,
) -> Result<u8, No> {
    let language = appearance.with(Some(&plan));
    let mut terminal = Terminal::open(language).map_err(|e| (COULD_NOT, e.to_string()))?;
    if let Some(len) = book.torn {
        terminal.say(&torn(len));
    }
    if terminal.check_keyboard().is_err() {
        return Ok(STOPPED);
    }
    let leaves = terminal.leaves().map_err(|e| (COULD_NOT, e.to_string()))?;
    let mut ports = UsbPorts::new(Arc::new(leaves));
    perform_it(
        &mut book,
        folder,
        plan,
        script.as_ref(),
        &mut terminal,
        &mut ports,
        language,
    )
}

/// On the screen.
fn on_screen(folder: &Path, args: &Args, appearance: Appearance) -> Result<u8, No> {
    // Said before the screen comes: what keeps it from beginning.
    let (book, plan, _) = prepared(folder, args)?;
    let interfaces = host_report().network_interfaces_up;
    let language = appearance.with(Some(&plan));
    let setting = Setting {
        language,
        book: plan.organisation.clone(),
        rehearsal: false,
        hands: false,
        offline: interfaces.map(|up| up.is_empty()),
        plan: plan.summary(),
    };
    // The book belongs to one thread: the ceremony's opens it anew.
    drop(book);
    let ledger = folder.join(LEDGER);
    let looks = Looks {
        ledger: Arc::new(move || match open_to_read(&ledger) {
            Ok(file) => entries(BufReader::with_capacity(1 << 16, file)),
            Err(e) => vec![e.to_string()],
        }),
        keys: Arc::new(|| hid::describe_list().0.lines().map(Into::into).collect()),
        plugs: Arc::new(hid::plugs),
    };
    let done = tui::run(setting, looks, appearance.theme(), |seat| {
        let (mut book, plan, script) = prepared(folder, args)?;
        let mut people = seat.people(None);
        book.tells(Box::new(people.see()));
        let mut ports = UsbPorts::new(Arc::new(leaves(people.meanwhile())));
        perform_it(
            &mut book,
            folder,
            plan,
            script.as_ref(),
            &mut people,
            &mut ports,
            language,
        )
    });
    done.map_err(|e| (COULD_NOT, NoTerminal(e.to_string()).to_string()))?
}

fn torn(len: u64) -> String {
    format!(
        "The last run was interrupted while it wrote: {len} bytes that were no whole entry were set aside as a file \
         in the book (torn-...). The ledger goes on after the last whole entry."
    )
}

fn perform_it(
    book: &mut Book,
    folder: &Path,
    plan: Plan,
    script: Option<&Script>,
    people: &mut dyn People,
    ports: &mut UsbPorts,
    language: Language,
) -> Result<u8, No> {
    let mut printer = IppPrinter::new(&plan.station.printer).of_book(folder);
    match printer.end_left_job() {
        Ok(false) => {}
        Ok(true) => people.tell(&Prompt::LeftJobEnded),
        Err(what) => people.tell(&Prompt::PrinterSays { what }),
    }
    let mut laptop = ThisLaptop::new(Some(IppPrinter::new(&plan.station.printer)));
    let mut dice = Dice;
    let mut world = World::new(
        book,
        people,
        ports,
        &mut printer,
        &mut dice,
        &mut laptop,
        plan,
    );
    match perform(&mut world, script) {
        Ok(ending) => Ok(ended(&ending)),
        Err(Stop::Leave) => Ok(STOPPED),
        Err(Stop::Refusal(t) | Stop::Breach(t)) => Err((WRONG, in_full(&t, language))),
        Err(Stop::Fault(t)) => Err((NOT_WRITTEN, in_full(&t, language))),
    }
}

/// The exit code of an ending.
pub fn ended(ending: &Ending) -> u8 {
    match ending {
        Ending::Ended => DONE,
        Ending::Suspended { .. } => STOPPED,
        Ending::Abandoned => ABANDONED,
        Ending::NotWritten => NOT_WRITTEN,
    }
}

/// All three sentences of a trouble.
pub fn in_full(trouble: &Trouble, language: Language) -> String {
    let told = trouble.explained(language);
    format!("{} {} {}", told.what, told.means, told.next)
}

/// Why a book did not open.
pub fn not_open(e: BookError) -> No {
    let code = match e {
        BookError::Invalid { .. } => WRONG,
        _ => COULD_NOT,
    };
    (code, e.to_string())
}
