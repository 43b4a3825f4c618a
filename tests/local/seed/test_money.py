"""Budgets, as listed."""

from local.seed import money


def test_budgets_hold_and_break(account):
    """One budget holds, one will break by its forecast, one is broken."""
    found = account.client("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    spent = {
        each["BudgetName"]: float(each["CalculatedSpend"]["ActualSpend"]["Amount"])
        for each in found
    }
    assert spent == {budget.name: budget.actual for budget in money.BUDGETS}
