"""Bedrock: which models the account may use and for how long, and its inference profiles."""

from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import choice, text

TOOL = "bedrock_read_operations"

MODELS, AVAILABILITY = "bedrock:ListFoundationModels", "bedrock:GetFoundationModelAvailability"
PROFILES = "bedrock:ListInferenceProfiles"


def _access(account: Account, provider: str | None, access: str) -> Found:
    models = list(account.read(MODELS, **({"byProvider": provider} if provider else {})))
    known = _available(account, models)
    wanted = {"all": (True, False), "granted": (True,), "missing": (False,)}[access]
    rows = [each for each in known if each["granted"] in wanted]
    granted = sum(each["granted"] for each in known)
    retiring = sum(_status(each) == "LEGACY" and each["granted"] for each in known)
    return Found(
        rows,
        f"The account has access to {granted:,} of {len(known):,} models, {retiring:,} of them are"
        " being retired.",
    )


def _retiring(account: Account) -> Found:
    models = list(account.read(MODELS))
    legacy = _available(account, [each for each in models if _status(each) == "LEGACY"])
    granted = sum(each["granted"] for each in legacy)
    return Found(
        legacy,
        f"{len(legacy):,} of {len(models):,} models are being retired; the account has access to"
        f" {granted:,} of those.",
    )


def _available(account: Account, models: list[Record]) -> list[Record]:
    """Add to each model what the account may do with it; leaves out what could not be read."""
    reads = [account.at(each, AVAILABILITY, modelId=each["modelId"]) for each in models]
    return [
        model | read.first | {"granted": _granted(read.first)}
        for model, read in zip(models, reads, strict=True)
        if read.first
    ]


def _granted(availability: Record) -> bool:
    """Tell whether calls would be let through: all four conditions of Bedrock hold."""
    available = (
        availability["agreementAvailability"]["status"],
        availability["entitlementAvailability"],
        availability["regionAvailability"],
    )
    authorized = bool(availability["authorizationStatus"] == "AUTHORIZED")
    return authorized and set(available) == {"AVAILABLE"}


def _status(model: Record) -> str:
    return str(model.get("modelLifecycle", {}).get("status", "ACTIVE"))


def _profiles(account: Account) -> Found:
    profiles = list(account.read(PROFILES))
    lifecycles = {each["modelId"]: _status(each) for each in account.read(MODELS)}
    rows = [each | _routes(each, lifecycles) for each in profiles]
    retiring = sum(each["model_status"] == "LEGACY" for each in rows)
    return Found(
        rows,
        f"{len(rows):,} inference profiles, {retiring:,} of them route to a model that is being"
        " retired.",
    )


def _routes(profile: Record, lifecycles: dict[str, str]) -> dict[str, Any]:
    arns = [each["modelArn"] for each in profile["models"]]
    model = arns[0].rpartition("/")[2] if arns else ""
    return {
        "model_id": model,
        "model_status": lifecycles.get(model),
        "routes_to": sorted({each.split(":")[3] for each in arns}),
    }


INSIGHTS = (
    Insight(
        name="ModelAccess",
        tool=TOOL,
        summary="foundation models, whether the account has access, and where they are in life",
        words="model access, which models can I use, models enabled, access granted to models,"
        " models not enabled, Claude access, model lifecycle, available foundation models",
        calls=(MODELS, AVAILABILITY),
        columns=columns(
            "model_id=modelId",
            "name=modelName",
            "provider=providerName",
            "granted",
            "agreement=agreementAvailability.status",
            "authorization=authorizationStatus",
            "entitlement=entitlementAvailability",
            "in_region=regionAvailability",
            "lifecycle=modelLifecycle.status",
        ),
        find=_access,
        parameters={
            "provider": text("only models of this provider, such as Anthropic"),
            "access": choice(
                "which models: all, granted or missing", ("all", "granted", "missing")
            ),
        },
    ),
    Insight(
        name="RetiringModels",
        tool=TOOL,
        summary="foundation models in state LEGACY, and whether the account could still call them",
        words="legacy models, models being retired, deprecated models, model end of life, models"
        " going away, models to migrate from",
        calls=(MODELS, AVAILABILITY),
        columns=columns(
            "model_id=modelId",
            "name=modelName",
            "provider=providerName",
            "lifecycle=modelLifecycle.status",
            "ends_at=modelLifecycle.endOfLifeTime",
            "granted",
        ),
        find=_retiring,
    ),
    Insight(
        name="InferenceProfiles",
        tool=TOOL,
        summary="inference profiles, the models and regions they route to, and those models' life",
        words="inference profiles, cross-region inference, which profile for a model, application"
        " inference profiles, profiles routing to legacy models",
        calls=(PROFILES, MODELS),
        columns=columns(
            "profile_id=inferenceProfileId",
            "name=inferenceProfileName",
            "type",
            "status",
            "model_id",
            "model_status",
            "routes_to",
        ),
        find=_profiles,
    ),
)
