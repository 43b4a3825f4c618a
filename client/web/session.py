"""Who may use the page's server: the browser that brought the one-time code, and no other."""

import hmac
import secrets
from dataclasses import dataclass

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pass:
    """What a browser shows with each request.

    Cookies do not tell ports apart (RFC 6265, section 8.5): another server on 127.0.0.1 is sent
    the cookie, too. So there is a second half, which the page keeps and sends as a header.

    Attributes:
        cookie: the half that no script can read.
        key: the half that no other port is sent.
    """

    cookie: str
    key: str


class Session:
    """The one session of a server.

    Attributes:
        code: opens it, once. It travels behind the `#` of the URL, which no request carries.
    """

    def __init__(self) -> None:
        self.code = secrets.token_urlsafe(_BYTES)
        self._spent = False
        self._pass = Pass(secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES))

    def open(self, code: str) -> Pass | None:
        """Return the pass for the code; None for another one, and for the second time."""
        if self._spent or not _same(code, self.code):
            return None
        self._spent = True
        return self._pass

    def admits(self, cookie: str, key: str) -> bool:
        """Whether both halves of the pass are shown, and the session was opened before."""
        held = self._pass
        shown = _same(cookie, held.cookie) & _same(key, held.key)
        return self._spent and shown


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), kept.encode())
