"""Text from outside is harmless, and says the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.wording import clean, json_text, one_line, words_of


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[2Jgone", "[2Jgone"),
        ("\x9b31mred", "31mred"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("a\u200bb", "ab"),
        ("ring\x07", "ring"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Zürich 東京 ✓", "Zürich 東京 ✓"),
    ],
)
def test_clean_drops_what_moves_or_misleads(hostile, harmless):
    """Escape sequences, direction overrides and invisible characters go; words and lines stay."""
    assert clean(hostile) == harmless


def test_one_line_cuts_with_an_ellipsis():
    """Line breaks become spaces, and what is too long ends in an ellipsis."""
    assert one_line("a\n\n  b\tc") == "a b c"
    assert one_line("abcdef", 4) == "abc…"


def test_a_tool_call_is_said_by_its_question_first():
    """The query leads, other arguments follow by name, empty ones are left out."""
    asked = {"regions": ["us-east-1", "eu-west-1"], "query": "which run?", "accounts": []}
    assert words_of(asked) == "which run? · regions: us-east-1, eu-west-1"
    assert words_of({"operation": "ListBuckets"}) == "ListBuckets"
    assert words_of({}) == ""


@given(st.text())
def test_json_is_exact_and_printable(text):
    """Whatever the text, the JSON reads back the same and holds no control character."""
    written = json_text({"a": text})
    assert json.loads(written) == {"a": text}
    assert written.isprintable()
