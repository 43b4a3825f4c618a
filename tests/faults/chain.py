"""The whole chain with a proxy at every hop, its parts in one process."""

import ssl
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import boto3
import httpx
import httpx2
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.identity import TOKEN_HEADER
from agent.main import create_app
from client.agent_api import AgentApi, Question
from client.backoff import Backoff
from client.connection import Connection, Limits, Policy
from client.errors import ClientError
from client.events import Failure, Start, Text, ToolEnd
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local import bedrock, control, function_url, gateway, issuer
from local.certificates import Certificates
from local.functions.sigv4 import Caller
from local.issuer import Issuer
from local.server import address, bind, serve
from tests.agent import engines
from tests.agent.doubles import Script
from tests.agent.service import Okta
from tests.faults.proxy import Proxy

KEY, SECRET = "AKIAEXAMPLE", "example"
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
REGION = "us-east-1"
# The last of so many that the gateway lists them in more than one page.
TOOL = "aws-tools___z_read"
PAGES_OF_TOOLS = 40
# Everything is shorter than in an account, in the same order.
SETTINGS = {
    # moto is one for the whole process: others have tables there too.
    "CONVERSATIONS_TABLE": "conversations-at-fault",
    "GATEWAY_URL_PARAMETER": "/at-fault/gateway-url",
    "OKTA_CLIENT_IDS": "awsops-cli",
    "STORE_SECONDS": "3",
    "GATEWAY_READ_TIMEOUT": "2",
    "MODEL_READ_TIMEOUT": "2",
    # Longer than the longest waits between the attempts at a throttled model: 1 + 2 + 4 s.
    "TURN_SECONDS": "9",
    "TURN_STORED_SECONDS": "10",
    "HEARTBEAT_SECONDS": "0.3",
    "TURNS_PER_MINUTE": "100000",
}
HOPS = (
    "client-front",
    "front-agent",
    "agent-gateway",
    "gateway-lambda",
    "agent-bedrock",
    "agent-dynamodb",
    "agent-issuer",
)


@dataclass(frozen=True)
class Seen:
    """What a person saw of a turn: its text, whether its tool was well, how it failed if it did."""

    text: str
    tool_ok: bool | None
    failure: str | None


class Chain:
    """The parts, a proxy before each, and a person who asks."""

    def __init__(self, trust: Certificates, dynamodb_url: str, stack: ExitStack) -> None:
        self.script = Script()
        self.proxies: dict[str, Proxy] = {}
        self._tokens: dict[str, str] = {}
        self._trust = trust
        self._stack = stack
        self._aws = dynamodb_url
        self._okta = self._issuer()
        gateway_url = self._gateway()
        self._put_parameter(gateway_url)
        model = bedrock.create_app(self.script, words_per_second=0)
        bedrock_url = self._proxy("agent-bedrock", self._serve(model))
        self.agent = self._agent(bedrock_url)
        self._front = self._proxy("client-front", self._function_url())

    def ask(
        self, message: str, person: str, *, once_begun: AbstractContextManager[None] | None = None
    ) -> Seen:
        """Ask in a new conversation, as the client does; enter something at the first words."""
        said: list[str] = []
        tool_ok: bool | None = None
        failure: str | None = None
        with ExitStack() as entered, closing(self._api(person)) as api:
            try:
                for event in api.stream(Question(message)):
                    if isinstance(event, Text):
                        if once_begun and not said:
                            entered.enter_context(once_begun)
                        said.append(event.delta)
                    elif isinstance(event, ToolEnd):
                        tool_ok = event.ok
                    elif isinstance(event, Failure):
                        failure = event.code
            except ClientError as error:
                failure = type(error).__name__
        return Seen("".join(said), tool_ok, failure)

    def begin(self, message: str, person: str, *, until: str) -> str:
        """Ask, and go away when some words have come; return the conversation's id."""
        with closing(self._api(person)) as api:
            events = api.stream(Question(message))
            for event in events:
                if isinstance(event, Start):
                    conversation = event.conversation_id
                if isinstance(event, Text) and until in event.delta:
                    return conversation
        raise RuntimeError("the words never came")

    def stop(self, conversation: str, person: str) -> bool:
        """Stop a turn, as the client does."""
        with closing(self._api(person)) as api:
            return api.stop(conversation)

    def stored(self, person: str) -> list[str]:
        """Wait until no turn of a person runs, and return how each ended, the latest first."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            statuses = list(self.statuses(person))
            if "running" not in statuses:
                return statuses
        raise TimeoutError("a turn goes on")

    def statuses(self, person: str) -> Iterator[str]:
        """Yield how each turn of a person reads now, the latest first."""
        headers = {TOKEN_HEADER: f"Bearer {self.token(person)}"}
        with httpx.Client(base_url=self.agent, headers=headers, trust_env=False) as http:
            for conversation in http.get("/api/conversations").json()["conversations"]:
                path = f"/api/conversations/{conversation['conversation_id']}"
                yield from (turn["status"] for turn in http.get(path).json()["turns"])

    def token(self, person: str) -> str:
        """Return a person's token, always the same."""
        if person not in self._tokens:
            self._tokens[person] = replace(self._okta, people=person).token()
        return self._tokens[person]

    def _api(self, person: str) -> AgentApi:
        credentials = Credentials(KEY, SECRET)
        policy = Policy(
            limits=Limits(connect=2, silence=4, total=13), backoff=Backoff(retries=1, base=0.01)
        )
        return AgentApi(
            Connection(
                self._front,
                SignedForLambda(credentials, REGION),
                FixedToken(self.token(person)),
                policy=policy,
            )
        )

    def _serve(self, app: Any) -> str:
        return self._stack.enter_context(serve(app))

    def _proxy(self, hop: str, upstream: str, trust: Certificates | None = None) -> str:
        proxy = self._stack.enter_context(Proxy(upstream, trust).running())
        self.proxies[hop] = proxy
        return proxy.url

    def _issuer(self) -> Okta:
        made = Issuer()
        served = self._stack.enter_context(serve(issuer.create_app(made), tls=self._trust.tls))
        return Okta(issuer.url_of(self._proxy("agent-issuer", served, self._trust)), made)

    def _gateway(self) -> str:
        """Create a gateway with one tool, and serve it."""
        lambda_url = self._proxy("gateway-lambda", self._serve(tool_function()))
        sock = bind()
        control_url = self._serve(control.create_app(self._aws, address(sock), changes_show=0))
        client = _client("bedrock-agentcore-control", control_url)
        http = httpx2.AsyncClient(verify=_trusting(self._trust))
        app = gateway.create_app(client, _client("lambda", lambda_url, 3), http=http)
        self.gateway_requests: Counter[str] = app.state.requests
        url = self._stack.enter_context(serve(app, on=sock))
        gateway_id = _create_gateway(client, self._okta.url)
        return f"{self._proxy('agent-gateway', url)}/{gateway_id}/mcp"

    def _put_parameter(self, gateway_url: str) -> None:
        with closing(_client("ssm", self._aws)) as ssm:
            ssm.put_parameter(
                Name=SETTINGS["GATEWAY_URL_PARAMETER"], Value=gateway_url, Type="String"
            )
        with closing(_client("dynamodb", self._aws)) as dynamodb:
            engines.create_table(dynamodb, SETTINGS["CONVERSATIONS_TABLE"])

    def _agent(self, bedrock_url: str) -> str:
        environment = {
            **KEYS,
            **SETTINGS,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self._aws,
            "AWS_ENDPOINT_URL_DYNAMODB": self._proxy("agent-dynamodb", self._aws),
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": bedrock_url,
            "SSL_CERT_FILE": str(self._trust.bundle),
            "OKTA_ISSUER": self._okta.url,
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            return self._serve(create_app())

    def _function_url(self) -> str:
        callers = {KEY: Caller(SECRET, "arn:aws:iam::123456789012:user/ada")}
        upstream = self._proxy("front-agent", self.agent)
        return self._serve(function_url.create_app(upstream, callers, timeout=12))


@contextmanager
def standing(trust: Certificates, aws: str) -> Iterator[Chain]:
    """Stand the chain up."""
    with ExitStack() as stack:
        yield Chain(trust, aws, stack)


def tool_function() -> Starlette:
    """Serve Lambda's Invoke API before a tool that found one row."""

    async def invoke(request: Request) -> Response:
        await request.body()
        answer = {
            "ok": True,
            "summary": "één rij gevonden",
            "columns": ["naam"],
            "rows": [["žluťoučký kůň 😀"]],
            "total": 1,
            "cursor": None,
        }
        return JSONResponse(answer)

    path = "/2015-03-31/functions/{name:path}/invocations"
    return Starlette(routes=[Route(path, invoke, methods=["POST"])])


def _create_gateway(control_client: Any, issuer_url: str) -> str:
    authorizer = {
        "discoveryUrl": f"{issuer_url}/.well-known/openid-configuration",
        "allowedAudience": ["api://default"],
    }
    made = control_client.create_gateway(
        name="faults",
        roleArn="arn:aws:iam::123456789012:role/gateway",
        protocolType="MCP",
        authorizerType="CUSTOM_JWT",
        authorizerConfiguration={"customJWTAuthorizer": authorizer},
    )
    schema = {"type": "object", "properties": {"query": {"type": "string"}}}
    names = [*(f"a_{number:02}" for number in range(PAGES_OF_TOOLS)), "z_read"]
    tools = [{"name": name, "description": "Reads.", "inputSchema": schema} for name in names]
    function = {
        "lambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:tool",
        "toolSchema": {"inlinePayload": tools},
    }
    control_client.create_gateway_target(
        gatewayIdentifier=made["gatewayId"],
        name="aws-tools",
        targetConfiguration={"mcp": {"lambda": function}},
        credentialProviderConfigurations=[{"credentialProviderType": "GATEWAY_IAM_ROLE"}],
    )
    gateway_id: str = made["gatewayId"]
    return gateway_id


def _client(service: str, endpoint: str, read_timeout: float = 60) -> Any:
    return boto3.client(  # type: ignore[call-overload] # the service is a variable here
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(retries={"total_max_attempts": 1}, read_timeout=read_timeout),
    )


def _trusting(trust: Certificates) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=trust.bundle)
