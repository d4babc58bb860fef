//! One slot as one line: what it is about, what the reports say, why they stand so, and their sentences.

use std::collections::BTreeMap;

use entente_types::{
    ActorId, Article, ArticleId, Comparison, Realis, Slot, SlotKind, SlotValue, Span, Strength,
    Verdict,
};

use super::words::{capital, clipped, clipped_start, in_words, meaning};
use super::{Evidence, Line, ValueLine, is_at_odds};

/// Of the words that all reports have, or else of all, those that need no others to be understood, or fewest.
fn clearest(values: &[SlotValue]) -> Option<&SlotValue> {
    let mut by_report: BTreeMap<ArticleId, Vec<&str>> = BTreeMap::new();
    for value in values {
        let own = by_report.entry(value.report).or_default();
        own.push(&value.normalized);
    }
    let is_in_all = |value: &SlotValue| {
        let has = |own: &Vec<&str>| own.iter().any(|words| words.contains(&value.normalized));
        by_report.values().all(has)
    };
    let key = |value: &&SlotValue| {
        let told = value.told.map(Span::len);
        (!is_in_all(value), goes_on(&value.text), told)
    };
    values.iter().min_by_key(key)
}

/// "And you must go": do the words go on from others?
fn goes_on(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    ["And", "But", "So", "Or", "Because", "Which"].contains(&first)
}

/// Drops what another line of the same reports says among more.
fn drop_parts(lines: &mut Vec<ValueLine>) {
    let is_part = |one: &ValueLine, other: &ValueLine| {
        one.reports == other.reports
            && one.text.len() < other.text.len()
            && plain(&other.text).contains(&plain(&one.text))
    };
    let kept = lines
        .iter()
        .map(|one| !lines.iter().any(|other| is_part(one, other)));
    let mut kept = kept.collect::<Vec<bool>>().into_iter();
    lines.retain(|_| kept.next() == Some(true));
}

/// Words as they are compared: without the marks around them, and in small letters.
fn plain(text: &str) -> String {
    let edge = |letter: char| !letter.is_alphanumeric();
    text.trim_matches(edge).to_lowercase()
}

/// Does the clause of a slot hold every value that the reports give, which some of them vouch for themselves?
fn is_told(slot: &Slot, values: &[ValueLine]) -> bool {
    slot.is_literal
        && slot.verdict == Verdict::Agree
        && values.iter().all(|value| slot.topic.contains(&value.text))
        && values.iter().any(|value| value.holders.is_empty())
}

/// Does each of several reports tell it in its own words?
fn is_in_own_words(slot: &Slot) -> bool {
    slot.is_main && slot.verdict == Verdict::Compatible
}

/// Writes lines for one comparison.
pub struct Writer<'a> {
    /// The comparison.
    pub comparison: &'a Comparison,
    /// All articles of the run, in order of their numbers.
    pub articles: &'a [Article],
}

impl<'a> Writer<'a> {
    /// The slots to keep, weightiest first.
    pub fn slots(&self, keep: impl Fn(&Slot) -> bool) -> Vec<&'a Slot> {
        let slots = self.comparison.slots.iter();
        slots.filter(|slot| keep(slot)).collect()
    }

    /// The line of a slot.
    pub fn line(&self, slot: &Slot) -> Line {
        let mut reports: Vec<ArticleId> = slot.values.iter().map(|value| value.report).collect();
        reports.sort_unstable();
        reports.dedup();
        let reason = reason(slot);
        let is_plain = matches!(slot.verdict, Verdict::Agree | Verdict::Single);
        let values = self.values(slot);
        let is_said = slot.kind == SlotKind::Quote && !is_at_odds(slot.verdict);
        let first = values.first().filter(|_| is_said);
        let text = first.map_or_else(|| self.text(slot), |first| first.text.clone());
        Line {
            slot: slot.id.clone(),
            is_aside: false,
            text,
            status: self.status(slot),
            verdict: slot.verdict,
            note: if is_plain {
                self.in_context(slot)
            } else if is_in_own_words(slot) {
                // The text says why.
                String::new()
            } else {
                reason.clone()
            },
            reason,
            tension: slot.tension.clone(),
            reports,
            support: slot.support,
            values,
            is_list: is_at_odds(slot.verdict) || is_in_own_words(slot),
            evidence: slot
                .values
                .iter()
                .filter_map(|value| self.evidence(value))
                .collect(),
        }
    }

    /// The shortest of the sentences that give a number or a day on which reports agree, where no clause of a report tells what
    /// it is of: "seats: two" is no answer.
    fn in_context(&self, slot: &Slot) -> String {
        const MOST: usize = 240;
        let is_bare = matches!(slot.kind, SlotKind::Figure | SlotKind::Date)
            && slot.verdict == Verdict::Agree
            && !slot.is_literal;
        let sentences = slot.values.iter().filter(|_| is_bare).map(|value| {
            let Span { start, end } = value.sentence.join(value.span);
            clipped(self.cut(value.report, start, end).trim())
        });
        let short = sentences.filter(|words| !words.is_empty() && words.len() <= MOST);
        let shortest = short.min_by_key(|words| (words.len(), words.clone()));
        shortest.map_or_else(String::new, |words| format!("“{words}”"))
    }

    fn text(&self, slot: &Slot) -> String {
        match (slot.kind, slot.values.as_slice()) {
            (SlotKind::Quote, _) if slot.verdict == Verdict::Disputed => clipped(&slot.topic),
            (SlotKind::Quote, values) => {
                clearest(values).map_or_else(String::new, |value| self.quoted(value))
            }
            (SlotKind::Date, _) if slot.verdict == Verdict::Agree => match slot.period {
                Some(period) if slot.is_literal => {
                    format!("{}: {}", in_words(&period), clipped(&capital(&slot.topic)))
                }
                Some(period) => format!("{} ({})", in_words(&period), clipped(&slot.topic)),
                None => clipped(&slot.topic),
            },
            _ if is_in_own_words(slot) => capital(&slot.reason),
            _ if slot.is_literal => clipped(&capital(&slot.topic)),
            (SlotKind::Event, _) => act(&slot.topic),
            _ => clipped(&slot.topic),
        }
    }

    /// A quote's words, between marks if the report has them between marks, or how the report tells them.
    fn quoted(&self, value: &SlotValue) -> String {
        if let Some(signed) = self.signed(value) {
            return signed;
        }
        if let Some(told) = value.told {
            let told = self.cut(value.report, told.start, told.end);
            return clipped(told.trim().trim_end_matches(['.', ':']));
        }
        let words = value.text.trim().trim_end_matches([',', ';']);
        let before = self.cut(value.report, 0, value.span.start);
        if before.ends_with(['“', '"', '‘', '«', '„', '\'']) || is_quoting(before) {
            return format!("“{}”", clipped(words));
        }
        clipped(words.strip_prefix("that ").unwrap_or(words))
    }

    /// A post with its signature, without the links between both.
    fn signed(&self, value: &SlotValue) -> Option<String> {
        let behind = self.cut(value.report, value.span.end, value.told?.end);
        let dash = behind
            .rfind(['—', '–'])
            .filter(|_| behind.contains(" (@"))?;
        Some(clipped(&format!(
            "{} {}",
            value.text.trim(),
            behind[dash..].trim()
        )))
    }

    /// What the reports say, the same words of the same holders together.
    fn values(&self, slot: &Slot) -> Vec<ValueLine> {
        if slot.is_literal && slot.verdict == Verdict::Single {
            return Vec::new();
        }
        let is_measured = matches!(slot.kind, SlotKind::Figure | SlotKind::Date);
        let says_more = !matches!(slot.verdict, Verdict::Agree | Verdict::Single);
        let is_act = matches!(slot.kind, SlotKind::Event | SlotKind::Clause);
        let is_one = is_act && !is_at_odds(slot.verdict) && !is_in_own_words(slot);
        if !is_measured && (!says_more || is_one) {
            return Vec::new();
        }
        let mut values: Vec<&SlotValue> = slot.values.iter().collect();
        if slot.kind == SlotKind::Quote {
            values.sort_by_key(|value| value.told.map(Span::len));
        }
        let mut lines: Vec<ValueLine> = Vec::new();
        for value in values {
            let line = self.value(slot, value);
            let same = lines.iter_mut().find(|known| {
                plain(&known.text) == plain(&line.text)
                    && known.meaning == line.meaning
                    && known.holders == line.holders
            });
            match same {
                Some(known) if known.reports.contains(&value.report) => {}
                Some(known) => known.reports.push(value.report),
                None => lines.push(line),
            }
        }
        if slot.kind == SlotKind::Quote {
            drop_parts(&mut lines);
        }
        let is_one_quote = slot.kind == SlotKind::Quote && lines.len() == 1;
        if is_one_quote || is_told(slot, &lines) {
            return Vec::new();
        }
        lines
    }

    /// What somebody says that he did, and another that he did not, stands in whole sentences: the act alone would hide who denies it.
    fn opposed(&self, value: &SlotValue) -> ValueLine {
        let Span { start, end } = value.sentence.join(value.span);
        ValueLine {
            reports: vec![value.report],
            text: clipped(self.cut(value.report, start, end).trim()),
            meaning: String::new(),
            holders: String::new(),
        }
    }

    fn value(&self, slot: &Slot, value: &SlotValue) -> ValueLine {
        if slot.kind == SlotKind::Event && slot.verdict == Verdict::Disputed {
            return self.opposed(value);
        }
        let text = match (slot.kind, value.told) {
            (SlotKind::Quote, _) => self.quoted(value),
            (_, Some(told)) => {
                let told = self.cut(value.report, told.start, told.end);
                clipped(&capital(told.trim_end_matches('.')))
            }
            _ => clipped(&value.text),
        };
        let is_told_by_all =
            slot.kind == SlotKind::Quote && value.holders.first() == slot.actors.first();
        let names: Vec<String> = value.holders.iter().map(|id| self.holder(id)).collect();
        // What another report tells itself needs nobody to vouch for it; a sentence names its speaker.
        let is_plain =
            slot.verdict == Verdict::Agree && slot.values.iter().any(|one| one.holders.is_empty());
        let holders = if is_told_by_all || is_plain || value.told.is_some() || names.is_empty() {
            String::new()
        } else {
            format!("according to {}", names.join(", citing "))
        };
        ValueLine {
            reports: vec![value.report],
            meaning: meaning(slot, value, &text),
            text,
            holders,
        }
    }

    /// In which way an act is told, or a number in the sentence of one report, and who vouches for it if no report does so itself.
    fn status(&self, slot: &Slot) -> String {
        let is_told = match slot.kind {
            SlotKind::Event | SlotKind::Clause => {
                !is_at_odds(slot.verdict) && !is_in_own_words(slot)
            }
            SlotKind::Figure => slot.is_literal && slot.verdict == Verdict::Single,
            _ => false,
        };
        if !is_told {
            return String::new();
        }
        let how = match slot.realis {
            Some(Realis::Planned) => "planned",
            Some(Realis::Ordered) => "ordered",
            Some(Realis::Proposed) => "proposed",
            Some(Realis::Predicted) => "predicted",
            // A report's own words say "would" and "may" themselves.
            Some(Realis::Hypothetical) if !slot.is_literal => "possible",
            _ => "",
        };
        let holders = self.holders(slot);
        let innermost = slot.values.iter().filter_map(|value| value.holders.last());
        let is_nameless = innermost.into_iter().all(|id| !self.has_name(id));
        // "Officials confirmed ten deaths" needs no "according to officials".
        let is_said = is_nameless && plain(&slot.topic).contains(&plain(&holders));
        let holders = if is_said { String::new() } else { holders };
        match (how.is_empty(), holders.is_empty()) {
            (_, true) => how.to_owned(),
            (true, false) => format!("according to {holders}"),
            (false, false) => format!("{how}, according to {holders}"),
        }
    }

    /// Those who vouch for a line, if every value has somebody. Of what several reports tell, the one whom all name.
    fn holders(&self, slot: &Slot) -> String {
        let values = &slot.values;
        if values.iter().any(|value| value.holders.is_empty()) {
            return String::new();
        }
        let innermost = values.iter().filter_map(|value| value.holders.last());
        let mut names: Vec<String> = innermost.map(|id| self.holder(id)).collect();
        names.sort();
        names.dedup();
        if slot.kind == SlotKind::Clause && names.len() > 1 {
            return "several voices".to_owned();
        }
        names.join(", ")
    }

    /// The sentence around a value; long ones are cut on both sides of it.
    fn evidence(&self, value: &SlotValue) -> Option<Evidence> {
        let Span { start, end } = value.sentence.join(value.span);
        let words = self.cut(value.report, value.span.start, value.span.end);
        let claim = value.claims.first()?.clone();
        (!words.is_empty()).then(|| Evidence {
            claim,
            report: value.report,
            before: clipped_start(self.cut(value.report, start, value.span.start)),
            words: clipped(words),
            after: clipped(self.cut(value.report, value.span.end, end)),
        })
    }

    /// A piece of an article; empty if there is no such piece.
    fn cut(&self, report: ArticleId, start: u32, end: u32) -> &'a str {
        let idx = self
            .articles
            .binary_search_by_key(&report, |article| article.id);
        let piece = idx
            .ok()
            .and_then(|idx| self.articles[idx].text.get(start as usize..end as usize));
        piece.unwrap_or_default()
    }

    /// What an actor is called inside a sentence: "the union", but "Hill Union" and "officials".
    fn holder(&self, id: &ActorId) -> String {
        let name = self.name(id);
        let is_body = id.0.starts_with("org:") && name.starts_with(char::is_lowercase);
        if is_body { format!("the {name}") } else { name }
    }

    /// Is an actor called by a name of its own?
    pub fn has_name(&self, id: &ActorId) -> bool {
        let actors = &self.comparison.actors;
        let known = actors.binary_search_by(|actor| actor.id.cmp(id));
        known.is_ok_and(|idx| actors[idx].has_name())
    }

    /// What an actor is called.
    pub fn name(&self, id: &ActorId) -> String {
        let actors = &self.comparison.actors;
        if let Ok(idx) = actors.binary_search_by(|actor| actor.id.cmp(id)) {
            return clipped(&actors[idx].name);
        }
        let key = id.0.rsplit(':').next().unwrap_or_default();
        key.replace('-', " ")
    }
}

/// Actor, act, object and recipient in one phrase, each said once.
fn act(topic: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in topic.split(" · ") {
        let last = part.rsplit(' ').next().filter(|last| last.len() > 3);
        let last = last.unwrap_or(part);
        let is_said = parts.iter().any(|said| said.contains(last));
        if !is_said {
            parts.push(part);
        }
    }
    clipped(&parts.join(" · "))
}

/// Why the values stand so to each other, with the firmness of a contradiction.
fn reason(slot: &Slot) -> String {
    let how = match slot.strength {
        Some(Strength::Hard) => "hard",
        Some(Strength::Soft) => "soft, as hedged or close",
        None => "",
    };
    let gap = slot.gap_percent.filter(|_| !slot.reason.contains('%'));
    let gap = gap.map_or_else(String::new, |gap| format!("{gap:.1} % apart"));
    let parts = [slot.reason.as_str(), &gap];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let why = parts.join("; ");
    match (how.is_empty(), why.is_empty()) {
        (true, _) => why,
        (false, true) => how.to_owned(),
        (false, false) => format!("{how}: {why}"),
    }
}

/// Is a quotation open at the end of `text`? One opened in an earlier paragraph does not count.
fn is_quoting(text: &str) -> bool {
    let paragraph = text.rsplit('\n').next().unwrap_or_default();
    let count = |mark: char| paragraph.matches(mark).count();
    count('“') > count('”') || count('"') % 2 == 1
}
