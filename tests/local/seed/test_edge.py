"""DNS records, certificates, API stages and mail identities, as listed."""

from local.seed import edge, storage


def test_a_record_points_to_nothing(account):
    """One record names a bucket of this account that is there, one a bucket that is not."""
    route53 = account.client("route53")
    zone = route53.list_hosted_zones_by_name(DNSName=edge.ZONE)["HostedZones"][0]["Id"]
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    targets = {
        record["ResourceRecords"][0]["Value"].partition(".")[0]
        for record in records
        if ".s3." in record["ResourceRecords"][0]["Value"]
    }
    buckets = {bucket.name for bucket in storage.BUCKETS}
    assert targets & buckets == {"tarnfield-www-assets"}
    assert targets - buckets == {"tarnfield-summer-2023"}


def test_certificates_end_when_they_say(account, read):
    """One certificate ends within days, one within months."""
    found = account.client("acm").list_certificates()["CertificateSummaryList"]
    assert {each["DomainName"]: round(-read.age(each["NotAfter"])) for each in found} == (
        edge.CERTIFICATES
    )


def test_stages_log_and_throttle_or_not(account):
    """Each API stage has its access log and its throttling, or has not."""
    apigateway = account.client("apigateway")
    found = {
        (api["name"], stage["stageName"]): stage
        for api in apigateway.get_rest_apis()["items"]
        for stage in apigateway.get_stages(restApiId=api["id"])["item"]
    }
    for stage in edge.STAGES:
        each = found[stage.api, stage.name]
        rate = each["methodSettings"].get("*/*", {}).get("throttlingRateLimit")
        assert ("accessLogSettings" in each) == stage.logged
        assert (rate == 100) == stage.throttled


def test_mail_identities_are_verified_or_not(account):
    """Both SES APIs say the same of each identity."""
    listed = account.client("sesv2").list_email_identities()["EmailIdentities"]
    states = account.client("ses").get_identity_verification_attributes(
        Identities=[*edge.IDENTITIES]
    )["VerificationAttributes"]
    assert {each["IdentityName"]: each["VerificationStatus"] == "SUCCESS" for each in listed} == (
        edge.IDENTITIES
    )
    assert {name: each["VerificationStatus"] == "Success" for name, each in states.items()} == (
        edge.IDENTITIES
    )
