"""The pages on deploying are true where that can be looked up."""

import re
import subprocess

import pytest

from local.cloudformation.template import ROOT, read

DOCS = ROOT / "docs"
NAMED = sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", (DOCS / "security.md").read_text())))
PAGES = ("setup", "okta", "deploy", "configuration", "operations", "security")


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_threat_model_names_exists(name):
    """A guard is no better than what shows it."""
    file, function = name.split("::")
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"def {function}\(", text)


def test_every_row_of_the_threat_model_names_a_test():
    """An attack without a test is an opinion."""
    rows = [
        line
        for line in (DOCS / "security.md").read_text().splitlines()
        if line.startswith("|") and not line.startswith(("| attack", "|---"))
    ]
    assert len(rows) > 25
    assert [row for row in rows if ".py::" not in row] == []


def test_setting_up_takes_seven_steps_or_fewer():
    """Counted as the page numbers them."""
    steps = re.findall(r"^\d\. ", (DOCS / "setup.md").read_text(), re.MULTILINE)
    assert 1 <= len(steps) <= 7


def test_every_parameter_is_described():
    """A parameter that no page tells of is not found by who needs it."""
    text = (DOCS / "deploy.md").read_text()
    assert [name for name in read()["Parameters"] if f"`{name}`" not in text] == []


def test_every_alarm_is_described():
    """Who is woken finds what to do."""
    text = (DOCS / "operations.md").read_text()
    alarms = [
        each["Properties"]["AlarmName"]["Fn::Sub"].rpartition("${Environment}-")[2]
        for each in read()["Resources"].values()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    ]
    assert [name for name in alarms if f"`{name}`" not in text] == []


def test_the_scripts_flags_are_those_of_the_pages():
    """Each flag that a page gives to a shell script is one that it has."""
    for script in ("setup.sh", "teardown.sh"):
        path = ROOT / "scripts" / script
        usage = subprocess.run(
            ["bash", path, "--help"], capture_output=True, text=True, check=True
        ).stdout
        for page in PAGES:
            text = (DOCS / f"{page}.md").read_text().replace("\\\n", " ")
            for line in re.findall(rf"scripts/{script}([^`\n]*)", text):
                assert set(re.findall(r"--[a-z-]+", line)) <= set(re.findall(r"--[a-z-]+", usage))


@pytest.mark.parametrize("page", PAGES)
def test_links_between_the_pages_lead_somewhere(page):
    """File and heading exist."""
    text = (DOCS / f"{page}.md").read_text()
    for file, anchor in re.findall(r"\]\(([\w.-]*)(?:#([\w-]+))?\)", text):
        target = (DOCS / file) if file else DOCS / f"{page}.md"
        headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
        assert not anchor or anchor in anchors, (page, file, anchor)
