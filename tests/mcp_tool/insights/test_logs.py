"""Log groups without retention, and errors in one."""

from datetime import UTC, datetime, timedelta

import pytest

from local.seed.observability import UNLIMITED_LOG_GROUPS
from mcp_tool.errors import InvalidArgumentError

CHECKOUT = "/aws/lambda/shop-checkout"


def test_groups_without_retention_are_found(run, aws):
    """Those that expire are near misses; what is stored is the API's own number."""
    found = run("LogGroupsWithoutRetention")
    assert sorted(found.column("log_group")) == sorted(UNLIMITED_LOG_GROUPS)
    [group] = aws("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/shop-search")[
        "logGroups"
    ]
    row = found.row(log_group="/aws/lambda/shop-search")
    assert "retentionInDays" not in group
    assert row["stored_bytes"] == group["storedBytes"]
    assert CHECKOUT not in found.column("log_group")


def test_errors_are_the_lines_that_tell_of_one(run, aws):
    """Newest first, as the API has them; information and warnings are near misses."""
    found = run("LogErrors", log_group=CHECKOUT)
    events = aws("logs").filter_log_events(logGroupName=CHECKOUT)["events"]
    errors = [each["message"] for each in events if each["message"].startswith("ERROR")]
    assert found.column("message") == errors[::-1]
    assert set(found.column("region")) == {"us-east-1"}
    assert found.summary.startswith(f"3 lines tell of errors in {CHECKOUT} from ")


def test_time_outs_of_functions_are_errors(run):
    """Lambda writes them without the word; its reports are near misses."""
    found = run("LogErrors", log_group="/aws/lambda/shop-thumbnails")
    assert [each.split(" ", 1)[1] for each in found.column("message")] == [
        "Task timed out after 15.00 seconds",
        "Task timed out after 15.00 seconds",
    ]


def test_the_time_range_is_the_caller_s(run, aws):
    """It ends where asked, and goes back so many hours from there."""
    events = aws("logs").filter_log_events(logGroupName=CHECKOUT)["events"]
    (refused,) = [each["timestamp"] for each in events if "order 20418" in each["message"]]
    end = datetime.fromtimestamp(refused / 1000, UTC) + timedelta(seconds=30)
    found = run("LogErrors", log_group=CHECKOUT, hours=1, until=end.isoformat())
    assert found.column("message") == [
        "ERROR PaymentDeclined: order 20418, card refused by the bank"
    ]


def test_a_part_of_a_name_will_do(run):
    """Groups with it in their names are searched, wherever they are."""
    assert run("LogErrors", log_group="checkout").column("log_group") == [CHECKOUT] * 3
    assert run("LogErrors", log_group="no-such-group").summary == (
        "No log group has no-such-group in its name."
    )


def test_other_lines_can_be_looked_for(run):
    """A text in place of the usual words, quotes and all."""
    found = run("LogErrors", log_group=CHECKOUT, contains="order 20417")
    assert found.column("message") == ["INFO order 20417 accepted"]
    assert run("LogErrors", log_group=CHECKOUT, contains='"').rows == []


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({}, "Give it in parameters: the log group's name, or a part of it."),
        (
            {"log_group": CHECKOUT, "until": 5},
            "until must be a time in ISO 8601, such as 2026-03-01T14:30Z.",
        ),
        (
            {"log_group": CHECKOUT, "until": "yesterday"},
            "until must be a time in ISO 8601, such as 2026-03-01T14:30Z.",
        ),
    ],
)
def test_a_wrong_time_range_is_said(run, given, hint):
    """The message says what the parameter must be."""
    with pytest.raises(InvalidArgumentError) as raised:
        run("LogErrors", **given)
    assert raised.value.hint == hint
