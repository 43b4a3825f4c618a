"""Result tables and charts: sorted, filtered, paged, downloaded, drawn."""

import csv
import io
import re

import pytest

from tests.browser.test_asking import expect

MISSING = "\u2013"


@pytest.fixture
def instances(page):
    """The table of all instances."""
    card = page.ask("List EC2 instances").locator(".tool")
    page.button("Table", card).click()
    return card


def column(card, number):
    """The cells of a column on the page that is shown."""
    return card.locator(f".data tbody td:nth-child({number})").all_inner_texts()


def test_a_table_is_sorted_both_ways(page, instances):
    """A press sorts, the next one turns it; those who do not see it are told."""
    head = instances.get_by_role("columnheader", name="name")
    page.button("name", instances).click()
    assert head.get_attribute("aria-sort") == "ascending"
    up = [cell for cell in column(instances, 3) if cell != MISSING]
    assert up == sorted(up, key=str.lower)
    page.button("name", instances).click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(instances, 3)[0].lower() > up[0].lower()


def test_a_table_is_filtered(page, instances):
    """By words in any column; how many are left is told."""
    instances.get_by_label("Filter the rows").fill("stopped")
    expect(instances.get_by_text("5 of 23 rows")).to_be_visible()
    assert set(column(instances, 4)) == {"stopped"}
    instances.get_by_label("Filter the rows").fill("no such thing")
    expect(instances.get_by_text("0 of 23 rows")).to_be_visible()


def test_a_table_has_pages(page, instances):
    """The second one holds what the first one does not."""
    first = column(instances, 2)
    assert len(first) == 15
    page.button("Next page", instances).click()
    second = column(instances, 2)
    assert len(second) == 8
    assert not set(first) & set(second)
    expect(page.button("Next page", instances)).to_be_disabled()
    page.button("Page before", instances).click()
    assert column(instances, 2) == first


def test_a_table_is_downloaded_as_it_is_filtered(page, instances, tmp_path):
    """Every column of every row, on all pages; nothing that a spreadsheet would run."""
    instances.get_by_label("Filter the rows").fill("running")
    with page.window.expect_download() as download:
        page.button("CSV", instances).click()
    file = tmp_path / "instances.csv"
    download.value.save_as(file)
    assert re.fullmatch(
        r"ec2_read_operations-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename
    )
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 17
    assert {row["state"] for row in rows} == {"running"}
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+\-@]", cell)]


def test_counts_by_state_are_drawn_with_their_numbers(page):
    """A bar a state, the numbers as text beside them."""
    chart = page.ask("Which EC2 instances are there by state?").locator(".bars")
    assert chart.locator("tbody th").all_inner_texts() == ["running", "stopped", "terminated"]
    assert chart.locator("tbody td:last-child").all_inner_texts() == ["17", "5", "1"]
    widths = [box.bounding_box()["width"] for box in chart.locator(".bar").all()]
    assert widths[0] / widths[1] == pytest.approx(17 / 5, rel=0.05)


def test_a_breakdown_of_costs_is_drawn(page):
    """Largest first, in dollars."""
    rows = page.ask("Cost by service last month").locator(".bars tbody tr")
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()
    assert first.startswith("Amazon Relational Database Service")
    dollars = [float(re.search(r"\$([\d,.]+)", row)[1].replace(",", "")) for row in (first, second)]
    assert dollars[0] > dollars[1] > 100


def test_costs_over_months_are_drawn_as_layers(page):
    """A layer a service, a bar a month; pointing at one shows its numbers."""
    figure = page.ask("Monthly cost by service in the last 6 months").locator(".series")
    assert figure.locator("svg g[class^=hue-]").count() == 7
    months = figure.locator("svg .period").all_text_contents()
    assert re.fullmatch(r"\d{4}-\d\d", months[0])
    caption = figure.locator("caption")
    whole = figure.locator(".sum td").inner_text()
    figure.focus()
    page.window.keyboard.press("ArrowRight")
    expect(caption).to_contain_text(months[0])
    assert figure.locator(".sum td").inner_text() != whole
    page.window.keyboard.press("ArrowRight")
    expect(caption).not_to_contain_text(months[0])


def test_a_chart_gives_way_to_its_table(page):
    """One press; a second one on the same shows neither."""
    card = page.ask("Cost by service last month").locator(".tool")
    page.button("Table", card).click()
    expect(card.locator(".bars")).to_have_count(0)
    expect(card.locator(".data")).to_be_visible()
    page.button("Table", card).click()
    expect(card.locator(".data")).to_have_count(0)
