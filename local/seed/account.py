"""The door to the account that is being filled: clients by service and Region, and its past."""

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

ACCOUNT_ID = "123456789012"
HOME, IRELAND, SYDNEY = REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")

Tags = list[dict[str, str]]


class Account:
    """The sample account behind an endpoint, with one boto3 client a service and Region.

    Args:
        endpoint_url: a moto server with the gap layer in front.
        now: the moment that all ages count back from.
    """

    def __init__(self, endpoint_url: str, *, now: datetime | None = None) -> None:
        self.endpoint_url = endpoint_url
        self.now = (now or datetime.now(UTC)).replace(microsecond=0)
        # Any service by its name, which the stubs do not type.
        self._session: Any = boto3.Session(
            aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        self._clients: dict[tuple[str, str], Any] = {}
        self._state: list[dict[str, Any]] = []

    def client(self, service: str, region: str = HOME) -> Any:
        """Give the client of a service in a Region."""
        key = (service, region)
        if key not in self._clients:
            self._clients[key] = self._session.client(
                service, region_name=region, endpoint_url=self.endpoint_url, config=_CONFIG
            )
        return self._clients[key]

    def use_key(self, access_key_id: str) -> None:
        """Sign one request with another access key, so that IAM notes its use."""
        self._session.client(
            "sts",
            region_name=HOME,
            endpoint_url=self.endpoint_url,
            config=_CONFIG,
            aws_access_key_id=access_key_id,
            aws_secret_access_key="-",
        ).get_caller_identity()

    def ago(self, days: float = 0, *, minutes: float = 0) -> datetime:
        """Give the moment that lies this far back."""
        return self.now - timedelta(days=days, minutes=minutes)

    def backdate(
        self, service: str, *path: str, days: float, region: str = HOME, form: str = ""
    ) -> None:
        """Note that a time in moto's state lies in the past; `settle` sets all that was noted.

        Args:
            service: moto's name of the backend, such as `ec2`.
            path: the attributes and keys from the backend to the time.
            days: how far back.
            region: where the resource lives.
            form: for `strftime`, how moto writes this time where it keeps it as text.
        """
        time = self.ago(days)
        entry = {"value": time.strftime(form)} if form else {"time": time.isoformat()}
        self._state.append({"service": service, "region": region, "path": path} | entry)

    def amend(self, service: str, *path: str, value: object, region: str = HOME) -> None:
        """Note that a value in moto's state is another one."""
        self._state.append({"service": service, "region": region, "path": path, "value": value})

    def settle(self) -> None:
        """Set all that was noted, in one request."""
        self.post("/sandbox/state", self._state)
        self._state = []

    def post(self, path: str, document: object = None) -> None:
        """Send a document to the server's own, unsigned interface.

        Raises:
            RuntimeError: the server refused it.
        """
        connection = HTTPConnection(urlsplit(self.endpoint_url).netloc, timeout=30)
        try:
            connection.request(
                "POST", path, json.dumps(document), {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            if answer.status >= 300:
                raise RuntimeError(f"POST {path}: {answer.status} {answer.read().decode()}")
        finally:
            connection.close()


def tags(**values: str) -> Tags:
    """Write tags the way most AWS APIs take them."""
    return [{"Key": key, "Value": value} for key, value in values.items()]


_CONFIG = Config(
    retries={"max_attempts": 0},
    parameter_validation=False,
    request_checksum_calculation="when_required",
    s3={"addressing_style": "path"},
)
