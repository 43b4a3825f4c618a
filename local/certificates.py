"""Certificates of the sandbox: its own authority, and one leaf for the servers on loopback.

Trust is handed over by environment (`SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`), never by a branch in
shipped code. Both name one bundle, so it holds the machine's own authorities as well.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme

from local.server import Tls


@dataclass(frozen=True, slots=True)
class Certificates:
    """What `issue` wrote: the leaf for servers, the authority, and the bundle for clients."""

    tls: Tls
    authority: Path
    bundle: Path

    def environment(self) -> dict[str, str]:
        """Name the bundle as OpenSSL, requests and the AWS SDKs look for it."""
        bundle = str(self.bundle)
        return {"SSL_CERT_FILE": bundle, "REQUESTS_CA_BUNDLE": bundle, "AWS_CA_BUNDLE": bundle}


def issue(directory: Path) -> Certificates:
    """Make an authority and a leaf for `localhost` and 127.0.0.1, as PEM files in a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(organization_name="AWS Operations Agent sandbox")
    leaf = authority.issue_cert("localhost", "127.0.0.1")
    paths = Certificates(
        tls=Tls(directory / "server.pem", directory / "server.key"),
        authority=directory / "authority.pem",
        bundle=directory / "bundle.pem",
    )
    own = authority.cert_pem.bytes()
    paths.authority.write_bytes(own)
    paths.bundle.write_bytes(own + _machine_authorities())
    paths.tls.certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    paths.tls.key.touch(mode=0o600)
    paths.tls.key.write_bytes(leaf.private_key_pem.bytes())
    return paths


def _machine_authorities() -> bytes:
    """Read what this Python trusts by default; empty where OpenSSL only knows a directory."""
    trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
    return "".join(ssl.DER_cert_to_PEM_cert(der) for der in trusted).encode("ascii")
