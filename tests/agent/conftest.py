"""The agent as uvicorn serves it, among loopback endpoints. Blocking its event loop is an error."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

import boto3
import httpx
import pytest
from blockbuster import BlockBuster, blockbuster_ctx
from moto.server import ThreadedMotoServer

from agent.main import create_app
from agent.store import Store
from agent.table import Table
from local import bedrock, certificates, issuer
from local.certificates import Certificates
from local.converse.reply import Part
from local.converse.scripted_model import ScriptedModel
from local.issuer import Issuer
from local.server import serve
from tests.agent.doubles import GatewayDouble
from tests.agent.scene import Scene, at
from tests.agent.talk import Clock

TOKEN_HEADER = "X-Okta-Authorization"
SCANNED = ["agent", "boto3", "botocore", "fastapi", "httpx2", "mcp", "okta_jwt_verifier", "strands"]
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Raise where the agent, or what it calls, blocks an event loop."""
    with blockbuster_ctx(SCANNED) as blockbuster:
        yield blockbuster


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    """Serve moto."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates.issue(tmp_path_factory.mktemp("tls"))


@dataclass(frozen=True)
class Okta:
    """An issuer on loopback, and tokens of it."""

    url: str
    issuer: Issuer

    def token(self, login: str = "ada", *, header: Any = None, **changed: Any) -> str:
        """Sign a person's access token, some of its claims or its header changed."""
        claims = self.issuer.claims(self.url, login, **changed)
        return self.issuer.sign(claims, header=header)


@pytest.fixture(scope="session")
def okta(trust: Certificates) -> Iterator[Okta]:
    """Serve the sandbox's issuer."""
    made = Issuer()
    with serve(issuer.create_app(made), tls=trust.tls) as url:
        yield Okta(issuer.url_of(url), made)


def _client(service: str, aws: str) -> Any:
    return boto3.client(  # type: ignore[call-overload] # the service is a variable here
        service,
        region_name="us-east-1",
        endpoint_url=aws,
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="example",
    )


@pytest.fixture(scope="session")
def dynamodb(aws: str) -> Iterator[Any]:
    with closing(_client("dynamodb", aws)) as client:
        yield client


@pytest.fixture(scope="session")
def ssm(aws: str) -> Iterator[Any]:
    with closing(_client("ssm", aws)) as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    return Clock()


def open_table(name: str, threads: int = 8) -> Table:
    session = boto3.Session("AKIAEXAMPLE", "example", region_name="us-east-1")
    return Table(session, name, threads=threads)


@pytest.fixture
async def table(aws: str, table_name: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Table]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws)
    table = await asyncio.to_thread(open_table, table_name)
    yield table
    await table.close()


@pytest.fixture
def store(table: Table, clock: Clock) -> Store:
    return Store(table, ttl_days=30, now=clock)


def create_table(dynamodb: Any, name: str) -> None:
    """Create the conversations table, as the template declares it."""
    attributes = {"conversation_id": "S", "item": "S", "owner": "S", "updated_at": "S"}
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": kind}
            for attribute, kind in attributes.items()
        ],
        KeySchema=[
            {"AttributeName": "conversation_id", "KeyType": "HASH"},
            {"AttributeName": "item", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "owner-updated_at",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "updated_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


@pytest.fixture
def table_name(dynamodb: Any) -> str:
    name = f"conversations-{uuid4().hex}"
    create_table(dynamodb, name)
    return name


@pytest.fixture
def gateway() -> GatewayDouble:
    return GatewayDouble("aws-tools___a_read", "aws-tools___b_read", "aws-tools___z_read")


@pytest.fixture
async def scene(gateway: GatewayDouble, ssm: Any, table_name: str) -> AsyncIterator[Scene]:
    async with at(gateway, ssm, f"/gateways/{table_name}") as scene:
        yield scene


@dataclass
class Service:
    """The agent under test, and what stands around it."""

    http: httpx.Client
    okta: Okta
    gateway: GatewayDouble
    bedrock: Any

    def headers(self, login: str = "ada") -> dict[str, str]:
        """Return the headers of a person's request, with a new token."""
        return {TOKEN_HEADER: f"Bearer {self.okta.token(login)}"}

    def ask(self, message: str, login: str = "ada", **fields: Any) -> list[tuple[str, Any]]:
        """Stream a turn and return its events."""
        body = {"message": message, **fields}
        response = self.http.post("/stream", json=body, headers=self.headers(login))
        assert response.status_code == 200, response.text
        return events_of(response.text)

    def await_end(self, conversation_id: str) -> Any:
        """Ask until the conversation's latest turn is over, and return it."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            turn = self.get(f"/api/conversations/{conversation_id}").json()["turns"][0]
            if turn["status"] != "running":
                return turn
        raise TimeoutError("the turn goes on")

    def get(self, path: str, login: str = "ada") -> httpx.Response:
        """Read a path as a person."""
        return self.http.get(path, headers=self.headers(login))


def events_of(text: str) -> list[tuple[str, Any]]:
    """Parse server-sent events; comments are left out."""
    events = []
    for block in text.split("\n\n"):
        if block and not block.startswith(":"):
            name, data = block.split("\n", 1)
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def names(events: list[tuple[str, Any]]) -> list[str]:
    """Return the names of events; pieces of text that follow each other count once."""
    return [name for name, _ in groupby(name for name, _ in events)]


def said(events: list[tuple[str, Any]]) -> str:
    return "".join(data["delta"] for name, data in events if name == "text")


Start = Callable[..., Service]


@dataclass(frozen=True)
class World:
    """What stands around every agent under test, for the whole session."""

    aws: str
    dynamodb: Any
    ssm: Any
    trust: Certificates
    okta: Okta


@pytest.fixture(scope="session")
def world(aws: str, dynamodb: Any, ssm: Any, trust: Certificates, okta: Okta) -> World:
    return World(aws, dynamodb, ssm, trust, okta)


@pytest.fixture
def start(
    world: World, table_name: str, gateway: GatewayDouble, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Start the agent before a model that says the given replies."""
    with ExitStack() as stack:

        def run(*replies: list[Part], **settings: str) -> Service:
            model = bedrock.create_app(ScriptedModel(*replies), words_per_second=0)
            parameter = f"/gateways/{uuid4().hex}"
            gateway_url = stack.enter_context(serve(gateway.app))
            world.ssm.put_parameter(Name=parameter, Value=gateway_url, Type="String")
            environment = {
                **KEYS,
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": world.aws,
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": stack.enter_context(serve(model)),
                "SSL_CERT_FILE": str(world.trust.bundle),
                "CONVERSATIONS_TABLE": table_name,
                "GATEWAY_URL_PARAMETER": parameter,
                "OKTA_ISSUER": world.okta.url,
                "OKTA_CLIENT_IDS": "awsops-cli",
                **settings,
            }
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            url = stack.enter_context(serve(create_app()))
            http = stack.enter_context(httpx.Client(base_url=url, timeout=30, trust_env=False))
            return Service(http, world.okta, gateway, model.state)

        yield run
