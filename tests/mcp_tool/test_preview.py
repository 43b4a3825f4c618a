"""What words would read, shown without reading it."""

import pytest

from mcp_tool.handler import plans
from mcp_tool.preview import preview
from mcp_tool.settings import Settings

KEYS = [
    "tool",
    "service",
    "operation",
    "parameters",
    "regions",
    "resolved_by",
    "candidates",
    "error",
]


@pytest.fixture(scope="module")
def show(catalog, models):
    planner = plans(catalog, models, Settings(), "us-east-1")
    return lambda words, name=None: preview(planner, words, name)


def test_a_plan_is_one_object_of_fixed_keys(show):
    """Without a tool, the words choose it."""
    shown = show("how many sqs queues are there")
    assert list(shown) == KEYS
    assert (shown["tool"], shown["service"], shown["operation"]) == (
        "sqs_read_operations",
        "sqs",
        "ListQueues",
    )
    assert (shown["regions"], shown["resolved_by"], shown["error"]) == (["all"], "words", None)
    assert shown["candidates"][0] == {"service": "sqs", "operation": "ListQueues"}


def test_an_insight_has_no_service(show):
    """Its parameters are its own, defaults included."""
    shown = show("access keys older than 120 days", "iam_read_operations")
    assert (shown["service"], shown["operation"]) == ("", "OldAccessKeys")
    assert shown["parameters"] == {"days": 120}


def test_a_refused_operation_is_named_with_its_reason(show):
    """So that whoever asked knows what was understood."""
    shown = show("the value of the secret shop/mail")
    assert (shown["tool"], shown["operation"]) == ("iam_read_operations", "GetSecretValue")
    assert (shown["error"]["code"], shown["error"]["reason"]) == ("Refused", "secret")


def test_a_refused_change_names_the_tool_if_it_is_clear(show):
    """The operation is nobody's business."""
    shown = show("purge the queue shop-orders", "sqs_read_operations")
    assert (shown["tool"], shown["operation"]) == ("sqs_read_operations", None)
    assert shown["error"]["reason"] == "write"


def test_words_near_an_insight_name_it_without_a_service(show):
    """It comes before operations that fit worse."""
    shown = show("stuff kept forever")
    assert (shown["operation"], shown["error"]["code"]) == (None, "Ambiguous")
    assert shown["candidates"][0] == {"service": "", "operation": "LogGroupsWithoutRetention"}
    assert "insight" in shown["error"]["hint"]


@pytest.mark.parametrize("words", ["zyzzyva", "", 7, None])
def test_words_without_a_plan_show_why(show, words):
    """Whatever they are."""
    shown = show(words)
    assert list(shown) == KEYS
    assert shown["operation"] is None
    assert shown["error"]["code"] in ("Ambiguous", "InvalidArgument")


def test_what_an_operation_still_needs_is_an_error_beside_it(show):
    """The operation is right; the caller gives the rest."""
    shown = show("describe a certificate", "route53_read_operations")
    assert (shown["operation"], shown["error"]["code"]) == (
        "DescribeCertificate",
        "InvalidArgument",
    )
