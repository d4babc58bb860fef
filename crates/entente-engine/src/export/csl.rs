//! Citations as CSL-JSON: of every article, and of the export itself.

use std::io::Write;

use entente_types::Moment;
use entente_world::View;
use serde_json::{Value, json};

use super::sheet::Objects;
use super::{Error, Origin, Settings, each, moment};

pub(super) fn write(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let mut items = Objects::new(out, "[")?;
    items.push(&itself(&Origin::of(view)?, settings))?;
    each(view, settings, |reading| {
        let (row, article) = (&reading.row, &reading.article);
        let authors: Vec<Value> = article
            .authors
            .iter()
            .map(|author| json!({"literal": author.value}))
            .collect();
        let mut item = json!({
            "id": row.id,
            "type": "article-newspaper",
            "title": row.title,
            "container-title": row.source,
            "URL": row.address,
            "language": article.language.as_ref().map(|language| &language.value),
            "issued": row.published.as_deref().and_then(issued),
            "note": format!("article {} of the workspace, known since {}", row.id, row.known),
        });
        if let Value::Object(fields) = &mut item {
            if !authors.is_empty() {
                fields.insert("author".to_owned(), Value::Array(authors));
            }
            fields.retain(|_, value| !value.is_null());
        }
        items.push(&item)
    })?;
    items.end("]")
}

/// How to cite what was asked: the program, the moment, what was known then, and the filters.
fn itself(origin: &Origin, settings: &Settings) -> Value {
    let at = origin.as_of.map(moment::known);
    let chosen = &settings.chosen;
    let filters = [
        ("from", chosen.from.clone()),
        ("to", chosen.to.clone()),
        ("source", chosen.source.clone()),
        ("story", chosen.story.map(|story| format!("sty_{story}"))),
        ("least", Some(settings.least.to_string())),
    ];
    let filters = filters
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let filters: Vec<String> = filters.collect();
    let as_of = origin
        .as_of
        .map_or("the beginning".to_owned(), |as_of| as_of.to_string());
    json!({
        "id": "entente-export",
        "type": "dataset",
        "title": format!("Claims and stories of a workspace, as known at {as_of}"),
        "version": origin.program,
        "issued": at.map(|at| json!({"date-parts": [[at.year(), at.month(), at.day()]]})),
        "note": format!("as-of {as_of}; sha256 {}; {}", origin.hash, filters.join(", ")),
    })
}

fn issued(published: &str) -> Option<Value> {
    let day = published.parse::<Moment>().ok()?.day;
    Some(json!({"date-parts": [[day.year(), day.month(), day.day()]]}))
}
