"""A model's Markdown on a terminal: laid out, and nothing of it acts."""

import io

from rich.console import Console

from client.markdown import Prose


def drawn(text, width=60, **options):
    """What a console shows of Markdown."""
    console = Console(file=io.StringIO(), width=width, **options)
    console.print(Prose(text))
    return console.file.getvalue()


def lines(text, width=60):
    """The lines without colour."""
    return [line.rstrip() for line in drawn(text, width, color_system=None).splitlines()]


def test_html_stays_text():
    """A hostile name is shown as it is."""
    assert lines("Bucket <img src=x onerror=alert(1)> is public.") == [
        "Bucket <img src=x onerror=alert(1)> is public."
    ]
    assert lines("<script>alert(1)</script>") == ["<script>alert(1)</script>"]


def test_links_show_where_they_go():
    """The address stands beside the words, and no terminal link is made."""
    shown = drawn("See [your account](https://evil.example/).", force_terminal=True)
    assert "https://evil.example/" in shown
    assert "\x1b]8" not in shown


def test_script_links_and_images_are_no_links():
    """`javascript:` is refused as a link, an image shows its address."""
    assert lines("[x](javascript:alert(1))") == ["[x](javascript:alert(1))"]
    assert "https://evil.example/p.png" in lines("![cat](https://evil.example/p.png)")[0]


def test_control_characters_are_gone():
    """Escape sequences and direction overrides of the account do nothing."""
    assert lines("a\x1b[2Jb\u202ec") == ["a[2Jbc"]


def test_a_heading_stands_left():
    """An answer is no title page."""
    assert lines("# Result") == ["Result"]


def test_a_table_is_laid_out_without_an_empty_line_before_it():
    """Aligned, within the width."""
    assert lines("| name | n |\n|---|--:|\n| a<b | 1 |\n| cd | 22 |") == [
        "name   n",
        "────────",
        "a<b    1",
        "cd    22",
    ]


def test_a_table_in_a_narrow_terminal_becomes_records():
    """Words are not broken letter by letter."""
    table = "| instance | name |\n|---|---|\n| i-3de128a07a3d7 | shop-web |"
    assert lines(table, 20) == ["── 1 ──", " instance:", " i-3de128a07a3d7", " name: shop-web"]
