"""Real headless Chromium before the page, the whole offline chain behind it."""

import shutil
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from botocore.credentials import Credentials

from client.connection import Connection
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.person import log_in
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY
from local.stack import Options, running
from tests.browser.doubles import PageModel
from tests.browser.page import Page
from tests.client.web.page_server import serving

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
# Without them Chromium asks Google's hosts for updates, and waits for the answer.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    """These suites take minutes."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """The whole chain, started once."""
    options = Options(model=PageModel(), settings={"TURNS_PER_MINUTE": "1000"})
    with running(tmp_path_factory.mktemp("browser-sandbox"), options) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, driven by Playwright."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("There is no Chromium: apt-get install --no-install-recommends chromium")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def connection(sandbox):
    """Signed HTTP to the agent, as ada."""
    auth = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)
    token = FixedToken(log_in(sandbox).access_token)
    with closing(Connection(sandbox.function_url, auth, token)) as connection:
        yield connection


@pytest.fixture
def server(connection):
    """The page's server; `stop` ends it before its time."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(connection))
        server.stop = stack.close
        yield server


@pytest.fixture
def open_page(chromium, server):
    """Open the page in a window of its own; what the page should not do fails the test."""
    with ExitStack() as stack:

        def start(width=1280, height=860, **options):
            size = {"width": width, "height": height}
            context = chromium.new_context(viewport=size, **options)
            stack.callback(context.close)
            page = Page(context.new_page(), server.origin)
            page.go(server.address)
            stack.callback(page.check)
            return page

        yield start


@pytest.fixture
def page(open_page):
    """The page, at a desk."""
    return open_page()
