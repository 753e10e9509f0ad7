//! Synapse on the loopback: one or two of them, federating, each with its own data in a temporary
//! folder; stopped, started again, and cut off from one another as a test wants.
//!
//! A server's name is `localhost:PORT`, where the port is that of a [`Gate`]: a forwarder in this
//! process before the server's own federation port. Whoever wants to reach the server over
//! federation must pass there, so shutting it is an outage of the network and of nothing else.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const REQUIREMENTS: &str = include_str!("requirements.txt");
/// The scripts that stand beside this module.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support");
const SHARED_SECRET: &str = "test-only";
/// How long a server may take to become healthy: four seconds alone, more on a busy machine.
const HEALTHY_WITHIN: Duration = Duration::from_secs(120);
/// How long a server may take to stop after it was asked to.
const STOPPED_WITHIN: Duration = Duration::from_secs(15);
/// How long after a partition the servers may take to speak again; they try every second or so.
const MENDED_WITHIN: Duration = Duration::from_secs(60);
/// The pause of a bounded wait.
const PAUSE: Duration = Duration::from_millis(25);

/// Asks again and again, within bounds; the answer, or `None` when the time is over.
fn poll<T>(within: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + within;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > end {
            return None;
        }
        thread::sleep(PAUSE);
    }
}

// ---- What is installed once ---------------------------------------------------------------------

/// The folder under the target folder where the installation and the port locks stand.
fn workshop() -> PathBuf {
    // A relative CARGO_TARGET_DIR is meant from where cargo was called, which is not here.
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let target = named.filter(|path| path.is_absolute()).unwrap_or_else(|| built.to_owned());
    let folder = target.join("liaison-homeserver");
    fs::create_dir_all(&folder).expect("a folder under the target folder");
    folder
}

/// The Python that has Synapse and matrix-nio, installed on first use.
///
/// Test binaries that run at the same time wait for the one that installs. A marker, written last,
/// holds what was installed: without it, or with another, the installation is made anew.
pub fn python() -> PathBuf {
    let folder = workshop();
    let lock = File::create(folder.join("lock")).expect("a lock beside the installation");
    lock.lock().expect("the installation's lock");
    let venv = folder.join("venv");
    let marker = venv.join("complete");
    if fs::read_to_string(&marker).ok().as_deref() != Some(REQUIREMENTS) {
        install(&venv);
        fs::write(&marker, REQUIREMENTS).expect("the installation's marker");
    }
    venv.join("bin/python")
}

fn install(venv: &Path) {
    eprintln!("installing a homeserver for the tests in {} (once)", venv.display());
    if venv.exists() {
        fs::remove_dir_all(venv).expect("a half-made installation can be removed");
    }
    let python = venv.join("bin/python");
    must_run(Command::new("python3").args(["-m", "venv"]).arg(venv));
    must_run(
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--retries", "10", "--requirement"])
            .arg(format!("{HERE}/requirements.txt")),
    );
}

fn must_run(command: &mut Command) {
    let needs = "These tests run a real homeserver: install Python 3.10 or newer with venv and pip \
                 (on Debian: python3 python3-venv python3-pip) and give pip a way to PyPI.";
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "{needs}\n{command:?} ended with {}:\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        ),
        Err(error) => panic!("{needs}\n{command:?}: {error}"),
    }
}

// ---- Ports --------------------------------------------------------------------------------------

/// A port of our own for as long as this lives, even while nothing listens on it: other test
/// binaries respect the lock, and the kernel hands out ports of this range to nobody.
struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    fn reserve() -> Self {
        let folder = workshop().join("ports");
        fs::create_dir_all(&folder).expect("a folder of port locks");
        // Each process starts elsewhere, so that most find a free one at once.
        let start = std::process::id() as u16 % 10_000;
        (0..10_000)
            .map(|step| 20_000 + (start + step) % 10_000)
            .find_map(|number| Self::try_reserve(&folder, number))
            .expect("a free port between 20000 and 30000")
    }

    fn try_reserve(folder: &Path, number: u16) -> Option<Self> {
        let lock = File::create(folder.join(number.to_string())).ok()?;
        lock.try_lock().ok()?;
        TcpListener::bind(("127.0.0.1", number)).ok()?;
        Some(Self { number, _lock: lock })
    }
}

// ---- The gate before a server's federation port -------------------------------------------------

/// Forwards connections to a server, while it is open.
struct Gate {
    address: SocketAddr,
    state: Arc<Mutex<GateState>>,
}

struct GateState {
    open: bool,
    closing: bool,
    /// Both ends of what passes, so that shutting the gate breaks it off.
    passing: Vec<TcpStream>,
}

impl Gate {
    fn before(backend: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port for the gate");
        let address = listener.local_addr().unwrap();
        let state = GateState { open: true, closing: false, passing: Vec::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                if shared.lock().unwrap().closing {
                    return;
                }
                Self::let_in(&shared, &visitor, backend);
            }
        });
        Self { address, state }
    }

    /// A visitor before a shut gate, or of a stopped server, is hung up on.
    fn let_in(state: &Mutex<GateState>, visitor: &TcpStream, backend: u16) {
        let mut state = state.lock().unwrap();
        if !state.open {
            return;
        }
        let Ok(server) = TcpStream::connect(("127.0.0.1", backend)) else {
            return;
        };
        // Connections that have ended by themselves are forgotten.
        state.passing.retain(|stream| stream.peer_addr().is_ok());
        for (from, to) in [(visitor, &server), (&server, visitor)] {
            let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
            state.passing.push(from.try_clone().unwrap());
            thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
                let _ = from.shutdown(Shutdown::Both);
            });
        }
    }

    fn set_open(&self, open: bool) {
        let mut state = self.state.lock().unwrap();
        state.open = open;
        if !open {
            for stream in state.passing.drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.set_open(false);
        self.state.lock().unwrap().closing = true;
        // The listener sleeps until somebody comes.
        let _ = TcpStream::connect(self.address);
    }
}

// ---- The server ---------------------------------------------------------------------------------

/// What a homeserver lets through in a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// Everything: the test waits for nobody but the program.
    None,
    /// Synapse's own default for messages: 0.2 a second after a burst of 10.
    DefaultMessages,
    /// None for clients, and Synapse's own default between servers: after a failure ten minutes pass before the next attempt.
    PatientFederation,
}

/// A running (or stopped) Synapse with its data.
pub struct Homeserver {
    name: String,
    client: Port,
    federation: Port,
    gate: Gate,
    limits: Limits,
    python: PathBuf,
    process: Option<Child>,
    folder: Option<TempDir>,
}

impl Homeserver {
    /// One server without limits, healthy.
    pub fn start_one() -> Self {
        Self::start_with(Limits::None)
    }

    /// One server, healthy.
    pub fn start_with(limits: Limits) -> Self {
        let mut server = Self::prepare(limits);
        server.start();
        server
    }

    fn prepare(limits: Limits) -> Self {
        let federation = Port::reserve();
        let gate = Gate::before(federation.number);
        let folder = tempfile::Builder::new().prefix("liaison-homeserver-").tempdir();
        let server = Self {
            name: format!("localhost:{}", gate.address.port()),
            client: Port::reserve(),
            federation,
            gate,
            limits,
            python: python(),
            process: None,
            folder: Some(folder.expect("a temporary folder")),
        };
        server.write_configuration();
        server
    }

    /// `localhost:PORT`: what stands after the colon in its users' and aliases' names.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where clients connect; the same after a restart.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.client.number)
    }

    /// The full name of a user of this server.
    pub fn user_id(&self, localpart: &str) -> String {
        format!("@{localpart}:{}", self.name)
    }

    /// Its data and logs (`homeserver.log`, `console.log`); kept when the test fails.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    /// Makes a user, and answers with the full name.
    pub fn register(&self, localpart: &str, password: &str) -> String {
        self.register_as(localpart, password, false)
    }

    /// Makes a user who may call the administration's endpoints.
    pub fn register_admin(&self, localpart: &str, password: &str) -> String {
        self.register_as(localpart, password, true)
    }

    fn register_as(&self, localpart: &str, password: &str, admin: bool) -> String {
        let mut child = self
            .script()
            .args(["register", &self.url(), SHARED_SECRET])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the Python of the installation");
        let line = json!({ "user": localpart, "password": password, "admin": admin });
        writeln!(child.stdin.take().unwrap(), "{line}").expect("the script reads");
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{localpart} was not registered:\n{said}");
        self.user_id(localpart)
    }

    /// Nothing that this user does is limited from now on; an administrator says so.
    pub fn unlimited(&self, administrator: &super::nio::Nio, user: &str, unlimited: bool) {
        let path = format!("/_synapse/admin/v1/users/{user}/override_ratelimit");
        let (method, body) = if unlimited {
            ("POST", Some(json!({ "messages_per_second": 0, "burst_count": 0 })))
        } else {
            ("DELETE", None)
        };
        let (status, answer) = administrator.api(method, &path, body);
        assert_eq!(status, 200, "{answer}");
    }

    /// With which statuses it answered what that user sent into rooms, in order.
    pub fn statuses_of_sends(&self, user: &str) -> Vec<u16> {
        let log = fs::read_to_string(self.folder().join("homeserver.log")).unwrap_or_default();
        let theirs = format!("{{{user}}} Processed request:");
        log.lines().filter(|line| line.contains(&theirs) && line.contains("/send/")).filter_map(status).collect()
    }

    /// Starts it on the data that it has, and waits until it is healthy.
    pub fn start(&mut self) {
        self.spawn();
        self.wait_until_healthy();
    }

    fn spawn(&mut self) {
        assert!(self.process.is_none(), "{} runs already", self.name);
        let console = File::options()
            .create(true)
            .append(true)
            .open(self.folder().join("console.log"))
            .expect("the console's log");
        let child = self
            .script()
            .arg("run")
            .arg(self.folder())
            .stdin(Stdio::piped())
            .stdout(console.try_clone().unwrap())
            .stderr(console)
            .spawn();
        self.process = Some(child.expect("the Python of the installation"));
    }

    fn wait_until_healthy(&mut self) {
        let healthy = poll(HEALTHY_WITHIN, || {
            if let Some(status) = self.process.as_mut().unwrap().try_wait().unwrap() {
                panic!("{} ended with {status} at its start:\n{}", self.name, self.last_words());
            }
            matches!(self.get("/health"), Ok((200, _))).then_some(())
        });
        assert!(healthy.is_some(), "{} did not become healthy:\n{}", self.name, self.last_words());
    }

    /// Stops it in good order (SIGTERM), as an administrator would.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else {
            return;
        };
        let _ = writeln!(process.stdin.as_ref().unwrap(), "stop");
        if poll(STOPPED_WITHIN, || process.try_wait().unwrap()).is_none() {
            process.kill().expect("a process of our own");
            process.wait().unwrap();
        }
    }

    /// Ends it at once (SIGKILL), as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            process.wait().unwrap();
        }
    }

    /// Nobody reaches this server over federation any more; it still reaches the others.
    pub fn shut_gate(&self) {
        self.gate.set_open(false);
    }

    /// The opposite. Servers that had given up try again within a second or so of new traffic;
    /// [`Federation::mend`] makes that traffic and waits.
    pub fn open_gate(&self) {
        self.gate.set_open(true);
    }

    /// Whether this server gets an answer from the other over federation, asked now.
    pub fn reaches(&self, other: &Homeserver) -> bool {
        // Somebody who does not exist: a "not found" could only come from over there.
        let nobody = format!("/_matrix/client/v3/profile/@nobody-at-all:{}", other.name);
        matches!(self.get(&nobody), Ok((404, body)) if body["errcode"] == "M_NOT_FOUND")
    }

    /// A plain GET without a token: health, versions, profiles.
    pub fn get(&self, path: &str) -> std::io::Result<(u16, Value)> {
        let address = SocketAddr::from(([127, 0, 0, 1], self.client.number));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        // HTTP/1.0: the answer is not chunked, and ends with the connection.
        write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let broken = || std::io::Error::other(format!("not HTTP: {answer:?}"));
        let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
    }

    fn script(&self) -> Command {
        let mut command = Command::new(&self.python);
        // The user's own settings and packages must not change what is tested.
        command.env_remove("PYTHONPATH").arg("-s").arg(format!("{HERE}/homeserver.py"));
        command
    }

    fn last_words(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder().join(name)).unwrap_or_default();
        let text = [read("homeserver.log"), read("console.log")].concat();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    fn write_configuration(&self) {
        let write = |name: &str, content: Value| {
            // JSON is YAML.
            fs::write(self.folder().join(name), content.to_string()).expect("the configuration");
        };
        write("log.yaml", log_configuration(&self.folder().join("homeserver.log")));
        write("homeserver.yaml", self.configuration());
    }

    /// What makes it quick, private to the loopback, and quiet; see Synapse's configuration manual.
    fn configuration(&self) -> Value {
        let at = |name: &str| self.folder().join(name);
        let mut all = json!({
            "server_name": self.name,
            "public_baseurl": self.url(),
            "listeners": [
                listener(self.client.number, false, "client"),
                listener(self.federation.number, true, "federation"),
            ],
            "tls_certificate_path": at("tls.crt"),
            "tls_private_key_path": at("tls.key"),
            "database": { "name": "sqlite3", "args": { "database": at("homeserver.db") } },
            "log_config": at("log.yaml"),
            "media_store_path": at("media"),
            "pid_file": at("homeserver.pid"),
            "signing_key_path": at("signing.key"),
            "registration_shared_secret": SHARED_SECRET,
            "macaroon_secret_key": "test-only",
            "form_secret": "test-only",
            "bcrypt_rounds": 4,
            "report_stats": false,
            "presence": { "enabled": false },
            "url_preview_enabled": false,
            // The certificate is nobody's, and the loopback is barred by default.
            "federation_verify_certificates": false,
            "ip_range_blacklist": [],
            // The default asks a public server.
            "trusted_key_servers": [],
            "suppress_key_server_warning": true,
            // After a partition they try again every second, instead of after minutes.
            "federation": {
                "destination_min_retry_interval": "1s",
                "destination_max_retry_interval": "1s",
                "destination_retry_multiplier": 1,
                "client_timeout": "20s",
                "max_short_retry_delay": "1s",
                "max_short_retries": 1,
                "max_long_retry_delay": "1s",
                "max_long_retries": 1,
            },
        });
        all.as_object_mut().unwrap().extend(limits(self.limits));
        if self.limits == Limits::PatientFederation {
            all.as_object_mut().unwrap().remove("federation");
        }
        all
    }
}

impl Drop for Homeserver {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            let folder = self.folder.take().unwrap().keep();
            eprintln!("the logs of {} are in {}", self.name, folder.display());
        }
    }
}

fn listener(port: u16, tls: bool, resource: &str) -> Value {
    json!({
        "port": port,
        "type": "http",
        "tls": tls,
        "bind_addresses": ["127.0.0.1"],
        "resources": [{ "names": [resource], "compress": false }],
    })
}

fn log_configuration(file: &Path) -> Value {
    json!({
        "version": 1,
        "disable_existing_loggers": false,
        "formatters": { "line": { "format": "%(asctime)s %(levelname)s %(name)s %(request)s %(message)s" } },
        "handlers": { "file": { "class": "logging.FileHandler", "formatter": "line", "filename": file } },
        "root": { "level": "INFO", "handlers": ["file"] },
    })
}

/// `… Processed request: … 59B 429 "PUT /_matrix/… HTTP/1.1" …`
fn status(line: &str) -> Option<u16> {
    line.split_once(" \"")?.0.rsplit_once(' ')?.1.trim_end_matches('!').parse().ok()
}

/// Every rate limit out of the way, but for the one that a test wants to meet.
fn limits(limits: Limits) -> serde_json::Map<String, Value> {
    let fast = json!({ "per_second": 100_000, "burst_count": 100_000 });
    let mut all = json!({
        "rc_registration": fast,
        "rc_login": { "address": fast, "account": fast, "failed_attempts": fast },
        "rc_joins": { "local": fast, "remote": fast },
        "rc_joins_per_room": fast,
        "rc_invites": { "per_room": fast, "per_user": fast, "per_issuer": fast },
        "rc_room_creation": fast,
        "rc_admin_redaction": fast,
        "rc_key_requests": fast,
        "rc_federation": {
            "window_size": 1000,
            "sleep_limit": 100_000,
            "sleep_delay": 1,
            "reject_limit": 100_000,
            "concurrent": 100,
        },
    });
    if limits != Limits::DefaultMessages {
        all["rc_message"] = fast;
    }
    all.as_object().unwrap().clone()
}

// ---- Two of them --------------------------------------------------------------------------------

/// An agency's server and a platform's, with a network between them.
pub struct Federation {
    /// The one.
    pub a: Homeserver,
    /// The other.
    pub b: Homeserver,
}

impl Federation {
    /// Two servers without limits, both healthy.
    pub fn start() -> Self {
        Self::start_with(Limits::None)
    }

    /// Two servers, both healthy.
    pub fn start_with(limits: Limits) -> Self {
        let mut both = Self { a: Homeserver::prepare(limits), b: Homeserver::prepare(limits) };
        // Each takes seconds of a core to load: start them side by side.
        both.a.spawn();
        both.b.spawn();
        both.a.wait_until_healthy();
        both.b.wait_until_healthy();
        both
    }

    /// From now on neither reaches the other; what was on its way is broken off.
    ///
    /// In an encrypted room each side must have spoken once before: a first message needs the
    /// devices and one-time keys of the other side, cannot get them, and stays unreadable there.
    pub fn partition(&self) {
        self.a.shut_gate();
        self.b.shut_gate();
    }

    /// Opens the network again, and waits until each has reached the other, which ends the pause
    /// that a server makes after failures and sends what has waited.
    pub fn mend(&self) {
        self.a.open_gate();
        self.b.open_gate();
        for (from, to) in [(&self.a, &self.b), (&self.b, &self.a)] {
            let reached = poll(MENDED_WITHIN, || from.reaches(to).then_some(()));
            assert!(reached.is_some(), "{} does not reach {}", from.name, to.name);
        }
    }
}
