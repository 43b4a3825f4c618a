"""Functions that fail, are throttled, time out, are unused or outdated."""

from datetime import UTC, datetime

import pytest

from local.seed.functions import FUNCTIONS, RETIRED_RUNTIMES

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_functions_are_listed_by_error_rate(run):
    """The near miss fails in one of two thousand calls."""
    found = run("FunctionErrors")
    assert found.column("name") == ["shop-thumbnails", "shop-checkout"]
    assert found.column("error_percent") == [4.0, 3.0]
    assert "shop-search" in run("FunctionErrors", least_percent=0).column("name")


def test_errors_are_the_sum_of_the_metric(run, points):
    """Sums over a fortnight are those that CloudWatch gives."""
    row = run("FunctionErrors", days=14).row(name="shop-checkout")
    counted = points("AWS/Lambda/Errors", 14, "Sum", FunctionName="shop-checkout")
    assert row["errors"] == round(sum(counted))


def test_throttled_functions_are_found(run):
    """One has too little reserved concurrency."""
    found = run("FunctionThrottles")
    assert found.column("name") == ["shop-mailer"]
    row = found.rows[0]
    assert row["throttled_percent"] == round(
        100 * row["throttles"] / (row["throttles"] + row["invocations"]), 2
    )


def test_functions_near_their_timeout_are_found(run, aws):
    """The near miss runs long, and has much longer."""
    found = run("FunctionTimeouts")
    assert found.column("name") == ["shop-thumbnails"]
    settings = aws("lambda").get_function_configuration(FunctionName="shop-thumbnails")
    row = found.rows[0]
    assert row["timeout_seconds"] == settings["Timeout"]
    assert row["timeout_used_percent"] == round(row["longest_ms"] / settings["Timeout"] / 10, 2)


def test_unused_functions_were_never_called(run):
    """The near miss is called a dozen times a day."""
    found = run("UnusedFunctions")
    assert found.column("name") == [each.name for each in FUNCTIONS if not each.calls]
    assert found.rows[0]["days"] == 30


def test_a_function_is_not_unused_because_its_metrics_were_denied(told, denied):
    """Nothing is known of it."""
    found = told(
        "UnusedFunctions",
        {
            "lambda:ListFunctions": [{"FunctionName": "one"}],
            "cloudwatch:GetMetricData": denied,
        },
    )
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_deprecated_runtimes_are_found(run, aws):
    """Functions on current runtimes and container images are the near misses."""
    found = run("DeprecatedRuntimes")
    assert sorted(found.column("name")) == sorted(RETIRED_RUNTIMES)
    settings = aws("lambda").get_function_configuration(FunctionName="shop-legacy-import")
    assert found.row(name="shop-legacy-import")["runtime"] == settings["Runtime"]


@pytest.mark.parametrize(
    ("within", "names", "told_of"),
    [
        (0, ["old"], "1 of 4 functions on a deprecated runtime."),
        (90, ["old"], "1 of 4 functions on a deprecated runtime, 0 more within 90 days."),
        (400, ["old", "soon"], "1 of 4 functions on a deprecated runtime, 1 more within 400 days."),
    ],
)
def test_runtimes_that_end_soon_are_found_when_asked_for(told, within, names, told_of):
    """Days count from the present one."""
    functions = [
        {"FunctionName": "old", "Runtime": "python3.8"},
        {"FunctionName": "soon", "Runtime": "nodejs22.x"},
        {"FunctionName": "new", "Runtime": "python3.13"},
        {"FunctionName": "image"},
    ]
    answers = {"lambda:ListFunctions": functions}
    found = told("DeprecatedRuntimes", answers, now=NOW, within_days=within)
    assert found.column("name") == names
    assert found.summary == told_of
