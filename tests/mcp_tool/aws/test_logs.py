"""Log reads are bounded in time and lines, and give no secret a way around redaction."""

from datetime import UTC, datetime, timedelta

import pytest

from mcp_tool.aws.logs import LINES, LONGEST, bound, gives_lines
from mcp_tool.errors import InvalidArgumentError, RefusedError

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
MINUTE = 60
HOUR = 60 * MINUTE
SECONDS = int(NOW.timestamp())
QUERY = "fields @timestamp, @message | filter @message like /password=/ | sort @timestamp desc"


def read(operation, **given):
    return bound("logs", operation, given, NOW)


@pytest.mark.parametrize(
    ("operation", "unit"), [("FilterLogEvents", 1000), ("GetLogEvents", 1000), ("StartQuery", 1)]
)
def test_a_read_without_times_is_of_the_last_hour(operation, unit):
    """Its end is fixed too, so that a cursor goes on in the same range."""
    assert read(operation) == {
        "startTime": (SECONDS - HOUR) * unit,
        "endTime": SECONDS * unit,
        "limit": LINES,
    }


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"startTime": SECONDS - 5 * HOUR}, SECONDS - 5 * HOUR, SECONDS),
        ({"endTime": SECONDS - 5 * HOUR}, SECONDS - 6 * HOUR, SECONDS - 5 * HOUR),
        ({"startTime": "2026-11-24T10:30:00Z"}, SECONDS - 2 * HOUR, SECONDS),
        ({"startTime": "2026-11-24T12:00:00+01:00"}, SECONDS - 90 * MINUTE, SECONDS),
        ({"startTime": "2026-11-24T10:30"}, SECONDS - 2 * HOUR, SECONDS),
    ],
)
def test_a_range_is_closed_at_the_side_it_leaves_open(given, start, end):
    """A missing end is now, a missing start an hour before the end; ISO 8601 is understood."""
    found = read("StartQuery", **given)
    assert (found["startTime"], found["endTime"]) == (start, end)


def test_the_longest_range_is_seven_days():
    """One that is longer is an error, not a cut that nobody sees."""
    first = SECONDS - int(LONGEST.total_seconds())
    assert read("StartQuery", startTime=first)["startTime"] == first
    with pytest.raises(InvalidArgumentError, match="7 days long"):
        read("StartQuery", startTime=first - int(timedelta(days=1).total_seconds()) + HOUR)


@pytest.mark.parametrize("given", [{"startTime": 0}, {"startTime": SECONDS * 1000 + HOUR * 1000}])
def test_a_range_without_a_beginning_or_backwards_is_an_error(given):
    """All there ever was is too much; what has not happened cannot be read."""
    with pytest.raises(InvalidArgumentError):
        read("FilterLogEvents", **given)


def test_what_is_no_time_is_left_to_the_model_of_the_api():
    """It says best what is wrong."""
    assert read("FilterLogEvents", startTime="soon")["startTime"] == "soon"
    assert read("FilterLogEvents", startTime=10**30)["startTime"] == 10**30


def test_more_lines_than_allowed_are_behind_the_cursor():
    """A smaller number stands."""
    assert read("FilterLogEvents", limit=10_000)["limit"] == LINES
    assert read("FilterLogEvents", limit=5)["limit"] == 5


@pytest.mark.parametrize("operation", ["FilterLogEvents", "GetLogEvents", "GetLogRecord"])
def test_masks_of_a_data_protection_policy_stay_on(operation):
    """AWS hides there what the account's owner said is sensitive."""
    with pytest.raises(RefusedError) as caught:
        read(operation, unmask=True)
    assert caught.value.reason == "secret"


@pytest.mark.parametrize(
    "query",
    [
        'parse @message "password=*" as x',
        "parse @message /token: (?<x>.*)/",
        'fields replace(@message, "client_secret=", "") as x',
        "fields headers.Authorization as x",
        'parse @message "bearer *" as x',
        "fields substr(@message, 40) as x",
        "fields unmask(@message)",
        "fields @timestamp | filter level = 'x' | fields password as p",
        "filter level = 'x' |\n# a remark\nparse @message 'token=*' as p",
        "filter level = 'x' | fields`password`",
        "parse @message /p[a]ss(?:word)=(?<x>.*)/",
        'fields replace(@message, "=", " ") as x',
        "fields concat('x', @message) as x",
        "fields rtrim(tolower(@message)) as x",
    ],
)
def test_a_query_may_not_cut_a_secret_out_of_its_line(query):
    """Alone, it would no longer look like one."""
    with pytest.raises(RefusedError) as caught:
        read("StartQuery", queryString=query)
    assert caught.value.reason == "secret"


@pytest.mark.parametrize(
    "query",
    [
        QUERY,
        "stats sum(output.outputTokenCount) by bin(1h)",
        'parse @message "Duration: * ms" as duration | stats avg(duration)',
        "fields @message | filter @message like /(?i)secret|token/",
    ],
)
def test_a_query_for_troubleshooting_passes(query):
    """What only chooses lines may name anything."""
    assert read("StartQuery", queryString=query)["queryString"] == query


def test_other_query_languages_are_not_read():
    """Nobody looked into them for ways to cut a line."""
    with pytest.raises(InvalidArgumentError):
        read("StartQuery", queryLanguage="SQL", queryString="SELECT 1")


def test_reads_of_no_lines_stay_as_they_are():
    """Bounds are for lines."""
    given = {"logGroupNamePrefix": "/aws"}
    assert bound("logs", "DescribeLogGroups", given, NOW) is given
    assert bound("ec2", "StartQuery", given, NOW) is given
    assert not gives_lines("cloudtrail", "GetQueryResults")
    assert read("GetQueryResults", queryId="q") == {"queryId": "q"}
