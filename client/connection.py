"""Signed, authorised HTTP to one agent, with time-outs, and with retries where they are safe."""

import secrets
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from client import problem
from client.backoff import Backoff
from client.errors import (
    BrokenStreamError,
    ClientError,
    NotAnAgentError,
    UnreachableError,
)
from client.events import Waiting
from client.stream import Deadline
from client.tokens import TokenSource

TOKEN_HEADER = "X-Okta-Authorization"  # noqa: S105 -- the header's name, not a token
CLIENT_HEADER = "X-Client-Id"
# What fails before a byte of the request has left.
_UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_PERHAPS_TAKEN = (
    "The question may have been taken all the same: `awsops conversations list` shows it."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds.

    The agent sends a heartbeat every 10 s, and its function ends within 300 s.

    Attributes:
        connect: until the connection stands.
        silence: without a byte.
        total: a whole answer, from its question on.
        longest_wait: that another side may ask for before a retry; longer ones are an error.
    """

    connect: float = 10.0
    silence: float = 30.0
    total: float = 310.0
    longest_wait: float = 20.0


@dataclass(frozen=True, slots=True)
class Policy:
    """Time-outs, retries, and how to wait for one."""

    limits: Limits = field(default_factory=Limits)
    backoff: Backoff = field(default_factory=Backoff)
    sleep: Callable[[float], None] = time.sleep


def _traceparent() -> str:
    """Begin a trace, as W3C Trace Context (version 00) writes it in its header."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is signed.

    Attributes:
        also: statuses beside 2xx that are answers.
        once: not sent again where it may have been taken already.
        trace: the trace that it begins, one for all its attempts.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    params: Mapping[str, str] | None = None
    accept: str = "application/json"
    also: tuple[int, ...] = ()
    once: bool = False
    trace: str = field(default_factory=_traceparent)


class Connection:
    """HTTP to one agent as one person.

    Args:
        url: the Function URL.
        auth: signs each request.
        tokens: gives the Okta access token of each request.
        client_id: names this installation, kept with the conversations that it begins.
        policy: time-outs and retries.
    """

    def __init__(
        self,
        url: str,
        auth: httpx.Auth,
        tokens: TokenSource,
        *,
        client_id: str = "",
        policy: Policy | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.policy = policy or Policy()
        self._tokens = tokens
        self._headers = {CLIENT_HEADER: client_id} if client_id else {}
        limits = self.policy.limits
        self._http = httpx.Client(
            base_url=self.url,
            auth=auth,
            timeout=httpx.Timeout(limits.silence, connect=limits.connect),
            # A connection that lay idle may be gone, and then nobody knows what it still carried.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def call(self, request: Request) -> dict[str, Any]:
        """Send a request whose answer is a JSON object, and return it.

        Raises:
            ClientError: refused, unreachable, or answered by something else.
        """
        with Deadline(self.policy.limits.total) as deadline:
            response = _last(self.open(request, deadline))
            try:
                response.read()
            except httpx.TransportError as error:
                raise UnreachableError(self.url) from error
            finally:
                response.close()
        if not response.headers.get("content-type", "").startswith("application/json"):
            kind = response.headers.get("content-type", "no content type")
            raise NotAnAgentError(self.url, kind.partition(";")[0])
        return problem.json_object(response)

    def open(
        self, request: Request, deadline: Deadline
    ) -> Generator[Waiting, None, httpx.Response]:
        """Send a request until it is taken; yield each wait, return the open answer.

        Raises:
            ClientError: refused, or still failing after the last retry.
        """
        policy = self.policy
        for pause in policy.backoff.pauses():
            try:
                return self._send(request, deadline)
            except ClientError as error:
                wait = max(pause, error.retry_after)
                again = error.retryable and not (request.once and error.perhaps_taken)
                if not again or wait > policy.limits.longest_wait:
                    raise
                yield Waiting(wait, str(error))
                policy.sleep(wait)
        return self._send(request, deadline)

    def _send(self, request: Request, deadline: Deadline) -> httpx.Response:
        """Send once, and once more with a new token if the first is refused."""
        token = self._tokens.current()
        response = self._once(request, token, deadline)
        if response.status_code == 401:
            refused = self._error(response, request, deadline)
            other = self._tokens.renewed(token)
            if other is None:
                raise refused
            response = self._once(request, other, deadline)
        if not response.is_success and response.status_code not in request.also:
            raise self._error(response, request, deadline)
        return response

    def _once(self, request: Request, token: str, deadline: Deadline) -> httpx.Response:
        built = self._http.build_request(
            request.method,
            request.path,
            json=request.json,
            params=request.params,
            headers={
                TOKEN_HEADER: f"Bearer {token}",
                "Accept": request.accept,
                "traceparent": request.trace,
                **self._headers,
            },
            extensions={"trace": deadline.watch},
        )
        try:
            return self._http.send(built, stream=True)
        except _UNSENT as error:
            raise UnreachableError(self.url) from error
        except httpx.TransportError as error:
            raise self._lost(error, request, deadline) from error

    def _lost(
        self, error: httpx.TransportError, request: Request, deadline: Deadline
    ) -> ClientError:
        """What it means that a request was sent and its answer did not begin."""
        then = _PERHAPS_TAKEN if request.once else "Try again."
        if deadline.passed:
            return BrokenStreamError("The answer took too long.", then)
        if isinstance(error, httpx.ReadTimeout):
            return BrokenStreamError("The agent did not answer in time.", then)
        if request.once:
            return BrokenStreamError("The connection broke before the answer began.", then)
        return UnreachableError(self.url)

    def _error(self, response: httpx.Response, request: Request, deadline: Deadline) -> ClientError:
        try:
            response.read()
        except httpx.TransportError as error:
            raise self._lost(error, request, deadline) from error
        finally:
            response.close()
        return problem.read(response, self.url)


def _last(waits: Generator[Waiting, None, httpx.Response]) -> httpx.Response:
    """Wait through the retries, and return what came of them."""
    while True:
        try:
            next(waits)
        except StopIteration as done:
            response: httpx.Response = done.value
            return response
