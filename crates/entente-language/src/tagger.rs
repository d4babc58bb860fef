//! The fine part of speech of each token.

use entente_types::Tag;
use pulp::Arch;

use crate::Error;
use crate::container::Container;
use crate::kernel::{Linear, Row, WIDTH, first_largest};

/// One linear layer over token vectors.
pub(crate) struct Tagger {
    layer: Linear,
    tags: Vec<Tag>,
}

impl Tagger {
    /// Reads the tagger whose classes are `tags`.
    pub(crate) fn read(file: &Container, tags: &[String]) -> Result<Self, Error> {
        let layer = Linear::read(file, "tagger", WIDTH, tags.len())?;
        Ok(Self {
            layer,
            tags: tags.iter().map(|tag| Tag::from_text(tag)).collect(),
        })
    }

    /// Adds the tag of each token to `tags`.
    pub(crate) fn tag(
        &self,
        arch: Arch,
        rows: &[Row],
        scratch: &mut Vec<f32>,
        tags: &mut Vec<Tag>,
    ) {
        scratch.clear();
        scratch.resize(rows.len() * self.layer.n_columns(), 0.0);
        self.layer.forward(arch, rows.as_flattened(), scratch);
        for scores in scratch.chunks_exact(self.layer.n_columns()) {
            let class = first_largest(&scores[..self.tags.len()], |_| true);
            tags.push(class.map_or(Tag::Unknown, |class| self.tags[class]));
        }
    }
}
