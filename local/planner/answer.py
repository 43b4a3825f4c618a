"""The offline model's words for what a tool answered: a lead sentence, a table, what is missing.

Everything in an answer of a tool is the account's text: it is quoted on one line, stripped of
control characters and of Markdown that would make a link or an image, and never acted on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

PAGE_ROWS = 20
WIDTH = 80

_CELL = 60
_SENTENCE = 300
_ERRORS = 5
_FEWEST_COLUMNS = 2
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")

Table = Sequence[Sequence[str]]


def line(text: Any, limit: int = _SENTENCE) -> str:
    """Quote account text on one line."""
    return _clean(text, limit).replace("<", "\\<")


def _clean(text: Any, limit: int) -> str:
    clean = " ".join(_UNPRINTABLE.sub(" ", str(text)).split()).replace("](", "] (")
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def success(envelope: Mapping[str, Any], *, skip: int = 0) -> str:
    """Write a tool's successful answer, from a row on where earlier ones were shown already."""
    rows = envelope.get("rows") or []
    page = rows[skip : skip + PAGE_ROWS]
    parts = [
        _lead(envelope) if not skip else f"Rows {skip + 1} to {skip + len(page)}:",
        *_table(envelope.get("columns") or [], page),
        *_rest(envelope, skip + len(page)),
        *_unseen(envelope.get("errors") or []),
        *_notes(envelope),
    ]
    return "\n\n".join(parts)


def failure(error: Mapping[str, Any]) -> str:
    """Write a tool's refusal or failure, with its hint."""
    reason = f" ({line(error['reason'])})" if error.get("reason") else ""
    message = line(error.get("message") or "The tool gave no reason.")
    parts = [f"That could not be answered{reason}: {message}"]
    if error.get("hint"):
        parts.append(line(error["hint"]))
    return "\n\n".join(parts)


def choice(candidates: Sequence[Mapping[str, Any]]) -> str:
    """Ask back which of several operations was meant."""
    lines = [f"- `{line(c.get('operation'), _CELL)}`: {_purpose(c)}" for c in candidates]
    return "\n".join(["Did you mean one of these? Ask for it in its own words.", "", *lines])


def _purpose(candidate: Mapping[str, Any]) -> str:
    required = ", ".join(line(name, _CELL) for name in candidate.get("required") or ())
    summary = line(candidate.get("summary") or candidate.get("service") or "", 120)
    return f"{summary} (needs {required})" if required else summary


def _lead(envelope: Mapping[str, Any]) -> str:
    return line(envelope.get("summary") or "The tool answered without a summary.")


def _table(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """A padded Markdown table of the columns that hold anything and fit the width."""
    if not columns or not rows:
        return
    cells = [[_cell(value) for value in row] for row in rows]
    filled = [i for i in range(len(columns)) if any(i < len(row) and row[i] for row in cells)]
    table = [[_cell(columns[i]) for i in filled]]
    table += [[row[i] if i < len(row) else "" for i in filled] for row in cells]
    widths = [max(3, *map(len, column)) for column in zip(*table, strict=True)]
    kept = _fitting(widths)
    yield "\n".join(_lines(table, widths[:kept]))
    if kept < len(filled):
        yield f"Columns left out for width: {', '.join(table[0][kept:])}."


def _fitting(widths: Sequence[int]) -> int:
    """How many columns from the left stay within the width, borders counted."""
    total, kept = 1, 0
    for width in widths:
        total += width + 3
        if total > WIDTH and kept >= _FEWEST_COLUMNS:
            break
        kept += 1
    return kept


def _lines(table: Table, widths: Sequence[int]) -> Iterator[str]:
    head, *body = (
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        + " |"
        for row in table
    )
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    yield from (head, rule, *body)


def _cell(value: Any) -> str:
    text = _clean(_plain(value), _CELL).replace("\\", "\\\\")
    return text.replace("|", "\\|").replace("<", "\\<")


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return ", ".join(f"{key}={_plain(inner)}" for key, inner in value.items())
        case list():
            return ", ".join(_plain(inner) for inner in value)
        case _:
            return str(value)


def _rest(envelope: Mapping[str, Any], shown: int) -> Iterator[str]:
    more_read = len(envelope.get("rows") or []) > shown
    if more_read or envelope.get("cursor"):
        total = envelope.get("total")
        of = f" of {total}" if isinstance(total, int) and envelope.get("total_exact") else ""
        yield f'{shown} rows shown{of}. Ask "show more" for the next ones.'
    elif envelope.get("total_exact") is False:
        yield "The reading ended early: there may be more. Narrow the question to see it all."


def _unseen(errors: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not errors:
        return
    lines = [f"- {_where(e)}: {line(e.get('code'))}, {line(e.get('message'))}" for e in errors]
    more = [f"- and {len(lines) - _ERRORS} more"] if len(lines) > _ERRORS else []
    yield "\n".join(["Not seen, so missing above:", "", *islice(lines, _ERRORS), *more])


def _where(error: Mapping[str, Any]) -> str:
    places = [line(error[key]) for key in ("account", "region") if error.get(key)]
    return " ".join(places) or "here"


def _notes(envelope: Mapping[str, Any]) -> Iterator[str]:
    if masked := envelope.get("redacted"):
        yield f"{masked} secret {'value' if masked == 1 else 'values'} masked."
    if envelope.get("cost_usd"):
        yield f"This reading cost {envelope['cost_usd']} USD."
