//! In which thread something was said, so that it is answered there. It is known for one life: after a start an answer stands
//! beside what it answers, as a reply.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// So many messages in threads are remembered; an answer to an older one stands outside.
const REMEMBERED: usize = 10_000;

/// The roots of threads by what was said in them.
#[derive(Default)]
pub(crate) struct Threads(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    roots: BTreeMap<String, String>,
    order: VecDeque<String>,
}

impl Threads {
    /// An event was said in the thread of that root.
    pub(crate) fn note(&self, event: &str, root: &str) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.roots.insert(event.to_owned(), root.to_owned()).is_none() {
            inner.order.push_back(event.to_owned());
        }
        if inner.order.len() > REMEMBERED
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.roots.remove(&oldest);
        }
    }

    /// The root of the thread in which that event was said.
    pub(crate) fn of(&self, event: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).roots.get(event).cloned()
    }
}
