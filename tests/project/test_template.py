"""What is deployed, read from the template as SAM hands it to CloudFormation."""

import json
from collections import Counter

import pytest

from agent.settings import Settings
from local.cloudformation.template import ROOT, read, resolved
from mcp_tool import settings as tool_settings
from mcp_tool.tools import TOOLS

AGENT = "AgentFunction"
TOOL = "ToolFunction"


def test_the_stack_has_these_resources_and_no_other(stack):
    """Functions, roles and policies, one table, logs, alarms: nothing a reader must look for."""
    types = Counter(each["Type"] for each in stack()["Resources"].values())
    assert types == {
        "AWS::CloudWatch::Alarm": 8,
        "AWS::DynamoDB::Table": 1,
        "AWS::IAM::ManagedPolicy": 4,
        "AWS::IAM::Role": 3,
        "AWS::Lambda::Function": 2,
        "AWS::Lambda::Permission": 1,
        "AWS::Lambda::Url": 1,
        "AWS::Logs::LogGroup": 2,
    }


def test_the_agent_is_an_image_of_the_promised_size(properties):
    """x86_64 unless asked for arm64; traced, and logging into its own group."""
    found = properties(AGENT)
    assert found["FunctionName"] == "aws-operations-agent-dev"
    assert found["PackageType"] == "Image"
    assert found["Architectures"] == ["x86_64"]
    assert (found["MemorySize"], found["Timeout"]) == (1536, 300)
    assert found["TracingConfig"] == {"Mode": "Active"}
    assert found["LoggingConfig"] == {"LogGroup": "/aws/lambda/aws-operations-agent-dev"}
    assert properties(AGENT, Architecture="arm64")["Architectures"] == ["arm64"]


def test_the_adapter_streams_and_waits_for_health(properties):
    """The adapter's mode is the Function URL's, its port the image's, its path a real route."""
    variables = properties(AGENT)["Environment"]["Variables"]
    adapter = {name: value for name, value in variables.items() if name.startswith("AWS_LWA")}
    assert adapter == {
        "AWS_LWA_INVOKE_MODE": "response_stream",
        "AWS_LWA_PORT": "8080",
        "AWS_LWA_READINESS_CHECK_PATH": "/health",
    }
    dockerfile = (ROOT / "src/agent/Dockerfile").read_text(encoding="utf-8")
    assert '"--port", "8080"' in dockerfile


def test_the_function_url_is_signed_streamed_and_closed_to_browsers(properties):
    """AWS_IAM and RESPONSE_STREAM; no page may call it by default."""
    found = properties("AgentFunctionUrl")
    assert (found["AuthType"], found["InvokeMode"]) == ("AWS_IAM", "RESPONSE_STREAM")
    assert "Cors" not in found


def test_only_listed_origins_may_call_from_a_browser(properties):
    """With origins, CORS names them and every header of a signed request; no credentials."""
    origins = "https://a.example,https://b.example"
    found = properties("AgentFunctionUrl", AllowedOrigins=origins)["Cors"]
    assert found["AllowOrigins"] == ["https://a.example", "https://b.example"]
    assert found["MaxAge"] == 86400
    assert "AllowCredentials" not in found
    assert {"authorization", "x-amz-date", "x-amz-security-token", "x-okta-authorization"} <= set(
        found["AllowHeaders"]
    )


def test_the_agent_knows_every_variable_it_is_given(properties):
    """No name is misspelt: each variable is a setting, and the settings accept the values."""
    variables = properties(AGENT)["Environment"]["Variables"]
    own = {k.lower(): v for k, v in variables.items() if not k.startswith("AWS_LWA")}
    assert own.keys() <= Settings.model_fields.keys()
    settings = Settings(**own)
    assert settings.environment == "dev"
    assert settings.conversations_table == "aws-operations-agent-conversations-dev"
    assert settings.gateway_url_parameter == "/operations-agent/dev/gateway-url"
    assert settings.okta_client_ids == ("awsops-cli",)
    assert settings.okta_scopes == ()
    assert settings.guardrail_id is None
    assert settings.trust_request_context


def test_the_defaults_of_names_agree_with_the_template(properties):
    """A name that the template gives is the one that the agent would have taken."""
    variables = properties(AGENT, Environment="prod")["Environment"]["Variables"]
    defaults = Settings(environment="prod", okta_issuer="https://x", okta_client_ids="a")
    assert variables["CONVERSATIONS_TABLE"] == defaults.conversations_table
    assert variables["GATEWAY_URL_PARAMETER"] == defaults.gateway_url_parameter
    assert variables["MODEL_ID"] == defaults.model_id
    assert variables["OKTA_AUDIENCE"] == defaults.okta_audience


def test_the_tool_function_has_its_handler_and_ceilings(properties):
    """3008 MB and 900 s by default, both parameters."""
    found = properties(TOOL)
    assert found["FunctionName"] == "dev-bedrock-agentcore-mcp-tool"
    assert found["ImageConfig"] == {"Command": ["mcp_tool.handler.lambda_handler"]}
    assert (found["MemorySize"], found["Timeout"]) == (3008, 900)
    assert found["LoggingConfig"] == {"LogGroup": "/aws/lambda/dev-bedrock-agentcore-mcp-tool"}
    smaller = properties(TOOL, ToolMemorySize="1024", ToolTimeout="60")
    assert (smaller["MemorySize"], smaller["Timeout"]) == (1024, 60)


def test_the_tool_function_reads_its_variables(properties):
    """Further accounts and the reading time arrive as the function expects them."""
    role = "arn:aws:iam::210987654321:role/aws-operations-agent-reader-dev"
    roles = json.dumps([{"alias": "shop", "id": "210987654321", "role_arn": role}])
    variables = properties(TOOL, ReaderRoles=roles)["Environment"]["Variables"]
    settings = tool_settings.read({name: str(value) for name, value in variables.items()})
    assert settings.read_deadline_seconds == 30
    assert [each.role_arn for each in settings.accounts] == [role]


def test_time_budgets_nest(properties):
    """A tool call ends before the agent stops waiting, a turn before the function ends."""
    agent = Settings(okta_issuer="https://x", okta_client_ids="a")
    longest = read()["Parameters"]["ReadDeadlineSeconds"]["MaxValue"]
    ceiling = properties(AGENT)["Timeout"]
    budgets = [
        longest,
        agent.gateway_read_timeout,
        agent.turn_seconds,
        agent.turn_stored_seconds,
        ceiling,
    ]
    assert budgets == sorted(set(budgets))
    assert properties(TOOL)["Timeout"] > agent.gateway_read_timeout


def test_the_table_is_the_designs(stack):
    """Keys, index, time to live, recovery, stream; the key that AWS owns; kept on deletion."""
    resource = stack()["Resources"]["ConversationsTable"]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert resource["Properties"] == {
        "TableName": "aws-operations-agent-conversations-dev",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "conversation_id", "AttributeType": "S"},
            {"AttributeName": "item", "AttributeType": "S"},
            {"AttributeName": "owner", "AttributeType": "S"},
            {"AttributeName": "updated_at", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "conversation_id", "KeyType": "HASH"},
            {"AttributeName": "item", "KeyType": "RANGE"},
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "owner-updated_at",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "updated_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "DeletionProtectionEnabled": False,
    }


@pytest.mark.parametrize(
    ("environment", "protected", "days"),
    [("dev", False, 14), ("staging", False, 30), ("prod", True, 90)],
)
def test_environments_differ_in_protection_and_retention(properties, environment, protected, days):
    """Only prod's table is protected from deletion; logs are kept the longer, the nearer prod."""
    table = properties("ConversationsTable", Environment=environment)
    assert table["DeletionProtectionEnabled"] is protected
    for group in ("AgentLogGroup", "ToolLogGroup"):
        assert properties(group, Environment=environment)["RetentionInDays"] == days


def test_every_name_holds_its_environment(stack):
    """Two environments live side by side in one account: no resource has the same name twice."""

    def names(environment):
        return {
            value
            for resource in stack(Environment=environment)["Resources"].values()
            for key, value in resource["Properties"].items()
            if key.endswith("Name") and key != "MetricName"
        }

    assert not names("dev") & names("prod")


def test_alarms_watch_errors_throttles_duration_5xx_and_the_table(stack):
    """Each alarm watches something that exists, and is quiet where nothing happens."""
    resources = stack(AlarmTopicArn="arn:aws:sns:us-east-1:123456789012:ops")["Resources"]
    alarms = {
        each["Properties"]["AlarmName"].removeprefix("aws-operations-agent-dev-"): each[
            "Properties"
        ]
        for each in resources.values()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    }
    watched = {name: _watched(alarm) for name, alarm in alarms.items()}
    agent, tool = "aws-operations-agent-dev", "dev-bedrock-agentcore-mcp-tool"
    table = "aws-operations-agent-conversations-dev"
    assert watched == {
        "agent-errors": {("Errors", agent, "Sum")},
        "agent-throttles": {("Throttles", agent, "Sum")},
        "agent-duration": {("Duration", agent, "p95")},
        "agent-5xx": {("Url5xxCount", agent, "Sum")},
        "tool-errors": {("Errors", tool, "Sum")},
        "tool-throttles": {("Throttles", tool, "Sum")},
        "tool-duration": {("Duration", tool, "p95")},
        "table-throttles": {
            ("ReadThrottleEvents", table, "Sum"),
            ("WriteThrottleEvents", table, "Sum"),
        },
    }
    for alarm in alarms.values():
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmActions"] == ["arn:aws:sns:us-east-1:123456789012:ops"]


def _watched(alarm):
    if "Metrics" in alarm:
        metrics = [each["MetricStat"] for each in alarm["Metrics"] if "MetricStat" in each]
        return {
            (m["Metric"]["MetricName"], m["Metric"]["Dimensions"][0]["Value"], m["Stat"])
            for m in metrics
        }
    statistic = alarm.get("Statistic") or alarm["ExtendedStatistic"]
    return {(alarm["MetricName"], alarm["Dimensions"][0]["Value"], statistic)}


def test_alarms_go_nowhere_unless_a_topic_is_named(properties):
    """Without a topic an alarm has a state and no action."""
    assert "AlarmActions" not in properties("AgentErrorsAlarm")


def test_outputs_hold_what_scripts_and_clients_need(stack):
    """Nobody copies an ARN by hand: each is an output."""
    outputs = stack()["Outputs"]
    url = outputs.pop("AgentFunctionUrl")
    assert url.startswith("https://")
    arn = "arn:aws:iam::123456789012"
    assert outputs == {
        "AgentFunctionName": "aws-operations-agent-dev",
        "AgentLogGroupName": "/aws/lambda/aws-operations-agent-dev",
        "ConversationsTableName": "aws-operations-agent-conversations-dev",
        "GatewayRoleArn": f"{arn}:role/BedrockAgentCoreGatewayExecutionRole-dev",
        "GatewayUrlParameterName": "/operations-agent/dev/gateway-url",
        "InvokePolicyArn": f"{arn}:policy/aws-operations-agent-invoke-dev",
        "ToolFunctionArn": (
            "arn:aws:lambda:us-east-1:123456789012:function:dev-bedrock-agentcore-mcp-tool"
        ),
        "ToolLogGroupName": "/aws/lambda/dev-bedrock-agentcore-mcp-tool",
        "ToolRoleArn": f"{arn}:role/aws-operations-agent-tool-dev",
    }


def test_a_tool_name_fits_behind_its_target():
    """Bedrock takes 64 characters, the target's prefix included."""
    assert all(len(f"aws-tools___{tool.name}") <= 64 for tool in TOOLS)


def test_every_skipped_check_says_why():
    """A rule of cfn-lint or checkov is skipped on one resource, with its reason, or not at all."""
    for name in ("template.yaml", "reader-role.yaml"):
        template = read(ROOT / name)
        assert "Metadata" not in template
        text = (ROOT / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            assert "ignore_checks" not in line or " # " in line, line
        for resource in template["Resources"].values():
            for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
                assert len(skip["comment"]) > 20, skip


def test_a_parameter_that_is_not_there_is_refused():
    """The stand-in for CloudFormation refuses what CloudFormation would."""
    with pytest.raises(ValueError, match="no parameter Okta"):
        resolved(read(), {"Okta": "x"})
    with pytest.raises(ValueError, match="OktaIssuer has no value"):
        resolved(read(), {})
    with pytest.raises(ValueError, match="Environment cannot be gamma"):
        resolved(read(), {"Environment": "gamma"})
