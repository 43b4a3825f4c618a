"""The sample account, filled once, and a reader of what many tests look at."""

from datetime import UTC, datetime

import pytest

from local.aws import MotoServer
from local.seed import fill
from local.seed.account import REGIONS, Account


class Reader:
    """Reads instances, names and ages."""

    def __init__(self, account):
        self.account = account

    def instances(self, *regions, **filters):
        """Give all instances of some Regions, of all when none is named."""
        asked = [{"Name": name, "Values": [value]} for name, value in filters.items()]
        return [
            instance
            for region in regions or REGIONS
            for reservation in self.account.client("ec2", region).describe_instances(Filters=asked)[
                "Reservations"
            ]
            for instance in reservation["Instances"]
        ]

    def names(self, things, key="Name"):
        """Give the values of a tag, of all things that carry it."""
        return sorted(
            tag["Value"] for each in things for tag in each.get("Tags", []) if tag["Key"] == key
        )

    def age(self, moment):
        """Give the days since then."""
        return (datetime.now(UTC) - moment).total_seconds() / 86_400


@pytest.fixture(scope="session")
def account():
    """Give the filled account."""
    with MotoServer() as url:
        fill(url)
        yield Account(url)


@pytest.fixture(scope="session")
def read(account):
    """Give a reader of the filled account."""
    return Reader(account)
