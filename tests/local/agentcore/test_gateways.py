"""Operations on gateways, driven by boto3 over a real moto server."""

TOKEN = "a" * 33


def test_a_gateway_has_the_id_arn_and_url_that_aws_would_give(console) -> None:
    """The id is the lower-cased name and ten characters, and the URL leads to the data plane."""
    made = console.api.create_gateway(**console.GATEWAY)
    gateway_id = made["gatewayId"]
    prefix, _, suffix = gateway_id.rpartition("-")
    assert (prefix, len(suffix)) == ("ops-dev", 10)
    assert made["gatewayArn"] == (
        f"arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/{gateway_id}"
    )
    assert made["gatewayUrl"] == f"http://plane.test/{gateway_id}/mcp"
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert console.api.list_gateways()["items"][0]["gatewayId"] == gateway_id
    assert "description" not in made


def test_a_change_shows_before_it_settles(console) -> None:
    """CREATING, UPDATING and DELETING are each seen once, then READY or nothing."""
    gateway_id = console.api.create_gateway(**console.GATEWAY)["gatewayId"]
    seen = [console.api.get_gateway(gatewayIdentifier=gateway_id)["status"] for _ in range(2)]
    assert seen == ["CREATING", "READY"]
    console.api.update_gateway(gatewayIdentifier=gateway_id, **console.GATEWAY)
    seen = [console.api.get_gateway(gatewayIdentifier=gateway_id)["status"] for _ in range(2)]
    assert seen == ["UPDATING", "READY"]
    assert console.api.delete_gateway(gatewayIdentifier=gateway_id)["status"] == "DELETING"
    assert console.api.list_gateways()["items"][0]["status"] == "DELETING"
    gone = console.refused(console.api.get_gateway, gatewayIdentifier=gateway_id)
    assert console.code(gone) == ("ResourceNotFoundException", 404)
    assert console.api.list_gateways()["items"] == []


def test_nothing_changes_while_it_is_changing(console) -> None:
    """A gateway that is being created takes neither an update nor a target nor a deletion."""
    gateway_id = console.api.create_gateway(**console.GATEWAY)["gatewayId"]
    conflict = ("ConflictException", 409)
    ids = {"gatewayIdentifier": gateway_id}
    assert (
        console.code(console.refused(console.api.create_gateway_target, **ids, **console.TARGET))
        == conflict
    )
    assert (
        console.code(console.refused(console.api.update_gateway, **ids, **console.GATEWAY))
        == conflict
    )
    assert console.code(console.refused(console.api.delete_gateway, **ids)) == conflict


def test_names_are_unique(console) -> None:
    """A second gateway, or a second target of a gateway, with a name in use is a conflict."""
    gateway_id = console.gateway()
    assert console.code(console.refused(console.api.create_gateway, **console.GATEWAY)) == (
        "ConflictException",
        409,
    )
    console.target(gateway_id)
    again = console.refused(
        console.api.create_gateway_target, gatewayIdentifier=gateway_id, **console.TARGET
    )
    assert console.code(again) == ("ConflictException", 409)


def test_a_gateway_with_targets_is_not_deleted(console) -> None:
    """The targets have to be gone first, not only on their way."""
    gateway_id = console.gateway()
    ids = {"gatewayIdentifier": gateway_id, "targetId": console.target(gateway_id)}
    assert (
        console.code(console.refused(console.api.delete_gateway, gatewayIdentifier=gateway_id))[1]
        == 409
    )
    console.api.delete_gateway_target(**ids)
    assert (
        console.code(console.refused(console.api.delete_gateway, gatewayIdentifier=gateway_id))[1]
        == 409
    )
    assert len(console.api.list_gateway_targets(gatewayIdentifier=gateway_id)["items"]) == 1
    assert console.api.delete_gateway(gatewayIdentifier=gateway_id)["status"] == "DELETING"


def test_an_update_replaces_the_whole(console) -> None:
    """Optional members that the update leaves out are reset, nested ones too."""
    protocol = {"mcp": {"supportedVersions": ["2025-06-18"], "instructions": "Ask"}}
    extras = {"description": "Old", "exceptionLevel": "DEBUG", "protocolConfiguration": protocol}
    gateway_id = console.gateway(**extras)
    assert (
        console.api.get_gateway(gatewayIdentifier=gateway_id)["protocolConfiguration"] == protocol
    )
    lesser = {"mcp": {"supportedVersions": ["2025-11-25"]}}
    console.api.update_gateway(
        gatewayIdentifier=gateway_id, **console.GATEWAY, protocolConfiguration=lesser
    )
    now = console.api.get_gateway(gatewayIdentifier=gateway_id)
    assert now["protocolConfiguration"] == lesser
    assert {"description", "exceptionLevel"}.isdisjoint(now)
    console.api.get_gateway(gatewayIdentifier=gateway_id)
    console.api.update_gateway(gatewayIdentifier=gateway_id, **console.GATEWAY)
    assert "protocolConfiguration" not in console.api.get_gateway(gatewayIdentifier=gateway_id)


def test_name_and_search_type_never_change(console) -> None:
    """An update with another name, or one that turns search on, is refused."""
    gateway_id = console.gateway()
    search = {"mcp": {"searchType": "SEMANTIC"}}
    answer = console.refused(
        console.api.update_gateway,
        gatewayIdentifier=gateway_id,
        **console.GATEWAY | {"name": "Other", "protocolConfiguration": search},
    )
    assert [entry["name"] for entry in answer["fieldList"]] == [
        "name",
        "protocolConfiguration.mcp.searchType",
    ]


def test_the_same_client_token_makes_one_gateway(console) -> None:
    """The same request answers the same; the token with another request is refused."""
    first = console.api.create_gateway(**console.GATEWAY, clientToken=TOKEN)
    second = console.api.create_gateway(**console.GATEWAY, clientToken=TOKEN)
    assert second["gatewayId"] == first["gatewayId"]
    assert len(console.api.list_gateways()["items"]) == 1
    other = console.refused(
        console.api.create_gateway, **console.GATEWAY | {"name": "Other"}, clientToken=TOKEN
    )
    assert other["reason"] == "IdempotentParameterMismatchException"


def test_lists_come_in_pages(console) -> None:
    """A list of eleven needs two pages of ten, and maxResults is kept."""
    made = {
        console.api.create_gateway(**console.GATEWAY | {"name": f"g{n}"})["gatewayId"]
        for n in range(11)
    }
    pages = list(console.api.get_paginator("list_gateways").paginate())
    assert [len(page["items"]) for page in pages] == [10, 1]
    assert {item["gatewayId"] for page in pages for item in page["items"]} == made
    assert len(console.api.list_gateways(maxResults=3)["items"]) == 3
    assert console.code(console.refused(console.api.list_gateways, maxResults=1001)) == (
        "ValidationException",
        400,
    )
    assert console.code(console.refused(console.api.list_gateways, nextToken="!")) == (
        "ValidationException",
        400,
    )


def test_an_id_that_is_none_and_one_that_is_unknown_differ(console) -> None:
    """One is a bad request, the other is not found; so is a right id under a wrong name."""
    gateway_id = console.gateway()
    wrong = f"other-{gateway_id[-10:]}"
    assert (
        console.code(console.refused(console.api.get_gateway, gatewayIdentifier="short"))[1] == 400
    )
    assert (
        console.code(console.refused(console.api.get_gateway, gatewayIdentifier="g-0123456789"))[1]
        == 404
    )
    assert console.code(console.refused(console.api.get_gateway, gatewayIdentifier=wrong))[1] == 404
    assert (
        console.code(console.refused(console.api.list_gateway_targets, gatewayIdentifier=wrong))[1]
        == 404
    )


def test_tags_live_at_the_arn(console) -> None:
    """Tags are given on creation, added, read and taken away under the gateway's ARN."""
    arn = console.api.create_gateway(**console.GATEWAY, tags={"env": "dev"})["gatewayArn"]
    console.api.tag_resource(resourceArn=arn, tags={"team": "ops"})
    assert console.api.list_tags_for_resource(resourceArn=arn)["tags"] == {
        "env": "dev",
        "team": "ops",
    }
    console.api.untag_resource(resourceArn=arn, tagKeys=["env"])
    assert console.api.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "ops"}
    for unknown in (arn[:-10] + "0123456789", arn.replace("123456789012", "210987654321")):
        assert (
            console.code(console.refused(console.api.list_tags_for_resource, resourceArn=unknown))[
                1
            ]
            == 404
        )
