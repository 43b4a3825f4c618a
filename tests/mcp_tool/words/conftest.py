"""What the resolver's parts are made of."""

import pytest

from mcp_tool.words import lexicon
from tests.mcp_tool.conftest import NOW


@pytest.fixture(scope="package")
def said():
    return lexicon.load()


@pytest.fixture(scope="package")
def now():
    return NOW
