"""The address that a browser comes back to takes one answer, and shows nothing of others."""

import threading
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from client.errors import LoginFailedError
from client.loopback import Loopback


@pytest.fixture
def loopback():
    """The address that the browser comes back to."""
    with closing(Loopback(0)) as loopback:
        yield loopback


def test_the_loopback_takes_only_the_answer_to_its_request(loopback):
    """Other paths and states are turned away, and say nothing."""
    answers = []

    def browse():
        for query in ("favicon.ico", "callback?state=other&code=x", "callback?state=mine&code=c"):
            url = loopback.redirect_uri.replace("callback", query)
            answers.append(httpx.get(url, trust_env=False))

    browser = threading.Thread(target=browse)
    browser.start()
    callback = loopback.wait("mine")
    browser.join()
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert "You are logged in" in answers[-1].text
    assert callback == loopback.redirect_uri + "?state=mine&code=c"


def test_the_loopback_shows_a_refusal_as_text(loopback):
    """What the issuer says is escaped on the page."""
    answers = []
    url = f"{loopback.redirect_uri}?state=s&error=denied&error_description=<script>"
    browser = threading.Thread(target=lambda: answers.append(httpx.get(url, trust_env=False)))
    browser.start()
    loopback.wait("s")
    browser.join()
    assert answers[0].status_code == 400
    assert "&lt;script&gt;" in answers[0].text


def test_the_loopback_does_not_wait_for_ever(loopback):
    """Nobody came."""
    hours = iter([0.0, 1.0, 400.0])
    with pytest.raises(LoginFailedError, match="Nobody logged in in time"):
        loopback.wait("s", seconds=1.05, clock=lambda: next(hours))


def test_a_taken_port_is_a_sentence(loopback):
    """It says which, and which setting."""
    port = urlsplit(loopback.redirect_uri).port
    with pytest.raises(LoginFailedError, match=f"Port {port} is in use.*redirect_port"):
        Loopback(port)
