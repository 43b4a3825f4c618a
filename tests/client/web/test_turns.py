"""Turns on the page's server: asked, followed, left, found again, stopped."""

import json

import httpx
from httpx_sse import connect_sse

from client.connection import Policy
from local.sandbox import ACCESS_KEY, SECRET_KEY

INSTANCES = "Which EC2 instances are running?"


def ask(browser, message, conversation_id=None):
    """Ask; returns the id of the turn."""
    body = {"message": message, "conversation_id": conversation_id}
    answer = browser.post("/api/turns", json=body)
    assert answer.status_code == 202
    return answer.json()["id"]


def events(browser, turn, after=0):
    """Follow a turn to its end; yields number, name and data."""
    path = f"/api/turns/{turn}/events?after={after}"
    with connect_sse(browser, "GET", path) as source:
        for sse in source.iter_sse():
            yield int(sse.id), sse.event, json.loads(sse.data)


def test_the_events_are_the_agents_own(browser):
    """Numbered from one, from start to end, with the rows of the tool."""
    told = list(events(browser, ask(browser, INSTANCES)))
    assert [number for number, _, _ in told] == list(range(1, len(told) + 1))
    names = [name for _, name, _ in told]
    assert names[0] == "start"
    assert names[-2:] == ["usage", "end"]
    (tool_end,) = [data for _, name, data in told if name == "tool_end"]
    assert len(tool_end["table"]["rows"]) > 5


def test_a_reader_that_leaves_comes_back_to_the_rest(browser):
    """What was read is not sent again, and nothing between is missing."""
    turn = ask(browser, "tell me slowly")
    first = []
    for event in events(browser, turn):
        first.append(event)
        if len(first) == 5:
            break
    rest = list(events(browser, turn, after=first[-1][0]))
    assert [number for number, _, _ in first + rest] == list(range(1, rest[-1][0] + 1))
    words = "".join(data["delta"] for _, name, data in first + rest if name == "text")
    assert words.split() == [f"word{n}" for n in range(60)]


def test_an_answer_that_nobody_reads_is_kept(browser):
    """It runs to its end, and another tab reads all of it."""
    turn = ask(browser, INSTANCES)
    told = list(events(browser, turn))
    conversation = told[0][2]["conversation_id"]
    assert list(events(browser, turn)) == told
    known = browser.get("/api/turns", params={"conversation_id": conversation}).json()
    assert known == {"turns": [{"id": turn, "question": INSTANCES, "turn": 1, "over": True}]}


def test_a_turn_is_stopped(browser):
    """What it has written stays; the stream ends in its own way."""
    turn = ask(browser, "tell me slowly")
    following = events(browser, turn)
    told = [next(following) for _ in range(3)]
    assert browser.post(f"/api/turns/{turn}/stop").json() == {"stopping": True}
    told += following
    assert told[-1][1:] == ("end", {"stop_reason": "stopped"})
    assert len(told) < 50


def test_a_turn_is_stopped_before_its_first_word(browser):
    """The stop waits until there is something to stop."""
    turn = ask(browser, "tell me slowly")
    browser.post(f"/api/turns/{turn}/stop")
    assert list(events(browser, turn))[-1][1:] == ("end", {"stop_reason": "stopped"})


def test_a_turn_that_is_over_or_unknown_is_not_stopped(browser):
    """There is nothing to stop, which is no error."""
    turn = ask(browser, "hello")
    list(events(browser, turn))
    for which in (turn, "0123456789abcdef"):
        assert browser.post(f"/api/turns/{which}/stop").json() == {"stopping": False}


def test_a_conversation_goes_on(browser):
    """The second turn is in the conversation of the first."""
    first = next(events(browser, ask(browser, "hello")))[2]
    second = next(events(browser, ask(browser, "hello again", first["conversation_id"])))[2]
    assert (second["conversation_id"], second["turn"]) == (first["conversation_id"], 2)


def test_turns_of_two_tabs_do_not_mix(browser):
    """Asked at once, each is answered with its own."""
    slow, quick = ask(browser, "tell me slowly"), ask(browser, "hello")
    assert "word1" not in json.dumps(list(events(browser, quick)))
    assert "word1" in json.dumps(list(events(browser, slow)))


def test_a_failure_in_the_middle_is_the_last_event(browser):
    """The words before it stay."""
    told = list(events(browser, ask(browser, "answer badly")))
    assert told[-1][1] == "error"
    words = "".join(data["delta"] for _, name, data in told if name == "text")
    assert words == "It begins well. "


def test_a_refusal_before_the_start_is_an_event_too(browser):
    """There is one place to look at."""
    ((_, name, data),) = events(browser, ask(browser, "hello", "no-such-conversation"))
    assert name == "error"
    assert data["code"] == "conversation_not_found"


def test_an_agent_that_is_gone_is_told_in_a_sentence(page_server):
    """After the client's own retries, which the page hears of."""
    policy = Policy(sleep=lambda _: None)
    with page_server("http://127.0.0.1:1", policy=policy).enter() as browser:
        *before, last = events(browser, ask(browser, "hello"))
    assert {name for _, name, _ in before} == {"waiting"}
    assert (last[1], last[2]["code"]) == ("error", "unreachable")
    for data in (before[0][2]["why"], last[2]["message"]):
        assert "Nothing answers at http://127.0.0.1:1" in data


def test_a_spent_login_says_how_to_renew_it(page_server, sandbox):
    """The agent refuses the token; the sentence names the command."""
    with page_server(sandbox.function_url, "a.b.c").enter() as browser:
        ((_, name, data),) = events(browser, ask(browser, "hello"))
    assert (name, data["code"]) == ("error", "login_needed")
    assert "awsops login" in data["message"]


def test_an_unknown_turn_is_told_so(browser):
    """The page reads the history then."""
    answer = browser.get("/api/turns/0123456789abcdef/events")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_turn")


def test_a_question_that_is_too_long_is_refused(browser):
    """The agent counts bytes, so does this server."""
    for message in ("ü" * 40_000, "x" * 70_000, " "):
        assert browser.post("/api/turns", json={"message": message}).status_code == 422


def test_no_answer_holds_a_secret(page_server, sandbox, tokens_of):
    """Neither the token, nor the AWS key, nor the other half of the pass, in anything."""
    tokens = tokens_of("ada")
    server = page_server(sandbox.function_url, tokens.access_token)
    heard = []
    keep = {"response": [heard.append]}
    with server.enter() as browser:
        browser.event_hooks = keep
        turn = ask(browser, INSTANCES)
        body = browser.get(f"/api/turns/{turn}/events").text
        for path in ("/", "/page.js", "/api/about", "/api/conversations", "/api/nothing"):
            body += browser.get(path).text
        cookie = next(iter(browser.cookies.values()))
    body += "".join(str(response.headers) for response in heard)
    secrets = (*tokens.access_token.split("."), tokens.refresh_token, SECRET_KEY, ACCESS_KEY)
    for secret in (*secrets, cookie, server.code):
        assert secret not in body


def test_a_broken_connection_to_the_agent_is_told(page_server, scripted):
    """The answer of something else is no turn."""
    url, _ = scripted(_not_an_agent)
    with page_server(url).enter() as browser:
        ((_, name, data),) = events(browser, ask(browser, "hello"))
    assert (name, data["code"]) == ("error", "not_an_agent")


async def _not_an_agent(_scope, _receive, send):
    headers = [(b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"<h1>hello</h1>"})


def test_an_event_cannot_end_early(page_server, scripted):
    """Line breaks in a text stay inside its event, whichever kind they are."""
    url, _ = scripted(_forged)
    with page_server(url).enter() as browser:
        told = list(events(browser, ask(browser, "hello")))
    assert [name for _, name, _ in told] == ["start", "text", "end"]
    assert told[1][2]["delta"] == "a\n\nevent: error\rdata: {}\u2028\n"


async def _forged(_scope, _receive, send):
    text = json.dumps({"delta": "a\n\nevent: error\rdata: {}\u2028\n"})
    body = (
        'event: start\ndata: {"conversation_id": "c", "turn": 1}\n\n'
        f"event: text\ndata: {text}\n\n"
        'event: end\ndata: {"stop_reason": "end_turn"}\n\n'
    )
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def test_only_the_latest_turns_are_kept(page_server, scripted):
    """The fifty-first pushes the first one out."""
    url, _ = scripted(_not_an_agent)
    with page_server(url).enter() as browser:
        first, *_, last = turns = [ask(browser, "hello") for _ in range(51)]
        for turn in turns[1:]:
            assert list(events(browser, turn))
        assert browser.get(f"/api/turns/{first}/events").status_code == 404
        assert browser.get(f"/api/turns/{last}/events").status_code == httpx.codes.OK
