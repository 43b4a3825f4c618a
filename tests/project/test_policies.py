"""The tool role's policies are what the catalogue makes of them, and fit where AWS keeps them."""

import json

import pytest

from cataloguing.access import READING, AccessLevels
from cataloguing.reviewed import Reviewed
from mcp_tool.catalog import Catalog
from mcp_tool.readonly import DOOR
from mcp_tool.tools import TOOLS
from policies import generated
from policies.__main__ import TEMPLATES
from policies.lists import KEPT, Lists, lists, load, needed_actions, refused_actions
from policies.read_only_access import ReadOnlyAccess

# AWS counts a managed policy's characters without white space.
LONGEST_POLICY = 6144
LONGEST_INLINE = 10_240
LONGEST_PARAMETER = 4096
POLICIES_ON_A_ROLE = 10


@pytest.fixture(scope="module")
def today():
    return load()


def test_the_templates_are_generated_and_up_to_date(today):
    """A change of the catalogue or of ReadOnlyAccess shows as a diff of both templates."""
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert generated.render(text, today) == text, "run `make policies` and review the diff"
        for name in Lists.__slots__:
            assert f"# generated: {name} (make policies)" in text


@pytest.mark.parametrize("name", ["ToolLimits", "ToolUnused", "ToolBeyond"])
def test_a_policy_is_short_enough_for_aws(properties, name):
    """AWS refuses a longer one."""
    assert characters(properties(name)["PolicyDocument"]) <= LONGEST_POLICY


def characters(document):
    return len(json.dumps(document, separators=(",", ":")))


def test_the_role_has_room_for_forty_reader_roles(properties):
    """They stand in an inline policy; CloudFormation takes no longer parameter either."""
    arns = ",".join(
        f"arn:aws:iam::{n:012}:role/aws-operations-agent-reader-prod" for n in range(40)
    )
    policies = properties("ToolRole", ReaderRoleArns=arns)["Policies"]
    assert sum(characters(each["PolicyDocument"]) for each in policies) <= LONGEST_INLINE
    assert len(arns) <= LONGEST_PARAMETER


def test_a_role_takes_that_many_policies(properties):
    """Ten managed policies is what a role has room for by default."""
    assert len(properties("ToolRole")["ManagedPolicyArns"]) <= POLICIES_ON_A_ROLE


def test_what_is_added_only_reads(today):
    """Whatever IAM does not class as a read is one that a person has looked at."""
    levels, reviewed = AccessLevels.load(), Reviewed.load()
    exceptions = {
        action
        for tool in TOOLS
        for each in Catalog.load().operations(tool.name)
        if (each.service, each.name) in reviewed.allowed | reviewed.newer
        for action in each.iam
    }
    above = {each for each in today.beyond if levels.level(each) not in READING}
    assert above <= exceptions


def test_nothing_needed_is_denied(today):
    """The lists of denied actions hold none that an allowed operation needs."""
    needed = needed_actions(Catalog.load())
    assert not needed & set(today.refused)
    assert not needed & set(today.unused)
    assert {f"{each.partition(':')[0]}:*" for each in needed} == set(today.services)


def test_what_the_door_sends_is_not_denied(today):
    """The reader stops its own queries, asks for the regions and becomes a reader role."""
    door = {f"{service}:{name}" for service, name in DOOR}
    assert "logs:StopQuery" in door
    assert not door & {*today.refused, *today.unused}
    assert all(ReadOnlyAccess.load().allows(each) for each in door - {"sts:AssumeRole"})


def test_every_refused_action_is_denied_but_the_kept_ones(today):
    """Those have their own reason, and all but one a statement of their own."""
    refused = refused_actions(Catalog.load())
    assert refused - set(today.refused) == KEPT.keys()


@pytest.mark.parametrize(
    "action",
    [
        *("s3:GetObject", "s3:GetObjectVersion", "dynamodb:GetItem", "dynamodb:GetRecords"),
        *("secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParametersByPath"),
        *("sqs:ReceiveMessage", "kinesis:GetRecords", "lambda:GetFunction", "es:ESHttpGet"),
        *("ec2:GetPasswordData", "sts:GetSessionToken", "ses:GetArchiveMessageContent"),
    ],
)
def test_the_best_known_ways_to_data_are_denied(today, action):
    """A slip in the catalogue's reasons would open one of these."""
    assert action in {*today.refused, *today.unused}


def test_actions_are_sorted_into_the_four_lists():
    """Needed and granted: no list. The others: denied as refused or unused, or allowed beyond."""
    text = b"\n".join(
        [
            b"[",
            b'["sqs", "GetQueueUrl", {"summary": "-", "iam": ["sqs:GetQueueUrl"]}],',
            b'["sqs", "ListNews", {"summary": "-", "iam": ["sqs:ListNews"]}],',
            b'["sqs", "ReceiveMessage", {"refused": "data-body", "why": "-",'
            b' "iam": ["sqs:ReceiveMessage"]}],',
            b'["sqs", "SendMessage", {"refused": "write", "why": "-",'
            b' "iam": ["sqs:SendMessage"]}],',
            b"]",
        ]
    )
    document = {"Statement": [{"Action": ["sqs:Get*", "sqs:Receive*"]}]}
    known = {"sqs": {"sqs:GetQueueUrl", "sqs:GetOldThing", "sqs:ReceiveMessage", "sqs:SendMessage"}}
    found = lists(Catalog(text), ReadOnlyAccess(document), known.__getitem__)
    assert found == Lists(
        services=("sqs:*",),
        refused=("sqs:ReceiveMessage",),
        unused=("sqs:GetOldThing",),
        beyond=("sqs:ListNews",),
    )


def test_a_list_is_written_between_its_marks():
    """A service begins a line; what is outside the marks stays."""
    found = generated.render(
        "Action:\n  # generated: unused (make policies)\n  old\n  # end of unused\nResource: x\n",
        Lists(services=(), refused=(), unused=("a:One", "a:Two", "b:One"), beyond=()),
    )
    assert found == (
        "Action:\n"
        "  # generated: unused (make policies)\n"
        "  [\n"
        "    a:One, a:Two,\n"
        "    b:One,\n"
        "  ]\n"
        "  # end of unused\n"
        "Resource: x\n"
    )


def test_a_mark_that_names_no_list_is_an_error():
    """A misspelt mark would keep an old list for ever."""
    text = "# generated: unsued (make policies)\nx\n# end of unsued\n"
    with pytest.raises(KeyError):
        generated.render(text, Lists((), (), (), ()))
