"""CloudFormation stacks, as listed."""

from local.seed import stacks


def test_stacks_are_whole_failed_and_drifted(account, read):
    """Each stack has its state and drift; the failed one says which resource ended it."""
    for stack in stacks.STACKS:
        cloudformation = account.client("cloudformation", stack.region)
        (found,) = cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
        assert found["StackStatus"] == stack.status
        assert found["DriftInformation"]["StackDriftStatus"] == stack.drift
        checked = "LastCheckTimestamp" in found["DriftInformation"]
        assert checked == (stack.drift != "NOT_CHECKED")
    events = account.client("cloudformation").describe_stack_events(StackName="shop-media")
    (failed,) = [e for e in events["StackEvents"] if e["ResourceStatus"] == "CREATE_FAILED"]
    assert failed["LogicalResourceId"] == "Transcoder"
    assert "limit" in failed["ResourceStatusReason"]
    assert round(read.age(failed["Timestamp"])) == 4
