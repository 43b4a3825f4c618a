"""API Gateway stages that leave no trace, or let any number of requests in."""

from collections.abc import Callable
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns, many

TOOL = "apigateway_read_operations"
_CALLS = (
    "apigateway:GetRestApis",
    "apigateway:GetStages",
    "apigateway:GetAccount",
    "apigatewayv2:GetApis",
    "apigatewayv2:GetStages",
)
_COLUMNS = columns("api", "api_id", "kind", "stage", "access_log", "execution_log", "rate_limit")
# The settings of all methods that a REST stage has none of its own for.
_ALL = "*/*"


def _unlogged(account: Account) -> Found:
    return _lacking(
        account,
        lambda each: each["access_log"] == "none" and each["execution_log"] in ("none", "OFF"),
        "without access or execution logs",
    )


def _unthrottled(account: Account) -> Found:
    return _lacking(
        account,
        lambda each: each["rate_limit"] == "none",
        "without a rate limit below the account's",
    )


def _lacking(account: Account, lacks: Callable[[Record], bool], what: str) -> Found:
    stages = _stages(account)
    rows = [each for each in stages if lacks(each)]
    return Found(rows, f"{len(rows):,} of {many(len(stages), 'stage')} {what}.")


def _stages(account: Account) -> list[Record]:
    rest, http, settings = (
        account.read("apigateway:GetRestApis"),
        account.read("apigatewayv2:GetApis"),
        account.read("apigateway:GetAccount"),
    )
    readings = [
        (api, _rest, account.at(api, "apigateway:GetStages", restApiId=api["id"])) for api in rest
    ] + [
        (api, _http, account.at(api, "apigatewayv2:GetStages", ApiId=api["ApiId"])) for api in http
    ]
    ceilings = {each.target: each.get("throttleSettings", {}).get("rateLimit") for each in settings}
    return [
        stage | describe(api, stage, ceilings.get(api.target))
        for api, describe, reading in readings
        for stage in reading
    ]


def _rest(api: Record, stage: Record, ceiling: float | None) -> dict[str, Any]:
    settings = stage.get("methodSettings", {}).get(_ALL, {})
    return {
        "api": api["name"],
        "api_id": api["id"],
        "kind": "REST",
        "stage": stage["stageName"],
        "access_log": stage.get("accessLogSettings", {}).get("destinationArn", "none"),
        "execution_log": settings.get("loggingLevel", "none"),
        "rate_limit": _limit(settings.get("throttlingRateLimit"), ceiling),
    }


def _http(api: Record, stage: Record, ceiling: float | None) -> dict[str, Any]:
    settings = stage.get("DefaultRouteSettings", {})
    return {
        "api": api["Name"],
        "api_id": api["ApiId"],
        "kind": api["ProtocolType"],
        "stage": stage["StageName"],
        "access_log": stage.get("AccessLogSettings", {}).get("DestinationArn", "none"),
        "execution_log": settings.get("LoggingLevel", "none"),
        "rate_limit": _limit(settings.get("ThrottlingRateLimit"), ceiling),
    }


def _limit(rate: float | None, ceiling: float | None) -> str:
    """Say how many requests a second a stage lets in, if that is less than the account does."""
    # A negative rate is none. Settings for something else come with the account's own rate.
    if rate is None or rate < 0 or (ceiling is not None and rate >= ceiling):
        return "none"
    return f"{rate:g} a second"


INSIGHTS = (
    Insight(
        name="StagesWithoutLogging",
        tool=TOOL,
        summary="neither access nor execution logs",
        words="API stages without logging, access logging disabled, APIs that do not log, missing"
        " execution logs",
        calls=_CALLS,
        columns=_COLUMNS,
        find=_unlogged,
    ),
    Insight(
        name="StagesWithoutThrottling",
        tool=TOOL,
        summary="no rate limit below the account's",
        words="API stages without throttling, no rate limit, unthrottled APIs, APIs without request"
        " limits",
        calls=_CALLS,
        columns=_COLUMNS,
        find=_unthrottled,
    ),
)
