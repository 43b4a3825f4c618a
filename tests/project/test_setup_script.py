"""setup.sh and teardown.sh given what they cannot use: a message that names the next step."""

import shutil
import subprocess

import pytest

from local.cloudformation.template import ROOT

OKTA = ("--okta-domain", "dev-1.okta.com", "--okta-client-id", "0oa1")
READER = "arn:aws:iam::111122223333:role/reader"
SETUP = ("setup.sh", "--environment", "dev", *OKTA)


@pytest.fixture
def run(tmp_path):
    """Run a script with few programs in reach; `docker` says what its `docker` does, if any."""

    def run(script, *flags, docker=None, typed=""):
        programs = tmp_path / "bin"
        programs.mkdir(exist_ok=True)
        for name in ("bash", "cat", "cut", "dirname", "env"):
            if not (programs / name).exists():
                (programs / name).symlink_to(shutil.which(name))
        if docker:
            (programs / "docker").write_text(f"#!/bin/sh\n{docker}\n")
            (programs / "docker").chmod(0o755)
        settings = {
            "PATH": str(programs),
            "HOME": str(tmp_path),
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        return subprocess.run(
            [shutil.which("bash"), ROOT / "scripts" / script, *flags],
            env=settings,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("setup.sh",), "--environment must be dev, staging or prod"),
        (("setup.sh", "--environment", "gamma", *OKTA), "must be dev, staging or prod"),
        (("setup.sh", "--environment"), "--environment needs a value"),
        (("setup.sh", "--environment", "--yes"), "--environment needs a value"),
        (("setup.sh", "--everything"), "unknown flag --everything"),
        (("setup.sh", "--enviroment", "dev"), "unknown flag --enviroment"),
        (("setup.sh", "--okta-url", "x"), "unknown flag --okta-url"),
        (("setup.sh", "--environment", "dev"), "--okta-domain must be a host"),
        (
            ("setup.sh", "--environment", "dev", "--okta-domain", "https://x.okta.com"),
            "must be a host",
        ),
        (("setup.sh", "--environment", "dev", *OKTA[:2]), "docs/okta.md says where it is"),
        ((*SETUP, "--reader-role", "shop"), "--reader-role is ALIAS,ROLE_ARN,EXTERNAL_ID"),
        ((*SETUP, "--reader-role", f"own,{READER},w"), "--reader-role is ALIAS,ROLE_ARN"),
        ((*SETUP, "--reader-role", f'a"b,{READER},w'), "--reader-role is ALIAS,ROLE_ARN"),
        ((*SETUP, "--reader-role", f'shop,{READER},w"'), "--reader-role is ALIAS,ROLE_ARN"),
        ((*SETUP, "--architecture", "riscv"), "--architecture must be x86_64 or arm64"),
        (("teardown.sh", "--everything"), "unknown flag --everything"),
        (("teardown.sh",), "--environment must be dev, staging or prod"),
        (("teardown.sh", "--everything", "x"), "unknown flag --everything"),
    ],
)
def test_a_wrong_command_line_is_usage(run, arguments, said):
    """Status 2, one line that says what is meant, and nothing is tried."""
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_tool_is_named(run):
    """Before anything is built."""
    done = run(*SETUP)
    assert done.returncode == 1
    assert "docker is missing" in done.stderr
    assert 'stopped at "checking tools and credentials"' in done.stderr


def test_docker_that_does_not_answer_is_said(run):
    """Its client alone builds nothing."""
    done = run(*SETUP, docker="exit 1")
    assert done.returncode == 1
    assert "docker does not answer" in done.stderr


def test_missing_credentials_are_said_before_anything_is_built(run):
    """With the way to get them."""
    done = run(*SETUP, docker="exit 0")
    assert done.returncode == 1
    assert "building" not in done.stderr
    assert "aws sso login" in done.stderr


def test_a_wrong_profile_is_said_before_anything_is_built(run):
    """By its name."""
    done = run(*SETUP, "--profile", "nobody", docker="exit 0")
    assert done.returncode == 1
    assert "nobody" in done.stderr


def test_nothing_is_torn_down_unless_its_name_is_typed(run):
    """An empty answer, or none, is no name."""
    done = run("teardown.sh", "--environment", "dev", typed="\n")
    assert done.returncode == 1
    assert "nothing was deleted" in done.stderr
    assert run("teardown.sh", "--environment", "dev").returncode == 1
