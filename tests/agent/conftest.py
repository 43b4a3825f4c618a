"""The agent as uvicorn serves it, among loopback endpoints. Blocking its event loop is an error."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import boto3
import httpx
import pytest
from blockbuster import BlockBuster, blockbuster_ctx

from agent.erasure import Erasure
from agent.main import create_app
from agent.store import Store
from agent.table import Table
from local import bedrock, certificates, issuer
from local.certificates import Certificates
from local.converse.reply import Part
from local.issuer import Issuer
from local.server import serve
from tests.agent import engines
from tests.agent.doubles import GatewayDouble, Script
from tests.agent.log_book import LogBook
from tests.agent.scene import Scene, at
from tests.agent.service import Okta, Service
from tests.agent.talk import Clock

SCANNED = ["agent", "boto3", "botocore", "fastapi", "httpx2", "mcp", "okta_jwt_verifier", "strands"]
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
TOOLS = ("aws-tools___a_read", "aws-tools___b_read", "aws-tools___z_read")


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Raise where the agent, or what it calls, blocks an event loop."""
    with blockbuster_ctx(SCANNED) as blockbuster:
        yield blockbuster


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    """Serve moto."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with engines.moto() as url:
        yield url


@pytest.fixture(scope="session")
def dynalite() -> Iterator[str]:
    """Run dynalite."""
    with engines.dynalite() as url:
        yield url


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates.issue(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def okta_served(trust: Certificates) -> Iterator[Okta]:
    """Serve the sandbox's issuer."""
    made = Issuer()
    with serve(issuer.create_app(made), tls=trust.tls) as url:
        yield Okta(issuer.url_of(url), made)


@pytest.fixture
def okta(okta_served: Okta) -> Okta:
    """The issuer, with people whom no other test knows."""
    return replace(okta_served, people=f"-{uuid4().hex}", issued=[])


@pytest.fixture(scope="session")
def log_book() -> LogBook:
    return LogBook()


@pytest.fixture(autouse=True)
def no_token_is_logged(log_book: LogBook, okta: Okta) -> Iterator[None]:
    """Search what a test made the agents log for every token that it used."""
    log_book.open()
    first = len(log_book.texts)
    yield
    written = "\n".join(log_book.texts[first:])
    pieces = {piece for token in okta.issued for piece in token.split(".") if len(piece) > 20}
    assert not [piece for piece in pieces if piece in written]


@pytest.fixture(scope="session")
def dynamodb(aws: str) -> Iterator[Any]:
    with closing(engines.client("dynamodb", aws)) as client:
        yield client


@pytest.fixture(scope="session")
def ssm(aws: str) -> Iterator[Any]:
    with closing(engines.client("ssm", aws)) as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["moto", "dynalite"])
def engine(request: pytest.FixtureRequest) -> str:
    """The endpoint of each engine in turn."""
    endpoint: str = request.getfixturevalue("aws" if request.param == "moto" else "dynalite")
    return endpoint


@pytest.fixture
def database(engine: str) -> Iterator[Any]:
    """A client onto the engine, past everything of ours."""
    with closing(engines.client("dynamodb", engine)) as client:
        yield client


def open_table(name: str, threads: int = 8) -> Table:
    session = boto3.Session("AKIAEXAMPLE", "example", region_name="us-east-1")
    return Table(session, name, threads=threads)


@pytest.fixture
async def table(
    engine: str, database: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Table]:
    """An empty table."""
    name = f"conversations-{uuid4().hex}"
    await asyncio.to_thread(engines.create_table, database, name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", engine)
    table = await asyncio.to_thread(open_table, name)
    yield table
    await table.close()


@pytest.fixture
def store(table: Table, clock: Clock) -> Store:
    return Store(table, ttl_days=30, now=clock)


@pytest.fixture
def erasure(table: Table, store: Store) -> Erasure:
    return Erasure(table, store)


@pytest.fixture
def gateway() -> GatewayDouble:
    return GatewayDouble(*TOOLS)


@pytest.fixture
async def scene(gateway: GatewayDouble, ssm: Any) -> AsyncIterator[Scene]:
    async with at(gateway, ssm, f"/gateways/{uuid4().hex}") as scene:
        yield scene


class World:
    """What stands around every agent under test, for the whole session."""

    def __init__(self, aws: str, trust: Certificates, okta: Okta, log_book: LogBook) -> None:
        self._log_book = log_book
        self.gateway = GatewayDouble(*TOOLS)
        self.script = Script()
        self.bedrock = bedrock.create_app(self.script, words_per_second=0)
        self.environment = {
            **KEYS,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": aws,
            "SSL_CERT_FILE": str(trust.bundle),
            "CONVERSATIONS_TABLE": "conversations",
            "GATEWAY_URL_PARAMETER": "/gateway-url",
            "OKTA_ISSUER": okta.url,
            "OKTA_CLIENT_IDS": "awsops-cli",
        }

    @contextmanager
    def standing(self, dynamodb: Any, ssm: Any) -> Iterator[None]:
        """Serve what the agents need."""
        engines.create_table(dynamodb, "conversations")
        with serve(self.gateway.app) as gateway_url, serve(self.bedrock) as bedrock_url:
            ssm.put_parameter(Name="/gateway-url", Value=gateway_url, Type="String")
            self.environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = bedrock_url
            yield

    @contextmanager
    def agent(self, **settings: str) -> Iterator[str]:
        """Serve an agent with these settings."""
        with pytest.MonkeyPatch.context() as environment:
            for name, value in {**self.environment, **settings}.items():
                environment.setenv(name, value)
            app = create_app()
        self._log_book.open()
        with serve(app) as url:
            yield url

    def rehearse(self, *replies: Sequence[Part]) -> None:
        """Forget the test before, and learn what the model is to say."""
        self.script.always = ()
        self.gateway.reset(*TOOLS)
        self.script.replies = deque(replies)
        self.bedrock.state.requests.clear()


@pytest.fixture(scope="session")
def world(
    aws: str, dynamodb: Any, ssm: Any, trust: Certificates, okta_served: Okta, log_book: LogBook
) -> Iterator[World]:
    world = World(aws, trust, okta_served, log_book)
    with world.standing(dynamodb, ssm):
        yield world


@pytest.fixture(scope="session")
def shared_agent(world: World) -> Iterator[str]:
    """The agent with usual settings, which most tests ask."""
    with world.agent() as url:
        yield url


@dataclass(frozen=True)
class Start:
    """Gives an agent before a model that says the given replies; with settings, one of its own."""

    world: World
    okta: Okta
    shared: Callable[[], str]
    stack: ExitStack

    def __call__(self, *replies: Sequence[Part], **settings: str) -> Service:
        """Make all ready."""
        self.world.rehearse(*replies)
        own = self.world.agent(**settings) if settings else None
        url = self.stack.enter_context(own) if own else self.shared()
        http = self.stack.enter_context(httpx.Client(base_url=url, timeout=30, trust_env=False))
        world = self.world
        return Service(
            http,
            self.okta,
            world.gateway,
            world.bedrock.state,
            script=world.script,
            environment=world.environment,
        )


@pytest.fixture
def start(world: World, okta: Okta, request: pytest.FixtureRequest) -> Iterator[Start]:
    with ExitStack() as stack:
        yield Start(world, okta, lambda: request.getfixturevalue("shared_agent"), stack)
