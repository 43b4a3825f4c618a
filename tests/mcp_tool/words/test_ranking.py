"""Which operations some words fit."""

import threading

import pytest

from mcp_tool.tools import TOOLS, tool
from mcp_tool.words.fit import WEIGHTS, Fit
from mcp_tool.words.ranking import Ranking
from mcp_tool.words.wording import read


@pytest.fixture(scope="module")
def ranking(catalog, said):
    return Ranking(catalog, said)


def names(matches, count=5):
    return [match.document.operation.name for match in matches[:count]]


@pytest.mark.parametrize(
    ("name", "words", "operation"),
    [
        ("iam", "tags of a role", "ListRoleTags"),
        ("ec2", "workings of a NAT gateway", "DescribeNatGateways"),
        ("eks", "nodegroups", "ListNodegroups"),
        ("eks", "node groups", "ListNodegroups"),
        ("cloudformation", "tags of a patch baseline", "ListTagsForResource"),
        ("dynamodb", "describe a table", "DescribeTable"),
        ("dynamodb", "tables", "ListTables"),
        ("ec2", "describe reserved instances", "DescribeReservedInstances"),
        ("ec2", "instances", "DescribeInstances"),
        ("rds", "redshift clusters", "DescribeClusters"),
    ],
)
def test_name_number_and_service_decide(ranking, name, words, operation):
    """One thing or many, compounds however written, a service by its name."""
    assert names(ranking.rank(words, [tool(f"{name}_read_operations")]))[0] == operation


def test_what_a_question_is_about_comes_before_what_it_mentions(ranking):
    """English says the thing first."""
    iam = [tool("iam_read_operations")]
    assert names(ranking.rank("groups of a user", iam))[0] == "ListGroupsForUser"
    assert names(ranking.rank("policies of a group", iam))[0].endswith("GroupPolicies")


def test_refused_operations_are_ranked_too_but_writes_are_not(ranking):
    """Words for a secret must meet its refusal; nobody's question means a change."""
    found = ranking.rank("value of a secret", [tool("iam_read_operations")])
    assert names(found)[0] == "GetSecretValue"
    assert "PutSecretValue" not in names(found, 60)


def test_words_that_no_operation_has_fit_nothing(ranking):
    """There is nothing to rank."""
    assert ranking.rank("zyzzyva", [tool("ec2_read_operations")]) == []


def test_tools_that_read_nothing_from_aws_are_no_candidates(ranking):
    """Greeting and time have no operations."""
    assert ranking.rank("hello world time", [tool("hello_world"), tool("get_time")]) == []


def test_of_all_tools_the_things_own_comes_first(ranking):
    """By its service's words and its things' names."""
    assert ranking.rank("which dead letter queues are there", TOOLS)[0].tool.name.startswith("sqs")


def test_threads_share_an_index(ranking):
    """The Lambda's and the tests' callers come at once."""
    found = []

    def rank():
        found.append(names(ranking.rank("voices of a topic", [tool("sns_read_operations")])))

    threads = [threading.Thread(target=rank) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert all(each == found[0] for each in found)


def test_every_feature_has_a_weight_and_none_is_left_over(ranking, said):
    """A feature without a weight would be computed for nothing."""
    index = ranking.index(tool("sqs_read_operations"))
    fit = Fit(read("queues", said, index.vocabulary), index)
    assert fit.features(index.documents[0]).keys() == WEIGHTS.keys()
