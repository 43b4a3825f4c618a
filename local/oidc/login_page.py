"""The pages of the sandbox's issuer: plain HTML, where a person picks who to be."""

from collections.abc import Iterable
from html import escape

from starlette.responses import HTMLResponse

from local.oidc.grants import User

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:1rem sans-serif;max-width:32rem;margin:4rem auto}}li{{margin:.7rem 0}}</style>
<h1>{title}</h1>{body}</html>
"""


def message(title: str, text: str, *, status: int = 200) -> HTMLResponse:
    """Say something."""
    return _page(title, f"<p>{escape(text)}</p>", status)


def choice(
    title: str, text: str, links: Iterable[tuple[User, str]], *, cancel: str | None = None
) -> HTMLResponse:
    """Offer the sample people, each under its link, and a way back without one."""
    people = "".join(
        f'<li><a href="{escape(url)}">{escape(user.name)}</a> ({escape(user.login)})</li>'
        for user, url in links
    )
    back = f'<p><a href="{escape(cancel)}">Cancel</a></p>' if cancel else ""
    return _page(title, f"<p>{escape(text)}</p><ul>{people}</ul>{back}", 200)


def _page(title: str, body: str, status: int) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)
