"""Every IAM statement of the stack: what each role may do, and whom it trusts."""

import pytest

from local.cloudformation.template import ROOT, read, resolved
from policies.lists import load

LAMBDA = {"Service": "lambda.amazonaws.com"}
ACCOUNT = "123456789012"
PROFILE = (
    f"arn:aws:bedrock:us-east-1:{ACCOUNT}:inference-profile/global.anthropic.claude-sonnet-4-6"
)
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/aws-operations-agent-conversations-dev"
LOGS = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/lambda"
READERS = {
    "ReaderRoleArns": "arn:aws:iam::210987654321:role/reader,arn:aws:iam::321098765432:role/reader"
}


@pytest.fixture(scope="module")
def lists():
    return load()


def traces():
    return allow("Traces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")


def logs(group):
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    return allow("Logs", actions, f"{LOGS}/{group}:*")


def allow(sid, action, resource, **rest):
    return {sid: {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource, **rest}}


def deny(sid, action, resource="*"):
    return {sid: {"Sid": sid, "Effect": "Deny", "Action": action, "Resource": resource}}


def test_the_agent_may_do_what_its_code_calls(statements):
    """Its table and list index, its model, its parameter; logs and traces."""
    assert statements("AgentRole") == {
        **allow(
            "Conversations",
            [
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:UpdateItem",
            ],
            TABLE,
        ),
        **allow("ConversationList", "dynamodb:Query", f"{TABLE}/index/owner-updated_at"),
        **allow("Model", "bedrock:InvokeModelWithResponseStream", PROFILE),
        **allow(
            "ModelBehindProfile",
            "bedrock:InvokeModelWithResponseStream",
            "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-6",
            Condition={"StringEquals": {"bedrock:InferenceProfileArn": PROFILE}},
        ),
        **allow(
            "GatewayUrl",
            "ssm:GetParameter",
            f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/operations-agent/dev/gateway-url",
        ),
        **logs("aws-operations-agent-dev"),
        **traces(),
    }


def test_a_model_that_is_no_profile_is_allowed_in_its_region_only(statements):
    """`anthropic.claude-…` is the model itself: one ARN, and nothing behind a profile."""
    found = statements("AgentRole", ModelId="anthropic.claude-haiku-4-5-20251001-v1:0")
    assert found["Model"]["Resource"] == (
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"
    )
    assert "ModelBehindProfile" not in found


def test_a_guardrail_adds_its_one_permission(statements):
    """ApplyGuardrail on the guardrail that is named, and only then."""
    added = statements("AgentRole", GuardrailId="gr1", GuardrailVersion="1")
    assert added["Guardrail"] == {
        "Sid": "Guardrail",
        "Effect": "Allow",
        "Action": "bedrock:ApplyGuardrail",
        "Resource": f"arn:aws:bedrock:us-east-1:{ACCOUNT}:guardrail/gr1",
    }
    assert added.keys() - statements("AgentRole").keys() == {"Guardrail"}


def test_the_tool_role_writes_its_own_log_and_nothing_else(statements, properties):
    """Beside ReadOnlyAccess and its limits the role has logs and traces; it takes no role."""
    assert statements("ToolRole") == {
        **logs("dev-bedrock-agentcore-mcp-tool"),
        **traces(),
        **deny("NoRole", "sts:AssumeRole"),
    }
    assert properties("ToolRole")["ManagedPolicyArns"] == [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        f"arn:aws:iam::{ACCOUNT}:policy/aws-operations-agent-tool-limits-dev",
        f"arn:aws:iam::{ACCOUNT}:policy/aws-operations-agent-tool-unused-dev",
        f"arn:aws:iam::{ACCOUNT}:policy/aws-operations-agent-tool-beyond-dev",
    ]


def exports_and_keys():
    place = "arn:aws:apigateway:*::"
    return deny(
        "NoApiKeysNoExports",
        "apigateway:GET",
        [
            f"{place}/apikeys*",
            f"{place}/usageplans/*/keys*",
            f"{place}/restapis/*/stages/*/exports/*",
            f"{place}/restapis/*/stages/*/sdks/*",
            f"{place}/apis/*/exports/*",
        ],
    )


def limits(lists):
    services = {"Effect": "Deny", "NotAction": list(lists.services), "Resource": "*"}
    return {
        "NoOtherService": {"Sid": "NoOtherService", **services},
        **deny("NoSecretNoDataNoSideEffect", list(lists.refused)),
        **exports_and_keys(),
    }


def test_the_tool_role_is_cut_down_to_the_catalogue(statements, lists):
    """Other services, what is refused, API keys and exports are denied."""
    assert statements("ToolLimits") == limits(lists)
    assert statements("ToolUnused") == deny("NothingUnused", list(lists.unused))
    assert statements("ToolBeyond") == allow("ReadsBeyondReadOnlyAccess", list(lists.beyond), "*")


def test_the_tool_role_assumes_the_configured_reader_roles_and_no_other(statements):
    """With reader roles, one statement allows exactly them, one denies all others."""
    arns = READERS["ReaderRoleArns"].split(",")
    assert statements("ToolRole", **READERS) == {
        **logs("dev-bedrock-agentcore-mcp-tool"),
        **traces(),
        "NoOtherRole": {
            "Sid": "NoOtherRole",
            "Effect": "Deny",
            "Action": "sts:AssumeRole",
            "NotResource": arns,
        },
        **allow("ReaderRoles", "sts:AssumeRole", arns),
    }


def test_a_reader_role_reads_like_the_tool_role_and_assumes_none(lists):
    """In another account: trusted by the tool role with a word, cut down the same way."""
    tool = f"arn:aws:iam::{ACCOUNT}:role/aws-operations-agent-tool-dev"
    parameters = {"ToolRoleArn": tool, "ExternalId": "a-word"}
    found = resolved(read(ROOT / "reader-role.yaml"), parameters)["Resources"]
    role = found["ReaderRole"]["Properties"]
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": tool},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "a-word"}},
        }
    ]
    assert "Policies" not in role
    policies = [name for name in found if name != "ReaderRole"]
    assert len(role["ManagedPolicyArns"]) == len(policies) + 1
    said = {
        each["Sid"]: each
        for name in policies
        for each in found[name]["Properties"]["PolicyDocument"]["Statement"]
    }
    assert said == {
        **limits(lists),
        **deny("NoRole", "sts:AssumeRole"),
        **deny("NothingUnused", list(lists.unused)),
        **allow("ReadsBeyondReadOnlyAccess", list(lists.beyond), "*"),
    }


def test_the_gateway_role_invokes_one_function(statements):
    """And does nothing else."""
    function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:dev-bedrock-agentcore-mcp-tool"
    assert statements("GatewayRole") == allow("ToolFunction", "lambda:InvokeFunction", function)


def test_the_gateway_role_is_for_this_gateway(properties):
    """The service may assume it for a gateway of this environment, account and region."""
    found = properties("GatewayRole")
    assert found["RoleName"] == "BedrockAgentCoreGatewayExecutionRole-dev"
    source = f"arn:aws:bedrock-agentcore:us-east-1:{ACCOUNT}:gateway/aws-operations-agent-dev-*"
    assert found["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "bedrock-agentcore.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": source},
            },
        }
    ]


def test_the_function_roles_trust_lambda_only(properties):
    """No account, no other service."""
    for name in ("AgentRole", "ToolRole"):
        assert properties(name)["AssumeRolePolicyDocument"]["Statement"] == [
            {"Effect": "Allow", "Principal": LAMBDA, "Action": "sts:AssumeRole"}
        ]


def test_the_tool_function_may_be_invoked_by_the_gateway_role(properties):
    """Its resource policy names one role."""
    assert properties("ToolPermission") == {
        "FunctionName": "dev-bedrock-agentcore-mcp-tool",
        "Action": "lambda:InvokeFunction",
        "Principal": f"arn:aws:iam::{ACCOUNT}:role/BedrockAgentCoreGatewayExecutionRole-dev",
    }


def test_a_caller_invokes_the_agent_by_its_url_only(statements):
    """Both actions that a URL needs, each bound to the URL, so that a plain Invoke is denied."""
    agent = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:aws-operations-agent-dev"
    assert statements("InvokePolicy") == {
        **allow(
            "FunctionUrl",
            "lambda:InvokeFunctionUrl",
            agent,
            Condition={"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}},
        ),
        **allow(
            "FunctionByItsUrlOnly",
            "lambda:InvokeFunction",
            agent,
            Condition={"Bool": {"lambda:InvokedViaFunctionUrl": True}},
        ),
    }


def test_no_statement_is_left_out(stack):
    """The tests above name every role and policy there is."""
    types = {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission"}
    found = {name for name, each in stack()["Resources"].items() if each["Type"] in types}
    assert found == {
        *("AgentRole", "ToolRole", "GatewayRole", "InvokePolicy", "ToolPermission"),
        *("ToolLimits", "ToolUnused", "ToolBeyond"),
    }
