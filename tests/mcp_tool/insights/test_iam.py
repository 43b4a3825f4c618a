"""Users, keys, roles and policies that nobody looks after."""

from local.seed.identity import POLICIES, ROLES, USERS


def test_people_without_mfa_are_found(run):
    """A password without a device is a finding; machines and people with MFA are near misses."""
    found = run("UsersWithoutMFA")
    people = [each.name for each in USERS if each.console and not each.mfa]
    assert [row["user"] for row in found.rows if row["kind"] == "user"] == people
    assert "svc-deploy" not in found.column("user")
    assert "marta.ruiz" not in found.column("user")
    assert found.summary == (
        "3 users with a password of 8 users have no MFA device. The root user has none either."
    )


def test_people_without_mfa_are_as_the_api_has_them(run, aws):
    """Devices, sign-in and creation are IAM's own; the root user's device count too."""
    iam = aws("iam")
    found = run("UsersWithoutMFA")
    row = found.row(user="jonas.berg")
    user = iam.get_user(UserName="jonas.berg")["User"]
    assert row["mfa_devices"] == len(iam.list_mfa_devices(UserName="jonas.berg")["MFADevices"])
    assert row["password_last_used"] == f"{user['PasswordLastUsed']:%Y-%m-%dT%H:%M:%SZ}"
    assert (row["arn"], row["password"]) == (user["Arn"], True)
    summary = iam.get_account_summary()["SummaryMap"]
    assert found.row(kind="root")["mfa_devices"] == summary["AccountMFAEnabled"]


def test_machines_without_mfa_are_found_when_asked_for(run):
    """Users that have keys only need no device, but one can ask for them."""
    found = run("UsersWithoutMFA", who="all")
    assert found.row(user="svc-backup")["password"] is False


def test_a_user_whose_password_cannot_be_read_is_not_judged(told, denied):
    """What was denied is a failure and no finding."""
    user = {"UserName": "ada", "CreateDate": None, "Arn": "arn:aws:iam::1:user/ada"}
    found = told(
        "UsersWithoutMFA",
        {
            "iam:ListUsers": [user],
            "iam:GetAccountSummary": [{"SummaryMap": {"AccountMFAEnabled": 1}}],
            "iam:GetLoginProfile": denied,
        },
    )
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_old_keys_are_the_active_ones_before_the_day_asked_for(run):
    """The near misses are a day too young, and inactive."""
    assert run("OldAccessKeys").column("age_days") == [410, 95]
    assert run("OldAccessKeys", days=88).column("user") == [
        "svc-deploy",
        "contractor.lee",
        "svc-metrics",
    ]


def test_old_keys_are_as_the_api_has_them(run, aws):
    """Creation, state and last use are IAM's own."""
    iam = aws("iam")
    row = run("OldAccessKeys").row(user="contractor.lee")
    [key] = iam.list_access_keys(UserName="contractor.lee")["AccessKeyMetadata"]
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    assert (row["access_key_id"], row["status"]) == (key["AccessKeyId"], key["Status"])
    assert row["created"] == f"{key['CreateDate']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["last_used"] == f"{used['LastUsedDate']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["last_used_service"] == used["ServiceName"]


def test_unused_roles_were_never_used_or_long_ago(run):
    """Roles in use are near misses, and so are AWS's own."""
    found = run("UnusedRoles")
    used = [each.name for each in ROLES if each.used_days and each.used_days <= 90]
    assert found.column("role") == ["flow-logs", "legacy-etl", "quarantine", "break-glass"]
    assert not set(used) & set(found.column("role"))
    assert "AWSServiceRoleForSupport" not in found.column("role")
    assert "storage-admin" in run("UnusedRoles", days=10).column("role")


def test_unused_roles_are_as_the_api_has_them(run, aws):
    """The last use is IAM's own."""
    row = run("UnusedRoles").row(role="break-glass")
    role = aws("iam").get_role(RoleName="break-glass")["Role"]
    assert row["last_used"] == f"{role['RoleLastUsed']['LastUsedDate']:%Y-%m-%dT%H:%M:%SZ}"
    assert (row["unused_days"], row["arn"]) == (200, role["Arn"])


def test_a_policy_that_bounds_somebody_is_in_use(run, aws):
    """The near misses are attached, or a permissions boundary."""
    found = run("UnusedPolicies")
    assert found.column("policy") == ["legacy-ftp-access"]
    listed = {each["PolicyName"]: each for each in aws("iam").list_policies()["Policies"]}
    assert found.rows[0]["attachments"] == listed["legacy-ftp-access"]["AttachmentCount"] == 0
    assert listed["developer-boundary"]["PermissionsBoundaryUsageCount"] > 0
    assert found.summary.startswith(f"1 of {len(POLICIES)} customer managed policies")
