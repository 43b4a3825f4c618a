"""What idle things cost, about: one small table of list prices.

On-demand list prices in US dollars of us-east-1, as AWS published them in `AS_OF`. Other regions
cost up to about a third more, and nobody's discounts are in here, so an amount that comes of this
table is always told as "about".
"""

AS_OF = "2025-06"

HOURS_A_MONTH = 730

# EBS, a GiB and month, by volume type; provisioned IOPS and throughput not counted.
VOLUME_GIB_MONTH = {
    "gp2": 0.10,
    "gp3": 0.08,
    "io1": 0.125,
    "io2": 0.125,
    "st1": 0.045,
    "sc1": 0.015,
    "standard": 0.05,
}
SNAPSHOT_GIB_MONTH = 0.05

# Each public IPv4 address, in use or not.
ADDRESS_HOUR = 0.005

# DynamoDB's provisioned capacity, a unit and hour.
READ_UNIT_HOUR = 0.00013
WRITE_UNIT_HOUR = 0.00065

# Linux instances of size `large`, an hour; the other sizes of a family follow from it.
LARGE_HOUR = {
    "t2": 0.0928,
    "t3": 0.0832,
    "t3a": 0.0752,
    "t4g": 0.0672,
    "m5": 0.096,
    "m5a": 0.086,
    "m6a": 0.0864,
    "m6g": 0.077,
    "m6i": 0.096,
    "m7g": 0.0816,
    "m7i": 0.1008,
    "c5": 0.085,
    "c5a": 0.077,
    "c6g": 0.068,
    "c6i": 0.085,
    "c7g": 0.0725,
    "c7i": 0.08925,
    "r5": 0.126,
    "r6g": 0.1008,
    "r6i": 0.126,
    "r7g": 0.1071,
    "r7i": 0.1323,
}
_SIZES = {"nano": 1 / 16, "micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}


def instance_month(type_: str) -> float | None:
    """Return what a running Linux instance costs a month; None if the table lacks it.

    Args:
        type_: the instance type, such as `m5.2xlarge`.
    """
    family, _, size = type_.partition(".")
    hourly = LARGE_HOUR.get(family)
    number = size.removesuffix("xlarge")
    factor = 2.0 * int(number) if number.isdigit() else _SIZES.get(size)
    return None if hourly is None or factor is None else hourly * factor * HOURS_A_MONTH


def volume_month(type_: str, gib: float) -> float:
    """Return what an EBS volume costs a month."""
    return VOLUME_GIB_MONTH.get(type_, VOLUME_GIB_MONTH["gp3"]) * gib
