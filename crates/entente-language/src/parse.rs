//! The pipeline from text to document, in spaCy's order: tokens, vectors, tags, tree, names, attributes,
//! lemmas.

use std::ops::Range;

use entente_types::{
    Article, Block, BlockKind, Dep, Document, Entity, Outcome, Problem, Sentence, Span, Tag, Token,
};

use crate::chars;
use crate::desk::Desk;
use crate::kernel::{Precision, WIDTH};
use crate::model::Model;
use crate::ner::Name;
use crate::parser::{Labels, Tree};
use crate::tagger::sized;
use crate::tok2vec::PADDING;
use crate::tokenizer::RawToken;

/// Longer texts are parsed up to here; all but the longest novels are shorter.
const MAX_TEXT_BYTES: usize = 4 << 20;
/// Longer texts are parsed in parts. A part takes about 7 KB for each token while it is parsed.
const MAX_PART_TOKENS: usize = 20_000;
/// Short parts run through the networks together, up to so many tokens.
const MAX_PASS_TOKENS: usize = 2_048;

/// What the networks say about a text.
#[derive(Default)]
struct Reading {
    tags: Vec<Tag>,
    heads: Vec<usize>,
    deps: Vec<Dep>,
    starts: Vec<bool>,
    names: Vec<Name>,
}

impl Reading {
    /// Adds what was found in the block that starts at token `offset`.
    fn add(&mut self, offset: usize, tree: Tree, names: Vec<Name>, labels: &Labels) {
        self.heads
            .extend(tree.heads.iter().map(|head| head + offset));
        self.deps
            .extend(tree.labels.iter().map(|&label| labels.dep(label)));
        self.starts.extend(tree.starts);
        let moved = names
            .into_iter()
            .map(|(start, end, kind)| (start + offset, end + offset, kind));
        self.names.extend(moved);
    }
}

impl Model {
    /// Parses an article. What could not be parsed is left out; see [`Self::parse_with_problems`].
    #[must_use]
    pub fn parse(&self, article: Article) -> Document {
        self.parse_with_problems(article).value
    }

    /// Parses an article in fp32 and says what was not parsed as usual; see [`Self::parse_at`].
    #[must_use]
    pub fn parse_with_problems(&self, article: Article) -> Outcome<Document> {
        self.parse_at(Precision::Exact, article)
    }

    /// Parses an article and says what was not parsed as usual.
    ///
    /// Blocks that are set apart (headings, list items, captions) are parsed by themselves. Words of neighbouring
    /// paragraphs see each other, but no sentence and no name goes on from one to the next.
    ///
    /// **Limits.** A text over 4 MiB is parsed up to there (`text-cut`). A text of more than 20,000
    /// tokens is parsed in parts, divided between blocks where there are blocks (`text-divided`); words
    /// near such a border do not see each other.
    #[must_use]
    pub fn parse_at(&self, precision: Precision, article: Article) -> Outcome<Document> {
        let mut problems = Vec::new();
        let text = readable(&article.text, &mut problems);
        let raw = self.tokenizer.tokenize(text);
        let words: Vec<&str> = raw.iter().map(|token| token.span.of(text)).collect();
        let blocks = blocks(&raw, &article);
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
        let mut desk = self.desks.take(precision);
        for pass in passes(&parts) {
            self.read_parts(pass, &blocks, &words, &raw, &mut desk, &mut reading);
        }
        self.desks.give_back(desk);
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

    /// Runs the networks over some parts of a text.
    ///
    /// The parts lie in one run of rows with padding between them. What a part adds to the padding reaches
    /// no other part: each layer reaches one row further, and there are more rows of padding than layers.
    fn read_parts(
        &self,
        parts: &[Range<usize>],
        blocks: &[usize],
        words: &[&str],
        raw: &[RawToken],
        desk: &mut Desk,
        reading: &mut Reading,
    ) {
        let Desk { cpu, buffers, .. } = desk;
        let n_tokens: usize = parts.iter().map(ExactSizeIterator::len).sum();
        let n_rows = n_tokens + (parts.len() + 1) * PADDING;
        let [rows, ner_rows, scratch] = [
            &mut buffers.rows,
            &mut buffers.ner_rows,
            &mut buffers.scratch,
        ]
        .map(|rows| sized(rows, n_rows, [0.0; WIDTH]));
        let mut places = Vec::with_capacity(parts.len());
        let mut end = 0;
        for part in parts {
            let start = end + PADDING;
            for rows in [&mut *rows, &mut *ner_rows] {
                rows[end..start].fill([0.0; WIDTH]);
            }
            end = start + part.len();
            let outs = [&mut rows[start..end], &mut ner_rows[start..end]];
            let (words, raw) = (&words[part.clone()], &raw[part.clone()]);
            desk.words.embed(self, cpu, words, raw, outs);
            places.push(start..end);
        }
        for rows in [&mut *rows, &mut *ner_rows] {
            rows[end..].fill([0.0; WIDTH]);
        }
        self.tok2vec.encode(cpu, rows, scratch);
        self.ner_tok2vec.encode(cpu, ner_rows, scratch);
        let contributions = &mut buffers.contributions;
        for (part, place) in parts.iter().zip(places) {
            let tags = (&mut buffers.tags, &mut reading.tags);
            self.tagger.tag(cpu, &rows[place.clone()], tags.0, tags.1);
            for block in within(blocks, part) {
                let is_space: Vec<bool> = words[block.clone()]
                    .iter()
                    .map(|word| chars::is_space(word))
                    .collect();
                let first = place.start + block.start - part.start;
                let place = first..first + block.len();
                let (rows, ner_rows) = (&rows[place.clone()], &ner_rows[place]);
                let tree = self.parser.parse(cpu, rows, &is_space, contributions);
                let names = self
                    .names
                    .find(cpu, ner_rows, &tree.starts, &is_space, contributions);
                reading.add(block.start, tree, names, self.parser.labels());
            }
        }
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
/// Paragraphs that follow each other are one part: their words see each other.
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

/// The first token of each block but the first: what stands before that is blank.
fn blocks(raw: &[RawToken], article: &Article) -> Vec<usize> {
    let first = |block: &Block| raw.partition_point(|token| token.span.start < block.span.start);
    let mut blocks: Vec<usize> = article.blocks.iter().skip(1).map(first).collect();
    blocks.sort_unstable();
    blocks
}

/// The blocks of a part; what stands before the first is one as well.
fn within(blocks: &[usize], part: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let from = blocks.partition_point(|&block| block <= part.start);
    let to = blocks.partition_point(|&block| block < part.end);
    let inner = blocks[from..to.max(from)].iter().copied();
    let starts = std::iter::once(part.start).chain(inner.clone());
    let ends = inner.chain(std::iter::once(part.end));
    starts
        .zip(ends)
        .map(|(start, end)| start..end)
        .filter(|block| !block.is_empty())
}

/// The parts in groups that run through the networks together.
fn passes(parts: &[Range<usize>]) -> Vec<&[Range<usize>]> {
    let mut passes = Vec::new();
    let mut rest = parts;
    while !rest.is_empty() {
        let mut n_tokens = 0;
        let fits = |part: &&Range<usize>| {
            n_tokens += part.len() + PADDING;
            n_tokens <= MAX_PASS_TOKENS
        };
        let (pass, after) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        passes.push(pass);
        rest = after;
    }
    passes
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
