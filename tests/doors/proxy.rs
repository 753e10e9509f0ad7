//! A ministry's way out: a proxy that knows where a name leads, and an authority of its own that vouches for it. Nothing
//! else does: without the proxy the name leads nowhere, and without the authority nobody trusts what answers.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use liaison_chat::WayOut;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What encrypted connections begin with.
const HANDSHAKE: u8 = 0x16;

/// A proxy that tunnels to one server under a name of its own.
pub(crate) struct Proxy {
    address: SocketAddr,
    authority: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Leads encrypted connections to `name` to the server at `to`, which speaks plainly; others where they ask to.
    pub(crate) async fn to(name: &str, to: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap().pem();
        let own = KeyPair::generate().unwrap();
        let issuer = Issuer::new(params, key);
        let leaf = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&own, &issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let key = PrivateKeyDer::try_from(own.serialize_der()).unwrap();
        let config = config.with_single_cert(vec![leaf.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (heard, to) = (Arc::clone(&asked), to.to_owned());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(tunnel(stream, acceptor.clone(), to.clone(), Arc::clone(&heard)));
            }
        });
        Self { address, authority, asked }
    }

    /// The way out through it, trusting its authority.
    pub(crate) fn way_out(&self) -> WayOut {
        WayOut { authorities: Some(self.authority.clone().into_bytes()), ..self.untrusted() }
    }

    /// The way out through it, trusting the public authorities alone.
    pub(crate) fn untrusted(&self) -> WayOut {
        WayOut { proxy: Some(format!("http://{}", self.address)), authorities: None }
    }

    /// Whither it was asked to lead, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One connection; whatever goes wrong ends it, as a proxy's connections end.
async fn tunnel(mut stream: TcpStream, acceptor: TlsAcceptor, to: String, asked: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.split_whitespace();
    assert_eq!(words.next(), Some("CONNECT"), "{head}");
    let server = words.next().unwrap().to_owned();
    asked.lock().unwrap().push(server.clone());
    if stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.is_err() {
        return;
    }
    let mut first = [0];
    let Ok(1..) = stream.peek(&mut first).await else { return };
    if first == [HANDSHAKE] {
        let (Ok(mut inside), Ok(mut server)) = (acceptor.accept(stream).await, TcpStream::connect(to).await) else {
            return;
        };
        let _ended = copy_bidirectional(&mut inside, &mut server).await;
    } else {
        let Ok(mut server) = TcpStream::connect(server).await else { return };
        let _ended = copy_bidirectional(&mut stream, &mut server).await;
    }
}
