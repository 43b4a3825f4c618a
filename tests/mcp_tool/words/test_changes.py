"""Requests for a change, and words that only sound like one."""

import pytest

from mcp_tool.words import lexicon
from mcp_tool.words.changes import change


@pytest.mark.parametrize(
    "text",
    [
        "terminate i-123",
        "Delete my bucket",
        "please stop all instances",
        "can you reboot the server?",
        "I want to create a user",
        "list the buckets and then delete the empty ones",
        "show instances; terminate them",
    ],
)
def test_words_that_ask_for_a_change_are_known(text):
    """The verb stands where a request begins."""
    assert change(text.casefold(), lexicon.load())


@pytest.mark.parametrize(
    "text",
    [
        "which instances are stopped",
        "stopped instances",
        "which functions were updated last week",
        "change sets of stack web",
        "scheduled actions",
        "when was the key created",
        "who can delete objects",
        "launch templates",
        "instances that start at night",
        "read, write and total IOPS",
        "the read and write capacity of the table",
    ],
)
def test_words_about_a_change_ask_for_none(text):
    """A participle, a noun, a permission."""
    assert change(text, lexicon.load()) is None
