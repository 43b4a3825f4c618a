"""What a question back names: the operations and insights that the words come near."""

from collections.abc import Sequence

from mcp_tool.catalog import Operation
from mcp_tool.errors import Candidate
from mcp_tool.planning.offer import candidate
from mcp_tool.tools import Tool
from mcp_tool.words.insight_words import ENOUGH, InsightWords
from mcp_tool.words.ranking import Match

CANDIDATES = 5
# How many of them may be insights, and how near their words must be.
INSIGHTS = 2
NEAR = 0.4

# Below this a question and an operation have little more than a common word.
POOR_FIT = 0.9
# The same where none of it is what the question is about first: "coffee by the window".
POOR_FIT_BESIDE = 1.07


def share(match: Match) -> float:
    """Tell how much an operation has of what would be a good enough fit; 1 is enough."""
    return match.fit / (POOR_FIT if match.about else POOR_FIT_BESIDE)


def candidates(matches: Sequence[Match]) -> tuple[Candidate, ...]:
    """List the best allowed operations."""
    operations = [match.document.operation for match in matches]
    allowed = [candidate(each) for each in operations if isinstance(each, Operation)]
    return tuple(allowed[:CANDIDATES])


def near(
    insights: InsightWords, question: str, matches: Sequence[Match], tools: Sequence[Tool]
) -> tuple[Candidate, ...]:
    """List what may be meant: operations, the insights that fit better before them.

    Each is measured by what would have been enough of it.

    Args:
        insights: the phrases of the insights.
        question: the words, without regions.
        matches: the operations, best first.
        tools: where to look.
    """
    found = insights.suggest(question, {each.name for each in tools}, opposite=True)
    close = [each for each in found if each.score >= NEAR][:INSIGHTS]
    best = share(matches[0]) if matches else 0.0
    first = [each.insight.candidate for each in close if each.score / ENOUGH >= best]
    last = [each.insight.candidate for each in close[len(first) :]]
    return (*first, *candidates(matches)[: CANDIDATES - len(close)], *last)


def beside(insights: InsightWords, question: str, tool: Tool) -> tuple[Candidate, ...]:
    """Name the insight that asks of all things what a question asks, or the opposite, if any.

    "Buckets with versioning" are the other ones than an insight finds.
    """
    found = insights.suggest(question, {tool.name}, opposite=True)
    return tuple(each.insight.candidate for each in found[:1] if each.score >= ENOUGH)
