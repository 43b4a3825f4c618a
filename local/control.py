"""A front for moto's `bedrock-agentcore-control` that is as strict as AWS where moto is not.

Gateways, targets and their tags are checked and corrected; every other request passes through.
docs/stand-ins.md says which of the rules AWS documents and which are assumed.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.agentcore.client_tokens import ClientTokens
from local.agentcore.errors import ControlError, invalid
from local.agentcore.gateways import Gateways, Params
from local.agentcore.lifecycle import Document, Lifecycle
from local.agentcore.moto_gateways import MotoGateways
from local.agentcore.service_model import Operation, ServiceModel, UnparsableError
from local.agentcore.targets import Targets

SERVICE = "bedrock-agentcore-control"
FORWARDED = frozenset({"authorization", "content-type", "x-amz-date", "x-amz-security-token"})

Handler = Callable[[MotoGateways, Params], Awaitable[Document]]


def create_app(
    upstream: str,
    data_plane: str,
    *,
    changes_show: int = 1,
    failing: Mapping[str, str] | None = None,
) -> Starlette:
    """Compose the front.

    Args:
        upstream: moto's base URL.
        data_plane: base URL under which `/{gatewayId}/mcp` is served.
        changes_show: how many reads see CREATING, UPDATING or DELETING before it is over.
        failing: names of gateways and targets that shall end in FAILED, with the reason.
    """
    http = httpx2.AsyncClient(base_url=upstream, timeout=30, trust_env=False)
    lifecycle, tokens = Lifecycle(changes_show, failing or {}), ClientTokens()
    handlers = _handlers(Gateways(lifecycle, tokens), Targets(lifecycle, tokens))
    front = Front(http, handlers, data_plane=data_plane)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with http:
            yield

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(
        routes=[Route("/{path:path}", front.answer, methods=methods)], lifespan=lifespan
    )


def _handlers(gateways: Gateways, targets: Targets) -> dict[str, Handler]:
    return {
        "CreateGateway": gateways.create,
        "GetGateway": gateways.get,
        "ListGateways": gateways.list,
        "UpdateGateway": gateways.update,
        "DeleteGateway": gateways.delete,
        "CreateGatewayTarget": targets.create,
        "GetGatewayTarget": targets.get,
        "ListGatewayTargets": targets.list,
        "UpdateGatewayTarget": targets.update,
        "DeleteGatewayTarget": targets.delete,
        "SynchronizeGatewayTargets": targets.synchronize,
        "TagResource": gateways.tag,
        "UntagResource": gateways.untag,
        "ListTagsForResource": gateways.list_tags,
    }


class Front:
    """One request in, one answer out; one at a time, as checks and changes belong together."""

    def __init__(
        self, http: httpx2.AsyncClient, handlers: Mapping[str, Handler], *, data_plane: str
    ) -> None:
        self._http = http
        self._handlers = handlers
        self._data_plane = data_plane
        self._model = ServiceModel(SERVICE, tuple(handlers))
        self._lock = asyncio.Lock()

    async def answer(self, request: Request) -> Response:
        """Answer a request to the control plane."""
        path = request.scope["raw_path"].decode("ascii")  # an ARN in it stays one encoded segment
        operation = self._model.match(request.method, path)
        try:
            if operation is None:
                return await self._pass_on(request, path)
            document = await self._handle(operation, request, path)
        except ControlError as error:
            return self._refusal(error)
        headers = _request_id()
        if operation.status == 204:
            return Response(status_code=204, headers=headers)
        return JSONResponse(document, status_code=operation.status, headers=headers)

    async def _handle(self, operation: Operation, request: Request, path: str) -> Document:
        try:
            params = operation.parse(path, request.url.query, await request.body())
        except UnparsableError as error:
            message = "The request body must be a JSON object"
            raise ControlError("ValidationException", message, reason="CannotParse") from error
        if problems := operation.problems(params):
            raise invalid(problems)
        moto = MotoGateways(self._http, _forwarded(request), data_plane=self._data_plane)
        async with self._lock:
            return await self._handlers[operation.name](moto, params)

    async def _pass_on(self, request: Request, path: str) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        answer = await self._http.request(
            request.method,
            path + query,
            content=await request.body(),
            headers=_forwarded(request),
        )
        kept = {
            name: value
            for name, value in answer.headers.items()
            if name.startswith(("x-amzn-", "content-type"))
        }
        return Response(answer.content, status_code=answer.status_code, headers=kept)

    def _refusal(self, error: ControlError) -> Response:
        body: Document = {"message": error.message}
        if error.reason:
            body["reason"] = error.reason
        if error.fields:
            body["fieldList"] = [problem._asdict() for problem in error.fields]
        headers = {"x-amzn-errortype": error.code} | _request_id()
        status = self._model.error_status(error.code)
        return JSONResponse(body, status_code=status, headers=headers)


def _forwarded(request: Request) -> dict[str, str]:
    """What moto reads of the caller: account and region are in the signature's scope."""
    return {name: value for name, value in request.headers.items() if name in FORWARDED}


def _request_id() -> dict[str, str]:
    return {"x-amzn-requestid": str(uuid.uuid4())}
