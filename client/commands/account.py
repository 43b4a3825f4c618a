"""`login`, `logout`, `whoami`: the person."""

import click

from client.commands.options import flags, parts


@click.command()
@click.option("--device", is_flag=True, help="Approve on another machine, by a code.")
@click.option("--no-browser", is_flag=True, help="Print the URL, and open nothing.")
@flags
def login(*, device: bool, no_browser: bool) -> None:
    """Log in at Okta, in a browser."""
    from client import logging_in
    from client.identity import describe

    here = parts()
    if device:
        logging_in.by_device(here)
    else:
        logging_in.by_browser(here, open_browser=not no_browser)
    facts = {pair[0]: pair[1] for pair in describe(here.login_token)}
    click.echo(f"Logged in as {facts.get('person', 'somebody')}.", err=True)


@click.command()
@flags
def logout() -> None:
    """Forget the login here, and end it at Okta."""
    from client import logging_in

    gone = logging_in.out(parts())
    click.echo("Logged out." if gone else "Nobody was logged in.", err=True)


@click.command()
@flags
def whoami() -> None:
    """Show who you are to Okta and to AWS."""
    from client.credentials import principal
    from client.grid import of_pairs
    from client.identity import describe

    here = parts()
    config = here.config
    pairs = [
        ["environment", config.environment],
        ["agent", config.url],
        *describe(here.tokens),
        ["AWS", principal(config.optional("profile"), config.region)],
    ]
    here.screen.out.print(of_pairs(pairs))
