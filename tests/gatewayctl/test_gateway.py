"""The scripts on a gateway that is there, or is not: update, get, list, delete."""

import json


def test_creating_again_updates_what_differs_and_keeps_what_others_set(account, script, created):
    """The whole gateway is written back, with members that the configuration knows nothing of."""
    script("create-gateway")
    gateway_id = created()["gateway_id"]
    with account.client("bedrock-agentcore-control") as client:
        found = client.get_gateway(gatewayIdentifier=gateway_id)
        kept = {"sessionTimeoutInSeconds": 900}
        found["protocolConfiguration"]["mcp"]["sessionConfiguration"] = kept
        members = ("name", "roleArn", "authorizerType", "authorizerConfiguration", "protocolType")
        client.update_gateway(
            gatewayIdentifier=gateway_id,
            protocolConfiguration=found["protocolConfiguration"],
            kmsKeyArn="arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
            **{key: found[key] for key in members},
        )
        done = script("create-gateway")
        now = client.get_gateway(gatewayIdentifier=gateway_id)
    assert done.stdout == (
        "~ UpdateGateway aws-operations-agent-dev\n"
        f"    description: null -> {json.dumps(found['description'])}\n"
        '    exceptionLevel: null -> "DEBUG"\n'
        f"aws-operations-agent-dev is READY: http://plane.test/{gateway_id}/mcp\n"
    )
    assert now["protocolConfiguration"]["mcp"]["sessionConfiguration"] == kept
    assert now["kmsKeyArn"].endswith("555555555555")
    assert (now["description"], now["exceptionLevel"]) == (found["description"], "DEBUG")


def test_update_asks_and_takes_no_for_an_answer(account, script, edit):
    """The difference is shown; without a yes nothing is written."""
    script("create-gateway")
    made = list(account.front.writes)
    edit("gateway", "description", value="Another description")
    done = script("update-gateway", answer="n\n")
    assert '-> "Another description"' in done.stdout
    assert done.stderr == "Apply this plan? [y/N]: Error: Nothing was changed.\n"
    assert (done.returncode, account.front.writes) == (1, made)


def test_update_replaces_the_gateway_when_told_yes(script, edit):
    """With --yes nothing is asked, and AWS has the new description."""
    script("create-gateway")
    edit("gateway", "description", value="Another description")
    assert script("update-gateway", "--yes").returncode == 0
    shown = json.loads(script("get-gateway", "--output", "json").stdout)
    assert shown["description"] == "Another description"


def test_tags_that_are_missing_are_added_again(account, script, created):
    """Tags are compared too, though GetGateway does not tell of them; others' tags stay."""
    script("create-gateway")
    arn = created()["gateway_arn"]
    with account.client("bedrock-agentcore-control") as client:
        client.untag_resource(resourceArn=arn, tagKeys=["environment"])
        client.tag_resource(resourceArn=arn, tags={"owner": "someone"})
        done = script("update-gateway", "--yes")
        tags = client.list_tags_for_resource(resourceArn=arn)["tags"]
    assert f'~ TagResource {arn}\n    environment: null -> "dev"\n' in done.stdout
    assert tags["environment"] == "dev"
    assert tags["owner"] == "someone"


def test_what_only_creation_can_set_is_refused_with_the_way_out(script, edit):
    """Semantic search cannot be switched by an update, and AWS is not asked to."""
    script("create-gateway")
    edit("gateway", "semantic_search", value=True)
    done = script("update-gateway", "--yes")
    assert done.returncode == 1
    assert "semantic search can only be chosen when a gateway is created" in done.stderr


def test_what_is_not_there_has_a_status_of_its_own(script):
    """Get, update and delete end with 3 and say how to create the gateway."""
    for name in (
        "get-gateway",
        "update-gateway",
        "delete-gateway",
        "list-targets",
        "create-target",
    ):
        done = script(name)
        assert done.returncode == 3, name
        assert done.stderr == (
            "Error: There is no gateway aws-operations-agent-dev. Create it with "
            "scripts/create-gateway.py --environment dev.\n"
        )


def test_delete_takes_the_targets_first_and_waits_until_all_is_gone(account, script, created):
    """After it, AWS, the parameter and the configuration know nothing of the gateway."""
    script("create-gateway")
    script("create-target")
    made = len(account.front.writes)
    name = "aws-operations-agent-dev"
    done = script("delete-gateway", answer=f"{name}\n")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{name} is gone.")
    target, gateway = account.front.writes[made:]
    assert target[0] == gateway[0] == "DELETE"
    assert "/targets/" in target[1]
    assert account.parameter is None
    assert set(created().values()) == {None}
    assert script("list-gateways", "--output", "json").stdout == "[]\n"


def test_delete_wants_the_name(script):
    """Anything else that is typed deletes nothing."""
    script("create-gateway")
    done = script("delete-gateway", answer="yes\n")
    assert done.returncode == 1
    assert done.stderr.endswith("Nothing was deleted: that is not aws-operations-agent-dev.\n")
    assert script("get-gateway").returncode == 0


def test_delete_forgets_what_someone_else_deleted(account, script, created):
    """A trace in the parameter and the file is removed when the gateway itself is gone."""
    script("create-gateway")
    with account.client("bedrock-agentcore-control") as client:
        client.delete_gateway(gatewayIdentifier=created()["gateway_id"])
        client.list_gateways()
    assert script("delete-gateway", "--yes").returncode == 0
    assert account.parameter is None
    assert set(created().values()) == {None}
