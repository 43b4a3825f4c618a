"""SNS topics that nobody hears, SQS queues that fill up or lose what fails."""

import json

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import whole

TOPICS, SUBSCRIPTIONS = "sns:ListTopics", "sns:ListSubscriptions"
TOPIC, QUEUES, QUEUE = "sns:GetTopicAttributes", "sqs:ListQueues", "sqs:GetQueueAttributes"

# SQS gives no token for the next page unless it is told how long a page is.
EVERY_QUEUE = {"MaxResults": 1000}

# What GetQueueAttributes tells in words that are numbers.
_NUMBERS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
    "MessageRetentionPeriod",
)


def _without_subscribers(account: Account) -> Found:
    subscriptions = account.read(SUBSCRIPTIONS)
    topics = list(account.read(TOPICS))
    heard = {
        each["TopicArn"]
        for each in subscriptions
        if each["SubscriptionArn"] != "PendingConfirmation"
    }
    unheard = [each for each in topics if each["TopicArn"] not in heard]
    # The list of subscriptions may be cut short; a topic's own numbers decide.
    details = [account.at(each, TOPIC, TopicArn=each["TopicArn"]) for each in unheard]
    rows = [
        topic
        | {
            "topic": topic["TopicArn"].rpartition(":")[2],
            "confirmed": int(attributes["SubscriptionsConfirmed"]),
            "pending": int(attributes["SubscriptionsPending"]),
        }
        for topic, detail in zip(unheard, details, strict=True)
        if (attributes := detail.first.get("Attributes"))
    ]
    silent = [each for each in rows if each["confirmed"] == 0]
    return Found(
        silent, f"{len(silent):,} of {len(topics):,} topics have no confirmed subscription."
    )


def _queues(account: Account) -> list[Record]:
    """List the queues with their attributes, and whether one is another's dead-letter queue."""
    urls = list(account.read(QUEUES, **EVERY_QUEUE))
    reads = [
        account.at(each, QUEUE, QueueUrl=each["value"], AttributeNames=["All"]) for each in urls
    ]
    queues = [
        url | attributes | {name: int(attributes[name]) for name in _NUMBERS}
        for url, read in zip(urls, reads, strict=True)
        if (attributes := read.first.get("Attributes"))
    ]
    targets = {_dead_letters(each) for each in queues}
    return [
        each
        | {
            "queue": each["QueueArn"].rpartition(":")[2],
            "dead_letter_queue": _dead_letters(each),
            "holds_dead_letters": each["QueueArn"] in targets,
        }
        for each in queues
    ]


def _dead_letters(queue: Record) -> str | None:
    policy = json.loads(queue.get("RedrivePolicy") or "{}")
    target = policy.get("deadLetterTargetArn")
    return str(target) if target else None


def _backlog(account: Account, messages: int) -> Found:
    queues = _queues(account)
    behind = [each for each in queues if each["ApproximateNumberOfMessages"] >= messages]
    behind.sort(key=lambda each: -each["ApproximateNumberOfMessages"])
    waiting = sum(each["ApproximateNumberOfMessages"] for each in behind)
    return Found(
        behind,
        f"{len(behind):,} of {len(queues):,} queues have {messages:,} or more messages waiting,"
        f" {waiting:,} together.",
    )


def _without_dead_letters(account: Account) -> Found:
    queues = _queues(account)
    sources = [each for each in queues if not each["holds_dead_letters"]]
    bare = [each for each in sources if each["dead_letter_queue"] is None]
    bare.sort(key=lambda each: (-each["ApproximateNumberOfMessages"], each["queue"]))
    return Found(
        bare,
        f"{len(bare):,} of {len(sources):,} queues have no dead-letter queue; {len(queues):,}"
        " queues were looked at, dead-letter queues themselves need none.",
    )


INSIGHTS = (
    Insight(
        name="TopicsWithoutSubscribers",
        tool="sns_read_operations",
        summary="SNS topics without a confirmed subscription",
        words="topics without subscribers, topics without subscriptions, nobody listens, unused"
        " topics, orphaned topics, empty topics, subscriptions not confirmed",
        calls=(TOPICS, SUBSCRIPTIONS, TOPIC),
        columns=columns("topic", "confirmed", "pending", "arn=TopicArn"),
        find=_without_subscribers,
    ),
    Insight(
        name="QueuesWithBacklog",
        tool="sqs_read_operations",
        summary="queues with many messages waiting, the fullest first",
        words="queues with backlog, queues filling up, messages waiting, stuck queues, queue depth,"
        " longest queues, messages piling up, dead-letter queues with messages",
        calls=(QUEUES, QUEUE),
        columns=columns(
            "queue",
            "waiting=ApproximateNumberOfMessages",
            "in_flight=ApproximateNumberOfMessagesNotVisible",
            "delayed=ApproximateNumberOfMessagesDelayed",
            "holds_dead_letters",
            "retention_seconds=MessageRetentionPeriod",
            "arn=QueueArn",
        ),
        find=_backlog,
        parameters={"messages": whole("so many messages waiting or more", 10, most=10**9)},
    ),
    Insight(
        name="QueuesWithoutDeadLetterQueue",
        tool="sqs_read_operations",
        summary="queues without a dead-letter queue, other than dead-letter queues",
        words="queues without a dead-letter queue, no DLQ, missing DLQ, redrive policy missing,"
        " failed messages get lost",
        calls=(QUEUES, QUEUE),
        columns=columns(
            "queue",
            "waiting=ApproximateNumberOfMessages",
            "holds_dead_letters",
            "retention_seconds=MessageRetentionPeriod",
            "arn=QueueArn",
        ),
        find=_without_dead_letters,
    ),
)
