//! Whether a copy is worth keeping: the chain holds from its first event, every case can be read, and a head that a room
//! witnessed is in it.

use std::path::Path;

use liaison_store::{Head, Store, StoreError, Verdict};

/// What was found in a copy.
pub(crate) struct Sound {
    /// The end of its chain; none where nothing was ever recorded.
    pub(crate) head: Option<Head>,
    /// How many events it holds.
    pub(crate) events: usize,
    /// How many cases it holds.
    pub(crate) cases: usize,
}

/// Why a file is no copy to keep; in words with the next step.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unsound(String);

impl Unsound {
    fn damaged(shown: &Path) -> Self {
        let shown = shown.display();
        Self(format!("{shown} is damaged: it was cut or overwritten; take an older copy. Nothing was changed"))
    }

    /// A fault of the store, where it says what is wrong with the file that is `shown`; else as it is.
    pub(crate) fn explain(error: StoreError, shown: &Path) -> anyhow::Error {
        let name = shown.display();
        let words = match &error {
            error if error.is_damage() => return Self::damaged(shown).into(),
            StoreError::Missing { .. } => format!("there is no file {name}; name one that `liaison backup` wrote"),
            StoreError::Foreign { .. } => {
                format!("{name} is no database of liaison's; name a file that `liaison backup` wrote")
            }
            StoreError::NewerSchema { found, known } => format!(
                "{name} was written by a newer liaison (schema {found}, this program knows {known}); restore it with that \
                 one. Nothing was changed"
            ),
            StoreError::Inconsistent { what } => {
                format!("{name} contradicts itself: {what}; take an older copy. Nothing was changed")
            }
            _ => return error.into(),
        };
        Self(words).into()
    }
}

/// Reads all of a copy that lies at `copy` and is called `shown` where something is wrong with it.
///
/// # Errors
/// [`Unsound`], or what cannot be read.
pub(crate) async fn sound(copy: &Path, shown: &Path, witnessed: Option<&Head>) -> anyhow::Result<Sound> {
    let explain = |error| Unsound::explain(error, shown);
    let store = Store::open_copy(copy).await.map_err(explain)?;
    let (head, events) = match store.verify().await.map_err(explain)? {
        Verdict::Sound { head, events, .. } => (head, events),
        Verdict::Broken { seq, what } => {
            let (shown, what) = (shown.display(), what.name());
            let words = format!(
                "the history in {shown} was changed by other means than liaison's, first at event {seq} ({what}); take \
                 an older copy. Nothing was changed"
            );
            return Err(Unsound(words).into());
        }
    };
    if let Some(witnessed) = witnessed
        && !store.holds(witnessed).await.map_err(explain)?
    {
        let words = format!(
            "{} is sound in itself, but the head that the room saw at event {} is not in it: it is older than that, or \
             another history; take the copy that was made after. Nothing was changed",
            shown.display(),
            witnessed.seq
        );
        return Err(Unsound(words).into());
    }
    let mut history = store.history(None).await.map_err(explain)?;
    let mut cases = 0;
    loop {
        let page = history.cases().await.map_err(explain)?;
        if page.is_empty() {
            break;
        }
        cases += page.len();
    }
    drop(history);
    store.close().await;
    Ok(Sound { head, events: usize::try_from(events)?, cases })
}
