"""`web`: the same questions in a browser."""

import click

from client.commands.options import flags, parts

# Fixed, so that a tab that was left open works again once the server is back.
PORT = 4700


@click.command()
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65_535),
    help="Where on 127.0.0.1; 0 takes a free port.",
)
@click.option("--no-open", is_flag=True, help="Print the address, and open nothing.")
@flags
def web(*, port: int, no_open: bool) -> None:
    """Open a page on this machine to ask in.

    The page is served on 127.0.0.1 only. Its address works once, for one browser; neither AWS
    keys nor Okta tokens reach it. Ctrl-C ends it; answers that are being written are kept.
    """
    from client.web.server import serve

    def tell(address: str) -> None:
        click.echo(f"Open {address}\nCtrl-C ends it.", err=True)

    serve(parts(), port, tell=tell, browse=not no_open)
