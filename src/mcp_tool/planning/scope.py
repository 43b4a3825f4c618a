"""Where a plan reads: the regions and accounts a caller names, or what is meant without.

When a call names no region, words read every enabled one, because a person who asks which
instances run means all of them; an explicit operation reads the function's own. Global services
are read once, where their endpoint is. No account named is the function's own.
"""

from collections.abc import Sequence

from mcp_tool.aws.models import Models
from mcp_tool.errors import UnknownAccountError, UnknownRegionError
from mcp_tool.plan import ALL, Target
from mcp_tool.settings import OWN, Settings

# One endpoint for the whole account.
_GLOBAL = frozenset(
    {"budgets", "ce", "cloudfront", "iam", "organizations", "route53", "route53domains"}
)
# The same answer from any region: who one is, and what buckets there are.
_ANYWHERE = frozenset({"s3", "sts"})
_GLOBAL_REGION = "us-east-1"


class Scope:
    """Checks and completes regions and accounts, without asking AWS.

    Args:
        models: knows the regions there are.
        settings: the accounts there are.
        region: the function's own region.
    """

    def __init__(self, models: Models, settings: Settings, region: str) -> None:
        self._models = models
        self._settings = settings
        self._region = region

    def regions(self, service: str, named: Sequence[str], *, words: bool) -> tuple[str, ...]:
        """Return the regions to read, `("all",)` for the enabled ones.

        Args:
            service: botocore's service name.
            named: what the caller named; may be empty.
            words: the call came as words.

        Raises:
            UnknownRegionError: AWS has no such region.
        """
        for each in named:
            if each != ALL and each not in self._models.regions:
                raise _no_region(each)
        if service in _GLOBAL:
            return (_GLOBAL_REGION,)
        if ALL in named:
            return (ALL,)
        if named:
            return tuple(named)
        return (ALL,) if words and service not in _ANYWHERE else (self._region,)

    def check(self, target: Target) -> None:
        """Check one place that a cursor names.

        Raises:
            UnknownRegionError: AWS has no such region.
            UnknownAccountError: no such account is configured.
        """
        if target.region not in self._models.regions:
            raise _no_region(target.region)
        self._account(target.account)

    def accounts(self, named: Sequence[str]) -> tuple[str, ...]:
        """Return the accounts to read: `own`, ids, or `("all",)`.

        Raises:
            UnknownAccountError: no such account is configured.
        """
        if ALL in named:
            return (ALL,)
        return tuple(dict.fromkeys(self._account(each) for each in named)) or (OWN,)

    def _account(self, name: str) -> str:
        known = self._settings.account(name)
        if name == OWN:
            return OWN
        if known is None:
            aliases = ", ".join(each.alias for each in self._settings.accounts) or "none"
            raise UnknownAccountError(
                f"There is no account {name!r}.",
                hint=f'Leave accounts out for the own one. Configured: {aliases}; or ["all"].',
            )
        return known.id


def _no_region(name: str) -> UnknownRegionError:
    return UnknownRegionError(
        f"There is no region {name[:64]!r}.",
        hint='Use region ids such as eu-west-1, or ["all"] for every enabled one.',
    )
