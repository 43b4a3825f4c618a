"""Writes `src/mcp_tool/catalog.json`: what the tools may call. Run by `make catalog`."""

from pathlib import Path

from cataloguing.catalogue import render

CATALOG = Path(__file__).parents[1] / "src" / "mcp_tool" / "catalog.json"

if __name__ == "__main__":
    CATALOG.write_text(render(), encoding="utf-8")
