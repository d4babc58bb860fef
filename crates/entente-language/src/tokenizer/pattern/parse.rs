//! Reads the expressions.

use super::{Class, Node};

/// Deepest nesting of groups; spaCy's rules use one.
const MAX_DEPTH: usize = 8;

/// The alternatives of an expression, or the byte where it is not understood.
pub(super) fn expression(source: &str) -> Result<Vec<Vec<Node>>, usize> {
    let mut reader = Reader { source, at: 0 };
    let alternatives = reader.alternatives(0)?;
    if reader.at == source.len() {
        Ok(alternatives)
    } else {
        Err(reader.at)
    }
}

/// A class in brackets, or `None` if it is not understood.
pub(in super::super) fn class(source: &str) -> Option<Class> {
    let mut reader = Reader { source, at: 0 };
    if !reader.take("[") {
        return None;
    }
    reader.class().ok().filter(|_| reader.at == source.len())
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn next(&mut self) -> Result<char, usize> {
        let character = self.peek().ok_or(self.at)?;
        self.at += character.len_utf8();
        Ok(character)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.source[self.at..].starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<Vec<Vec<Node>>, usize> {
        if depth > MAX_DEPTH {
            return Err(self.at);
        }
        let mut alternatives = vec![Vec::new()];
        loop {
            match self.peek() {
                None | Some(')') => return Ok(alternatives),
                Some('|') => {
                    self.at += 1;
                    alternatives.push(Vec::new());
                }
                Some(_) => {
                    let node = self.repeated(depth)?;
                    alternatives
                        .last_mut()
                        .expect("there is one from the start")
                        .push(node);
                }
            }
        }
    }

    fn repeated(&mut self, depth: usize) -> Result<Node, usize> {
        let node = self.atom(depth)?;
        let at = self.at;
        let repeated = match (self.peek(), node) {
            (Some('+'), Node::One(class)) => Node::Many(class),
            (Some('?'), node @ Node::One(_)) => Node::Choice(vec![vec![node], Vec::new()]),
            (Some('+' | '?' | '*' | '{'), _) => return Err(at),
            (_, node) => return Ok(node),
        };
        self.at += 1;
        match self.peek() {
            Some('+' | '?' | '*' | '{') => Err(self.at),
            _ => Ok(repeated),
        }
    }

    fn atom(&mut self, depth: usize) -> Result<Node, usize> {
        let at = self.at;
        match self.next()? {
            '(' => self.group(depth),
            '[' => self.class().map(Node::One),
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '\\' => self.escaped().map(one),
            '.' | '*' | '+' | '?' | '{' | '}' | ']' => Err(at),
            character => Ok(one(character)),
        }
    }

    /// A group, whose opening bracket is read.
    fn group(&mut self, depth: usize) -> Result<Node, usize> {
        let at = self.at;
        let kinds = ["?:", "?=", "?!", "?<=", "?<!"];
        let kind = *kinds.iter().find(|kind| self.take(kind)).ok_or(at)?;
        let alternatives = self.alternatives(depth + 1)?;
        if !self.take(")") {
            return Err(self.at);
        }
        let width = width(&alternatives);
        let inside = vec![Node::Choice(alternatives)];
        Ok(match kind {
            "?=" => Node::Ahead {
                wanted: true,
                inside,
            },
            "?!" => Node::Ahead {
                wanted: false,
                inside,
            },
            "?<=" => Node::Behind {
                wanted: true,
                inside,
                width: width.ok_or(at)?,
            },
            "?<!" => Node::Behind {
                wanted: false,
                inside,
                width: width.ok_or(at)?,
            },
            _ => inside.into_iter().next().expect("it holds the choice"),
        })
    }

    /// A class, whose opening bracket is read.
    fn class(&mut self) -> Result<Class, usize> {
        if self.peek() == Some('^') {
            return Err(self.at);
        }
        let mut ranges = Vec::new();
        let mut first = true;
        while first || self.peek() != Some(']') {
            first = false;
            let from = self.member()?;
            let is_range = self.source[self.at..].starts_with('-')
                && !self.source[self.at..].starts_with("-]");
            let to = if is_range {
                self.at += 1;
                self.member()?
            } else {
                from
            };
            if to < from {
                return Err(self.at);
            }
            ranges.push((from, to));
        }
        self.at += 1;
        Ok(Class::new(ranges))
    }

    fn member(&mut self) -> Result<char, usize> {
        match self.next()? {
            '\\' => self.escaped(),
            character => Ok(character),
        }
    }

    /// A character whose backslash is read.
    fn escaped(&mut self) -> Result<char, usize> {
        let at = self.at;
        let n_digits = match self.next()? {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            't' => return Ok('\t'),
            'n' => return Ok('\n'),
            character if character.is_ascii_alphanumeric() => return Err(at),
            character => return Ok(character),
        };
        let hex = self.source.get(self.at..self.at + n_digits).ok_or(at)?;
        let code = u32::from_str_radix(hex, 16).map_err(|_| at)?;
        self.at += n_digits;
        char::from_u32(code).ok_or(at)
    }
}

fn one(character: char) -> Node {
    Node::One(Class::new(vec![(character, character)]))
}

/// Number of characters that each alternative takes, if it is the same for all and not zero.
fn width(alternatives: &[Vec<Node>]) -> Option<usize> {
    let one_width = |nodes: &Vec<Node>| {
        let widths = nodes.iter().map(|node| match node {
            Node::One(_) => Some(1),
            Node::Choice(inner) => width(inner),
            _ => None,
        });
        widths.sum::<Option<usize>>()
    };
    let mut widths = alternatives.iter().map(one_width);
    let first = widths.next()??;
    (first > 0 && widths.all(|width| width == Some(first))).then_some(first)
}
