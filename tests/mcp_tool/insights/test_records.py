"""DNS records that point to nothing, and certificates that end."""

from datetime import UTC, datetime, timedelta

import pytest

from local.seed.edge import CERTIFICATES

NOW = datetime(2026, 3, 17, tzinfo=UTC)


def test_a_dangling_record_points_to_a_bucket_that_is_gone(run, aws):
    """The near misses point to a bucket and a load balancer that are there, and out of AWS."""
    found = run("DanglingRecords")
    assert found.column("name") == ["old.tarnfield.example."]
    row = found.rows[0]
    zones = aws("route53").list_hosted_zones()["HostedZones"]
    [zone] = [each["Id"] for each in zones if each["Name"] == f"{row['zone']}."]
    sets = aws("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    [record] = [each for each in sets if each["Name"] == row["name"]]
    assert row["target"] == record["ResourceRecords"][0]["Value"]
    assert (row["missing"], row["ttl_seconds"]) == ("bucket", record["TTL"])


def alias(name):
    return {"Name": "shop.example.", "Type": "A", "AliasTarget": {"DNSName": name}}


def cname(value):
    return {"Name": "shop.example.", "Type": "CNAME", "ResourceRecords": [{"Value": value}]}


THERE = {
    "route53:ListHostedZones": [{"Id": "z", "Name": "example.", "Config": {}}],
    "s3:ListBuckets": [{"Name": "there"}],
    "elbv2:DescribeLoadBalancers": [{"DNSName": "web-1.eu-west-1.elb.amazonaws.com"}],
    "elb:DescribeLoadBalancers": [{"DNSName": "Old-2.us-east-1.elb.amazonaws.com"}],
    "cloudfront:ListDistributions": [{"DomainName": "d111.cloudfront.net"}],
}


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (cname("there.s3.amazonaws.com"), []),
        (cname("gone.s3.amazonaws.com"), ["bucket"]),
        (cname("gone.s3-website.eu-central-1.amazonaws.com."), ["bucket"]),
        (cname("gone.s3.dualstack.eu-west-1.amazonaws.com"), ["bucket"]),
        # An alias to a website has no bucket in it: the record's own name is the bucket's.
        (alias("s3-website-us-east-1.amazonaws.com."), ["bucket"]),
        (alias("dualstack.web-1.eu-west-1.elb.amazonaws.com."), []),
        (alias("dualstack.gone-1.eu-west-1.elb.amazonaws.com."), ["load balancer"]),
        (cname("old-2.us-east-1.elb.amazonaws.com"), []),
        (cname("net-1.elb.eu-west-1.amazonaws.com"), ["load balancer"]),
        (alias("d111.cloudfront.net."), []),
        (alias("D999.cloudfront.net."), ["distribution"]),
        (cname("shop.partner.example"), []),
        ({"Name": "shop.example.", "Type": "A", "ResourceRecords": [{"Value": "192.0.2.1"}]}, []),
    ],
)
def test_a_record_is_judged_by_what_it_points_to(told, record, missing):
    """Only what the account could have is looked for."""
    answers = {**THERE, "route53:ListResourceRecordSets": [record]}
    assert told("DanglingRecords", answers).column("missing") == missing


@pytest.mark.parametrize(
    ("call", "record"),
    [
        ("s3:ListBuckets", cname("gone.s3.amazonaws.com")),
        ("elb:DescribeLoadBalancers", cname("gone-1.us-east-1.elb.amazonaws.com")),
        ("cloudfront:ListDistributions", alias("d999.cloudfront.net")),
    ],
)
def test_nothing_is_gone_that_could_not_be_looked_for(told, denied, call, record):
    """A role that may not list buckets would make each of them look gone."""
    answers = {**THERE, "route53:ListResourceRecordSets": [record], call: denied}
    assert told("DanglingRecords", answers).rows == []


def test_a_private_zone_is_left_out(told):
    """Nobody outside can take such a name over."""
    zone = {"Id": "z", "Name": "example.", "Config": {"PrivateZone": True}}
    answers = {**THERE, "route53:ListHostedZones": [zone]}
    found = told("DanglingRecords", answers)
    assert found.rows == []
    assert found.summary.startswith("0 of 0 records in 0 public zones")


def test_certificates_that_end_soon_are_found(run, aws):
    """The near miss has more than half a year; the day is ACM's own."""
    found = run("ExpiringCertificates")
    ending = [name for name, days in CERTIFICATES.items() if days <= 45]
    assert found.column("domain") == ending
    assert len(run("ExpiringCertificates", days=300).rows) == len(CERTIFICATES)
    row = found.rows[0]
    details = aws("acm").describe_certificate(CertificateArn=row["certificate_arn"])
    assert row["ends"] == f"{details['Certificate']['NotAfter']:%Y-%m-%dT%H:%M:%SZ}"


def test_a_certificate_that_has_ended_comes_first(told):
    """One that is not issued yet has no end."""
    listed = [
        {"DomainName": "soon", "NotAfter": NOW + timedelta(days=3)},
        {"DomainName": "ended", "NotAfter": NOW - timedelta(days=2)},
        {"DomainName": "pending"},
    ]
    found = told("ExpiringCertificates", {"acm:ListCertificates": listed}, now=NOW)
    assert found.column("domain") == ["ended", "soon"]
    assert found.summary == "1 of 3 certificates end within 45 days, 1 have ended."
