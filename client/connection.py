"""Signed, authorised HTTP to one agent, with time-outs, and with retries where they are safe."""

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
from client.tokens import TokenSource

TOKEN_HEADER = "X-Okta-Authorization"  # noqa: S105 -- the header's name, not a token
CLIENT_HEADER = "X-Client-Id"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds.

    The agent sends a heartbeat every 10 s, and its function ends within 300 s.

    Attributes:
        connect: until the connection stands.
        silence: without a byte.
        total: a whole answer.
        longest_wait: that another side may ask for before a retry; longer ones are an error.
    """

    connect: float = 10.0
    silence: float = 30.0
    total: float = 310.0
    longest_wait: float = 20.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, handed in."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Policy:
    """Time-outs, retries and the clock that they run by."""

    limits: Limits = field(default_factory=Limits)
    backoff: Backoff = field(default_factory=Backoff)
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is signed; `also` are statuses beside 2xx that are answers."""

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    params: Mapping[str, str] | None = None
    accept: str = "application/json"
    also: tuple[int, ...] = ()


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
        timeout = httpx.Timeout(limits.silence, connect=limits.connect)
        self._http = httpx.Client(base_url=self.url, auth=auth, timeout=timeout)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def call(self, request: Request) -> dict[str, Any]:
        """Send a request whose answer is a JSON object, and return it.

        Raises:
            ClientError: refused, unreachable, or answered by something else.
        """
        response = _last(self.open(request))
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

    def open(self, request: Request) -> Generator[Waiting, None, httpx.Response]:
        """Send a request until it is taken; yield each wait, return the open answer.

        Raises:
            ClientError: refused, or still failing after the last retry.
        """
        policy = self.policy
        for pause in policy.backoff.pauses():
            try:
                return self._send(request)
            except ClientError as error:
                wait = max(pause, error.retry_after)
                if not error.retryable or wait > policy.limits.longest_wait:
                    raise
                yield Waiting(wait, str(error))
                policy.clock.sleep(wait)
        return self._send(request)

    def _send(self, request: Request) -> httpx.Response:
        """Send once, and once more with a new token if the first is refused."""
        token = self._tokens.current()
        response = self._once(request, token)
        if response.status_code == 401:
            refused = self._error(response)
            other = self._tokens.renewed(token)
            if other is None:
                raise refused
            response = self._once(request, other)
        if not response.is_success and response.status_code not in request.also:
            raise self._error(response)
        return response

    def _once(self, request: Request, token: str) -> httpx.Response:
        built = self._http.build_request(
            request.method,
            request.path,
            json=request.json,
            params=request.params,
            headers={
                TOKEN_HEADER: f"Bearer {token}",
                "Accept": request.accept,
                **self._headers,
            },
        )
        try:
            return self._http.send(built, stream=True)
        except httpx.ReadTimeout as error:
            # The question may have been taken: asking again could ask twice.
            raise BrokenStreamError("The agent did not answer in time.") from error
        except httpx.TransportError as error:
            raise UnreachableError(self.url) from error

    def _error(self, response: httpx.Response) -> ClientError:
        try:
            response.read()
        except httpx.TransportError as error:
            raise UnreachableError(self.url) from error
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
