"""What is measured on: the sample account, with a herd in one Region and a few in many."""

from local.seed import fill
from local.seed.account import Account, tags

HERD_REGION = "us-west-2"
HERD = 200
# Regions in which the sample account itself has nothing.
REGIONS = (
    *("af-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1"),
    *("ap-southeast-1", "ap-southeast-3", "ca-central-1", "eu-central-1", "eu-north-1"),
    *("eu-south-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-2", "us-west-1"),
)
IN_EACH = 5
_BATCH = 10


def fill_all(endpoint: str) -> None:
    """Create the sample account and the further instances behind an empty endpoint."""
    fill(endpoint)
    account = Account(endpoint)
    for first in range(0, HERD, _BATCH):
        _launch(account, HERD_REGION, f"warehouse-picker-{first // _BATCH}", _BATCH)
    for region in REGIONS:
        _launch(account, region, "edge-cache", IN_EACH)


def _launch(account: Account, region: str, name: str, count: int) -> None:
    tagged = tags(Name=name, Environment="prod", Team="warehouse", CostCenter="4200")
    account.client("ec2", region).run_instances(
        ImageId="ami-0c2b8ca1dad447f8a",
        InstanceType="t3.large",
        MinCount=count,
        MaxCount=count,
        TagSpecifications=[{"ResourceType": "instance", "Tags": tagged}],
    )
