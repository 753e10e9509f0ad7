"""One Synapse as a child of the tests, and its first users.

    homeserver.py run FOLDER            serve until standard input ends or says "stop"
    homeserver.py register URL SECRET   one JSON object a line in: {"user", "password", "admin"}

The Rust side (`homeserver.rs`) writes FOLDER/homeserver.yaml; this side makes what needs a
cryptographic library: the throw-away certificate and the server's signing key.
"""

import datetime
import hashlib
import hmac
import json
import os
import signal
import sys
import threading
import urllib.request


def make_certificate(folder):
    """A self-signed certificate; nobody verifies it, but federation speaks TLS alone."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A day either way: a test may move the clock of the process it tries.
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    with open(os.path.join(folder, "tls.key"), "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    with open(os.path.join(folder, "tls.crt"), "wb") as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM))


def make_signing_key(folder):
    """The key by which this server signs its events; it must outlive a restart."""
    from signedjson.key import generate_signing_key, write_signing_keys

    with open(os.path.join(folder, "signing.key"), "w") as file:
        write_signing_keys(file, [generate_signing_key("a_test")])


def obey_standard_input():
    """Die with the tests, even when they are killed: the pipe ends when its owner does."""
    for line in sys.stdin:
        if line.strip() == "stop":
            os.kill(os.getpid(), signal.SIGTERM)
            return
    os.kill(os.getpid(), signal.SIGKILL)


def run(folder):
    """Serve in this very process, so that killing it kills all there is."""
    if not os.path.exists(os.path.join(folder, "signing.key")):
        make_certificate(folder)
        make_signing_key(folder)
    threading.Thread(target=obey_standard_input, daemon=True).start()
    from synapse.app import homeserver

    sys.argv = ["synapse", "-c", os.path.join(folder, "homeserver.yaml")]
    homeserver.main()


def call(url, body=None):
    """One request to the administration's endpoint."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def register(url, secret):
    """Make users by the shared secret: no open registration, no token of an administrator."""
    endpoint = url + "/_synapse/admin/v1/register"
    for line in sys.stdin:
        wanted = json.loads(line)
        nonce = call(endpoint)["nonce"]
        rank = "admin" if wanted["admin"] else "notadmin"
        signed = "\0".join([nonce, wanted["user"], wanted["password"], rank])
        mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).hexdigest()
        call(
            endpoint,
            {
                "nonce": nonce,
                "username": wanted["user"],
                "password": wanted["password"],
                "admin": wanted["admin"],
                "mac": mac,
            },
        )


if __name__ == "__main__":
    {"run": run, "register": register}[sys.argv[1]](*sys.argv[2:])
