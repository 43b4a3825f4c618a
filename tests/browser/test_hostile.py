"""What an account, a model or a person writes stays text, and misleads nobody."""

import pytest

from tests.browser.test_asking import expect


@pytest.fixture
def hostile(page):
    """An answer that holds everything that could go wrong."""
    return page.ask("be hostile").locator(".prose")


def test_markup_in_an_answer_stays_text(page, hostile):
    """It is read as it was written; nothing of it ran, and nothing was loaded."""
    text = hostile.inner_text()
    for written in (
        '<img src=x onerror="window.broken=1"> heading',
        "<script>window.broken=1</script>",
        '<iframe src="https://evil.example"></iframe>',
        "<svg onload=window.broken=1>",
        "<b onmouseover=window.broken=1>",
    ):
        assert written in text
    assert hostile.locator("img, script, iframe, svg, b, i").count() == 0
    assert page.window.evaluate("window.broken") is None


def test_only_web_links_are_links(hostile):
    """Others stay words with their address; each link says where it leads."""
    links = {link.get_attribute("href") for link in hostile.locator("a").all()}
    assert links <= {
        "https://docs.aws.amazon.com/ec2/",
        "https://evil.example/pixel.png",
    }
    assert "(javascript:window.broken=1)" in hostile.inner_text()
    honest = hostile.get_by_role("link", name="honest")
    assert honest.inner_text() == "honest (docs.aws.amazon.com)"
    assert honest.get_attribute("rel") == "noopener noreferrer"


def test_characters_that_mislead_are_shown_as_what_they_are(hostile):
    """An override of direction and an invisible space have their numbers."""
    odd = hostile.locator(".odd").all_inner_texts()
    assert odd == ["U+202E", "U+200B"]
    assert "\u202e" not in hostile.inner_text()


def test_names_of_the_account_stay_text_in_tables(page):
    """The sample account has an instance that is named like a tag."""
    card = page.ask("List EC2 instances").locator(".tool")
    page.button("Table", card).click()
    card.get_by_label("Filter the rows").fill("onerror")
    cell = card.locator(".data td", has_text="onerror")
    assert cell.inner_text() == "<img src=x onerror=alert(1)>"
    assert card.locator("img").count() == 0


def test_a_title_stays_text_everywhere(page):
    """In the list, in the head, in the window's own title and in the field that renames it."""
    title = "<img src=x onerror=alert(1)> \u202egpj.exe"
    page.ask(title)
    link = page.shelf.get_by_role("link", name="onerror").first
    expect(link).to_contain_text("<img src=x onerror=alert(1)>")
    expect(link.locator(".odd")).to_have_text("U+202E")
    assert "\u202e" not in page.window.title()
    expect(page.window.locator("h1 .odd")).to_have_text("U+202E")
    assert page.window.locator(".shelf img, header img").count() == 0


def test_the_policy_stops_what_the_page_would_never_do(page):
    """Markup that a script makes, code that a string makes, and a call to another host."""
    tried = page.window.evaluate(
        """async () => {
          const attempts = {
            markup: () => { document.body.innerHTML = '<b>x</b>'; },
            code: () => setTimeout('window.broken = 1', 0),
            host: () => fetch('https://evil.example/'),
          };
          const outcome = {};
          for (const [name, attempt] of Object.entries(attempts)) {
            try { await attempt(); outcome[name] = 'done'; }
            catch (error) { outcome[name] = 'refused'; }
          }
          return outcome;
        }"""
    )
    assert tried == {"markup": "refused", "code": "refused", "host": "refused"}
    page.forgive()
