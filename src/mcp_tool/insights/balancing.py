"""Load balancers that answer with errors, targets they do not send to, and groups that scaled."""

from datetime import timedelta

from mcp_tool.insights.account import Account
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.metrics import CALL as METRICS
from mcp_tool.insights.metrics import Metric, measure
from mcp_tool.insights.parameters import whole

TOOL = "ec2_read_operations"

_METRICS = tuple(
    Metric("AWS/ApplicationELB", name, "Sum")
    for name in ("RequestCount", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count")
)


def _errors(account: Account, days: int) -> Found:
    balancers = [
        each | {"dimension": each["LoadBalancerArn"].partition(":loadbalancer/")[2]}
        for each in account.read("elbv2:DescribeLoadBalancers")
        if each["Type"] == "application"
    ]
    series = measure(
        account,
        balancers,
        _METRICS,
        dimensions=lambda each: {"LoadBalancer": each["dimension"]},
        days=days,
    )
    rows = []
    for balancer, values in zip(balancers, series, strict=True):
        requests, own, targets = (round(sum(each or ())) for each in values)
        if own or targets:
            rate = round(100 * (own + targets) / requests, 2) if requests else None
            counted = {"requests": requests, "balancer_5xx": own, "target_5xx": targets}
            rows.append(balancer | counted | {"error_percent": rate, "days": days})
    rows.sort(key=lambda each: -(each["balancer_5xx"] + each["target_5xx"]))
    total = sum(each["balancer_5xx"] + each["target_5xx"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {many(len(balancers), 'application load balancer')} answered with 5xx in"
        f" the last {_days(days)}, {total:,} times.",
    )


def _unhealthy(account: Account) -> Found:
    groups = list(account.read("elbv2:DescribeTargetGroups"))
    readings = [
        account.at(each, "elbv2:DescribeTargetHealth", TargetGroupArn=each["TargetGroupArn"])
        for each in groups
    ]
    rows, number = [], 0
    for group, reading in zip(groups, readings, strict=True):
        targets = list(reading)
        number += len(targets)
        healthy = sum(1 for each in targets if each["TargetHealth"]["State"] == "healthy")
        rows += [
            group | each | {"healthy_in_group": healthy, "targets_in_group": len(targets)}
            for each in targets
            if each["TargetHealth"]["State"] not in ("healthy", "initial")
        ]
    rows.sort(key=lambda each: each["healthy_in_group"])
    return Found(
        rows,
        f"{len(rows):,} of {many(number, 'target')} in {many(len(groups), 'target group')} not"
        " healthy, so that no requests are sent there.",
    )


def _activities(account: Account, days: int) -> Found:
    since = account.ago(days)
    rows = [
        each | {"seconds": _length(each.get("EndTime", account.now) - each["StartTime"])}
        for each in account.read("autoscaling:DescribeScalingActivities")
        if each["StartTime"] >= since
    ]
    rows.sort(key=lambda each: each["StartTime"], reverse=True)
    groups = {each["AutoScalingGroupName"] for each in rows}
    failed = sum(1 for each in rows if each["StatusCode"] in ("Failed", "Cancelled"))
    return Found(
        rows,
        f"{len(rows):,} scaling activities of {many(len(groups), 'group')} in the last"
        f" {_days(days)}, {failed:,} of them failed or cancelled.",
    )


def _length(time: timedelta) -> int:
    return round(time.total_seconds())


def _days(number: int) -> str:
    return "day" if number == 1 else f"{number} days"


INSIGHTS = (
    Insight(
        name="LoadBalancerErrors",
        tool=TOOL,
        summary="5xx answers by load balancer",
        words="load balancer 5xx errors, ALB errors, HTTP 500 502 503 504 from the load balancer,"
        " which load balancers return errors, target 5xx",
        calls=("elbv2:DescribeLoadBalancers", METRICS),
        columns=columns(
            "name=LoadBalancerName",
            "requests",
            "balancer_5xx",
            "target_5xx",
            "error_percent",
            "days",
            "scheme=Scheme",
            "dns_name=DNSName",
        ),
        find=_errors,
        parameters={"days": whole("days to count", 1, most=63)},
    ),
    Insight(
        name="UnhealthyTargets",
        tool=TOOL,
        summary="targets that get no requests, and why",
        words="unhealthy targets, failing health checks, target group health, targets out of"
        " service, backends down behind the load balancer",
        calls=("elbv2:DescribeTargetGroups", "elbv2:DescribeTargetHealth"),
        columns=columns(
            "target_group=TargetGroupName",
            "target_id=Target.Id",
            "port=Target.Port",
            "state=TargetHealth.State",
            "reason=TargetHealth.Reason",
            "description=TargetHealth.Description",
            "healthy_in_group",
            "targets_in_group",
        ),
        find=_unhealthy,
    ),
    Insight(
        name="ScalingActivities",
        tool=TOOL,
        summary="what Auto Scaling groups did lately",
        words="recent scaling activities, autoscaling events, why did the group scale, instances"
        " launched or terminated by auto scaling, failed scaling",
        calls=("autoscaling:DescribeScalingActivities",),
        columns=columns(
            "group=AutoScalingGroupName",
            "started=StartTime",
            "status=StatusCode",
            "description=Description",
            "cause=Cause",
            "message=StatusMessage",
            "seconds",
        ),
        find=_activities,
        parameters={"days": whole("days back; AWS keeps six weeks", 7, most=42)},
    ),
)
