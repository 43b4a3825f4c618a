"""Topics nobody hears, queues that fill up or lose what fails."""

from local.seed.messaging import BACKLOGS, QUEUES, TOPICS


def test_topics_without_subscribers_are_found(run, aws):
    """A topic that anybody hears is a near miss; the numbers are SNS's own."""
    found = run("TopicsWithoutSubscribers")
    unheard = {each.name for each in TOPICS if not each.subscribers}
    heard = {each.name for each in TOPICS if each.subscribers}
    assert unheard <= set(found.column("topic"))
    assert not heard & set(found.column("topic"))
    row = found.row(topic="shop-price-changes")
    attributes = aws("sns").get_topic_attributes(TopicArn=row["arn"])["Attributes"]
    assert row["confirmed"] == int(attributes["SubscriptionsConfirmed"]) == 0
    assert row["pending"] == int(attributes["SubscriptionsPending"])


def test_a_subscription_that_nobody_confirmed_does_not_count(told):
    """The topic is found, with what is pending."""
    arn = "arn:aws:sns:us-east-1:1:news"
    answers = {
        "sns:ListTopics": [{"TopicArn": arn}],
        "sns:ListSubscriptions": [{"TopicArn": arn, "SubscriptionArn": "PendingConfirmation"}],
        "sns:GetTopicAttributes": [
            {"Attributes": {"SubscriptionsConfirmed": "0", "SubscriptionsPending": "1"}}
        ],
    }
    assert told("TopicsWithoutSubscribers", answers).column("pending") == [1]


def test_a_topic_s_own_count_goes_before_the_list(told):
    """A list of subscriptions that was cut short condemns no topic."""
    answers = {
        "sns:ListTopics": [{"TopicArn": "arn:aws:sns:us-east-1:1:news"}],
        "sns:GetTopicAttributes": [
            {"Attributes": {"SubscriptionsConfirmed": "4", "SubscriptionsPending": "0"}}
        ],
    }
    assert told("TopicsWithoutSubscribers", answers).rows == []


def test_full_queues_come_with_the_fullest_first(run, aws):
    """A few messages are a near miss; the number waiting is SQS's own."""
    found = run("QueuesWithBacklog")
    assert sorted(found.column("queue")) == sorted(BACKLOGS)
    assert found.column("waiting") == [64, 27]
    sqs = aws("sqs", "eu-west-1")
    url = sqs.get_queue_url(QueueName="warehouse-scans")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found.rows[0]["waiting"] == int(attributes["ApproximateNumberOfMessages"])
    assert found.rows[0]["arn"] == attributes["QueueArn"]


def test_how_many_messages_are_a_backlog_is_the_caller_s(run):
    """With a lower bound a dead-letter queue with messages is found too, and says what it is."""
    found = run("QueuesWithBacklog", messages=3)
    assert found.row(queue="shop-orders-dead")["holds_dead_letters"] is True
    assert "shop-orders" not in found.column("queue")


def test_queues_without_a_dead_letter_queue_are_found(run, aws):
    """Those that have one, and those that are one, are near misses."""
    found = run("QueuesWithoutDeadLetterQueue")
    served = {each.dead_letters for each in QUEUES} | {
        each.name for each in QUEUES if each.dead_letters
    }
    bare = {each.name for each in QUEUES} - served
    assert bare <= set(found.column("queue"))
    assert not served & set(found.column("queue"))
    sqs = aws("sqs")
    url = sqs.get_queue_url(QueueName="shop-thumbnails")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert "RedrivePolicy" not in attributes
    assert found.row(queue="shop-thumbnails")["arn"] == attributes["QueueArn"]


def test_queues_are_asked_for_in_pages(told):
    """SQS tells of no more than the first page to who names no length."""
    answers = {"sqs:ListQueues": lambda MaxResults: [] if MaxResults == 1000 else None}  # noqa: N803  # a member of the API
    assert told("QueuesWithBacklog", answers).summary.startswith("0 of 0 queues")
