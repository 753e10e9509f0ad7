//! The memory: one SQLite file that holds what happened (a hash chain of events), what follows from it (cases, targets,
//! deadlines), what was heard (the inbox), what must still be told (the outbox) and what was told (posts).
//!
//! This is the only room that knows SQL. A [`Store`] reads; a [`Work`] is one transaction and the only way to write.
//! Whoever adds something to remember adds a migration (`migrations/`, listed in `schema.rs`), a file with its
//! statements (listed in `statements.rs`), and, where a type of the rules goes to disk, a mirror in `record/`.

mod acts;
mod cases;
mod chain;
mod copies;
mod counting;
mod deadlines;
mod delivery;
mod duties;
mod emergencies;
mod error;
mod events;
mod export;
mod figures;
mod guests;
mod history;
mod imported;
mod inbox;
mod intake;
mod listing;
mod lookup;
mod marks;
mod opening;
mod outbox;
mod pages;
mod posts;
mod record;
mod schema;
mod search;
mod statements;
mod telling;
mod times;
mod verdict;
mod vitals;
mod work;

pub use chain::{Envelope, GENESIS, Hash, Head, NotAHead, Recorded, by_name, content_hash, hex};
pub use copies::renewed_copy;
pub use emergencies::Opener;
pub use error::StoreError;
pub use export::{Admitted, ExportedCase, ExportedEvent, ExportedTarget, FirstLine};
pub use history::{Content, History, Kept};
pub use inbox::{Entered, HeardEvent, InboxEntry, InboxState, UnreadEvent};
pub use intake::{Intake, Show, Taken, Unfit};
pub use listing::CasesQuery;
pub use opening::{Held, Lock, Store};
pub use outbox::{Addressee, NewRow, OutboxRow, Takes};
pub use pages::Page;
pub use posts::{Post, PostKind};
pub use search::{Listed, Sought};
pub use telling::Telling;
pub use verdict::{Broken, Verdict};
pub use vitals::{OpenCases, Parked, Stored, Unreadable, Waiting};
pub use work::Work;
