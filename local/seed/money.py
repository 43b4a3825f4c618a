"""Budgets: one that holds, one about to break, one broken."""

from typing import Any, NamedTuple

from local.seed.account import ACCOUNT_ID, Account


class Budget(NamedTuple):
    """One monthly cost budget in US dollars, with what is spent and forecast."""

    name: str
    limit: float
    actual: float
    forecast: float


BUDGETS = (
    Budget("shop-monthly", 6000, 3100, 4800),
    Budget("warehouse-monthly", 1500, 1180, 1730),
    Budget("experiments-monthly", 400, 455, 610),
)


def fill(account: Account) -> None:
    """Create the budgets."""
    budgets = account.client("budgets")
    for budget in BUDGETS:
        budgets.create_budget(AccountId=ACCOUNT_ID, Budget=_document(budget))


def _document(budget: Budget) -> dict[str, Any]:
    return {
        "BudgetName": budget.name,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": _dollars(budget.limit),
        "CalculatedSpend": {
            "ActualSpend": _dollars(budget.actual),
            "ForecastedSpend": _dollars(budget.forecast),
        },
    }


def _dollars(amount: float) -> dict[str, str]:
    return {"Amount": f"{amount:.1f}", "Unit": "USD"}
