"""`cli-start`: `awsops --help` against importing the libraries that it is written with."""

from collections.abc import Iterator

from bench import fresh
from bench.figure import Bar, Figure, beside
from bench.lab import Lab
from local.environment import inherited

ROUNDS = 9
BAR = Bar("ratio", 1.3)

HELP = """
import contextlib, io, sys
sys.argv = ["awsops", "--help"]
from client.cli import main
with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
    main()
assert "Usage" in said.getvalue()
"""
LIBRARIES = "import click, rich"


def measure(_: Lab) -> Iterator[Figure]:
    """Run both in fresh interpreters, in turns; the quickest run of each counts."""
    subjects, baselines = fresh.alternate(HELP, LIBRARIES, inherited(), rounds=ROUNDS)
    times = (min(run.whole for run in runs) for runs in (subjects, baselines))
    yield beside("cli-start", *times, unit="ms", bar=BAR)
