"""Operations on a gateway's targets, driven by boto3 over a real moto server."""

TOKEN = "a" * 33


def test_a_target_goes_through_the_same_statuses(console) -> None:
    """A target names its gateway by ARN, and is gone after its deletion."""
    gateway_id = console.gateway()
    target_id = console.target(gateway_id)
    ids = {"gatewayIdentifier": gateway_id, "targetId": target_id}
    changed = console.api.update_gateway_target(**ids, **console.TARGET, description="All tools")
    assert (changed["status"], changed["description"]) == ("UPDATING", "All tools")
    assert changed["gatewayArn"].endswith(f"gateway/{gateway_id}")
    assert [console.api.get_gateway_target(**ids)["status"] for _ in range(2)] == [
        "UPDATING",
        "READY",
    ]
    assert console.api.delete_gateway_target(**ids)["status"] == "DELETING"
    assert console.api.get_gateway_target(**ids)["status"] == "DELETING"
    assert console.code(console.refused(console.api.get_gateway_target, **ids)) == (
        "ResourceNotFoundException",
        404,
    )


def test_an_update_of_a_target_replaces_the_whole(console) -> None:
    """A description that the update leaves out is gone."""
    gateway_id = console.gateway()
    target_id = console.target(gateway_id, description="Old")
    ids = {"gatewayIdentifier": gateway_id, "targetId": target_id}
    assert "description" not in console.api.update_gateway_target(**ids, **console.TARGET)
    assert "description" not in console.api.get_gateway_target(**ids)


def test_the_same_client_token_makes_one_target(console) -> None:
    """A repeated CreateGatewayTarget answers the same target."""
    gateway_id = console.gateway()
    params = {"gatewayIdentifier": gateway_id, **console.TARGET, "clientToken": TOKEN}
    first = console.api.create_gateway_target(**params)
    assert console.api.create_gateway_target(**params)["targetId"] == first["targetId"]


def test_a_target_without_its_gateway_is_not_found(console) -> None:
    """Every target operation on an unknown gateway is a 404."""
    unknown = {"gatewayIdentifier": "g-0123456789"}
    assert (
        console.code(
            console.refused(console.api.create_gateway_target, **unknown, **console.TARGET)
        )[1]
        == 404
    )
    for call in (console.api.get_gateway_target, console.api.delete_gateway_target):
        assert console.code(console.refused(call, **unknown, targetId="0123456789"))[1] == 404


def test_lambda_targets_are_not_synchronized(console) -> None:
    """SynchronizeGatewayTargets is for MCP servers."""
    gateway_id = console.gateway()
    target_id = console.target(gateway_id)
    answer = console.refused(
        console.api.synchronize_gateway_targets,
        gatewayIdentifier=gateway_id,
        targetIdList=[target_id],
    )
    assert console.code(answer) == ("ValidationException", 400)
