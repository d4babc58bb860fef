//! The small part of Python's regular expressions in which spaCy writes affix rules.
//!
//! Literals, classes, groups, `?`, `+` after one character, `^`, `$` and looks to either side. A
//! general engine would do, but these expressions hold hundreds of alternatives of a few characters
//! each: sorted by the first character they are answered in a few steps, in time that no text can
//! blow up.

use crate::chars::is_in;
use crate::rules::RulesError;

mod parse;

pub(super) use parse::class;

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class {
    /// In order, without overlap.
    ranges: Vec<(char, char)>,
    ascii: u128,
}

impl Class {
    /// The set of all characters of the ranges.
    fn new(mut ranges: Vec<(char, char)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let in_ascii = |code: &u8| is_in(&merged, char::from(*code));
        let ascii = (0..128_u8)
            .filter(in_ascii)
            .fold(0, |bits, code| bits | 1 << code);
        Self {
            ranges: merged,
            ascii,
        }
    }

    /// Is the character in the set?
    pub(super) fn holds(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> (character as u32) & 1 == 1;
        }
        is_in(&self.ranges, character)
    }
}

/// One step of an expression.
#[derive(Clone, Debug)]
enum Node {
    /// One character.
    One(Class),
    /// As many as possible, at least one.
    Many(Class),
    /// The first alternative that lets the rest match.
    Choice(Vec<Vec<Node>>),
    /// What follows.
    Ahead { wanted: bool, inside: Vec<Node> },
    /// What stands before, `width` characters long.
    Behind {
        wanted: bool,
        inside: Vec<Node>,
        width: usize,
    },
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
}

/// An expression, as a list of alternatives in order of preference.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    alternatives: Vec<Vec<Node>>,
    starts: Starts,
    /// Most characters that an alternative without repetition takes.
    width: usize,
    /// The characters of alternatives with repetition.
    repeated: Option<Class>,
}

impl Pattern {
    /// Reads a Python regular expression.
    ///
    /// # Errors
    ///
    /// [`RulesError::Pattern`] if it uses more than the listed subset.
    pub(crate) fn new(source: &str) -> Result<Self, RulesError> {
        let unread = |at| RulesError::Pattern {
            pattern: source.to_owned(),
            at,
        };
        let alternatives = spread(parse::expression(source).map_err(unread)?);
        if alternatives.len() > usize::from(u16::MAX) {
            return Err(unread(0));
        }
        let starts = Starts::new(&alternatives);
        let (width, repeated) = extent(&alternatives);
        Ok(Self {
            alternatives,
            starts,
            width,
            repeated,
        })
    }

    /// An expression whose alternatives all begin with `^`.
    pub(super) fn at_start(source: &str) -> Result<Self, RulesError> {
        Self::new(source)?.checked(source, |nodes| matches!(nodes.first(), Some(Node::Start)))
    }

    /// An expression whose alternatives all end with `$`.
    pub(super) fn at_end(source: &str) -> Result<Self, RulesError> {
        Self::new(source)?.checked(source, |nodes| matches!(nodes.last(), Some(Node::End)))
    }

    fn checked(self, source: &str, good: fn(&[Node]) -> bool) -> Result<Self, RulesError> {
        if self.alternatives.iter().all(|nodes| good(nodes)) {
            return Ok(self);
        }
        Err(RulesError::Pattern {
            pattern: source.to_owned(),
            at: 0,
        })
    }

    /// Where the match that starts at byte `at` ends.
    pub(super) fn end_at(&self, text: &str, at: usize) -> Option<usize> {
        let numbers = self.starts.of(text[at..].chars().next()?);
        let end = |number: &u16| run(text, at, &self.alternatives[usize::from(*number)], None);
        numbers.iter().find_map(end)
    }

    /// Start and end of the first match from byte `from` on.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let starts = text[from..].char_indices().map(|(offset, _)| from + offset);
        starts
            .into_iter()
            .find_map(|at| Some((at, self.end_at(text, at)?)))
    }

    /// Length of the match at the end of `text`; for [`Pattern::at_end`].
    ///
    /// Looks only where a match can start: its length is bounded, but for runs of dots and the like.
    pub(super) fn end_len(&self, text: &str) -> usize {
        let Some(nearest) = self.width.checked_sub(1) else {
            return 0;
        };
        let bounded = text
            .char_indices()
            .nth_back(nearest)
            .map_or(0, |(at, _)| at);
        let in_run = |character| {
            self.repeated
                .as_ref()
                .is_some_and(|class| class.holds(character))
        };
        let start = bounded.min(text.trim_end_matches(in_run).len());
        self.find(text, start).map_or(0, |(at, end)| end - at)
    }
}

/// Numbers of the alternatives that can begin with a character, in order, for runs of characters.
#[derive(Clone, Debug)]
struct Starts {
    /// First character of each run; the first run begins at 0.
    borders: Vec<u32>,
    numbers: Vec<Vec<u16>>,
    /// The runs of the ASCII characters.
    ascii: Vec<usize>,
}

impl Starts {
    fn new(alternatives: &[Vec<Node>]) -> Self {
        let any = Class::new(vec![('\0', char::MAX)]);
        let mut ranges = Vec::new();
        for (number, nodes) in (0_u16..).zip(alternatives) {
            let class = first_class(nodes).unwrap_or(&any);
            let pairs = class.ranges.iter().copied();
            ranges.extend(pairs.map(|(first, last)| (first as u32, last as u32 + 1, number)));
        }
        let mut borders: Vec<u32> = ranges
            .iter()
            .flat_map(|&(first, end, _)| [first, end])
            .collect();
        borders.push(0);
        borders.sort_unstable();
        borders.dedup();
        let mut numbers = vec![Vec::new(); borders.len()];
        for (first, end, number) in ranges {
            let run = borders.partition_point(|&border| border < first)
                ..borders.partition_point(|&border| border < end);
            numbers[run]
                .iter_mut()
                .for_each(|numbers: &mut Vec<u16>| numbers.push(number));
        }
        let ascii = (0..128).map(|code| run_of(&borders, code)).collect();
        Self {
            borders,
            numbers,
            ascii,
        }
    }

    fn of(&self, character: char) -> &[u16] {
        let code = character as u32;
        let run = self.ascii.get(code as usize).copied();
        &self.numbers[run.unwrap_or_else(|| run_of(&self.borders, code))]
    }
}

fn run_of(borders: &[u32], code: u32) -> usize {
    borders
        .partition_point(|&border| border <= code)
        .saturating_sub(1)
}

/// The alternatives with each group in them written out, in the same order of preference.
fn spread(alternatives: Vec<Vec<Node>>) -> Vec<Vec<Node>> {
    let mut spread_out = Vec::with_capacity(alternatives.len());
    for mut nodes in alternatives {
        let group = nodes
            .iter()
            .position(|node| matches!(node, Node::Choice(_)));
        let Some(at) = group else {
            spread_out.push(nodes);
            continue;
        };
        let after = nodes.split_off(at + 1);
        let Some(Node::Choice(inner)) = nodes.pop() else {
            continue;
        };
        let written = inner
            .into_iter()
            .map(|choice| [nodes.clone(), choice, after.clone()].concat());
        spread_out.extend(spread(written.collect()));
    }
    spread_out
}

/// The set of characters with which a match begins; `None` if that is not known.
fn first_class(nodes: &[Node]) -> Option<&Class> {
    let is_look =
        |node: &&Node| matches!(node, Node::Ahead { .. } | Node::Behind { .. } | Node::Start);
    match nodes.iter().find(|node| !is_look(node)) {
        Some(Node::One(class) | Node::Many(class)) => Some(class),
        _ => None,
    }
}

/// Width of the widest alternative without repetition, and the characters of those with it.
fn extent(alternatives: &[Vec<Node>]) -> (usize, Option<Class>) {
    let mut widest = 0;
    let mut repeated = Vec::new();
    for nodes in alternatives {
        let classes = nodes.iter().filter_map(|node| match node {
            Node::One(class) | Node::Many(class) => Some(class),
            _ => None,
        });
        if nodes.iter().any(|node| matches!(node, Node::Many(_))) {
            repeated.extend(classes.flat_map(|class| class.ranges.iter().copied()));
        } else {
            widest = widest.max(classes.count());
        }
    }
    let repeated = (!repeated.is_empty()).then(|| Class::new(repeated));
    (widest.max(usize::from(repeated.is_some())), repeated)
}

/// What is still to be matched after a group.
struct Rest<'a> {
    nodes: &'a [Node],
    next: Option<&'a Rest<'a>>,
}

/// Where a match of `nodes` and then of `next` ends that starts at `at`.
///
/// The depth of the recursion is bounded by the length of the expression.
fn run(text: &str, at: usize, nodes: &[Node], next: Option<&Rest>) -> Option<usize> {
    let Some((node, after)) = nodes.split_first() else {
        return next.map_or(Some(at), |rest| run(text, at, rest.nodes, rest.next));
    };
    let follow = |at: usize| run(text, at, after, next);
    match node {
        Node::One(class) => {
            let character = text[at..]
                .chars()
                .next()
                .filter(|&character| class.holds(character))?;
            follow(at + character.len_utf8())
        }
        Node::Many(class) => {
            let rest = text[at..].trim_start_matches(|character| class.holds(character));
            let run = &text[at..text.len() - rest.len()];
            run.char_indices()
                .rev()
                .find_map(|(start, character)| follow(at + start + character.len_utf8()))
        }
        Node::Choice(alternatives) => {
            let rest = Rest { nodes: after, next };
            alternatives
                .iter()
                .find_map(|nodes| run(text, at, nodes, Some(&rest)))
        }
        Node::Ahead { wanted, inside } => {
            (run(text, at, inside, None).is_some() == *wanted).then(|| follow(at))?
        }
        Node::Behind {
            wanted,
            inside,
            width,
        } => {
            let before = text[..at].char_indices().nth_back(width.saturating_sub(1));
            let found = before
                .and_then(|(start, _)| run(text, start, inside, None))
                .is_some();
            (found == *wanted).then(|| follow(at))?
        }
        Node::Start => (at == 0).then(|| follow(at))?,
        Node::End => (at == text.len()).then(|| follow(at))?,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str) -> Pattern {
        Pattern::new(source).expect("the expression is in the subset")
    }

    #[test]
    fn alternatives_are_tried_in_order() {
        let marks = pattern(r"(?<=[a-z])(?:-|--|~)(?=[a-z])");
        assert_eq!(marks.find("a--b", 0), Some((1, 3)));
        assert_eq!(marks.find("a-b", 0), Some((1, 2)));
        assert_eq!(marks.find("A-b", 0), None);
    }

    #[test]
    fn an_ending_is_found_from_the_left() {
        let endings =
            Pattern::at_end(r"\.\.+$|'s$|(?<=[0-9])(?:km|m)$|(?<=[A-Z][A-Z])\.$").expect("known");
        for (text, len) in [
            ("a....", 4),
            ("12km", 2),
            ("km", 0),
            ("12m", 1),
            ("Ann's", 2),
            ("EU.", 1),
            ("Eu.", 0),
            ("", 0),
        ] {
            assert_eq!(endings.end_len(text), len, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for source in [
            r"a{2}",
            r"\d",
            "(a",
            "a)",
            "[a",
            "a*",
            "(?P<x>a)",
            "\\",
            r"(?<=a|bc)d",
            "ab++",
        ] {
            assert!(Pattern::new(source).is_err(), "{source}");
        }
        assert!(Pattern::at_start("^a|b").is_err());
    }
}
