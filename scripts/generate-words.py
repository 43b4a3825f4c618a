"""Writes `src/mcp_tool/words/operations.json`: the words by which operations are found."""

from pathlib import Path

from cataloguing.wording import render

WORDS = Path(__file__).parents[1] / "src" / "mcp_tool" / "words" / "operations.json"

if __name__ == "__main__":
    WORDS.write_text(render(), encoding="utf-8")
