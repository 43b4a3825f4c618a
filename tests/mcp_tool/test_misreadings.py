"""Questions that a resolver easily takes for other ones: each is answered, told or asked back."""

import pytest

from mcp_tool.errors import AmbiguousError
from mcp_tool.plan import Filter


def test_a_denied_yes_is_a_no(resolve):
    """Who asks for what is not encrypted must not get what is."""
    asked = {"Filters": [{"Name": "encrypted", "Values": ["false"]}]}
    assert resolve("ec2", "volumes that are not encrypted").parameters == asked


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("lambda", "functions not on python", "python"),
        ("rds", "databases that are not postgres", "not postgres"),
        ("ec2", "instances without tags", "without tags"),
        ("ec2", "attached volumes", "attached"),
        ("ec2", "instances not in eu-west-1", "not eu-west-1"),
        ("ec2", "instances named web-1 or web-2", "web-2"),
        ("ec2", "instances in vpc-0123456789abcdef0", "vpc-0123456789abcdef0"),
    ],
)
def test_what_cannot_be_kept_apart_is_told_and_not_turned_round(resolve, name, words, told):
    """All rows with a remark are no wrong answer; the opposite rows are one."""
    found = resolve(name, words)
    assert (found.filters, found.regions, told in found.ignored) == ((), (), True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("s3", "buckets with versioning"),
        ("ec2", "snapshots of volume vol-0123456789abcdef0"),
        ("ec2", "stopped instances in vpc-0123456789abcdef0"),
        ("lambda", "functions with less than 128 MB and more than 10 seconds timeout"),
        ("dynamodb", "on-demand tables"),
        ("cost_explorer", "cost of ec2 last month"),
        ("cloudwatch", "log lines of log group /aws/lambda/checkout from the last day"),
        ("eks", "node groups of the EKS cluster data-robots"),
    ],
)
def test_an_insight_that_answers_another_question_is_not_chosen(resolve, name, words):
    """It finds the opposite, or cannot keep to the id, the size or the name that is asked for."""
    assert resolve(name, words).service


def test_an_insight_tells_what_it_has_nothing_to_do_with(resolve):
    """Its rows are those of the whole account."""
    assert resolve("ec2", "instances that are running or stopped").ignored == ("running",)


@pytest.mark.parametrize(
    "words", ["coffee for our team at noon by the window", "a recipe for a cake by my grandmother"]
)
def test_a_question_about_nothing_that_is_read_is_asked_back(resolve, words):
    """However many of its other words an operation has."""
    with pytest.raises(AmbiguousError):
        resolve("ec2", words)


@pytest.mark.parametrize(
    ("words", "operation"),
    [
        ("cost of team payments last month", "GetCostAndUsage"),
        ("cost forecast for the next month", "CostForecast"),
    ],
)
def test_what_was_paid_is_no_forecast(resolve, words, operation):
    """Nor is what will be paid a bill."""
    assert resolve("cost_explorer", words).operation == operation


def test_a_time_is_compared_with_when_that_happened(resolve):
    """A log-in of yesterday is not a creation of yesterday."""
    found = resolve("iam", "users who logged in yesterday")
    assert {each.path for each in found.filters} == {"PasswordLastUsed"}


def test_a_length_that_logs_are_kept_is_no_age(resolve):
    """The number is compared with the retention."""
    found = resolve("cloudwatch", "log groups retaining more than 30 days")
    assert found.filters == (Filter("retentionInDays", "over", 30.0),)


def test_a_word_with_a_hyphen_is_no_name(resolve):
    """Where it is the operation's own."""
    assert resolve("sqs", "sources of a dead-letter queue").parameters == {}


def test_buckets_of_a_region_are_asked_of_the_api(resolve):
    """They are listed for the whole account wherever it is asked."""
    found = resolve("s3", "buckets in Ireland")
    assert (found.parameters, found.regions) == ({"BucketRegion": "eu-west-1"}, ("eu-west-1",))
