//! The figures: what of a case is counted, over which days, and what it comes to. Definitions and arithmetic alone: no SQL,
//! no words, no clock.
//!
//! [`Counted`] is what one case contributes; [`Sums`] are many of them over a [`Window`] of time, added up here or by the
//! store, which keeps the same columns; [`Figures`] are the shares and spreads that are shown. Whoever adds a figure adds
//! its column to [`Counted`] and to the store's table, its sum to [`Sums`], and its line to the sentences.

mod counted;
mod figures;
mod page;
mod period;
mod sums;

pub use counted::{Counted, CountedQuestion};
pub use figures::{Figures, Share, Spread, TOO_FEW};
pub use page::{Compared, Page, Part, Wanted};
pub use period::{Period, Shape};
pub use sums::{Group, Sums, Waits, Window};
