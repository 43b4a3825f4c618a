"""`start`: what the agent's own code adds to its imports, and how soon it answers."""

import ast
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import fresh
from bench.figure import Bar, Figure, beside
from bench.lab import Lab
from bench.timing import since
from local.agent_process import agent
from local.environment import inherited
from local.sandbox import KEYS, REGION
from local.server import bind

ROUNDS = 9
STARTS = 5
IMPORT = Bar("ratio", 1.1)
READY = Bar("value", 2.5)

AGENT = Path(__file__).parent.parent / "src" / "agent"
# Whoever connects at import fails there and then.
OFFLINE = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise RuntimeError(f"{event} at import")
sys.addaudithook(refuse)
import agent.main
"""
# It is chance in which of the two the tenth of a second of a full collection falls.
_UNCOLLECTED = "import gc; gc.disable()"
SETTINGS = {
    **KEYS,
    "AWS_REGION": REGION,
    "OKTA_ISSUER": "https://localhost/oauth2/default",
    "OKTA_CLIENT_IDS": "bench",
}


def measure(lab: Lab) -> Iterator[Figure]:
    """Import the app, and what it imports from others, in turns; then start it as it is served."""
    environment = inherited()
    fresh.run(OFFLINE, environment)
    others = "\n".join(third_party(AGENT))
    subjects, baselines = fresh.alternate(
        f"{_UNCOLLECTED}\nimport agent.main",
        f"{_UNCOLLECTED}\n{others}",
        environment,
        rounds=ROUNDS,
    )
    times = (min(run.inner for run in runs) for runs in (subjects, baselines))
    yield beside("start/import", *times, unit="ms", bar=IMPORT)
    ready = min(_ready(lab.directory) for _ in range(STARTS))
    yield Figure("start/ready", ready / 1000, "s", READY)


def third_party(package: Path) -> list[str]:
    """List the statements by which a package's files import what is not theirs nor Python's.

    Statements, because a package may load what it offers only when that is asked for by name.
    """
    known = {*sys.stdlib_module_names, package.name}
    return sorted(
        {
            ast.unparse(node)
            for file in package.glob("*.py")
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            and _imported(node).partition(".")[0] not in known
        }
    )


def _imported(node: ast.Import | ast.ImportFrom) -> str:
    return node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name


def _ready(directory: Path) -> float:
    with closing(bind()) as sock:
        started = time.perf_counter()
        with agent(inherited(**SETTINGS), on=sock, log=directory / "start.log"):
            return since(started)
