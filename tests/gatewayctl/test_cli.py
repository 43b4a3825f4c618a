"""The command line: help, usage errors, and running where little is installed."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from gatewayctl.cli import COMMANDS, run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_a_script_with_the_shared_flags(name, capsys):
    """Each script's help names the flags that all have."""
    assert (ROOT / "scripts" / f"{name}.py").exists()
    assert run(COMMANDS[name], ["--help"], program=f"{name}.py") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: {name}.py [OPTIONS]")
    for flag in ("environment", "config", "profile", "region", "endpoint-url", "dry-run", "output"):
        assert f"--{flag}" in shown


def test_the_scripts_are_those_and_no_others():
    """A gateway or target script without a command would not be tested here."""
    found = {
        path.stem
        for kind in ("gateway", "gateways", "target", "targets")
        for path in (ROOT / "scripts").glob(f"*-{kind}.py")
    }
    assert found == set(COMMANDS)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ([], "Missing option '--environment'"),
        (["--environment", "gamma"], "'gamma' is not one of 'dev', 'staging', 'prod'"),
        (["--environment", "dev", "--output", "xml"], "'xml' is not one of 'table', 'json'"),
        (["--environment", "dev", "--config", "/nowhere"], "'/nowhere' does not exist"),
        (["--environment", "dev", "--force"], "No such option"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(flags, message, capsys):
    """Nothing is read or called when the command line cannot be meant."""
    assert run(COMMANDS["get-gateway"], flags, program="get-gateway.py") == 2
    assert message in capsys.readouterr().err


def test_a_missing_package_is_one_message(tmp_path):
    """A bare interpreter without the three packages says what to install."""
    done = subprocess.run(
        [sys.executable, "-S", ROOT / "scripts" / "create-gateway.py", "--environment", "dev"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "Error: the Python package click is missing. Run `pip install boto3 click pydantic`, or "
        "use .venv/bin/python, which `make test` sets up.\n"
    )


def test_a_script_needs_nothing_but_its_three_packages(account, config, tmp_path):
    """Where the project itself is not installed, a script finds its own package beside it."""
    flags = ["--environment", "dev", "--config", config, "--output", "json"]
    packages = sysconfig.get_path("purelib")  # without its .pth files, thanks to -S
    done = subprocess.run(
        [sys.executable, "-S", ROOT / "scripts" / "list-gateways.py", *flags],
        cwd=tmp_path,
        env={**account.environment, "PYTHONPATH": packages},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("remove", "flags", "message"),
    [
        ("AWS_SECRET_ACCESS_KEY", [], "Sign in again (`aws sso login` or `aws configure`)"),
        ("", ["--profile", "nobody"], "`aws configure list-profiles` shows the profiles there are"),
        ("", ["--region", "us east"], "Give a region such as us-east-1 with --region"),
    ],
)
def test_an_account_that_does_not_let_us_in_is_one_message(
    account, config, tmp_path, remove, flags, message
):
    """No credentials, no such profile, no such region: status 1, the next step, no traceback."""
    env = {key: value for key, value in account.environment.items() if key != remove}
    where = ["--environment", "dev", "--config", str(config)]
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "list-gateways.py", *where, *flags],
        env={**env, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
