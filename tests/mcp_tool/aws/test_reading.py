"""One place as far as it has been read."""

from concurrent.futures import Future

import pytest

from mcp_tool.aws.reading import Reading, Run
from mcp_tool.plan import Failure, Page, Position, Target

HERE = Target("own", "us-east-1")
START = Position(HERE, {}, 0)
NEVER = float("inf")
PAGE = Page({}, ("a", "b"))
MORE = {"NextToken": "two"}


@pytest.fixture
def run(catalog):
    """Makes a run with limits."""

    def make(service="ec2", name="DescribeInstances", deadline=NEVER, ceiling=100):
        return Run(catalog.find(service, name), {}, deadline=deadline, ceiling=ceiling)

    return make


def done(run, position=START):
    reading = Reading(run, position)
    reading.future = Future()
    reading.future.set_result(None)
    return reading


def test_a_place_whose_thread_gave_up_at_the_deadline_is_late(run):
    """It ended by itself, yet there is more to read."""
    reading = done(run(deadline=0.0))
    reading.add(PAGE, MORE, 0)
    part = reading.result()
    assert part.failure.code == "Timeout"
    assert part.rest == MORE


def test_a_place_that_was_read_to_its_end_is_never_late(run):
    """However late it is when somebody looks."""
    reading = done(run(deadline=0.0))
    reading.add(PAGE, None, 0)
    assert reading.result().failure is None


def test_a_place_that_the_ceiling_ended_is_no_failure(run):
    """The rest waits behind the cursor."""
    limited = run(ceiling=2)
    reading = done(limited)
    reading.add(PAGE, MORE, 3)
    assert not limited.goes_on()
    part = reading.result()
    assert (part.failure, part.rest, part.redacted) == (None, MORE, 3)


def test_what_the_thread_did_not_foresee_is_raised(run):
    """It is the outermost frame's to answer."""
    reading = Reading(run(), START)
    reading.future = Future()
    reading.future.set_exception(LookupError())
    with pytest.raises(LookupError):
        reading.result()


def test_requests_are_counted_with_their_price(run):
    """Cost Explorer charges a cent; other reads are free."""
    paid, free = done(run("ce", "GetCostAndUsage")), done(run())
    for reading in (paid, free):
        reading.asked()
        reading.asked(2)
    assert (paid.part.api_calls, paid.part.cost_usd) == (3, 0.03)
    assert (free.part.api_calls, free.part.cost_usd) == (3, 0.0)


def test_a_call_costs_half_a_dollar_at_most(run):
    """Pages of one row each would be the dearest way to read; the rest waits behind the cursor."""
    paid, free = run("ce", "GetCostAndUsage"), run()
    for each in (paid, free):
        reading = done(each)
        reading.asked(25)
        assert each.goes_on()
        reading.asked(25)
    assert not paid.goes_on()
    assert free.goes_on()


@pytest.mark.parametrize("code", ["AwsError", "NotFound"])
def test_failing_at_a_cursor_s_first_page_is_a_bad_cursor(run, code):
    """The page was there when the cursor was made."""
    reading = done(run(), Position(HERE, MORE, 1))
    reading.fail(Failure(HERE, code, "gone"))
    assert reading.result().failure.code == "BadCursor"


def test_being_denied_at_a_cursor_stays_a_denial(run):
    """Another cursor would not help."""
    reading = done(run(), Position(HERE, MORE, 1))
    reading.fail(Failure(HERE, "AccessDenied", "no"))
    assert reading.result().failure.code == "AccessDenied"
