"""A conversation as a document."""

import json

from client.records import Turn
from client.transcript import as_json, as_markdown

TURNS = [
    Turn(1, "complete", "2026-11-24T14:10:28Z", "Which\nrun?", "Two **run**.", ("ec2",)),
    Turn(2, "interrupted", "2026-11-24T14:11:00Z", "And\x1b[2J?", "", ()),
]


def test_markdown_quotes_questions_and_keeps_answers():
    """What never got an answer says how it ended; control characters are gone."""
    assert as_markdown("Which run?", TURNS) == (
        "# Which run?\n\n"
        "> Which\n> run?\n\n"
        "*2026-11-24 14:10 · ec2*\n\n"
        "Two **run**.\n\n"
        "> And[2J?\n\n"
        "*(interrupted)*"
    )


def test_json_holds_every_turn():
    """The earliest first."""
    document = json.loads(as_json("c1", TURNS))
    assert document["conversation_id"] == "c1"
    assert [turn["turn"] for turn in document["turns"]] == [1, 2]


def test_a_conversation_without_turns_has_a_title():
    """It was cleared."""
    assert as_markdown("", []) == "# Conversation"
