"""Where a plan reads."""

import pytest

from mcp_tool.errors import UnknownAccountError, UnknownRegionError
from mcp_tool.plan import Target
from mcp_tool.planning.scope import Scope
from mcp_tool.settings import Account, Settings


@pytest.fixture
def scope(models):
    accounts = (Account("prod", "111122223333", "arn:x"),)
    return Scope(models, Settings(accounts=accounts), "eu-central-1")


@pytest.mark.parametrize(
    ("service", "named", "words", "regions"),
    [
        ("ec2", (), True, ("all",)),
        ("ec2", (), False, ("eu-central-1",)),
        ("ec2", ("eu-west-1",), True, ("eu-west-1",)),
        ("ec2", ("eu-west-1", "all"), False, ("all",)),
        ("iam", ("all",), False, ("us-east-1",)),
        ("iam", ("eu-west-1",), True, ("us-east-1",)),
        ("s3", (), True, ("eu-central-1",)),
        ("s3", ("eu-west-1",), True, ("eu-west-1",)),
    ],
)
def test_regions_are_completed(scope, service, named, words, regions):
    """What a caller names, else all for words and the own for an operation."""
    assert scope.regions(service, named, words=words) == regions


def test_a_region_that_is_none_is_told(scope):
    """Before anything is read."""
    with pytest.raises(UnknownRegionError):
        scope.regions("ec2", ("eu-west-9",), words=True)


@pytest.mark.parametrize(
    ("named", "accounts"),
    [
        ((), ("own",)),
        (("own",), ("own",)),
        (("prod", "111122223333"), ("111122223333",)),
        (("all", "prod"), ("all",)),
    ],
)
def test_accounts_are_their_ids(scope, named, accounts):
    """An alias stands for its id; twice is once."""
    assert scope.accounts(named) == accounts


def test_an_account_that_is_not_configured_is_told_with_those_that_are(scope):
    """The hint names the aliases."""
    with pytest.raises(UnknownAccountError) as caught:
        scope.accounts(("staging",))
    assert "prod" in caught.value.hint


def test_a_place_of_a_cursor_is_checked(scope):
    """`all` is no place, and an account must be known."""
    scope.check(Target("111122223333", "eu-west-1"))
    with pytest.raises(UnknownRegionError):
        scope.check(Target("own", "all"))
    with pytest.raises(UnknownAccountError):
        scope.check(Target("999999999999", "eu-west-1"))
