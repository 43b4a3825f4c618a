"""Rows to a table: kept, sorted, laid out, cut to size."""

import json
from dataclasses import replace

import pytest

from mcp_tool.plan import Failure, Filter, Order, Page, Part, Plan, Rows, Target
from mcp_tool.shaping.columns import Column
from mcp_tool.table import Subject, tabulate

HERE, THERE = Target("own", "eu-west-1"), Target("own", "us-east-1")
COLUMNS = (Column("id", "Id"), Column("state", "State", counted=True), Column("size_gib", "Size"))
ABOUT = Subject("EC2", "DescribeVolumes", COLUMNS, "Volumes")
RECORDS = tuple(
    {"Id": f"vol-{number}", "State": "in-use" if number % 2 else "available", "Size": number}
    for number in range(6)
)


def planned(**more):
    return Plan("ec2_read_operations", "ec2", "DescribeVolumes", regions=("eu-west-1",), **more)


def rows(*records, **more):
    return Rows((Part(HERE, pages=(Page({}, tuple(records)),), **more),))


def table(plan, found, budget=18_000, about=ABOUT, clean=str):
    return tabulate(plan, about, found, budget=budget, clean=clean)


def test_records_become_rows_under_the_columns():
    """Keys are said once; the summary counts by the state."""
    shown = table(planned(), rows(*RECORDS))
    assert shown.columns == ("id", "state", "size_gib")
    assert shown.rows[1] == ["vol-1", "in-use", 1]
    assert shown.summary == "6 EC2 volumes: 3 available, 3 in-use."
    assert not shown.more


def test_filters_keep_the_rows_that_pass_all():
    """A value is compared without regard to case; a list passes if one of it does."""
    kept = (Filter("State", "is", "IN-USE"), Filter("Id", "contains", "vol-5"))
    assert [row[0] for row in table(planned(filters=kept), rows(*RECORDS)).rows] == ["vol-5"]


def test_rows_without_the_value_come_last():
    """Sorting by size does not lose what has none."""
    found = rows({"Id": "none"}, {"Id": "one", "Size": 1}, {"Id": "two", "Size": 2})
    shown = table(planned(order=Order("Size", descending=True)), found)
    assert [row[0] for row in shown.rows] == ["two", "one", "none"]


def test_values_of_any_type_can_be_sorted():
    """A cursor may name any path to sort by."""
    mixed = rows(*({"Id": value} for value in ("a", 1, None, ["x"], {"y": 1}, 2.5, True)))
    assert len(table(planned(order=Order("Id", descending=False)), mixed).rows) == 7


def test_a_limit_leaves_the_rest_behind_the_cursor():
    """The position is the page and the record in it."""
    shown = table(planned(limit=4), rows(*RECORDS))
    assert len(shown.rows) == 4
    assert shown.total == 6
    (position,) = shown.resume
    assert (position.target, position.token, position.offset) == (HERE, {}, 4)


def test_a_budget_cuts_before_the_row_that_is_too_much():
    """An answer has a size, whatever the limit says."""
    shown = table(planned(limit=1000), rows(*RECORDS), budget=80)
    assert sum(len(json.dumps(row)) + 2 for row in shown.rows) <= 80
    assert shown.resume[0].offset == len(shown.rows)


def test_one_row_is_always_shown_even_if_it_must_be_cut():
    """Else a cursor would never get past it."""
    huge = {"Id": "x" * 50_000, "State": ["y" * 50_000], "Size": 1}
    shown = table(planned(), rows(huge), budget=2_000)
    assert len(shown.rows) == 1
    assert len(json.dumps(shown.rows)) < 2_100


def test_records_that_were_returned_are_skipped():
    """A page that a cursor goes on in is read again from its start."""
    shown = table(planned(seen=4), rows(*RECORDS, offset=4))
    assert [row[0] for row in shown.rows] == ["vol-4", "vol-5"]
    assert shown.total == 6
    assert shown.summary == "6 EC2 volumes. Rows 5 to 6 are shown."


def test_places_that_were_not_reached_wait_too():
    """Rows that are left, pages that were not read, places after them."""
    found = Rows(
        (
            Part(HERE, pages=(Page({}, RECORDS[:3]),), rest={"NextToken": "2"}),
            Part(THERE, pages=(Page({}, RECORDS[3:]),)),
        ),
        failures=(Failure(HERE, "Timeout", "late"),),
    )
    everything = table(planned(), found)
    assert [(each.target, each.token) for each in everything.resume] == [(HERE, {"NextToken": "2"})]
    assert not everything.total_exact
    some = table(planned(limit=2), found)
    assert [(each.target, each.token, each.offset) for each in some.resume] == [
        (HERE, {}, 2),
        (THERE, {}, 0),
    ]


def test_a_sorted_answer_is_counted_off():
    """Sorted rows have no page of their own."""
    order = Order("Size", descending=True)
    first = table(planned(order=order, limit=4), rows(*RECORDS))
    assert first.more
    assert first.resume == ()
    second = table(planned(order=order, limit=4, seen=4), rows(*RECORDS))
    assert [row[0] for row in second.rows] == ["vol-1", "vol-0"]
    assert not second.more
    assert second.total == 6


def test_entries_of_a_member_are_rows_of_their_own():
    """A cost answer holds a list of groups for each month."""
    about = Subject("CE", "GetCosts", (Column("by", "Keys"), Column("to", "End")), entries="Groups")
    found = rows({"End": "x", "Groups": [{"Keys": ["a"]}, {"Keys": ["b"]}]}, {"End": "y"})
    assert table(planned(), found, about=about).rows == ([["a"], "x"], [["b"], "x"], [None, "y"])


def test_tags_are_columns_by_how_common_they_are():
    """`Name` has its column already, AWS's own tags say nothing."""
    tags = {"Team": "a", "Env": "b", "Name": "n", "aws:x": "y"}
    found = rows({"Id": "1", "tags": tags}, {"Id": "2", "tags": {"Env": "c"}})
    assert table(planned(), found).columns == ("id", "tag:Env", "tag:Team")


def test_free_text_is_cleaned_before_it_is_cut():
    """Half a secret no longer looks like one; ids are not looked at."""
    about = Subject("Logs", "GetLogEvents", (Column("stream_id", "Id"), Column("message", "M")))
    found = rows({"Id": "hunter2", "M": "x" * 995 + "hunter2"}, {"Id": "b", "M": "c"})
    shown = table(planned(), found, about=about, clean=lambda text: text.replace("hunter2", "*"))
    assert shown.rows[0] == ["hunter2", "x" * 995 + "*"]


def test_one_record_without_columns_shows_its_values():
    """An object around everything is taken off."""
    about = Subject("DynamoDB", "DescribeTable", ())
    found = rows({"Table": {"Name": "t", "Keys": [{"A": 1}], "Size": {"Bytes": 5}}})
    shown = table(planned(), found, about=about)
    assert shown.columns == ("Name", "Keys", "Size.Bytes")
    assert shown.rows == (["t", [{"A": 1}], 5],)


@pytest.mark.parametrize("fields", ["Name", "Table.Name"])
def test_a_projection_sees_a_record_with_and_without_its_wrapping(fields):
    """The columns suggest one, the API's documentation the other."""
    about = Subject("DynamoDB", "DescribeTable", ())
    found = rows({"Table": {"Name": "t"}})
    assert table(planned(fields=fields), found, about=about).rows == (["t"],)


def test_a_projection_keeps_the_place():
    """Rows of a fan-out say their region, whatever their columns."""
    plan = Plan("t", "ec2", "DescribeVolumes", regions=("all",), fields="{id: Id}")
    assert table(plan, rows(*RECORDS)).rows[0] == ["eu-west-1", "vol-0"]


def test_rows_that_a_projection_drops_are_not_counted():
    """`[?…]` is a condition too."""
    shown = table(planned(fields="[?Size > `3`].Id"), rows(*RECORDS))
    assert shown.rows == (["vol-4"], ["vol-5"])
    assert shown.total == 2


@pytest.mark.parametrize("fields", ["id", "{id: id, made: made}", "[id]"])
def test_a_projection_that_gives_nothing_is_told_what_there_is(fields):
    """JMESPath gives null for a misspelt member, and a caller would take that for an answer."""
    shown = table(planned(fields=fields), rows(*RECORDS))
    assert shown.summary.endswith("fields gives nothing for them; a record has Id, State, Size.")
    known = table(planned(fields="{id: Id, made: made}"), rows(*RECORDS))
    none = table(planned(fields="[?Size > `99`].Id"), rows(*RECORDS))
    assert "gives nothing" not in known.summary + none.summary


def cleaned(text):
    return text.replace("hunter2", "[redacted]")


@pytest.mark.parametrize("fields", ["{id: Note}", "{state: Note}", "Note", "[Note]", "@"])
def test_what_a_projection_calls_an_id_is_cleaned_all_the_same(fields):
    """A caller chooses its names, and could choose the one that is not looked into."""
    shown = table(planned(fields=fields), rows({"Note": "pw hunter2"}), clean=cleaned)
    assert "hunter2" not in str(shown.rows)


def test_a_tag_called_an_id_is_cleaned():
    """People name tags, and put into them what they like."""
    record = {"Id": "vol-1", "Tags": [{"Key": "owner_id", "Value": "hunter2"}]}
    shown = table(planned(), rows(record), clean=cleaned)
    assert shown.columns == ("id", "tag:owner_id")
    assert shown.rows == (["vol-1", "[redacted]"],)


def test_a_record_shown_by_its_own_keys_is_cleaned_whatever_they_are():
    """Keys of a map are somebody's choice."""
    one = Subject("SSM", "GetThing", ())
    record = {"Settings": {"id": "hunter2", "hunter2": 1, "x": [{"hunter2": 2}]}}
    for plan in (planned(), planned(fields="@"), planned(fields="Settings")):
        shown = table(plan, rows(record), about=one, clean=cleaned)
        assert "hunter2" not in str((shown.columns, shown.rows))


def test_ids_and_states_in_our_own_columns_are_never_looked_into():
    """They are AWS's own words, and there are many."""
    looked = []
    table(planned(), rows(*RECORDS), clean=lambda text: looked.append(text) or text)
    assert not [text for text in looked if text.startswith("vol-") or text == "in-use"]
    assert looked[-1].startswith("6 EC2 volumes")


INSIGHT = Plan("ec2_read_operations", "", "UnattachedVolumes", regions=("all",), limit=2)


def test_an_insight_says_its_own_sentence_and_which_rows_are_shown():
    """Its counts are the finding."""
    found = Rows(rows(*RECORDS).parts, summary="6 of 9 volumes are unattached.")
    shown = table(INSIGHT, found)
    assert shown.summary == "6 of 9 volumes are unattached. Rows 1 to 2 are shown."


def test_the_rows_of_an_insight_are_counted_off():
    """It reads all of it again, and goes on behind what was seen."""
    first = table(INSIGHT, rows(*RECORDS))
    second = table(replace(INSIGHT, seen=2), rows(*RECORDS))
    assert first.more
    assert first.resume == ()
    assert [row[1] for row in second.rows] == [RECORDS[2]["Id"], RECORDS[3]["Id"]]
