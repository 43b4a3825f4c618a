"""SNS, SQS, EventBridge, Step Functions and Kinesis."""

import json
from dataclasses import dataclass
from typing import Any

from local.seed.account import ACCOUNT_ID, HOME, IRELAND, SYDNEY, Account


@dataclass(frozen=True, slots=True)
class Topic:
    """One SNS topic and the addresses that subscribed to it."""

    name: str
    region: str = HOME
    subscribers: tuple[tuple[str, str], ...] = ()  # protocol, endpoint


@dataclass(frozen=True, slots=True)
class Queue:
    """One SQS queue, the dead-letter queue behind it, and the messages that wait in it."""

    name: str
    region: str = HOME
    dead_letters: str = ""
    waiting: int = 0


TOPICS = (
    Topic(
        "shop-orders-placed",
        subscribers=(
            ("sqs", f"arn:aws:sqs:us-east-1:{ACCOUNT_ID}:shop-orders"),
            ("email", "orders@tarnfield.example"),
        ),
    ),
    Topic("platform-alerts", subscribers=(("email", "oncall@tarnfield.example"),)),
    Topic("shop-price-changes"),
    Topic("warehouse-arrivals", region=IRELAND),
)

# A dead-letter queue comes before the queue that names it, and needs none of its own.
QUEUES = (
    Queue("shop-orders-dead", waiting=3),
    Queue("shop-orders", dead_letters="shop-orders-dead", waiting=1),
    Queue("shop-thumbnails", waiting=27),
    Queue("shop-mail.fifo"),
    Queue("warehouse-scans-dead", region=IRELAND),
    Queue("warehouse-scans", region=IRELAND, dead_letters="warehouse-scans-dead", waiting=64),
    Queue("sydney-clicks", region=SYDNEY),
)
BACKLOGS = ("shop-thumbnails", "warehouse-scans")

WORKFLOW = {
    "StartAt": "Reserve",
    "States": {"Reserve": {"Type": "Pass", "Next": "Ship"}, "Ship": {"Type": "Succeed"}},
}


def fill(account: Account) -> None:
    """Create topics, queues with their messages, a rule, a workflow and a stream."""
    for queue in QUEUES:
        _create_queue(account, queue)
    for topic in TOPICS:
        _create_topic(account, topic)
    events = account.client("events")
    events.put_rule(Name="shop-nightly", ScheduleExpression="cron(0 2 * * ? *)")
    events.put_rule(Name="shop-old-import", ScheduleExpression="rate(1 day)", State="DISABLED")
    account.client("stepfunctions").create_state_machine(
        name="shop-fulfilment",
        definition=json.dumps(WORKFLOW),
        roleArn=f"arn:aws:iam::{ACCOUNT_ID}:role/shop-lambda",
    )
    account.client("kinesis").create_stream(StreamName="shop-clicks", ShardCount=1)


def _create_topic(account: Account, topic: Topic) -> None:
    sns = account.client("sns", topic.region)
    arn = sns.create_topic(Name=topic.name)["TopicArn"]
    for protocol, endpoint in topic.subscribers:
        sns.subscribe(TopicArn=arn, Protocol=protocol, Endpoint=endpoint)


def _create_queue(account: Account, queue: Queue) -> None:
    sqs = account.client("sqs", queue.region)
    attributes: dict[str, Any] = {}
    if queue.dead_letters:
        arn = f"arn:aws:sqs:{queue.region}:{ACCOUNT_ID}:{queue.dead_letters}"
        redrive = {"deadLetterTargetArn": arn, "maxReceiveCount": 5}
        attributes["RedrivePolicy"] = json.dumps(redrive)
    if queue.name.endswith(".fifo"):
        attributes["FifoQueue"] = "true"
    url = sqs.create_queue(QueueName=queue.name, Attributes=attributes)["QueueUrl"]
    for start in range(0, queue.waiting, 10):
        numbers = range(start, min(start + 10, queue.waiting))
        sqs.send_message_batch(
            QueueUrl=url,
            Entries=[{"Id": str(n), "MessageBody": f"message {n}"} for n in numbers],
        )
