"""What may be called, and why the rest may not."""

import json
from collections import Counter
from pathlib import Path

import botocore.session
import jmespath
import pytest

from mcp_tool import catalog as module
from mcp_tool.catalog import Catalog
from mcp_tool.tools import TOOLS

REASONS = {"write", "secret", "data-body", "side-effect", "billed"}


@pytest.fixture(scope="module")
def catalog():
    return Catalog.load()


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


@pytest.fixture(scope="module")
def operations(catalog):
    return [each for tool in TOOLS for each in catalog.operations(tool.name)]


@pytest.fixture(scope="module")
def refusals(catalog):
    return [each for tool in TOOLS for each in catalog.refusals(tool.name)]


def test_an_allowed_operation_is_described_in_full(catalog):
    """Everything a planner needs is on the operation."""
    found = catalog.find("ec2", "DescribeInstances")
    assert found is not None
    assert (found.tool, found.service, found.name) == (
        "ec2_read_operations",
        "ec2",
        "DescribeInstances",
    )
    assert found.result_key == "Reservations[].Instances[]"
    assert found.paginated
    assert found.required == ()
    assert found.iam == ("ec2:DescribeInstances",)
    assert found.summary == "Describes the specified instances or all instances."


def test_an_operation_that_iam_knows_by_another_name_says_which(catalog):
    """The IAM action is not always the operation's name."""
    found = catalog.find("s3", "ListBuckets")
    assert found is not None
    assert found.iam == ("s3:ListAllMyBuckets",)


@pytest.mark.parametrize(
    ("service", "name", "reason"),
    [
        ("secretsmanager", "GetSecretValue", "secret"),
        ("secretsmanager", "BatchGetSecretValue", "secret"),
        ("ssm", "GetParameter", "secret"),
        ("ssm", "GetParameters", "secret"),
        ("ssm", "GetParametersByPath", "secret"),
        ("ssm", "GetParameterHistory", "secret"),
        ("ec2", "GetPasswordData", "secret"),
        ("ec2", "GetConsoleOutput", "data-body"),
        ("ec2", "GetConsoleScreenshot", "data-body"),
        ("ecr", "GetAuthorizationToken", "secret"),
        ("sts", "GetSessionToken", "secret"),
        ("sts", "GetFederationToken", "secret"),
        ("sts", "AssumeRole", "secret"),
        ("kms", "Decrypt", "secret"),
        ("apigateway", "GetApiKey", "secret"),
        ("apigateway", "GetApiKeys", "secret"),
        ("s3", "GetObject", "data-body"),
        ("s3", "HeadObject", "data-body"),
        ("s3", "SelectObjectContent", "data-body"),
        ("dynamodb", "Scan", "data-body"),
        ("dynamodb", "Query", "data-body"),
        ("dynamodb", "GetItem", "data-body"),
        ("sqs", "ReceiveMessage", "data-body"),
        ("kinesis", "GetRecords", "data-body"),
        ("athena", "GetQueryResults", "data-body"),
        ("athena", "StartQueryExecution", "billed"),
        ("iam", "GenerateCredentialReport", "side-effect"),
        ("cloudformation", "DetectStackDrift", "side-effect"),
        ("lambda", "GetFunction", "data-body"),
        ("ec2", "TerminateInstances", "write"),
        ("s3", "PutBucketPolicy", "write"),
        ("ec2", "CreateTags", "write"),
    ],
)
def test_what_gives_secrets_or_changes_something_is_refused(catalog, service, name, reason):
    """Each named refusal has its reason and a sentence for the person who asked."""
    refusal = catalog.refusal(service, name)
    assert refusal is not None
    assert refusal.reason == reason
    assert refusal.why.endswith(".")
    assert catalog.find(service, name) is None
    assert not catalog.allows(service, name)


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("logs", "FilterLogEvents"),
        ("logs", "GetLogEvents"),
        ("logs", "StartQuery"),
        ("logs", "GetQueryResults"),
        ("ce", "GetCostAndUsage"),
        ("iam", "SimulatePrincipalPolicy"),
        ("accessanalyzer", "CheckNoNewAccess"),
        ("events", "TestEventPattern"),
        ("wafv2", "CheckCapacity"),
        ("apigateway", "GetRestApis"),
        ("apigatewayv2", "GetApis"),
        ("s3control", "GetPublicAccessBlock"),
        ("lambda", "GetFunctionConfiguration"),
        ("sts", "GetCallerIdentity"),
    ],
)
def test_what_troubleshooting_and_audits_need_is_allowed(catalog, service, name):
    """Log reads, priced reads and operations that only compute may be called."""
    assert catalog.allows(service, name)


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("ec2", "DescribeNothing"),
        ("ec2", ""),
        ("", "DescribeInstances"),
        ("zz", "ListThings"),
        ("~", "~"),
        ("ec2", 'DescribeInstances", {"summary'),
        ("ec2", "describeinstances"),
        ("ec2", "Describe\ud800Instances"),
        ("iot", "ListThings"),
    ],
)
def test_an_unknown_operation_is_neither_allowed_nor_refused(catalog, service, name):
    """What no tool's service offers has no entry, however it is spelt."""
    assert catalog.find(service, name) is None
    assert catalog.refusal(service, name) is None
    assert not catalog.allows(service, name)


def test_an_unknown_tool_has_no_operations(catalog):
    """Asking for a tool that does not exist is not an error here."""
    assert catalog.operations("iot_read_operations") == ()
    assert catalog.refusals("iot_read_operations") == ()


def test_every_operation_of_every_service_has_one_verdict(session, operations, refusals):
    """Nothing that botocore can call of the tools' services is left out or listed twice."""
    known = {
        (service, name)
        for tool in TOOLS
        for service in tool.services
        for name in session.get_service_model(service).operation_names
    }
    listed = Counter((each.service, each.name) for each in [*operations, *refusals])
    assert set(listed) == known
    assert max(listed.values()) == 1


def test_an_operation_belongs_to_the_tool_of_its_service(operations):
    """The tool on an operation is the one that names its service."""
    services = {tool.name: tool.services for tool in TOOLS}
    assert all(each.service in services[each.tool] for each in operations)


def test_every_operation_needs_an_iam_action_and_has_one_line_of_summary(operations):
    """Policies are generated from the actions; people choose by the summary."""
    for each in operations:
        assert each.iam, each
        assert all(action.count(":") == 1 for action in each.iam), each
        assert 0 < len(each.summary) <= 120, each
        assert "\n" not in each.summary, each
        assert "<" not in each.summary, each


def test_every_refusal_has_a_known_reason(refusals):
    """The five reasons are the ones the tools' answers may carry."""
    assert {each.reason for each in refusals} == REASONS
    assert all(each.why.endswith(".") for each in refusals)


def test_a_permission_behind_a_refused_read_opens_nothing_that_is_allowed(operations, refusals):
    """The role may deny what is refused without breaking what is not; API Gateway by resource."""
    refused = {action for each in refusals if each.reason != "write" for action in each.iam}
    allowed = {action for each in operations for action in each.iam}
    assert refused & allowed == {"apigateway:GET"}


def test_results_are_lists_in_the_model(session, operations):
    """A result key is valid JMESPath and every step of it exists in the output shape."""
    for each in operations:
        if each.result_key is None:
            continue
        jmespath.compile(each.result_key)
        shape = session.get_service_model(each.service).operation_model(each.name).output_shape
        for step in each.result_key.split("."):
            shape = shape.members[step.removesuffix("[]")]
            if step.endswith("[]"):
                shape = shape.member
        assert each.result_key.endswith("[]") or shape.type_name == "list", each


def test_required_members_exist_in_the_input(session, operations):
    """What a caller is told to give is what the API takes."""
    for each in operations:
        shape = session.get_service_model(each.service).operation_model(each.name).input_shape
        assert set(each.required) <= set(shape.members if shape else ()), each


def test_no_allowed_operation_streams(session, operations):
    """A streamed answer is a body; bodies are not returned."""
    for each in operations:
        model = session.get_service_model(each.service).operation_model(each.name)
        assert not model.has_streaming_output, each
        assert not model.has_event_stream_output, each


def test_the_file_is_sorted_json_with_one_operation_a_line():
    """A change of the catalogue reads as a diff of lines."""
    text = Path(module.__file__).with_name("catalog.json").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "["
    assert lines[-1] == "]"
    assert lines[1:-1] == sorted(lines[1:-1])
    assert len(json.loads(text)) == len(lines) - 2
