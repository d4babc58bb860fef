//! Acts on a map: GeoJSON after RFC 7946, for acts whose city the gazetteer knows.

use std::io::Write;

use entente_world::View;
use serde_json::json;

use super::record::{Read, label};
use super::sheet::Objects;
use super::{Error, Settings, each};

pub(super) fn write(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let mut features = Objects::new(out, "{\"type\":\"FeatureCollection\",\"features\":[")?;
    each(view, settings, |reading| {
        let read = Read::new(&reading);
        for claim in &reading.claims.claims {
            let Some(event) = read.event(claim, settings) else {
                continue;
            };
            let Some(city) = &event.city else { continue };
            let names = |side: &[entente_types::Participant]| {
                let names = side.iter().map(|one| {
                    read.actor(one)
                        .map_or_else(|| read.words(one.span), |actor| &actor.name)
                });
                names.collect::<Vec<_>>()
            };
            features.push(&json!({
                "type": "Feature",
                "id": claim.id.0,
                "geometry": {"type": "Point", "coordinates": [city.longitude, city.latitude]},
                "properties": {
                    "claim": claim.id.0,
                    "article": reading.row.id,
                    "story": reading.row.story,
                    "root": label(&event.root),
                    "realis": label(&event.realis),
                    "denied": event.polarity == entente_types::Polarity::DidNot,
                    "actors": names(&event.actors),
                    "recipients": names(&event.recipients),
                    "from": event.period.and_then(|period| period.from),
                    "to": event.period.and_then(|period| period.to),
                    "city": city.name,
                    "country": city.country,
                    "geonames": city.geonames,
                    "confidence": event.confidence,
                    "source": reading.row.source,
                    "published": reading.row.published,
                    "start": claim.span.start,
                    "end": claim.span.end,
                    "words": read.words(claim.span),
                    "sentence": read.words(claim.sentence),
                },
            }))?;
        }
        Ok(())
    })?;
    features.end("]}")
}
