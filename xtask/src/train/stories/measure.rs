//! How well stories are found in the parts that a model did not learn from.

use entente_story::stories::model::Model;
use entente_story::stories::{Settings, Stream};

use super::sets::Set;
use crate::eval::stories::score;

/// The threshold that does best on average over all articles, each part placed by the model that did not learn from it.
pub fn choose_least(sets: &[Set], models: &[Model], leasts: &[f32]) -> f32 {
    let mut best = (0.0, 0.5);
    for &least in leasts {
        let mut line = format!("least {least:.2}");
        let mut sum = 0.0;
        for set in sets {
            let (bcubed, pairwise) = score(&set.events, &placed(set, models, least));
            line += &format!("  {} {bcubed:.4} / {pairwise:.4}", set.name);
            sum += bcubed * set.sketches.len() as f64;
        }
        println!("{line}");
        if sum > best.0 {
            best = (sum, least);
        }
    }
    best.1
}

/// The episode of each article.
fn placed(set: &Set, models: &[Model], least: f32) -> Vec<u64> {
    let mut found = vec![0; set.sketches.len()];
    for (part, model) in models.iter().enumerate() {
        let model = Model {
            least,
            ..model.clone()
        };
        let mut stream = Stream::with_model(Settings::default(), &model);
        for (place, sketch) in set.sketches.iter().enumerate() {
            if set.folds[place] == part as u64 {
                // Dates of these sets say little: some are missing, some are of other years.
                stream.push(place as u64, sketch.clone().told(None, 0));
            }
        }
        stream.finish();
        for episode in stream.take_over() {
            for article in episode.articles {
                found[article as usize] = (part as u64) << 32 | u64::from(episode.id.0);
            }
        }
    }
    found
}
