//! The pipeline from text to document, in spaCy's order: tokens, vectors, tags, tree, names, attributes,
//! lemmas.

use std::ops::Range;
use std::sync::PoisonError;

use entente_types::{
    Article, BlockKind, Dep, Document, Entity, Outcome, Problem, Sentence, Span, Tag, Token,
};

use crate::chars;
use crate::kernel::{Row, WIDTH};
use crate::model::Model;
use crate::ner::Name;
use crate::tagger::{self, sized};
use crate::tok2vec::PADDING;
use crate::tokenizer::RawToken;
use crate::transition::Contributions;
use crate::words::Words;

/// Longer texts are parsed up to here; all but the longest novels are shorter.
const MAX_TEXT_BYTES: usize = 4 << 20;
/// Longer texts are parsed in parts. A part takes about 7 KB for each token while it is parsed.
const MAX_PART_TOKENS: usize = 20_000;
/// Buffers for more tokens than this are not kept.
const MAX_KEPT_ROWS: usize = 4_096;

/// Working space of one thread.
#[derive(Default)]
pub(crate) struct Desk {
    words: Words,
    buffers: Buffers,
}

/// Room for the numbers of one part of a text.
#[derive(Default)]
struct Buffers {
    rows: Vec<Row>,
    ner_rows: Vec<Row>,
    scratch: Vec<Row>,
    tags: tagger::Scratch,
    contributions: Contributions,
}

/// What the networks say about a text.
#[derive(Default)]
struct Reading {
    tags: Vec<Tag>,
    heads: Vec<usize>,
    deps: Vec<Dep>,
    starts: Vec<bool>,
    names: Vec<Name>,
}

impl Model {
    /// Parses an article. What could not be parsed is left out; see [`Self::parse_with_problems`].
    #[must_use]
    pub fn parse(&self, article: Article) -> Document {
        self.parse_with_problems(article).value
    }

    /// Parses an article and says what was not parsed as usual.
    ///
    /// Blocks that are set apart (headings, list items, captions) are parsed by themselves.
    ///
    /// **Limits.** A text over 4 MiB is parsed up to there (`text-cut`). A text of more than 20,000
    /// tokens is parsed in parts, divided between blocks where there are blocks (`text-divided`); words
    /// near such a border do not see each other.
    #[must_use]
    pub fn parse_with_problems(&self, article: Article) -> Outcome<Document> {
        let mut problems = Vec::new();
        let text = readable(&article.text, &mut problems);
        let raw = self.tokenizer.tokenize(text);
        let words: Vec<&str> = raw.iter().map(|token| token.span.of(text)).collect();
        let parts = parts(&raw, &words, &article);
        let n_full = parts
            .iter()
            .filter(|part| part.len() > MAX_PART_TOKENS / 2)
            .count();
        if raw.len() > MAX_PART_TOKENS && n_full > 1 {
            let message = format!(
                "the text has {} tokens and was parsed in {} parts",
                raw.len(),
                parts.len()
            );
            problems.push(Problem::new("text-divided", message));
        }
        let mut reading = Reading::default();
        let mut desk = self
            .desks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();
        for part in parts {
            self.read_part(&words[part.clone()], &raw[part], &mut desk, &mut reading);
        }
        if desk.buffers.rows.len() > MAX_KEPT_ROWS {
            desk.buffers = Buffers::default();
        }
        self.desks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(desk);
        let tokens = self.tokens(&raw, &words, &mut reading);
        let entity = |&(start, end, kind): &Name| Entity {
            start: start as u32,
            end: end as u32,
            kind,
        };
        let entities = reading.names.iter().map(entity).collect();
        let sentences = sentences(&reading.starts);
        Outcome {
            value: Document::new(article, tokens, sentences, entities),
            problems,
        }
    }

    /// Runs the networks over one part of a text.
    fn read_part(&self, words: &[&str], raw: &[RawToken], desk: &mut Desk, reading: &mut Reading) {
        let offset = reading.tags.len();
        let is_space: Vec<bool> = words.iter().map(|word| chars::is_space(word)).collect();
        let arch = self.arch;
        let n_rows = words.len() + 2 * PADDING;
        let tokens = PADDING..PADDING + words.len();
        let Buffers {
            rows,
            ner_rows,
            scratch,
            tags,
            contributions,
        } = &mut desk.buffers;
        let [rows, ner_rows, scratch] =
            [rows, ner_rows, scratch].map(|rows| sized(rows, n_rows, [0.0; WIDTH]));
        for rows in [&mut *rows, &mut *ner_rows] {
            rows[..tokens.start].fill([0.0; WIDTH]);
            rows[tokens.end..].fill([0.0; WIDTH]);
        }
        let outs = [&mut rows[tokens.clone()], &mut ner_rows[tokens.clone()]];
        desk.words.embed(self, words, raw, outs);

        self.tok2vec.encode(arch, rows, scratch);
        let rows = &rows[tokens.clone()];
        self.tagger.tag(arch, rows, tags, &mut reading.tags);
        let tree = self.parser.parse(arch, rows, &is_space, contributions);

        self.ner_tok2vec.encode(arch, ner_rows, scratch);
        let rows = &ner_rows[tokens];
        let names = self
            .names
            .find(arch, rows, &tree.starts, &is_space, contributions);

        let labels = self.parser.labels();
        reading
            .heads
            .extend(tree.heads.iter().map(|head| head + offset));
        reading
            .deps
            .extend(tree.labels.iter().map(|&label| labels.dep(label)));
        reading.starts.extend(tree.starts);
        let moved = names
            .into_iter()
            .map(|(start, end, kind)| (start + offset, end + offset, kind));
        reading.names.extend(moved);
    }

    /// Puts tokens together: attributes by rule, then lemmas.
    fn tokens(&self, raw: &[RawToken], words: &[&str], reading: &mut Reading) -> Vec<Token> {
        let attributes = self
            .ruler
            .apply(words, &mut reading.tags, &mut reading.deps);
        let token = |(idx, raw): (usize, &RawToken)| {
            let given = attributes.get(idx).copied().unwrap_or_default();
            let lemma = match given.lemma {
                Some(lemma) => lemma.to_owned(),
                None => self.lemmatizer.lemma(words[idx], given.pos, given.morph),
            };
            Token {
                span: raw.span,
                tag: reading.tags[idx],
                pos: given.pos,
                head: reading.heads[idx] as u32,
                dep: reading.deps[idx],
                lemma,
            }
        };
        raw.iter().enumerate().map(token).collect()
    }
}

/// The part of a text that is parsed.
fn readable<'a>(text: &'a str, problems: &mut Vec<Problem>) -> &'a str {
    if text.len() <= MAX_TEXT_BYTES {
        return text;
    }
    let end = border(text, MAX_TEXT_BYTES);
    let end = text[..end]
        .rfind('\n')
        .filter(|&line| line > end / 2)
        .unwrap_or(end);
    let message = format!(
        "the text has {} bytes; only the first {end} were parsed",
        text.len()
    );
    let span = Some(Span::new(end, text.len()));
    problems.push(Problem {
        span,
        ..Problem::new("text-cut", message)
    });
    &text[..end]
}

/// The border of a character at `at`, or else the last one before it.
pub(crate) fn border(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// Divides the tokens before and after every block that is set apart, and then parts that are too long.
///
/// A headline, a list item or a caption has no full stop: the parser would join it to what follows.
/// Articles that are all paragraphs are parsed as one text, as spaCy does.
fn parts(raw: &[RawToken], words: &[&str], article: &Article) -> Vec<Range<usize>> {
    let is_apart = |kind: BlockKind| kind != BlockKind::Paragraph;
    let mut borders = vec![0];
    let mut was_apart = false;
    for block in &article.blocks {
        if is_apart(block.kind) || was_apart {
            borders.push(raw.partition_point(|token| token.span.start < block.span.start));
        }
        was_apart = is_apart(block.kind);
    }
    borders.push(raw.len());
    borders
        .windows(2)
        .filter(|pair| pair[0] < pair[1])
        .flat_map(|pair| short_parts(pair[0]..pair[1], raw, words, article))
        .collect()
}

/// Divides a run of tokens into parts that are not too long: before a block, else after a line break,
/// else anywhere.
fn short_parts(
    run: Range<usize>,
    raw: &[RawToken],
    words: &[&str],
    article: &Article,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = run.start;
    while run.end - start > MAX_PART_TOKENS {
        let latest = start + MAX_PART_TOKENS;
        let earliest = start + MAX_PART_TOKENS / 2;
        let starts_block = |token: &usize| {
            let at = raw[*token].span.start;
            article
                .blocks
                .binary_search_by_key(&at, |block| block.span.start)
                .is_ok()
        };
        let follows_line = |token: &usize| words[*token - 1].contains('\n');
        let candidates = || (earliest..=latest).rev();
        let end = candidates()
            .find(starts_block)
            .or_else(|| candidates().find(follows_line));
        let end = end.unwrap_or(latest);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..run.end);
    parts
}

/// Sentences from their starts; the first token always starts one.
fn sentences(starts: &[bool]) -> Vec<Sentence> {
    let mut borders: Vec<u32> = (0..starts.len())
        .filter(|&idx| idx == 0 || starts[idx])
        .map(|idx| idx as u32)
        .collect();
    borders.push(starts.len() as u32);
    borders
        .windows(2)
        .map(|pair| Sentence {
            start: pair[0],
            end: pair[1],
        })
        .filter(|sentence| sentence.start < sentence.end)
        .collect()
}
