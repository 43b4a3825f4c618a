"""Lambda functions, as listed."""

from local.seed import functions
from local.seed.account import REGIONS


def test_functions_have_runtimes_old_and_new(account):
    """Each function stands with its runtime, or as an image."""
    found = {
        each["FunctionName"]: each.get("Runtime", "")
        for region in REGIONS
        for each in account.client("lambda", region).list_functions()["Functions"]
    }
    assert found == {each.name: each.runtime for each in functions.FUNCTIONS}
    assert {found[name] for name in functions.RETIRED_RUNTIMES} == {"python3.8", "nodejs16.x"}
