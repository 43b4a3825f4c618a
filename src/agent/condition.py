"""Whether the service is well: alive, and able to answer questions."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi.responses import JSONResponse, Response

from agent.errors import AgentError
from agent.schemas import Check, Health, Ready

Checks = Mapping[str, Callable[[], Awaitable[object]]]


class Condition:
    """The two routes that watchers ask.

    Args:
        checks: what a question needs, by name; a check raises an `AgentError` where it is missing.
    """

    def __init__(self, checks: Checks) -> None:
        self._checks = checks

    async def health(self) -> Health:
        """Say that the process is alive. Nothing else is asked."""
        return Health(status="ok")

    async def ready(self) -> Response:
        """Say whether questions can be answered now."""
        found = await asyncio.gather(*(_check(check) for check in self._checks.values()))
        ready = all(check.ok for check in found)
        report = Ready(ready=ready, checks=dict(zip(self._checks, found, strict=True)))
        return JSONResponse(report.model_dump(), 200 if ready else 503)


async def _check(check: Callable[[], Awaitable[object]]) -> Check:
    try:
        await check()
    except AgentError as error:
        return Check(ok=False, code=error.code, detail=error.message)
    return Check(ok=True)
