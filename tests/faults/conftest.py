"""One chain for all faults."""

import logging
from collections.abc import Iterator

import pytest

from local import certificates
from tests.agent import engines
from tests.faults.chain import Chain, standing


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    trust = certificates.issue(tmp_path_factory.mktemp("tls"))
    with engines.moto() as aws, standing(trust, aws) as chain:
        yield chain
