"""API stages without logs or limits."""

from local.seed.edge import HTTP_STAGES, STAGES

EVERY = (*STAGES, *HTTP_STAGES)


def test_stages_without_logging_are_found(run):
    """Those of REST and of HTTP APIs; the near misses write access logs."""
    found = run("StagesWithoutLogging")
    assert sorted(zip(found.column("api"), found.column("stage"), strict=True)) == sorted(
        (each.api, each.name) for each in EVERY if not each.logged
    )
    assert found.summary == f"2 of {len(EVERY)} stages without access or execution logs."


def test_stages_without_throttling_are_found(run):
    """A stage that only carries the account's own limit has none."""
    found = run("StagesWithoutThrottling")
    assert sorted(zip(found.column("api"), found.column("stage"), strict=True)) == sorted(
        (each.api, each.name) for each in EVERY if not each.throttled
    )
    row = found.row(api="partner-feed")
    assert (row["rate_limit"], row["execution_log"]) == ("none", "ERROR")


def test_what_a_stage_has_is_as_the_api_has_it(run, aws):
    """The log's destination is API Gateway's own."""
    row = run("StagesWithoutThrottling").row(api="partner-feed")
    stage = aws("apigateway").get_stage(restApiId=row["api_id"], stageName=row["stage"])
    assert row["access_log"] == stage["accessLogSettings"]["destinationArn"]


def test_execution_logs_are_logs(told):
    """A stage may write them without an access log; OFF is how it says that it does not."""

    def stage(name, level):
        return {"stageName": name, "methodSettings": {"*/*": {"loggingLevel": level}}}

    answers = {
        "apigateway:GetRestApis": [{"id": "a", "name": "api"}],
        "apigateway:GetStages": [stage("quiet", "OFF"), stage("loud", "INFO")],
    }
    assert told("StagesWithoutLogging", answers).column("stage") == ["quiet"]


def test_a_negative_rate_is_no_limit(told):
    """So API Gateway writes one that was taken away."""
    settings = {"*/*": {"throttlingRateLimit": -1.0}}
    answers = {
        "apigateway:GetRestApis": [{"id": "a", "name": "api"}],
        "apigateway:GetStages": [{"stageName": "prod", "methodSettings": settings}],
    }
    assert told("StagesWithoutThrottling", answers).column("rate_limit") == ["none"]
