"""A turn is counted, and its cost estimated."""

import pytest

from client.events import End, Failure, Start, Table, Text, ToolEnd, Usage
from client.price import Price, cached_share
from client.tally import Tally, Totals, footer


def test_a_turn_keeps_its_words_last_table_and_usage():
    """The last table wins; one without rows of its own changes nothing."""
    tally = Tally()
    first, last = Table(["a"], [[1]]), Table(["b"], [[2]])
    for event in (
        Start("c1", 1, "r"),
        Text("Hel"),
        ToolEnd("t1", ok=True, summary="", elapsed_ms=1, table=first),
        ToolEnd("t2", ok=True, summary="", elapsed_ms=1, table=last),
        ToolEnd("t3", ok=True, summary="", elapsed_ms=1),
        Text("lo"),
        Usage(1, 2, 3, 1),
        End("end_turn"),
    ):
        tally.take(event)
    assert (tally.conversation_id, tally.text, tally.table) == ("c1", "Hello", last)
    assert (tally.usage, tally.stop_reason) == (Usage(1, 2, 3, 1), "end_turn")


def test_a_failure_is_kept():
    """What the agent reports is there for whoever asked."""
    tally = Tally()
    tally.take(Failure("model_error", "no"))
    assert tally.failure == Failure("model_error", "no")


def test_totals_sum_turns():
    """A chat adds its turns."""
    totals = Totals()
    for seconds in (1.0, 2.5):
        totals.add(Tally(usage=Usage(10, 20, 30, 1), seconds=seconds))
    assert (totals.turns, totals.seconds, totals.usage) == (2, 3.5, Usage(20, 40, 60, 2))


def test_the_cost_is_tokens_times_prices():
    """Each kind of token has its price for a million."""
    usage = Usage(1_000_000, 1_000_000, 1_000_000, 1)
    assert Price(3, 15, 0.3).of(usage) == pytest.approx(18.3)


def test_the_footer_says_time_tokens_share_and_cost():
    """One line, whole."""
    usage = Usage(250, 400, 750, 2)
    assert cached_share(usage) == 0.75
    assert footer(usage, 3.21, Price(3, 15, 0.3)) == (
        "3.2 s · 1,000 tokens in, 400 out · 75% cached · ≈ $0.0070"
    )
    assert cached_share(Usage()) == 0
