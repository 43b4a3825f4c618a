"""Plain words to one operation or insight, its parameters and what is left to the rows."""

import pytest

from mcp_tool.errors import AmbiguousError, RefusedError
from mcp_tool.plan import Filter, Order
from mcp_tool.resolution import RefusedMeaningError
from mcp_tool.tools import TOOLS


@pytest.mark.parametrize(
    ("name", "words", "operation"),
    [
        ("ec2", "Which EC2 instances are running?", "ec2:DescribeInstances"),
        ("ec2", "how many servers do we have", "ec2:DescribeInstances"),
        ("ec2", "list load balancers", "elbv2:DescribeLoadBalancers"),
        ("s3", "list my buckets", "s3:ListBuckets"),
        ("s3", "what is the policy of bucket alpha-logs?", "s3:GetBucketPolicy"),
        ("iam", "who am I", "sts:GetCallerIdentity"),
        ("rds", "databases", "rds:DescribeDBInstances"),
        ("cloudwatch", "alarms whose state is OK", "cloudwatch:DescribeAlarms"),
        ("cloudwatch", "who deleted the bucket alpha-logs?", "cloudtrail:LookupEvents"),
        ("cloudwatch", "CPU of instance i-0123456789abcdef0", "cloudwatch:GetMetricStatistics"),
        ("lambda", "lambda functions with python3.8", "lambda:ListFunctions"),
        ("cloudformation", "events of stack web-prod", "cloudformation:DescribeStackEvents"),
        ("route53", "Describe a certificate", "acm:DescribeCertificate"),
        ("route53", "certificates", "acm:ListCertificates"),
        ("iam", "tags of an organizational unit", "organizations:ListTagsForResource"),
    ],
)
def test_words_find_their_operation(resolve, name, words, operation):
    """The thing asked about, one or many, whatever people call it."""
    found = resolve(name, words)
    assert f"{found.service}:{found.operation}" == operation


@pytest.mark.parametrize(
    ("name", "words", "insight"),
    [
        ("ec2", "which EBS volumes are not attached to anything?", "UnattachedVolumes"),
        ("ec2", "VPCs that have no flow logs", "VpcsWithoutFlowLogs"),
        ("s3", "which buckets are public?", "PublicBuckets"),
        ("iam", "users without MFA", "UsersWithoutMFA"),
        ("sqs", "queues without a dead-letter queue", "QueuesWithoutDeadLetterQueue"),
        ("cost_explorer", "why did costs go up compared to last month?", "CostChange"),
        ("ecs", "services below desired count", "ServicesBelowDesired"),
        ("ecs", "why do our ECS tasks keep stopping?", "ServicesBelowDesired"),
    ],
)
def test_words_that_ask_for_what_an_insight_does_choose_it(resolve, name, words, insight):
    """It answers more than any one operation."""
    found = resolve(name, words)
    assert (found.service, found.operation) == ("", insight)


@pytest.mark.parametrize(
    ("name", "words", "operation"),
    [
        ("ec2", "describe all flow logs", "DescribeFlowLogs"),
        ("sns", "list subscriptions", "ListSubscriptions"),
        ("iam", "list access keys", "ListAccessKeys"),
        ("sqs", "which queues are there", "ListQueues"),
    ],
)
def test_the_thing_alone_asks_for_no_insight_about_it(resolve, name, words, operation):
    """Nothing in these words is more than the operation's own."""
    assert resolve(name, words).operation == operation


def test_a_state_becomes_a_filter_of_the_api(resolve):
    """EC2 can be asked for instances in a state."""
    found = resolve("ec2", "terminated instances")
    assert found.parameters == {
        "Filters": [{"Name": "instance-state-name", "Values": ["terminated"]}]
    }
    assert found.filters == ()
    assert found.notes == ("instance-state-name = terminated asked of the API",)


def test_a_condition_without_a_parameter_is_left_to_the_rows(resolve):
    """RDS cannot be asked for an engine; the answer says what became of it."""
    found = resolve("rds", "mysql databases with multi-az")
    assert set(found.filters) == {
        Filter("MultiAZ", "is", True),  # noqa: FBT003  the filter's own value
        Filter("Engine", "contains", "mysql"),
    }
    assert found.ignored == ()


def test_ids_and_names_fill_the_parameter_they_are_for(resolve):
    """By the id's prefix, or the one parameter that is missing."""
    assert resolve("ec2", "describe instance i-0123456789abcdef0").parameters == {
        "InstanceIds": ["i-0123456789abcdef0"]
    }
    assert resolve("s3", "policy of the bucket named alpha").parameters == {"Bucket": "alpha"}


@pytest.mark.parametrize(
    ("name", "words", "parameters"),
    [
        ("ecs", "services in the cluster orders", {"cluster": "orders"}),
        ("ecs", "tasks per cluster version", {}),
        ("ecs", "tasks by cluster", {}),
        ("cloudwatch", "log lines of the log group /web/front", {"logGroupName": "/web/front"}),
    ],
)
def test_a_name_behind_a_thing_is_that_things(resolve, name, words, parameters):
    """Though the API could do without; what a thing has is no name."""
    assert resolve(name, words).parameters == parameters


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


@pytest.mark.parametrize("words", ["zyzzyva", "?", "the of and"])
def test_words_that_fit_nothing_are_ambiguous(resolve, words):
    """A question back is better than a wrong answer."""
    with pytest.raises(AmbiguousError):
        resolve("ec2", words)


def test_words_that_fit_badly_come_back_with_candidates(resolve):
    """A model or a person can choose one of them in one more step."""
    with pytest.raises(AmbiguousError) as caught:
        resolve("ec2", "coffee for our team at noon by the window")
    assert "DescribeInstanceEventWindows" in [each.operation for each in caught.value.candidates]


def test_words_that_ask_for_a_secret_are_refused_with_its_reason(resolve):
    """The catalogue says why, and which operation was meant."""
    with pytest.raises(RefusedMeaningError) as caught:
        resolve("iam", "get the secret value of db-password")
    assert caught.value.reason == "secret"
    assert caught.value.refusal.name == "GetSecretValue"


@pytest.mark.parametrize("words", ["delete the bucket alpha", "list queues and purge them all"])
def test_words_that_ask_for_a_change_are_refused_as_such(resolve, words):
    """Whatever they ask beside it."""
    with pytest.raises(RefusedError) as caught:
        resolve("sqs", words)
    assert caught.value.reason == "write"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("sqs queues", "sqs_read_operations"),
        ("iam users", "iam_read_operations"),
        ("kubernetes clusters", "eks_read_operations"),
        ("hosted zones", "route53_read_operations"),
        ("how much did we spend last month", "cost_explorer_read_operations"),
        ("which users have no MFA", "iam_read_operations"),
        ("redis clusters", "rds_read_operations"),
        ("log groups without retention", "cloudwatch_read_operations"),
    ],
)
def test_all_tools_together_find_the_right_one(resolver, words, name):
    """Without a tool the words choose it."""
    assert resolver.resolve(words, TOOLS).tool == name


def test_the_same_words_give_the_same_plan(resolve):
    """There is no chance in it."""
    assert resolve("ec2", "running instances") == resolve("ec2", "running instances")
