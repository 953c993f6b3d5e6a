//! `sealwright share`: in an emergency, without a book. Shares come from the terminal alone.

use super::appearance::Appearance;
use super::line::{Masked, Terminal};
use super::{COULD_NOT, DONE, STOPPED, WRONG, print_json, sorry};
use crate::ceremony::stop::Stop;
use crate::secret::Secret;
use crate::share::{Collector, CombineError, Label, Progress, Share, password_of_master};
use crate::station::{laptop, report::host_report};
use crate::words::say::{Away, Said, Turn};
use crate::words::trouble::Trouble;
use serde_json::{Value, json};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Whether a share is well formed, and what it says about itself.
    #[command(after_help = "Exit codes: 0 well formed; 1 not; 2 no terminal; 3 stopped")]
    Check {
        /// As JSON, on standard output; the words are asked for at the terminal.
        #[arg(long)]
        json: bool,
    },
    /// Give the password again from enough of its shares, and show it.
    #[command(
        after_help = "Exit codes: 0 shown; 1 these shares give no password; 2 no terminal; 3 stopped"
    )]
    Combine,
}

pub fn run(command: &Command, appearance: Appearance) -> u8 {
    let language = appearance.with(None);
    let mut terminal = match Terminal::open(language) {
        Ok(terminal) => terminal,
        Err(e) => return sorry(COULD_NOT, e),
    };
    let done = match command {
        Command::Check { json } => check(&mut terminal, *json),
        Command::Combine => combine(&mut terminal),
    };
    match done {
        Ok(code) => code,
        Err(Stop::Leave) => {
            terminal.say("Stopped. Nothing was kept.");
            STOPPED
        }
        Err(Stop::Fault(t) | Stop::Refusal(t) | Stop::Breach(t)) => {
            sorry(COULD_NOT, t.explained(language).what)
        }
    }
}

fn check(terminal: &mut Terminal, json: bool) -> Result<u8, Stop> {
    let body =
        "Type the words of the share, with spaces between them. Four letters a word are enough.";
    let typed = ask_words(terminal, body, "Words")?;
    let share = Share::parse(typed.text().unwrap_or_default());
    if json {
        print_json(&match &share {
            Ok(share) => open_words(&share.label()),
            Err(why) => json!({"well_formed": false, "why": why.to_string()}),
        });
        return Ok(if share.is_ok() { DONE } else { WRONG });
    }
    match share {
        Ok(share) => {
            terminal.say(&format!(
                "This share is well formed: its checksum is right.\n{}",
                described(&share.label())
            ));
            Ok(DONE)
        }
        Err(why) => {
            terminal.say(&format!("This is no share: {why}."));
            Ok(WRONG)
        }
    }
}

fn combine(terminal: &mut Terminal) -> Result<u8, Stop> {
    terminal.say(
        "The password is put together from enough of its shares, in memory alone, and shown once. Be alone with \
         those who may see it.",
    );
    let found = laptop::findings(&host_report());
    if !found.is_empty() {
        let lines = found.iter().map(|finding| format!("\n  - {finding}"));
        let lines: String = lines.collect();
        terminal.say(&format!("This computer is not as it should be:{lines}"));
    }
    let mut collector = Collector::new();
    loop {
        if collector.progress() != Progress::Enough {
            one_more(terminal, &mut collector)?;
            continue;
        }
        match collector.finish() {
            Ok(master) => return shown(terminal, &master),
            Err(CombineError::ArenaFull) => return Err(Stop::Fault(Trouble::NoLockedMemory)),
            Err(CombineError::Altered { positions }) => {
                let why = CombineError::Altered {
                    positions: positions.clone(),
                };
                terminal.say(&format!("{why}. Put aside; the later ones moved up."));
                for position in positions.iter().rev() {
                    collector.put_aside(*position);
                }
            }
            Err(why) => {
                terminal.say(&format!("These shares give no password: {why}."));
                if !yes(terminal, "Is there another share?")? {
                    return Ok(WRONG);
                }
                one_more(terminal, &mut collector)?;
            }
        }
    }
}

/// Asks for a share and adds it; says what is still missing.
fn one_more(terminal: &mut Terminal, collector: &mut Collector) -> Result<(), Stop> {
    let count = collector.shares().len();
    let body = match count {
        0 => "Type the words of the first share, with spaces between them. Four letters a word are enough.".into(),
        _ => format!(
            "Type the words of share {}. If an earlier share was the wrong one, leave it empty.",
            count + 1
        ),
    };
    let typed = ask_words(terminal, &body, &format!("Share {}", count + 1))?;
    if typed.is_empty() && count > 0 {
        let all = format!("Which share shall be put aside, 1 to {count}? None: leave it empty.");
        let which = terminal.ask(&said(&all, "Number"))?;
        if let Ok(position) = which.trim().parse::<usize>()
            && collector.put_aside(position).is_some()
        {
            terminal.say(&format!(
                "Share {position} is put aside; the later ones moved up."
            ));
        }
        return Ok(());
    }
    match Share::parse(typed.text().unwrap_or_default()) {
        Err(why) => terminal.say(&format!(
            "That is no share: {why}. Once more, from the paper."
        )),
        Ok(share) => {
            let label = share.label();
            match collector.add(share) {
                Ok(progress) => terminal.say(&format!("Taken: {}\n{progress}.", described(&label))),
                Err(why) => terminal.say(&format!("Not taken: {why}.")),
            }
        }
    }
    Ok(())
}

fn shown(terminal: &mut Terminal, master: &Secret) -> Result<u8, Stop> {
    let password = match password_of_master(master) {
        Ok(password) => password,
        Err(why) => {
            terminal.say(&format!(
                "The shares agree, but what they give is no password: {why}."
            ));
            return Ok(WRONG);
        }
    };
    terminal.show_secret(
        &said(
            "The password. Type it where it is needed; it is wiped from this screen afterwards.",
            "Enter when typed",
        ),
        &password,
    )?;
    terminal.say(
        "The password was taken off the screen. Whoever saw it knows it: set a new one afterwards.",
    );
    Ok(DONE)
}

fn yes(terminal: &mut Terminal, question: &str) -> Result<bool, Stop> {
    terminal.ask_yes(&said(question, "y/n"))
}

fn ask_words(terminal: &mut Terminal, body: &str, ask: &str) -> Result<Secret, Stop> {
    terminal.ask_secret(&said(body, ask), Masked::Words)
}

fn said(body: &str, ask: &str) -> Said {
    Said {
        turn: Turn::Both,
        who: None,
        away: Away::Nobody,
        body: body.into(),
        ask: ask.into(),
    }
}

/// What stands openly in a share's first words; groups and members count from 1.
fn open_words(label: &Label) -> Value {
    json!({
        "well_formed": true,
        "set": label.id,
        "group": label.group_index + 1,
        "groups": label.group_count,
        "groups_needed": label.group_threshold,
        "member": label.member_index + 1,
        "members_needed": label.member_threshold,
        "words": label.length_words,
    })
}

/// The same in a sentence.
fn described(label: &Label) -> String {
    let groups = match label.group_count {
        1 => String::new(),
        count => format!(
            "group {} of {count}, of which {} are needed; ",
            label.group_index + 1,
            label.group_threshold
        ),
    };
    format!(
        "set {}, {groups}member {}, of which {} are needed; {} words.",
        label.id,
        label.member_index + 1,
        label.member_threshold,
        label.length_words
    )
}
