"""Sessions with a gateway: pooled, reopened, and cheap."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from agent.errors import (
    GatewayBusyError,
    GatewayNotConfiguredError,
    GatewayUnavailableError,
    UnknownToolError,
)
from agent.gateway import name_of
from local.server import serve
from tests.agent.doubles import GatewayDouble
from tests.agent.scene import LATER, Scene, at

COLD = ["initialize", "notifications/initialized", "tools/list", "tools/list"]


async def test_a_cold_session_lists_every_page_once(scene: Scene) -> None:
    """The first call opens, lists all pages and calls."""
    await scene.call()

    assert scene.double.methods == [*COLD, "tools/call"]


async def test_a_warm_call_is_one_request(scene: Scene) -> None:
    """A tool of the last page costs one HTTP request once the session is warm."""
    await scene.call()
    scene.double.requests.clear()

    await scene.call()

    assert scene.double.methods == ["tools/call"]


async def test_a_session_serves_its_own_token_only(scene: Scene) -> None:
    """Each token has a session, and each request carries the token it is for."""
    await scene.call("ada")
    await scene.call("grace")
    scene.double.tokens.clear()

    await scene.call("ada")
    await scene.call("grace")

    assert scene.double.tokens == ["ada", "grace"]


async def test_calls_at_once_share_one_opening(scene: Scene) -> None:
    """Ten questions of one person at a cold start open one session."""
    await asyncio.gather(*(scene.call() for _ in range(10)))

    assert scene.double.methods.count("initialize") == 1


async def test_a_session_ends_with_its_token(scene: Scene) -> None:
    """After the token's time its session is not used again."""
    await scene.call()
    scene.clock.passed = timedelta(hours=2)

    async with scene.gateway.lend("other", LATER + timedelta(hours=9)):
        pass
    await scene.call()

    assert scene.double.methods.count("initialize") == 3


async def test_the_session_unused_longest_makes_room(scene: Scene) -> None:
    """The pool is bounded: a third token closes the first one's session."""
    for token in ("one", "two", "three", "two", "one"):
        await scene.call(token)

    assert scene.double.methods.count("initialize") == 4


async def test_when_all_sessions_are_lent_the_answer_is_busy(scene: Scene) -> None:
    """A session in use is never closed for another."""
    async with scene.gateway.lend("one", LATER), scene.gateway.lend("two", LATER):
        with pytest.raises(GatewayBusyError):
            await scene.call("three")

    await scene.call("three")


async def test_a_lost_mcp_session_is_opened_again_silently(scene: Scene) -> None:
    """Where the gateway has sessions and forgets ours, the call succeeds on a new one."""
    scene.double.session_id = "first"
    await scene.call()
    scene.double.session_id = "second"

    assert "one row" in await scene.call()
    assert scene.double.methods.count("initialize") == 2


async def test_a_tool_not_listed_is_looked_for_once(scene: Scene) -> None:
    """A tool added since is found by listing again; one that does not exist is unknown."""
    await scene.call()
    scene.double.tools.append("aws-tools___new")

    assert "one row" in await scene.call(name="aws-tools___new")
    with pytest.raises(UnknownToolError):
        await scene.call(name="aws-tools___never")


async def test_a_restarted_gateway_is_found_again(gateway: GatewayDouble, ssm: Any) -> None:
    """A dead connection is replaced without anybody noticing."""
    async with at(gateway, ssm, f"/gateways/{uuid4().hex}") as scene:
        with serve(gateway.app) as url:
            await asyncio.to_thread(scene.point, url)
            await scene.call()
            port = httpx2.URL(url).port
        with serve(gateway.app, port=port or 0):
            assert "one row" in await scene.call()

    assert gateway.methods.count("initialize") == 1


async def test_a_gateway_that_moved_is_found(scene: Scene) -> None:
    """When the known URL fails, the parameter is read again at once."""
    with serve(scene.double.app) as old:
        await asyncio.to_thread(scene.point, old)
        await scene.call()
    with serve(scene.double.app) as new:
        await asyncio.to_thread(scene.point, new)

        with pytest.raises(GatewayUnavailableError):
            await scene.call()
        assert "one row" in await scene.call()


async def test_the_url_is_kept_for_five_minutes(scene: Scene) -> None:
    """A new URL is used after that time, without a failure before."""
    await scene.call()
    with serve(scene.double.app) as new:
        await asyncio.to_thread(scene.point, new)
        await scene.call()
        assert scene.double.methods.count("initialize") == 1
        scene.clock.passed = timedelta(seconds=301)

        await scene.call()
        assert scene.double.methods.count("initialize") == 2


async def test_a_missing_parameter_is_not_configured(scene: Scene) -> None:
    """Nobody has created a gateway yet."""
    await asyncio.to_thread(scene.ssm.delete_parameter, Name=scene.parameter)

    with pytest.raises(GatewayNotConfiguredError):
        await scene.call()


async def test_a_url_without_its_path_gets_it(scene: Scene) -> None:
    """The control plane has been seen to give both forms."""
    assert (await scene.gateway.url()).endswith("/mcp")


async def test_calling_off_a_call_leaves_the_session_well(scene: Scene) -> None:
    """A tool call that is cancelled does not break the next one."""
    await scene.call()
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def hang(_call: Any) -> Any:
        loop.call_soon_threadsafe(begun.set)
        await asyncio.sleep(1)

    scene.double.answer = hang
    task = asyncio.create_task(scene.call())
    await begun.wait()
    task.cancel()
    await asyncio.wait({task})
    scene.double.answer = scene.double.echo

    assert "one row" in await scene.call()


def test_a_gateway_is_shown_by_its_host() -> None:
    """People see a name, not a URL with a path."""
    assert name_of("https://abc.gateway.example/mcp") == "abc.gateway.example"
