"""The one door to the AWS SDK: guarded sessions, and clients kept as long as the process.

A client costs up to 80 ms to make and is safe to share between threads; making one is not, so a
lock stands there. All sessions share one loader, because its cache is what makes the second client
cheap.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    CredentialResolver,
    Credentials,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError
from botocore.session import Session
from botocore.utils import parse_timestamp

from mcp_tool.plan import Target
from mcp_tool.readonly import Allows, door, guard
from mcp_tool.settings import OWN, Account, Settings

REGIONS_KEPT_SECONDS = 3600
_SESSION_NAME = "aws-operations-agent"


class Clients:
    """Clients of every service, region and account, made once.

    Args:
        make_session: makes a botocore session with the process's credentials.
        settings: the other accounts, and the region of the function.
        allows: what a tool request may send.
    """

    def __init__(
        self, make_session: Callable[[], Session], settings: Settings, allows: Allows
    ) -> None:
        self._make_session = make_session
        self._settings = settings
        self._allows = allows
        self._lock = threading.RLock()
        own = _prepared(make_session(), allows)
        self._configured = settings.region or own.get_config_variable("region")
        self._loader = own.get_component("data_loader")
        self._sessions: dict[tuple[str, Allows], Session] = {(OWN, allows): own}
        self._clients: dict[tuple[str, Target, Allows], Any] = {}
        self._regions: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._ids: dict[str, str] = {}

    @property
    def region(self) -> str:
        """The region read when a call names none."""
        return str(self._configured or "us-east-1")

    @property
    def loader(self) -> Any:
        """The loader whose cache all clients share."""
        return self._loader

    def client(self, service: str, target: Target) -> Any:
        """Return the client that reads a service in one place."""
        return self._client(service, target, self._allows)

    def door(self, service: str, target: Target) -> Any:
        """Return the client that sends what the door sends, and no tool request can ask for."""
        return self._client(service, target, door)

    def regions(self, account: str) -> tuple[str, ...]:
        """List the regions that are on in an account; asked once an hour."""
        until, names = self._regions.get(account, (0.0, ()))
        if time.monotonic() < until:
            return names
        answer = self.door("ec2", Target(account, self.region)).describe_regions()
        names = tuple(
            sorted(
                each["RegionName"]
                for each in answer["Regions"]
                if each.get("OptInStatus") != "not-opted-in"
            )
        )
        self._regions[account] = (time.monotonic() + REGIONS_KEPT_SECONDS, names)
        return names

    def account_id(self, account: str) -> str:
        """Return the twelve digits of an account; asked once."""
        if account not in self._ids:
            known = self._settings.account(account)
            self._ids[account] = known.id if known else self._own_id()
        return self._ids[account]

    def _own_id(self) -> str:
        client = self.client("sts", Target(OWN, self.region))
        return str(client.get_caller_identity()["Account"])

    def _client(self, service: str, target: Target, allows: Allows) -> Any:
        key = (service, target, allows)
        if key not in self._clients:
            with self._lock:
                if key not in self._clients:
                    session = self._session(target.account, allows)
                    self._clients[key] = session.create_client(
                        service, region_name=target.region, config=_CONFIG
                    )
        return self._clients[key]

    def _session(self, account: str, allows: Allows) -> Session:
        key = (account, allows)
        if key not in self._sessions:
            self._sessions[key] = self._new_session(account, allows)
        return self._sessions[key]

    def _new_session(self, account: str, allows: Allows) -> Session:
        session = _prepared(self._make_session(), allows)
        session.register_component("data_loader", self._loader)
        role = self._settings.account(account)
        if role:
            provider = _ReaderRole(self._session(OWN, door), role, self.region)
            session.register_component("credential_provider", CredentialResolver([provider]))
        return session


def _prepared(session: Session, allows: Allows) -> Session:
    """Return a session that is guarded and reads times quickly."""
    parsers = session.get_component("response_parser_factory")
    parsers.set_parser_defaults(timestamp_parser=_timestamp)
    return guard(session, allows)


def _timestamp(value: Any) -> datetime:
    # Most times are ISO 8601. dateutil takes hundreds of times as long for them as the standard
    # library: a third of all work on 200 instances.
    if isinstance(value, str) and value[4:5] == "-":
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return parse_timestamp(value)


class _ReaderRole(CredentialProvider):
    """Credentials of another account's reader role, kept until they expire."""

    METHOD = "assume-role"

    def __init__(self, door_session: Session, account: Account, region: str) -> None:
        super().__init__()
        self._door = door_session
        self._account = account
        self._region = region

    def load(self) -> DeferredRefreshableCredentials:
        extra = {"RoleSessionName": _SESSION_NAME}
        if self._account.external_id:
            extra["ExternalId"] = self._account.external_id
        fetcher = AssumeRoleCredentialFetcher(
            self._sts, self._source(), self._account.role_arn, extra_args=extra
        )
        return DeferredRefreshableCredentials(fetcher.fetch_credentials, self.METHOD)

    def _source(self) -> Credentials:
        own = self._door.get_credentials()
        if own is None:
            raise NoCredentialsError
        return own

    def _sts(self, service: str, **credentials: Any) -> Any:
        return self._door.create_client(
            service, region_name=self._region, config=_CONFIG, **credentials
        )


# Adaptive retries slow down for the whole client when AWS throttles, which is what a fan-out over
# many pages needs. The timeouts keep one dead endpoint from eating the whole reading time.
_CONFIG = Config(
    retries={"mode": "adaptive", "total_max_attempts": 4},
    connect_timeout=5,
    read_timeout=20,
    max_pool_connections=32,
    user_agent_extra=_SESSION_NAME,
)
