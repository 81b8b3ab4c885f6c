//! The same work on many items, on all processors.

use std::sync::OnceLock;

/// Threads at most.
const MOST_THREADS: usize = 8;

/// How many processors this process may use. Asking the system means reading the limits of its control group.
pub fn n_processors() -> usize {
    static FOUND: OnceLock<usize> = OnceLock::new();
    *FOUND.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// What `work` makes of each item, in their order. A thread gets at least `per_thread` items: below that it costs more than
/// it saves. The calling thread does its part.
pub fn parallel_map<T: Sync, R: Send>(
    items: &[T],
    per_thread: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let n_threads = n_processors().min(MOST_THREADS);
    let size = items.len().div_ceil(n_threads).max(per_thread).max(1);
    if items.len() <= size {
        return items.iter().map(work).collect();
    }
    let part = |chunk: &[T]| -> Vec<R> { chunk.iter().map(&work).collect() };
    std::thread::scope(|scope| {
        let mut chunks = items.chunks(size);
        let own = chunks.next().unwrap_or_default();
        let workers: Vec<_> = chunks
            .map(|chunk| (chunk, scope.spawn(move || part(chunk))))
            .collect();
        let mut all = part(own);
        for (chunk, worker) in workers {
            // A worker that died leaves its items to this thread.
            all.extend(worker.join().unwrap_or_else(|_| part(chunk)));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        for n_items in [0, 1, 2, 3, 63, 64, 65, 1000] {
            let items: Vec<usize> = (0..n_items).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
            for per_thread in [0, 1, 4, 64] {
                assert_eq!(parallel_map(&items, per_thread, |item| item * 2), expected);
            }
        }
    }
}
