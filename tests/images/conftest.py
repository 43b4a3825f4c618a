"""Both images, built once by `sam build` on the stand-in bases, by a Docker daemon of our own."""

import os
import re
import subprocess
import sys
from contextlib import ExitStack

import pytest

from local.cloudformation.template import ROOT, SAM, TEMPLATE
from local.environment import inherited
from local.stack import running
from tests.images import daemon, standin

EMULATORS = "samcli/local/rapid/aws-lambda-rie-x86_64"
# The time-out is short because SAM now and then waits for its own timer after an answer.
PARAMETERS = (
    "OktaIssuer=https://dev-1.okta.com/oauth2/default OktaClientIds=awsops-cli ToolTimeout=20"
)


@pytest.fixture(scope="session")
def emulator():
    """The Lambda runtime interface emulator that AWS ships inside its SAM CLI."""
    found = next(SAM.parent.glob(f"lib/python3.*/site-packages/{EMULATORS}"), None)
    assert found, "run `make sam`"
    return found


@pytest.fixture(scope="session")
def docker(tmp_path_factory):
    """A daemon; where none can run, these tests are skipped with the reason."""
    if reason := daemon.missing():
        pytest.skip(reason)
    if os.geteuid() or sys.version_info[:2] != (3, 11) or os.uname().machine != "x86_64":
        pytest.skip("the stand-in bases need root and Python 3.11 on x86_64")
    with ExitStack() as stack:
        try:
            docker = stack.enter_context(daemon.running(tmp_path_factory.mktemp("docker")))
        except daemon.CannotRunError as error:
            pytest.skip(str(error))
        yield docker


@pytest.fixture(scope="session")
def wheels(tmp_path_factory):
    """The packages of both images, as the locks have them."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("agent", "mcp_tool"):
        lock = ROOT / "src" / name / "requirements.txt"
        flags = ("--quiet", "--require-hashes", "--only-binary", ":all:", "--dest", folder)
        command = [sys.executable, "-m", "pip", "download", *flags, "--requirement", lock]
        subprocess.run(command, check=True, timeout=300)
    return folder


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """The chain that an image is put into."""
    with running(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def sam(docker, tmp_path_factory):
    """Run the SAM CLI on the project's template; gives what it printed."""
    home = tmp_path_factory.mktemp("sam")

    def sam(*arguments):
        done = subprocess.run(
            [SAM / "sam", *arguments, "--parameter-overrides", PARAMETERS],
            env={
                **inherited(),
                "HOME": str(home),
                "DOCKER_HOST": docker.host,
                "SAM_CLI_TELEMETRY": "0",
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "testing",
                "AWS_SECRET_ACCESS_KEY": "testing",
            },
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return sam


@pytest.fixture(scope="session")
def bases(docker, wheels, emulator, tmp_path_factory):
    """Put stand-ins where the Dockerfiles look for their bases."""
    base, adapter = _bases()
    folder = tmp_path_factory.mktemp("bases")
    changes = standin.lambda_base(folder / "base", emulator=emulator, wheels=wheels, aws=daemon.AWS)
    docker.load(folder / "base", base, changes)
    docker.load(folder / "adapter", adapter, standin.adapter(folder / "adapter"))


@pytest.fixture(scope="session")
def built(sam, bases, tmp_path_factory):
    """Build both images from the unchanged Dockerfiles; gives the built template."""
    target = tmp_path_factory.mktemp("built")
    sam("build", "--template", str(TEMPLATE), "--build-dir", str(target))
    return target / "template.yaml"


def _bases():
    """The tags that the Dockerfiles pin; both images have the same base."""
    texts = [(ROOT / f"src/{name}/Dockerfile").read_text() for name in ("agent", "mcp_tool")]
    (base,) = {found for text in texts for found in re.findall(r"^ARG BASE=(\S+)", text, re.M)}
    (adapter,) = re.findall(r"^ARG ADAPTER=(\S+)", texts[0], re.M)
    return base, adapter
