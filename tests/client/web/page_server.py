"""The page's server on loopback, and browsers without a window in front of it."""

from contextlib import contextmanager

import httpx

from client.price import Price
from client.web.app import create_app
from client.web.guard import KEY_HEADER
from client.web.session import Session
from local.server import address, bind, serve


class PageServer:
    """A server, and the code that opens it."""

    def __init__(self, origin, session):
        self.origin = origin
        self.code = session.code

    @property
    def address(self):
        """What `awsops web` prints."""
        return f"{self.origin}/#code={self.code}"

    def browser(self):
        """A client that sends what a browser on the page sends, before it has a session."""
        sent = {"origin": self.origin, "sec-fetch-site": "same-origin"}
        return httpx.Client(base_url=self.origin, headers=sent, trust_env=False, timeout=30)

    @contextmanager
    def enter(self):
        """A browser that has opened the session with the code."""
        with self.browser() as browser:
            answer = browser.post("/api/session", json={"code": self.code})
            assert answer.status_code == 200
            browser.headers[KEY_HEADER] = answer.json()["key"]
            yield browser


@contextmanager
def serving(connection, port=0):
    """Serve the page in front of a connection to an agent."""
    sock, session = bind(port), Session()
    origin = address(sock)
    app = create_app(connection, session, origin=origin, environment="dev", price=Price(3, 15, 0.3))
    with serve(app, on=sock):
        yield PageServer(origin, session)
