"""Log reads through the whole engine: bounded, redacted, marked as untrusted, and priced."""

import json
import threading

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from local.seed.planted import INSTRUCTION, LOG_LINE
from local.server import serve
from mcp_tool.handler import build
from mcp_tool.settings import Settings

GROUP = "/aws/lambda/shop-checkout"
QUERY = "fields @timestamp, @message | sort @timestamp asc"
GIGABYTE = 1_000_000_000


class Logs:
    """CloudWatch Logs Insights: a query that ends after some polls, or never, or as told."""

    def __init__(self):
        self.polls_needed = 2
        self.ends_as = "Complete"
        self.denies = ""
        self.stopped = threading.Event()
        self.asked = []
        self.app = Starlette(routes=[Route("/", self.answer, methods=["POST"])])

    async def answer(self, request):
        """Answer one call by its target header."""
        operation = request.headers["x-amz-target"].rpartition(".")[2]
        self.asked.append(operation)
        if operation == self.denies:
            return JSONResponse({"__type": "AccessDeniedException", "message": "no"}, 400)
        if operation == "StartQuery":
            return JSONResponse({"queryId": "q-1"})
        if operation == "StopQuery":
            self.stopped.set()
            return JSONResponse({"success": True})
        return JSONResponse(self._results())

    def _results(self):
        polls = self.asked.count("GetQueryResults")
        status = self.ends_as if polls >= self.polls_needed else "Running"
        return {
            "status": "Cancelled" if self.stopped.is_set() else status,
            "statistics": {"bytesScanned": 4.0 * GIGABYTE, "recordsMatched": 3.0},
            "results": [
                [
                    {"field": "@timestamp", "value": f"2026-11-24 12:0{number}:00.000"},
                    {
                        "field": "@message",
                        "value": f"retry {number} with password=hunter2-{number}",
                    },
                    {"field": "api_key", "value": "k-0815-4711"},
                    {"field": "@ptr", "value": "CmEKJgoiMTIzNDU2Nzg5MDEyOi9hd3M="},
                ]
                for number in range(3)
            ],
        }


@pytest.fixture
def logs():
    return Logs()


@pytest.fixture
def query(logs, sessions_of):
    """Start a query on the stand-in, with a deadline."""
    with serve(logs.app) as url:

        def call(deadline=30.0, **more):
            limits = Settings(region="us-east-1", read_deadline_seconds=deadline)
            engine = build(limits, sessions_of(url))
            parameters = {"logGroupName": GROUP, "queryString": QUERY}
            arguments = {"operation": "StartQuery", "parameters": parameters, **more}
            event = {"tool": "cloudwatch_read_operations", "arguments": arguments}
            return engine.answer(event, None, lambda _: None)

        yield call


def column(answer, name):
    index = answer["columns"].index(name)
    return [row[index] for row in answer["rows"]]


@pytest.mark.parametrize(
    ("operation", "more"), [("FilterLogEvents", {}), ("GetLogEvents", {"logStreamName": "main"})]
)
def test_lines_are_of_the_last_hour_redacted_and_untrusted(ask, operation, more):
    """What a stranger wrote comes as it is, and is marked as such."""
    answer = ask("cloudwatch", operation=operation, parameters={"logGroupName": GROUP, **more})
    given = answer["plan"]["parameters"]
    assert given["endTime"] - given["startTime"] == 3_600_000
    assert answer["untrusted"] is True
    assert answer["redacted"] > 0
    text = json.dumps(answer)
    assert INSTRUCTION in text
    assert LOG_LINE.text not in text


def test_other_answers_are_not_marked(ask):
    """A mark on everything would mark nothing."""
    assert "untrusted" not in ask("cloudwatch", operation="DescribeLogGroups")


def test_lines_behind_a_cursor_are_those_of_the_same_hour(ask):
    """The range is fixed by the first call, and each line comes once."""
    parameters = {"logGroupName": GROUP}
    whole = ask("cloudwatch", operation="FilterLogEvents", parameters=parameters)
    first = ask("cloudwatch", operation="FilterLogEvents", parameters=parameters, limit=2)
    rest = ask("cloudwatch", cursor=first["cursor"], limit=1000)
    assert rest["plan"]["parameters"] == first["plan"]["parameters"]
    assert column(first, "message") + column(rest, "message") == column(whole, "message")


@pytest.mark.parametrize("projection", ["{id: message}", "message", "{state: message}", "@"])
def test_a_projection_is_no_way_around_redaction(ask, projection):
    """What a caller calls an id is read all the same."""
    answer = ask(
        "cloudwatch",
        operation="FilterLogEvents",
        parameters={"logGroupName": GROUP},
        fields=projection,
    )
    assert LOG_LINE.text not in json.dumps(answer)
    assert answer["redacted"] > 0


def test_a_range_of_weeks_is_refused(ask):
    """With the longest there is in the message."""
    answer = ask(
        "cloudwatch",
        operation="FilterLogEvents",
        parameters={"logGroupName": GROUP, "startTime": "2026-01-01T00:00:00Z"},
    )
    assert answer["error"]["code"] == "InvalidArgument"
    assert "7 days" in answer["error"]["hint"]


def test_a_query_is_started_waited_for_and_shown_as_rows(ask):
    """On the sample account: one call, and the lines are there."""
    answer = ask(
        "cloudwatch",
        operation="StartQuery",
        parameters={"logGroupName": GROUP, "queryString": QUERY},
    )
    assert answer["columns"] == ["@timestamp", "@message"]
    assert answer["summary"].startswith(f"{answer['total']} CloudWatch Logs query results")
    assert answer["untrusted"] is True
    assert LOG_LINE.text not in json.dumps(answer)


def test_a_query_tells_what_it_scanned_and_what_that_costs(query, logs):
    """A query is charged by the bytes it reads."""
    answer = query()
    assert answer["scanned_bytes"] == 4 * GIGABYTE
    assert answer["cost_usd"] == 0.02
    assert answer["api_calls"] == 3
    assert logs.asked == ["StartQuery", "GetQueryResults", "GetQueryResults"]


def test_values_of_secret_fields_are_masked_by_the_name_of_the_field(query):
    """A parsed or discovered field has lost the line that gave it away."""
    answer = query()
    assert column(answer, "api_key") == ["[redacted]"] * 3
    assert column(answer, "@message")[0] == "retry 0 with password=[redacted]"
    assert answer["redacted"] == 6


def test_the_deadline_stops_a_query_and_hands_out_what_it_found(query, logs):
    """It would go on scanning at the account's expense; the answer says that it is a part."""
    logs.polls_needed = 1_000
    answer = query(deadline=3.0)
    assert logs.stopped.wait(10)
    assert answer["returned"] == 3
    assert answer["total_exact"] is False
    assert answer["cursor"] is None
    assert answer["errors"][0]["code"] == "Timeout"
    assert answer["cost_usd"] == 0.02


@pytest.mark.parametrize("status", ["Failed", "Timeout", "Cancelled"])
def test_a_query_that_ends_badly_is_reported(query, logs, status):
    """With the rows it had found."""
    logs.ends_as = status
    answer = query()
    assert answer["total_exact"] is False
    assert status in answer["errors"][0]["message"]


def test_a_query_that_nobody_may_ask_about_is_stopped(query, logs):
    """Else it would be paid for in vain."""
    logs.denies = "GetQueryResults"
    assert query()["error"]["code"] == "AccessDenied"
    assert logs.stopped.is_set()


def test_no_query_is_started_when_the_time_is_up(query, logs):
    """There would be nobody to wait for it."""
    logs.polls_needed = 1
    assert query(deadline=1e-9)["error"]["code"] == "Timeout"
    assert logs.asked == []


def test_the_rest_of_a_query_is_fetched_and_not_scanned_again(query, logs):
    """The cursor holds the query's id."""
    first = query(limit=2)
    again = query(operation="GetQueryResults", parameters={"queryId": "x"}, cursor=first["cursor"])
    assert logs.asked.count("StartQuery") == 1
    assert again["plan"]["operation"] == "GetQueryResults"
    assert column(first, "@timestamp") + column(again, "@timestamp") == [
        f"2026-11-24 12:0{number}:00.000" for number in range(3)
    ]


def test_no_tool_call_stops_a_query(ask):
    """Ending is for the deadline alone; somebody else's query is none of ours."""
    answer = ask("cloudwatch", operation="StopQuery", parameters={"queryId": "q-1"})
    assert answer["error"]["code"] == "Refused"
    assert answer["error"]["reason"] == "side-effect"
