"""Following an API's pages by botocore's rules."""

import pytest

from mcp_tool.aws.paging import Paging


def test_a_rule_of_one_token_is_followed(models):
    """The token of an answer asks for the next page."""
    paging = Paging(models, "ec2", "DescribeInstances")
    assert paging.next({"NextToken": "two"}, {}) == {"NextToken": "two"}
    assert paging.next({"Reservations": []}, {"NextToken": "two"}) is None


def test_a_rule_with_a_flag_ends_when_the_flag_says_so(models):
    """Some services send a marker with their last page."""
    paging = Paging(models, "iam", "ListUsers")
    assert paging.next({"IsTruncated": True, "Marker": "m"}, {}) == {"Marker": "m"}
    assert paging.next({"IsTruncated": False, "Marker": "m"}, {}) is None


def test_a_rule_of_several_tokens_is_followed(models):
    """Route 53 asks for the next record by name, type and set."""
    paging = Paging(models, "route53", "ListResourceRecordSets")
    answer = {"IsTruncated": True, "NextRecordName": "a.example.", "NextRecordType": "A"}
    assert paging.next(answer, {}) == {"StartRecordName": "a.example.", "StartRecordType": "A"}


def test_a_token_of_the_same_name_in_and_out_pages_without_a_rule(models):
    """Newer APIs page before botocore has written a rule."""
    paging = Paging(models, "wafv2", "ListWebACLs")
    assert paging.next({"NextMarker": "two"}, {}) == {"NextMarker": "two"}


def test_a_service_that_repeats_itself_is_at_its_end(models):
    """Else a broken endpoint would be read for ever."""
    paging = Paging(models, "ec2", "DescribeInstances")
    assert paging.next({"NextToken": "two"}, {"NextToken": "two"}) is None


@pytest.mark.parametrize("operation", ["GetBucketPolicy", "GetBucketLocation"])
def test_an_operation_without_pages_has_one(models, operation):
    """There is nothing to ask for."""
    assert Paging(models, "s3", operation).next({"NextToken": "x"}, {}) is None


def test_every_operation_of_the_catalogue_has_a_readable_rule(models, catalog):
    """A rule that cannot be compiled would fail a call, not this test."""
    for operation in catalog.operations("ec2_read_operations"):
        Paging(models, operation.service, operation.name)
