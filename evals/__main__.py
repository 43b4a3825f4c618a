"""`python -m evals`: measure on the shared question sets. `python -m evals chain`: on the stack."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.loaders import create_loader

from evals import chain, measure, questions, results
from evals.plans import Judge
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.handler import plans
from mcp_tool.insights.registry import REGISTRY
from mcp_tool.preview import preview
from mcp_tool.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the results, and print them."""
    options = _parser().parse_args(arguments)
    if options.what == "sets" and not options.questions.is_dir():
        print(f"There are no question sets in {options.questions}: nothing measured.")
        return 0
    title, body = _chain(options.verbose) if options.what == "chain" else _sets(options.questions)
    results.replace(title, body)
    print(body)
    return 0


def _sets(folder: Path) -> tuple[str, str]:
    catalog = Catalog.load()
    planner = plans(catalog, Models(create_loader()), Settings(), "us-east-1")
    judge = Judge(catalog, {each.name: each.calls for each in REGISTRY})
    measured = measure.measure(folder, lambda text, tool: preview(planner, text, tool), judge)
    return "Question sets", measure.report(measured)


def _chain(verbose: bool) -> tuple[str, str]:  # noqa: FBT001  argparse's own flag
    with TemporaryDirectory() as directory:
        outcomes = chain.run(Path(directory))
    for each in outcomes:
        if verbose and not (each.right_tool and each.right_answer):
            print(json.dumps(each.line()))
    return "Through the whole chain", chain.report(outcomes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the resolver.")
    parser.add_argument("what", nargs="?", choices=["sets", "chain"], default="sets")
    parser.add_argument("--questions", type=Path, default=questions.QUESTIONS, metavar="DIR")
    parser.add_argument("--verbose", action="store_true", help="print what went wrong")
    return parser


if __name__ == "__main__":
    sys.exit(main())
