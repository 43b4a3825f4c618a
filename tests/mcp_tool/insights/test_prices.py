"""The table of list prices."""

import pytest

from mcp_tool.insights.prices import instance_month, volume_month


@pytest.mark.parametrize(
    ("type_", "hourly"),
    [("t3.nano", 0.0052), ("t3.large", 0.0832), ("m5.xlarge", 0.192), ("c5.18xlarge", 3.06)],
)
def test_sizes_of_a_family_follow_from_large(type_, hourly):
    """AWS doubles the price with the size."""
    assert instance_month(type_) == pytest.approx(hourly * 730)


@pytest.mark.parametrize("type_", ["x2idn.32xlarge", "m5.metal", "m5", "", "t3.huge"])
def test_what_the_table_lacks_has_no_price(type_):
    """No price is better than a wrong one."""
    assert instance_month(type_) is None


def test_a_volume_costs_by_its_type():
    """A type that is new is priced as the current general one."""
    assert volume_month("st1", 1000) == 45
    assert volume_month("gp4", 100) == volume_month("gp3", 100) == 8
