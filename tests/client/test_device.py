"""Logging in from a machine without a browser."""

from contextlib import closing

import httpx
import pytest
from starlette.responses import JSONResponse

from client.device import DeviceLogin
from client.errors import LoginFailedError
from client.issuer import Issuer
from client.tokens import claims


def test_a_device_waits_until_somebody_approves(served, login):
    """The code is shown, the page is opened elsewhere, and the device is let in."""
    _, trust = served
    waited = []
    device = DeviceLogin(login.issuer, login.scopes, sleep=waited.append)
    code = device.begin()
    assert code.complete_page.endswith(code.user_code)

    def approve(_seconds):
        waited.append(_seconds)
        if len(waited) == 2:
            page = f"{code.complete_page}&login_hint=grace"
            httpx.get(page, verify=trust, trust_env=False).raise_for_status()

    approved = DeviceLogin(login.issuer, login.scopes, sleep=approve).finish(code)
    assert claims(approved.access_token)["sub"] == "grace@example.com"
    assert waited == [1.0, 1.0]


def test_a_device_that_nobody_approves_gives_up(login):
    """Time is over when the code is void."""
    hours = iter(range(0, 36_000, 200))
    device = DeviceLogin(
        login.issuer, login.scopes, sleep=lambda _: None, clock=lambda: float(next(hours))
    )
    with pytest.raises(LoginFailedError, match="Nobody approved"):
        device.finish(device.begin())


class SmallIssuer:
    """An issuer that has nothing but its name."""

    async def __call__(self, scope, receive, send):
        """Tell the name."""
        host = dict(scope["headers"])[b"host"].decode()
        await JSONResponse({"issuer": f"http://{host}"})(scope, receive, send)


def test_an_issuer_without_devices_says_so(scripted):
    """The way out is the browser."""
    url, _ = scripted(SmallIssuer())
    with (
        closing(Issuer(url, "awsops-cli")) as issuer,
        pytest.raises(LoginFailedError, match="offers no device login"),
    ):
        DeviceLogin(issuer, "openid").begin()
