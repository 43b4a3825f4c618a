"""Database engines near the end of their support."""

from datetime import UTC, datetime, timedelta

VERSIONS = "rds:DescribeDBMajorEngineVersions"


def database(name, engine, version):
    """Write an instance as RDS answers it."""
    return {"DBInstanceIdentifier": name, "Engine": engine, "EngineVersion": version}


def test_engines_past_support_are_found_and_later_ones_are_not(run):
    """Two ended years ago; the near misses have more than a year left."""
    found = run("DatabaseEnginesNearEndOfSupport")
    assert found.column("database") == ["legacy-crm", "shop-catalog"]
    assert not {"shop-orders", "shop-reporting", "warehouse-inventory"} & set(
        found.column("database")
    )
    assert found.column("source") == ["AWS", "AWS"]


def test_the_days_ahead_are_the_caller_s(run):
    """Who looks further ahead sees more, soonest first."""
    found = run("DatabaseEnginesNearEndOfSupport", days=500)
    assert "warehouse-inventory" in found.column("database")
    assert "shop-analytics" in found.column("database")
    assert found.column("days_left") == sorted(found.column("days_left"))


def test_dates_and_versions_are_as_the_apis_have_them(run, aws):
    """The version is the instance's, the dates are those of its major version."""
    rds = aws("rds")
    row = run("DatabaseEnginesNearEndOfSupport").row(database="shop-catalog")
    [instance] = rds.describe_db_instances(DBInstanceIdentifier="shop-catalog")["DBInstances"]
    [version] = rds.describe_db_major_engine_versions(Engine="mysql", MajorEngineVersion="5.7")[
        "DBMajorEngineVersions"
    ]
    ends = [
        each["LifecycleSupportEndDate"].date().isoformat()
        for each in version["SupportedEngineLifecycles"]
    ]
    assert (row["engine"], row["version"]) == (instance["Engine"], instance["EngineVersion"])
    assert [row["standard_support_ends"], row["extended_support_ends"]] == ends


def test_the_table_stands_in_where_aws_does_not_answer(told, denied):
    """The dates come from the reviewed table, the row says so, and the denial is reported."""
    found = told(
        "DatabaseEnginesNearEndOfSupport",
        {
            VERSIONS: denied,
            "rds:DescribeDBInstances": [
                database("old", "postgres", "11.22"),
                database("aurora", "aurora-mysql", "5.7.mysql_aurora.2.11.2"),
            ],
        },
    )
    dates = {row["database"]: row["standard_support_ends"] for row in found.rows}
    assert dates == {"old": "2024-02-29", "aurora": "2024-10-31"}
    assert found.column("source") == ["table", "table"]
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_an_engine_without_dates_is_said_and_not_judged(told):
    """AWS publishes no dates for commercial engines; version 10.11 is not 10.1."""
    end = datetime.now(UTC) + timedelta(days=30)
    cycle = {
        "LifecycleSupportName": "open-source-rds-standard-support",
        "LifecycleSupportEndDate": end,
    }
    found = told(
        "DatabaseEnginesNearEndOfSupport",
        {
            VERSIONS: [
                {"Engine": "oracle-ee", "MajorEngineVersion": "19"},
                {
                    "Engine": "mariadb",
                    "MajorEngineVersion": "10.1",
                    "SupportedEngineLifecycles": [cycle],
                },
            ],
            "rds:DescribeDBInstances": [
                database("books", "oracle-ee", "19.0.0.0"),
                database("ten-eleven", "mariadb", "10.11.8"),
                database("ten-one", "mariadb", "10.1.48"),
            ],
        },
    )
    assert found.column("database") == ["ten-one"]
    assert found.summary.endswith("AWS tells no date for 2 of them.")
