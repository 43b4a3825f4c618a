"""How long AWS supports which version: facts for where no API tells them, in one place.

Dates are the last day of standard support and, where AWS sells it, of extended support. Reviewed
on 2026-11-24 against AWS's release calendars: RDS for PostgreSQL release notes ("release
calendars"), RDS user guide ("MySQL versions", "MariaDB versions"), Aurora user guide ("Aurora
major versions") and EKS user guide ("Kubernetes version lifecycle"). What AWS itself answers
(rds:DescribeDBMajorEngineVersions, eks:DescribeClusterVersions) goes before this table.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Support:
    """When support of one version ends; `extended` is None where there is none to buy."""

    standard: date
    extended: date | None = None


POSTGRES = {
    "11": Support(date(2024, 2, 29), date(2027, 3, 31)),
    "12": Support(date(2025, 2, 28), date(2028, 2, 29)),
    "13": Support(date(2026, 2, 28), date(2029, 2, 28)),
    "14": Support(date(2027, 2, 28), date(2030, 2, 28)),
    "15": Support(date(2028, 2, 29), date(2031, 2, 28)),
    "16": Support(date(2029, 2, 28), date(2032, 2, 29)),
    "17": Support(date(2030, 2, 28), date(2033, 2, 28)),
}

# By engine as the API spells it, then by major version.
ENGINES: dict[str, dict[str, Support]] = {
    "postgres": POSTGRES,
    "aurora-postgresql": POSTGRES,
    "mysql": {
        "5.7": Support(date(2024, 2, 29), date(2027, 2, 28)),
        "8.0": Support(date(2026, 7, 31), date(2029, 7, 31)),
        "8.4": Support(date(2029, 7, 31), date(2032, 7, 31)),
    },
    "aurora-mysql": {
        "5.7": Support(date(2024, 10, 31), date(2027, 2, 28)),
        "8.0": Support(date(2028, 4, 30), date(2029, 7, 31)),
    },
    "mariadb": {
        "10.4": Support(date(2025, 2, 28)),
        "10.5": Support(date(2026, 2, 28)),
        "10.6": Support(date(2026, 7, 31)),
        "10.11": Support(date(2028, 2, 29)),
        "11.4": Support(date(2029, 5, 31)),
    },
}

KUBERNETES: dict[str, Support] = {
    "1.27": Support(date(2024, 7, 24), date(2025, 7, 24)),
    "1.28": Support(date(2024, 11, 26), date(2025, 11, 26)),
    "1.29": Support(date(2025, 3, 23), date(2026, 3, 23)),
    "1.30": Support(date(2025, 7, 23), date(2026, 7, 23)),
    "1.31": Support(date(2025, 11, 26), date(2026, 11, 26)),
    "1.32": Support(date(2026, 3, 23), date(2027, 3, 23)),
    "1.33": Support(date(2026, 7, 29), date(2027, 7, 29)),
    "1.34": Support(date(2026, 12, 2), date(2027, 12, 2)),
    "1.35": Support(date(2027, 3, 27), date(2028, 3, 27)),
}


def major(version: str, known: dict[str, Support]) -> str | None:
    """Name the major version that a version belongs to; None if it is not known.

    Args:
        version: as the API spells it: `16.4`, `5.7.44`, `8.0.mysql_aurora.3.05.2`.
        known: support by major version.
    """
    return next((each for each in known if f"{version}.".startswith(f"{each}.")), None)
