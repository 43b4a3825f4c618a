"""The sample account, read raw with boto3: each promised case, and its near miss."""

import base64
import json
from datetime import UTC, datetime

import pytest

from local.aws import MotoServer
from local.seed import (
    balancing,
    containers,
    databases,
    edge,
    fill,
    functions,
    identity,
    instances,
    learning,
    messaging,
    money,
    network,
    observability,
    planted,
    stacks,
    storage,
    volumes,
)
from local.seed.account import HOME, IRELAND, REGIONS, SYDNEY, Account


@pytest.fixture(scope="module")
def account():
    """Give the filled account."""
    with MotoServer() as url:
        fill(url)
        yield Account(url)


def names(things, key="Name"):
    """Give the values of a tag, of all things that carry it."""
    return sorted(
        tag["Value"] for thing in things for tag in thing.get("Tags", []) if tag["Key"] == key
    )


def read_instances(account, *regions, **filters):
    """Give all instances of some Regions, of all when none is named."""
    asked = [{"Name": name, "Values": [value]} for name, value in filters.items()]
    return [
        instance
        for region in regions or REGIONS
        for reservation in account.client("ec2", region).describe_instances(Filters=asked)[
            "Reservations"
        ]
        for instance in reservation["Instances"]
    ]


def age(moment):
    """Give the days since then."""
    return (datetime.now(UTC) - moment).total_seconds() / 86_400


def census(account):
    """Give names, ids and counts from all over the account."""
    iam = account.client("iam")
    return {
        "instances": [instance["InstanceId"] for instance in read_instances(account)],
        "instance names": names(read_instances(account)),
        "vpcs": [
            vpc["VpcId"]
            for region in REGIONS
            for vpc in account.client("ec2", region).describe_vpcs()["Vpcs"]
        ],
        "roles": sorted(role["RoleId"] for role in iam.list_roles()["Roles"]),
        "buckets": [b["Name"] for b in account.client("s3").list_buckets()["Buckets"]],
        "apis": [api["id"] for api in account.client("apigateway").get_rest_apis()["items"]],
        "zones": [z["Id"] for z in account.client("route53").list_hosted_zones()["HostedZones"]],
        "metrics": len(account.client("cloudwatch").list_metrics()["Metrics"]),
    }


def test_two_fresh_accounts_are_the_same(account):
    """Names, counts and moto's ids come out alike on another server."""
    with MotoServer() as url:
        fill(url)
        assert census(Account(url)) == census(account)


def test_instances_stand_in_their_states(account):
    """Running, stopped and terminated instances are where the list says."""
    for region in REGIONS:
        for state in ("running", "stopped", "terminated"):
            wanted = sorted(
                each.name
                for each in instances.INSTANCES
                if (each.region, each.state) == (region, state) and each.name
            )
            found = names(read_instances(account, region, **{"instance-state-name": state}))
            assert [name for name in found if name != balancing.GROUP] == wanted


def test_one_instance_has_no_tags(account):
    """Exactly one instance is untagged."""
    assert len([each for each in read_instances(account) if not each.get("Tags")]) == 1


def test_instances_are_as_old_as_they_say(account):
    """Launch times and stop times lie in the past."""
    (stopped,) = read_instances(account, **{"tag:Name": "shop-import-old"})
    assert age(stopped["LaunchTime"]) == pytest.approx(150, abs=0.1)
    when = stopped["StateTransitionReason"].removeprefix("User initiated (")[:10]
    assert age(datetime.fromisoformat(when).replace(tzinfo=UTC)) == pytest.approx(120, abs=1.1)


def test_the_bastion_is_reachable_and_its_near_miss_is_not(account):
    """Both wear the open group; one has a public address and a way to the internet."""
    bastion, ledger = (
        read_instances(account, **{"tag:Name": name})[0]
        for name in ("shop-bastion", "shop-ledger-1")
    )
    assert {g["GroupName"] for each in (bastion, ledger) for g in each["SecurityGroups"]} == {
        "bastion-open"
    }
    assert bastion["PublicIpAddress"]
    assert "PublicIpAddress" not in ledger
    tables = account.client("ec2").describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [bastion["SubnetId"]]}]
    )["RouteTables"]
    assert any(route.get("GatewayId", "").startswith("igw-") for route in tables[0]["Routes"])


def test_security_groups_are_open_and_closed(account):
    """The groups said to be open have a rule for all addresses, the others have none."""
    found = set()
    for region in (HOME, IRELAND):
        for group in account.client("ec2", region).describe_security_groups()["SecurityGroups"]:
            sources = json.dumps(group["IpPermissions"])
            if network.ANYWHERE in sources or network.ANYWHERE_6 in sources:
                found.add(group["GroupName"])
    assert found == set(network.OPEN_GROUPS)


def test_vpcs_have_flow_logs_or_not(account):
    """The VPCs said to have flow logs have them; staging and the default ones have none."""
    for region in (HOME, IRELAND):
        ec2 = account.client("ec2", region)
        logged = {log["ResourceId"] for log in ec2.describe_flow_logs()["FlowLogs"]}
        vpcs = [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["VpcId"] in logged]
        assert names(vpcs) == sorted(
            vpc.name for vpc in network.VPCS if vpc.region == region and vpc.flow_logs
        )


def test_volumes_addresses_and_snapshots_have_their_cases(account):
    """Unattached volumes, unused addresses and old snapshots stand beside used and new ones."""
    for region in (HOME, IRELAND):
        ec2 = account.client("ec2", region)
        free = ec2.describe_volumes(Filters=[{"Name": "status", "Values": ["available"]}])
        assert names(free["Volumes"]) == sorted(
            v.name for v in volumes.VOLUMES if v.region == region and not v.instance
        )
        ages = sorted(
            round(age(each["StartTime"]))
            for each in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]
            if each["Description"] in {s.description for s in volumes.SNAPSHOTS}
        )
        assert ages == sorted(s.days for s in volumes.SNAPSHOTS if s.region == region)
    addresses = account.client("ec2").describe_addresses()["Addresses"]
    assert names([each for each in addresses if "AssociationId" not in each]) == ["old-vpn"]
    assert len(addresses) > 1


def test_one_target_gets_no_requests(account):
    """Two targets are healthy, and the one on a stopped instance is not."""
    elb = account.client("elbv2")
    group = elb.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    health = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert sorted(each["TargetHealth"]["State"] for each in health) == [
        "healthy",
        "healthy",
        "unused",
    ]


def read_bucket(s3, method, bucket, **missing):
    """Read one setting of a bucket; None where there is none."""
    try:
        return getattr(s3, method)(Bucket=bucket)
    except s3.exceptions.ClientError:
        return None


@pytest.mark.parametrize("bucket", storage.BUCKETS, ids=lambda bucket: bucket.name)
def test_buckets_have_the_settings_they_are_listed_with(account, bucket):
    """Policy, ACL, block, encryption, versioning and lifecycle are there, or are not."""
    s3 = account.client("s3", bucket.region)
    policy = read_bucket(s3, "get_bucket_policy", bucket.name)
    grants = json.dumps(s3.get_bucket_acl(Bucket=bucket.name)["Grants"])
    versioning = s3.get_bucket_versioning(Bucket=bucket.name).get("Status")
    lifecycle = read_bucket(s3, "get_bucket_lifecycle_configuration", bucket.name)
    blocked = read_bucket(s3, "get_public_access_block", bucket.name)
    assert bool(policy) == bool(bucket.policy)
    assert ("AllUsers" in grants) == (bucket.acl == "public-read")
    assert (versioning == "Enabled") == bucket.versioned
    assert bool(lifecycle) == bool(bucket.expires_days)
    assert bool(blocked) == bucket.blocked
    if bucket.encryption:
        rules = s3.get_bucket_encryption(Bucket=bucket.name)["ServerSideEncryptionConfiguration"]
        default = rules["Rules"][0]["ApplyServerSideEncryptionByDefault"]
        assert default["SSEAlgorithm"] == bucket.encryption
    stored = s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])
    assert {each["Key"]: each["Size"] for each in stored} == bucket.objects


@pytest.mark.parametrize("user", identity.USERS, ids=lambda user: user.name)
def test_users_have_what_they_are_listed_with(account, user):
    """Password, MFA, sign-in and access keys of the right age are there, or are not."""
    iam = account.client("iam")
    found = iam.get_user(UserName=user.name)["User"]
    keys = iam.list_access_keys(UserName=user.name)["AccessKeyMetadata"]
    try:
        console = bool(iam.get_login_profile(UserName=user.name))
    except iam.exceptions.NoSuchEntityException:
        console = False
    assert console == user.console
    assert bool(iam.list_mfa_devices(UserName=user.name)["MFADevices"]) == user.mfa
    assert ("PasswordLastUsed" in found) == (user.signed_in_days is not None)
    assert [round(age(key["CreateDate"])) for key in keys] == [key.days for key in user.keys]
    assert [key["Status"] == "Active" for key in keys] == [key.active for key in user.keys]
    for key, wanted in zip(keys, user.keys, strict=True):
        used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
        assert ("LastUsedDate" in used) == (wanted.used_days is not None)


def test_administrators_come_in_every_way(account):
    """Attached, inline and through a group there is an administrator, beside near misses."""
    iam = account.client("iam")
    attached = iam.list_entities_for_policy(PolicyArn=identity.ADMINISTRATOR)
    assert [group["GroupName"] for group in attached["PolicyGroups"]] == ["platform-admins"]
    assert [role["RoleName"] for role in attached["PolicyRoles"]] == ["ci-admin"]
    members = iam.get_group(GroupName="platform-admins")["Users"]
    assert [user["UserName"] for user in members] == ["marta.ruiz"]
    inline = {
        role: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"][0]
        for role, name in (("break-glass", "all"), ("storage-admin", "s3"), ("quarantine", "none"))
    }
    assert inline["break-glass"]["Action"] == ["*:*"]
    assert inline["storage-admin"]["Action"] == ["s3:*"]
    assert inline["quarantine"]["Effect"] == "Deny"


def test_roles_and_policies_are_used_or_not(account):
    """Roles were used when they say, and one policy hangs on nobody."""
    iam = account.client("iam")
    for role in identity.ROLES:
        used = iam.get_role(RoleName=role.name)["Role"].get("RoleLastUsed", {})
        days = age(used["LastUsedDate"]) if used else None
        assert days == (role.used_days and pytest.approx(role.used_days, abs=0.1))
    policies = iam.list_policies(Scope="Local")["Policies"]
    unused = [p["PolicyName"] for p in policies if not p["AttachmentCount"]]
    assert sorted(unused) == ["developer-boundary", "legacy-ftp-access"]


def test_functions_have_runtimes_old_and_new(account):
    """Each function stands with its runtime, or as an image."""
    found = {
        each["FunctionName"]: each.get("Runtime", "")
        for region in REGIONS
        for each in account.client("lambda", region).list_functions()["Functions"]
    }
    assert found == {each.name: each.runtime for each in functions.FUNCTIONS}
    assert {found[name] for name in functions.RETIRED_RUNTIMES} == {"python3.8", "nodejs16.x"}


def total(account, region, namespace, metric, **dimension):
    """Add up a metric over the last fortnight."""
    (name, value), *_ = dimension.items()
    points = account.client("cloudwatch", region).get_metric_statistics(
        Namespace=namespace,
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value}],
        StartTime=account.ago(15),
        EndTime=account.now,
        Period=86_400,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


@pytest.mark.parametrize("function", functions.FUNCTIONS, ids=lambda function: function.name)
def test_functions_were_called_or_never(account, function):
    """Invocations, errors and throttles of a fortnight are what the list says of a day."""
    for metric, daily in (
        ("Invocations", function.calls),
        ("Errors", function.errors),
        ("Throttles", function.throttles),
    ):
        key = {"FunctionName": function.name}
        found = total(account, function.region, "AWS/Lambda", metric, **key)
        assert found == pytest.approx(daily * 14, rel=0.01)


def test_databases_have_what_they_are_listed_with(account):
    """Engine, storage, exposure, encryption and backups are as listed."""
    found = {
        each["DBInstanceIdentifier"]: each
        for region in REGIONS
        for each in account.client("rds", region).describe_db_instances()["DBInstances"]
    }
    for wanted in databases.DATABASES:
        each = found[wanted.name]
        assert each["EngineVersion"] == wanted.version
        assert each["AllocatedStorage"] == wanted.gib
        assert each["PubliclyAccessible"] == wanted.public
        assert each["StorageEncrypted"] == wanted.encrypted
        assert each["BackupRetentionPeriod"] == wanted.backup_days
    assert found["shop-analytics-1"]["DBClusterIdentifier"] == "shop-analytics"


@pytest.mark.parametrize("table", databases.TABLES, ids=lambda table: table.name)
def test_tables_have_recovery_and_capacity_or_not(account, table):
    """Point-in-time recovery and provisioned units are as listed."""
    dynamodb = account.client("dynamodb", table.region)
    backups = dynamodb.describe_continuous_backups(TableName=table.name)
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    found = dynamodb.describe_table(TableName=table.name)["Table"]
    assert (recovery["PointInTimeRecoveryStatus"] == "ENABLED") == table.pitr
    assert found["ProvisionedThroughput"]["ReadCapacityUnits"] == table.units


def test_alarms_are_in_every_state(account):
    """Each alarm is in its state since its time."""
    found = {
        each["AlarmName"]: each
        for region in REGIONS
        for each in account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    }
    assert {name: each["StateValue"] for name, each in found.items()} == {
        alarm.name: alarm.state for alarm in observability.ALARMS
    }
    for alarm in observability.ALARMS:
        since = found[alarm.name]["StateUpdatedTimestamp"]
        assert age(since) == pytest.approx(alarm.days, abs=0.05)


def test_log_groups_keep_their_lines_for_a_time_or_for_ever(account):
    """Retention is as listed, and errors can be found by a pattern."""
    found = {
        each["logGroupName"]: each.get("retentionInDays", 0)
        for region in REGIONS
        for each in account.client("logs", region).describe_log_groups()["logGroups"]
    }
    wanted = {group.name: group.retention_days for group in observability.LOG_GROUPS}
    assert wanted.items() <= found.items()
    errors = account.client("logs").filter_log_events(
        logGroupName="/aws/lambda/shop-checkout", filterPattern="ERROR"
    )["events"]
    assert len(errors) == 3


def test_a_service_is_below_its_desired_count_and_says_why(account):
    """One service runs too few tasks, with the reason in a stopped one; one wants none."""
    ecs = account.client("ecs")
    found = ecs.describe_services(
        cluster="shop", services=[each.name for each in containers.SERVICES]
    )["services"]
    counts = {s["serviceName"]: (s["desiredCount"], s["runningCount"]) for s in found}
    assert counts == {s.name: (s.desired, s.running) for s in containers.SERVICES}
    stopped = ecs.list_tasks(cluster="shop", desiredStatus="STOPPED")["taskArns"]
    (task,) = ecs.describe_tasks(cluster="shop", tasks=stopped)["tasks"]
    assert task["group"] == "service:shop-worker"
    assert task["stoppedReason"].startswith("CannotPullContainerError")


def test_tasks_do_not_change_by_being_looked_at(account):
    """A running task still runs at the third look."""
    ecs = account.client("ecs")
    running = ecs.list_tasks(cluster="shop", desiredStatus="RUNNING")["taskArns"]
    for _ in range(3):
        tasks = ecs.describe_tasks(cluster="shop", tasks=running)["tasks"]
        assert {task["lastStatus"] for task in tasks} == {"RUNNING"}


def test_images_are_as_old_as_they_say(account):
    """Images were pushed when the list says."""
    ecr = account.client("ecr")
    for image in containers.IMAGES:
        (found,) = ecr.describe_images(
            repositoryName=image.repository, imageIds=[{"imageTag": image.tag}]
        )["imageDetails"]
        assert round(age(found["imagePushedAt"])) == image.days


def test_kubernetes_versions_are_ahead_and_behind(account):
    """One cluster is current with its nodes; the other is behind, and its nodes more so."""
    for cluster in containers.KUBERNETES:
        eks = account.client("eks", cluster.region)
        nodes = eks.describe_nodegroup(clusterName=cluster.name, nodegroupName=cluster.nodes)
        assert eks.describe_cluster(name=cluster.name)["cluster"]["version"] == cluster.version
        assert nodes["nodegroup"]["version"] == cluster.node_version


def test_topics_have_subscribers_or_none(account):
    """Each topic has the subscribers that it is listed with."""
    for topic in messaging.TOPICS:
        sns = account.client("sns", topic.region)
        arn = f"arn:aws:sns:{topic.region}:123456789012:{topic.name}"
        found = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
        assert [(s["Protocol"], s["Endpoint"]) for s in found] == list(topic.subscribers)


@pytest.mark.parametrize("queue", messaging.QUEUES, ids=lambda queue: queue.name)
def test_queues_have_a_backlog_and_a_dead_letter_queue_or_not(account, queue):
    """Waiting messages and redrive policies are as listed."""
    sqs = account.client("sqs", queue.region)
    url = sqs.get_queue_url(QueueName=queue.name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert int(found["ApproximateNumberOfMessages"]) == queue.waiting
    assert (queue.dead_letters in found.get("RedrivePolicy", "")) or not queue.dead_letters
    assert ("RedrivePolicy" in found) == bool(queue.dead_letters)


def test_a_record_points_to_nothing(account):
    """One record names a bucket of this account that is there, one a bucket that is not."""
    route53 = account.client("route53")
    zone = route53.list_hosted_zones_by_name(DNSName=edge.ZONE)["HostedZones"][0]["Id"]
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    targets = {
        record["ResourceRecords"][0]["Value"].partition(".")[0]
        for record in records
        if ".s3." in record["ResourceRecords"][0]["Value"]
    }
    buckets = {bucket.name for bucket in storage.BUCKETS}
    assert targets & buckets == {"tarnfield-www-assets"}
    assert targets - buckets == {"tarnfield-summer-2023"}


def test_certificates_end_when_they_say(account):
    """One certificate ends within days, one within months."""
    found = account.client("acm").list_certificates()["CertificateSummaryList"]
    assert {each["DomainName"]: round(-age(each["NotAfter"])) for each in found} == (
        edge.CERTIFICATES
    )


def test_stages_log_and_throttle_or_not(account):
    """Each API stage has its access log and its throttling, or has not."""
    apigateway = account.client("apigateway")
    found = {
        (api["name"], stage["stageName"]): stage
        for api in apigateway.get_rest_apis()["items"]
        for stage in apigateway.get_stages(restApiId=api["id"])["item"]
    }
    for stage in edge.STAGES:
        each = found[stage.api, stage.name]
        rate = each["methodSettings"].get("*/*", {}).get("throttlingRateLimit")
        assert ("accessLogSettings" in each) == stage.logged
        assert (rate == 100) == stage.throttled


def test_mail_identities_are_verified_or_not(account):
    """Both SES APIs say the same of each identity."""
    listed = account.client("sesv2").list_email_identities()["EmailIdentities"]
    states = account.client("ses").get_identity_verification_attributes(
        Identities=[*edge.IDENTITIES]
    )["VerificationAttributes"]
    assert {each["IdentityName"]: each["VerificationStatus"] == "SUCCESS" for each in listed} == (
        edge.IDENTITIES
    )
    assert {name: each["VerificationStatus"] == "Success" for name, each in states.items()} == (
        edge.IDENTITIES
    )


def test_stacks_are_whole_failed_and_drifted(account):
    """Each stack has its state and drift; the failed one says which resource ended it."""
    for stack in stacks.STACKS:
        cloudformation = account.client("cloudformation", stack.region)
        (found,) = cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
        assert found["StackStatus"] == stack.status
        assert found["DriftInformation"]["StackDriftStatus"] == stack.drift
    events = account.client("cloudformation").describe_stack_events(StackName="shop-media")
    (failed,) = [e for e in events["StackEvents"] if e["ResourceStatus"] == "CREATE_FAILED"]
    assert failed["LogicalResourceId"] == "Transcoder"
    assert "limit" in failed["ResourceStatusReason"]


def test_sagemaker_has_idle_endpoints_and_forgotten_notebooks(account):
    """Endpoints are busy or idle, notebook instances run or not."""
    sagemaker = account.client("sagemaker")
    for name, daily in learning.ENDPOINTS.items():
        metrics = account.client("cloudwatch").list_metrics(
            Namespace="AWS/SageMaker", Dimensions=[{"Name": "EndpointName", "Value": name}]
        )["Metrics"]
        assert bool(metrics) == bool(daily)
    found = sagemaker.list_notebook_instances()["NotebookInstances"]
    assert {
        each["NotebookInstanceName"]: each["NotebookInstanceStatus"] for each in found
    } == learning.NOTEBOOKS


def test_budgets_hold_and_break(account):
    """One budget holds, one will break by its forecast, one is broken."""
    found = account.client("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    spent = {
        each["BudgetName"]: float(each["CalculatedSpend"]["ActualSpend"]["Amount"])
        for each in found
    }
    assert spent == {budget.name: budget.actual for budget in money.BUDGETS}


@pytest.mark.parametrize("region", REGIONS)
def test_processors_are_busy_and_idle(account, region):
    """Each running instance has the mean CPU utilisation that it is listed with."""
    for instance in instances.INSTANCES:
        if instance.region != region or instance.state != "running" or not instance.name:
            continue
        (found,) = read_instances(account, region, **{"tag:Name": instance.name})
        points = account.client("cloudwatch", region).get_metric_statistics(
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            Dimensions=[{"Name": "InstanceId", "Value": found["InstanceId"]}],
            StartTime=account.ago(15),
            EndTime=account.now,
            Period=14 * 86_400,
            Statistics=["Average"],
        )["Datapoints"]
        assert points[0]["Average"] == pytest.approx(instance.cpu, rel=0.2)


def read_stack(account):
    """Give the stack that holds secrets."""
    return account.client("cloudformation").describe_stacks(StackName="shop-platform")["Stacks"][0]


def read_environment(account):
    """Give a function's environment as text."""
    configuration = account.client("lambda").get_function_configuration(
        FunctionName="shop-checkout"
    )
    return " ".join(configuration["Environment"]["Variables"].values())


def read_user_data(account):
    """Give an instance's user data as text."""
    (instance,) = read_instances(account, **{"tag:Name": "shop-web-1"})
    attribute = account.client("ec2").describe_instance_attribute(
        InstanceId=instance["InstanceId"], Attribute="userData"
    )
    return base64.b64decode(attribute["UserData"]["Value"]).decode()


def read_parameter(account, name):
    """Give the value of an SSM parameter."""
    answer = account.client("ssm").get_parameter(Name=name, WithDecryption=True)
    return answer["Parameter"]["Value"]


# How each planted secret is read raw.
READERS = {
    planted.LAMBDA_ENVIRONMENT: read_environment,
    planted.LAMBDA_PASSWORD: read_environment,
    planted.TASK_ENVIRONMENT: lambda account: json.dumps(
        account.client("ecs").describe_task_definition(taskDefinition="shop-worker")[
            "taskDefinition"
        ]["containerDefinitions"]
    ),
    planted.USER_DATA: read_user_data,
    planted.STACK_PARAMETER: lambda account: str(read_stack(account)["Parameters"]),
    planted.STACK_OUTPUT: lambda account: str(read_stack(account)["Outputs"]),
    planted.SECURE_STRING: lambda account: read_parameter(account, "/shop/prod/api-key"),
    planted.PLAIN_STRING: lambda account: read_parameter(account, "/shop/prod/crm-dsn"),
    planted.SECRET_VALUE: lambda account: account.client("secretsmanager").get_secret_value(
        SecretId="shop/prod/signing-key"
    )["SecretString"],
    planted.TAG: lambda account: str(names(read_instances(account, IRELAND), "BotToken")),
    planted.LOG_LINE: lambda account: str(
        account.client("logs").filter_log_events(logGroupName="/aws/lambda/shop-checkout")
    ),
    planted.API_KEY: lambda account: account.client("apigateway").get_api_keys(includeValues=True)[
        "items"
    ][0]["value"],
}


def test_every_planted_secret_is_read():
    """The readers above cover all planted secrets."""
    assert set(READERS) == set(planted.PLANTED)


@pytest.mark.parametrize("secret", planted.PLANTED, ids=lambda secret: secret.text[:12])
def test_a_planted_secret_is_really_there(account, secret):
    """A raw read of the place returns the secret, so that its absence later means masking."""
    assert secret.text in READERS[secret](account)


def test_hostile_text_is_really_there(account):
    """Markup, an instruction, a bidirectional override and a table breaker stand in names."""
    tags = [tag["Value"] for each in read_instances(account) for tag in each.get("Tags", [])]
    texts = [each["Description"] for each in account.client("lambda").list_functions()["Functions"]]
    assert {planted.MARKUP, planted.INSTRUCTION, planted.OVERRIDE} <= set(tags)
    assert planted.TABLE_BREAKER in texts


def test_sydney_is_small(account):
    """The third Region holds a little, so that a question over all Regions has three parts."""
    assert len(read_instances(account, SYDNEY)) == 2
