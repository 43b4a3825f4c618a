"""Database engines whose support ends soon, or has ended."""

from collections.abc import Iterable
from datetime import date

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.databases import CLUSTERS, INSTANCES, databases
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.lifecycles import ENGINES, Support, major
from mcp_tool.insights.parameters import whole

VERSIONS = "rds:DescribeDBMajorEngineVersions"

# How the API names the two kinds of support.
_STANDARD = "open-source-rds-standard-support"
_EXTENDED = "open-source-rds-extended-support"


def _near_end(account: Account, days: int) -> Found:
    versions = account.once(VERSIONS)
    source, known = ("table", ENGINES) if versions.failed else ("AWS", _calendar(versions))
    all_ = databases(account)
    dated = [
        each | facts for each in all_ if (facts := _facts(each, known, today=account.now.date()))
    ]
    found = [each | {"source": source} for each in dated if each["days_left"] <= days]
    found.sort(key=lambda each: (each["days_left"], each["database"]))
    ended = sum(each["days_left"] < 0 for each in found)
    undated = len(all_) - len(dated)
    more = f" AWS tells no date for {undated:,} of them." if undated else ""
    return Found(
        found,
        f"Standard support has ended for {ended:,} of {len(all_):,} databases and ends within"
        f" {days} days for {len(found) - ended:,} more.{more}",
    )


def _facts(
    database: Record, known: dict[str, dict[str, Support]], *, today: date
) -> dict[str, object] | None:
    versions = known.get(database["Engine"], {})
    name = major(database["EngineVersion"], versions)
    if name is None:
        return None
    support = versions[name]
    return {
        "major_version": name,
        "standard_support_ends": support.standard.isoformat(),
        "extended_support_ends": support.extended.isoformat() if support.extended else None,
        "days_left": (support.standard - today).days,
    }


def _calendar(versions: Iterable[Record]) -> dict[str, dict[str, Support]]:
    calendar: dict[str, dict[str, Support]] = {}
    for each in versions:
        ends = {
            cycle["LifecycleSupportName"]: cycle["LifecycleSupportEndDate"].date()
            for cycle in each.get("SupportedEngineLifecycles", ())
        }
        # Commercial engines have no dates here.
        if _STANDARD in ends:
            support = Support(ends[_STANDARD], ends.get(_EXTENDED))
            calendar.setdefault(each["Engine"], {})[each["MajorEngineVersion"]] = support
    return calendar


INSIGHTS = (
    Insight(
        name="DatabaseEnginesNearEndOfSupport",
        tool="rds_read_operations",
        summary="databases whose engine version leaves standard support within N days, or has left",
        words="database engines near end of support, end of life databases, outdated MySQL or"
        " PostgreSQL, deprecated engine versions, extended support, old database versions, RDS"
        " versions to upgrade",
        calls=(VERSIONS, INSTANCES, CLUSTERS),
        columns=columns(
            "database",
            "kind",
            "engine=Engine",
            "version=EngineVersion",
            "major_version",
            "standard_support_ends",
            "days_left",
            "extended_support_ends",
            "source",
        ),
        find=_near_end,
        parameters={"days": whole("standard support ends within so many days", 365, most=3650)},
    ),
)
