"""The offline model: rules that pick a tool by its words and write down what it answered.

It stands where a language model stands and sees what one sees, the Converse request, and no more.
No tool, service or question is written in it. The same request gets the same reply.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from local.converse.reply import Part, Text, ToolUse
from local.planner import answer as answer
from local.planner.aws_words import Aws
from local.planner.choice import Chooser
from local.planner.choice import operation as choose_operation
from local.planner.followup import asks_count, asks_more, combine, narrows
from local.planner.smalltalk import asks_abilities, greets, thanks
from local.planner.talk import Step, Talk, Tool, Turn, read

INTRODUCTION = "I am the offline rules, not a language model: I match words and quote tools.\n\n"

_EXAMPLES = 3
_OPERATION = re.compile(r"[A-Za-z][\w-]{0,127}")


class PlannerModel:
    """The `Model` of the sandbox."""

    def __init__(self, aws: Aws | None = None) -> None:
        self._aws = aws or Aws.load()
        self._chooser = Chooser(self._aws)

    def reply(self, request: Mapping[str, Any]) -> Iterator[Part]:
        """Answer small talk, call a tool, or write what the tool answered."""
        talk = read(request)
        if talk.opening:
            yield Text(INTRODUCTION)
        yield self._after_tool(talk) if talk.turn.steps else self._begin(talk)

    def _begin(self, talk: Talk) -> Part:
        said = talk.turn.said
        if thanks(said):
            return Text("You are welcome. Ask on whenever you like.")
        if greets(said):
            return Text("Hello. " + self._examples(talk, "Ask me about your AWS account:"))
        if asks_abilities(said):
            return Text(_abilities(talk.tools))
        return self._from_history(talk) or self._call(talk)

    def _from_history(self, talk: Talk) -> Part | None:
        """Answer "show more" and "how many?" from the last answer, or by its cursor."""
        turn = _last_called(talk.earlier)
        if turn is None or not turn.steps[-1].ok:
            return None
        envelope = turn.steps[-1].envelope or {}
        if asks_count(talk.turn.said) and isinstance(envelope.get("total"), int):
            least = "" if envelope.get("total_exact", True) else "At least "
            return Text(f"{least}{envelope['total']}. {answer.line(envelope.get('summary', ''))}")
        if asks_more(talk.turn.said):
            return _more(talk, turn.steps[-1], envelope)
        return None

    def _call(self, talk: Talk) -> Part:
        if not talk.tools:
            return Text(
                "I have no tools for this question, and rules know nothing of their own."
                " Ask again with tools switched on."
            )
        placed = self._aws.place(talk.turn.said)
        chosen = self._chooser.tool(placed.text, talk.tools)
        last = _last_called(talk.earlier)
        if last and narrows(placed.text, names_a_thing=chosen is not None):
            step = last.steps[-1]
            tool = talk.tool(step.tool)
            if tool and "query" in step.arguments:
                before = self._aws.place(step.arguments["query"])
                regions = placed.regions or before.regions or step.arguments.get("regions", ())
                return _use(tool, combine(before.text, placed.text), regions)
        if chosen is None:
            return Text(
                "None of my tools reads that. " + self._examples(talk, "You can ask about:")
            )
        return _use(chosen, talk.turn.said, placed.regions)

    def _after_tool(self, talk: Talk) -> Part:
        step = talk.turn.steps[-1]
        if step.ok and step.envelope:
            return Text(answer.success(step.envelope))
        error = (step.envelope or {}).get("error")
        if not isinstance(error, dict):
            return Text(f"The tool gave no usable answer: {answer.line(step.text or 'nothing')}")
        candidates = _candidates(error, talk.turn.steps)
        clear = choose_operation(talk.turn.said, candidates)
        if clear and len(talk.turn.steps) == 1 and error.get("code") != "Refused":
            return ToolUse(step.tool, {**step.arguments, "operation": clear})
        text = answer.failure(error)
        return Text(f"{text}\n\n{answer.choice(candidates)}" if candidates else text)

    def _examples(self, talk: Talk, lead: str) -> str:
        tools = [tool for tool in talk.tools if tool.takes("query")][:_EXAMPLES]
        return "\n".join([lead, "", *(_bullet(tool) for tool in tools)]) if tools else ""


def _use(tool: Tool, query: str, regions: Sequence[str]) -> ToolUse:
    """Call a tool with the members that it takes."""
    named = [region for region in regions if region not in query]
    if named and not tool.takes("regions"):
        query = f"{query.rstrip(' ?.!')} in {', '.join(named)}"
    members = {"query": query, "regions": list(regions)}
    return ToolUse(tool.name, {k: v for k, v in members.items() if v and tool.takes(k)})


def _more(talk: Talk, step: Step, envelope: Mapping[str, Any]) -> Part:
    rows = envelope.get("rows") or []
    asked_before = sum(1 for turn in _since(talk.earlier) if asks_more(turn.said))
    shown = answer.PAGE_ROWS * (1 + asked_before)
    if shown < len(rows):
        return Text(answer.success(envelope, skip=shown))
    cursor = envelope.get("cursor")
    if isinstance(cursor, str) and cursor and talk.tool(step.tool):
        return ToolUse(step.tool, {**step.arguments, "cursor": cursor})
    return Text("That was all: there are no more rows.")


def _last_called(turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.steps), None)


def _since(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns after the last one that called a tool."""
    last = max((index for index, turn in enumerate(turns) if turn.steps), default=-1)
    return turns[last + 1 :]


def _candidates(error: Mapping[str, Any], steps: Sequence[Step]) -> list[Mapping[str, Any]]:
    """The operations that an error offers, without those tried."""
    tried = {step.arguments.get("operation") for step in steps}
    offered = [each for each in error.get("candidates") or () if isinstance(each, dict)]
    return [
        each
        for each in offered
        if each.get("operation") not in tried and _OPERATION.fullmatch(str(each.get("operation")))
    ]


def _abilities(tools: Sequence[Tool]) -> str:
    if not tools:
        return "I have no tools in this conversation, so there is nothing that I can look up."
    lead = "I read an AWS account, never change it. These are my tools:"
    return "\n".join([lead, "", *(_bullet(tool) for tool in tools)])


def _bullet(tool: Tool) -> str:
    return f"- `{tool.short}`: {answer.line(tool.description, 110)}"
