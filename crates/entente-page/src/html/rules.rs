//! Structural rules after the model: the headline, the line under it, pictures' words, notes of the newsroom.

use std::sync::LazyLock;

use entente_types::BlockKind;

use super::choose::THRESHOLD;
use super::element::Element;
use super::hints::Hints;
use super::page::{About, PageSays};
use super::scan::Scan;
use crate::line;

/// What happens with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is article.
    Keep(BlockKind),
    /// It is not, because of this.
    Leave(&'static str),
}

/// How far above the text the headline and the line under it may stand, in blocks.
const MAX_HEAD: usize = 30;
/// Probability from which a line that is the page's description is the article's standfirst.
const MIN_STANDFIRST: f32 = 0.05;
/// Longest note of the newsroom, in bytes.
const MAX_NOTE_BYTES: usize = 1200;

/// Decides for every block, from how likely each is article.
pub fn apply(scan: &Scan<'_>, says: &PageSays, found: &[f32]) -> Vec<Choice> {
    let by_model: Vec<Choice> = (0..found.len())
        .map(|idx| by_model(scan, found, idx))
        .collect();
    let mut choices = if is_scrap(scan, &by_model) {
        (0..found.len())
            .map(|idx| by_structure(scan, idx))
            .collect()
    } else {
        by_model
    };
    leave_threads(scan, &mut choices);
    let is_kept = |choice: &Choice| matches!(choice, Choice::Keep(_));
    let (Some(first), Some(last)) = (
        choices.iter().position(is_kept),
        choices.iter().rposition(is_kept),
    ) else {
        return choices;
    };
    head(scan, says, found, first, &mut choices);
    notes(scan, first, last, &mut choices);
    captions(scan, first, last, &mut choices);
    choices
}

/// Most lines of a page that is a scrap of one: the model knows whole pages of publishers only.
const MAX_SCRAP_BLOCKS: usize = 30;

/// Is it a short piece of HTML of which the model knows less than half?
fn is_scrap(scan: &Scan<'_>, choices: &[Choice]) -> bool {
    let n_bytes = |wanted: fn(&Choice) -> bool| -> usize {
        let blocks = scan.blocks.iter().zip(choices);
        let wanted = blocks.filter(|(_, choice)| wanted(choice));
        wanted.map(|(block, _)| block.text.len()).sum()
    };
    let n_kept = n_bytes(|choice| matches!(choice, Choice::Keep(_)));
    scan.blocks.len() <= MAX_SCRAP_BLOCKS && 2 * n_kept < n_bytes(|_| true)
}

/// What the markup alone says: what is no navigation, not hidden, and not named as furniture is text.
fn by_structure(scan: &Scan<'_>, idx: usize) -> Choice {
    let block = &scan.blocks[idx];
    let node = &scan.nodes[block.node as usize];
    let is_linked = 2 * block.n_linked as usize > block.text.len();
    let because = reason(scan, idx);
    if node.is_hidden
        || node.is_furniture()
        || is_linked
        || because != "furniture"
        || line::kind(block.text.of(&scan.text)).is_some()
    {
        Choice::Leave(because)
    } else {
        Choice::Keep(kind(scan, idx))
    }
}

/// Words under the pictures of the text are kept apart, as such.
fn captions(scan: &Scan<'_>, first: usize, last: usize, choices: &mut [Choice]) {
    /// The first picture stands above the text.
    const N_ABOVE: usize = 6;
    let from = first.saturating_sub(N_ABOVE);
    for (idx, choice) in choices.iter_mut().enumerate().take(last + 1).skip(from) {
        let is_caption = scan.nodes[scan.blocks[idx].node as usize].is_in(Element::Caption);
        if is_caption && matches!(choice, Choice::Leave("furniture")) {
            *choice = Choice::Keep(BlockKind::Caption);
        }
    }
}

fn by_model(scan: &Scan<'_>, found: &[f32], idx: usize) -> Choice {
    if found[idx] < THRESHOLD {
        return Choice::Leave(reason(scan, idx));
    }
    let text = scan.blocks[idx].text.of(&scan.text);
    if !text.contains(char::is_alphanumeric) {
        return Choice::Leave("separator");
    }
    match (kind(scan, idx), line::kind(text)) {
        (BlockKind::Paragraph, _) if is_note(scan, idx) => Choice::Keep(BlockKind::Correction),
        (_, Some(known)) => Choice::Leave(known),
        (kind, None) => Choice::Keep(kind),
    }
}

/// What the names around a block say that it is.
fn reason(scan: &Scan<'_>, idx: usize) -> &'static str {
    static REASONS: LazyLock<Vec<(Hints, &str)>> = LazyLock::new(|| {
        [
            ("comment", "comments"),
            ("consent", "consent"),
            ("newsletter", "subscription"),
            ("related", "teaser"),
            ("popular", "teaser"),
            ("promo", "advertisement"),
            ("share", "sharing"),
            ("navigation", "navigation"),
            ("footer", "footer"),
            ("tags", "tag list"),
        ]
        .map(|(hint, reason)| (Hints::named(hint), reason))
        .to_vec()
    });
    let node = &scan.nodes[scan.blocks[idx].node as usize];
    if node.is_in(Element::Navigation) {
        return "navigation";
    }
    if node.is_in(Element::Footer) {
        return "footer";
    }
    let known = REASONS.iter().find(|(hint, _)| node.all_hints.meets(*hint));
    known.map_or("furniture", |(_, reason)| reason)
}

fn kind(scan: &Scan<'_>, idx: usize) -> BlockKind {
    let node = &scan.nodes[scan.blocks[idx].node as usize];
    match node.element {
        element if element.is_heading() => BlockKind::Heading,
        _ if node.is_in(Element::Caption) || is_in_figure(scan, idx) => BlockKind::Caption,
        Element::Cell | Element::Row | Element::Table => BlockKind::Table,
        _ if node.is_in(Element::Quote) => BlockKind::BlockQuote,
        _ if node.is_in(Element::Item) => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}

/// Words in a `<figure>` belong to its picture, but for tables and quotations, which pages set as figures too.
fn is_in_figure(scan: &Scan<'_>, idx: usize) -> bool {
    let node = &scan.nodes[scan.blocks[idx].node as usize];
    node.is_in(Element::Figure)
        && !node.is_in(Element::Table)
        && !node.is_in(Element::Quote)
        && !node.is_in(Element::List)
}

/// Comments, consent and windows over the page are not the text, unless most of the text stands in an element with
/// such a name: some pages name the whole article after the comments below it.
fn leave_threads(scan: &Scan<'_>, choices: &mut [Choice]) {
    static KINDS: LazyLock<[(Hints, &str); 3]> = LazyLock::new(|| {
        [
            ("comment", "comments"),
            ("consent", "consent"),
            ("modal", "subscription"),
        ]
        .map(|(hint, because)| (Hints::named(hint), because))
    });
    let is_kept = |choice: &Choice| matches!(choice, Choice::Keep(_));
    let mut kept = vec![0_usize; scan.nodes.len()];
    for (block, _) in scan
        .blocks
        .iter()
        .zip(choices.iter())
        .filter(|(_, choice)| is_kept(choice))
    {
        kept[block.node as usize] += block.text.len();
    }
    for idx in (1..kept.len()).rev() {
        kept[scan.nodes[idx].parent as usize] += kept[idx];
    }
    // For each element, why it is left out, if it or one around it is; parents come before their children.
    let mut because: Vec<Option<&'static str>> = vec![None; scan.nodes.len()];
    for idx in 1..because.len() {
        let node = &scan.nodes[idx];
        let is_small = 2 * kept[idx] < kept[0];
        let known = KINDS
            .iter()
            .find(|(hint, _)| is_small && node.hints.meets(*hint));
        let is_page = matches!(node.element, Element::Html | Element::Body);
        because[idx] = because[node.parent as usize]
            .or(known.filter(|_| !is_page).map(|(_, because)| *because));
    }
    for (block, choice) in scan.blocks.iter().zip(choices) {
        if let (Some(because), true) = (because[block.node as usize], is_kept(choice)) {
            *choice = Choice::Leave(because);
        }
    }
}

/// The headline, and the page's description printed as a standfirst, above the first block of the text.
fn head(scan: &Scan<'_>, says: &PageSays, found: &[f32], first: usize, choices: &mut [Choice]) {
    let about: Vec<(usize, About)> = (first.saturating_sub(MAX_HEAD)
        ..=(first + 1).min(found.len() - 1))
        .map(|idx| (idx, says.about(scan.blocks[idx].text.of(&scan.text))))
        .collect();
    let is_heading = |idx: usize| {
        scan.nodes[scan.blocks[idx].node as usize]
            .element
            .is_heading()
    };
    let title = about
        .iter()
        .rfind(|(idx, about)| about.is_title == 2 && is_heading(*idx));
    if let Some((idx, _)) = title {
        choices[*idx] = Choice::Keep(BlockKind::Title);
    }
    let from = title.map_or(0, |(idx, _)| idx + 1);
    let standfirst = about.iter().find(|(idx, about)| {
        let is_line = about.is_description && about.is_title < 2 && *idx >= from && *idx <= first;
        is_line && found[*idx] >= MIN_STANDFIRST && !is_in_figure(scan, *idx)
    });
    if let Some((idx, _)) = standfirst {
        choices[*idx] = Choice::Keep(BlockKind::Standfirst);
    }
}

/// Notes of the newsroom around the text are kept although they are not its text.
fn notes(scan: &Scan<'_>, first: usize, last: usize, choices: &mut [Choice]) {
    /// How far from the text a note may stand, in blocks.
    const N_AROUND: usize = 8;
    let around = first.saturating_sub(N_AROUND)..(last + 1 + N_AROUND).min(choices.len());
    for idx in around {
        if matches!(choices[idx], Choice::Leave(_)) && is_note(scan, idx) {
            choices[idx] = Choice::Keep(BlockKind::Correction);
        }
    }
}

/// "Correction: an earlier version …": a sentence of its own that begins as such notes do.
fn is_note(scan: &Scan<'_>, idx: usize) -> bool {
    static STARTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let lines = include_str!("../../data/correction.tsv").lines();
        lines.filter(|line| !line.starts_with('#')).collect()
    });
    /// A shorter line is a label or the time of an update.
    const MIN_WORDS: usize = 6;
    let block = &scan.blocks[idx];
    let text = block.text.of(&scan.text);
    if text.len() > MAX_NOTE_BYTES || 2 * block.n_linked as usize > text.len() {
        return false;
    }
    let longest = text.floor_char_boundary(80);
    let line = text[..longest]
        .trim_start_matches(['*', '(', '[', '—', '-', ' '])
        .to_lowercase();
    let starts = STARTS.iter().any(|start| line.starts_with(start));
    let is_long =
        text.split_whitespace().nth(MIN_WORDS - 1).is_some() || !text.is_ascii() && text.len() > 60;
    starts && is_long
}
