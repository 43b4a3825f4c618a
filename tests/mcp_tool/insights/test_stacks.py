"""Stacks that failed or drifted."""

ID = "arn:aws:cloudformation:us-east-1:1:stack/one/1"


def event(status, resource="one", reason=""):
    """Write an event of the stack itself, or of one of its resources."""
    whole = resource == "one"
    return {
        "ResourceStatus": status,
        "ResourceType": "AWS::CloudFormation::Stack" if whole else "AWS::SQS::Queue",
        "LogicalResourceId": resource,
        "PhysicalResourceId": ID if whole else "",
        "ResourceStatusReason": reason,
        "Timestamp": "2026-01-01T00:00:00Z",
    }


def failed(told, status, *events):
    """Run the insight on one stack whose events are given oldest first."""
    stack = {"StackName": "one", "StackId": ID, "StackStatus": status, "CreationTime": 0}
    answers = {
        "cloudformation:DescribeStacks": [stack],
        "cloudformation:DescribeStackEvents": events[::-1],
    }
    return told("FailedStacks", answers).rows


def test_a_failed_stack_comes_with_what_failed_first(run, aws):
    """The rolled back stack is found with the reason; complete ones are near misses."""
    found = run("FailedStacks")
    assert found.column("stack") == ["shop-media"]
    row = found.rows[0]
    events = aws("cloudformation").describe_stack_events(StackName="shop-media")["StackEvents"]
    [first] = [each for each in events if each["ResourceStatus"] == "CREATE_FAILED"]
    assert row["failed_resource"] == first["LogicalResourceId"] == "Transcoder"
    assert row["reason"] == first["ResourceStatusReason"]
    assert row["failed_at"] == f"{first['Timestamp']:%Y-%m-%dT%H:%M:%SZ}"
    assert found.summary == "1 of 3 stacks failed or were rolled back."


def test_the_first_failure_is_told_and_not_what_it_took_with_it(told):
    """Later failures are cancellations."""
    [row] = failed(
        told,
        "ROLLBACK_COMPLETE",
        event("CREATE_IN_PROGRESS"),
        event("CREATE_FAILED", "Queue", "No room"),
        event("CREATE_FAILED", "Topic", "Resource creation cancelled"),
        event("ROLLBACK_IN_PROGRESS"),
        event("ROLLBACK_COMPLETE"),
    )
    assert (row["failed_resource"], row["reason"]) == ("Queue", "No room")


def test_a_failure_of_an_earlier_operation_is_not_told(told):
    """Only the last thing that was asked of the stack counts."""
    [row] = failed(
        told,
        "UPDATE_ROLLBACK_COMPLETE",
        event("UPDATE_IN_PROGRESS"),
        event("UPDATE_FAILED", "Queue", "Long ago"),
        event("UPDATE_ROLLBACK_IN_PROGRESS"),
        event("UPDATE_ROLLBACK_COMPLETE"),
        event("UPDATE_IN_PROGRESS"),
        event("UPDATE_FAILED", "Topic", "Just now"),
        event("UPDATE_ROLLBACK_IN_PROGRESS"),
        event("UPDATE_ROLLBACK_COMPLETE"),
    )
    assert row["reason"] == "Just now"


def test_drift_is_told_as_it_is_stored(run, aws):
    """A drifted stack is found in its region; in sync and never checked are near misses."""
    found = run("DriftedStacks")
    assert found.column("stack") == ["warehouse-network"]
    row = found.rows[0]
    client = aws("cloudformation", "eu-west-1")
    [stack] = client.describe_stacks(StackName="warehouse-network")["Stacks"]
    drift = stack["DriftInformation"]
    [resource] = client.describe_stack_resource_drifts(StackName="warehouse-network")[
        "StackResourceDrifts"
    ]
    assert (row["region"], row["drift_status"]) == ("eu-west-1", drift["StackDriftStatus"])
    assert row["checked"] == f"{drift['LastCheckTimestamp']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["drifted_resources"] == [
        f"{resource['LogicalResourceId']} ({resource['ResourceType']}, modified)"
    ]
