"""The list of conversations: found, renamed, deleted."""

from tests.browser.test_asking import expect


def name(page, title):
    """Ask, and give the conversation a title of its own."""
    page.ask("hello")
    item = page.shelf.locator(".shelf-item:has([aria-current])")
    item.hover()
    item.get_by_role("button", name="Rename").click()
    page.window.get_by_role("textbox", name="New title").fill(title)
    page.window.keyboard.press("Enter")
    expect(page.shelf.get_by_role("link", name=title)).to_be_visible()


def test_a_conversation_is_renamed(page):
    """In the list, at the top and in the window's title; it stays so."""
    name(page, "Greetings of the morning")
    expect(page.window.locator("h1")).to_have_text("Greetings of the morning")
    page.window.reload()
    expect(page.window.locator("h1")).to_have_text("Greetings of the morning")
    expect(page.window).to_have_title("Greetings of the morning · awsops")


def test_renaming_can_be_given_up(page):
    """Escape keeps the old title."""
    page.ask("hello")
    item = page.shelf.locator(".shelf-item:has([aria-current])")
    item.hover()
    item.get_by_role("button", name="Rename").click()
    page.window.get_by_role("textbox", name="New title").fill("something else")
    page.window.keyboard.press("Escape")
    expect(page.window.locator("h1")).to_have_text("hello")


def test_conversations_are_found_by_words_of_their_titles(page):
    """In any order and case; what does not fit goes."""
    name(page, "Costs of the shop in autumn")
    page.begin()
    name(page, "Alarms of the warehouse")
    page.window.get_by_label("Search the conversations").fill("AUTUMN shop")
    expect(page.shelf.get_by_role("link", name="Costs of the shop in autumn")).to_be_visible()
    expect(page.shelf.get_by_role("link", name="Alarms of the warehouse")).to_have_count(0)
    page.window.get_by_label("Search the conversations").fill("nothing of the kind")
    expect(page.shelf.get_by_text("No conversation has such a title.")).to_be_visible()


def test_a_conversation_is_deleted_after_a_question(page):
    """It can be kept; once it is gone, the page is at a new question."""
    name(page, "To be forgotten")
    item = page.shelf.locator(".shelf-item", has_text="To be forgotten")
    item.hover()
    item.get_by_role("button", name="Delete").click()
    page.button("Keep", page.shelf).click()
    item.hover()
    item.get_by_role("button", name="Delete").click()
    page.shelf.get_by_role("button", name="Delete", exact=True).click()
    expect(item).to_have_count(0)
    expect(page.window.locator(".starters")).to_be_visible()


def test_a_conversation_is_opened_and_left(page):
    """The browser's own back and forward go between them."""
    page.ask("hello")
    first = page.window.url
    page.begin()
    page.window.go_back()
    expect(page.last.locator(".question")).to_have_text("hello")
    assert page.window.url == first


def test_a_conversation_that_is_gone_is_told(page):
    """An old address, or one that another tab has deleted."""
    page.window.goto(page.window.url.partition("#")[0] + "#/c/no-such-conversation")
    expect(page.window.get_by_role("alert")).to_contain_text("no such conversation")
