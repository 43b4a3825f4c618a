"""botocore's description of the APIs, as the engine asks it."""

import pytest


def test_a_right_input_has_no_problem(models):
    """Types and names are those of the API."""
    assert models.problem("ec2", "DescribeInstances", {"InstanceIds": ["i-1"]}) is None


def test_a_misspelt_parameter_names_the_nearest(models):
    """However it is spelled."""
    problem = models.problem("ec2", "DescribeInstances", {"instanceids": ["i-1"]})
    assert problem == "There is no parameter 'instanceids'; it takes one of InstanceIds."


def test_a_parameter_of_an_operation_without_any_is_told(models):
    """There is nothing near."""
    assert "takes nothing" in models.problem("iam", "GetAccountSummary", {"x": 1})


def test_a_wrong_type_is_told_in_one_short_sentence(models):
    """The value may be anything and of any size."""
    problem = models.problem("ec2", "DescribeInstances", {"InstanceIds": "x" * 5000})
    assert "InstanceIds" in problem
    assert len(problem) <= 300


@pytest.mark.parametrize(
    ("service", "operation", "key", "shape"),
    [
        ("ec2", "DescribeInstances", "Reservations[].Instances[]", "Instance"),
        ("s3", "ListBuckets", "Buckets", "Bucket"),
        ("dynamodb", "ListTables", "TableNames", "TableName"),
        ("dynamodb", "DescribeTable", None, "DescribeTableOutput"),
    ],
)
def test_the_shape_of_a_record_is_found(models, service, operation, key, shape):
    """Through lists of lists, or the answer itself."""
    assert models.element(service, operation, key).name == shape


@pytest.mark.parametrize("key", ["Nope", "Buckets[?x]", "Owner.ID.x"])
def test_a_path_that_is_no_chain_of_members_has_no_shape(models, key):
    """Columns are derived from the shape only where there is one."""
    assert models.element("s3", "ListBuckets", key) is None


def test_regions_have_their_places(models):
    """People say Ireland."""
    assert models.regions["eu-west-1"] == "Europe (Ireland)"


def test_a_service_is_served_where_botocore_says(models):
    """Empty where it says nothing."""
    assert "eu-west-1" in models.served("ec2")
    assert models.served("route53domains") == {"us-east-1"}
    assert models.served("bedrock-agentcore-control") == frozenset()
