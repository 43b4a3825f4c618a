"""Conversations through the page's server: signed, passed on, and errors as sentences."""

import pytest

from tests.client.web.test_turns import ask, events


@pytest.fixture
def conversation(browser):
    """The id of a conversation of one turn."""
    return next(events(browser, ask(browser, "hello")))[2]["conversation_id"]


def test_conversations_are_listed_and_read(browser, conversation):
    """As the agent tells them."""
    listed = browser.get("/api/conversations", params={"limit": 1}).json()
    assert listed["conversations"][0]["conversation_id"] == conversation
    history = browser.get(f"/api/conversations/{conversation}").json()
    assert history["turns"][0]["question"] == "hello"


def test_a_page_is_asked_for_by_its_cursor(browser, conversation):
    """The second page goes on behind the first."""
    ask(browser, "hello")
    first = browser.get("/api/conversations", params={"limit": 1}).json()
    params = {"limit": 1, "cursor": first["cursor"]}
    second = browser.get("/api/conversations", params=params).json()
    assert first["conversations"] != second["conversations"]


def test_a_conversation_is_renamed_once_for_each_version(browser, conversation):
    """A title that was read before another one was given is refused."""
    path = f"/api/conversations/{conversation}"
    version = browser.get(path).json()["version"]
    renamed = browser.patch(path, json={"title": "Greetings", "version": version})
    assert renamed.json()["title"] == "Greetings"
    late = browser.patch(path, json={"title": "Other", "version": version})
    assert (late.status_code, late.json()["code"]) == (409, "conversation_changed")


def test_a_conversation_is_deleted(browser, conversation):
    """It is gone for the agent, too."""
    path = f"/api/conversations/{conversation}"
    assert browser.delete(path).status_code == 200
    gone = browser.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "conversation_not_found")


def test_a_turn_of_another_program_is_stopped(browser):
    """By its conversation, since this server has not begun it."""
    turn = ask(browser, "tell me slowly")
    following = events(browser, turn)
    conversation = next(following)[2]["conversation_id"]
    stopped = browser.post(f"/api/conversations/{conversation}/stop").json()
    assert stopped["stopping"] is True
    assert list(following)[-1][2] == {"stop_reason": "stopped"}


@pytest.mark.parametrize("path", ["/api/conversations/..", "/api/conversations/a%2Fb", "/api/x"])
def test_only_the_listed_routes_are_passed_on(browser, path):
    """No path of a browser's making reaches the agent."""
    assert browser.get(path).status_code in {404, 422}


def test_the_page_is_told_what_to_show(browser):
    """The environment and the prices, and nothing else."""
    assert browser.get("/api/about").json() == {
        "environment": "dev",
        "price": {"input": 3, "output": 15, "cache_read": 0.3},
    }


def test_a_refused_login_is_no_lost_session(page_server, sandbox):
    """401 is this server's own word; what the agent says of its token is another matter."""
    with page_server(sandbox.function_url, "a.b.c").enter() as browser:
        refused = browser.get("/api/conversations")
    assert (refused.status_code, refused.json()["code"]) == (502, "login_needed")
