//! Working space of threads, kept from text to text.

use std::sync::{Mutex, PoisonError};

use crate::kernel::{Cpu, Precision, Row};
use crate::tagger;
use crate::transition::Contributions;
use crate::words::Words;

/// Buffers for more rows than this are not kept.
const MAX_KEPT_ROWS: usize = 4_096;

/// Working space of one thread.
pub(crate) struct Desk {
    precision: Precision,
    pub(crate) cpu: Cpu,
    pub(crate) words: Words,
    pub(crate) buffers: Buffers,
}

/// Room for the numbers of some parts of a text.
#[derive(Default)]
pub(crate) struct Buffers {
    pub(crate) rows: Vec<Row>,
    pub(crate) ner_rows: Vec<Row>,
    pub(crate) scratch: Vec<Row>,
    pub(crate) tags: tagger::Scratch,
    pub(crate) contributions: Contributions,
}

/// Desks that no thread uses.
#[derive(Default)]
pub(crate) struct Desks(Mutex<Vec<Desk>>);

impl Desks {
    /// A desk for this precision, used before if possible.
    pub(crate) fn take(&self, precision: Precision) -> Desk {
        let mut desks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = desks.iter().rposition(|desk| desk.precision == precision);
        match place {
            Some(place) => desks.swap_remove(place),
            None => Desk {
                precision,
                cpu: Cpu::new(precision),
                words: Words::default(),
                buffers: Buffers::default(),
            },
        }
    }

    /// Keeps a desk for the next text.
    pub(crate) fn give_back(&self, mut desk: Desk) {
        if desk.buffers.rows.len() > MAX_KEPT_ROWS {
            desk.buffers = Buffers::default();
        }
        let mut desks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        desks.push(desk);
    }
}
