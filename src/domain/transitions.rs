//! The table of states: which happening leads where. It stands here once, and the product's description has the same rows.

use crate::case::CaseState;
use crate::event::EventBody;

/// The state that follows, or `None` where the state stays as it is.
#[must_use]
pub const fn next_state(from: CaseState, body: &EventBody) -> Option<CaseState> {
    match (body, from) {
        (EventBody::PartlyAnswered { .. }, CaseState::Sent)
        | (EventBody::Acknowledged { .. }, CaseState::Sent | CaseState::Suspended)
        | (EventBody::Informed { .. }, CaseState::Waiting)
        | (EventBody::Resumed, CaseState::Suspended) => Some(CaseState::Acknowledged),
        (EventBody::Asked { .. }, _) => Some(CaseState::Waiting),
        (EventBody::Resolved { .. } | EventBody::Refused { .. }, _) => Some(CaseState::Answered),
        (EventBody::Suspended { .. }, _) => Some(CaseState::Suspended),
        (EventBody::ConfirmedGone { .. } | EventBody::Closed, _) | (EventBody::Expired, CaseState::Answered) => {
            Some(CaseState::Closed)
        }
        (EventBody::Reopened { .. }, _) => Some(CaseState::Sent),
        (EventBody::Withdrawn { .. }, _) => Some(CaseState::Withdrawn),
        _ => None,
    }
}
