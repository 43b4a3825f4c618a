"""The two tools that read nothing."""

from datetime import UTC, datetime

import pytest

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.greeting import clock, hello

NOW = datetime(2026, 11, 24, 12, 30, 15, tzinfo=UTC)


def test_hello_greets_whoever_is_named():
    """Nobody is the world."""
    assert hello({"name": "Ada"}, NOW).summary == "Hello, Ada!"
    assert hello({}, NOW).record == {"message": "Hello, world!"}


def test_the_clock_tells_utc():
    """As text, as a number, as a sentence."""
    told = clock({}, NOW)
    assert told.record == {"utc": "2026-11-24T12:30:15Z", "unix_seconds": 1795523415}
    assert told.summary == "It is Tuesday, 24 November 2026, 12:30:15 UTC."


@pytest.mark.parametrize("arguments", [{"nam": "x"}, {"name": 1}, {"name": "x" * 101}, [], None])
def test_wrong_arguments_are_told(arguments):
    """They are checked like any tool's."""
    with pytest.raises(InvalidArgumentError):
        hello(arguments, NOW)


def test_the_clock_takes_no_arguments():
    """A time zone would be one."""
    with pytest.raises(InvalidArgumentError):
        clock({"zone": "CET"}, NOW)
