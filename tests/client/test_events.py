"""Events of the wire are parsed once, and written back as they came."""

import pytest

from client.events import End, Table, ToolEnd, Usage, Waiting, parse, wire

TOOL_END = {
    "id": "t1",
    "ok": True,
    "summary": "2 buckets",
    "table": {"columns": ["name"], "rows": [["a"], ["b"]], "total": 2, "cursor": None},
    "elapsed_ms": 12,
    "api": "s3:ListBuckets",
    "redacted": 1,
}


def test_a_tool_end_brings_its_table():
    """Columns and rows are parsed, with the total."""
    event = parse("tool_end", TOOL_END)
    assert event == ToolEnd(
        "t1",
        ok=True,
        summary="2 buckets",
        elapsed_ms=12,
        table=Table(["name"], [["a"], ["b"]], 2),
        api="s3:ListBuckets",
        redacted=1,
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("start", {"conversation_id": "c", "turn": 1, "request_id": "r"}),
        ("text", {"delta": "hi"}),
        ("tool_start", {"id": "t1", "tool": "get_time", "input": {"query": "now"}}),
        ("tool_end", TOOL_END),
        (
            "tool_end",
            {
                "id": "t1",
                "ok": False,
                "summary": "no",
                "elapsed_ms": 1,
                "api": "",
                "redacted": 0,
            },
        ),
        (
            "usage",
            {"input_tokens": 1, "output_tokens": 2, "cache_read_tokens": 3, "model_calls": 1},
        ),
        ("end", {"stop_reason": "end_turn"}),
        ("error", {"code": "model_error", "message": "no", "retryable": True}),
    ],
)
def test_an_event_is_written_as_it_came(name, data):
    """`--json` says what the agent said."""
    assert wire(parse(name, data)) == {"event": name, "data": data}


def test_unknown_events_and_members_are_left_out():
    """An agent may learn more than its clients know."""
    assert parse("news", {"anything": 1}) is None
    assert parse("end", {"stop_reason": "end_turn", "mood": "good"}) == End("end_turn")


@pytest.mark.parametrize("data", [{}, {"stop_reasons": "x"}])
def test_a_missing_member_is_an_error(data):
    """An event that lacks what it must have is not guessed at."""
    with pytest.raises(KeyError):
        parse("end", data)


def test_the_clients_own_event_is_not_written():
    """Waiting happens here, and is no event of the agent."""
    assert wire(Waiting(1.0)) is None


def test_usage_adds_up():
    """Turns are summed member by member."""
    assert Usage(1, 2, 3, 4) + Usage(10, 20, 30, 40) == Usage(11, 22, 33, 44)
