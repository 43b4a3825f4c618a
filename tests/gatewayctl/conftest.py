"""An account on loopback and the scripts run on it as a person runs them."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import boto3
import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from local import control
from local.aws import MotoServer
from local.server import bind, serve

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "configs" / "bedrock-agentcore-config.json"
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_EC2_METADATA_DISABLED": "true",
}
ROLE = "arn:aws:iam::123456789012:role/BedrockAgentCoreGatewayExecutionRole-dev"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:dev-bedrock-agentcore-mcp-tool"
PARAMETER = "/operations-agent/dev/gateway-url"
DISCOVERY_URL = "https://okta.test/oauth2/default/.well-known/openid-configuration"
TOOLS = [
    {
        "name": "get_time",
        "description": "The time.",
        "inputSchema": {"type": "object", "properties": {}},
    },
    {
        "name": "ec2_read_operations",
        "description": "Reads EC2.",
        "inputSchema": {
            "type": "object",
            "properties": {"query": {"type": "string", "description": "The question."}},
            "required": ["query"],
        },
    },
]


@dataclass
class Front:
    """A control plane that keeps a list of its requests and refuses some when told to."""

    app: ASGIApp
    requests: list[tuple[str, str]] = field(default_factory=list)
    refusals: list[tuple[str, int, str, str]] = field(default_factory=list)

    def refuse(self, method: str, code: str, message: str, *, status: int = 400) -> None:
        """Answer the next request of that method with an error."""
        self.refusals.append((method, status, code, message))

    @property
    def writes(self) -> list[tuple[str, str]]:
        """The requests that were no reads."""
        return [request for request in self.requests if request[0] != "GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.requests.append((scope["method"], scope["path"]))
        for refusal in self.refusals:
            method, status, code, message = refusal
            if method == scope["method"]:
                self.refusals.remove(refusal)
                headers = {"x-amzn-errortype": code}
                response = JSONResponse({"message": message}, status, headers)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class Account:
    """An AWS account with the stack deployed, behind a strict control plane."""

    role: ClassVar[str] = ROLE
    function: ClassVar[str] = FUNCTION
    tools: ClassVar[list[dict[str, Any]]] = TOOLS

    moto: str
    control: str
    front: Front

    @contextmanager
    def client(self, service: str) -> Iterator[Any]:
        """A boto3 client of the account."""
        url = self.control if service == "bedrock-agentcore-control" else self.moto
        session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name="us-east-1")
        client = session.client(service, endpoint_url=url)
        yield client
        client.close()

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that lead an SDK here."""
        return {
            **KEYS,
            "AWS_ENDPOINT_URL": self.moto,
            "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL": self.control,
        }

    def read(self, *command: str) -> Any:
        """What the AWS CLI reads."""
        arguments = [Path(sys.executable).with_name("aws"), *command, "--region", "us-east-1"]
        env = {**self.environment, "PATH": "/usr/bin:/bin", "AWS_PAGER": ""}
        done = subprocess.run(arguments, env=env, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)

    def deploy(self, environment: str, outputs: dict[str, str]) -> None:
        """Deploy a stack that has these outputs."""
        template = {
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {key: {"Value": value} for key, value in outputs.items()},
        }
        with self.client("cloudformation") as client:
            client.create_stack(
                StackName=f"aws-operations-agent-{environment}", TemplateBody=json.dumps(template)
            )

    @property
    def parameter(self) -> str | None:
        """The gateway URL as the agent would read it."""
        with self.client("ssm") as client:
            found = client.get_parameters(Names=[PARAMETER])["Parameters"]
            return found[0]["Value"] if found else None


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    with MotoServer() as url:
        yield url


@pytest.fixture
def open_account(moto: str) -> Iterator[Callable[..., Any]]:
    """A context of an account; `failing` and `changes_show` are the control plane's."""

    @contextmanager
    def opened(**options: Any) -> Iterator[Account]:
        urllib.request.urlopen(f"{moto}/moto-api/reset", data=b"").close()
        front = Front(control.create_app(moto, "http://plane.test", **options))
        with serve(front) as url:
            account = Account(moto, url, front)
            outputs = {
                "GatewayRoleArn": ROLE,
                "ToolFunctionArn": FUNCTION,
                "GatewayUrlParameterName": PARAMETER,
            }
            account.deploy("dev", outputs)
            yield account

    return opened


@pytest.fixture
def account(open_account: Callable[..., Any]) -> Iterator[Account]:
    with open_account() as account:
        yield account


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the committed configuration, filled for dev, with two tools."""
    document = json.loads(CONFIG.read_text())
    okta = {"discovery_url": DISCOVERY_URL, "client_id": "awsops-cli"}
    document["environments"]["dev"]["okta"].update(okta)
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**document, "tool_schemas": TOOLS}, indent=2) + "\n")
    return path


@pytest.fixture
def scripts_on(config: Path, tmp_path: Path) -> Callable[[Account], Callable[..., Any]]:
    """Give what runs a script on an account, for dev unless told otherwise."""

    def scripts_on(account: Account) -> Callable[..., Any]:
        def run(name: str, *flags: str, answer: str = "") -> subprocess.CompletedProcess[str]:
            given = [] if "--environment" in flags else ["--environment", "dev"]
            command = [sys.executable, f"scripts/{name}.py", *given, "--config", str(config)]
            return subprocess.run(
                [*command, *flags],
                cwd=ROOT,
                env={**account.environment, "HOME": str(tmp_path)},
                input=answer,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        return run

    return scripts_on


@pytest.fixture
def script(account: Account, scripts_on: Callable[..., Any]) -> Callable[..., Any]:
    return scripts_on(account)


@pytest.fixture
def edit(config: Path) -> Callable[..., None]:
    """Set a value in the configuration, at the place its keys name."""

    def edit(*keys: str, value: object) -> None:
        document = place = json.loads(config.read_text())
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value
        config.write_text(json.dumps(document, indent=2) + "\n")

    return edit


@pytest.fixture
def created(config: Path) -> Callable[..., dict[str, str | None]]:
    """Give what the configuration records of an environment."""

    def created(environment: str = "dev") -> dict[str, str | None]:
        found: dict[str, str | None] = json.loads(config.read_text())["environments"][environment][
            "created"
        ]
        return found

    return created


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port that nothing answers on: it is bound, and nobody listens."""
    with closing(bind()) as sock:
        yield sock.getsockname()[1]
