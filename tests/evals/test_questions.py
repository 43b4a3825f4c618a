"""The halves of the question sets."""

import json
from pathlib import Path

import pytest

from evals import questions, results
from evals.__main__ import main


def test_a_key_is_held_out_or_not_for_ever():
    """By its hash, about half of them."""
    halves = [questions.held_out(f"service:Operation{number}") for number in range(400)]
    assert 150 < sum(halves) < 250
    assert questions.held_out("service:Operation1") == halves[1]


def test_labels_name_operations_and_no_questions():
    """They are kept by id; the texts stay where they are."""
    labels = json.loads(Path(questions.__file__).with_name("labels.json").read_text("utf-8"))
    assert all(" " not in key for key in labels)
    assert all(
        each.count(":") == 1 and " " not in each for some in labels.values() for each in some
    )


@pytest.mark.parametrize("name", ["selection", "plain"])
def test_questions_are_read_from_their_folder(tmp_path, name):
    """With what is right for each."""
    labels = json.loads(Path(questions.__file__).with_name("labels.json").read_text("utf-8"))
    key = next(iter(labels))
    row = {"id": key, "question": "q", "tool": "t", "service": "s3", "operation": "ListBuckets"}
    (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (found,) = getattr(questions, name)(tmp_path)
    right = {"s3:ListBuckets"} if name == "selection" else set(labels[key])
    assert (found.text, found.tool, found.right) == ("q", "t", frozenset(right))


def test_without_the_question_sets_nothing_is_measured(tmp_path, capsys):
    """They are shared beside the project, and not everywhere; the results stay as they are."""
    results_before = results.TABLE.read_bytes()
    assert main(["--questions", str(tmp_path / "none")]) == 0
    assert "nothing measured" in capsys.readouterr().out
    assert results.TABLE.read_bytes() == results_before
