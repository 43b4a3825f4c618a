"""`python -m tests.browser.images`: the pictures of docs/images, of the sample account."""

import tempfile
from contextlib import closing
from pathlib import Path

from botocore.credentials import Credentials
from playwright.sync_api import sync_playwright

from client.connection import Connection
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.person import log_in
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY
from local.stack import running
from tests.browser.conftest import QUIET, ROOT
from tests.browser.page import Page
from tests.client.web.page_server import serving

IMAGES = ROOT / "docs" / "images"
COSTS = "Monthly cost by service in the last 6 months"
INSTANCES = "Which EC2 instances are there by state?"


def take(chromium, server):
    """Take each picture in the one session, in the order of a visit."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = Page(context.new_page(), server.origin)
    page.go(server.address)
    page.window.locator(".starters").wait_for()
    shoot(page, "web-start")
    page.ask(INSTANCES)
    page.button("Table", page.last).click()
    shoot(page, "web-table")
    page.begin()
    page.ask(COSTS)
    shoot(page, "web-costs")
    page.window.emulate_media(color_scheme="dark")
    shoot(page, "web-dark")
    page.window.set_viewport_size({"width": 360, "height": 720})
    page.last.locator(".question").evaluate("it => it.scrollIntoView()")
    shoot(page, "web-phone")
    page.check()
    context.close()


def shoot(page, name):
    """Take one picture, once nothing moves."""
    page.window.mouse.move(700, 5)
    page.window.evaluate("document.fonts.ready")
    page.window.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


def main():
    """Start the chain, the page and Chromium."""
    with tempfile.TemporaryDirectory() as directory, running(Path(directory)) as sandbox:
        token = FixedToken(log_in(sandbox).access_token)
        auth = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)
        with (
            closing(Connection(sandbox.function_url, auth, token)) as connection,
            serving(connection) as server,
            sync_playwright() as playwright,
        ):
            path = "/usr/bin/chromium"
            take(playwright.chromium.launch(executable_path=path, args=list(QUIET)), server)


if __name__ == "__main__":
    main()
