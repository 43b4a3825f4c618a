"""What is no gap goes to moto."""


def test_calls_beside_a_gap_reach_moto_unchanged(account):
    """A service with gaps still has its other calls, bodies and all."""
    ce = account.client("ce")
    rule = {"Value": "one", "Rule": {"Tags": {"Key": "Team", "Values": ["shop"]}}}
    made = ce.create_cost_category_definition(
        Name="Teams", RuleVersion="CostCategoryExpression.v1", Rules=[rule]
    )
    found = ce.describe_cost_category_definition(CostCategoryArn=made["CostCategoryArn"])
    assert found["CostCategory"]["Rules"] == [rule]
    assert account.client("ses").get_send_quota()["Max24HourSend"] > 0
    assert account.client("bedrock").list_custom_models()["modelSummaries"] == []
