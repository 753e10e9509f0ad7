//! The language: what people can type, what they can read, and the port that a network implements.

mod asked;
mod bad;
mod bind;
mod definition;
mod described;
mod document;
mod fold;
mod form;
mod grammar;
mod harmless;
mod identifier;
mod invoked;
mod live;
mod moment;
mod period;
mod platforms;
mod port;
mod read;
mod refang;
mod registration;
mod secret;
mod suggest;
mod table;
mod target;
mod text;
mod verb;
mod visible;
mod way_out;

pub use asked::{Asked, SEARCH_LIMIT};
pub use bad::{BadInvocation, Misreading};
pub use definition::{Cases, Choice, Definition, Examples, Names, OptionDefinition, OptionKind, RequiredFor, Text};
pub use described::CommandDescription;
pub use document::{Block, Document, Offer, Piece};
pub use form::{Field, Form};
pub use grammar::cases::CASES_LIMIT;
pub use grammar::{TARGETS_LIMIT, TEXT_LIMIT};
pub use harmless::{defanged, harmless};
pub use identifier::read_identifier;
pub use invoked::{named_cases, read_invoked};
pub use live::is_live;
pub use moment::read_date_and_hour;
pub use port::{
    Act, Asking, Away, Batch, Chat, Deaf, DeliveryKey, Destination, DeviceTrust, Inbound, Invoked, Listener, Network,
    Offered, Outbound, Receipt, RoomFacts, RoomRight, Said, Typing, Undelivered,
};
pub use read::{Context, GuestAsked, MESSAGE_LIMIT, Reading, Request, StatsRequest, read};
pub use registration::{RegisteredChoice, RegisteredCommand, RegisteredOption, Registration};
pub use secret::Secret;
pub use table::{CommandTable, TableError};
pub use target::{TARGET_LIMIT, TargetFault, read_account, read_address, read_target};
pub use text::{Called, CasesPage, Glance, Meanwhile, Sentences, TextError, View, html};
pub use verb::Verb;
pub use way_out::WayOut;
