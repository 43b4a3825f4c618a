"""The two images do their work. On stand-in bases: docs/deploy.md says what that leaves open."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from local.cloudformation.template import ROOT
from local.person import log_in
from local.sandbox import CLIENT_ID
from local.server import address, bind
from mcp_tool.tools import TOOLS
from tests.images.daemon import AWS, AWS_PORT, GATEWAY

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
EVENTS = ROOT / "docs" / "events"


@pytest.fixture
def account(docker):
    """An account with one instance, where the base image tells a container that AWS is."""
    command = [sys.executable, "-m", "moto.server", "-H", GATEWAY, "-p", str(AWS_PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    aws = [sys.executable, "-c", SEED, AWS]
    try:
        subprocess.run(aws, check=True, timeout=60)
        yield
    finally:
        process.terminate()
        process.wait()


# In a process of its own, as a test may speak to loopback only.
SEED = """
import sys, boto3
from botocore.config import Config
keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
patient = Config(retries={"total_max_attempts": 10})
ec2 = boto3.client("ec2", region_name="us-east-1", endpoint_url=sys.argv[1], config=patient, **keys)
ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
"""


def test_each_image_holds_its_own_code_only(docker, built):
    """Neither can see the other's code, and no cache or Dockerfile is shipped."""
    listing = {
        image: docker("run", "--rm", "--network", "none", "--entrypoint", "ls", image, "/var/task")
        for image in ("agentfunction", "toolfunction")
    }
    names = {image: set(text.split()) for image, text in listing.items()}
    assert "agent" in names["agentfunction"]
    assert "mcp_tool" not in names["agentfunction"]
    assert "mcp_tool" in names["toolfunction"]
    assert "agent" not in names["toolfunction"]
    tool = docker(
        *("run", "--rm", "--network", "none", "--entrypoint", "ls", "toolfunction"),
        *("-A", "/var/task/mcp_tool"),
    )
    assert not {"Dockerfile", ".dockerignore"} & set(tool.split())


def test_the_tool_image_describes_the_catalogues_services_only(docker, built):
    """Botocore's data is trimmed to what the tools call."""
    listing = docker(
        *("run", "--rm", "--network", "none", "--entrypoint", "ls", "toolfunction"),
        "/var/task/botocore/data",
    )
    services = {name for name in listing.split() if "." not in name}
    assert services == {service for tool in TOOLS for service in tool.services}


def test_everything_in_an_image_is_compiled(docker, built):
    """A cold start reads bytecode and compiles nothing."""
    count = (
        "import pathlib; found = [p for p in pathlib.Path('/var/task').rglob('*.py')"
        " if not list((p.parent / '__pycache__').glob(p.stem + '.cpython-311.pyc'))]; print(found)"
    )
    for image in ("agentfunction", "toolfunction"):
        flags = ("run", "--rm", "--network", "none", "--entrypoint", "python")
        assert docker(*flags, image, "-c", count) == "[]"


@pytest.mark.parametrize("name", ["hello_world", "get_time"])
def test_sam_invokes_a_tool_that_reads_nothing(sam, built, name):
    """`sam local invoke` with the event files that the docs give."""
    answer = invoke(sam, built, name)
    assert answer["ok"], answer
    assert answer["tool"] == name


@pytest.mark.usefixtures("account")
def test_sam_invokes_a_tool_that_reads_an_account(sam, built):
    """The same for one that calls AWS: its rows are the account's."""
    answer = invoke(sam, built, "ec2_read_operations")
    assert answer["ok"], answer
    assert answer["returned"] == 1


def invoke(sam, built, name, *flags):
    """Invoke by SAM, which gives a container under a second to listen: not enough when busy."""
    event = EVENTS / f"{name}.json"
    where = ("--template", str(built), "--event", str(event))
    printed = ""
    for _ in range(3):
        printed = printed or sam("local", "invoke", "ToolFunction", *where, *flags)
    return json.loads(printed)


@contextmanager
def container(docker, image, *command, settings, mounts=()):
    """Run a container on this machine's own network until the end of the block."""
    flags = [word for key, value in settings.items() for word in ("--env", f"{key}={value}")]
    flags += [word for path in mounts for word in ("--volume", f"{path}:{path}:ro")]
    name = docker("run", "--detach", "--network", "host", *flags, image, *command)
    try:
        yield
    finally:
        docker("rm", "--force", name)


def test_the_agent_image_streams_an_answer(docker, built, sandbox, tmp_path):
    """Started as Lambda would start it, it answers a question through the whole chain."""
    settings = {
        **sandbox.cli_environment(),
        "AWS_REGION": "us-east-1",
        "OKTA_ISSUER": sandbox.issuer,
        "OKTA_CLIENT_IDS": CLIENT_ID,
        "SSL_CERT_FILE": sandbox.ca_bundle,
    }
    with bind() as sock:
        url = address(sock)
    port = url.rpartition(":")[2]
    command = ("agent.main:create_app", "--factory", "--host", "127.0.0.1", "--port", port)
    with container(
        docker, "agentfunction", *command, settings=settings, mounts=[sandbox.ca_bundle]
    ):
        events = ask(url, log_in(sandbox).access_token)
    names = [event for event, _ in events]
    assert names[0] == "start"
    assert names[-1] == "end"
    assert {"tool_start", "tool_end", "text"} <= set(names)


def ask(url, token):
    """Ask as soon as the agent is healthy; gives the events as (name, data)."""
    headers = {"X-Okta-Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as http:
        await_health(http)
        question = {"message": "Which EC2 instances are running?"}
        answer = http.post("/stream", json=question)
    assert answer.is_success, answer.text
    blocks = [
        block for block in answer.text.replace("\r\n", "\n").split("\n\n") if "event:" in block
    ]
    pairs = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
    return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


def await_health(http):
    deadline = time.monotonic() + 60
    while True:
        try:
            if http.get("/health").is_success:
                return
        except httpx.TransportError:
            assert time.monotonic() < deadline
