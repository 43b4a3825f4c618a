"""The results as text."""

from evals import results


def test_a_section_takes_the_place_of_its_last_one(tmp_path):
    """Others stay as they are."""
    path = tmp_path / "RESULTS.md"
    results.replace("One", "first", path)
    results.replace("Two", "second", path)
    results.replace("One", "third\n", path)
    assert path.read_text(encoding="utf-8") == (
        "# How well plain words are understood\n\n## One\n\nthird\n\n## Two\n\nsecond\n"
    )


def test_a_table_is_markdown():
    """The first column reads, the others count."""
    assert results.table(("a", "b"), [("x", 1)]) == "| a | b |\n| --- | --: |\n| x | 1 |\n"


def test_a_share_of_nothing_is_none():
    """A tool without questions has no figure."""
    assert results.share(0, 0) == "–"  # noqa: RUF001  the dash of an empty cell
    assert results.share(1, 8) == "12.5 %"
