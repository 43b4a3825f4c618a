"""A person logs in or out: the browser or the code on another machine, and what is kept."""

import webbrowser
from contextlib import closing, suppress

from rich.text import Text

from client.device import DeviceLogin
from client.errors import ClientError
from client.loopback import Loopback
from client.parts import Parts


def by_browser(parts: Parts, *, open_browser: bool) -> None:
    """Log in by authorization code and PKCE, with the answer on a loopback address.

    Raises:
        LoginFailedError: the person or the issuer said no, or nobody came in time.
    """
    port = int(parts.config.number("redirect_port"))
    with (
        closing(Loopback(port)) as loopback,
        closing(parts.login(loopback.redirect_uri)) as login,
    ):
        authorization = login.begin()
        _say(parts, "Log in at this address:", authorization.url)
        if open_browser:
            webbrowser.open(authorization.url)
        callback = loopback.wait(authorization.state)
        parts.store.save(login.finish(authorization, callback))


def by_device(parts: Parts) -> None:
    """Log in by a code that is typed on another machine.

    Raises:
        LoginFailedError: the issuer offers no such login, or nobody approved it in time.
    """
    with closing(parts.login()) as login:
        device = DeviceLogin(login.issuer, login.scopes)
        code = device.begin()
        _say(parts, "On any machine, open this address:", code.complete_page or code.page)
        _say(parts, "and check, or type, this code:", code.user_code)
        parts.store.save(device.finish(code))


def out(parts: Parts) -> bool:
    """End the login at the issuer, and forget it here whatever the issuer says.

    Returns:
        Whether there was one.
    """
    with suppress(ClientError):
        kept = parts.store.load()
        if kept and kept.refresh_token:
            with closing(parts.login()) as login:
                login.revoke(kept.refresh_token)
    return parts.store.delete()


def _say(parts: Parts, words: str, what: str) -> None:
    notes = parts.screen.notes
    notes.print(Text(words))
    # Never wrapped: a person copies it.
    notes.print(Text(f"\n  {what}\n"), soft_wrap=True)
