"""The server behind the page goes away and comes back."""

from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.browser.test_asking import expect
from tests.client.web.page_server import serving


def test_the_page_waits_for_its_server_and_goes_on(page, server, connection):
    """A new server on the same port, opened in another tab, revives the tab that was left."""
    page.ask("hello")
    port = urlsplit(server.origin).port
    server.stop()
    page.say("are you there?")
    expect(page.window.get_by_role("alert").first).to_contain_text("does not answer")
    with serving(connection, port) as again:
        # It answers, but knows nobody yet.
        expect(page.window.locator(".banner")).to_contain_text("session")
        other = page.window.context.new_page()
        other.goto(again.address)
        other.wait_for_selector("#question")
        expect(page.window.locator(".banner")).to_have_count(0)
        assert "Hello" in page.ask("hello").inner_text()


def test_an_answer_goes_on_after_a_server_was_gone(page, server, connection):
    """What the agent wrote meanwhile is read from the history."""
    turn = page.say("tell me slowly")
    turn.get_by_text("word3").wait_for()
    port = urlsplit(server.origin).port
    server.stop()
    expect(page.window.locator(".banner")).to_contain_text("does not answer")
    with ExitStack() as stack:
        again = stack.enter_context(serving(connection, port))
        other = page.window.context.new_page()
        other.goto(again.address)
        expect(page.window.locator(".banner")).to_have_count(0)
        page.last.get_by_text("word59").wait_for()
        page.last.locator(".turn-foot").wait_for()


def test_a_new_address_can_be_opened_in_the_tab_that_was_left(page, server, connection):
    """Only what is behind the `#` differs from the address that is shown."""
    page.ask("hello")
    port = urlsplit(server.origin).port
    server.stop()
    with serving(connection, port) as again:
        page.window.goto(again.address)
        page.window.locator(".starters").wait_for()
        expect(page.window.locator(".banner")).to_have_count(0)
        page.ask("hello")


def test_a_code_works_once(page, server, chromium):
    """A second browser with the same address is told what to do, and shown nothing."""
    page.ask("hello")
    context = chromium.new_context()
    stranger = context.new_page()
    stranger.goto(server.address)
    expect(stranger.locator(".banner")).to_contain_text("used before")
    expect(stranger.locator(".shelf-item")).to_have_count(0)
    context.close()


def test_the_code_leaves_the_address(page, server):
    """It stays in no history, and nowhere that a script can read later."""
    assert server.code not in page.window.url
    kept = page.window.evaluate("JSON.stringify({...localStorage}) + document.cookie")
    assert server.code not in kept
    assert "awsops-" not in page.window.evaluate("document.cookie")
