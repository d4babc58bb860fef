//! Predictions for the task `actors`.

use entente_types::{Actor, ActorKind, MentionForm, Pos};
use serde_json::{Value, json};

use super::Case;

/// The prediction for one text, in the form of the gold.
///
/// The texts are bare mentions, so the actor asked for is the one whose words hold the root of the text; of
/// several the person, and then the one that names most of it. A bare pronoun names somebody unknown.
pub fn predict(case: &Case) -> Value {
    let id = &case.row["id"];
    let document = &case.document;
    if let [token] = document.tokens.as_slice()
        && token.pos == Pos::Pron
    {
        return json!({ "id": id, "country": "", "sector": "UNK" });
    }
    let actors = &case.claims.actors;
    let is_placed = |actor: &Actor| actor.country.is_some() || actor.sector.is_some();
    let named = actors
        .mentions
        .iter()
        .filter(|mention| mention.form != MentionForm::Pronoun);
    let with_actor = named.filter_map(|mention| Some((mention, actors.actor(&mention.actor)?)));
    let best = with_actor.max_by_key(|(mention, actor)| {
        let is_root = document.head(mention.head as usize).is_none();
        (
            is_root && is_placed(actor),
            actor.kind == ActorKind::Person,
            mention.span.len(),
            std::cmp::Reverse(mention.span.start),
        )
    });
    match best {
        Some((_, actor)) => found(id, actor),
        None => json!({ "id": id, "none": true }),
    }
}

fn found(id: &Value, actor: &Actor) -> Value {
    let country = actor
        .country
        .as_ref()
        .map_or("", |country| country.0.as_str());
    let sector = actor.sector.as_deref().unwrap_or_default();
    if country.is_empty() && sector.is_empty() {
        return json!({ "id": id, "none": true });
    }
    json!({ "id": id, "country": country, "sector": sector })
}
