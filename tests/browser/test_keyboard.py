"""The page without a mouse."""

from tests.browser.test_asking import expect


def test_everything_is_done_by_keys(page):
    """Asked, shown as a table, sorted, renamed, searched, begun anew."""
    keys = page.window.keyboard
    keys.type("List EC2 instances")
    keys.press("Enter")
    page.last.locator(".turn-foot").wait_for()
    press(page, page.button("Table", page.last))
    press(page, page.button("name", page.last.locator(".data")))
    head = page.last.locator(".data").get_by_role("columnheader", name="name")
    assert head.get_attribute("aria-sort") == "ascending"
    press(page, page.shelf.locator("[aria-current] ~ .actions").get_by_role("button").first)
    keys.type("Named by keys")
    keys.press("Enter")
    expect(page.window.locator("h1")).to_have_text("Named by keys")
    keys.press("/")
    expect(page.window.get_by_label("Search the conversations")).to_be_focused()
    keys.type("named by")
    expect(page.shelf.get_by_role("link", name="Named by keys").first).to_be_visible()


def press(page, target):
    """Go to a place by Tab, as a person would, and press it."""
    page.window.evaluate("document.activeElement.blur()")
    handle = target.element_handle()
    for _ in range(200):
        page.window.keyboard.press("Tab")
        if handle.evaluate("element => element === document.activeElement"):
            break
    else:
        raise AssertionError("no Tab leads there")
    page.window.keyboard.press("Enter")


def test_escape_stops_an_answer(page):
    """As in the terminal Ctrl-C does."""
    turn = page.say("tell me slowly")
    turn.get_by_text("word3").wait_for()
    page.window.keyboard.press("Escape")
    turn.get_by_text("Stopped.").wait_for()


def test_shift_enter_begins_a_line(page):
    """And Enter asks all of them."""
    keys = page.window.keyboard
    keys.type("hello")
    keys.press("Shift+Enter")
    keys.type("again")
    keys.press("Enter")
    expect(page.last.locator(".question")).to_have_text("hello\nagain", use_inner_text=True)
    page.last.locator(".turn-foot").wait_for()


def test_the_keys_are_listed(page):
    """By `?`; Escape closes the list."""
    page.window.evaluate("document.activeElement.blur()")
    page.window.keyboard.press("?")
    expect(page.window.get_by_role("dialog")).to_be_visible()
    page.window.keyboard.press("Escape")
    expect(page.window.get_by_role("dialog")).to_have_count(0)


def test_n_begins_a_new_question(page):
    """From anywhere but a field."""
    page.ask("hello")
    page.window.evaluate("document.activeElement.blur()")
    page.window.keyboard.press("n")
    expect(page.window.locator(".starters")).to_be_visible()
    expect(page.window.locator("#question")).to_be_focused()
