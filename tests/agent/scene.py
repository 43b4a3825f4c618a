"""A gateway client, the double it connects to, and the time of both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from agent.gateway import Address, Gateway
from local.server import serve
from tests.agent.doubles import GatewayDouble

LAST = "aws-tools___z_read"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


class Clocks:
    """Clocks that a test moves together."""

    def __init__(self) -> None:
        self.passed = timedelta()

    def monotonic(self) -> float:
        """Tell the seconds that passed."""
        return self.passed.total_seconds()

    def now(self) -> datetime:
        """Tell the time."""
        return NOON + self.passed


@dataclass
class Scene:
    """A gateway client, what it connects to, and the time."""

    gateway: Gateway
    double: GatewayDouble
    clock: Clocks
    ssm: Any
    parameter: str

    async def call(self, token: str = "t", name: str = LAST) -> Any:
        """Borrow a session, call a tool, and return the text of its result."""
        async with self.gateway.lend(token, LATER) as session:
            result = await session.call(name, {}, message_id=str(uuid4()))
        return result.content[0].model_dump()["text"]

    def point(self, url: str) -> None:
        """Write the gateway's URL into the parameter."""
        self.ssm.put_parameter(Name=self.parameter, Value=url, Type="String", Overwrite=True)


@asynccontextmanager
async def at(
    double: GatewayDouble, ssm: Any, parameter: str, sessions: int = 2
) -> AsyncIterator[Scene]:
    """Set the scene: the parameter points to the double, and `sessions` may be open."""
    clock = Clocks()
    pool = await asyncio.to_thread(httpx2.AsyncHTTPTransport)
    made = Gateway(
        Address(ssm, parameter, clock=clock.monotonic),
        pool,
        sessions=sessions,
        read_timeout=5,
        now=clock.now,
    )
    scene = Scene(made, double, clock, ssm, parameter)
    with serve(double.app) as url:
        await asyncio.to_thread(scene.point, url)
        yield scene
        await made.close()
    await pool.aclose()
