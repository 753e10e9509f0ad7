//! The language: what people can type, what they can read, and the port that a network implements.

mod document;
mod port;

pub use document::{Block, Document, Piece};
pub use port::{
    Act, Batch, Chat, Deaf, DeliveryKey, Destination, DeviceTrust, Inbound, Listener, Network, Outbound, Receipt,
    RoomFacts, Said, Undelivered,
};
