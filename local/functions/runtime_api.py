"""The Lambda Runtime API (2018-06-01) as a runtime client sees it, one port for each process.

Paths, headers and answers are those of AWS's Runtime API page; the 410 for a process that is being
ended is our own.
"""

import time
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.functions.function import Function
from local.functions.worker import Invocation, Outcome, Worker, failure
from local.functions.worker_pool import Pool

PREFIX = "/2018-06-01/runtime"
# Lambda's 6 MB and some room for the envelope; the number is in the error's text, as observed.
LARGEST_RESPONSE = 6_291_556


def create_app(function: Function, pool: Pool) -> Starlette:
    """Serve the processes of a pool."""
    api = _RuntimeApi(function, pool)
    invocation = f"{PREFIX}/invocation"
    return Starlette(
        routes=[
            Route(f"{invocation}/next", api.take, methods=["GET"]),
            Route(f"{invocation}/{{request_id}}/response", api.respond, methods=["POST"]),
            Route(f"{invocation}/{{request_id}}/error", api.fail, methods=["POST"]),
            Route(f"{PREFIX}/init/error", api.fail_init, methods=["POST"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class _RuntimeApi:
    function: Function
    pool: Pool

    async def take(self, request: Request) -> Response:
        invocation = await self._worker(request).take()
        if invocation is None:
            return Response(status_code=410)
        headers = _headers(self.function, invocation)
        return Response(invocation.payload, headers=headers, media_type="application/json")

    async def respond(self, request: Request) -> Response:
        payload = await request.body()
        if len(payload) > LARGEST_RESPONSE:
            # The runtime client takes this refusal hard: it ends.
            self._worker(request).give_up(_too_large())
            return _error(413, "RequestEntityTooLarge")
        return self._answer(request, Outcome(payload))

    async def fail(self, request: Request) -> Response:
        return self._answer(request, Outcome(await request.body(), is_error=True))

    async def fail_init(self, request: Request) -> Response:
        self._worker(request).give_up(Outcome(await request.body(), is_error=True))
        return _accepted()

    def _answer(self, request: Request, outcome: Outcome) -> Response:
        known = self._worker(request).answer(request.path_params["request_id"], outcome)
        return _accepted() if known else _error(400, "InvalidRequestID")

    def _worker(self, request: Request) -> Worker:
        worker = self.pool.worker(request.scope["server"][1])
        if worker is None:
            raise HTTPException(403)
        return worker


def _headers(function: Function, invocation: Invocation) -> dict[str, str]:
    headers = {
        "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + function.timeout) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": function.arn,
        "Lambda-Runtime-Trace-Id": invocation.trace_id,
    }
    if invocation.client_context is not None:
        headers["Lambda-Runtime-Client-Context"] = invocation.client_context
    return headers


def _too_large() -> Outcome:
    return failure(
        "Function.ResponseSizeTooLarge",
        f"Response payload size exceeded maximum allowed payload size ({LARGEST_RESPONSE} bytes).",
    )


def _accepted() -> Response:
    return JSONResponse({"status": "OK"}, 202)


def _error(status: int, kind: str) -> Response:
    body = {"errorType": kind, "errorMessage": kind}
    return JSONResponse(body, status)
