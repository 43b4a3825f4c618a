"""Every kind of bad input ends in a sentence and an exit status of its own."""

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from client import errors
from client.status import ExitStatus, of

START = b'event: start\ndata: {"conversation_id": "c1", "turn": 1, "request_id": "r"}\n\n'
HALF = START + b'event: text\ndata: {"delta": "half of it"}\n\n'
FAILED = HALF + b'event: error\ndata: {"code": "model_error", "message": "No."}\n\n'
AWS = {"x-amzn-errortype": "InvalidSignatureException"}


def stream(body):
    """An event stream."""
    return Response(body, media_type="text/event-stream")


def problem(status, code):
    """A refusal of the agent."""
    return Response(
        f'{{"detail": "No.", "code": "{code}"}}', status, media_type="application/problem+json"
    )


ENDINGS = {
    "the stream fails": (stream(FAILED), ExitStatus.TURN_FAILED, "No. (model_error)"),
    "the token is refused": (problem(401, "token_expired"), ExitStatus.LOGIN_NEEDED, "login"),
    "the signature is refused": (
        JSONResponse({"message": "The request signature we calculated does not match"}, 403, AWS),
        ExitStatus.CREDENTIALS,
        "--profile",
    ),
    "the clock is wrong": (
        JSONResponse({"message": "Signature expired: a is now earlier than b"}, 403, AWS),
        ExitStatus.CLOCK,
        "clock",
    ),
    "it is a page": (PlainTextResponse("hi"), ExitStatus.NOT_AN_AGENT, "not an operations agent"),
    "it is refused": (problem(422, "invalid_request"), ExitStatus.REFUSED, "invalid_request"),
    "it is not found": (problem(404, "gone"), ExitStatus.NOT_FOUND, "gone"),
    "it is too much": (
        Response(
            '{"detail": "No.", "code": "rate_limited"}',
            429,
            {"retry-after": "60"},
            media_type="application/problem+json",
        ),
        ExitStatus.RATE_LIMITED,
        "rate_limited",
    ),
    "the agent is broken": (problem(500, "internal"), ExitStatus.SERVICE, "internal"),
    "the stream is cut": (stream(HALF), ExitStatus.BROKEN, "ask again to go on"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_server_that_misbehaves(awsops, pointed, scripted, ending):
    """One line, what to do, and the status of its kind; what came of the answer is kept."""
    answer, status, said = ENDINGS[ending]
    url, _ = scripted(answer)
    done = awsops("ask", "hi", env=pointed(url))
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout in {"", "half of it\n"}


def test_five_megabytes_are_printed_whole(awsops, pointed, scripted):
    """A huge answer is no failure."""
    text = "All work and no play. " * 5_000
    event = f'event: text\ndata: {{"delta": "{text}"}}\n\n'.encode()
    url, _ = scripted(stream(START + event * 46 + b'event: end\ndata: {"stop_reason": "x"}\n\n'))
    done = awsops("ask", "hi", env=pointed(url))
    assert done.returncode == ExitStatus.DONE
    assert done.stdout == text * 46 + "\n"


def test_nothing_at_the_address(awsops, pointed):
    """It is tried again, and then said."""
    done = awsops("ask", "hi", env=pointed("http://127.0.0.1:1"))
    assert done.returncode == ExitStatus.UNREACHABLE
    assert "Nothing answers at http://127.0.0.1:1." in done.stderr


def test_nothing_set_up(awsops, bare):
    """The sentence names the command that sets it."""
    done = awsops("ask", "hi", env=bare)
    assert done.returncode == ExitStatus.CONFIG
    assert "awsops config set url" in done.stderr


def test_nobody_logged_in(awsops, environment):
    """It says how."""
    done = awsops("ask", "hi", env=environment)
    assert (done.returncode, done.stderr) == (
        ExitStatus.LOGIN_NEEDED,
        "Error: You are not logged in. Run `awsops login`.\n",
    )


@pytest.mark.parametrize("content", ["", "two tokens", None])
def test_a_token_file_that_cannot_be_used(awsops, pointed, tmp_path, content):
    """It is named, and what it holds is not shown."""
    environment = pointed("http://127.0.0.1:1")
    path = tmp_path / "token"
    path.unlink()
    if content is not None:
        path.write_text(content)
    done = awsops("ask", "hi", env=environment)
    assert done.returncode == ExitStatus.CONFIG
    assert str(path) in done.stderr
    assert not content or content not in done.stderr


def test_every_error_has_a_status_of_its_own():
    """The table of statuses is whole; no two kinds of error share one."""
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.ClientError)
    ]
    leaves = [kind for kind in kinds if kind is not errors.ClientError]
    statuses = [of(kind.__new__(kind)) for kind in leaves]
    assert len(set(statuses)) == len(statuses)
    assert {*statuses, ExitStatus.DONE, ExitStatus.INTERRUPTED} == set(ExitStatus)
