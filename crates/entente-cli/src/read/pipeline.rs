//! Runs work over a stream on all processors, with results in the order of the stream and bounded memory.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// Weight at which a batch is closed: large enough that handing it over does not show.
const BATCH_WEIGHT: usize = 1 << 20;
/// Most items of a batch.
const MAX_ITEMS: usize = 256;

/// Does `work` on each item and gives the results in the order of the items.
///
/// On one thread everything happens on the caller's. On several, one more thread reads the items; at most two
/// batches for each thread are under way, so that memory holds some megabytes of items for each thread.
///
/// # Errors
///
/// What `give` returns; no further item is read then.
pub fn in_order<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    n_threads: usize,
    weight: impl Fn(&T) -> usize + Send,
    work: impl Fn(T) -> R + Sync,
    mut give: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if n_threads <= 1 {
        return items.map(work).try_for_each(give);
    }
    let work = &work;
    let (filled, batches) = sync_channel::<Vec<T>>(1);
    std::thread::scope(|threads| {
        threads.spawn(move || {
            for batch in (Batches { items, weight }) {
                if filled.send(batch).is_err() {
                    break;
                }
            }
        });
        // Moved in, so that the reading thread ends when this one stops early.
        let batches = batches;
        rayon::in_place_scope(|pool| {
            let mut running: VecDeque<Receiver<Vec<R>>> = VecDeque::new();
            loop {
                while running.len() < 2 * n_threads {
                    let Some(batch) = next(&batches, running.is_empty()) else {
                        break;
                    };
                    let (done, result) = sync_channel(1);
                    // Nobody listens any more if the run ended early.
                    pool.spawn(move |_| _ = done.send(batch.into_iter().map(work).collect()));
                    running.push_back(result);
                }
                let Some(results) = running.pop_front() else {
                    return Ok(());
                };
                let results = results
                    .recv()
                    .expect("work on a batch ends with its results");
                results.into_iter().try_for_each(&mut give)?;
            }
        })
    })
}

/// The next batch: one that is there, or, if nothing is under way, the one that comes next.
fn next<T>(batches: &Receiver<Vec<T>>, may_wait: bool) -> Option<Vec<T>> {
    if may_wait {
        return batches.recv().ok();
    }
    batches.try_recv().ok()
}

struct Batches<I, W> {
    items: I,
    weight: W,
}

impl<I: Iterator, W: Fn(&I::Item) -> usize> Iterator for Batches<I, W> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Vec<I::Item>> {
        let mut batch = Vec::new();
        let mut n_weight = 0;
        while n_weight < BATCH_WEIGHT && batch.len() < MAX_ITEMS {
            let Some(item) = self.items.next() else { break };
            n_weight += (self.weight)(&item);
            batch.push(item);
        }
        (!batch.is_empty()).then_some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_an_error_ends_the_run() {
        for n_threads in [1, 4] {
            let mut results = Vec::new();
            let done: Result<(), ()> = in_order(
                0..2000,
                n_threads,
                |_| 9999,
                |item| item * 2,
                |result| {
                    results.push(result);
                    Ok(())
                },
            );
            assert_eq!(
                (done, results),
                (Ok(()), (0..2000).map(|item| item * 2).collect())
            );
            let stopped = in_order(
                0..,
                n_threads,
                |_| 9999,
                |item| item,
                |item| if item > 500 { Err(item) } else { Ok(()) },
            );
            assert_eq!(stopped, Err(501));
        }
    }
}
