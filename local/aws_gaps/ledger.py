"""What the sample account costs, by day: the data behind the Cost Explorer answers.

Amounts depend on the day alone, so an answer is the same however it is asked for.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of usage and its cost.

    Args:
        daily: US dollars on an ordinary day.
        since_days: began this many days ago; 0 is always.
        grown: what it costs now of what it did before the last 30 days.
        spike: extra dollars on one day, 12 days ago.
    """

    service: str
    usage_type: str
    region: str
    team: str
    daily: float
    since_days: int = 0
    grown: float = 1.0
    spike: float = 0.0

    def cost(self, day: date, today: date) -> float:
        """Give the cost of one day in US dollars."""
        age = (today - day).days
        if age < 0 or (self.since_days and age > self.since_days):
            return 0.0
        swing = 1 + 0.06 * math.sin(day.toordinal() * 0.9)
        growth = self.grown if age <= 30 else 1.0
        return self.daily * swing * growth + (self.spike if age == SPIKE_DAYS else 0.0)


SPIKE_DAYS = 12

EC2 = "Amazon Elastic Compute Cloud - Compute"
OTHER = "EC2 - Other"
RDS = "Amazon Relational Database Service"

LINES = (
    Line(EC2, "BoxUsage:m5.2xlarge", "us-east-1", "shop", 9.22),
    Line(EC2, "BoxUsage:c5.xlarge", "us-east-1", "shop", 8.16),
    Line(EC2, "BoxUsage:t3.large", "us-east-1", "shop", 5.99),
    Line(EC2, "EUW1-BoxUsage:c5.large", "eu-west-1", "warehouse", 9.22, grown=1.35),
    Line(EC2, "APS2-BoxUsage:t3.small", "ap-southeast-2", "shop", 0.63),
    Line(OTHER, "NatGateway-Hours", "us-east-1", "shop", 1.08),
    Line(OTHER, "DataTransfer-Out-Bytes", "us-east-1", "shop", 4.4, spike=212.0),
    Line(OTHER, "EBS:VolumeUsage.gp3", "us-east-1", "", 3.1),
    Line(OTHER, "ElasticIP:IdleAddress", "us-east-1", "", 0.12),
    Line(RDS, "InstanceUsage:db.r6g.xl", "us-east-1", "shop", 25.9),
    Line(RDS, "InstanceUsage:db.m5.large", "us-east-1", "shop", 4.1),
    Line(RDS, "EUW1-InstanceUsage:db.m6g.large", "eu-west-1", "warehouse", 4.6),
    Line("Amazon Simple Storage Service", "TimedStorage-ByteHrs", "us-east-1", "shop", 0.81),
    Line(
        "Amazon Simple Storage Service",
        "EUW1-TimedStorage-ByteHrs",
        "eu-west-1",
        "warehouse",
        1.48,
    ),
    Line("AWS Lambda", "Lambda-GB-Second", "us-east-1", "shop", 1.9),
    Line("Amazon DynamoDB", "ReadCapacityUnit-Hrs", "us-east-1", "shop", 1.25),
    Line("AmazonCloudWatch", "DataProcessing-Bytes", "us-east-1", "", 2.3, grown=0.6),
    Line("Amazon Bedrock", "USE1-Claude-Input-Tokens", "us-east-1", "shop", 6.7, grown=2.4),
    Line("Amazon SageMaker", "USE1-Host:ml.m5.large", "us-east-1", "data", 5.5, since_days=40),
    Line(
        "Amazon Elastic Container Service for Kubernetes",
        "EUW1-AmazonEKS-Hours:perCluster",
        "eu-west-1",
        "data",
        14.4,
    ),
)


def days(start: date, end: date) -> Iterator[date]:
    """Give each day from start to before end."""
    return (start + timedelta(days=n) for n in range((end - start).days))


@dataclass(frozen=True, slots=True)
class Reservation:
    """Some reserved instances.

    Args:
        hourly: US dollars an hour for each.
        used: the part of the hours that something ran.
    """

    id: str
    service: str
    type: str
    number: int
    hourly: float
    used: float


# One that is used by half, and one that is used well.
RESERVATIONS = (
    Reservation("3894012551", EC2, "m5.large", 2, 0.06, 0.475),
    Reservation("3894012560", RDS, "db.m5.large", 1, 0.121, 0.97),
)
