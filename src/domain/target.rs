//! What a case is about: an address, an account, or a place that has no address.

use crate::named::named;

named! {
    /// The kinds of target that a case can name.
    pub enum TargetKind {
        /// A web address.
        Address = "address",
        /// An account on the platform.
        Account = "account",
        /// Whatever else locates the content: a group's name, a message number, a hash.
        Locator = "locator",
        /// An address of electronic mail: whose account it is.
        Email = "email",
        /// A telephone number: whose account it is.
        Phone = "phone",
        /// An address of the internet protocol, at a moment: who used it then.
        Ip = "ip",
    }
}

/// One target, normalised by `chat` without ever being fetched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// The live form, normalised: for the record and for whoever has the right to open it. Never shown as it stands.
    pub locator: String,
    /// What makes two targets the same one: a platform's object, or the normalised locator.
    pub key: String,
}
