"""What the resolver's parts are made of."""

from datetime import UTC, datetime

import pytest

from mcp_tool.words import lexicon

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="package")
def said():
    return lexicon.load()


@pytest.fixture(scope="package")
def now():
    return NOW
