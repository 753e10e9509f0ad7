//! The open cases of a desk, for whoever hands over everything that they answer for.

use liaison_domain::{Case, DeskId};
use sqlx::query;

use crate::cases::case_of;
use crate::listing::open_states;
use crate::statements::statements;
use crate::{StoreError, Work};

statements! {
    OPEN = "SELECT * FROM cases WHERE desk = $1 AND state IN (SELECT value FROM json_each($2)) ORDER BY number";
}

impl Work {
    /// Every case of the desk that awaits an answer, as this transaction has it, in order of number.
    ///
    /// # Errors
    /// As [`Store::case`](crate::Store::case).
    pub async fn open_cases(&mut self, desk: &DeskId) -> Result<Vec<Case>, StoreError> {
        let rows = query(OPEN).bind(&desk.0).bind(open_states());
        rows.fetch_all(self.connection()).await?.iter().map(case_of).collect()
    }
}
