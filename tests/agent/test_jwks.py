"""The issuer's keys, and what is read from a token that they sign."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.errors import IdentityUnavailableError, TokenExpiredError, UnauthenticatedError
from agent.identity import Clocks, Verifier
from agent.jwks import Keys
from local.oidc.tokens import SigningKey
from local.server import serve
from tests.agent.service import Okta

OPENED_AT = 1000.0


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = OPENED_AT

    def __call__(self) -> float:
        """Tell the seconds."""
        return self.time


class KeyServer:
    """An issuer's key endpoint that a test can break."""

    def __init__(self) -> None:
        self.signing = SigningKey()
        self.status = 200
        self.fetches = 0
        self.app = Starlette(routes=[Route("/oauth2/default/v1/keys", self.keys)])

    async def keys(self, _request: Request) -> Response:
        """Answer with the key set, under the status that the test set."""
        self.fetches += 1
        return JSONResponse(self.signing.key_set(), self.status)


class Desk:
    """A verifier before a key server, with its clock."""

    def __init__(self, server: KeyServer, base: str, okta: Okta) -> None:
        self.server = server
        self.clock = Clock()
        self._opened = datetime.now(UTC)
        self._okta = okta
        transport = Rerouted(base)
        self.client = httpx2.AsyncClient(transport=transport, timeout=3)
        self.verifier = Verifier(
            Keys(self.client, clock=self.clock),
            issuer=okta.url,
            audience="api://default",
            client_ids=["awsops-cli"],
            scopes=[],
            clocks=Clocks(self.now, 30),
        )

    def now(self) -> datetime:
        """Tell the time: what the clock says has passed since the desk was opened."""
        return self._opened + timedelta(seconds=self.clock() - OPENED_AT)

    def token(self, **header: Any) -> str:
        """Sign a good token, under a header that may be odd."""
        claims = self._okta.issuer.claims(self._okta.url)
        return self.server.signing.sign(claims, header=header)


class Rerouted(httpx2.AsyncHTTPTransport):
    """Sends what is meant for the issuer to a plain HTTP server."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = httpx2.URL(base)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to the other server."""
        request.url = request.url.copy_with(
            scheme="http", host=self._base.host, port=self._base.port
        )
        return await super().handle_async_request(request)


@pytest.fixture
def desk(okta: Okta) -> Iterator[Desk]:
    server = KeyServer()
    with serve(server.app) as base:
        yield Desk(server, base, okta)


async def test_keys_are_fetched_once(desk: Desk) -> None:
    """Tokens after the first are checked without the network."""
    async with desk.client:
        for _ in range(3):
            await desk.verifier.caller(desk.token())

    assert desk.server.fetches == 1


async def test_made_up_key_ids_cost_one_fetch_a_minute(desk: Desk) -> None:
    """A flood of forged key ids cannot make the agent hammer the issuer."""
    async with desk.client:
        await desk.verifier.caller(desk.token())
        for _ in range(3):
            desk.clock.time += 61
            for _ in range(5):
                with pytest.raises(UnauthenticatedError):
                    await desk.verifier.caller(desk.token(kid="forged"))

    assert desk.server.fetches <= 4


async def test_a_forged_token_does_not_lose_the_keys(desk: Desk) -> None:
    """A forged key id while the issuer is down, then a good token: it passes."""
    async with desk.client:
        await desk.verifier.caller(desk.token())
        desk.server.status = 503
        desk.clock.time += 61
        with pytest.raises(UnauthenticatedError):
            await desk.verifier.caller(desk.token(kid="forged"))

        caller = await desk.verifier.caller(desk.token())

    assert caller.client_id == "awsops-cli"


async def test_a_rotated_key_is_learnt(desk: Desk) -> None:
    """A token of a new key passes after one fetch."""
    async with desk.client:
        await desk.verifier.caller(desk.token())
        desk.server.signing = SigningKey()
        desk.clock.time += 61

        await desk.verifier.caller(desk.token())

    assert desk.server.fetches == 2


async def test_without_keys_nobody_can_be_checked(desk: Desk) -> None:
    """No key and no issuer is not the token's fault; it heals when the issuer is back."""
    async with desk.client:
        desk.server.status = 503
        with pytest.raises(IdentityUnavailableError):
            await desk.verifier.caller(desk.token())
        desk.server.status = 200
        desk.clock.time += 2

        await desk.verifier.caller(desk.token())


async def test_keys_that_are_old_are_fetched_again(desk: Desk) -> None:
    """After an hour the key set is read anew, and kept if that fails."""
    async with desk.client:
        await desk.verifier.caller(desk.token())
        desk.clock.time += 3601
        desk.server.status = 500
        await desk.verifier.caller(desk.token())
        desk.clock.time += 61
        desk.server.status = 200

        await desk.verifier.caller(desk.token())

    assert desk.server.fetches == 3


async def test_many_callers_at_once_share_a_fetch(desk: Desk) -> None:
    """A cold start under load asks the issuer once."""
    async with desk.client:
        await asyncio.gather(*(desk.verifier.caller(desk.token()) for _ in range(10)))

    assert desk.server.fetches == 1


async def test_an_owner_is_the_uid_not_the_login(desk: Desk, okta: Okta) -> None:
    """A login name given to another person does not give them the conversations."""
    claims = okta.issuer.claims(okta.url)
    sign = desk.server.signing.sign
    async with desk.client:
        first = await desk.verifier.caller(sign(claims))
        renamed = await desk.verifier.caller(sign({**claims, "sub": "new@example.com"}))
        other = await desk.verifier.caller(sign({**claims, "uid": "00uother"}))

    assert first.owner == renamed.owner
    assert first.owner != other.owner


async def test_a_caller_does_not_show_its_token(desk: Desk) -> None:
    """The token is not in the text of a caller, which a log may hold."""
    token = desk.token()
    async with desk.client:
        caller = await desk.verifier.caller(token)

    assert token not in repr(caller)


async def test_an_expired_token_is_told_apart(desk: Desk, okta: Okta) -> None:
    """Expiry is an error of its own."""
    claims = okta.issuer.claims(okta.url, exp=int(time.time()) - 31)
    async with desk.client:
        with pytest.raises(TokenExpiredError):
            await desk.verifier.caller(desk.server.signing.sign(claims))


async def test_a_token_that_was_checked_is_known_for_a_minute(desk: Desk) -> None:
    """Within it nothing is checked again; after it a key that was withdrawn is noticed."""
    async with desk.client:
        token = desk.token()
        first = await desk.verifier.caller(token)
        desk.server.signing = SigningKey()
        desk.clock.time += 59
        assert await desk.verifier.caller(token) is first

        desk.clock.time += 3600
        with pytest.raises(UnauthenticatedError):
            await desk.verifier.caller(token)


async def test_a_token_is_not_known_beyond_its_time(desk: Desk, okta: Okta) -> None:
    """Its expiry is earlier than the minute."""
    claims = okta.issuer.claims(okta.url, exp=int(time.time()) - 25)
    async with desk.client:
        token = desk.server.signing.sign(claims)

        assert await desk.verifier.caller(token) is not await desk.verifier.caller(token)


async def test_a_token_like_a_known_one_is_not_it(desk: Desk) -> None:
    """Another last character is another token."""
    async with desk.client:
        token = desk.token()
        await desk.verifier.caller(token)

        with pytest.raises(UnauthenticatedError):
            await desk.verifier.caller(token[:-4] + "AAAA")
