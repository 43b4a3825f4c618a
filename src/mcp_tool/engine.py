"""From an invocation to an answer: parse, plan, read, shape. Every failure becomes an answer."""

import json
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mcp_tool import envelope, request
from mcp_tool.aws import logs
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.envelope import Answer
from mcp_tool.errors import InternalError, ToolError
from mcp_tool.greeting import SPOKEN, Speak
from mcp_tool.plan import Page, Part, Plan, Position, Rows, Table, Target
from mcp_tool.planner import Planner
from mcp_tool.planning import cursor
from mcp_tool.reader import Reader
from mcp_tool.redact import TextScanner
from mcp_tool.settings import Settings
from mcp_tool.table import Subject, subject, tabulate
from mcp_tool.tools import Tool

if TYPE_CHECKING:  # its package is loaded when the first insight is needed
    from mcp_tool.insights import Insight

ANSWER_LIMIT = 6 * 1024 * 1024
LAMBDA_MARGIN_SECONDS = 2.0
# What a cursor and the counts around the rows take of an answer's bytes.
RESERVED_BYTES = 1_500
SMALLEST_BUDGET = 2_000

Record = Callable[[dict[str, Any]], None]


class Engine:
    """Answers tool calls. Safe to share between threads; never raises.

    Args:
        planner: makes plans.
        reader: reads them.
        catalog: the operations.
        models: botocore's description of them.
        settings: how far a call may go.
        now: tells the time, in UTC.
    """

    def __init__(
        self,
        planner: Planner,
        reader: Reader,
        *,
        catalog: Catalog,
        models: Models,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._planner = planner
        self._reader = reader
        self._catalog = catalog
        self._models = models
        self._settings = settings
        self._now = now

    def answer(self, event: object, context: object, record: Record) -> Answer:
        """Answer one invocation.

        Args:
            event: the arguments, or the direct form.
            context: Lambda's context; its client context names the tool.
            record: told once what happened, without anything a caller or an account wrote.
        """
        started = time.monotonic()
        told: dict[str, Any] = {"message_id": "", "tool": ""}
        try:
            invocation = envelope.receive(event, context)
            told["message_id"] = invocation.message_id
            tool = envelope.known(invocation)
            told["tool"] = tool.name
            deadline = self._deadline(started, context)
            answer = self._call(tool, invocation.arguments, started, deadline)
            if envelope.size(answer) > ANSWER_LIMIT:
                raise InternalError("The answer is larger than a Lambda may return.")
        except ToolError as error:
            answer = envelope.failure(error, TextScanner().clean)
        except Exception as error:  # noqa: BLE001  # the outermost frame: the caller gets an answer
            told["exception"] = _where(error)
            answer = envelope.failure(InternalError("The tool failed in a way nobody foresaw."))
        record({**told, **_outcome(answer), "ms": round((time.monotonic() - started) * 1000)})
        return answer

    def _deadline(self, started: float, context: object) -> float:
        seconds = self._settings.read_deadline_seconds
        remaining = getattr(context, "get_remaining_time_in_millis", None)
        if remaining is not None:
            seconds = min(seconds, remaining() / 1000 - LAMBDA_MARGIN_SECONDS)
        return started + seconds

    def _call(self, tool: Tool, arguments: object, started: float, deadline: float) -> Answer:
        if tool.name in SPOKEN:
            return self._say(tool, SPOKEN[tool.name], arguments, started)
        plan = self._planner.plan(request.parse(tool, arguments))
        insight = self._planner.insight(plan)
        if insight is not None:
            about = Subject("", insight.name, insight.columns)
            return self._shape(plan, about, self._run(insight, plan, deadline), started)
        rows = self._reader.read(plan, deadline)
        return self._shape(plan, self._subject(plan), rows, started)

    def _run(self, insight: "Insight", plan: Plan, deadline: float) -> Rows:
        """Run an insight; what its reads cost and disclose counts for the rows it makes."""
        reads: list[Rows] = []

        def read(inner: Plan) -> Rows:
            reads.append(self._reader.read(inner, deadline))
            return reads[-1]

        found = insight.read(read, plan, self._now())
        spent = Part(
            Target("", ""),
            cost_usd=sum(each.cost_usd for each in reads),
            scanned_bytes=sum(each.scanned_bytes for each in reads),
        )
        return replace(
            found,
            parts=(*found.parts, spent),
            untrusted=any(each.untrusted for each in reads),
        )

    def _shape(self, plan: Plan, about: Subject, rows: Rows, started: float) -> Answer:
        scanner = TextScanner()
        failures = [replace(each, message=scanner.clean(each.message)) for each in rows.failures]
        rows = replace(rows, failures=tuple(failures))
        taken = len(json.dumps([envelope.planned(plan), [each.message for each in failures]]))
        budget = max(SMALLEST_BUDGET, self._settings.answer_bytes - taken - RESERVED_BYTES)
        table = tabulate(plan, about, rows, budget=budget, clean=scanner.clean)
        table = replace(table, redacted=rows.redacted + scanner.count)
        seen = plan.seen + len(table.rows)
        onward = cursor.encode(*_onward(plan, table), seen) if table.more else None
        elapsed = time.monotonic() - started
        return envelope.success(plan, table, rows, cursor=onward, elapsed=elapsed)

    def _subject(self, plan: Plan) -> Subject:
        # A query is shown as what it gives, not as what started it.
        query = (plan.service, plan.operation) == ("logs", logs.START_QUERY)
        name = logs.QUERY_RESULTS if query else plan.operation
        operation = self._catalog.find(plan.service, name)
        if operation is None:
            raise LookupError("a plan names an operation that is not in the catalogue")
        return subject(operation, self._models)

    def _say(self, tool: Tool, speak: Speak, arguments: object, started: float) -> Answer:
        spoken = speak(arguments, self._now())
        plan = Plan(tool.name, "", tool.name, resolved_by="tool")
        rows = Rows((Part(Target("", ""), pages=(Page({}, (spoken.record,)),)),))
        answer = self._shape(plan, Subject("", tool.name, ()), rows, started)
        return {**answer, "summary": spoken.summary}


def _onward(plan: Plan, table: Table) -> tuple[Plan, Sequence[Position]]:
    """Say what the next call reads: of a query its results, and not the query once more."""
    if plan.operation != logs.START_QUERY or not table.resume:
        return plan, table.resume
    token = table.resume[0].token
    return replace(plan, operation=logs.QUERY_RESULTS, parameters=token), table.resume


def _where(error: Exception) -> dict[str, Any]:
    """Say where something unforeseen happened, without its text, which may quote an account."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "frames": [f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in frames],
    }


def _outcome(answer: Answer) -> dict[str, Any]:
    if not answer["ok"]:
        return {"ok": False, "code": answer["error"]["code"]}
    kept = ("returned", "total", "api_calls", "redacted")
    plan = {key: answer["plan"][key] for key in ("service", "operation", "regions", "accounts")}
    return {"ok": True, "plan": plan, **{key: answer[key] for key in kept}}
