"""The client's errors as the page reads them: a status, a code, and the sentence for the person."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import JSONResponse

from client import errors


class Described(NamedTuple):
    """An error in the form of the stream's `error` event."""

    code: str
    message: str
    retryable: bool


# 401 is the page's own session and nothing else, so what the agent or AWS refuse is 502 here.
_CODES: Mapping[type[errors.ClientError], tuple[int, str]] = {
    errors.InputError: (422, "input"),
    errors.ConfigError: (502, "config"),
    errors.LoginNeededError: (502, "login_needed"),
    errors.LoginFailedError: (502, "login_failed"),
    errors.CredentialsError: (502, "credentials"),
    errors.ClockError: (502, "clock"),
    errors.UnreachableError: (502, "unreachable"),
    errors.NotAnAgentError: (502, "not_an_agent"),
    errors.NotFoundError: (404, "not_found"),
    errors.RateLimitedError: (429, "rate_limited"),
    errors.RefusedError: (502, "refused"),
    errors.BrokenStreamError: (502, "broken_stream"),
    errors.ClientError: (502, "failed"),
}


def described(error: errors.ClientError) -> Described:
    """Describe an error; the agent's own code is kept where it gave one."""
    own = error.code if isinstance(error, errors.RefusedError) else ""
    return Described(own or _found(error)[1], str(error), error.retryable)


def answer(_request: Request, error: Exception) -> JSONResponse:
    """Answer with an error. For `exception_handlers`.

    Raises:
        Exception: one that is not the client's own.
    """
    if not isinstance(error, errors.ClientError):
        raise error
    status = _found(error)[0]
    if isinstance(error, errors.RefusedError) and error.status == 409:
        status = 409
    return JSONResponse(described(error)._asdict(), status)


def _found(error: errors.ClientError) -> tuple[int, str]:
    return next(_CODES[kind] for kind in type(error).__mro__ if kind in _CODES)
