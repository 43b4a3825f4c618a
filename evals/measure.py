"""The four figures on the shared question sets, overall and by tool."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals import questions, results
from evals.plans import Judge, Plan, Verdict
from evals.questions import Question


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured.

    Attributes:
        selection: within the named tool, where one operation answers.
        plain: within the named tool, as people ask.
        tools: question -> whether the right tool was chosen from the words alone.
    """

    selection: Sequence[Verdict]
    plain: Sequence[Verdict]
    tools: Mapping[Question, bool]


def measure(folder: Path, plan: Plan, judge: Judge) -> Measured:
    """Plan every question of the sets."""
    asked, put = questions.selection(folder), questions.plain(folder)
    return Measured(
        selection=[judge.verdict(each, plan(each.text, each.tool)) for each in asked],
        plain=[judge.verdict(each, plan(each.text, each.tool)) for each in put],
        tools={each: plan(each.text, None)["tool"] == each.tool for each in (*asked, *put)},
    )


def report(measured: Measured) -> str:
    """Write the figures as Markdown."""
    asked = {verdict.question for verdict in measured.selection}
    head = ("figure", "bar", "all", "looked at", "held out")
    lines = [
        ("selection, the right operation first", "90 %", *_thirds(measured.selection, "first")),
        ("selection, among the best five", "98 %", *_thirds(measured.selection, "among")),
        ("selection, the right tool of 20", "90 %", *_tools(measured.tools, asked)),
        ("plain, reads the right resource", "80 %", *_thirds(measured.plain, "first")),
        ("plain, and needs nothing more", "", *_thirds(measured.plain, "complete")),
        ("plain, the right tool of 20", "", *_tools(measured.tools, measured.tools.keys() - asked)),
    ]
    return f"{_ABOUT}\n{results.table(head, lines)}\n{_by_tool(measured)}"


def _thirds(verdicts: Iterable[Verdict], what: str) -> Iterator[str]:
    passed = [(each.question.held_out, bool(getattr(each, what))) for each in verdicts]
    yield from _shares(passed)


def _tools(tools: Mapping[Question, bool], some: Iterable[Question]) -> Iterator[str]:
    yield from _shares([(each.held_out, tools[each]) for each in some])


def _shares(passed: Sequence[tuple[bool, bool]]) -> Iterator[str]:
    for half in ((True, False), (False,), (True,)):
        chosen = [ok for held_out, ok in passed if held_out in half]
        yield results.share(sum(chosen), len(chosen))


def _by_tool(measured: Measured) -> str:
    names = sorted({each.tool for each in measured.tools})
    head = ("tool", "questions", "first", "best five", "plain", "plain right", "tool found")
    rows = []
    for name in names:
        asked = [each for each in measured.selection if each.question.tool == name]
        put = [each for each in measured.plain if each.question.tool == name]
        chosen = [ok for each, ok in measured.tools.items() if each.tool == name]
        rows.append(
            (
                name.removesuffix("_read_operations"),
                len(asked),
                results.share(sum(each.first for each in asked), len(asked)),
                results.share(sum(each.among for each in asked), len(asked)),
                len(put),
                results.share(sum(each.first for each in put), len(put)),
                results.share(sum(chosen), len(chosen)),
            )
        )
    return results.table(head, rows)


_ABOUT = """Written by `make eval`. An operation that is refused on purpose counts as right when it
is refused. Half of the operations and of the plain questions are held out: they are counted and
never looked at. In plain, an insight counts by the operations that it reads; *needs nothing more*
says that the plan could be read as it stands.
"""
