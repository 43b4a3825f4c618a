"""A question and its answer in the browser: words, tools, numbers, stop, again, reload."""

import re

INSTANCES = "Which EC2 instances are running?"


def expect(locator):
    """Playwright's waiting assertions; imported late, as Playwright may not be there."""
    from playwright.sync_api import expect as waiting

    return waiting(locator)


def test_words_arrive_while_the_answer_is_written(page):
    """The first ones are read long before the last ones are there."""
    turn = page.say("tell me slowly")
    turn.get_by_text("word3").wait_for()
    assert "word59" not in turn.inner_text()
    turn.get_by_text("word59").wait_for()
    turn.locator(".turn-foot").wait_for()
    assert re.findall(r"word\d+", turn.inner_text()) == [f"word{n}" for n in range(60)]


def test_a_tool_card_tells_what_was_asked_and_what_came(page):
    """The tool, the question, its answer in a sentence, rows, time and what is masked."""
    card = page.ask("List EC2 instances").locator(".tool")
    text = card.inner_text()
    assert "ec2_read_operations" in text
    assert "List EC2 instances" in text
    assert re.search(r"23 EC2 instances.*23 rows · \d+(\.\d)? m?s · 1 value masked", text, re.S)


def test_an_answer_says_what_it_took(page):
    """Seconds, tokens, the cached share and an estimate of the cost."""
    foot = page.ask("hello").locator(".turn-foot").inner_text()
    assert re.search(r"\d+\.\d s · [\d,]+ tokens in( \(\d+ % cached\))? · \d+ out · ≈ \$0\.", foot)


def test_an_empty_page_offers_questions(page):
    """One press asks the first of them."""
    question = page.window.locator(".starters li button").first
    asked = question.inner_text().splitlines()[-1]
    question.click()
    expect(page.last.locator(".question")).to_have_text(asked)
    page.last.locator(".turn-foot").wait_for()


def test_an_answer_is_stopped_and_asked_again(page):
    """What was written stays; the second try is a turn of its own."""
    turn = page.say("tell me slowly")
    turn.get_by_text("word3").wait_for()
    page.button("Stop").click()
    turn.get_by_text("Stopped. What was written is kept.").wait_for()
    assert "word59" not in turn.inner_text()
    page.button("Ask again", turn).click()
    expect(page.turns).to_have_count(2)
    page.last.get_by_text("word59").wait_for()


def test_a_failure_is_told_and_the_page_goes_on(page):
    """In a sentence below what was written."""
    turn = page.ask("answer badly")
    expect(turn.get_by_role("alert")).to_contain_text("The model")
    assert "It begins well" in turn.inner_text()
    page.ask("hello")


def test_a_reload_in_the_middle_loses_nothing(page):
    """The same address shows the question, the words so far, and those to come."""
    turn = page.say("tell me slowly")
    turn.get_by_text("word3").wait_for()
    page.window.reload()
    page.last.get_by_text("word59").wait_for()
    page.last.locator(".turn-foot").wait_for()
    expect(page.turns).to_have_count(1)
    text = page.last.inner_text()
    assert re.findall(r"word\d+", text) == [f"word{n}" for n in range(60)]
    assert "tell me slowly" in text


def test_a_reload_before_the_first_word_finds_the_turn(page):
    """The address knows the turn before there is a conversation."""
    page.say("please pause")
    page.window.wait_for_url(re.compile("#/[tc]/"))
    page.window.reload()
    page.last.get_by_text("It ends.").wait_for()
    expect(page.last.locator(".question")).to_have_text("please pause")


def test_the_rows_of_an_earlier_answer_are_there_after_a_reload(page):
    """As long as the server has them."""
    page.ask("List EC2 instances")
    page.window.reload()
    expect(page.last.locator(".tool")).to_contain_text("23 rows")


def test_two_tabs_follow_their_own_answers(page, server):
    """The second one needs no code; each has its conversation, and both stand in the list."""
    slow = page.say("tell me slowly")
    slow.get_by_text("word3").wait_for()
    other = type(page)(page.window.context.new_page(), server.origin)
    other.go(server.origin)
    assert "word1" not in other.ask("hello").inner_text()
    slow.get_by_text("word59").wait_for()
    assert "Hello" not in page.window.locator(".column").inner_text()
    expect(other.shelf.get_by_role("link", name="tell me slowly").first).to_be_visible()
    other.check()


def test_a_tab_joins_an_answer_that_another_one_asked_for(page, server):
    """Both see it being written."""
    page.say("tell me slowly").get_by_text("word3").wait_for()
    other = type(page)(page.window.context.new_page(), server.origin)
    other.go(page.window.url)
    other.last.get_by_text("word59").wait_for()
    page.last.get_by_text("word59").wait_for()
