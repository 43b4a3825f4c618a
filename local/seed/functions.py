"""Lambda functions: current and retired runtimes, healthy and failing, called and never called."""

import io
import zipfile
from dataclasses import dataclass, field

from local.seed import planted
from local.seed.account import ACCOUNT_ID, HOME, IRELAND, Account

ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/shop-lambda"


@dataclass(frozen=True, slots=True)
class Function:
    """One function, and what its metrics say of a day.

    Args:
        runtime: empty for a container image.
        calls: invocations a day; none were ever made when 0.
        errors, throttles: of those calls.
        duration: mean, in milliseconds.
    """

    name: str
    runtime: str
    region: str = HOME
    memory: int = 256
    timeout: int = 30
    description: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    calls: int = 1000
    errors: int = 0
    throttles: int = 0
    duration: float = 120.0


FUNCTIONS = (
    Function(
        "shop-checkout",
        "python3.12",
        memory=1024,
        description="Takes an order",
        environment={
            "STAGE": "prod",
            "AWS_ACCESS_KEY_ID_SHOP": planted.LAMBDA_ENVIRONMENT.text,
            "LEDGER_DSN": f"host=ledger;{planted.LAMBDA_PASSWORD.text}",
        },
        calls=42_000,
        errors=1_260,
        duration=340,
    ),
    Function("shop-search", "nodejs22.x", memory=512, calls=90_000, errors=45, duration=85),
    Function(
        "shop-thumbnails",
        "python3.12",
        memory=2048,
        timeout=15,
        description="Scales pictures; its calls end in time-outs",
        calls=5_000,
        errors=200,
        duration=14_200,
    ),
    Function("shop-mailer", "nodejs22.x", calls=8_000, throttles=640, duration=210),
    Function("shop-legacy-import", "python3.8", description=planted.TABLE_BREAKER, calls=0),
    Function("shop-newsletter", "python3.13", description=planted.OVERRIDE, calls=12),
    Function("shop-recommender", "", memory=3008, timeout=60, calls=600, duration=2_900),
    Function("warehouse-sync", "nodejs16.x", region=IRELAND, calls=24),
    Function("warehouse-labels", "java21", region=IRELAND, memory=512, calls=3_100, errors=3),
)
RETIRED_RUNTIMES = ("shop-legacy-import", "warehouse-sync")


def fill(account: Account) -> None:
    """Create the functions, one alias and one queue that feeds one of them."""
    code = _archive()
    for function in FUNCTIONS:
        _create(account, function, code)
    lambda_ = account.client("lambda")
    lambda_.publish_version(FunctionName="shop-checkout")
    lambda_.create_alias(FunctionName="shop-checkout", Name="live", FunctionVersion="1")
    lambda_.put_function_concurrency(FunctionName="shop-mailer", ReservedConcurrentExecutions=2)


def _create(account: Account, function: Function, code: bytes) -> None:
    package = (
        {"Runtime": function.runtime, "Handler": "app.handler", "Code": {"ZipFile": code}}
        if function.runtime
        else {"PackageType": "Image", "Code": {"ImageUri": _image(function.name)}}
    )
    account.client("lambda", function.region).create_function(
        FunctionName=function.name,
        Role=ROLE,
        Description=function.description,
        MemorySize=function.memory,
        Timeout=function.timeout,
        Environment={"Variables": function.environment},
        Tags={"Environment": "prod", "Team": function.name.partition("-")[0]},
        **package,
    )


def _image(name: str) -> str:
    return f"{ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/{name}:latest"


def _archive() -> bytes:
    """A zip file of one module, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("app.py"), "def handler(event, context):\n    return event\n"
        )
    return buffer.getvalue()
