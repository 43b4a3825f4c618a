"""The Lambda Invoke API over one function, whose processes are real runtime clients.

An invocation goes: HTTP request (here) > a process that is free (worker_pool.py) > the Runtime API
(runtime_api.py) > the handler, and back. Signatures are not checked: this stands behind a role.

What it takes over, and from where:

* from the service model: paths, headers, status codes, the errors' names and members;
* documented: 6 MB each way, ten seconds to start, the size of the client context, DryRun's 204;
* observed on Lambda by others: the texts of all errors, `Unhandled` for every error of a function;
* assumed: a version or alias other than `$LATEST` and a foreign account or region read as a
  function that does not exist;
* different here: `Event` is refused, there is no queue behind it; memory is not enforced; no
  `Max Memory Used` in the log.
"""

import asyncio
import base64
import binascii
import contextlib
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from local.functions import runtime_api
from local.functions.function import Function
from local.functions.worker import Invocation, Outcome
from local.functions.worker_pool import Pool, ThrottledError
from local.server import bind

LARGEST_REQUEST = 6 * 1024 * 1024
LARGEST_CLIENT_CONTEXT = 3583
# The service model's pattern of a function's name, with its parts named.
_NAME = re.compile(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((?P<region>[a-z]{2}(-[a-z]+)+-\d):)?"
    r"((?P<account>\d{12}):)?(function:)?(?P<name>[a-zA-Z0-9-_.]+)"
    r"(:(?P<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?"
)
_THROTTLED = {
    "Reason": "ReservedFunctionConcurrentInvocationLimitExceeded",
    "message": "Rate Exceeded.",
}


class RejectedError(Exception):
    """An invocation that never reached the function; the members are the error's, as modelled."""

    def __init__(self, status: int, kind: str, **members: str) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.members = {"Type": "User", **members}


def create_app(function: Function, *, log: Callable[[bytes], object]) -> ASGIApp:
    """Serve one function; its processes live and end with the server.

    Args:
        function: what to run.
        log: takes what the processes write, as it comes, on the server's thread.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Pool]]:
        async with _serve_pool(function, log) as pool:
            yield {"pool": pool}

    async def invoke(request: Request) -> Response:
        try:
            return await _invoke(request, function)
        except RejectedError as error:
            return _rejection(error)
        except ThrottledError:
            return _rejection(RejectedError(429, "TooManyRequestsException", **_THROTTLED))

    route = Route("/2015-03-31/functions/{name}/invocations", invoke, methods=["POST"])
    return Starlette(routes=[route], lifespan=lifespan)


@contextlib.asynccontextmanager
async def _serve_pool(function: Function, log: Callable[[bytes], object]) -> AsyncIterator[Pool]:
    sockets = [bind() for _ in range(function.concurrency)]
    for sock in sockets:
        sock.listen()  # a process may knock before the server below has started
    pool = Pool(function, [sock.getsockname()[1] for sock in sockets], log)
    server = uvicorn.Server(
        uvicorn.Config(
            runtime_api.create_app(function, pool),
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            # A process is silent while its handler works; its connection outlives that.
            timeout_keep_alive=int(function.timeout) + 60,
        )
    )
    serving = asyncio.create_task(server.serve(sockets))
    try:
        yield pool
    finally:
        await pool.close()
        server.should_exit = True
        await serving


async def _invoke(request: Request, function: Function) -> Response:
    invocation = await _parse(request, function)
    if _invocation_type(request) == "DryRun":
        return Response(status_code=204)
    pool: Pool = request.state.pool
    outcome = await pool.invoke(invocation)
    return _answer(invocation, outcome, with_log=request.headers.get("x-amz-log-type") == "Tail")


async def _parse(request: Request, function: Function) -> Invocation:
    _check_name(request.path_params["name"], request.query_params.get("Qualifier"), function)
    payload = await request.body()
    if len(payload) > LARGEST_REQUEST:
        text = (
            f"{len(payload)} byte payload is too large for the RequestResponse invocation type"
            f" (limit {LARGEST_REQUEST} bytes)"
        )
        raise RejectedError(413, "RequestTooLargeException", message=text)
    _invocation_type(request)
    try:
        json.loads(payload or b"{}")
    except ValueError as error:
        text = f"Could not parse request body into json: {error}"
        raise RejectedError(400, "InvalidRequestContentException", message=text) from error
    trace_id = request.headers.get("x-amzn-trace-id") or _trace_id()
    return Invocation(payload or b"{}", _client_context(request), trace_id)


def _check_name(given: str, qualifier: str | None, function: Function) -> None:
    parts = _NAME.fullmatch(given)
    found = parts is not None and (
        parts["name"] == function.name
        and parts["region"] in {None, function.region}
        and parts["account"] in {None, function.account_id}
        and (parts["qualifier"] or qualifier or "$LATEST") == "$LATEST"
    )
    if not found:
        prefix = f"arn:aws:lambda:{function.region}:{function.account_id}:function:"
        arn = given if given.startswith("arn:") else prefix + given
        text = f"Function not found: {arn}{f':{qualifier}' if qualifier else ''}"
        raise RejectedError(404, "ResourceNotFoundException", Message=text)


def _invocation_type(request: Request) -> str:
    kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
    if kind not in {"RequestResponse", "DryRun"}:
        text = f"The invocation type {kind} is not supported here: use RequestResponse or DryRun."
        raise RejectedError(400, "InvalidParameterValueException", message=text)
    return kind


def _client_context(request: Request) -> str | None:
    header = request.headers.get("x-amz-client-context")
    if header is None:
        return None
    try:
        context = json.loads(base64.b64decode(header, validate=True))
    except (binascii.Error, ValueError):
        context = None
    if not isinstance(context, dict) or len(header) > LARGEST_CLIENT_CONTEXT:
        text = "Client context must be a valid Base64-encoded JSON object."
        raise RejectedError(400, "InvalidRequestContentException", message=text)
    return json.dumps(context)


def _answer(invocation: Invocation, outcome: Outcome, *, with_log: bool) -> Response:
    headers = {
        "x-amzn-requestid": invocation.request_id,
        "x-amzn-trace-id": invocation.trace_id,
        "x-amz-executed-version": "$LATEST",
    }
    if outcome.is_error:
        headers["x-amz-function-error"] = "Unhandled"
    if with_log:
        headers["x-amz-log-result"] = base64.b64encode(outcome.log_tail).decode("ascii")
    return Response(outcome.payload, headers=headers, media_type="application/json")


def _rejection(error: RejectedError) -> Response:
    return JSONResponse(error.members, error.status, {"x-amzn-errortype": error.kind})


def _trace_id() -> str:
    return f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
