"""The shipped words are what the generator makes of today's models and catalogue."""

from pathlib import Path

from cataloguing.wording import render
from mcp_tool.words import document


def test_the_words_of_operations_are_generated_and_up_to_date():
    """A change of botocore, the catalogue or the lexicon's abbreviations shows as a diff."""
    shipped = Path(document.__file__).with_name("operations.json").read_text(encoding="utf-8")
    assert render() == shipped, "run `make catalog` and review the diff"
