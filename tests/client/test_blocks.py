"""Markdown in pieces is cut into whole blocks, however it is split."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.blocks import Blocks

ANSWER = """# Title
Some words
in two lines.

- one
- two

  still two

- three

| a | b |
|---|---|
| 1 | 2 |
After the table.

```python
x = 1

# no heading
```
~~~
```
~~~
The end."""

WHOLE = [
    "# Title",
    "Some words\nin two lines.",
    "- one\n- two\n\n  still two\n\n- three",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "After the table.",
    "```python\nx = 1\n\n# no heading\n```",
    "~~~\n```\n~~~",
    "The end.",
]


def cut(pieces):
    """All blocks of an answer that comes in pieces."""
    blocks = Blocks()
    found = [block for piece in pieces for block in blocks.feed(piece)]
    return [*found, *blocks.finish()]


@given(st.lists(st.integers(min_value=0, max_value=len(ANSWER)), max_size=12))
def test_blocks_do_not_depend_on_the_split(places):
    """The same text gives the same blocks, wherever it is torn."""
    edges = [0, *sorted(places), len(ANSWER)]
    pieces = [ANSWER[a:b] for a, b in pairwise(edges)]
    assert cut(pieces) == WHOLE


def test_what_is_open_is_pending():
    """The block being written can be shown before it is whole."""
    blocks = Blocks()
    assert list(blocks.feed("One.\n\nTwo is")) == []
    assert blocks.pending == "One.\n\nTwo is"
    assert list(blocks.feed(" it.\n")) == ["One."]
    assert blocks.pending == "Two is it."


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "x" * 50_000,
        "```\n" + "code line\n" * 5_000 + "```\n",
        "| a |\n|---|\n" + "| cell |\n" * 5_000,
    ],
    ids=["paragraph", "one word", "code", "table"],
)
def test_a_block_without_an_end_is_cut(text):
    """No block grows without bound, and its parts are of its kind."""
    blocks = cut([text])
    assert len(blocks) > 2
    assert max(map(len, blocks)) < 20_000
    if text.startswith("```"):
        assert all(block.startswith("```\n") and block.endswith("```") for block in blocks)
    if text.startswith("|"):
        assert all(block.startswith("| a |\n|---|\n|") for block in blocks)
        assert sum(block.count("| cell |") for block in blocks) == 5_000


@given(st.text(alphabet="ab \n`~|-#1.", max_size=300))
def test_no_word_is_lost(text):
    """Every letter of the answer is in some block, in its order."""
    together = "".join(cut([text]))
    assert [c for c in together if c in "ab"] == [c for c in text if c in "ab"]
