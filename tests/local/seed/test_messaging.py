"""SNS topics and SQS queues, as listed."""

import pytest

from local.seed import messaging


def test_topics_have_subscribers_or_none(account):
    """Each topic has the subscribers that it is listed with."""
    for topic in messaging.TOPICS:
        sns = account.client("sns", topic.region)
        arn = f"arn:aws:sns:{topic.region}:123456789012:{topic.name}"
        found = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
        assert [(s["Protocol"], s["Endpoint"]) for s in found] == list(topic.subscribers)


@pytest.mark.parametrize("queue", messaging.QUEUES, ids=lambda queue: queue.name)
def test_queues_have_a_backlog_and_a_dead_letter_queue_or_not(account, queue):
    """Waiting messages and redrive policies are as listed."""
    sqs = account.client("sqs", queue.region)
    url = sqs.get_queue_url(QueueName=queue.name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert int(found["ApproximateNumberOfMessages"]) == queue.waiting
    assert (queue.dead_letters in found.get("RedrivePolicy", "")) or not queue.dead_letters
    assert ("RedrivePolicy" in found) == bool(queue.dead_letters)
