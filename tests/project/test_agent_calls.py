"""What the agent really calls of AWS is what its role allows: no more and no less."""

from contextlib import ExitStack

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from local.agent_process import agent
from local.environment import inherited
from local.person import log_in
from local.sandbox import CLIENT_ID
from local.server import address, bind, serve
from local.stack import running

pytestmark = pytest.mark.slow
METHODS = ["GET", "POST", "PUT", "DELETE"]
HOP_BY_HOP = {"host", "content-length", "transfer-encoding", "connection", "content-encoding"}
SERVICES = {"DynamoDB_20120810": "dynamodb", "AmazonSSM": "ssm"}
# botocore's operation is not the action that IAM checks.
STREAMED = "bedrock:InvokeModelWithResponseStream"


class Recorder:
    """Stands between the agent and an endpoint and keeps the IAM action of each request."""

    def __init__(self, upstream):
        self.actions = set()
        self.upstream = upstream
        routes = [Route("/{path:path}", self._pass_on, methods=METHODS)]
        self.app = Starlette(routes=routes)

    async def _pass_on(self, request):
        self.actions.add(_action(request))
        headers = {k: v for k, v in request.headers.items() if k not in HOP_BY_HOP}
        async with httpx.AsyncClient(base_url=self.upstream, trust_env=False) as http:
            path = request.scope["raw_path"].decode()
            answer = await http.request(
                request.method, path, content=await request.body(), headers=headers, timeout=60
            )
        kept = {k: v for k, v in answer.headers.items() if k not in HOP_BY_HOP}
        return Response(answer.content, answer.status_code, kept)


def _action(request):
    if request.url.path.endswith("/converse-stream"):
        return STREAMED
    service, _, operation = request.headers["x-amz-target"].partition(".")
    return f"{SERVICES[service]}:{operation}"


@pytest.fixture(scope="module")
def called(tmp_path_factory):
    """The actions behind a person's whole use of an agent."""
    folder = tmp_path_factory.mktemp("sandbox")
    with running(folder) as sandbox, ExitStack() as stack:
        aws, bedrock = Recorder(sandbox.aws), Recorder(sandbox.bedrock)
        settings = {
            **sandbox.cli_environment(),
            "AWS_ENDPOINT_URL": stack.enter_context(serve(aws.app)),
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": stack.enter_context(serve(bedrock.app)),
            "SSL_CERT_FILE": sandbox.ca_bundle,
            "OKTA_ISSUER": sandbox.issuer,
            "OKTA_CLIENT_IDS": CLIENT_ID,
        }
        sock = stack.enter_context(bind())
        log = folder / "recorded-agent.log"
        stack.enter_context(agent(inherited(**settings), on=sock, log=log))
        use(address(sock), log_in(sandbox).access_token)
        return aws.actions | bedrock.actions


def use(url, token):
    """Do everything that the API offers."""
    headers = {"X-Okta-Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as http:
        assert http.get("/ready").is_success
        first = http.post("/chat", json={"message": "Which buckets are there?"})
        assert first.is_success, first.text
        conversation = f"/api/conversations/{first.json()['conversation_id']}"
        again = {"message": "Thank you", "conversation_id": first.json()["conversation_id"]}
        assert http.post("/stream", json=again).is_success
        assert http.get("/api/conversations").is_success
        assert http.get(conversation).is_success
        assert http.post(f"{conversation}/stop").status_code < 500
        assert http.post(f"{conversation}/clear").is_success
        assert http.get("/api/tools/fetch").is_success
        assert http.delete(conversation).is_success
        assert http.post("/chat", json={"message": "hello"}).is_success
        assert http.delete("/api/conversations").is_success


def test_the_agent_calls_what_its_role_allows_and_nothing_else(called, statements):
    """Less logs and traces, which Lambda itself writes."""
    allowed = set()
    for sid, statement in statements("AgentRole").items():
        if sid not in {"Logs", "Traces"}:
            actions = statement["Action"]
            allowed |= {actions} if isinstance(actions, str) else set(actions)
    assert called == allowed
