"""Operations on a gateway's targets: moto keeps the state, this corrects where moto is looser."""

from collections.abc import Mapping
from typing import Any

from local.agentcore.client_tokens import ClientTokens
from local.agentcore.errors import conflict, invalid
from local.agentcore.lifecycle import Document, Lifecycle, gateway_key, target_key, targets_of
from local.agentcore.moto_gateways import MotoGateways
from local.agentcore.pages import page
from local.agentcore.rules import target_problems
from local.agentcore.service_model import Problem

Params = Mapping[str, Any]

SUMMARY = ("targetId", "name", "status", "createdAt", "updatedAt")
LABELS = frozenset({"gatewayIdentifier", "targetId", "clientToken"})


class Targets:
    """Handlers of the target operations; parameters have passed the service model."""

    def __init__(self, lifecycle: Lifecycle, tokens: ClientTokens) -> None:
        self._lifecycle = lifecycle
        self._tokens = tokens

    async def create(self, moto: MotoGateways, params: Params) -> Document:
        """CreateGatewayTarget: refused while the gateway is changing."""
        _refuse(params)
        gateway_id = params["gatewayIdentifier"]
        if (earlier := self._tokens.replay("CreateGatewayTarget", params)) is not None:
            return earlier
        await moto.gateway(gateway_id)
        self._lifecycle.check_still(gateway_key(gateway_id))
        await self._check_name(moto, gateway_id, params["name"])
        document = await moto.create_target(gateway_id, _body(params))
        answer = self._lifecycle.begin(
            target_key(gateway_id, document["targetId"]), document, "CREATING"
        )
        self._tokens.remember("CreateGatewayTarget", params, answer)
        return answer

    async def get(self, moto: MotoGateways, params: Params) -> Document:
        """GetGatewayTarget."""
        gateway_id, target_id = params["gatewayIdentifier"], params["targetId"]
        await moto.gateway(gateway_id)
        key = target_key(gateway_id, target_id)
        for document in self._lifecycle.read_leaving(key):
            return document
        return self._lifecycle.read(key, await moto.target(gateway_id, target_id))

    async def list(self, moto: MotoGateways, params: Params) -> Document:
        """ListGatewayTargets."""
        gateway_id = params["gatewayIdentifier"]
        await moto.gateway(gateway_id)
        items = [
            self._lifecycle.read(target_key(gateway_id, item["targetId"]), item)
            for item in await moto.targets(gateway_id)
        ]
        items += [_summary(gone) for gone in self._lifecycle.read_leaving(targets_of(gateway_id))]
        return page(items, params)

    async def update(self, moto: MotoGateways, params: Params) -> Document:
        """UpdateGatewayTarget: what the request leaves out is reset."""
        _refuse(params)
        gateway_id, target_id = params["gatewayIdentifier"], params["targetId"]
        await moto.gateway(gateway_id)
        current = await moto.target(gateway_id, target_id)
        self._lifecycle.check_still(target_key(gateway_id, target_id))
        if params["name"] != current["name"]:
            await self._check_name(moto, gateway_id, params["name"])
        document = await moto.update_target(gateway_id, target_id, _body(params))
        return self._lifecycle.begin(target_key(gateway_id, target_id), document, "UPDATING")

    async def delete(self, moto: MotoGateways, params: Params) -> Document:
        """DeleteGatewayTarget."""
        gateway_id, target_id = params["gatewayIdentifier"], params["targetId"]
        await moto.gateway(gateway_id)
        document = await moto.target(gateway_id, target_id)
        self._lifecycle.check_still(target_key(gateway_id, target_id))
        await moto.delete_target(gateway_id, target_id)
        self._lifecycle.leave(target_key(gateway_id, target_id), document)
        return {name: document[name] for name in ("gatewayArn", "targetId")} | {
            "status": "DELETING"
        }

    async def synchronize(self, moto: MotoGateways, params: Params) -> Document:
        """SynchronizeGatewayTargets: Lambda targets have nothing to synchronize."""
        await moto.target(params["gatewayIdentifier"], params["targetIdList"][0])
        raise invalid([Problem("targetIdList", "Only MCP server targets can be synchronized")])

    async def _check_name(self, moto: MotoGateways, gateway_id: str, name: str) -> None:
        leaving = self._lifecycle.leaving(targets_of(gateway_id))
        held = [*await moto.targets(gateway_id), *leaving]
        if any(item["name"] == name for item in held):
            raise conflict(f"A target named {name} already exists in gateway {gateway_id}")


def _body(params: Params) -> Document:
    return {name: value for name, value in params.items() if name not in LABELS}


def _summary(document: Document) -> Document:
    optional = {"description": document["description"]} if "description" in document else {}
    return {name: document[name] for name in SUMMARY} | optional


def _refuse(params: Params) -> None:
    problems = list(target_problems(params))
    if problems:
        raise invalid(problems)
