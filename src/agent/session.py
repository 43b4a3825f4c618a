"""One person's MCP session with the gateway: its tools, and calls to them.

An MCP client must be closed by the task that opened it, so each connection lives in a task of its
own. A connection that is lost is opened again once for the call that noticed, silently.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, NoReturn

import httpx2
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.dispatcher import CallOptions
from mcp.shared.exceptions import MCPError
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher
from mcp.shared.transport_context import TransportContext
from mcp_types import (
    CONNECTION_CLOSED,
    REQUEST_TIMEOUT,
    CallToolResult,
    Implementation,
    PaginatedRequestParams,
    Tool,
)

from agent.errors import (
    ConnectionLostError,
    GatewayError,
    GatewayRefusedError,
    GatewayUnavailableError,
    TokenExpiredError,
    UnknownToolError,
)
from agent.transport import GatewayTransport, Kind, kind_of

# The client raises RuntimeError for an answer of the wrong shape or version, and pydantic's
# ValueError for one that does not conform.
_FAILURES = (MCPError, RuntimeError, ValueError)
_CLIENT = Implementation(name="aws-operations-agent", version="1")
_MESSAGE_ID = "message_id"
_MOST_PAGES = 100
_OPEN_SECONDS = 15.0
_CLOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a session connects to, and as whom. `token` is never shown."""

    url: str
    token: str
    read_timeout: float

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"


class _Dispatcher(JSONRPCDispatcher[TransportContext]):
    """Sends a tool call under an id that is given.

    The MCP client counts its messages from one in every session; one call would not be found in
    the logs of both sides.
    """

    async def send_raw_request(
        self,
        method: str,
        params: Mapping[str, Any] | None,
        opts: CallOptions | None = None,
        **rest: Any,
    ) -> dict[str, Any]:
        """Send a request and wait for its result."""
        params = dict(params or {})
        meta = dict(params.get("_meta") or {})
        message_id = meta.pop(_MESSAGE_ID, None)
        if message_id is not None:
            params["_meta"] = meta
            opts = CallOptions(**{**(opts or {}), "request_id": message_id})
        return await super().send_raw_request(method, params, opts, **rest)


class Connection:
    """An open MCP client, owned by a task of its own."""

    def __init__(self, endpoint: Endpoint, pool: httpx2.AsyncBaseTransport) -> None:
        self._endpoint = endpoint
        self._pool = pool
        self._closing = asyncio.Event()
        self._opened: asyncio.Future[ClientSession] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._live(), name="mcp-connection")

    async def client(self) -> ClientSession:
        """Wait until the connection is open."""
        return await asyncio.shield(self._opened)

    async def close(self) -> None:
        """End the connection."""
        self._closing.set()
        await asyncio.wait({self._task}, timeout=_CLOSE_SECONDS)
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _live(self) -> None:
        try:
            async with AsyncExitStack() as stack:
                client = await self._open(stack)
                self._opened.set_result(client)
                await self._closing.wait()
        except Exception as error:  # noqa: BLE001 - the outermost frame of the task
            if not self._opened.done():
                self._opened.set_exception(_cause(error))
                # Who waits reads it; where nobody does, it is not worth a warning.
                self._opened.exception()

    async def _open(self, stack: AsyncExitStack) -> ClientSession:
        http = httpx2.AsyncClient(
            transport=GatewayTransport(self._pool),
            headers={"Authorization": f"Bearer {self._endpoint.token}"},
            timeout=httpx2.Timeout(self._endpoint.read_timeout, connect=3.0),
        )
        await stack.enter_async_context(http)
        streams = streamable_http_client(self._endpoint.url, http_client=http)
        read, write = await stack.enter_async_context(streams)
        client = ClientSession(
            dispatcher=_Dispatcher(read, write),
            read_timeout_seconds=self._endpoint.read_timeout,
            client_info=_CLIENT,
        )
        await stack.enter_async_context(client)
        await client.initialize()
        return client


class Session:
    """What the pool keeps for one token: the tools listed, and a connection to call them on.

    Raises, from every method that talks to the gateway:
        TokenExpiredError: the gateway no longer takes the token.
        GatewayUnavailableError: it does not answer.
        GatewayRefusedError: it answers with an error.
    """

    def __init__(self, endpoint: Endpoint, pool: httpx2.AsyncBaseTransport) -> None:
        self._endpoint = endpoint
        self._pool = pool
        self._connection = Connection(endpoint, pool)
        self._reopening = asyncio.Lock()
        self._tools: dict[str, Tool] = {}
        self._failed = False

    @property
    def failed(self) -> bool:
        """Whether the gateway did not answer a call: it may have moved."""
        return self._failed

    @property
    def url(self) -> str:
        """The gateway it is connected to."""
        return self._endpoint.url

    @property
    def tools(self) -> Sequence[Tool]:
        """The tools as listed last, always in the same order."""
        return [self._tools[name] for name in sorted(self._tools)]

    async def list(self) -> Sequence[Tool]:
        """Read every page of the gateway's tools."""
        try:
            return await self._list()
        except ConnectionLostError:
            await self._reopen(self._connection)
            return await self._list()

    async def call(
        self, name: str, arguments: Mapping[str, Any], *, message_id: str
    ) -> CallToolResult:
        """Call a tool.

        Args:
            name: the tool's, on the wire.
            arguments: what it is given.
            message_id: the id of the MCP message; the tool function is told it too.

        Raises:
            UnknownToolError: the gateway does not have it, not even when asked again.
        """
        if name not in self._tools:
            await self.list()
        if name not in self._tools:
            raise UnknownToolError
        connection = self._connection
        try:
            return await self._call(connection, name, arguments, message_id)
        except ConnectionLostError:
            connection = await self._reopen(connection)
            return await self._call(connection, name, arguments, message_id)

    async def close(self) -> None:
        """End the session."""
        await self._connection.close()

    async def _list(self) -> Sequence[Tool]:
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                self._tools = await _pages(await self._connection.client())
        except TimeoutError as error:
            raise GatewayUnavailableError from error
        except _FAILURES as error:
            _translate(error)
        return self.tools

    async def _call(
        self, connection: Connection, name: str, arguments: Mapping[str, Any], message_id: str
    ) -> CallToolResult:
        try:
            client = await connection.client()
            meta: Any = {_MESSAGE_ID: message_id}
            return await client.call_tool(name, dict(arguments), meta=meta)
        except _FAILURES as error:
            try:
                _translate(error)
            except GatewayUnavailableError:
                self._failed = True
                raise

    async def _reopen(self, lost: Connection) -> Connection:
        async with self._reopening:
            if self._connection is lost:
                await lost.close()
                self._connection = Connection(self._endpoint, self._pool)
        return self._connection


async def _pages(client: ClientSession) -> dict[str, Tool]:
    tools: dict[str, Tool] = {}
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = await client.list_tools(params=PaginatedRequestParams(cursor=cursor))
        tools.update({tool.name: tool for tool in page.tools})
        cursor = page.next_cursor
        if not cursor:
            break
    return tools


def _cause(error: Exception) -> Exception:
    """Return what opening failed with, out of the groups that task groups put around it."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error if isinstance(error, _FAILURES) else GatewayUnavailableError()


def _translate(error: Exception) -> NoReturn:
    """Raise what the MCP client failed with as an error of ours."""
    if not isinstance(error, MCPError):
        raise GatewayRefusedError("The tool gateway's answer cannot be understood.") from error
    kinds: dict[Kind | None, GatewayError | TokenExpiredError] = {
        Kind.UNAUTHENTICATED: TokenExpiredError(),
        Kind.MISSING: GatewayUnavailableError(),
        Kind.UNAVAILABLE: GatewayUnavailableError(),
        Kind.SESSION_ENDED: ConnectionLostError(),
    }
    kind = kind_of(error.data)
    if kind in kinds:
        raise kinds[kind] from error
    if error.code == CONNECTION_CLOSED:
        raise ConnectionLostError from error
    if error.code == REQUEST_TIMEOUT:
        raise GatewayUnavailableError("The tool did not answer in time.") from error
    raise GatewayRefusedError(
        f"The tool gateway refused the request (code {error.code})."
    ) from error
