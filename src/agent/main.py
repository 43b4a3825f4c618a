"""The composition root: the only place that chooses what the service is made of.

uvicorn agent.main:create_app --factory
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import boto3
import httpx2
from botocore.config import Config
from fastapi import FastAPI

from agent import model, telemetry
from agent.api import Lifespan, create_api
from agent.assistant import Assistant
from agent.erasure import Erasure
from agent.gateway import Address, Gateway
from agent.identity import Clocks, Verifier
from agent.journal import Journal, Price
from agent.jwks import Keys
from agent.limits import Limits
from agent.routes import Parts
from agent.settings import Settings
from agent.stops import Stops
from agent.store import Store
from agent.table import Table
from agent.turn import Budget, Means

_KEYS_TIMEOUT = 3.0
# Beside the streams of the model, the loop's own threads run short calls such as name lookups.
_SPARE_THREADS = 8


def create_app() -> FastAPI:
    """Read the environment and build the application. Nothing is called over the network.

    Raises:
        pydantic.ValidationError: the environment is incomplete or malformed.
    """
    settings = Settings()  # type: ignore[call-arg] # the environment gives the arguments
    telemetry.configure(settings.log_level)
    session = boto3.Session(region_name=settings.aws_region)
    table = Table(
        session,
        settings.conversations_table,
        threads=settings.store_threads,
        seconds=settings.store_seconds,
    )
    store = Store(table, ttl_days=settings.conversation_ttl_days, now=_now)
    http = _Connections(settings)
    gateway = _gateway(settings, session, http.gateway)
    assistant = Assistant(
        _means(settings, table, store),
        gateway=gateway,
        model=model.build(session, settings),
        settings=settings,
    )
    verifier = _verifier(settings, http.issuer)
    parts = Parts(assistant, store, Erasure(table, store), gateway, verifier, now=_now)
    closing = (assistant.close, gateway.close, http.close, table.close)
    return create_api(
        parts,
        _lifespan(settings.model_streams, closing),
        trusted=settings.trust_request_context,
        environment=settings.environment,
    )


class _Connections:
    """HTTP to the gateway and to the issuer. Made outside the loop: it reads certificates."""

    def __init__(self, settings: Settings) -> None:
        most = settings.gateway_sessions
        self.issuer = httpx2.AsyncClient(timeout=_KEYS_TIMEOUT)
        self.gateway = httpx2.AsyncHTTPTransport(
            limits=httpx2.Limits(
                max_connections=most, max_keepalive_connections=most, keepalive_expiry=60
            )
        )

    async def close(self) -> None:
        await self.gateway.aclose()
        await self.issuer.aclose()


def _means(settings: Settings, table: Table, store: Store) -> Means:
    limits = Limits(
        table,
        turns=settings.turns_per_minute,
        tokens=settings.tokens_per_minute,
        now=_now,
    )
    price = Price(
        input=settings.price_input,
        output=settings.price_output,
        cache_read=settings.price_cache_read,
        cache_write=settings.price_cache_write,
    )
    budget = Budget(
        seconds=settings.turn_seconds,
        model_calls=settings.turn_model_calls,
        heartbeat=settings.heartbeat_seconds,
    )
    journal = Journal(settings.environment, price, messages=settings.log_messages)
    return Means(store, Stops(store), limits, journal, budget, now=_now)


def _gateway(
    settings: Settings, session: boto3.Session, pool: httpx2.AsyncBaseTransport
) -> Gateway:
    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 3})
    ssm = session.client("ssm", config=config)
    return Gateway(
        Address(ssm, settings.gateway_url_parameter, clock=time.monotonic),
        pool,
        sessions=settings.gateway_sessions,
        read_timeout=settings.gateway_read_timeout,
        now=_now,
    )


def _verifier(settings: Settings, client: httpx2.AsyncClient) -> Verifier:
    return Verifier(
        Keys(client, clock=time.monotonic),
        issuer=settings.okta_issuer,
        audience=settings.okta_audience,
        client_ids=settings.okta_client_ids,
        scopes=settings.okta_scopes,
        clocks=Clocks(_now, settings.token_leeway),
    )


def _lifespan(streams: int, closing: Sequence[Callable[[], Awaitable[None]]]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Strands keeps a thread of the default executor for as long as a stream of the model.
        threads = ThreadPoolExecutor(streams + _SPARE_THREADS, thread_name_prefix="model")
        asyncio.get_running_loop().set_default_executor(threads)
        # What is there now stays: the garbage collector need not look through it time and again.
        gc.freeze()
        yield
        gc.unfreeze()
        for close in closing:
            await close()

    return lifespan


def _now() -> datetime:
    return datetime.now(UTC)
