"""Who is let in, from where, and with what headers: the guard before every route."""

import re
from pathlib import Path

import pytest

from client.web.app import PAGE
from client.web.guard import KEY_HEADER

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
ROUTES = (
    ("GET", "/api/about"),
    ("POST", "/api/turns"),
    ("GET", "/api/turns?conversation_id=a"),
    ("GET", "/api/turns/0123456789abcdef/events"),
    ("POST", "/api/turns/0123456789abcdef/stop"),
    ("GET", "/api/conversations"),
    ("GET", "/api/conversations/a"),
    ("PATCH", "/api/conversations/a"),
    ("DELETE", "/api/conversations/a"),
    ("POST", "/api/conversations/a/stop"),
    ("GET", "/api/nothing"),
)


@pytest.fixture
def alone(page_server):
    """A server whose agent is nowhere: what is refused never gets that far."""
    return page_server("http://127.0.0.1:1")


def test_the_code_opens_one_session_once(alone):
    """A second browser with the same code stays outside; so does one with another code."""
    with alone.browser() as guess, alone.enter() as first, alone.browser() as second:
        assert guess.post("/api/session", json={"code": "guess"}).status_code == 401
        assert first.get("/api/about").status_code == 200
        refused = second.post("/api/session", json={"code": alone.code})
        assert refused.status_code == 401
        assert refused.json()["code"] == "spent_code"
        assert "set-cookie" not in refused.headers


def test_the_cookie_is_for_this_site_and_no_script(alone):
    """HttpOnly, SameSite=Strict; its name has the port, so that servers do not mix theirs up."""
    with alone.browser() as browser:
        cookie = browser.post("/api/session", json={"code": alone.code}).headers["set-cookie"]
    port = alone.origin.rpartition(":")[2]
    assert re.fullmatch(rf"awsops-{port}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict", cookie)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_route_answers_without_both_halves_of_the_pass(alone, method, path):
    """Nothing, the cookie alone, which other ports are sent too, and the key alone: all refused."""
    with alone.enter() as browser, alone.browser() as stranger:
        key = browser.headers.pop(KEY_HEADER)
        without_key = browser.request(method, path)
        without_cookie = stranger.request(method, path, headers={KEY_HEADER: key})
        answers = (stranger.request(method, path), without_key, without_cookie)
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert {answer.json()["code"] for answer in answers} == {"no_session"}


def test_a_session_that_was_never_opened_admits_nobody(alone):
    """Before the code came, even the right pass would not do; a made-up one never does."""
    with alone.browser() as browser:
        port = alone.origin.rpartition(":")[2]
        sent = {KEY_HEADER: "x", "cookie": f"awsops-{port}=x"}
        assert browser.get("/api/about", headers=sent).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "", "[::1]"])
@pytest.mark.parametrize("path", ["/", "/api/about", "/page.js"])
def test_another_host_is_refused(alone, host, path):
    """A name that was rebound to 127.0.0.1 gets neither the page nor an answer."""
    named = host.format(port=alone.origin.rpartition(":")[2])
    with alone.enter() as browser:
        refused = browser.get(path, headers={"host": named})
    assert refused.status_code == 421
    assert refused.headers["content-security-policy"] == CSP


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("POST", "/api/session")])
def test_another_origin_is_refused(alone, headers, method, path):
    """A page of another site or port cannot use the session, nor open it."""
    with alone.enter() as browser:
        refused = browser.request(method, path, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["code"] == "wrong_origin"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
def test_a_change_must_say_where_it_comes_from(alone, method):
    """Browsers send `Origin` with each of them; what sends none is no page of ours."""
    with alone.enter() as browser:
        del browser.headers["origin"]
        assert browser.request(method, "/api/conversations/a").status_code == 403


def test_no_other_origin_may_read(alone):
    """There is no CORS header, whatever is asked."""
    with alone.enter() as browser:
        preflight = browser.options("/api/about", headers={"access-control-request-method": "GET"})
        answers = (preflight, browser.get("/api/about"), browser.get("/"))
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/page.js"), ("GET", "/nothing"), *ROUTES, ("POST", "/api/session")],
)
def test_every_answer_has_the_whole_policy(alone, method, path):
    """Pages, data, refusals and what is not there."""
    with alone.browser() as browser:
        answer = browser.request(method, path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_page_needs_no_hole_in_the_policy():
    """No inline script or style, no outside host, and no HTML made of text."""
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<style|\son\w+=|\sstyle=", html) == []
    assert re.findall(r"(?:src|href)=\"(?!\./)", html) == []
    css = "".join(path.read_text(encoding="utf-8") for path in Path(PAGE).glob("*.css"))
    assert re.findall(r"url\(|@import", css) == []


def test_files_beside_the_page_stay_where_they_are(alone):
    """No path leads out of the page's folder."""
    with alone.browser() as browser:
        for path in ("/../app.py", "/..%2fapp.py", "/%2e%2e/app.py", "//etc/passwd", "/..\\app.py"):
            assert browser.get(path).status_code == 404


def test_what_cannot_be_is_not_repeated(alone):
    """A malformed request is told so, without its own words."""
    with alone.browser() as browser:
        refused = browser.post("/api/session", json={"code": 1, "more": "<script>"})
    assert refused.status_code == 422
    assert "script" not in refused.text
