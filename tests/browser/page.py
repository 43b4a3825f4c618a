"""The page as a person sees it: what they can do, and what they read."""

WAIT_MS = 30_000
# Chromium says this of each answer that is no success, and of a server that is not there.
EXPECTED = "Failed to load resource"


class Page:
    """A window with the page.

    Args:
        window: Playwright's page.
        origin: the server's; nothing may be asked of another one.
    """

    def __init__(self, window, origin):
        self.window = window
        self._origin = origin
        self._wrong = []
        window.set_default_timeout(WAIT_MS)
        window.on("pageerror", lambda error: self._wrong.append(f"error: {error}"))
        window.on("console", self._said)
        window.on("request", self._asked)
        window.on("dialog", lambda dialog: self._wrong.append(f"dialog: {dialog.message}"))

    def check(self):
        """Nothing failed on the page, and nothing was asked of another host."""
        assert self._wrong == []

    def forgive(self):
        """Forget what a test did on purpose."""
        self._wrong.clear()

    def go(self, address):
        """Open an address, and wait for the page."""
        self.window.goto(address)
        self.window.wait_for_selector("#question")

    def say(self, question):
        """Ask, without waiting for the answer."""
        self.window.fill("#question", question)
        self.window.keyboard.press("Enter")
        return self.last

    def ask(self, question):
        """Ask, and wait for the end of the answer; returns its place on the page."""
        before = self.turns.count()
        self.say(question)
        turn = self.turns.nth(before)
        turn.locator(".turn-foot").wait_for()
        return turn

    def begin(self):
        """Begin a new conversation."""
        self.button("New question").click()
        self.window.locator(".starters").wait_for()

    @property
    def turns(self):
        """All questions with their answers."""
        return self.window.locator(".turn")

    @property
    def last(self):
        """The last of them."""
        return self.turns.last

    @property
    def shelf(self):
        """The list of conversations."""
        return self.window.get_by_role("navigation", name="Conversations")

    def button(self, name, within=None):
        """A button by what it says."""
        return (within or self.window).get_by_role("button", name=name)

    def _said(self, message):
        if message.type == "error" and EXPECTED not in message.text:
            self._wrong.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self._origin, "blob:")):
            self._wrong.append(f"asked: {request.url}")
