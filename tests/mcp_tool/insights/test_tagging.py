"""Resources without the tags they should have."""

TAGGED = "resourcegroupstaggingapi:GetResources"
HOME = ("us-east-1",)


def instance(aws, name):
    """Find an instance by its name tag."""
    asked = [{"Name": "tag:Name", "Values": [name]}]
    [reservation] = aws("ec2").describe_instances(Filters=asked)["Reservations"]
    return reservation["Instances"][0]


def test_resources_that_lack_a_required_tag_are_found_across_services(run, aws):
    """A bucket without the tag is a finding; an instance that has it is the near miss."""
    found = run("MissingTags", HOME, tags=["Team", "CostCenter"])
    bucket = found.row(resource="arn:aws:s3:::tarnfield-www-assets")
    assert (bucket["service"], bucket["missing"]) == ("s3", ["CostCenter"])
    near = instance(aws, "shop-web-1")["InstanceId"]
    assert not [row for row in found.rows if row["resource"].endswith(near)]
    assert {"s3", "lambda", "rds", "dynamodb", "sqs", "sns"} <= set(found.column("service"))


def test_tags_are_as_the_api_has_them(run, aws):
    """What is present is what the tagging API tells, without AWS's own."""
    found = run("MissingTags", HOME, tags="Owner")
    mappings = [
        each
        for page in aws("resourcegroupstaggingapi").get_paginator("get_resources").paginate()
        for each in page["ResourceTagMappingList"]
    ]
    for each in mappings:
        keys = sorted(tag["Key"] for tag in each["Tags"] if not tag["Key"].startswith("aws:"))
        assert found.row(resource=each["ResourceARN"])["present"] == keys


def test_what_was_never_tagged_is_found_by_listing(run, aws):
    """The tagging API knows nothing of it, so it is the difference of two lists."""
    found = run("MissingTags", HOME)
    queue = found.row(resource="shop-thumbnails")
    assert (queue["service"], queue["missing"], queue["present"]) == ("sqs", ["any"], [])
    topic = found.row(resource="arn:aws:sns:us-east-1:123456789012:shop-price-changes")
    assert aws("sns").list_tags_for_resource(ResourceArn=topic["resource"])["Tags"] == []
    assert "arn:aws:s3:::tarnfield-www-assets" not in found.column("resource")


def test_a_terminated_instance_needs_no_tags(run, aws):
    """EC2 lists it for a while; its tags cannot be changed any more."""
    gone = instance(aws, "shop-loadtest-1")
    assert gone["State"]["Name"] == "terminated"
    assert gone["InstanceId"] not in run("MissingTags", HOME).column("resource")


def test_nothing_is_called_untagged_where_tags_could_not_be_read(told, denied):
    """Absence from a list that was not read proves nothing."""
    found = told("MissingTags", {TAGGED: denied, "sqs:ListQueues": ["https://sqs/1/jobs"]})
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_a_name_is_looked_for_in_its_own_service(told):
    """A table without tags is found although a queue of the same name has some."""
    tagged = {
        "ResourceARN": "arn:aws:sqs:us-east-1:1:orders",
        "Tags": [{"Key": "Team", "Value": "shop"}],
    }
    answers = {TAGGED: [tagged], "sqs:ListQueues": ["https://sqs/1/orders"]}
    found = told("MissingTags", answers | {"dynamodb:ListTables": ["orders"]})
    assert [(row["service"], row["resource"]) for row in found.rows] == [("dynamodb", "orders")]
