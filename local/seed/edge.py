"""Route 53, ACM, API Gateway and SES: what the world outside sees."""

from typing import Any, NamedTuple

import trustme

from local.seed import planted
from local.seed.account import ACCOUNT_ID, Account


class Record(NamedTuple):
    """One DNS record of the public zone."""

    name: str
    type: str
    value: str


ZONE = "tarnfield.example"
# `old` points to a bucket that is gone, `assets` to one that is there, `www` to the load balancer.
RECORDS = (
    Record("www", "CNAME", "shop-prod-1.us-east-1.elb.amazonaws.com"),
    Record("assets", "CNAME", "tarnfield-www-assets.s3.us-east-1.amazonaws.com"),
    Record("old", "CNAME", "tarnfield-summer-2023.s3.us-east-1.amazonaws.com"),
    Record("vpn", "A", "198.51.100.23"),
    Record("mail", "MX", "10 inbound-smtp.us-east-1.amazonaws.com"),
    Record("", "TXT", '"v=spf1 include:amazonses.com -all"'),
)

# Days until each certificate ends.
CERTIFICATES = {"www.tarnfield.example": 212, "partners.tarnfield.example": 11}


class Stage(NamedTuple):
    """One API Gateway stage: whether it logs and whether it is throttled."""

    api: str
    name: str
    logged: bool
    throttled: bool


STAGES = (
    Stage("shop-public", "prod", logged=True, throttled=True),
    Stage("shop-public", "beta", logged=False, throttled=False),
    Stage("partner-feed", "prod", logged=True, throttled=False),
)
# The same of an HTTP API.
HTTP_STAGES = (
    Stage("shop-app", "$default", logged=False, throttled=False),
    Stage("shop-app", "live", logged=True, throttled=True),
)

# Mail identities, and whether each is verified.
IDENTITIES = {
    "tarnfield.example": True,
    "tarnfield-outlet.example": False,
    "orders@tarnfield.example": True,
    "summer.sale@tarnfield.example": False,
}


def fill(account: Account) -> None:
    """Create the zones and records, certificates, APIs and mail identities."""
    _create_zones(account)
    authority = trustme.CA(organization_name="Tarnfield")
    for domain, days in CERTIFICATES.items():
        _import(account, authority, domain, days)
    apis: dict[str, tuple[str, str]] = {}
    for stage in STAGES:
        if stage.api not in apis:
            apis[stage.api] = _create_api(account, stage.api)
        _create_stage(account, *apis[stage.api], stage)
    _create_http_api(account)
    apigateway = account.client("apigateway")
    apigateway.create_api_key(name="partner-alpine", value=planted.API_KEY.text, enabled=True)
    _create_identities(account)


def _create_zones(account: Account) -> None:
    route53 = account.client("route53")
    zone = route53.create_hosted_zone(Name=ZONE, CallerReference="public")["HostedZone"]["Id"]
    route53.create_hosted_zone(Name="tarnfield-outlet.example", CallerReference="outlet")
    changes = [{"Action": "CREATE", "ResourceRecordSet": _record(record)} for record in RECORDS]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})


def _record(record: Record) -> dict[str, Any]:
    return {
        "Name": f"{record.name}.{ZONE}".lstrip("."),
        "Type": record.type,
        "TTL": 300,
        "ResourceRecords": [{"Value": record.value}],
    }


def _import(account: Account, authority: trustme.CA, domain: str, days: int) -> None:
    leaf = authority.issue_cert(
        domain, common_name=domain, not_before=account.ago(30), not_after=account.ago(-days)
    )
    account.client("acm").import_certificate(
        Certificate=leaf.cert_chain_pems[0].bytes(), PrivateKey=leaf.private_key_pem.bytes()
    )


def _create_api(account: Account, name: str) -> tuple[str, str]:
    """Give the ids of an API with one method, and of its deployment."""
    apigateway = account.client("apigateway")
    api = apigateway.create_rest_api(name=name, description=f"The {name} API")["id"]
    root = apigateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    apigateway.put_method(**method, authorizationType="NONE", apiKeyRequired=True)
    apigateway.put_integration(**method, type="MOCK")
    return api, apigateway.create_deployment(restApiId=api)["id"]


def _create_stage(account: Account, api: str, deployment: str, stage: Stage) -> None:
    apigateway = account.client("apigateway")
    apigateway.create_stage(
        restApiId=api, deploymentId=deployment, stageName=stage.name, tracingEnabled=False
    )
    # With any setting of its methods a stage gets limits: API Gateway fills in the account's.
    rate, burst = ("100", "50") if stage.throttled else ("10000", "5000")
    operations = []
    if stage.logged:
        operations += [
            ("/accessLogSettings/destinationArn", _log_group(stage)),
            ("/*/*/logging/loglevel", "ERROR"),
        ]
    if stage.logged or stage.throttled:
        operations += [("/*/*/throttling/rateLimit", rate), ("/*/*/throttling/burstLimit", burst)]
    if operations:
        apigateway.update_stage(
            restApiId=api,
            stageName=stage.name,
            patchOperations=[
                {"op": "replace", "path": path, "value": value} for path, value in operations
            ],
        )


def _create_http_api(account: Account) -> None:
    gateway = account.client("apigatewayv2")
    api = gateway.create_api(Name=HTTP_STAGES[0].api, ProtocolType="HTTP")["ApiId"]
    for stage in HTTP_STAGES:
        settings: dict[str, Any] = {}
        if stage.logged:
            destination = {"DestinationArn": _log_group(stage), "Format": "$context.requestId"}
            settings["AccessLogSettings"] = destination
        if stage.throttled:
            limits = {"ThrottlingRateLimit": 100.0, "ThrottlingBurstLimit": 50}
            settings["DefaultRouteSettings"] = limits
        gateway.create_stage(ApiId=api, StageName=stage.name, **settings)


def _log_group(stage: Stage) -> str:
    return f"arn:aws:logs:us-east-1:{ACCOUNT_ID}:log-group:/api/{stage.api}"


def _create_identities(account: Account) -> None:
    ses = account.client("ses")
    for identity, verified in IDENTITIES.items():
        if "@" in identity:
            ses.verify_email_identity(EmailAddress=identity)
        else:
            ses.verify_domain_identity(Domain=identity)
        path = ("email_identities", identity)
        status = "SUCCESS" if verified else "PENDING"
        account.amend("ses", *path, "verification_status", value=status)
        account.amend("ses", *path, "verified_for_sending_status", value=verified)
