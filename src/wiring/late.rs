//! A door that may not be open yet: the start depends on no service. What goes through it before it is open is told to
//! come later; once it is, everything passes.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use liaison_chat::{Chat, Network, Outbound, Receipt, RoomFacts, Undelivered};

/// The door of one network, open or not.
pub(super) struct Late {
    network: Network,
    door: OnceLock<Arc<dyn Chat>>,
}

impl Late {
    /// A door that is not open.
    pub(super) fn to(network: Network) -> Arc<Self> {
        Arc::new(Self { network, door: OnceLock::new() })
    }

    /// Opens it, once.
    pub(super) fn open(&self, door: Arc<dyn Chat>) {
        self.door.get_or_init(|| door);
    }

    fn door(&self) -> Result<&Arc<dyn Chat>, Undelivered> {
        let why = || format!("{} has not been reached yet", self.network.name());
        self.door.get().ok_or_else(|| Undelivered::Later { after: None, why: why() })
    }
}

#[async_trait]
impl Chat for Late {
    fn network(&self) -> Network {
        self.network
    }

    fn own_names(&self) -> Vec<String> {
        self.door.get().map(|door| door.own_names()).unwrap_or_default()
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        self.door()?.send(outbound).await
    }

    async fn find(&self, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
        self.door()?.find(outbound).await
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        self.door()?.room(room).await
    }
}
