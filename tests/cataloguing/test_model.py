"""What an operation's model says of it."""

import botocore.session
import pytest

from cataloguing import model


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


@pytest.mark.parametrize(
    ("service", "name", "path"),
    [
        ("s3", "ListBuckets", "Buckets"),
        ("cloudfront", "ListDistributions", "DistributionList.Items"),
        ("cloudfront", "ListFunctions", "FunctionList.Items"),
        ("ecs", "ListClusters", "clusterArns"),
        ("elbv2", "DescribeTags", "TagDescriptions"),
        ("ec2", "DescribeAccountAttributes", "AccountAttributes"),
        ("route53", "ListHostedZonesByName", "HostedZones"),
        ("dynamodb", "DescribeTable", None),
        ("apigatewayv2", "GetRoute", None),
        ("sqs", "GetQueueAttributes", None),
        ("sts", "GetCallerIdentity", None),
    ],
)
def test_the_rows_of_an_answer_are_found(session, service, name, path):
    """The paginator knows, or the shape has one list; a record that holds a list stays a record."""
    operation = session.get_service_model(service).operation_model(name)
    assert model.result_key(operation, session.get_paginator_model(service)) == path


def test_a_summary_is_one_sentence_without_markup(session):
    """The first sentence of the documentation, cut at a word if it is long."""
    stacks = session.get_service_model("cloudformation").operation_model("DescribeStacks")
    text = model.summary(stacks)
    assert text.startswith("Returns the description for the specified stack")
    assert text.endswith(("…", "."))
    assert len(text) <= model.SUMMARY


def test_an_operation_without_documentation_is_named_in_words(session):
    """There is always something to choose by."""
    service = session.get_service_model("sqs")
    bare = type(service)(
        {
            "metadata": dict(service.metadata),
            "operations": {"ListQueues": {"name": "ListQueues", "http": {}}},
            "shapes": {},
        }
    ).operation_model("ListQueues")
    assert model.summary(bare) == "List Queues."
