"""Certificates are accepted by a strict reader, at the addresses they are for and no others."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509

from lab.cluster import certificates
from lab.cluster.authority import Authority, Pair
from lab.cluster.site import Site


@pytest.fixture
def authority() -> Authority:
    return Authority.create("test")


def test_a_server_is_believed_at_its_address(authority: Authority, tmp_path: Path) -> None:
    server = authority.issue("server", addresses=("127.0.0.1",))
    client = authority.issue("client", "some-group")
    subject = _handshake(tmp_path, authority, server, authority, client, "127.0.0.1")
    assert subject == "O=some-group,CN=client"


def test_a_server_is_not_believed_elsewhere(authority: Authority, tmp_path: Path) -> None:
    server = authority.issue("server", addresses=("198.18.0.2",))
    with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
        _handshake(tmp_path, authority, server, authority, authority.issue("client"), "127.0.0.1")


def test_another_authority_is_not_believed(authority: Authority, tmp_path: Path) -> None:
    server = authority.issue("server", addresses=("127.0.0.1",))
    with pytest.raises(ssl.SSLCertVerificationError):
        _handshake(tmp_path, Authority.create("test"), server, authority, authority.issue("client"), "127.0.0.1")


def test_nothing_is_signed_twice_and_keys_are_the_owners_alone(site: Site) -> None:
    certificates.ensure(site)
    first = site.kubeconfig.read_text()
    certificates.ensure(site)
    assert site.kubeconfig.read_text() == first
    assert {path.stat().st_mode & 0o077 for path in site.folder.rglob("*") if path.is_file()} == {0}


def test_an_interrupted_signing_is_done_over(site: Site) -> None:
    certificates.ensure(site)
    first = certificates.path(site, "etcd.crt").read_text()
    certificates.path(site, "complete").unlink()
    certificates.ensure(site)
    assert certificates.path(site, "etcd.crt").read_text() != first


def _handshake(folder: Path, trusted: Authority, server: Pair, clients: Authority, client: Pair, address: str) -> str:
    """Connects a client to a server, both showing certificates, and returns whom the server saw."""
    listening = _context(folder, ssl.PROTOCOL_TLS_SERVER, clients, server)
    listening.verify_mode = ssl.CERT_REQUIRED
    calling = _context(folder, ssl.PROTOCOL_TLS_CLIENT, trusted, client)
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve_one, args=(listener, listening, seen))
        thread.start()
        try:
            with (
                socket.create_connection(listener.getsockname(), timeout=5) as plain,
                calling.wrap_socket(plain, server_hostname=address) as secured,
            ):
                secured.recv(1)
        finally:
            thread.join(timeout=5)
    return seen[0]


def _serve_one(listener: socket.socket, context: ssl.SSLContext, seen: list[str]) -> None:
    plain, _ = listener.accept()
    with plain:
        try:
            with context.wrap_socket(plain, server_side=True) as secured:
                certificate = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")
                seen.append(certificate.subject.rfc4514_string())
                secured.send(b".")
        except OSError:
            return


def _context(folder: Path, protocol: int, trusted: Authority, own: Pair) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    # What Python 3.13 asks of certificates by default, on every version.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=trusted.pair.public)
    chain = folder / f"{protocol}.pem"
    chain.write_text(own.public + own.private)
    context.load_cert_chain(chain)
    return context
