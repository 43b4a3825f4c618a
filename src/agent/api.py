"""The HTTP application: its routes, and the one table from errors to statuses."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from http import HTTPMethod, HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.routing import Match

from agent import errors
from agent.context import RequestContext
from agent.problem import respond
from agent.routes import Parts, TurnFailedError, router

STATUSES: Mapping[type[errors.AgentError], int] = {
    errors.UnauthenticatedError: 401,
    errors.TokenExpiredError: 401,
    errors.IdentityUnavailableError: 503,
    errors.ConversationNotFoundError: 404,
    errors.ConversationChangedError: 409,
    errors.InvalidCursorError: 422,
    errors.RateLimitedError: 429,
    errors.StoreUnavailableError: 503,
    errors.GatewayNotConfiguredError: 503,
    errors.GatewayUnavailableError: 502,
    errors.GatewayRefusedError: 502,
    errors.GatewayBusyError: 503,
    errors.ConnectionLostError: 502,
    errors.UnknownToolError: 502,
    errors.ModelError: 502,
    errors.ModelThrottledError: 503,
    errors.ModelUnavailableError: 502,
    errors.ModelDeniedError: 502,
    errors.ContextTooLongError: 422,
    errors.TurnTimeoutError: 504,
    errors.AgentError: 500,
}

# FastAPI's own would put invalid fields, which may hold a token, into its log records, and begin
# a new trace where only Lambda names one. `context` sees to both.
_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False)
# A Function URL takes no more.
_LONGEST_BODY = 6 * 1024 * 1024
_BY_CODE = {error.code: status for error, status in STATUSES.items()}
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_api(parts: Parts, lifespan: Lifespan, *, trusted: bool, environment: str) -> FastAPI:
    """Put routes, errors and the context of requests together.

    Args:
        parts: what the routes call.
        lifespan: opens and closes the parts.
        trusted: whether the platform writes the request context header.
        environment: the dimension under which errors are counted.
    """
    app = FastAPI(
        title="AWS Operations Agent",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        max_body_size=_LONGEST_BODY,
        telemetry=_TELEMETRY,
    )
    app.include_router(router(parts))
    app.add_middleware(RequestContext, trusted=trusted, environment=environment)
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


def _agent_error(request: Request, error: errors.AgentError) -> Response:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    headers: dict[str, str] = {}
    if status == 401:
        headers["www-authenticate"] = 'Bearer error="invalid_token"'
    if isinstance(error, errors.RateLimitedError):
        headers["retry-after"] = str(error.retry_after)
    return respond(
        request,
        status,
        code=error.code,
        detail=error.message,
        retryable=error.retryable,
        headers=headers,
    )


def _invalid(request: Request, error: RequestValidationError) -> Response:
    # What was sent is not repeated: it may hold a token.
    found = [
        {"field": ".".join(str(part) for part in each["loc"][1:]), "reason": str(each["msg"])}
        for each in error.errors()
    ]
    refused = [each["loc"][-1] for each in error.errors() if each["type"] == "extra_forbidden"]
    detail = (
        f"These fields are not accepted: {', '.join(str(name) for name in refused)}."
        if refused
        else "The request is not valid; `errors` names each field and what is wrong with it."
    )
    return respond(request, 422, code="invalid_request", detail=detail, errors=found)


def _turn_failed(request: Request, error: TurnFailedError) -> Response:
    failure = error.failure
    response = respond(
        request,
        _BY_CODE[failure.code],
        code=failure.code,
        detail=failure.message,
        retryable=failure.retryable,
    )
    # The turn has been counted as failed where it failed.
    request.state.error_code = None
    return response


def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 400:
        # Only of a body that is no text at all; everything else invalid is 422 as well.
        detail = "The body is not JSON in UTF-8."
        return respond(request, 422, code="invalid_request", detail=detail, errors=[])
    phrase = HTTPStatus(error.status_code).phrase
    headers = {"allow": _allowed(request)} if error.status_code == 405 else error.headers
    code = phrase.lower().replace(" ", "_")
    return respond(request, error.status_code, code=code, detail=phrase, headers=headers)


def _allowed(request: Request) -> str:
    """Return the methods of a path; Starlette names those of its first route only."""
    scope, routes = request.scope, request.app.routes
    return ", ".join(
        method
        for method in HTTPMethod
        if any(each.matches({**scope, "method": method})[0] is Match.FULL for each in routes)
    )


def _broken(request: Request, _error: Exception) -> Response:
    return _agent_error(request, errors.AgentError())


_HANDLERS: Mapping[type[Exception], Any] = {
    errors.AgentError: _agent_error,
    TurnFailedError: _turn_failed,
    RequestValidationError: _invalid,
    HTTPException: _http_error,
    Exception: _broken,
}
