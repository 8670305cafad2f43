//! A wish to stop, which long work looks for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish that whoever began long work may have on another thread: every clone of it is the same wish.
///
/// Work that finds it ends early with [`RobustnessError::Stopped`](super::RobustnessError::Stopped).
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Wishes that the work ends.
    pub fn wish(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether that is wished.
    #[must_use]
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl PartialEq for Stop {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Stop {}
