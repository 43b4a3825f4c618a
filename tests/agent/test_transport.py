"""Faults of a gateway, as its caller sees them."""

import pytest

from agent.errors import GatewayRefusedError, GatewayUnavailableError, TokenExpiredError
from tests.agent.scene import Scene


@pytest.mark.parametrize("faults", [[503], [429], [500, 502, 504]])
async def test_what_may_pass_later_is_sent_again(scene: Scene, faults: list[int]) -> None:
    """429 and 5xx are retried below the MCP client, and the session lives."""
    await scene.call()
    scene.double.requests.clear()
    scene.double.faults.extend(faults)

    assert "one row" in await scene.call()
    assert scene.double.methods == ["tools/call"] * (len(faults) + 1)


async def test_a_gateway_that_stays_down_is_unavailable(scene: Scene) -> None:
    """The attempts are bounded, and the next call works again."""
    await scene.call()
    scene.double.faults.extend([503] * 4)

    with pytest.raises(GatewayUnavailableError):
        await scene.call()

    assert "one row" in await scene.call()


async def test_a_refused_token_is_expired(scene: Scene) -> None:
    """401 in a session means that its token's time is over."""
    await scene.call()
    scene.double.faults.append(401)

    with pytest.raises(TokenExpiredError):
        await scene.call()


async def test_a_refused_token_cannot_open_a_session(scene: Scene) -> None:
    """401 at the start is the same, and no session stays behind."""
    scene.double.faults.append(401)
    with pytest.raises(TokenExpiredError):
        await scene.call()

    assert "one row" in await scene.call()


@pytest.mark.parametrize("fault", [b"garbage", b'{"jsonrpc": "2.0"}', b"[]", b""])
async def test_garbage_is_refused_and_survived(scene: Scene, fault: bytes) -> None:
    """An answer that cannot be understood fails one call, not the session."""
    await scene.call()
    scene.double.faults.append(fault)

    with pytest.raises(GatewayRefusedError):
        await scene.call()

    assert "one row" in await scene.call()
    assert scene.double.methods.count("initialize") == 1


async def test_a_client_error_is_refused(scene: Scene) -> None:
    """403 and the like are not retried, and the gateway's words are not passed on."""
    await scene.call()
    scene.double.requests.clear()
    scene.double.faults.append(403)

    with pytest.raises(GatewayRefusedError) as caught:
        await scene.call()

    assert "own words" not in caught.value.message
    assert len(scene.double.requests) == 1
