"""One sentence about a result."""

from collections import Counter

import pytest

from mcp_tool.shaping.summary import Facts, label, noun, sentence


def facts(total, **more):
    given = {"label": "EC2", "operation": "DescribeInstances", "exact": True, "counts": Counter()}
    return Facts(**{**given, "places": None, "total": total, **more})


def test_counts_along_the_state_and_the_places():
    """How many, of what, in which states and where."""
    counts = Counter(running=7, stopped=5)
    assert sentence(facts(12, counts=counts, places=3), 12) == (
        "12 EC2 instances: 7 running, 5 stopped, in 3 regions."
    )


@pytest.mark.parametrize(
    ("known", "returned", "text"),
    [
        (facts(0, places=0), 0, "No EC2 instances."),
        (facts(1, counts=Counter(running=1)), 1, "1 EC2 instance: 1 running."),
        (facts(3, counts=Counter(running=3)), 3, "3 EC2 instances, all running."),
        (facts(10_000, exact=False), 10_000, "At least 10,000 EC2 instances."),
        (facts(9), 4, "9 EC2 instances. Rows 1 to 4 are shown."),
        (facts(9, seen=4), 5, "9 EC2 instances. Rows 5 to 9 are shown."),
        (
            facts(65, label="Cost Explorer", operation="GetCostAndUsage"),
            65,
            "65 rows of Cost Explorer cost and usage.",
        ),
        (facts(2, failed=1), 2, "2 EC2 instances. 1 place could not be read."),
        (facts(2, ignored=("no", "mfa")), 2, "2 EC2 instances. Not acted on: no, mfa."),
    ],
)
def test_the_sentence_says_what_a_reader_must_know(known, returned, text):
    """Nothing there, all the same, not all read, not all shown, not all understood."""
    assert sentence(known, returned) == text


def test_rare_values_are_counted_together():
    """Five are told, the rest is a number."""
    counts = Counter({letter: 9 - index for index, letter in enumerate("abcdefg")})
    assert sentence(facts(42, counts=counts), 42) == (
        "42 EC2 instances: 9 a, 8 b, 7 c, 6 d, 5 e, 7 others."
    )
    counts = Counter({letter: 9 - index for index, letter in enumerate("abcdei")} | {"i": 1})
    assert sentence(facts(36, counts=counts), 36).endswith("5 e, 1 other.")


def test_a_word_is_not_said_twice():
    """`CloudWatch Logs log groups` is one `log` too many."""
    logs = facts(2, label="CloudWatch Logs", operation="DescribeLogGroups")
    assert sentence(logs, 2) == "2 CloudWatch log groups."
    scaling = facts(2, label="Auto Scaling", operation="DescribeAutoScalingGroups")
    assert sentence(scaling, 2) == "2 Auto Scaling groups."


def test_a_service_has_the_name_that_people_know():
    """Not the one of its API's model."""
    assert label("SFN") == "Step Functions"
    assert label("EC2") == "EC2"


@pytest.mark.parametrize(
    ("operation", "many", "one"),
    [
        ("DescribeDBInstances", "DB instances", "DB instance"),
        ("DescribeVpcs", "VPCs", "VPC"),
        ("ListPolicies", "policies", "policy"),
        ("DescribeAddresses", "addresses", "address"),
        ("ListObjectsV2", "objects", "object"),
        ("GetRestApis", "REST APIs", "REST API"),
        ("DescribeNatGateways", "NAT gateways", "NAT gateway"),
        ("ListAliases", "aliases", "alias"),
        ("GetAccountSummary", "account summary", "account summary"),
        ("DescribeInstanceStatus", "instance statuses", "instance status"),
    ],
)
def test_an_operation_gives_its_noun(operation, many, one):
    """Without the verb, in lower case but for acronyms."""
    assert noun(operation, 2) == many
    assert noun(operation, 1) == one
