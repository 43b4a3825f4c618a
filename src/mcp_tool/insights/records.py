"""DNS records that point to nothing of this account, and certificates about to end."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mcp_tool.insights.account import Account
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import whole

TOOL = "route53_read_operations"

_ZONES = "route53:ListHostedZones"
_RECORDS = "route53:ListResourceRecordSets"
_BUCKETS = "s3:ListBuckets"
_BALANCERS = ("elbv2:DescribeLoadBalancers", "elb:DescribeLoadBalancers")
_DISTRIBUTIONS = "cloudfront:ListDistributions"
_CERTIFICATES = "acm:ListCertificates"

# `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-website-us-east-1.amazonaws.com`; an alias to a
# website has no bucket in it, which then is the record's own name.
_S3 = re.compile(r"^(?:(?P<bucket>.+)\.)?s3(?:-website)?(?:[.-][a-z0-9-]+){0,2}\.amazonaws\.com$")
_ELB = re.compile(r"\.elb(?:\.[a-z0-9-]+)?\.amazonaws\.com$")
_CLOUDFRONT = re.compile(r"\.cloudfront\.net$")

# ListCertificates leaves out all but RSA 1024 and 2048 unless it is asked for the others.
_KEYS = (
    "RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096",
    "EC_prime256v1", "EC_secp384r1", "EC_secp521r1",
)  # fmt: skip


def _dangling(account: Account) -> Found:
    zones = account.once(_ZONES)
    missing = _Missing.of(account)
    sets = [
        (zone, account.at(zone, _RECORDS, HostedZoneId=zone["Id"]))
        for zone in zones
        if not zone.get("Config", {}).get("PrivateZone")
    ]
    records = [(zone, each) for zone, reading in sets for each in reading]
    rows = [
        record | {"zone": zone["Name"].rstrip("."), "target": target, "missing": what}
        for zone, record in records
        for target in _targets(record)
        if (what := missing.kind(record["Name"].rstrip("."), target))
    ]
    return Found(
        rows,
        f"{len(rows):,} of {many(len(records), 'record')} in {many(len(sets), 'public zone')} point"
        " to a bucket, load balancer or distribution that this account does not have.",
    )


class _Missing:
    """Tells whether what a record points to is gone; of what could not be read, nothing is."""

    def __init__(self, checks: Mapping[str, Callable[[str, str], bool]]) -> None:
        self._checks = checks

    @classmethod
    def of(cls, account: Account) -> "_Missing":
        buckets, distributions = account.once(_BUCKETS), account.once(_DISTRIBUTIONS)
        balancers = [account.everywhere(each) for each in _BALANCERS]
        names = {each["Name"] for each in buckets}
        domains = {each["DomainName"].casefold() for each in distributions}
        hosts = {each["DNSName"].casefold() for reading in balancers for each in reading}
        known = not any(each.failed for each in balancers)
        return cls(
            {
                "bucket": lambda name, to: not buckets.failed and _bucket(name, to, names),
                "load balancer": lambda _, to: (
                    known and bool(_ELB.search(to)) and to.removeprefix("dualstack.") not in hosts
                ),
                "distribution": lambda _, to: (
                    not distributions.failed and bool(_CLOUDFRONT.search(to)) and to not in domains
                ),
            }
        )

    def kind(self, name: str, target: str) -> str | None:
        """Say what kind of thing a record's target was, None if it is there or none of ours."""
        return next((kind for kind, gone in self._checks.items() if gone(name, target)), None)


def _bucket(name: str, target: str, names: set[str]) -> bool:
    match = _S3.match(target)
    return match is not None and (match["bucket"] or name) not in names


def _targets(record: Mapping[str, Any]) -> Iterator[str]:
    if alias := record.get("AliasTarget", {}).get("DNSName"):
        yield alias.rstrip(".").casefold()
    if record["Type"] == "CNAME":
        for each in record.get("ResourceRecords", []):
            yield each["Value"].rstrip(".").casefold()


def _expiring(account: Account, days: int) -> Found:
    certificates = list(account.read(_CERTIFICATES, Includes={"keyTypes": list(_KEYS)}))
    rows = [
        each | {"days_left": (each["NotAfter"] - account.now).days}
        for each in certificates
        if "NotAfter" in each and (each["NotAfter"] - account.now).days <= days
    ]
    rows.sort(key=lambda each: each["days_left"])
    ended = sum(1 for each in rows if each["days_left"] < 0)
    return Found(
        rows,
        f"{len(rows) - ended:,} of {many(len(certificates), 'certificate')} end within {days} days,"
        f" {ended:,} have ended.",
    )


INSIGHTS = (
    Insight(
        name="DanglingRecords",
        tool=TOOL,
        service="route53",
        summary="pointing to what is gone",
        words="dangling DNS records, records pointing to deleted resources, records that point to"
        " resources that no longer exist, subdomain takeover"
        " risk, CNAMEs to nothing, DNS records to nothing, stale or orphaned DNS records",
        calls=(_ZONES, _RECORDS, _BUCKETS, *_BALANCERS, _DISTRIBUTIONS),
        columns=columns("name=Name", "type=Type", "target", "missing", "zone", "ttl_seconds=TTL"),
        find=_dangling,
    ),
    Insight(
        name="ExpiringCertificates",
        tool=TOOL,
        summary="ACM certificates that end soon",
        words="expiring certificates, TLS or SSL certificates about to expire, expired"
        " certificates, certificate renewal, when do our certificates end",
        calls=(_CERTIFICATES,),
        columns=columns(
            "domain=DomainName",
            "ends=NotAfter",
            "days_left",
            "status=Status",
            "type=Type",
            "renewal=RenewalEligibility",
            "in_use=InUse",
            "certificate_arn=CertificateArn",
        ),
        find=_expiring,
        parameters={"days": whole("end within so many days", 45, most=825)},
    ),
)
