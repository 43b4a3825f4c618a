"""`awsops doctor` with each thing broken: what is wrong is marked, said, and the exit status."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from starlette.responses import JSONResponse, PlainTextResponse

from client.status import ExitStatus


@pytest.fixture
def examine(awsops):
    """Run the doctor; returns its status and each check's mark and words by name."""

    def run(env):
        done = awsops("doctor", env={**env, "COLUMNS": "300"})
        found = {}
        for line in done.stdout.splitlines():
            name, detail = line[2:17].strip(), line[18:].strip()
            found[name] = (line[0], detail)
        return done.returncode, found

    return run


def test_all_is_well(examine, logged_in):
    """Every check passes, and says what it found."""
    status, found = examine(logged_in)
    assert status == ExitStatus.DONE
    assert {mark for mark, _ in found.values()} == {"✓"}
    assert "20 tools" in found["gateway"][1]
    assert "ada@example.com" in found["Okta login"][1]


def test_nothing_set_up(examine, bare):
    """What rests on something missing is not looked at."""
    status, found = examine(bare)
    assert status == ExitStatus.CONFIG
    assert found["configuration"][0] == "✗"
    assert "awsops config set url" in found["configuration"][1]
    assert found["Function URL"] == ("·", "not looked at: configuration first")


def test_nobody_logged_in(examine, environment):
    """All but the gateway can be looked at."""
    status, found = examine(environment)
    assert status == ExitStatus.LOGIN_NEEDED
    assert found["Okta login"][0] == "✗"
    assert found["agent"][0] == "✓"
    assert found["gateway"][0] == "·"


def test_wrong_credentials(examine, logged_in):
    """The lock in front of the agent refuses them."""
    status, found = examine({**logged_in, "AWS_SECRET_ACCESS_KEY": "wrong"})
    assert status == ExitStatus.CREDENTIALS
    assert found["AWS credentials"][0] == "✓"
    assert found["signature"][0] == "✗"


def test_a_narrow_terminal_is_enough(awsops, environment):
    """The words stand below their name, and are not cut into letters."""
    done = awsops("doctor", env={**environment, "COLUMNS": "20"})
    said = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    assert "✓ configuration\n  dev:\n" in said
    assert "✗ Okta login\n  You are not logged\n  in. Run `awsops\n  login`.\n" in said


class LongAgo(BaseHTTPRequestHandler):
    """A server in 2020."""

    def do_GET(self):
        """Say the time."""
        self.send_response(403)
        self.send_header("content-length", "0")
        self.end_headers()

    def date_time_string(self, _timestamp=None):
        """The time."""
        return "Wed, 01 Jan 2020 00:00:00 GMT"

    def log_message(self, *_):
        """Be silent."""


@pytest.fixture
def long_ago():
    """The URL of a server in 2020."""
    with HTTPServer(("127.0.0.1", 0), LongAgo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_wrong_clock(examine, pointed, long_ago):
    """The server's time is compared before a signature fails for it."""
    status, found = examine(pointed(long_ago))
    assert status == ExitStatus.CLOCK
    assert "minutes ahead of the server's" in found["clock"][1]
    assert found["signature"][0] == "·"


def test_nothing_at_the_url(examine, pointed):
    """Nobody listens there."""
    status, found = examine(pointed("http://127.0.0.1:1"))
    assert status == ExitStatus.UNREACHABLE
    assert found["Function URL"][0] == "✗"


def test_something_else_at_the_url(examine, pointed, scripted):
    """A page is no agent."""
    url, _ = scripted(PlainTextResponse("welcome"))
    status, found = examine(pointed(url))
    assert status == ExitStatus.NOT_AN_AGENT
    assert "not an operations agent" in found["signature"][1]


def test_an_agent_that_lacks_something(examine, pointed, scripted):
    """What the agent itself reports is passed on."""
    url, _ = scripted(
        JSONResponse({"status": "ok"}),
        JSONResponse({"status": "ok"}),
        JSONResponse({"status": "ok"}),
        JSONResponse(
            {"ready": False, "checks": {"gateway": {"ok": False, "detail": "No gateway."}}}, 503
        ),
    )
    status, found = examine(pointed(url))
    assert status == ExitStatus.SERVICE
    assert "gateway: No gateway." in found["agent"][1]
    assert found["gateway"][0] == "·"


def test_a_token_that_the_agent_refuses(examine, environment, tmp_path):
    """A token file with another issuer's token fails at the last step, where it is used."""
    token = tmp_path / "token"
    token.write_text("a.b.c")
    status, found = examine({**environment, "AWSOPS_TOKEN_FILE": str(token)})
    assert status == ExitStatus.LOGIN_NEEDED
    assert found["gateway"][0] == "✗"
    assert "awsops login" in found["gateway"][1]
