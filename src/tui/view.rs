//! The screen as it is drawn from the model. Pure, but that it notes in the model how much room there was.
//!
//! Only the eight colours and the characters that a Linux console has. Nothing is said by colour alone: without it
//! (`NO_COLOR`) the same words stand in reverse and bold.

use super::facts::Facts;
use super::field::{Field, begins};
use super::keyboard::{Keyboard, PHRASE};
use super::model::{BLINKS, Model, Question};
use super::pager::{Room, View};
use super::rows::{cut, wrapped};
use crate::text::language::Language;
use crate::text::safe::Safe;
use crate::text::wrap::wrap;
use crate::words;
use crate::words::facts::{News, Takes};
use crate::words::label::Label;
use crate::words::say::{Away, Said, Turn};
use ratatui::Frame;
use ratatui::layout::{Alignment, Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Clear, Paragraph};
use std::ops::Range;

/// The least that everything fits in.
pub const LEAST: (u16, u16) = (80, 24);
/// Columns of the facts beside the instruction: at the least, and at the most, where the instruction has enough.
const BESIDE: (u16, u16) = (27, 60);
/// Columns of the mark before an act.
const MARKED: usize = 4;
/// Rows of the bar that says whose hands act.
const BAR: u16 = 3;
/// Characters of a shown secret in a row.
pub const ROW: usize = 10;

/// How things stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Eight colours.
    #[default]
    Colour,
    /// None: reverse and bold.
    Plain,
    /// Bold white on black, whatever the terminal's own colours are; what stands out is black on white.
    Contrast,
}

impl Theme {
    pub(super) fn style(self, fg: Color, bg: Color) -> Style {
        match self {
            Theme::Colour => Style::new().fg(fg).bg(bg).add_modifier(Modifier::BOLD),
            Theme::Plain => Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD),
            Theme::Contrast => Style::new()
                .fg(Color::Black)
                .bg(Color::White)
                .remove_modifier(Modifier::BOLD),
        }
    }

    /// What stands below everything.
    pub(super) fn ground(self) -> Style {
        match self {
            Theme::Colour | Theme::Plain => Style::new(),
            Theme::Contrast => Style::new()
                .fg(Color::White)
                .bg(Color::Black)
                .add_modifier(Modifier::BOLD),
        }
    }

    fn turn(self, turn: Turn) -> Style {
        match turn {
            Turn::PinCustodian => self.style(Color::White, Color::Blue),
            Turn::KeyCustodian => self.style(Color::Black, Color::Yellow),
            Turn::Both => self.style(Color::Black, Color::White),
        }
    }

    fn alarm(self) -> Style {
        self.style(Color::White, Color::Red)
    }

    fn quiet(self) -> Style {
        Style::new()
    }

    pub(super) fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

/// Draws it; returns where a secret that is shown belongs, which nobody but the terminal gets to see.
pub fn draw(frame: &mut Frame, model: &Model, theme: Theme) -> Option<Rect> {
    let area = frame.area();
    frame.buffer_mut().set_style(area, theme.ground());
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(frame, model, theme);
        return None;
    }
    let [head, bar, middle, hint, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(BAR),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    header(frame, head, model, theme);
    hands(frame, bar, model, theme);
    model.room.set(room(middle));
    let secret = match &model.page {
        Some(_) => {
            page(frame, middle, model, theme);
            None
        }
        // What stopped a step is said in full: it needs the room.
        None if model.has_stopped() => instruction(frame, inset(middle), model, theme),
        None => {
            let spare = middle.width.saturating_sub(LEAST.0) / 2;
            let beside_it = BESIDE.0.saturating_add(spare).min(BESIDE.1);
            let [left, right] =
                Layout::horizontal([Constraint::Min(1), Constraint::Length(beside_it)])
                    .areas(middle);
            beside(frame, right, model, theme);
            let left = bordered(frame, left);
            match &model.keyboard {
                Some(keyboard) => {
                    first_line(frame, left, keyboard, model.setting.language, theme);
                    None
                }
                None => instruction(frame, left, model, theme),
            }
        }
    };
    if let Some(hint_now) = model.hint {
        let style = theme.style(Color::Black, Color::Cyan);
        let text = format!(" {}", words::of(model.setting.language).hint(hint_now));
        frame.render_widget(Paragraph::new(text).style(style), hint);
    }
    footer(frame, foot, model, theme);
    secret
}

/// Whose hands act is said in any window.
fn too_small(frame: &mut Frame, model: &Model, theme: Theme) {
    let language = model.setting.language;
    let said = turn_of(model);
    let text = format!(
        "{}\n{}",
        whose(&said, language),
        Label::TooSmall.said(language)
    );
    let area = frame.area();
    let text = wrap(&text, 0, area.width.max(1).into());
    frame.render_widget(Paragraph::new(text).style(theme.turn(said.turn)), area);
}

fn header(frame: &mut Frame, area: Rect, model: &Model, theme: Theme) {
    let language = model.setting.language;
    let setting = &model.setting;
    let mut left = String::from(" ");
    if setting.rehearsal {
        left.push_str(Label::Rehearsal.said(language));
        left.push_str("  ");
    }
    left.push_str(&setting.book);
    if let Some((number, title)) = &model.facts.ceremony {
        left.push_str(&format!(
            "   {} {number}: {title}",
            Label::Ceremony.said(language)
        ));
    }
    let minutes = model.now.as_secs() / 60;
    let offline = match setting.offline {
        Some(true) => Label::Offline.said(language),
        Some(false) => Label::Online.said(language),
        None => "",
    };
    let right = format!("{offline}  {:02}:{:02} ", minutes / 60, minutes % 60);
    let room = usize::from(area.width).saturating_sub(right.chars().count() + 1);
    let left = String::from(Safe::new(&left, room));
    let gap = usize::from(area.width).saturating_sub(left.chars().count() + right.chars().count());
    let style = if setting.rehearsal {
        theme.style(Color::Black, Color::Green)
    } else {
        theme.style(Color::White, Color::Black)
    };
    let line = format!("{left}{}{right}", " ".repeat(gap));
    frame.render_widget(Paragraph::new(line).style(style), area);
}

/// Whose hands act: the PIN custodian's stand at the left, the key custodian's at the right, as they sit.
fn hands(frame: &mut Frame, area: Rect, model: &Model, theme: Theme) {
    let language = model.setting.language;
    let (said, style) = match (&model.over, &model.touching) {
        (Some(_), _) => (both(), theme.turn(Turn::Both)),
        (None, Some(_)) => (
            Said {
                turn: Turn::KeyCustodian,
                ..both()
            },
            theme.turn(Turn::KeyCustodian),
        ),
        (None, None) => {
            let said = turn_of(model);
            let style = theme.turn(said.turn);
            (said, style)
        }
    };
    let alignment = match said.turn {
        Turn::PinCustodian => Alignment::Left,
        Turn::KeyCustodian => Alignment::Right,
        Turn::Both => Alignment::Center,
    };
    let arrow = match said.turn {
        Turn::PinCustodian => format!("  <<< {}  ", whose(&said, language)),
        Turn::KeyCustodian => format!("  {} >>>  ", whose(&said, language)),
        Turn::Both => format!("<<< {} >>>", whose(&said, language)),
    };
    let away =
        looks_away(&said, language).map_or(String::new(), |label| format!("      {label}      "));
    let lines = vec![Line::raw(""), Line::raw(arrow), Line::raw(away)];
    frame.render_widget(
        Paragraph::new(lines).alignment(alignment).style(style),
        area,
    );
}

fn both() -> Said {
    Said {
        turn: Turn::Both,
        who: None,
        away: Away::Nobody,
        body: String::new(),
        ask: String::new(),
    }
}

fn turn_of(model: &Model) -> Said {
    model
        .question
        .as_ref()
        .map_or_else(both, |question| question.said.clone())
}

fn whose(said: &Said, language: Language) -> String {
    match (&said.who, said.turn) {
        (Some(name), _) => name.to_uppercase(),
        (None, Turn::PinCustodian) => Label::PinCustodian.said(language).into(),
        (None, Turn::KeyCustodian) => Label::KeyCustodian.said(language).into(),
        (None, Turn::Both) => Label::Both.said(language).into(),
    }
}

fn looks_away(said: &Said, language: Language) -> Option<&'static str> {
    let label = match said.away {
        Away::Nobody => return None,
        Away::PinCustodian => Label::PinCustodianLooksAway,
        Away::KeyCustodian => Label::KeyCustodianLooksAway,
        Away::Others => Label::OthersLookAway,
    };
    Some(label.said(language))
}

/// The line that shows whether the keyboard types what its keys say.
fn first_line(
    frame: &mut Frame,
    inner: Rect,
    keyboard: &Keyboard,
    language: Language,
    theme: Theme,
) {
    let width = usize::from(inner.width);
    let mut lines: Vec<Line> = Vec::new();
    let mut put = |text: &str, style: Style| {
        lines.extend(
            wrapped(text, width)
                .into_iter()
                .map(|l| Line::styled(l, style)),
        );
    };
    put(Label::TypeThisLine.said(language), theme.strong());
    put("", theme.quiet());
    put(&format!("    {PHRASE}"), theme.strong());
    put("", theme.quiet());
    put(&format!("  > {}_", keyboard.typed), theme.quiet());
    put("", theme.quiet());
    if let Some(wrong) = &keyboard.wrong {
        put(&words::of(language).wrong_keyboard(*wrong), theme.strong());
        put("", theme.quiet());
    }
    put(Label::WhyThisLine.said(language), theme.quiet());
    frame.render_widget(Paragraph::new(lines), inner);
}

/// A column with a line at its right.
fn bordered(frame: &mut Frame, area: Rect) -> Rect {
    let block = Block::new().borders(Borders::RIGHT);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inset(inner)
}

/// A column's text keeps off its edges.
fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// The step, the news, the one instruction, the answer.
fn instruction(frame: &mut Frame, inner: Rect, model: &Model, theme: Theme) -> Option<Rect> {
    let language = model.setting.language;
    let width = usize::from(inner.width);
    let mut lines: Vec<Line> = Vec::new();
    let mut put = |text: &str, style: Style| {
        for line in wrapped(text, width) {
            lines.push(Line::styled(line, style));
        }
    };
    if let Some(step) = step_title(&model.facts) {
        put(&step, theme.quiet());
        put("", theme.quiet());
    }
    for news in &model.news {
        let style = match news.facts().takes {
            Takes::Nothing(News::Alarm) => theme.alarm(),
            _ => theme.quiet(),
        };
        put(&news.said(language).body, style);
    }
    if let Some((key, since)) = &model.touching {
        touch(&mut put, model, key.as_str(), *since, theme);
    }
    match (&model.question, &model.over) {
        (Some(question), _) => {
            if !model.news.is_empty() {
                put("", theme.quiet());
            }
            put(instruction_of(question), theme.strong());
        }
        (None, Some(_)) => {
            put("", theme.quiet());
            put(Label::Over.said(language), theme.strong());
        }
        (None, None) if model.touching.is_none() => put(Label::Wait.said(language), theme.quiet()),
        (None, None) => {}
    }
    let answer = model
        .question
        .as_ref()
        .map(|q| answer(q, width, language, theme));
    let answer_rows = answer.as_ref().map_or(0, |a| a.rows());
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let room = inner.height.saturating_sub(answer_rows).max(1);
    let [text, below, _] = Layout::vertical([
        Constraint::Length(rows.min(room)),
        Constraint::Length(answer_rows),
        Constraint::Min(0),
    ])
    .areas(inner);
    let hidden = rows.saturating_sub(text.height);
    // The end is what has to be read: the instruction. PgUp shows what stands before it.
    let up = model.question.as_ref().map_or(0, |question| {
        question.drawn.set((hidden, text.height));
        question.scroll
    });
    let from = hidden.saturating_sub(up.min(hidden));
    frame.render_widget(Paragraph::new(lines).scroll((from, 0)), text);
    if from > 0 {
        let more = Label::MoreWithPageUp.said(language);
        let width = u16::try_from(more.chars().count()).unwrap_or(u16::MAX);
        let mark = Rect {
            x: text.right().saturating_sub(width),
            y: text.y,
            width: width.min(text.width),
            height: 1,
        };
        frame.render_widget(Paragraph::new(more).style(theme.strong()), mark);
    }
    answer.and_then(|answer| answer.draw(frame, below))
}

/// Without the list that stands below to choose from.
fn instruction_of(question: &Question) -> &str {
    let body = question.said.body.as_str();
    match question.field {
        Field::Pick { .. } | Field::Choice { .. } => body.lines().next().unwrap_or_default(),
        _ => body,
    }
}

fn step_title(facts: &Facts) -> Option<String> {
    let (part, step) = facts.now()?;
    let part = facts.parts.get(part)?;
    let (number, _) = part.steps.get(step)?;
    Some(format!("{number}  {}", part.title))
}

fn touch(
    put: &mut impl FnMut(&str, Style),
    model: &Model,
    key: &str,
    since: std::time::Duration,
    theme: Theme,
) {
    let left = BLINKS
        .saturating_sub(model.now.saturating_sub(since))
        .as_secs();
    put("", theme.quiet());
    let language = model.setting.language;
    let call = format!(" {}: {key}   {left} s ", Label::TouchTheKey.said(language));
    put(&call, theme.turn(Turn::KeyCustodian));
    put("", theme.quiet());
    put(Label::NothingBlinks.said(language), theme.quiet());
}

/// What stands below the instruction: the answer.
struct AnswerView<'a> {
    lines: Vec<Line<'a>>,
    secret_rows: u16,
}

impl AnswerView<'_> {
    fn rows(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX) + self.secret_rows + 1
    }

    fn draw(self, frame: &mut Frame, area: Rect) -> Option<Rect> {
        let [_, secret, lines] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(self.secret_rows),
            Constraint::Min(0),
        ])
        .areas(area);
        frame.render_widget(Paragraph::new(self.lines), lines);
        (self.secret_rows > 0).then_some(secret)
    }
}

fn answer(question: &Question, width: usize, language: Language, theme: Theme) -> AnswerView<'_> {
    // What is chosen from needs no name.
    let ask = match question.field {
        Field::Pick { .. } | Field::Choice { .. } => Vec::new(),
        _ => wrapped(&question.said.ask, width),
    };
    let mut lines: Vec<Line> = ask
        .into_iter()
        .map(|line| Line::styled(line, theme.strong()))
        .collect();
    let mut secret_rows = 0;
    let cursor = "_";
    match &question.field {
        Field::YesNo(_) => lines.push(Line::raw(Label::YesNo.said(language))),
        Field::Line(typed) => {
            let shown = String::from(Safe::new(typed, 400));
            lines.push(Line::raw(format!("> {}{cursor}", tail(&shown, width - 3))));
        }
        Field::Pick { names, at, typed } => {
            let somebody = names.get(*at).is_some_and(|name| begins(name, typed));
            for (n, name) in names.iter().enumerate() {
                let style = if n == *at && somebody {
                    theme.style(Color::Black, Color::Cyan)
                } else {
                    theme.quiet()
                };
                lines.push(Line::styled(format!(" {}  {name} ", n + 1), style));
            }
            if !typed.is_empty() {
                let shown = String::from(Safe::new(typed, 400));
                lines.push(Line::raw(format!("> {}{cursor}", tail(&shown, width - 3))));
            }
        }
        Field::Masked(typed) => {
            let count = typed.len_chars();
            let stars = "*".repeat(count.min(width.saturating_sub(20)));
            lines.push(Line::raw(format!(
                "> {stars}{cursor}  {count} {}",
                Label::Characters.said(language)
            )));
        }
        Field::Words(entry) => lines.push(Line::raw(format!("> {}{cursor}", entry.shown()))),
        Field::Seen(secret) => {
            let rows = secret.len().div_ceil(ROW) + 1;
            secret_rows = u16::try_from(rows).unwrap_or(u16::MAX);
            lines.push(Line::raw(format!(
                "{} {}. {}",
                secret.len(),
                Label::Characters.said(language),
                Label::SpaceIs.said(language)
            )));
        }
        Field::Choice { among, at } => {
            for (n, choice) in among.iter().enumerate() {
                let style = if Some(n) == *at {
                    theme.style(Color::Black, Color::Cyan)
                } else {
                    theme.quiet()
                };
                let (word, meaning) = words::of(language).choice(*choice);
                let text = format!("{}  {word}: {meaning}", n + 1);
                for line in wrap(&text, 3, width).lines() {
                    lines.push(Line::styled(line.to_owned(), style));
                }
            }
        }
    }
    AnswerView { lines, secret_rows }
}

/// The facts: things at hand, what is loose, the acts.
fn beside(frame: &mut Frame, area: Rect, model: &Model, theme: Theme) {
    let language = model.setting.language;
    let inner = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let width = usize::from(inner.width);
    let mut lines: Vec<Line> = Vec::new();
    let title = |lines: &mut Vec<Line>, label: Label| {
        lines.push(Line::styled(label.said(language), theme.strong()));
    };
    let hand = &model.at_hand;
    let facts = [
        (Label::Key, hand.key.as_ref().map(ToString::to_string)),
        (Label::Tries, hand.tries.map(|n| n.to_string())),
        (Label::Sheet, hand.sheet.clone()),
        (Label::Bag, hand.bag.as_ref().map(ToString::to_string)),
        (Label::Account, hand.account.clone()),
    ];
    if facts.iter().any(|(_, fact)| fact.is_some()) {
        title(&mut lines, Label::AtHand);
        for (label, fact) in facts {
            let Some(fact) = fact else { continue };
            // Whole: the ends of names tell things apart.
            let said = String::from(Safe::new(&format!("{} {fact}", label.said(language)), 400));
            for (n, row) in cut(&said, width.saturating_sub(2)).iter().enumerate() {
                let indent = if n == 0 { " " } else { "  " };
                lines.push(Line::raw(format!("{indent}{row}")));
            }
        }
        lines.push(Line::raw(""));
    }
    title(&mut lines, Label::OnTheTable);
    let table = if model.setting.hands {
        &model.table
    } else {
        &model.facts.loose
    };
    if table.is_empty() {
        lines.push(Line::raw(format!(" {}", Label::Nothing.said(language))));
    }
    // The acts below keep five rows.
    let room = usize::from(inner.height)
        .saturating_sub(lines.len() + 6)
        .max(1);
    for (n, thing) in table.iter().enumerate() {
        if n + 1 == room && table.len() > room {
            lines.push(Line::raw(format!(
                " ... {} {}",
                table.len() - n,
                Label::MoreWithF3.said(language)
            )));
            break;
        }
        lines.push(Line::raw(short(
            &format!(" {}", thing.said(language)),
            width,
        )));
    }
    lines.push(Line::raw(""));
    acts(&mut lines, model, inner.height, width, theme);
    frame.render_widget(Paragraph::new(lines), inner);
}

/// Done, now, to come: as many as fit around the one that is now, each whole. Their ends tell them apart.
fn acts(lines: &mut Vec<Line>, model: &Model, height: u16, width: usize, theme: Theme) {
    let (facts, language) = (&model.facts, model.setting.language);
    if facts.parts.is_empty() {
        return;
    }
    lines.push(Line::styled(Label::Acts.said(language), theme.strong()));
    let now = facts.now().map_or(facts.parts.len(), |(part, _)| part);
    let room = usize::from(height).saturating_sub(lines.len());
    let titles: Vec<Vec<String>> = facts
        .parts
        .iter()
        .map(|part| wrapped(&part.title, width.saturating_sub(MARKED)))
        .collect();
    let shown = around(now.min(titles.len().saturating_sub(1)), &titles, room);
    for (n, title) in titles.iter().enumerate().take(shown.end).skip(shown.start) {
        let (mark, style) = match n.cmp(&now) {
            std::cmp::Ordering::Less => ("[x]", theme.quiet()),
            std::cmp::Ordering::Equal => (" > ", theme.strong()),
            std::cmp::Ordering::Greater => ("[ ]", theme.quiet()),
        };
        for (n, row) in title.iter().enumerate() {
            let mark = if n == 0 { mark } else { "" };
            lines.push(Line::styled(format!("{mark:<MARKED$}{row}"), style));
        }
    }
}

/// The texts around the nth that fit into so many rows with it, later ones first.
fn around(n: usize, texts: &[Vec<String>], room: usize) -> Range<usize> {
    let rows = |range: Range<usize>| {
        let texts = texts.get(range).unwrap_or_default();
        texts.iter().map(Vec::len).sum::<usize>()
    };
    let (mut from, mut to) = (n, n + 1);
    loop {
        let before = (from, to);
        if to < texts.len() && rows(from..to + 1) <= room {
            to += 1;
        }
        if from > 0 && rows(from - 1..to) <= room {
            from -= 1;
        }
        if before == (from, to) {
            return from..to;
        }
    }
}

/// The room for a page here, within its border.
fn room(area: Rect) -> Room {
    Room {
        columns: usize::from(area.width.saturating_sub(2)),
        rows: usize::from(area.height.saturating_sub(2)),
    }
}

fn page(frame: &mut Frame, area: Rect, model: &Model, theme: Theme) {
    let Some(page) = &model.page else { return };
    let language = model.setting.language;
    let block = Block::bordered().title(format!(" {} ", page.view.title().said(language)));
    let inner = block.inner(area);
    let room = room(area);
    frame.render_widget(Clear, area);
    frame.buffer_mut().set_style(area, theme.ground());
    frame.render_widget(block, area);
    let all = model.page_lines();
    let top = page.top(all, room);
    let mut lines: Vec<Line> = Vec::new();
    for (n, line) in all.iter().enumerate().skip(top.line) {
        if lines.len() >= room.rows {
            break;
        }
        let found = page.found == Some(n) && !page.missed;
        let style = if found { theme.strong() } else { theme.quiet() };
        let above = if n == top.line { top.row } else { 0 };
        for row in wrapped(line, room.columns).into_iter().skip(above) {
            lines.push(Line::styled(row, style));
        }
    }
    if all.is_empty() {
        let waiting = model.ledger.is_none();
        let label = if waiting {
            Label::Reading
        } else {
            Label::NothingYet
        };
        lines.push(Line::raw(label.said(language)));
    }
    frame.render_widget(Paragraph::new(lines), inner);
}

fn footer(frame: &mut Frame, area: Rect, model: &Model, theme: Theme) {
    let language = model.setting.language;
    let text = match &model.page {
        Some(page) if page.typing => format!("{}{}_", Label::SearchFor.said(language), page.search),
        Some(page) if page.missed => {
            format!("{}: {}", page.search, Label::NotFound.said(language))
        }
        Some(page) if matches!(page.view, View::Menu | View::PlugIn) => {
            Label::MenuFooter.said(language).into()
        }
        Some(_) => Label::PageFooter.said(language).into(),
        None if model.setting.hands => {
            let hands = Label::Hands.said(language);
            format!("{} | {hands}", Label::ShortFooter.said(language))
        }
        None => Label::Footer.said(language).into(),
    };
    let line = String::from(Safe::new(&text, usize::from(area.width).saturating_sub(1)));
    frame.render_widget(
        Paragraph::new(format!(" {line}")).style(theme.style(Color::Black, Color::White)),
        area,
    );
}

fn short(text: &str, width: usize) -> String {
    Safe::new(text, width).into()
}

fn tail(text: &str, width: usize) -> String {
    let skip = text.chars().count().saturating_sub(width);
    text.chars().skip(skip).collect()
}
