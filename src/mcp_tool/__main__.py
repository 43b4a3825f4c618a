"""The engine on the command line: plan, call, catalog, schemas.

What is printed is JSON. The exit status is 0 for an answer, 1 for a failure that the JSON
describes, 2 for wrong usage.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from botocore.loaders import create_loader

from mcp_tool import schemas, settings
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.handler import lambda_handler, plans
from mcp_tool.insights.registry import REGISTRY
from mcp_tool.planner import Planner
from mcp_tool.preview import preview
from mcp_tool.settings import SettingsError
from mcp_tool.tools import TOOLS, tool


class _UnreadableError(Exception):
    """A file that was named cannot be used; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except (SettingsError, _UnreadableError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has seen enough (`… | head`). What Python still holds goes nowhere, quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _call(options: argparse.Namespace) -> int:
    given = {
        "query": options.query,
        "operation": options.operation,
        "parameters": _json(options.parameters),
        "regions": options.regions,
        "accounts": options.accounts,
        "fields": options.fields,
        "limit": options.limit,
        "cursor": options.cursor,
        "name": options.name,
    }
    arguments = {name: value for name, value in given.items() if value is not None}
    answer = lambda_handler({"tool": options.tool, "arguments": arguments}, None)
    print(json.dumps(answer, indent=2 if sys.stdout.isatty() else None))
    return 0 if answer["ok"] else 1


def _plan(options: argparse.Namespace) -> int:
    planner = _planner()
    if options.batch:
        for line in _lines(options.batch):
            print(json.dumps(preview(planner, line.get("question"), line.get("tool"))))
        return 0
    if not 1 <= len(options.words) <= 2:
        print("plan takes words, or a tool and words, or --batch FILE", file=sys.stderr)
        return 2
    *name, words = options.words
    shown = preview(planner, words, name[0] if name else None)
    print(json.dumps(shown))
    return 1 if shown["error"] else 0


def _catalog(options: argparse.Namespace) -> int:
    catalog = Catalog.load()
    listed = _refused if options.refused else _allowed
    for each in TOOLS:
        if options.tool in (None, each.name):
            for line in listed(catalog, each.name):
                print(json.dumps(line))
    return 0


def _schemas(_: argparse.Namespace) -> int:
    print(json.dumps(schemas.definitions(TOOLS, REGISTRY)))
    return 0


def _allowed(catalog: Catalog, name: str) -> Iterator[dict[str, Any]]:
    for each in catalog.operations(name):
        yield {"tool": name, "service": each.service, "operation": each.name, "iam": each.iam}


def _refused(catalog: Catalog, name: str) -> Iterator[dict[str, Any]]:
    for each in catalog.refusals(name):
        yield {
            "tool": name,
            "service": each.service,
            "operation": each.name,
            "iam": each.iam,
            "reason": each.reason,
            "why": each.why,
        }


def _planner() -> Planner:
    told = settings.load()
    models = Models(create_loader())
    return plans(Catalog.load(), models, told, told.region or "us-east-1")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise _UnreadableError(f"{path} cannot be read as text.") from error
    for number, text in enumerate(texts, 1):
        if text.strip():
            line = _json(text)
            if not isinstance(line, dict):
                raise _UnreadableError(f"{path}, line {number} is no JSON object.")
            yield line


def _json(text: str | None) -> Any:
    # What is no JSON goes to the handler as it is, which says what is wrong with it.
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def _known_tool(name: str) -> str:
    if tool(name) is None:
        names = ", ".join(each.name for each in TOOLS)
        raise argparse.ArgumentTypeError(f"no such tool; there are {names}")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mcp_tool", description="Read AWS, read-only.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    call = commands.add_parser("call", help="call a tool with the ambient AWS configuration")
    call.add_argument("tool", metavar="TOOL")
    for name, told in _ARGUMENTS.items():
        call.add_argument(f"--{name}", help=told)
    call.add_argument("--limit", type=int, help="most rows to return")
    for name in ("regions", "accounts"):
        call.add_argument(f"--{name}", nargs="+", help=f"{name}, or all")
    call.set_defaults(run=_call)

    plan = commands.add_parser("plan", help="show what words would read, without reading it")
    plan.add_argument("words", nargs="*", metavar="[TOOL] WORDS")
    plan.add_argument("--batch", type=Path, help="a file of JSON lines with tool and question")
    plan.set_defaults(run=_plan)

    listing = commands.add_parser("catalog", help="list the operations that may be called")
    listing.add_argument("tool", nargs="?", type=_known_tool, metavar="TOOL")
    listing.add_argument("--refused", action="store_true", help="list the refused ones instead")
    listing.set_defaults(run=_catalog)

    payload = commands.add_parser("schemas", help="print the gateway's inline payload")
    payload.set_defaults(run=_schemas)
    return parser


_ARGUMENTS = {
    "query": "the question in plain words",
    "operation": "an AWS API operation, or an insight",
    "parameters": "the API's own parameters as JSON",
    "fields": "JMESPath of one record",
    "cursor": "the cursor of the last answer",
    "name": "whom hello_world greets",
}


if __name__ == "__main__":
    sys.exit(main())
