"""The sample account: an invented outdoor shop, the same every time, worth asking about."""

from local.seed import (
    balancing,
    containers,
    databases,
    edge,
    functions,
    identity,
    instances,
    learning,
    messaging,
    metrics,
    money,
    network,
    observability,
    stacks,
    storage,
    volumes,
)
from local.seed.account import Account


def fill(endpoint_url: str) -> None:
    """Create the sample account behind an endpoint that is still empty.

    The order is fixed, because moto draws its ids from one seeded sequence.

    Args:
        endpoint_url: what `local.aws.MotoServer` yields.
    """
    account = Account(endpoint_url)
    account.post("/moto-api/seed?a=42")
    # Else a task moves on to its end each time it is looked at.
    account.post(
        "/moto-api/state-manager/set-transition",
        {"model_name": "ecs::task", "transition": {"progression": "manual", "times": 10**9}},
    )
    networks = network.fill(account)
    ids = instances.fill(account, networks)
    volumes.fill(account, ids)
    balancers = balancing.fill(account, networks, ids)
    instances.settle(account, ids)
    for theme in (
        identity,
        storage,
        functions,
        databases,
        messaging,
        edge,
        stacks,
        learning,
        money,
    ):
        theme.fill(account)
    containers.fill(account, networks)
    observability.fill(account)
    metrics.fill(account, instances=ids, balancers=balancers)
    account.settle()
