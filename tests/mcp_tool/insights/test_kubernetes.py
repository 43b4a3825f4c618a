"""EKS clusters and node groups that are behind."""

import pytest

from local.seed.containers import KUBERNETES

VERSIONS = "eks:DescribeClusterVersions"


def eks(version, nodes=None):
    """Write the answers of EKS for one cluster with one node group."""
    group = {"nodegroupName": "nodes", "clusterName": "one", "status": "ACTIVE"}
    return {
        "eks:ListClusters": ["one"],
        "eks:DescribeCluster": [
            {"cluster": {"name": "one", "version": version, "status": "ACTIVE"}}
        ],
        "eks:ListNodegroups": ["nodes"],
        "eks:DescribeNodegroup": [
            {"nodegroup": group | ({"version": nodes} if nodes else {})},
        ],
    }


def test_an_old_cluster_and_its_older_nodes_are_found(run):
    """Both are findings; the near miss is current, and its nodes are as new as itself."""
    found = run("ClustersBehindVersion")
    old = next(each for each in KUBERNETES if each.name == "warehouse-robots")
    assert [(row["name"], row["kind"], row["version"]) for row in found.rows] == [
        (old.name, "cluster", old.version),
        (old.nodes, "node group", old.node_version),
    ]
    assert "data-platform" not in found.column("name")
    assert found.rows[1]["reason"] == "its cluster runs 1.29"


def test_versions_are_as_the_api_has_them(run, aws):
    """Version, state and dates are EKS's own."""
    client = aws("eks", "eu-west-1")
    row = run("ClustersBehindVersion").row(name="warehouse-robots")
    cluster = client.describe_cluster(name="warehouse-robots")["cluster"]
    versions = client.describe_cluster_versions(includeAll=True)["clusterVersions"]
    [known] = [each for each in versions if each["clusterVersion"] == "1.29"]
    assert (row["version"], row["status"]) == (cluster["version"], cluster["status"])
    assert row["standard_support_ends"] == f"{known['endOfStandardSupportDate']:%Y-%m-%d}"
    assert row["extended_support_ends"] == f"{known['endOfExtendedSupportDate']:%Y-%m-%d}"


def test_the_table_stands_in_where_aws_does_not_answer(told, denied):
    """A version that the reviewed table knows as past its support is found."""
    found = told("ClustersBehindVersion", eks("1.28", nodes="1.28") | {VERSIONS: denied})
    assert found.column("reason") == ["standard support ended 2024-11-26"]
    assert [each.code for each in found.failures] == ["AccessDenied"]


@pytest.mark.parametrize(("version", "behind"), [("1.9", True), ("9.0", False)])
def test_a_version_that_nobody_lists_is_old_or_new(told, denied, version, behind):
    """Numbers decide, not letters: 1.9 came before 1.27, and what is newer than all is fine."""
    found = told("ClustersBehindVersion", eks(version) | {VERSIONS: denied})
    assert found.column("name") == (["one"] if behind else [])
