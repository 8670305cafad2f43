//! Work shared by threads.

use std::panic::resume_unwind;
use std::{iter, thread};

/// Does `work` here and on up to `threads - 1` other threads, and gives what each has done, this one first.
///
/// Work is shared by what `work` takes from: where a thread cannot be started, the others do its part. A panic in one
/// goes on here: results that lack a part are never handed out as whole.
pub(crate) fn on_threads<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, &work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let own = work();
        let done = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        iter::once(own).chain(done).collect()
    })
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn all_work_is_done_once() {
        for threads in [0, 1, 2, 5] {
            let next = Mutex::new(0..100_u32);
            let mut found = on_threads(threads, || iter::from_fn(|| next.lock().unwrap().next()).collect::<Vec<_>>());
            assert_eq!(found.len(), threads.max(1));
            let mut all: Vec<u32> = found.drain(..).flatten().collect();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..100));
        }
    }

    #[test]
    fn a_panic_in_one_thread_is_a_panic() {
        let here = thread::current().id();
        let panics = AtomicU32::new(0);
        let outcome = catch_unwind(std::panic::AssertUnwindSafe(|| {
            on_threads(3, || {
                if thread::current().id() != here && panics.fetch_add(1, Ordering::Relaxed) == 0 {
                    panic!("a part is lost");
                }
            })
        }));
        assert_eq!(outcome.is_err(), panics.into_inner() > 0);
    }
}
