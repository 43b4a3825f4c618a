"""Bedrock's models and inference profiles."""

HOME = ("us-east-1",)
GRANTED, MISSING = "anthropic.claude-3-haiku-20240307-v1:0", "amazon.nova-lite-v1:0"


def test_access_is_told_of_every_model(run, aws):
    """A model with access and one without; all four conditions are Bedrock's own."""
    found = run("ModelAccess", HOME)
    bedrock = aws("bedrock")
    for model, granted in ((GRANTED, True), (MISSING, False)):
        row = found.row(model_id=model)
        answer = bedrock.get_foundation_model_availability(modelId=model)
        assert row["granted"] is granted
        assert row["authorization"] == answer["authorizationStatus"]
        assert row["entitlement"] == answer["entitlementAvailability"]
        assert row["agreement"] == answer["agreementAvailability"]["status"]
        assert row["in_region"] == answer["regionAvailability"]
    assert len(found.rows) == len(bedrock.list_foundation_models()["modelSummaries"])


def test_models_can_be_narrowed_down(run):
    """By provider, and by whether the account has access."""
    missing = run("ModelAccess", HOME, access="missing")
    assert sorted(missing.column("model_id")) == [MISSING, "meta.llama3-3-70b-instruct-v1:0"]
    assert run("ModelAccess", HOME, access="missing", provider="Anthropic").rows == []
    assert GRANTED in run("ModelAccess", HOME, access="granted").column("model_id")


def test_models_that_are_retired_are_found(run, aws):
    """The legacy model is found with its end; active ones are near misses."""
    found = run("RetiringModels", HOME)
    listed = aws("bedrock").list_foundation_models()["modelSummaries"]
    [legacy] = [each for each in listed if each["modelLifecycle"]["status"] == "LEGACY"]
    assert found.column("model_id") == [legacy["modelId"]]
    end = legacy["modelLifecycle"]["endOfLifeTime"]
    assert found.rows[0]["ends_at"] == f"{end:%Y-%m-%dT%H:%M:%SZ}"
    assert found.summary == (
        "1 of 7 models are being retired; the account has access to 1 of those."
    )


def test_a_model_whose_access_cannot_be_read_is_left_out(told, denied):
    """It is a failure, and is not passed off as missing."""
    model = {"modelId": "one", "modelLifecycle": {"status": "LEGACY"}}
    answers = {
        "bedrock:ListFoundationModels": [model],
        "bedrock:GetFoundationModelAvailability": denied,
    }
    found = told("RetiringModels", answers)
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_a_profile_says_where_its_model_is_in_life(run, aws):
    """One routes to a model that is retired; the others are near misses."""
    found = run("InferenceProfiles", HOME)
    profiles = aws("bedrock").list_inference_profiles()["inferenceProfileSummaries"]
    assert found.column("profile_id") == [each["inferenceProfileId"] for each in profiles]
    legacy = [row["name"] for row in found.rows if row["model_status"] == "LEGACY"]
    assert legacy == ["US Claude 3.7 Sonnet"]
    assert profiles[0]["models"][0]["modelArn"].endswith(found.rows[0]["model_id"])
    assert found.rows[0]["routes_to"] == ["us-east-1"]
