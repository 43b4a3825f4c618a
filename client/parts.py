"""Where the real parts are chosen and put together, each when it is first needed."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from client.agent_api import AgentApi
from client.config import Config, Flags, read
from client.connection import Connection
from client.credentials import find
from client.login import Login
from client.loopback import HOST, PATH
from client.screen import Screen, open_screen
from client.sigv4 import SignedForLambda
from client.token_store import TokenStore, choose
from client.tokens import FileToken, LoginToken, TokenSource


class Parts:
    """The parts of one run, by its settings."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def screen(self) -> Screen:
        """The terminal."""
        return open_screen(plain=self.config.plain)

    @cached_property
    def store(self) -> TokenStore:
        """Where this issuer's login is kept."""
        name = f"{self.config.issuer} {self.config.optional('client_id')}"
        kind = str(self.config.optional("token_store"))
        return choose(kind, self.config.paths.state / "tokens", name)

    @cached_property
    def tokens(self) -> TokenSource:
        """Where access tokens come from: the token file if one is set, else the login."""
        file = self.config.optional("token_file")
        if file:
            return FileToken(Path(file).expanduser())
        return self.login_token

    @cached_property
    def login_token(self) -> LoginToken:
        """The token of the login, whatever token file is set."""
        return LoginToken(self.store, self.login, lock=self.config.paths.state / "tokens" / "lock")

    def login(self, redirect_uri: str | None = None) -> Login:
        """The login at the issuer."""
        port = int(self.config.number("redirect_port"))
        return Login(
            self.config.issuer,
            str(self.config.optional("client_id")),
            redirect_uri or f"http://{HOST}:{port}{PATH}",
            scopes=str(self.config.optional("scopes")),
        )

    def connection(self) -> Connection:
        """Signed HTTP to the agent.

        Raises:
            ConfigError, CredentialsError: something that it needs is not there.
        """
        url = self.config.url
        auth = SignedForLambda(find(self.config.optional("profile")), self.config.region)
        client_id = installation(self.config.paths.state)
        return Connection(url, auth, self.tokens, client_id=client_id)

    @contextmanager
    def api(self) -> Iterator[AgentApi]:
        """The agent, until the block ends."""
        with closing(AgentApi(self.connection())) as api:
            yield api


def assemble(flags: Flags) -> Parts:
    """Read the settings and choose the parts.

    Raises:
        ConfigError: something in the settings cannot be.
    """
    return Parts(read(flags))


def installation(state: Path) -> str:
    """This installation's own name, `cli-client-<random id>`, made once; it names no person."""
    path = state / "client-id"
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        name = f"cli-client-{uuid.uuid4().hex[:12]}"
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(name, encoding="ascii")
        return name
