//! The memory, seen from its users' side: what is written is read back, what must not happen is refused, and what was
//! tampered with is found.

mod chain;
mod copies;
mod emergencies;
mod figures;
mod opening;
mod order;
mod outbox;
mod reading;
mod round_trip;
mod sample;
mod searching;
mod vitals;
mod writing;

/// How a test ends.
type Outcome = Result<(), Box<dyn std::error::Error>>;
