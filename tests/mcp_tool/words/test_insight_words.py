"""Which insight a question asks for."""

import pytest

from mcp_tool.insights.registry import REGISTRY
from mcp_tool.words.insight_words import ENOUGH, InsightWords
from mcp_tool.words.question import read


@pytest.fixture(scope="module")
def insights(said):
    return InsightWords(lambda: REGISTRY, said)


def test_the_phrases_of_an_insight_choose_it(insights, said, models, now):
    """All but a few, that say little without their time or what another insight says too."""
    missed = []
    phrases = [(each, phrase) for each in REGISTRY for phrase in each.words.split(",")]
    for insight, phrase in phrases:
        asked = read(phrase, said, models.regions, now).plain
        found = insights.suggest(asked, {insight.tool})
        if insight not in [each.insight for each in found if each.score == found[0].score]:
            missed.append(phrase)
    assert len(missed) <= 0.05 * len(phrases), missed


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("databases that are not encrypted", "UnencryptedDatabases"),
        ("databases without encryption", "UnencryptedDatabases"),
        ("unencrypted databases", "UnencryptedDatabases"),
    ],
)
def test_a_denial_is_understood_however_it_is_said(insights, words, name):
    """Without, not, and un-."""
    assert insights.suggest(words, {"rds_read_operations"})[0].insight.name == name


def test_what_is_denied_is_not_what_is_there(insights):
    """Encrypted databases are not the unencrypted ones."""
    found = insights.suggest("encrypted databases", {"rds_read_operations"})
    assert all(each.insight.name != "UnencryptedDatabases" for each in found)


def test_an_insight_of_another_tool_is_not_suggested(insights):
    """A tool answers with its own."""
    assert not insights.suggest("public buckets", {"sqs_read_operations"})


def test_much_else_in_a_question_makes_an_insight_unlikely(insights):
    """It answers one question, not whatever has a word of it."""
    words = "tags of public subnets that route to a transit gateway through a firewall"
    found = insights.suggest(words, {"ec2_read_operations"})
    assert all(each.score < ENOUGH for each in found)


def test_things_alone_ask_for_no_insight(insights):
    """One of its own words must be said: sizes, errors, public."""
    found = insights.suggest("lines of a log group", {"cloudwatch_read_operations"})
    assert all(each.insight.name != "LogErrors" for each in found)


def test_words_that_an_insight_does_not_answer_are_told(insights):
    """So that its answer says what it left aside."""
    best = insights.suggest("stopped instances of Bob", {"ec2_read_operations"})[0]
    assert list(insights.unanswered("stopped instances of Bob", best.insight)) == ["bob"]
