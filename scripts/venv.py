"""Make `.venv` from a hashed lock: `python3 scripts/venv.py LOCK`.

Runs on a bare Python, so it uses the standard library only, and must parse on a Python that is too
old to go on. Whatever goes wrong is said in one line; the whole story is in `.venv/setup.log`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "setup.log"
PYTHON = VENV / "bin" / "python"


def main(lock: str) -> int:
    """Create the environment and install the lock into it; returns the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever runs this may have an older one
        return _fail(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. "
            "Install it, then run: make PYTHON=/path/to/python3.11 demo"
        )
    started = time.monotonic()
    _say("Setting up .venv (once; about a minute on a fresh machine)")
    if not PYTHON.exists() and not _run([sys.executable, "-m", "venv", str(VENV)]):
        return _fail("Python's venv module is missing. On Debian: apt-get install python3-venv")
    for what, command in _steps(lock):
        _say(f"  {what}")
        if not _run(command):
            return _fail(
                "Could not install packages (log: .venv/setup.log). Check that a package index "
                "answers; for another one set PIP_INDEX_URL and UV_DEFAULT_INDEX. Then run again."
            )
    _say(f"Ready in {time.monotonic() - started:.0f} s")
    return 0


def _steps(lock: str) -> Iterator[tuple[str, list[str]]]:
    pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes"]
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON)]
    count = Path(ROOT, lock).read_text(encoding="utf-8").count("==")
    yield "the installer", [*pip, "-r", "requirements/uv.txt"]
    yield (
        f"{count} packages of {lock}",
        [*uv, "--require-hashes", "--compile-bytecode", "-r", lock],
    )
    yield "the project itself", [*uv, "--no-deps", "--no-build-isolation", "-e", "."]


def _run(command: list[str]) -> bool:
    VENV.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n")
        log.flush()
        done = subprocess.run(command, check=False, stdout=log, stderr=log, cwd=ROOT)
    return done.returncode == 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _fail(line: str) -> int:
    _say(line)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
