"""Which insight a question asks for."""

import pytest

from mcp_tool.insights.registry import REGISTRY
from mcp_tool.words.insight_words import ENOUGH, InsightWords
from mcp_tool.words.question import read


@pytest.fixture(scope="module")
def insights(said):
    return InsightWords(REGISTRY, said)


def test_every_phrase_of_an_insight_chooses_it(insights, said, models, now):
    """Unless it says little once its time is taken out, or another insight says the very same."""
    for insight in REGISTRY:
        for phrase in insight.words.split(","):
            asked = read(phrase, said, models.regions, now).plain
            found = insights.suggest(asked, {insight.tool})
            if len([word for word in asked.split() if word not in said.stop]) < 2:
                continue
            best = [each.insight for each in found if each.score == found[0].score]
            assert insight in best, phrase


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
