"""Run benches by name, or all: a JSON line for each figure, and a table of them all."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import results
from bench.figure import Figure
from bench.lab import Lab
from bench.registry import BENCHES, Bench


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and return 1 if a figure missed its bar.

    The table of results is written when all benches ran.
    """
    chosen = _parser().parse_args(arguments).benches or BENCHES
    figures = []
    for figure in _measured(chosen):
        print(json.dumps(figure.line()), flush=True)
        figures.append(figure)
    if len(chosen) == len(BENCHES):
        results.write(figures)
    return 0 if all(figure.ok for figure in figures) else 1


def _measured(benches: Sequence[Bench]) -> Iterator[Figure]:
    with TemporaryDirectory() as directory, ExitStack() as stack:
        lab = Lab(Path(directory), stack)
        for bench in benches:
            yield from bench.measure(lab)


def _bench(name: str) -> Bench:
    found = next((bench for bench in BENCHES if bench.name == name), None)
    if found is None:
        names = ", ".join(bench.name for bench in BENCHES)
        raise argparse.ArgumentTypeError(f"no such bench; there are {names}")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the figures.")
    parser.add_argument("benches", nargs="*", type=_bench, metavar="NAME", help="all by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
