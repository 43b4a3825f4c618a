"""axe-core finds nothing, in light and dark, at a desk and on a phone; and nothing overflows."""

import pytest

from tests.browser.conftest import WEB
from tests.browser.test_asking import expect

SIZES = {"desk": (1280, 860), "phone": (360, 740)}
AXE = """async () => (await axe.run()).violations.map(
  ({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)"""


@pytest.fixture(params=["light", "dark"])
def colours(request):
    """The colours that the system asks for."""
    return request.param


@pytest.fixture(params=SIZES)
def page(open_page, request, colours):
    """The page in a size and in colours."""
    width, height = SIZES[request.param]
    # The tool that looks at the page is a script that the page's policy would not let in.
    return open_page(width, height, color_scheme=colours, bypass_csp=True)


def violations(page):
    """What axe-core finds on the page as it is."""
    page.window.evaluate((WEB / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    return page.window.evaluate(AXE)


def fits(page):
    """Whether nothing must be scrolled sideways to be read."""
    return page.window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_empty_page(page):
    """With its questions to begin with."""
    page.window.locator(".starters").wait_for()
    assert violations(page) == []
    assert fits(page)


def test_answers_with_a_chart_a_table_and_hostile_words(page):
    """Everything that an answer can hold."""
    page.ask("Monthly cost by service in the last 6 months")
    page.ask("Which EC2 instances are there by state?")
    page.button("Table", page.ask("List EC2 instances").locator(".tool")).click()
    page.ask("be hostile")
    page.ask("answer badly")
    assert violations(page) == []
    assert fits(page)


def test_while_an_answer_is_written(page):
    """A page that moves."""
    page.say("tell me slowly").get_by_text("word3").wait_for()
    assert violations(page) == []


def test_the_list_and_the_keys(page):
    """The list is a drawer on a phone; the keys are a dialog."""
    page.ask("hello")
    drawer = page.window.get_by_role("button", name="Conversations")
    if drawer.is_visible():
        drawer.click()
    item = page.shelf.locator(".shelf-item:has([aria-current])")
    expect(item).to_be_visible()
    item.hover()
    item.get_by_role("button", name="Delete").click()
    assert violations(page) == []
    page.window.keyboard.press("Escape")
    if drawer.is_visible():
        page.window.keyboard.press("Escape")
    page.window.get_by_role("button", name="Keys", exact=True).click()
    expect(page.window.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_the_colours_can_be_chosen(page):
    """Whatever the system asks for."""
    ground = "getComputedStyle(document.body).backgroundColor"
    seen = {page.window.evaluate(ground)}
    for _ in range(2):
        page.button("Colours").click()
        seen.add(page.window.evaluate(ground))
    assert len(seen) == 2
