"""The world around a gateway: moto, the control plane's front, an issuer and a Lambda endpoint."""

import base64
import json
import ssl
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

import boto3
import httpx2
import jwt
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local import certificates, control, gateway
from local.agentcore.methods import Assumptions
from local.aws import MotoServer
from local.server import serve

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:tool"
VERSIONS = ["2025-03-26", "2025-06-18", "2025-11-25"]


def issuer_app(key: RSAPrivateKey, address: list[str]) -> Starlette:
    jwk = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": "k1", "alg": "RS256"}

    def discover(request: Request) -> Response:
        return JSONResponse({"issuer": address[0], "jwks_uri": f"{address[0]}/v1/keys"})

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", discover),
            Route("/v1/keys", lambda _: JSONResponse({"keys": [jwk]})),
        ]
    )


async def invoke(request: Request) -> Response:
    """Speaks Lambda's Invoke API: echoes what came, or fails as the event's `fail` says."""
    event = json.loads(await request.body())
    fail = event.get("fail")
    if fail == "FunctionError":
        return JSONResponse(
            {"errorType": "ValueError", "errorMessage": "the secret cause"},
            headers={"X-Amz-Function-Error": "Unhandled"},
        )
    if fail:
        status = 429 if fail == "TooManyRequestsException" else 403
        return JSONResponse(
            {"message": "no"}, status_code=status, headers={"x-amzn-errortype": fail}
        )
    context = json.loads(base64.b64decode(request.headers["x-amz-client-context"]))
    trace = request.headers.get("x-amzn-trace-id")
    return JSONResponse({"event": event, "context": context, "trace": trace})


def lambda_target(name: str, tools: int) -> dict[str, Any]:
    payload = [
        {
            "name": f"tool_{number:02}",
            "description": f"Tool number {number}",
            "inputSchema": {"type": "object", "properties": {"query": {"type": "string"}}},
        }
        for number in range(tools)
    ]
    schema = {"lambdaArn": FUNCTION, "toolSchema": {"inlinePayload": payload}}
    return {
        "name": name,
        "targetConfiguration": {"mcp": {"lambda": schema}},
        "credentialProviderConfigurations": [{"credentialProviderType": "GATEWAY_IAM_ROLE"}],
    }


@dataclass(frozen=True)
class World:
    """The parts around the gateway, and the gateway itself."""

    control: Any
    lambda_: Any
    issuer: str
    key: RSAPrivateKey
    trust: ssl.SSLContext
    names: Iterator[int]
    url: str = ""
    app: Any = None

    def token(self, **claims: Any) -> str:
        """A token that the issuer would give, with changes."""
        given = {
            "iss": self.issuer,
            "aud": "api://default",
            "sub": "ada@example.com",
            "cid": "awsops-cli",
            "scp": ["openid", "aws.ops"],
            "exp": int(time.time()) + 60,
        }
        return jwt.encode(given | claims, self.key, "RS256", {"kid": "k1"})

    def gateway(self, *, tools: int = 20, mcp: Any = None, jwt: Any = None, **changes: Any) -> str:
        """Create a gateway with one Lambda target and return its MCP URL."""
        authorizer = {
            "discoveryUrl": f"{self.issuer}/.well-known/openid-configuration",
            "allowedAudience": ["api://default"],
        }
        params = {
            "name": f"test-{next(self.names)}",
            "roleArn": "arn:aws:iam::123456789012:role/gateway",
            "protocolConfiguration": {"mcp": {"supportedVersions": VERSIONS} | (mcp or {})},
            "authorizerType": "CUSTOM_JWT",
            "authorizerConfiguration": {"customJWTAuthorizer": authorizer | (jwt or {})},
        }
        wanted = {name: value for name, value in (params | changes).items() if value is not None}
        made = self.control.create_gateway(**wanted)
        self.target(made["gatewayId"], tools)
        return f"{self.url}/{made['gatewayId']}/mcp"

    def target(self, gateway_id: str, tools: int, name: str = "aws-tools") -> None:
        """Create a Lambda target with numbered tools."""
        target = lambda_target(name, tools)
        self.control.create_gateway_target(gatewayIdentifier=gateway_id, **target)

    @staticmethod
    def rpc(method: str, **params: Any) -> dict[str, Any]:
        """A request's message."""
        return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}

    @classmethod
    def call(cls, name: str, arguments: Any = None, request_id: Any = 1) -> dict[str, Any]:
        """A tool call's message."""
        message = cls.rpc("tools/call", name=name, arguments=arguments or {})
        return message | {"id": request_id}

    @asynccontextmanager
    async def http(self, token: str | None = None, **headers: str) -> AsyncIterator[Any]:
        """An HTTP client with a token."""
        bearer = {"Authorization": f"Bearer {token or self.token()}"}
        async with httpx2.AsyncClient(headers=bearer | headers, timeout=20) as client:
            yield client

    @asynccontextmanager
    async def session(self, url: str) -> AsyncIterator[ClientSession]:
        """An initialized MCP session."""
        async with (
            self.http() as http,
            streamable_http_client(url, http_client=http) as (read, write),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            yield session


def client(service: Any, url: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """A moto server's URL."""
    with MotoServer() as url:
        yield url


@pytest.fixture(scope="session")
def parts(moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everything but the gateway: the control plane's front, an issuer, a Lambda endpoint."""
    issued = certificates.issue(tmp_path_factory.mktemp("certificates"))
    key = generate_private_key(65537, 2048)
    address: list[str] = []
    with ExitStack() as stack:
        front = control.create_app(moto, "http://plane.test", changes_show=0)
        address.append(stack.enter_context(serve(issuer_app(key, address), tls=issued.tls)))
        routes = [Route("/2015-03-31/functions/{name}/invocations", invoke, methods=["POST"])]
        world = World(
            control=client("bedrock-agentcore-control", stack.enter_context(serve(front))),
            lambda_=client("lambda", stack.enter_context(serve(Starlette(routes=routes)))),
            issuer=address[0],
            key=key,
            trust=ssl.create_default_context(cafile=issued.authority),
            names=count(),
        )
        yield world
        world.control.close()
        world.lambda_.close()


@pytest.fixture
def aws_client() -> Iterator[Callable[[str, str], Any]]:
    """Makes boto3 clients for an endpoint, which do not retry."""
    with ExitStack() as stack:

        def make(service: str, url: str) -> Any:
            made = client(service, url)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def world(parts: World, request: pytest.FixtureRequest) -> Iterator[World]:
    """The parts with a gateway; a test may choose its assumptions by parametrizing."""
    app = gateway.create_app(
        parts.control,
        parts.lambda_,
        http=httpx2.AsyncClient(verify=parts.trust),
        assumptions=getattr(request, "param", Assumptions()),
    )
    with serve(app) as url:
        yield World(**vars(parts) | {"url": url, "app": app})


@dataclass(frozen=True)
class Console:
    """Somebody at the control plane: requests that are good, and helpers around them."""

    api: Any

    AUTHORIZER: ClassVar[Any] = {
        "customJWTAuthorizer": {
            "discoveryUrl": "https://localhost/oauth2/default/.well-known/openid-configuration",
            "allowedAudience": ["api://default"],
        }
    }
    GATEWAY: ClassVar[Any] = {
        "name": "Ops-dev",
        "roleArn": "arn:aws:iam::123456789012:role/gateway",
        "authorizerType": "CUSTOM_JWT",
        "authorizerConfiguration": AUTHORIZER,
    }
    TARGET: ClassVar[Any] = lambda_target("aws-tools", 1)

    def gateway(self, **changes: Any) -> str:
        """Create a gateway, wait until it is ready and return its id."""
        gateway_id: str = self.api.create_gateway(**self.GATEWAY | changes)["gatewayId"]
        while self.api.get_gateway(gatewayIdentifier=gateway_id)["status"] == "CREATING":
            pass
        return gateway_id

    def target(self, gateway_id: str, **changes: Any) -> str:
        """Create a target, wait until it is ready and return its id."""
        made = self.api.create_gateway_target(gatewayIdentifier=gateway_id, **self.TARGET | changes)
        ids = {"gatewayIdentifier": gateway_id, "targetId": made["targetId"]}
        while self.api.get_gateway_target(**ids)["status"] == "CREATING":
            pass
        return str(made["targetId"])

    @staticmethod
    def refused(call: Callable[..., Any], **params: Any) -> Any:
        """Make a call that is refused and return the refusal."""
        with pytest.raises(ClientError) as caught:
            call(**params)
        return caught.value.response

    @staticmethod
    def code(response: Any) -> tuple[str, int]:
        """A refusal's code and HTTP status."""
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def front(moto: str) -> Iterator[str]:
    """The control plane's front over an empty moto."""
    urllib.request.urlopen(f"{moto}/moto-api/reset", data=b"").close()
    with serve(control.create_app(moto, "http://plane.test")) as url:
        yield url


@pytest.fixture
def console(front: str, aws_client: Any) -> Console:
    """Somebody at that front."""
    return Console(aws_client("bedrock-agentcore-control", front))
