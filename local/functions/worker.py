"""One process of a function, and the invocations that it takes one at a time.

The process is the real runtime client (awslambdaric) and asks for work over the Runtime API. Both
sides meet here: `take` and `answer` are called by runtime_api.py, `run` by worker_pool.py.
Nothing here is shared between threads: all of it lives on one event loop.

Texts of errors are as observed on Lambda by others; AWS documents only their types.
"""

import asyncio
import json
import signal
import time
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from local.functions.function import Function
from local.functions.log import Log

# AWS: a function has ten seconds to start before its own time-out begins.
INIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Invocation:
    """One event for a function.

    Attributes:
        client_context: JSON text in ASCII, as it travels in a header.
    """

    payload: bytes
    client_context: str | None
    trace_id: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a function made of an event: its result, or an error object."""

    payload: bytes
    is_error: bool = False
    log_tail: bytes = b""


def failure(kind: str, message: str) -> Outcome:
    """Report an error that the function itself could not."""
    body = {"errorType": kind, "errorMessage": message}
    return Outcome(json.dumps(body, separators=(",", ":")).encode(), is_error=True)


class Worker:
    """A process, from its start to its end.

    Attributes:
        is_fit: it can take another invocation.
    """

    def __init__(self, function: Function, log: Log) -> None:
        self.is_fit = False
        self._function = function
        self._log = log
        self._inbox: asyncio.Queue[Invocation | None] = asyncio.Queue()
        self._current: Invocation | None = None
        self._outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._clock: asyncio.Timeout | None = None
        self._began = 0.0
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self, runtime_api: str) -> None:
        """Start the process; it reaches its Runtime API at `host:port`."""
        process = await asyncio.create_subprocess_exec(
            *self._function.command(),
            cwd=self._function.task_root,
            env=self._function.process_environment(runtime_api),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log.target,
            stderr=self._log.target,
        )
        self._process = process
        self.is_fit = True
        self._watch = asyncio.create_task(self._await_exit(process))

    async def stop(self) -> None:
        """Kill the process and wait until it is gone."""
        self.is_fit = False
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        if self._watch is not None:
            await self._watch

    async def run(self, invocation: Invocation) -> Outcome:
        """Have the process handle one event, and end it if it takes too long."""
        self._current, self._began = invocation, time.monotonic()
        self._outcome = asyncio.get_running_loop().create_future()
        self._log.begin(invocation.request_id)
        self._inbox.put_nowait(invocation)
        try:
            async with asyncio.timeout(INIT_SECONDS + self._function.timeout) as self._clock:
                outcome = await self._outcome
        except TimeoutError:
            await self.stop()
            outcome = self._timed_out(invocation)
        finally:
            self._current = None
        self._log.end(invocation.request_id, time.monotonic() - self._began)
        return replace(outcome, log_tail=self._log.tail())

    async def take(self) -> Invocation | None:
        """Wait for an event, and start the function's time with it; None: the process ended."""
        invocation = await self._inbox.get()
        if self._clock is not None and not self._outcome.done():
            self._began = time.monotonic()
            now = asyncio.get_running_loop().time()
            self._clock.reschedule(now + self._function.timeout)
        return invocation

    def answer(self, request_id: str, outcome: Outcome) -> bool:
        """Give the outcome of the current event; False if it is of another one."""
        if self._current is None or self._current.request_id != request_id:
            return False
        self._settle(outcome)
        return True

    def give_up(self, outcome: Outcome) -> None:
        """Give the outcome of a process that is about to end of itself."""
        self.is_fit = False
        self._settle(outcome)

    def _settle(self, outcome: Outcome) -> None:
        if not self._outcome.done():
            self._outcome.set_result(outcome)

    async def _await_exit(self, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        self.is_fit = False
        self._inbox.put_nowait(None)
        request_id = self._current.request_id if self._current else ""
        message = f"RequestId: {request_id} Error: Runtime exited {_reason(code)}"
        self._settle(failure("Runtime.ExitError", message))

    def _timed_out(self, invocation: Invocation) -> Outcome:
        text = f"Task timed out after {self._function.timeout:.2f} seconds"
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"
        self._log.write(f"{now} {invocation.request_id} {text}\n\n".encode())
        message = f"RequestId: {invocation.request_id} Error: {text}"
        return failure("Sandbox.Timedout", message)


def _reason(code: int) -> str:
    if code == 0:
        return "without providing a reason"
    if code > 0:
        return f"with error: exit status {code}"
    return f"with error: signal: {(signal.strsignal(-code) or 'unknown').lower()}"
