"""The whole sandbox, started and stopped as one: every hop of the design on loopback.

Which endpoint is meant is told by the settings that AWS SDKs and the agent have anyway, so nothing
that is shipped knows that it runs here. Tests enter `running()` as the demo does.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import httpx2
from botocore.config import Config
from starlette.types import ASGIApp

from local import bedrock, certificates, control, function_url, gateway, issuer, lambda_runtime
from local.agent_process import AgentStartError, agent
from local.aws import MotoServer, StartError
from local.certificates import Certificates
from local.converse.reply import Model
from local.deploy import deploy
from local.environment import inherited
from local.functions.function import Function
from local.functions.sigv4 import Caller
from local.gateway_setup import ScriptError, create_gateway
from local.issuer import Issuer
from local.planner_model import PlannerModel
from local.sandbox import (
    ACCESS_KEY,
    ACCOUNT,
    AGENT_FUNCTION,
    AUDIENCE,
    CLIENT_ID,
    ENVIRONMENT,
    KEYS,
    REGION,
    SECRET_KEY,
    TOOL_FUNCTION,
    Sandbox,
)
from local.seed import fill
from local.server import PortInUseError, address, bind, serve

PARTS = 9
ForeignIssuer = Callable[[Certificates], AbstractContextManager[str]]
START_ERRORS = (PortInUseError, StartError, AgentStartError, ScriptError)


@dataclass(frozen=True, slots=True)
class Options:
    """How a sandbox may differ from the usual one.

    Attributes:
        port: the first of `PARTS` ports; 0 takes free ones.
        blind: as on Lambda, the agent never learns that a client has gone.
        model: what answers behind Bedrock.
        issuer: who signs tokens: one that tests keep, to sign odd ones, or one that stands
            elsewhere, entered with the certificates to show, which yields its URL.
        settings: further settings of the agent.
    """

    port: int = 0
    blind: bool = True
    model: Model = field(default_factory=PlannerModel)
    issuer: Issuer | ForeignIssuer = field(default_factory=Issuer)
    settings: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def running(directory: Path, options: Options | None = None) -> Iterator[Sandbox]:
    """Start every part, with logs and certificates in a directory, and stop them all at the end.

    Raises:
        START_ERRORS: a port is taken, or a part did not come up.
    """
    with ExitStack() as stack:
        yield _Parts(directory, options or Options(), stack).start()


class _Parts:
    """The parts, each entered into one exit stack, which ends them in reverse order."""

    def __init__(self, directory: Path, options: Options, stack: ExitStack) -> None:
        self._directory = directory
        self._options = options
        self._enter = stack.enter_context
        self._trust = certificates.issue(directory / "certificates")
        first = options.port
        self._ports = iter(range(first, first + PARTS) if first else [0] * PARTS)

    def start(self) -> Sandbox:
        """Start the parts in the order in which they need each other; what can, side by side."""
        front, app = self._bound(), self._bound()
        aws = self._enter(MotoServer(port=next(self._ports), log=self._directory / "aws.log"))
        with ThreadPoolExecutor() as side_by_side:
            filled = side_by_side.submit(fill, aws)
            sandbox = self._endpoints(aws, front=address(front), agent=address(app))
            deployed = side_by_side.submit(self._deploy, sandbox)
            self._agent(sandbox, app)
            self._front(sandbox, front)
            deployed.result()
            filled.result()
        return sandbox

    def _bound(self) -> socket.socket:
        return self._enter(bind(next(self._ports)))

    def _endpoints(self, aws: str, *, front: str, agent: str) -> Sandbox:
        issuer_url = self._issuer()
        lambda_api = self._lambda(aws)
        control_url, data_plane = self._agentcore(aws, lambda_api)
        return Sandbox(
            function_url=front,
            agent=agent,
            gateway=data_plane,
            control=control_url,
            lambda_api=lambda_api,
            bedrock=self._serve(bedrock.create_app(self._options.model)),
            aws=aws,
            issuer=issuer_url,
            ca_bundle=str(self._trust.bundle),
            directory=str(self._directory),
        )

    def _serve(self, app: ASGIApp) -> str:
        return self._enter(serve(app, port=next(self._ports)))

    def _issuer(self) -> str:
        made = self._options.issuer
        if not isinstance(made, Issuer):
            return self._enter(made(self._trust))
        app = issuer.create_app(made)
        url = self._enter(serve(app, port=next(self._ports), tls=self._trust.tls))
        return f"{url}/oauth2/default"

    def _lambda(self, aws: str) -> str:
        """Serve the tool function, with nothing but its template's settings and moto as AWS."""
        function = Function(
            name=TOOL_FUNCTION,
            handler="mcp_tool.handler.lambda_handler",
            environment={**KEYS, "AWS_ENDPOINT_URL": aws},
            timeout=60,
            memory=3008,
            region=REGION,
            account_id=ACCOUNT,
        )
        log = self._enter((self._directory / "tools.log").open("ab", buffering=0))
        return self._serve(lambda_runtime.create_app(function, log=log.write))

    def _agentcore(self, aws: str, lambda_api: str) -> tuple[str, str]:
        """Serve control plane and data plane; each is told the other's address."""
        sock = self._bound()
        control_url = self._serve(control.create_app(aws, address(sock)))
        trust = httpx2.AsyncClient(verify=ssl.create_default_context(cafile=self._trust.bundle))
        app = gateway.create_app(
            client("bedrock-agentcore-control", control_url),
            client("lambda", lambda_api),
            http=trust,
        )
        return control_url, self._enter(serve(app, on=sock))

    def _deploy(self, sandbox: Sandbox) -> None:
        """Create what the template and the project's scripts create in an account."""
        functions = {
            "AgentFunctionUrl": sandbox.function_url,
            "ToolFunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{TOOL_FUNCTION}",
        }
        deploy(client("cloudformation", sandbox.aws), client("dynamodb", sandbox.aws), functions)
        settings = inherited(**sandbox.cli_environment(), **self._trust.environment())
        create_gateway(
            self._directory, ENVIRONMENT, settings, issuer=sandbox.issuer, client_id=CLIENT_ID
        )

    def _agent(self, sandbox: Sandbox, sock: socket.socket) -> None:
        settings = inherited(
            **KEYS,
            **self._trust.environment(),
            AWS_REGION=REGION,
            AWS_ENDPOINT_URL=sandbox.aws,
            AWS_ENDPOINT_URL_BEDROCK_RUNTIME=sandbox.bedrock,
            ENVIRONMENT=ENVIRONMENT,
            OKTA_ISSUER=sandbox.issuer,
            OKTA_AUDIENCE=AUDIENCE,
            OKTA_CLIENT_IDS=CLIENT_ID,
            TRUST_REQUEST_CONTEXT="true",
            **self._options.settings,
        )
        self._enter(agent(settings, on=sock, log=self._directory / "agent.log"))

    def _front(self, sandbox: Sandbox, sock: socket.socket) -> None:
        caller = Caller(SECRET_KEY, f"arn:aws:iam::{ACCOUNT}:user/sandbox")
        app = function_url.create_app(
            sandbox.agent,
            {ACCESS_KEY: caller},
            region=REGION,
            blind=self._options.blind,
            function_name=AGENT_FUNCTION,
        )
        self._enter(serve(app, on=sock))


def client(service: str, endpoint: str) -> Any:
    """A boto3 client that signs as the sandbox's caller, asks once, and waits for a slow tool."""
    return boto3.client(  # type: ignore[call-overload]  # the service is a variable here
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(retries={"total_max_attempts": 1}, read_timeout=900, max_pool_connections=64),
    )
