"""Gateways and targets as moto keeps them, under the ids and in the shape that AWS gives them.

moto's gateway id is ten characters; AWS puts the lower-cased name before it. As the name never
changes, one is told from the other without a table.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx2

from local.agentcore.errors import ControlError, missing

Document = dict[str, Any]

# moto keeps an optional member that an update leaves out. AWS resets it: these make moto do so.
_RESET_GATEWAY: Mapping[str, Any] = {
    "description": "",
    "protocolConfiguration": {},
    "authorizerConfiguration": {},
    "kmsKeyArn": "",
    "interceptorConfigurations": [],
    "policyEngineConfiguration": {},
    "exceptionLevel": "",
}
_RESET_TARGET: Mapping[str, Any] = {
    "description": "",
    "credentialProviderConfigurations": [],
    "metadataConfiguration": {},
}
_PROTOCOL = {"protocolType": "MCP"}  # moto insists on the only value


class MotoGateways:
    """One caller's view. `headers` are the request's own: they name account and region."""

    def __init__(
        self, http: httpx2.AsyncClient, headers: Mapping[str, str], *, data_plane: str
    ) -> None:
        self._http = http
        self._headers = headers
        self._data_plane = data_plane

    async def gateways(self) -> list[Document]:
        """Summaries of all gateways."""
        items = (await self._send("GET", "/gateways/"))["items"]
        return [_cleaned(item) | {"gatewayId": _own_id(item)} for item in items]

    async def gateway(self, gateway_id: str) -> Document:
        """Return one gateway.

        Raises:
            ControlError: ResourceNotFoundException.
        """
        document = await self._find("Gateway", gateway_id, _gateway_path(gateway_id))
        if _own_id(document) != gateway_id:
            raise missing("Gateway", gateway_id)
        return self._named(document)

    async def create_gateway(self, params: Mapping[str, Any]) -> Document:
        """Create a gateway."""
        return self._named(await self._send("POST", "/gateways/", _PROTOCOL | dict(params)))

    async def update_gateway(self, gateway_id: str, params: Mapping[str, Any]) -> Document:
        """Replace a gateway whole."""
        body = dict(_RESET_GATEWAY) | _PROTOCOL | dict(params)
        return self._named(await self._send("PUT", _gateway_path(gateway_id), body))

    async def delete_gateway(self, gateway_id: str) -> None:
        """Delete a gateway."""
        await self._send("DELETE", _gateway_path(gateway_id))

    async def targets(self, gateway_id: str) -> list[Document]:
        """Summaries of a gateway's targets."""
        items = (await self._send("GET", _target_path(gateway_id)))["items"]
        return [_cleaned(item) for item in items]

    async def target(self, gateway_id: str, target_id: str) -> Document:
        """Return one target.

        Raises:
            ControlError: ResourceNotFoundException.
        """
        path = _target_path(gateway_id, target_id)
        return _of_gateway(gateway_id, await self._find("Target", target_id, path))

    async def create_target(self, gateway_id: str, params: Mapping[str, Any]) -> Document:
        """Create a target."""
        document = await self._send("POST", _target_path(gateway_id), dict(params))
        return _of_gateway(gateway_id, document)

    async def update_target(
        self, gateway_id: str, target_id: str, params: Mapping[str, Any]
    ) -> Document:
        """Replace a target whole."""
        body = dict(_RESET_TARGET) | dict(params)
        document = await self._send("PUT", _target_path(gateway_id, target_id), body)
        return _of_gateway(gateway_id, document)

    async def delete_target(self, gateway_id: str, target_id: str) -> None:
        """Delete a target."""
        await self._send("DELETE", _target_path(gateway_id, target_id))

    async def tags(self, arn: str) -> Document:
        """Return the tags of a gateway."""
        return await self._send("GET", _tags_path(arn))

    async def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        """Add tags to a gateway."""
        await self._send("POST", _tags_path(arn), {"tags": dict(tags)})

    async def untag(self, arn: str, keys: list[str]) -> None:
        """Take tags off a gateway."""
        query = "&".join(f"tagKeys={quote(key, safe='')}" for key in keys)
        await self._send("DELETE", f"{_tags_path(arn)}?{query}")

    async def _find(self, kind: str, identifier: str, path: str) -> Document:
        try:
            return await self._send("GET", path)
        except ControlError as error:
            if error.code == "ResourceNotFoundException":
                raise missing(kind, identifier) from error
            raise

    async def _send(self, method: str, path: str, body: Document | None = None) -> Document:
        response = await self._http.request(method, path, json=body, headers=dict(self._headers))
        if response.is_success:
            document: Document = response.json() if response.content else {}
            return document
        code = response.headers.get("x-amzn-errortype", "InternalServerException")
        raise ControlError(code, "The request was refused upstream")

    def _named(self, document: Document) -> Document:
        own, kept = _own_id(document), document["gatewayId"]
        identity = document["workloadIdentityDetails"]["workloadIdentityArn"]
        return _cleaned(document) | {
            "gatewayId": own,
            "gatewayArn": document["gatewayArn"].replace(f"gateway/{kept}", f"gateway/{own}"),
            "gatewayUrl": f"{self._data_plane}/{own}/mcp",
            "workloadIdentityDetails": {"workloadIdentityArn": identity.replace(kept, own)},
        }


def _own_id(document: Document) -> str:
    return f"{document['name'].lower()}-{document['gatewayId']}"


def _kept_id(gateway_id: str) -> str:
    return gateway_id[-10:]


def _gateway_path(gateway_id: str) -> str:
    return f"/gateways/{_kept_id(gateway_id)}/"


def _target_path(gateway_id: str, target_id: str | None = None) -> str:
    targets = f"{_gateway_path(gateway_id)}targets/"
    return f"{targets}{target_id}/" if target_id else targets


def _tags_path(arn: str) -> str:
    prefix, _, gateway_id = arn.partition("gateway/")
    return "/tags/" + quote(f"{prefix}gateway/{_kept_id(gateway_id)}", safe="")


def _of_gateway(gateway_id: str, document: Document) -> Document:
    prefix = document["gatewayArn"].partition("gateway/")[0]
    return _cleaned(document) | {"gatewayArn": f"{prefix}gateway/{gateway_id}"}


def _cleaned(document: Document) -> Document:
    """Drop the empty description that moto shows where there is none."""
    return {name: value for name, value in document.items() if name != "description" or value}
