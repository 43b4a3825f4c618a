"""Following an API's pages by botocore's rules."""

import pytest

from mcp_tool.aws.paging import Paging


@pytest.fixture
def paging_of(models, catalog):
    """How an operation of the catalogue is paged."""
    return lambda service, name, **given: Paging(models, catalog.find(service, name), given)


def test_a_rule_of_one_token_is_followed(paging_of):
    """The token of an answer asks for the next page."""
    paging = paging_of("ec2", "DescribeInstances")
    assert paging.next({"NextToken": "two"}, {}) == {"NextToken": "two"}
    assert paging.next({"Reservations": []}, {"NextToken": "two"}) is None


def test_a_rule_with_a_flag_ends_when_the_flag_says_so(paging_of):
    """Some services send a marker with their last page."""
    paging = paging_of("iam", "ListUsers")
    assert paging.next({"IsTruncated": True, "Marker": "m"}, {}) == {"Marker": "m"}
    assert paging.next({"IsTruncated": False, "Marker": "m"}, {}) is None


def test_a_rule_of_several_tokens_is_followed(paging_of):
    """Route 53 asks for the next record by name, type and set."""
    paging = paging_of("route53", "ListResourceRecordSets")
    answer = {"IsTruncated": True, "NextRecordName": "a.example.", "NextRecordType": "A"}
    assert paging.next(answer, {}) == {"StartRecordName": "a.example.", "StartRecordType": "A"}


def test_a_token_of_the_same_name_in_and_out_pages_without_a_rule(paging_of):
    """Newer APIs page before botocore has written a rule."""
    paging = paging_of("wafv2", "ListWebACLs")
    assert paging.next({"NextMarker": "two"}, {}) == {"NextMarker": "two"}


def test_a_service_that_repeats_itself_is_at_its_end(paging_of):
    """Else a broken endpoint would be read for ever."""
    paging = paging_of("ec2", "DescribeInstances")
    assert paging.next({"NextToken": "two"}, {"NextToken": "two"}) is None


@pytest.mark.parametrize("operation", ["GetBucketPolicy", "GetBucketLocation"])
def test_an_operation_without_pages_has_one(paging_of, operation):
    """There is nothing to ask for."""
    assert paging_of("s3", operation).next({"NextToken": "x"}, {}) is None


def test_every_operation_of_the_catalogue_has_a_readable_rule(models, catalog):
    """A rule that cannot be compiled would fail a call, not this test."""
    for operation in catalog.operations("ec2_read_operations"):
        Paging(models, operation, {})


def test_log_events_are_followed_the_way_they_are_read(paging_of):
    """The newest come first unless the head is asked for; each way has its token."""
    answer = {"nextForwardToken": "f/1", "nextBackwardToken": "b/1"}
    back = paging_of("logs", "GetLogEvents")
    ahead = paging_of("logs", "GetLogEvents", startFromHead=True)
    assert back.next(answer, {}) == {"nextToken": "b/1"}
    assert ahead.next(answer, {}) == {"nextToken": "f/1"}
    assert ahead.next(answer, {"nextToken": "f/1"}) is None
