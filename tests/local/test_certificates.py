"""The certificates of the sandbox."""

import ssl

import pytest

from local import certificates


@pytest.fixture
def trust(tmp_path):
    """Certificates in a directory that was not there before."""
    return certificates.issue(tmp_path / "certificates")


def test_the_bundle_holds_the_machines_authorities_and_its_own(trust):
    """Clients that trust the bundle lose nothing they trusted before."""
    own = ssl.create_default_context(cafile=trust.bundle).get_ca_certs(binary_form=True)
    before = ssl.create_default_context().get_ca_certs(binary_form=True)
    (added,) = ssl.create_default_context(cafile=trust.authority).get_ca_certs(binary_form=True)
    assert set(own) == {*before, added}


def test_the_key_is_for_its_owner_only(trust):
    """Nobody else on the machine can serve under the certificate."""
    assert trust.tls.key.stat().st_mode & 0o077 == 0


def test_the_environment_names_the_bundle(trust):
    """OpenSSL, requests and the AWS SDKs each have their own name for it."""
    assert set(trust.environment().values()) == {str(trust.bundle)}
