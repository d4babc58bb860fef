//! Pages out of mail: single messages and files of many.

use std::collections::VecDeque;

use entente_types::{Moment, Problem};
use jiff::civil::{Date, Time};
use mail_parser::{Message, MessageParser, PartType};

use super::reader::{LineEnd, Reader};
use super::{Extent, Found, MAX_RECORD_BYTES, Record, Settings, too_long};
use crate::{Known, Media};

/// Most parts of a message; those behind are not looked at.
const MAX_PARTS: usize = 1000;

/// The messages of an mbox file. Each begins with a line `From …`; `>From` inside of one stands for `From`.
pub struct Mbox<'a> {
    name: String,
    reader: Reader<'a>,
    from: u64,
    line: Vec<u8>,
    /// Place and bytes of the open message.
    open: Option<(u64, Vec<u8>)>,
    waiting: VecDeque<Found>,
    has_ended: bool,
}

impl<'a> Mbox<'a> {
    /// Begins to read; nothing is looked at yet.
    pub fn new(name: &str, reader: Reader<'a>, settings: &Settings) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            from: settings.from,
            line: Vec::new(),
            open: None,
            waiting: VecDeque::new(),
            has_ended: false,
        }
    }

    fn step(&mut self) {
        let place = self.reader.place();
        let end = self.reader.line(MAX_RECORD_BYTES, &mut self.line);
        if let Some(problem) = self.reader.problem() {
            self.has_ended = true;
            self.open = None;
            self.waiting.push_back(Found::Problem { place, problem });
        } else if end.is_none() {
            self.has_ended = true;
            self.close();
        } else if self.line.starts_with(b"From ") {
            self.close();
            self.open = Some((place, Vec::new()));
        } else if let Some((_, message)) = &mut self.open {
            let is_quoted = self.line.trim_ascii_start().starts_with(b">");
            let line = if is_quoted {
                unquoted(&self.line)
            } else {
                &self.line
            };
            let n_free = (MAX_RECORD_BYTES + 1).saturating_sub(message.len());
            message.extend_from_slice(&line[..line.len().min(n_free)]);
            if end == Some(LineEnd::Break) && message.len() <= MAX_RECORD_BYTES {
                message.push(b'\n');
            }
        }
    }

    fn close(&mut self) {
        let Some((place, mut bytes)) = self.open.take() else {
            return;
        };
        let mut problems = Vec::new();
        if bytes.len() > MAX_RECORD_BYTES {
            bytes.truncate(MAX_RECORD_BYTES);
            problems.push(too_long());
        }
        let name = format!("{}#{place}", self.name);
        let records = message(&name, &bytes, &mut problems);
        let problems = problems.into_iter();
        self.waiting
            .extend(problems.map(|problem| Found::Problem { place, problem }));
        self.waiting.extend(
            records
                .into_iter()
                .map(|record| Found::Page(Record { place, ..record })),
        );
    }
}

impl Iterator for Mbox<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.reader.go_to(std::mem::take(&mut self.from));
        while self.waiting.is_empty() && !self.has_ended {
            self.step();
        }
        self.waiting.pop_front()
    }
}

/// A line of a message without the mark that keeps it apart from the line that begins one.
fn unquoted(line: &[u8]) -> &[u8] {
    let n_marks = line.iter().take_while(|byte| **byte == b'>').count();
    if n_marks > 0 && line[n_marks..].starts_with(b"From ") {
        &line[1..]
    } else {
        line
    }
}

/// The page in a message: its part in HTML, or else its text.
pub fn message(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Record> {
    let parsed = MessageParser::default().parse(bytes);
    let page = parsed
        .as_ref()
        .and_then(|message| Some((message, page(message)?)));
    let Some((message, (media, bytes))) = page else {
        problems.push(Problem::new("bad-record", "the message has no text"));
        return Vec::new();
    };
    let sender = message.from().and_then(|address| address.first());
    let author = sender.and_then(|sender| sender.name().or(sender.address()));
    let known = Known {
        title: message
            .subject()
            .map(str::trim)
            .filter(|title| !title.is_empty())
            .map(str::to_owned),
        author: author
            .map(str::trim)
            .filter(|author| !author.is_empty())
            .map(str::to_owned),
        published: message.date().and_then(moment),
        // The parser gives UTF-8, whatever the message was written in.
        charset: Some("utf-8".to_owned()),
        media: Some(media),
        from: "mail".to_owned(),
        ..Known::default()
    };
    vec![Record {
        name: name.to_owned(),
        place: 0,
        bytes,
        extent: Extent::Whole,
        known,
    }]
}

/// The first part in HTML that is not attached, or else the first text.
fn page(message: &Message<'_>) -> Option<(Media, Vec<u8>)> {
    let bodies = message.html_bodies().take(MAX_PARTS);
    let html = bodies.filter_map(|part| match &part.body {
        PartType::Html(html) => Some((Media::Html, html.as_bytes().to_vec())),
        _ => None,
    });
    let bodies = message.text_bodies().take(MAX_PARTS);
    let text = bodies.filter_map(|part| match &part.body {
        PartType::Text(text) => Some((Media::Text, text.as_bytes().to_vec())),
        _ => None,
    });
    html.chain(text)
        .find(|(_, bytes)| !bytes.trim_ascii().is_empty())
}

fn moment(date: &mail_parser::DateTime) -> Option<Moment> {
    let number = |value: u8| i8::try_from(value).ok();
    let day = Date::new(
        i16::try_from(date.year).ok()?,
        number(date.month)?,
        number(date.day)?,
    )
    .ok()?;
    let time = Time::new(
        number(date.hour)?,
        number(date.minute)?,
        number(date.second)?.min(59),
        0,
    )
    .ok();
    let minutes = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
    let offset = (minutes < 24 * 60).then_some(if date.tz_before_gmt {
        -minutes
    } else {
        minutes
    });
    Some(Moment {
        day,
        time,
        offset_min: time.and(offset),
    })
}
