//! The way out of the house: through a proxy, and to servers whose certificates a private authority signs. Every door goes
//! it alike.

/// How a door reaches its network; by default directly, trusting the public authorities alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayOut {
    /// The proxy, `http://proxy.ministry.example:3128`, through which everything goes.
    pub proxy: Option<String>,
    /// Certificates of authorities that are trusted beside the public ones, in PEM.
    pub authorities: Option<Vec<u8>>,
}
