"""Events onto streams: the answer to one, all else to the other."""

import io
import re

import pytest
from rich.console import Console

from client.events import End, Start, Table, Text, ToolEnd, ToolStart, Usage, Waiting
from client.render import LiveAnswer, PlainAnswer
from client.screen import Screen, open_screen

INSTANCES = Table(["id"], [["a"], ["b"]], 40)
TURN = (
    Waiting(1.5, "The agent is busy."),
    Start("c1", 1, "r"),
    ToolStart("t1", "ec2_read_operations", {"query": "which run?"}),
    ToolEnd(
        "t1",
        ok=True,
        summary="2 instances",
        elapsed_ms=812,
        table=INSTANCES,
    ),
    ToolStart("t2", "s3_read_operations", {}),
    ToolEnd("t2", ok=False, summary="Access denied", elapsed_ms=12_345),
    Text("Two **instan"),
    Text("ces** run.\n\n| id |\n|---|\n| a |\n"),
    Usage(1, 2, 3, 1),
    End("max_tokens"),
)


def plain(events, width=100):
    """What a plain answer writes to its two streams."""
    out, notes = io.StringIO(), io.StringIO()
    with PlainAnswer(Console(file=out), Console(file=notes, width=width)) as answer:
        for event in events:
            answer.show(event)
    return out.getvalue(), notes.getvalue()


def test_a_pipe_gets_the_answers_own_words():
    """Markdown passes as it is, and ends with a line break."""
    out, notes = plain(TURN)
    assert out == "Two **instances** run.\n\n| id |\n|---|\n| a |\n"
    assert notes.splitlines() == [
        "The agent is busy. Trying again in 1.5 s.",
        "→ ec2_read_operations  which run?",
        "✓ ec2_read_operations  2 of 40 rows · 812 ms  2 instances",
        "→ s3_read_operations",
        "✗ s3_read_operations  12.3 s  Access denied",
        "The answer reached its limit of tokens. Ask it to go on, or raise --max-tokens.",
    ]


def test_words_of_the_account_cannot_reach_the_terminal_as_commands():
    """Neither stream carries an escape sequence."""
    hostile = "\x1b]0;owned\x07"
    out, notes = plain(
        [
            ToolStart("t1", f"tool{hostile}", {"query": hostile}),
            ToolEnd("t1", ok=True, summary=hostile, elapsed_ms=1),
            Text(hostile),
        ]
    )
    assert "\x1b" not in out + notes


def test_the_last_line_is_ended_once():
    """An answer without a line break at its end gets one."""
    assert plain([Text("a"), Text("b")])[0] == "ab\n"
    assert plain([Text("a\n")])[0] == "a\n"
    assert plain([])[0] == ""


def test_a_live_answer_leaves_the_whole_answer_behind():
    """Blocks, tool lines and the reason of the end, each with an empty line between kinds."""
    console = Console(
        file=io.StringIO(), width=60, height=30, force_terminal=True, color_system=None
    )
    with LiveAnswer(console) as answer:
        for event in TURN:
            answer.show(event)
    left = console.file.getvalue()
    for words in ("Two instances run.", "2 of 40 rows · 812 ms", "12.3 s", "limit of tokens"):
        assert words in left


@pytest.mark.slow
def test_five_megabytes_are_laid_out_to_the_end():
    """A huge answer, its last block a table without an end, is shown whole."""
    console = Console(
        file=io.StringIO(), width=80, height=30, force_terminal=True, color_system=None
    )
    paragraph = "All work and no play makes a long answer. " * 190
    with LiveAnswer(console) as answer:
        for number in range(500):
            answer.show(Text(f"Part {number}. {paragraph}\n\n"))
        answer.show(Text("| a | b |\n|---|---|\n" + "| cell one | cell two |\n" * 40_000))
        answer.show(Text("| the | end |"))
    left = console.file.getvalue()
    assert "Part 0." in left
    assert "Part 499." in left
    assert left.count("cell one") >= 40_000
    assert re.search(r"the +end", left)


def test_a_live_answer_that_breaks_off_keeps_its_words():
    """What was being written is printed when it ends early, and a tool without answer named."""
    console = Console(
        file=io.StringIO(), width=60, height=30, force_terminal=True, color_system=None
    )
    with LiveAnswer(console) as answer:
        answer.show(Text("Half a sen"))
        answer.show(ToolStart("t1", "get_time", {}))
    left = console.file.getvalue()
    assert "Half a sen" in left
    assert "get_time  no answer" in left


def test_a_plain_screen_does_not_move(capsys):
    """Without a terminal, or when plain is wished, nothing is live."""
    screen = open_screen(plain=True)
    assert isinstance(screen, Screen)
    assert not screen.live
    screen.out.print("words", style="bold red")
    assert capsys.readouterr().out == "words\n"
