"""The agent as uvicorn serves it, among loopback endpoints. Blocking its event loop is an error."""

import json
import time
from collections.abc import Callable, Iterator
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
from local import bedrock, certificates, issuer
from local.certificates import Certificates
from local.issuer import Issuer
from local.reply import Part
from local.scripted_model import ScriptedModel
from local.server import serve
from tests.agent.doubles import GatewayDouble

AUDIENCE = "api://default"
TOKEN_HEADER = "X-Okta-Authorization"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Raise where code blocks an event loop."""
    with blockbuster_ctx() as blockbuster:
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


@dataclass
class Service:
    """The agent under test, and what stands around it."""

    http: httpx.Client
    okta: Okta
    gateway: GatewayDouble
    bedrock: Any
    table: str
    dynamodb: Any

    def headers(self, login: str = "ada") -> dict[str, str]:
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


@pytest.fixture
def start(
    aws: str,
    dynamodb: Any,
    ssm: Any,
    trust: Certificates,
    okta: Okta,
    table_name: str,
    gateway: GatewayDouble,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Start]:
    """Start the agent before a model that says the given replies."""
    with ExitStack() as stack:

        def run(*replies: list[Part], **settings: str) -> Service:
            model = bedrock.create_app(ScriptedModel(*replies), words_per_second=0)
            gateway_url = stack.enter_context(serve(gateway.app))
            parameter = f"/gateways/{uuid4().hex}"
            ssm.put_parameter(Name=parameter, Value=gateway_url, Type="String")
            environment = {
                **KEYS,
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": aws,
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": stack.enter_context(serve(model)),
                "SSL_CERT_FILE": str(trust.bundle),
                "CONVERSATIONS_TABLE": table_name,
                "GATEWAY_URL_PARAMETER": parameter,
                "OKTA_ISSUER": okta.url,
                "OKTA_CLIENT_IDS": "awsops-cli",
                **settings,
            }
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            url = stack.enter_context(serve(create_app()))
            http = stack.enter_context(httpx.Client(base_url=url, timeout=30, trust_env=False))
            return Service(
                http, okta, gateway, model.state, table_name, dynamodb
            )

        yield run
