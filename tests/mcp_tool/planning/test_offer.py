"""Finding an operation by the name a caller gave."""

import pytest

from mcp_tool.errors import Candidate, RefusedError, UnknownOperationError
from mcp_tool.planning.offer import Offer, listed
from mcp_tool.tools import tool

EC2 = tool("ec2_read_operations")


@pytest.fixture
def offer(catalog):
    return Offer(catalog)


def test_the_first_service_of_a_tool_wins_a_shared_name(offer):
    """Both load balancer APIs have a DescribeLoadBalancers."""
    assert offer.find(EC2, "DescribeLoadBalancers").service == "elbv2"
    assert offer.find(EC2, "elb:DescribeLoadBalancers").service == "elb"


@pytest.mark.parametrize("name", ["describe-instances", "Describe Instances", "s3:ListBuckets", ""])
def test_another_name_is_unknown_and_never_guessed(offer, name):
    """Near is a candidate, not an answer."""
    with pytest.raises(UnknownOperationError):
        offer.find(EC2, name)


def test_a_spelling_of_the_command_line_has_its_operation_as_first_candidate(offer):
    """People know operations by their commands."""
    assert offer.near(EC2, "describe-instances")[0].operation == "DescribeInstances"


def test_what_a_tool_has_beside_is_a_candidate_by_its_name(offer):
    """Insights are named like operations, and misspelt like them."""
    composite = Candidate("", "UnattachedVolumes", (), "EBS volumes that nothing uses")
    with pytest.raises(UnknownOperationError) as caught:
        offer.find(EC2, "UnusedVolumes", lambda: [composite])
    assert caught.value.candidates[0] == composite
    assert "ec2" in [each.service for each in caught.value.candidates]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("RunInstances", "write"), ("GetPasswordData", "secret"), ("GetConsoleOutput", "data-body")],
)
def test_a_refusal_carries_the_reason_of_the_catalogue(offer, name, reason):
    """Each refused operation has one."""
    with pytest.raises(RefusedError) as caught:
        offer.find(EC2, name)
    assert caught.value.reason in (reason, "secret")
    assert caught.value.candidates


def test_names_are_listed_as_a_sentence_has_them():
    """One, two, three."""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
