"""What an answer needs, checked one after the other, each with its fix."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from client import identity, status
from client.agent_api import AgentApi
from client.backoff import Backoff
from client.connection import Connection, Policy
from client.credentials import find
from client.errors import ClientError, ClockError, ServiceError, UnreachableError
from client.parts import Parts
from client.sigv4 import SignedForLambda
from client.status import ExitStatus
from client.tokens import FixedToken

_TIMEOUT_SECONDS = 10.0
# AWS refuses signatures that are further off; tokens are allowed some seconds only.
_SKEW_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One check.

    Attributes:
        name: what was looked at.
        detail: what was found, or what is wrong and what to do.
        status: `DONE` where all is well; None where it could not be looked at.
    """

    name: str
    detail: str
    status: ExitStatus | None


class Doctor:
    """Looks at everything between this terminal and the tools.

    Args:
        parts: the client's parts.
        clock: seconds since the epoch.
    """

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.time) -> None:
        self._parts = parts
        self._clock = clock

    def findings(self) -> Iterator[Finding]:
        """Yield each check as it is done; what rests on a failed one is not looked at."""
        checks: tuple[tuple[str, tuple[str, ...], Callable[[], str]], ...] = (
            ("configuration", (), self._configuration),
            ("AWS credentials", (), self._credentials),
            ("Okta login", (), self._login),
            ("Function URL", ("configuration",), self._url),
            ("clock", ("Function URL",), self._time),
            ("signature", ("Function URL", "AWS credentials", "clock"), self._signature),
            ("agent", ("signature",), self._agent),
            ("gateway", ("agent", "Okta login"), self._gateway),
        )
        failed: set[str] = set()
        for name, needs, check in checks:
            missing = [need for need in needs if need in failed]
            found = (
                Finding(name, f"not looked at: {missing[0]} first", None)
                if missing
                else _run(name, check)
            )
            if found.status is not ExitStatus.DONE:
                failed.add(name)
            yield found

    def _configuration(self) -> str:
        config = self._parts.config
        return f"{config.environment}: {config.url} in {config.region}, issuer {config.issuer}"

    def _credentials(self) -> str:
        credentials = find(self._parts.config.optional("profile"))
        return f"found by {credentials.method}, key ends in {credentials.access_key[-4:]}"

    def _login(self) -> str:
        facts = {pair[0]: pair[1] for pair in identity.describe(self._parts.tokens)}
        return ", ".join(
            f"{name} {facts[name]}" for name in ("person", "good until", "kept in") if name in facts
        )

    def _url(self) -> str:
        response = self._ask()
        return f"answers with {response.status_code} in {response.elapsed.total_seconds():.1f} s"

    def _time(self) -> str:
        date = self._ask().headers.get("date", "")
        try:
            told = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return "the server tells no time to compare with"
        skew = self._clock() - told
        if abs(skew) > _SKEW_SECONDS:
            ahead = "ahead of" if skew > 0 else "behind"
            raise ClockError(
                f"This machine's clock is {abs(skew) / 60:.0f} minutes {ahead} the server's. Set it"
                " (for one: `timedatectl set-ntp true`)."
            )
        return f"{abs(skew):.0f} s from the server's"

    def _signature(self) -> str:
        self._api().health()
        return "accepted, and an agent is behind it"

    def _agent(self) -> str:
        checks = self._api().checks()
        broken = [f"{check.name}: {check.detail}" for check in checks if not check.ok]
        if broken:
            raise ServiceError(503, "not_ready", " ".join(broken))
        return f"{', '.join(check.name for check in checks)} are well"

    def _gateway(self) -> str:
        with self._parts.api() as api:
            tools = api.tools(fetch=True)
        return f"lets you in and offers {len(tools)} tools"

    def _ask(self) -> httpx.Response:
        """Ask without a signature: any answer shows that somebody is there, and the time."""
        url = self._parts.config.url
        try:
            return httpx.get(f"{url}/health", timeout=_TIMEOUT_SECONDS)
        except httpx.TransportError as error:
            raise UnreachableError(url) from error

    def _api(self) -> AgentApi:
        """The agent, asked once and without a token."""
        config = self._parts.config
        auth = SignedForLambda(find(config.optional("profile")), config.region)
        policy = Policy(backoff=Backoff(retries=0))
        return AgentApi(Connection(config.url, auth, FixedToken("none"), policy=policy))


def _run(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, check(), ExitStatus.DONE)
    except ClientError as error:
        return Finding(name, str(error), status.of(error))
