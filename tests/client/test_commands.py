"""The smaller commands: login and logout, whoami, tools, config, completion, help."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from client.status import ExitStatus

ROOT = Path(__file__).parents[2]


@pytest.fixture
def begin_login(environment):
    """Start `awsops login`; returns the process and what it says up to its address."""
    begun = []

    def start(*arguments, **variables):
        process = subprocess.Popen(
            [sys.executable, "-m", "client", "login", *arguments],
            env={**environment, **variables},
            cwd=ROOT,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process, next(line.strip() for line in process.stderr if "https://" in line)

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def test_a_login_is_kept_and_forgotten(begin_login, awsops, environment, trust):
    """Logged in by the browser, whoami knows the person; logged out, nobody does."""
    process, url = begin_login("--no-browser")
    page = httpx.get(
        f"{url}&prompt=none&login_hint=grace",
        verify=trust,
        trust_env=False,
        follow_redirects=True,
    )
    assert "You are logged in" in page.text
    _, said = process.communicate(timeout=60)
    assert process.returncode == ExitStatus.DONE
    assert "Logged in as grace@example.com." in said

    known = awsops("whoami", env=environment).stdout
    assert "grace@example.com" in known
    assert "arn:aws" in known

    assert awsops("logout", env=environment).stderr == "Logged out.\n"
    assert awsops("logout", env=environment).stderr == "Nobody was logged in.\n"
    assert awsops("whoami", env=environment).returncode == ExitStatus.LOGIN_NEEDED


def test_a_browser_is_opened_at_the_address(begin_login, tmp_path):
    """The person's own browser is started with the printed URL."""
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}.new && mv {seen}.new {seen}\n')
    browser.chmod(0o755)
    process, url = begin_login(BROWSER=str(browser))
    while not seen.exists():
        assert process.poll() is None
    assert seen.read_text().strip() == url


def test_a_refused_login_has_its_own_status(begin_login, trust):
    """The issuer's words, and nothing is kept."""
    process, url = begin_login("--no-browser")
    httpx.get(
        f"{url}&prompt=none&login_hint=nobody",
        verify=trust,
        trust_env=False,
        follow_redirects=True,
    )
    _, said = process.communicate(timeout=60)
    assert process.returncode == ExitStatus.LOGIN_FAILED
    assert "login_required" in said


def test_a_device_login_waits_for_its_approval(begin_login, awsops, environment, trust):
    """The code is typed elsewhere."""
    process, url = begin_login("--device")
    httpx.get(f"{url}&login_hint=ada", verify=trust, trust_env=False).raise_for_status()
    process.communicate(timeout=60)
    assert process.returncode == ExitStatus.DONE
    assert "ada@example.com" in awsops("whoami", env=environment).stdout


def test_a_spent_token_is_renewed_on_the_way(awsops, environment, kept, tokens_of):
    """A login whose access token has run out still answers, and keeps the new token."""
    tokens = tokens_of("ada", expires_at=0.0)
    path = kept(tokens)
    assert awsops("tools", env=environment).returncode == ExitStatus.DONE
    assert json.loads(path.read_text())["access_token"] != tokens.access_token


def test_a_refused_token_is_renewed_on_the_way(awsops, environment, kept, tokens_of):
    """The agent's 401 leads to one renewal."""
    path = kept(tokens_of("ada", access_token="a.b.c"))
    assert awsops("tools", env=environment).returncode == ExitStatus.DONE
    assert json.loads(path.read_text())["access_token"] != "a.b.c"


def test_no_token_is_ever_shown(awsops, environment, kept, tokens_of):
    """Neither whoami, nor config, nor the doctor prints a part of one."""
    tokens = tokens_of("ada")
    kept(tokens)
    for command in (["whoami"], ["config"], ["doctor"], ["ask", "--json", "hello"]):
        done = awsops(*command, env=environment)
        for secret in (*tokens.access_token.split("."), tokens.refresh_token):
            assert secret not in done.stdout + done.stderr


def test_tools_are_listed(awsops, logged_in):
    """The twenty, by their bare names."""
    listed = json.loads(awsops("tools", "-o", "json", env=logged_in).stdout)
    assert len(listed) == 20
    assert "ec2_read_operations" in {tool["tool"] for tool in listed}


def test_config_shows_where_each_setting_comes_from(awsops, bare):
    """After `set`, the file; with a flag, the flag."""
    written = awsops("config", "set", "url", "https://agent.example", env=bare)
    assert written.returncode == ExitStatus.DONE
    shown = awsops("config", "--region", "eu-west-1", env={**bare, "COLUMNS": "200"}).stdout
    assert re.search(r"url +https://agent\.example +\S+config\.toml", shown)
    assert re.search(r"region +eu-west-1 +--region", shown)


def test_config_set_writes_for_the_environment_in_use(awsops, bare, home):
    """Flags may stand before or after the command."""
    awsops("--environment", "prod", "config", "set", "url", "https://prod.example", env=bare)
    awsops("config", "set", "url", "https://dev.example", env=bare)
    text = (home / ".config" / "awsops" / "config.toml").read_text()
    assert '[environments.prod]\nurl = "https://prod.example"' in text
    assert '[environments.dev]\nurl = "https://dev.example"' in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(awsops, bare, shell):
    """Nothing needs to be set up for it."""
    done = awsops("completion", shell, env=bare)
    assert done.returncode == ExitStatus.DONE
    assert "_AWSOPS_COMPLETE" in done.stdout


def test_help_imports_nothing_heavy(bare):
    """`--help` costs the CLI library and little more."""
    code = (
        "import sys\n"
        "from client.cli import run\n"
        "run(['--help'])\n"
        "heavy = {'httpx', 'botocore', 'authlib', 'keyring', 'prompt_toolkit', 'tomlkit',"
        " 'rich.console', 'markdown_it', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_manual_is_what_the_code_says(bare, tmp_path):
    """`docs/client.md` holds the help, settings, slash commands and statuses of this code."""
    text = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    fresh = tmp_path / "client.md"
    fresh.write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "cogapp", "-r", str(fresh)],
        env=bare,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert fresh.read_text(encoding="utf-8") == text
