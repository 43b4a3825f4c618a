"""The gateway: where it is, and the sessions open with it, pooled for each token.

A session is found by a hash of its token, so it never serves another one, and ends with it.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2
from botocore.exceptions import BotoCoreError, ClientError

from agent.errors import (
    GatewayBusyError,
    GatewayNotConfiguredError,
    GatewayUnavailableError,
)
from agent.session import Endpoint, Session

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

_ADDRESS_SECONDS = 300.0
_READ_SECONDS = 10.0
_UNREADABLE = "The gateway's URL cannot be read now. Try again."


class Address:
    """The gateway's URL, from the SSM parameter that the scripts write."""

    def __init__(self, ssm: "SSMClient", parameter: str, *, clock: Callable[[], float]) -> None:
        self._ssm = ssm
        self._parameter = parameter
        self._clock = clock
        self._url: str | None = None
        self._read_at = 0.0

    async def url(self) -> str:
        """Return the URL, ending in `/mcp`; it is kept for five minutes.

        Raises:
            GatewayNotConfiguredError: there is no such parameter.
            GatewayUnavailableError: the parameter cannot be read.
        """
        if self._url is None or self._clock() - self._read_at > _ADDRESS_SECONDS:
            self._url = await self._read_in_time()
            self._read_at = self._clock()
        return self._url

    def close(self) -> None:
        """Give the connections back."""
        self._ssm.close()

    def forget(self) -> None:
        """Read the parameter again on next use: what it names does not answer."""
        self._url = None

    async def _read_in_time(self) -> str:
        try:
            async with asyncio.timeout(_READ_SECONDS):
                return await asyncio.to_thread(self._read)
        except TimeoutError as error:
            raise GatewayUnavailableError(_UNREADABLE) from error

    def _read(self) -> str:
        try:
            answer = self._ssm.get_parameter(Name=self._parameter)
        except self._ssm.exceptions.ParameterNotFound as error:
            raise GatewayNotConfiguredError from error
        except (ClientError, BotoCoreError) as error:
            raise GatewayUnavailableError(_UNREADABLE) from error
        url = answer["Parameter"]["Value"].rstrip("/")
        # The control plane has been seen to give the URL with and without its path.
        return url if url.endswith("/mcp") else f"{url}/mcp"


@dataclass(slots=True)
class _Slot:
    """A pooled session. It is ready when `listing`, which also opens it, has ended well."""

    session: Session
    expires_at: datetime
    listing: "asyncio.Task[object]"
    users: int = 0


class Gateway:
    """Lends sessions, at most `sessions` of them at a time.

    Args:
        address: where the gateway is.
        pool: connections that all sessions share; each request carries its own token.
        sessions: how many may be open.
        read_timeout: seconds that a tool may take.
        now: the time, in UTC.
    """

    def __init__(
        self,
        address: Address,
        pool: httpx2.AsyncBaseTransport,
        *,
        sessions: int,
        read_timeout: float,
        now: Callable[[], datetime],
    ) -> None:
        self._address = address
        self._pool = pool
        self._most = sessions
        self._read_timeout = read_timeout
        self._now = now
        # By hash of token; the one that was used longest ago comes first.
        self._slots: dict[str, _Slot] = {}

    async def url(self) -> str:
        """Return where the gateway is.

        Raises:
            GatewayNotConfiguredError: no URL has been written yet.
            GatewayUnavailableError: it cannot be read.
        """
        return await self._address.url()

    @asynccontextmanager
    async def lend(self, token: str, expires_at: datetime) -> AsyncIterator[Session]:
        """Lend the session of a token, its tools listed, and open it if need be.

        Raises:
            GatewayNotConfiguredError: no URL has been written yet.
            GatewayUnavailableError: the gateway does not answer.
            GatewayRefusedError: it answers with an error.
            GatewayBusyError: all sessions are lent.
            TokenExpiredError: it does not take the token.
        """
        try:
            key, slot = await self._ready(token, expires_at)
        except GatewayUnavailableError:
            old = await self._address.url()
            self._address.forget()
            if await self._address.url() == old:
                raise
            key, slot = await self._ready(token, expires_at)
        try:
            yield slot.session
        finally:
            slot.users -= 1
            if slot.session.failed:
                self._address.forget()
                await self._drop(key, slot)

    async def close(self) -> None:
        """Close every session."""
        slots, self._slots = self._slots, {}
        await asyncio.gather(*(slot.session.close() for slot in slots.values()))
        self._address.close()

    async def _ready(self, token: str, expires_at: datetime) -> tuple[str, _Slot]:
        key = hashlib.sha256(token.encode()).hexdigest()
        url = await self._address.url()
        await self._sweep()
        slot = self._slots.pop(key, None)
        if slot is not None and slot.session.url != url:
            await slot.session.close()
            slot = None
        if slot is None:
            await self._make_room()
            slot = self._open(Endpoint(url, token, self._read_timeout), expires_at)
        self._slots[key] = slot
        slot.users += 1
        try:
            await asyncio.shield(slot.listing)
        except BaseException:
            slot.users -= 1
            if slot.listing.done():
                await self._drop(key, slot)
            raise
        return key, slot

    def _open(self, endpoint: Endpoint, expires_at: datetime) -> _Slot:
        session = Session(endpoint, self._pool)
        listing = asyncio.create_task(session.list(), name="mcp-list")
        return _Slot(session, expires_at, listing)

    async def _sweep(self) -> None:
        now = self._now()
        for key, slot in list(self._slots.items()):
            if slot.expires_at <= now and not slot.users:
                await self._drop(key, slot)

    async def _make_room(self) -> None:
        while len(self._slots) >= self._most:
            idle = next((item for item in self._slots.items() if not item[1].users), None)
            if idle is None:
                raise GatewayBusyError
            await self._drop(*idle)

    async def _drop(self, key: str, slot: _Slot) -> None:
        if self._slots.get(key) is slot:
            del self._slots[key]
        if not slot.users:
            await slot.session.close()


def name_of(url: str) -> str:
    """Return the gateway's name for people: the host, without the token-bearing rest."""
    return urlsplit(url).hostname or "gateway"
