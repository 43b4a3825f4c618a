"""How many resources of each kind there are."""


def test_the_inventory_counts_what_the_apis_list(run, aws):
    """Each count is the length of a list, in its region; global services are counted once."""
    found = run("AccountInventory", ("us-east-1", "eu-west-1"))
    ireland = {row["resource"]: row["count"] for row in found.rows if row["region"] == "eu-west-1"}
    assert ireland["Lambda functions"] == len(
        aws("lambda", "eu-west-1").list_functions()["Functions"]
    )
    assert ireland["SQS queues"] == len(aws("sqs", "eu-west-1").list_queues()["QueueUrls"])
    users = found.row(resource="IAM users")
    assert (users["region"], users["count"]) == ("global", len(aws("iam").list_users()["Users"]))


def test_what_is_not_there_has_no_row(run, aws):
    """Ireland has no load balancer, and a terminated instance is not counted."""
    found = run("AccountInventory", ("us-east-1", "eu-west-1"))
    assert found.row(resource="load balancers")["region"] == "us-east-1"
    instances = [
        each["State"]["Name"]
        for reservation in aws("ec2").describe_instances()["Reservations"]
        for each in reservation["Instances"]
    ]
    row = found.row(resource="EC2 instances", region="us-east-1")
    assert row["count"] == len(instances) - instances.count("terminated")


def test_kinds_that_could_not_be_read_are_said(told, denied):
    """The sentence does not pass a part for the whole."""
    found = told("AccountInventory", {"sqs:ListQueues": ["one"], "kms:ListKeys": denied})
    assert found.summary == (
        "1 resources of 1 kinds in 1 regions; looked for 34 kinds."
        " 1 kinds could not be read everywhere."
    )
    assert [each.code for each in found.failures] == ["AccessDenied"]
