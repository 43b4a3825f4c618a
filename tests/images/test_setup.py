"""One command up and one down: the two shell scripts, run as a person runs them.

Everything is real but the account: images are built by the SAM CLI, and only its `deploy` and
`delete` are the stand-in's. The stack is staging, beside the sandbox's own dev.
"""

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest

from local import function_url
from local.agent_process import agent
from local.cloudformation.template import ROOT, SAM
from local.environment import inherited
from local.functions.sigv4 import Caller
from local.person import log_in
from local.sandbox import ACCESS_KEY, CLIENT_ID, REGION, SECRET_KEY, TOOL_FUNCTION
from local.server import address, bind, serve

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
CONFIG = "configs/bedrock-agentcore-config.json"
STACK = "aws-operations-agent-staging"
TABLE = "aws-operations-agent-conversations-staging"
PARAMETER = "/operations-agent/staging/gateway-url"
SAM_SCRIPT = """#!/bin/sh
# The SAM CLI, but for the commands that need an account.
case "$1" in
deploy) if rm fail-once 2>/dev/null; then echo "Error: the stack is in ROLLBACK" >&2; exit 1; fi ;;
delete) ;;
*) exec "{sam}" "$@" ;;
esac
exec "{python}" -m local.sam --outputs '{outputs}' "$@"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A checkout of the project, with its environments."""
    folder = tmp_path_factory.mktemp("checkout")
    skipped = shutil.ignore_patterns("__pycache__")
    for name in ("src", "scripts", "configs", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(ROOT / name, folder)
    for name in (".venv", ".venv-sam"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def function_address(sandbox, tmp_path_factory):
    """The Function URL of staging's agent, which runs beside the sandbox's own."""
    settings = {
        **sandbox.cli_environment(),
        "AWS_REGION": REGION,
        "ENVIRONMENT": "staging",
        "OKTA_ISSUER": sandbox.issuer,
        "OKTA_CLIENT_IDS": CLIENT_ID,
        "SSL_CERT_FILE": sandbox.ca_bundle,
        "TRUST_REQUEST_CONTEXT": "true",
    }
    log = tmp_path_factory.mktemp("agent") / "agent.log"
    callers = {ACCESS_KEY: Caller(SECRET_KEY, "arn:aws:iam::123456789012:user/sandbox")}
    with ExitStack() as stack:
        sock = stack.enter_context(bind())
        stack.enter_context(agent(inherited(**settings), on=sock, log=log))
        app = function_url.create_app(
            address(sock), callers, region=REGION, blind=True, function_name=STACK
        )
        yield stack.enter_context(serve(app))


@pytest.fixture(scope="module")
def environment(sandbox, docker, function_address, project, tmp_path_factory):
    """A shell's environment: credentials, endpoints, a login, and the SAM CLI of above."""
    home = tmp_path_factory.mktemp("home")
    token = home / "token"
    token.write_text(log_in(sandbox).access_token)
    token.chmod(0o600)
    function = f"arn:aws:lambda:{REGION}:123456789012:function:{TOOL_FUNCTION}"
    outputs = {"AgentFunctionUrl": function_address, "ToolFunctionArn": function}
    programs = home / "bin"
    programs.mkdir()
    script = programs / "sam"
    script.write_text(
        SAM_SCRIPT.format(sam=SAM / "sam", python=sys.executable, outputs=json.dumps(outputs))
    )
    script.chmod(0o755)
    settings = dict(inherited(**sandbox.cli_environment()))
    del settings["AWS_ENDPOINT_URL_LAMBDA"]  # the stand-in's functions are moto's
    return {
        **settings,
        "PATH": f"{programs}:{settings['PATH']}",
        "HOME": str(home),
        "DOCKER_HOST": docker.host,
        "SAM_CLI_TELEMETRY": "0",
        "SSL_CERT_FILE": sandbox.ca_bundle,
        "AWSOPS_TOKEN_FILE": str(token),
    }


@pytest.fixture
def run(project, environment):
    """Run one of the two scripts for staging."""

    def run(script, *flags, typed=""):
        return subprocess.run(
            ["bash", project / "scripts" / script, "--environment", "staging", *flags],
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )

    return run


@pytest.fixture
def read(environment):
    """What the AWS CLI reads of the account."""

    def read(*command):
        aws = SAM.parent.parent / ".venv/bin/aws"
        done = subprocess.run(
            [aws, *command, "--region", REGION, "--output", "json"],
            env={**environment, "AWS_PAGER": ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return json.loads(done.stdout) if done.returncode == 0 else None

    return read


def gateways(read):
    listed = read("bedrock-agentcore-control", "list-gateways")["items"]
    return {each["name"]: each for each in listed}


@pytest.mark.usefixtures("bases")
def test_an_environment_comes_up_and_goes_down_by_one_command_each(run, read, project, sandbox):
    """Up, through a failure and twice, with a question answered; down, keeping conversations."""
    okta = ("--okta-domain", sandbox.issuer.split("/")[2], "--okta-client-id", CLIENT_ID)
    fails_and_says_how_to_go_on(run, okta, project)
    comes_up(run, okta, read, project)
    comes_up_again_unchanged(run, okta, read)
    stays_unless_its_name_is_typed(run, read)
    goes_down_twice(run, read)
    refused = run("setup.sh", *okta)
    assert refused.returncode == 1
    assert f"The table {TABLE} of an earlier stack is still there" in refused.stderr


def fails_and_says_how_to_go_on(run, okta, project):
    config = (project / CONFIG).read_text()
    (project / "fail-once").touch()
    failed = run("setup.sh", *okta)
    assert failed.returncode == 1, failed.stderr
    assert 'stopped at "deploying the stack"' in failed.stderr
    assert "run the same command again" in failed.stderr
    assert (project / CONFIG).read_text() == config


def comes_up(run, okta, read, project):
    before = json.loads((project / CONFIG).read_text())["environments"]
    done = run("setup.sh", *okta)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ".venv/bin/awsops --environment staging chat\n"
    assert "UTC" in done.stderr
    gateway = gateways(read)[STACK]
    assert gateway["status"] == "READY"
    command = ("list-gateway-targets", "--gateway-identifier", gateway["gatewayId"])
    targets = read("bedrock-agentcore-control", *command)["items"]
    assert [each["name"] for each in targets] == ["aws-tools"]
    parameter = read("ssm", "get-parameter", "--name", PARAMETER)["Parameter"]["Value"]
    after = json.loads((project / CONFIG).read_text())["environments"]
    assert after["staging"]["created"]["gateway_url"] == parameter
    assert after["dev"] == before["dev"]


def comes_up_again_unchanged(run, okta, read):
    gateway = gateways(read)[STACK]
    again = run("setup.sh", *okta, "--no-question")
    assert again.returncode == 0, again.stderr
    assert gateways(read)[STACK]["gatewayId"] == gateway["gatewayId"]


def stays_unless_its_name_is_typed(run, read):
    kept = run("teardown.sh", typed="prod\n")
    assert kept.returncode == 1
    assert "nothing was deleted" in kept.stderr
    assert STACK in gateways(read)


def goes_down_twice(run, read):
    for _ in range(2):
        down = run("teardown.sh", typed="staging\n")
        assert down.returncode == 0, down.stderr
        assert TABLE in down.stdout
    assert STACK not in gateways(read)
    assert read("ssm", "get-parameter", "--name", PARAMETER) is None
    assert read("cloudformation", "describe-stacks", "--stack-name", STACK) is None
    assert read("dynamodb", "describe-table", "--table-name", TABLE)
