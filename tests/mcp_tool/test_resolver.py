"""Plain words to one operation, its parameters and what is left to the rows."""

import pytest

from mcp_tool import lexicon
from mcp_tool.errors import AmbiguousError, RefusedError
from mcp_tool.plan import Filter, Order
from mcp_tool.resolver import Resolver
from mcp_tool.tools import TOOLS, tool


@pytest.fixture(scope="module")
def resolver(catalog, models):
    return Resolver(catalog, models, lexicon.load())


@pytest.fixture
def resolve(resolver):
    return lambda name, words: resolver.resolve(words, (tool(f"{name}_read_operations"),))


@pytest.mark.parametrize(
    ("name", "words", "operation"),
    [
        ("ec2", "Which EC2 instances are running?", "ec2:DescribeInstances"),
        ("ec2", "how many servers do we have", "ec2:DescribeInstances"),
        ("ec2", "list load balancers", "elbv2:DescribeLoadBalancers"),
        ("s3", "list my buckets", "s3:ListBuckets"),
        ("s3", "what is the policy of bucket alpha-logs?", "s3:GetBucketPolicy"),
        ("iam", "which users have no MFA", "iam:ListUsers"),
        ("iam", "caller identity", "sts:GetCallerIdentity"),
        ("rds", "databases", "rds:DescribeDBInstances"),
        ("cloudwatch", "alarms in ALARM", "cloudwatch:DescribeAlarms"),
        ("lambda", "lambda functions with python3.8", "lambda:ListFunctions"),
        ("cost_explorer", "what do we spend by service", "ce:GetCostAndUsage"),
        ("cloudformation", "events of stack web-prod", "cloudformation:DescribeStackEvents"),
        ("route53", "Describe a certificate", "acm:DescribeCertificate"),
        ("route53", "certificates", "acm:ListCertificates"),
    ],
)
def test_words_find_their_operation(resolve, name, words, operation):
    """The thing asked about, one or many, whatever people call it."""
    found = resolve(name, words).operation
    assert f"{found.service}:{found.name}" == operation


def test_a_state_becomes_a_filter_of_the_api(resolve):
    """EC2 can be asked for instances in a state."""
    found = resolve("ec2", "stopped instances")
    assert found.parameters == {"Filters": [{"Name": "instance-state-name", "Values": ["stopped"]}]}
    assert found.filters == ()


def test_a_condition_without_a_parameter_is_left_to_the_rows(resolve):
    """RDS cannot be asked for public databases, nor for an engine."""
    found = resolve("rds", "public mysql databases")
    assert set(found.filters) == {
        Filter("PubliclyAccessible", "is", True),  # noqa: FBT003  # the filter's own value
        Filter("Engine", "contains", "mysql"),
    }
    assert found.ignored == ()


def test_ids_and_names_fill_the_parameter_they_are_for(resolve):
    """By the id's prefix, or the one parameter that is missing."""
    assert resolve("ec2", "describe instance i-0123456789abcdef0").parameters == {
        "InstanceIds": ["i-0123456789abcdef0"]
    }
    assert resolve("s3", "policy of the bucket named alpha").parameters == {"Bucket": "alpha"}


def test_a_name_is_no_arn(resolve):
    """A parameter that wants an ARN is not filled with anything else."""
    assert resolve("route53", "Describe the certificate 'web'").parameters == {}


def test_superlatives_sort_and_numbers_limit(resolve):
    """By the column that says how large or how old."""
    found = resolve("ec2", "top 5 largest volumes")
    assert (found.order, found.limit) == (Order("Size", descending=True), 5)


def test_words_that_nothing_acts_on_are_told(resolve):
    """The answer must not look more precise than it is."""
    assert resolve("ec2", "instances that Bob likes").ignored == ("bob", "likes")


@pytest.mark.parametrize("words", ["zyzzyva", "?", "the of and", "only the stopped ones"])
def test_words_that_fit_nothing_are_ambiguous(resolve, words):
    """A question back is better than a wrong answer."""
    with pytest.raises(AmbiguousError):
        resolve("ec2", words)


def test_words_that_ask_for_a_secret_are_refused_with_its_reason(resolve):
    """The catalogue says why."""
    with pytest.raises(RefusedError) as caught:
        resolve("iam", "get the secret value of db-password")
    assert caught.value.reason == "secret"


def test_all_tools_together_find_the_right_one(resolver):
    """Without a tool the words choose it."""
    assert resolver.resolve("sqs queues", TOOLS).operation.tool == "sqs_read_operations"
    assert resolver.resolve("iam users", TOOLS).operation.tool == "iam_read_operations"


def test_the_same_words_give_the_same_plan(resolve):
    """There is no chance in it."""
    assert resolve("ec2", "running instances") == resolve("ec2", "running instances")


def test_the_lexicon_speaks_of_operations_that_exist(catalog, models):
    """Synonyms, filters and ids are of the catalogue and the API."""
    words = lexicon.load()
    for key in (*words.operations, *words.filters):
        assert catalog.find(*key.split(":")), key
    for key in words.unmeant:
        assert catalog.refusal(*key.split(":")), key
    for key, filters in words.filters.items():
        documentation = models.operation(*key.split(":")).input_shape.members["Filters"]
        for name in filters.values():
            assert f"<code>{name}</code>" in documentation.documentation
