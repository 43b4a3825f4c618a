"""The records in an answer of AWS."""

import pytest

from mcp_tool.aws.answers import APART, records


@pytest.fixture
def found(catalog):
    """Take the records out of an answer of an operation."""
    return lambda service, name, answer: records(catalog.find(service, name), answer)


def test_the_main_list_is_taken_through_the_lists_around_it(found):
    """Instances come by reservation."""
    answer = {"Reservations": [{"Instances": [1, 2]}, {"Instances": [3]}]}
    assert found("ec2", "DescribeInstances", answer) == (1, 2, 3)
    assert found("ec2", "DescribeInstances", {}) == ()


def test_what_an_api_lists_apart_stands_with_the_rest(found):
    """Composite alarms are alarms, and folders are what a bucket has beside keys."""
    alarms = {"CompositeAlarms": [{"AlarmName": "b"}], "MetricAlarms": [{"AlarmName": "a"}]}
    assert found("cloudwatch", "DescribeAlarms", alarms) == ({"AlarmName": "a"}, {"AlarmName": "b"})
    objects = {"CommonPrefixes": [{"Prefix": "css/"}], "Contents": [{"Key": "index.html"}]}
    assert found("s3", "ListObjectsV2", objects) == ({"Key": "index.html"}, {"Prefix": "css/"})


def test_an_answer_without_a_list_is_a_record_itself(found):
    """Unless it holds nothing, as of a bucket that never had versions."""
    assert found("s3", "GetBucketVersioning", {"Status": "Enabled"}) == ({"Status": "Enabled"},)
    assert found("s3", "GetBucketVersioning", {}) == ()


@pytest.mark.parametrize("operation", APART)
def test_every_list_that_is_named_is_one_of_the_answer(models, operation):
    """One that AWS renames must not go missing in silence."""
    service, name = operation.split(":")
    for path in APART[operation]:
        assert models.element(service, name, path)
