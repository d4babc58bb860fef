//! The fine part of speech of each token.

use crate::Error;
use crate::container::Container;
use crate::kernel::{Cpu, Firsts, Linear, Masks, Row, WIDTH};
use entente_types::Tag;

/// One linear layer over token vectors.
pub(crate) struct Tagger {
    layer: Linear,
    tags: Vec<Tag>,
    masks: Masks,
}

/// Room for scores and classes.
#[derive(Default)]
pub(crate) struct Scratch {
    scores: Vec<f32>,
    classes: Vec<Option<usize>>,
}

impl Tagger {
    /// Reads the tagger whose classes are `tags`.
    pub(crate) fn read(file: &Container, tags: &[String]) -> Result<Self, Error> {
        let layer = Linear::read(file, "tagger", WIDTH, tags.len())?;
        let mut masks = Masks::new(layer.n_columns());
        masks.push(tags.len(), |_| true);
        Ok(Self {
            layer,
            tags: tags.iter().map(|tag| Tag::from_text(tag)).collect(),
            masks,
        })
    }

    /// Adds the tag of each token to `tags`.
    pub(crate) fn tag(
        &self,
        cpu: &mut Cpu,
        rows: &[Row],
        scratch: &mut Scratch,
        tags: &mut Vec<Tag>,
    ) {
        let len = rows.len() * self.layer.n_columns();
        let scores = sized(&mut scratch.scores, len, 0.0);
        self.layer.forward(cpu, rows.as_flattened(), scores);
        scratch.classes.clear();
        let firsts = Firsts {
            scores,
            mask: self.masks.of(0),
            places: &mut scratch.classes,
        };
        firsts.find(cpu);
        let tag = |class: &Option<usize>| class.map_or(Tag::Unknown, |class| self.tags[class]);
        tags.extend(scratch.classes.iter().map(tag));
    }
}

/// The first `len` entries; what they hold is of no use.
pub(crate) fn sized<T: Clone>(buffer: &mut Vec<T>, len: usize, filler: T) -> &mut [T] {
    if buffer.len() < len {
        buffer.resize(len, filler);
    }
    &mut buffer[..len]
}
