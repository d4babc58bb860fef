//! The language: what the words are in, told against what the page states.

use entente_types::{Article, Field, Span};

use super::{Metadata, Place};
use crate::language;

/// From how many bytes the text itself is believed more than the page: pages copy their templates.
const MIN_BYTES: usize = 200;

/// Languages that a text tells apart less surely than a page that names one of them.
const ALIKE: [&[&str]; 3] = [
    &["bs", "hr", "sr", "sh", "cnr"],
    &["id", "ms"],
    &["no", "nb", "nn"],
];

/// Notes the language that the text is in, and weakens what cannot be.
pub fn hear(metadata: &mut Metadata, article: &Article) {
    for said in metadata
        .said
        .iter_mut()
        .filter(|said| said.field == Field::Language)
    {
        if let Some(name) = common(&said.value) {
            name.clone_into(&mut said.value);
        }
    }
    let Some(heard) = language::identify(&article.text) else {
        return;
    };
    let is_long = article.text.len() >= MIN_BYTES;
    let weight = heard.confidence * if is_long { 0.95 } else { 0.5 };
    let stated = metadata
        .of(Field::Language)
        .map(|(_, said)| said.value.clone())
        .find(|tag| is_alike(tag, heard.tag));
    let tag = stated.unwrap_or_else(|| heard.tag.to_owned());
    let page = article
        .blocks
        .first()
        .map_or_else(Span::default, |block| article.origin.page(block.span));
    metadata.say(
        Field::Language,
        &tag,
        ("text", Place::Printed),
        page,
        weight,
        None,
    );
}

fn is_alike(one: &str, other: &str) -> bool {
    one != other
        && ALIKE
            .iter()
            .any(|group| group.contains(&one) && group.contains(&other))
}

/// The tag in use today for one that some systems still write.
fn common(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "nb" => "no",
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "jp" => "ja",
        "cz" => "cs",
        "gr" => "el",
        "ua" => "uk",
        _ => return None,
    })
}
