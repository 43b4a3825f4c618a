"""What a process costs that has only just begun: its time, and the most memory it held."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

# The peak is read from /proc: what getrusage tells begins with the peak of the parent.
_PROGRAM = """
import time
started = time.perf_counter()
{code}
milliseconds = (time.perf_counter() - started) * 1000
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(milliseconds, peak, flush=True)
"""

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fresh:
    """One run of some code in a process of its own.

    Attributes:
        whole: milliseconds from starting the interpreter to the end of the code.
        inner: milliseconds of the code alone.
        peak: the most memory the process held, in KB.
    """

    whole: float
    inner: float
    peak: float


def run(code: str, environment: Environment) -> Fresh:
    """Run code in a new interpreter.

    Args:
        code: Python statements, not indented.
        environment: all that the interpreter may see of the environment.

    Raises:
        RuntimeError: the code failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(code=code)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        told = process.stdout.readline() if process.stdout else ""
        whole = (time.perf_counter() - started) * 1000
    if process.returncode:
        raise RuntimeError(f"a fresh process ended with status {process.returncode}")
    inner, peak = told.split()
    return Fresh(whole, float(inner), float(peak))


def alternate(
    subject: str, baseline: str, environment: Environment, *, rounds: int
) -> tuple[list[Fresh], list[Fresh]]:
    """Run two pieces of code in turns, after a run of each that leaves their bytecode compiled."""
    # What is installed has its bytecode; a machine may be set not to write any for a checkout.
    environment = {**environment, "PYTHONDONTWRITEBYTECODE": ""}
    run(baseline, environment)
    run(subject, environment)
    pairs = [(run(baseline, environment), run(subject, environment)) for _ in range(rounds)]
    return [pair[1] for pair in pairs], [pair[0] for pair in pairs]
