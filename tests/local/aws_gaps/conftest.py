"""The sample account, filled once."""

import pytest

from local.aws import MotoServer
from local.seed import fill
from local.seed.account import Account


@pytest.fixture(scope="session")
def account():
    """Give the filled account."""
    with MotoServer() as url:
        fill(url)
        yield Account(url)
