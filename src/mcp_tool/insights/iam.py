"""IAM users, keys, roles and policies that nobody looks after."""

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import choice, whole

TOOL = "iam_read_operations"

# Roles of AWS's own services; nobody can change or delete them.
_SERVICE_ROLES = "/aws-service-role/"


def _without_mfa(account: Account, who: str) -> Found:
    users = list(account.once("iam:ListUsers"))
    roots = [_root(each) for each in account.once("iam:GetAccountSummary")]
    known = [
        (
            user,
            account.at(user, "iam:GetLoginProfile", UserName=user["UserName"]),
            account.at(user, "iam:ListMFADevices", UserName=user["UserName"]),
        )
        for user in users
    ]
    looked_at = [
        user | {"kind": "user", "password": not profile.missing, "mfa_devices": len(list(devices))}
        for user, profile, devices in known
        if not (profile.failed or devices.failed)
    ]
    found = [
        each
        for each in (*roots, *looked_at)
        if each["mfa_devices"] == 0 and (each["password"] or who == "all")
    ]
    kinds = [each["kind"] for each in found]
    root = " The root user has none either." if "root" in kinds else ""
    whose = "users with a password" if who == "console" else "users"
    return Found(
        found,
        f"{kinds.count('user'):,} {whose} of {len(users):,} users have no MFA device.{root}",
    )


def _root(summary: Record) -> Record:
    """Make the root user's row: no API lists it, the account's summary counts its MFA devices."""
    root = {"UserName": "(root user)", "kind": "root", "password": True}
    return Record(
        root | {"mfa_devices": summary["SummaryMap"].get("AccountMFAEnabled", 0)}, summary.target
    )


def _old_keys(account: Account, days: int) -> Found:
    users = list(account.once("iam:ListUsers"))
    lists = [account.at(each, "iam:ListAccessKeys", UserName=each["UserName"]) for each in users]
    active = [key for keys in lists for key in keys if key["Status"] == "Active"]
    old = [key for key in active if key["CreateDate"] < account.ago(days)]
    uses = [
        account.at(key, "iam:GetAccessKeyLastUsed", AccessKeyId=key["AccessKeyId"]) for key in old
    ]
    rows = [
        key
        | {"age_days": (account.now - key["CreateDate"]).days}
        | use.first.get("AccessKeyLastUsed", {})
        for key, use in zip(old, uses, strict=True)
    ]
    rows.sort(key=lambda each: -each["age_days"])
    return Found(
        rows, f"{len(rows):,} of {len(active):,} active access keys are older than {days} days."
    )


def _unused_roles(account: Account, days: int) -> Found:
    roles = [
        each
        for each in account.once("iam:ListRoles")
        if not each["Path"].startswith(_SERVICE_ROLES)
    ]
    old = [each for each in roles if each["CreateDate"] < account.ago(days)]
    details = [account.at(each, "iam:GetRole", RoleName=each["RoleName"]) for each in old]
    read = [
        role | {"unused_days": None} | detail.first["Role"].get("RoleLastUsed", {})
        for role, detail in zip(old, details, strict=True)
        if not detail.failed and not detail.missing
    ]
    unused = [
        each | {"unused_days": (account.now - each["LastUsedDate"]).days}
        if "LastUsedDate" in each
        else each
        for each in read
        if each.get("LastUsedDate", each["CreateDate"]) < account.ago(days)
    ]
    unused.sort(key=lambda each: (each["unused_days"] or -1, each["RoleName"]))
    never = sum("LastUsedDate" not in each for each in unused)
    return Found(
        unused,
        f"{len(unused):,} of {len(roles):,} roles were not used in the last {days} days,"
        f" {never:,} of them never as far as AWS remembers (400 days).",
    )


def _unused_policies(account: Account) -> Found:
    policies = list(account.once("iam:ListPolicies", Scope="Local"))
    unused = [
        each
        for each in policies
        if not each["AttachmentCount"] and not each.get("PermissionsBoundaryUsageCount")
    ]
    unused.sort(key=lambda each: each["CreateDate"])
    return Found(
        unused,
        f"{len(unused):,} of {len(policies):,} customer managed policies are attached to nothing"
        " and bound nobody.",
    )


INSIGHTS = (
    Insight(
        name="UsersWithoutMFA",
        tool=TOOL,
        summary="people who sign in with a password and no MFA device, the root user too",
        words="users without MFA, MFA not enabled, MFA disabled, no multi-factor authentication,"
        " no two-factor, no second factor, root account MFA, who has not set up MFA",
        calls=(
            "iam:ListUsers",
            "iam:GetAccountSummary",
            "iam:GetLoginProfile",
            "iam:ListMFADevices",
        ),
        columns=columns(
            "user=UserName",
            "kind",
            "password",
            "mfa_devices",
            "password_last_used=PasswordLastUsed",
            "created=CreateDate",
            "arn=Arn",
        ),
        find=_without_mfa,
        parameters={
            "who": choice(
                "console for users with a password, all for users that only have keys too",
                ("console", "all"),
            )
        },
        service="iam",
    ),
    Insight(
        name="OldAccessKeys",
        tool=TOOL,
        summary="active access keys older than N days, and when they were last used",
        words="old access keys, access keys not rotated, stale keys, key age, keys older than,"
        " access keys to rotate, aging credentials",
        calls=("iam:ListUsers", "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"),
        columns=columns(
            "user=UserName",
            "access_key_id=AccessKeyId",
            "status=Status",
            "created=CreateDate",
            "age_days",
            "last_used=LastUsedDate",
            "last_used_service=ServiceName",
            "last_used_region=Region",
        ),
        find=_old_keys,
        parameters={"days": whole("older than so many days", 90, most=3650)},
        service="iam",
    ),
    Insight(
        name="UnusedRoles",
        tool=TOOL,
        summary="roles that nothing has assumed for N days, or ever",
        words="unused roles, roles never used, stale roles, roles not assumed, inactive roles,"
        " roles nobody uses, roles to clean up",
        calls=("iam:ListRoles", "iam:GetRole"),
        columns=columns(
            "role=RoleName",
            "last_used=LastUsedDate",
            "unused_days",
            "created=CreateDate",
            "path=Path",
            "arn=Arn",
        ),
        find=_unused_roles,
        parameters={"days": whole("not used for so many days", 90, most=400)},
        service="iam",
    ),
    Insight(
        name="UnusedPolicies",
        tool=TOOL,
        summary="customer managed policies that are attached to nothing and bound nobody",
        words="unused policies, unattached policies, orphaned policies, policies not attached to"
        " anything, policies to clean up",
        calls=("iam:ListPolicies",),
        columns=columns(
            "policy=PolicyName",
            "attachments=AttachmentCount",
            "boundaries=PermissionsBoundaryUsageCount",
            "created=CreateDate",
            "updated=UpdateDate",
            "arn=Arn",
        ),
        find=_unused_policies,
        service="iam",
    ),
)
