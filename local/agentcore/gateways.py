"""Operations on gateways: moto keeps the state, this corrects where moto is looser than AWS."""

from collections.abc import Mapping
from typing import Any

from local.agentcore.client_tokens import ClientTokens
from local.agentcore.errors import conflict, invalid, missing
from local.agentcore.lifecycle import GATEWAYS, Document, Lifecycle, gateway_key, targets_of
from local.agentcore.moto_gateways import MotoGateways
from local.agentcore.pages import page
from local.agentcore.rules import gateway_problems
from local.agentcore.service_model import Problem

Params = Mapping[str, Any]

SUMMARY = ("gatewayId", "name", "status", "createdAt", "updatedAt", "authorizerType")
OPTIONAL_SUMMARY = ("description", "protocolType")


class Gateways:
    """Handlers of the gateway operations; parameters have passed the service model."""

    def __init__(self, lifecycle: Lifecycle, tokens: ClientTokens) -> None:
        self._lifecycle = lifecycle
        self._tokens = tokens

    async def create(self, moto: MotoGateways, params: Params) -> Document:
        """CreateGateway."""
        _refuse(*gateway_problems(params))
        if (earlier := self._tokens.replay("CreateGateway", params)) is not None:
            return earlier
        await self._check_name(moto, params["name"])
        body = {name: value for name, value in params.items() if name != "clientToken"}
        document = await moto.create_gateway(body)
        answer = self._lifecycle.begin(gateway_key(document["gatewayId"]), document, "CREATING")
        self._tokens.remember("CreateGateway", params, answer)
        return answer

    async def get(self, moto: MotoGateways, params: Params) -> Document:
        """GetGateway."""
        gateway_id = params["gatewayIdentifier"]
        for document in self._lifecycle.read_leaving(gateway_key(gateway_id)):
            return document
        return self._lifecycle.read(gateway_key(gateway_id), await moto.gateway(gateway_id))

    async def list(self, moto: MotoGateways, params: Params) -> Document:
        """ListGateways."""
        items = [
            self._lifecycle.read(gateway_key(item["gatewayId"]), item)
            for item in await moto.gateways()
        ]
        items += [_summary(gone) for gone in self._lifecycle.read_leaving(GATEWAYS)]
        return page(items, params)

    async def update(self, moto: MotoGateways, params: Params) -> Document:
        """UpdateGateway: what the request leaves out is reset."""
        _refuse(*gateway_problems(params))
        gateway_id = params["gatewayIdentifier"]
        current = await moto.gateway(gateway_id)
        self._lifecycle.check_still(gateway_key(gateway_id))
        _refuse(*_fixed(current, params))
        body = {name: value for name, value in params.items() if name != "gatewayIdentifier"}
        document = await moto.update_gateway(gateway_id, body)
        return self._lifecycle.begin(gateway_key(gateway_id), document, "UPDATING")

    async def delete(self, moto: MotoGateways, params: Params) -> Document:
        """DeleteGateway: refused while the gateway has targets."""
        gateway_id = params["gatewayIdentifier"]
        document = await moto.gateway(gateway_id)
        self._lifecycle.check_still(gateway_key(gateway_id))
        leaving = self._lifecycle.leaving(targets_of(gateway_id))
        if leaving or await moto.targets(gateway_id):
            raise conflict(f"Gateway {gateway_id} has targets. Delete them first")
        await moto.delete_gateway(gateway_id)
        self._lifecycle.leave(gateway_key(gateway_id), document)
        return {"gatewayId": gateway_id, "status": "DELETING"}

    async def tag(self, moto: MotoGateways, params: Params) -> Document:
        """TagResource."""
        await self._check_arn(moto, params["resourceArn"])
        await moto.tag(params["resourceArn"], params["tags"])
        return {}

    async def untag(self, moto: MotoGateways, params: Params) -> Document:
        """UntagResource."""
        await self._check_arn(moto, params["resourceArn"])
        await moto.untag(params["resourceArn"], params["tagKeys"])
        return {}

    async def list_tags(self, moto: MotoGateways, params: Params) -> Document:
        """ListTagsForResource."""
        await self._check_arn(moto, params["resourceArn"])
        return await moto.tags(params["resourceArn"])

    async def _check_name(self, moto: MotoGateways, name: str) -> None:
        held = [*await moto.gateways(), *self._lifecycle.leaving(GATEWAYS)]
        if any(item["name"] == name for item in held):
            raise conflict(f"A gateway named {name} already exists")

    async def _check_arn(self, moto: MotoGateways, arn: str) -> None:
        gateway = await moto.gateway(arn.rpartition("/")[2])
        if gateway["gatewayArn"] != arn:
            raise missing("Resource", arn)


def _summary(document: Document) -> Document:
    optional = {name: document[name] for name in OPTIONAL_SUMMARY if name in document}
    return {name: document[name] for name in SUMMARY} | optional


def _search_type(document: Params) -> str | None:
    search_type: str | None = (
        document.get("protocolConfiguration", {}).get("mcp", {}).get("searchType")
    )
    return search_type


def _fixed(current: Params, params: Params) -> list[Problem]:
    """Members that an update must not change."""
    problems = []
    if params["name"] != current["name"]:
        problems.append(Problem("name", f"The name cannot change from {current['name']}"))
    if _search_type(params) != _search_type(current):
        path = "protocolConfiguration.mcp.searchType"
        problems.append(Problem(path, "It can only be set when the gateway is created"))
    return problems


def _refuse(*problems: Problem) -> None:
    if problems:
        raise invalid(problems)
