"""`tools`, `doctor`, `config`, `completion`: what is there, and how it is set up."""

import click

from client.commands.options import OUTPUT, flags, parts


@click.command()
@OUTPUT
@flags
def tools(*, output: str) -> None:
    """List the tools that the agent can use."""
    from client.listing import show

    here = parts()
    with here.api() as api:
        rows = [
            [tool.name, tool.summary if output == "table" else tool.description]
            for tool in api.tools(fetch=True)
        ]
    show(here.screen.out, ["tool", "what it does"], rows, form=output)


@click.command()
@flags
def doctor() -> int:
    """Check all that an answer needs, and say how to mend it.

    Ends with the exit status of the first thing that is wrong.
    """
    from client.check_up import check_up

    return check_up(parts())


@click.group(invoke_without_command=True)
@flags
def config() -> None:
    """Show the settings and where each comes from."""
    if click.get_current_context().invoked_subcommand is not None:
        return
    from client.grid import of_values

    here = parts()
    rows = [[name, found.value, found.source] for name, found in here.config.found.items()]
    here.screen.out.print(of_values(["setting", "value", "from"], rows))
    click.echo(f"\nFile: {here.config.paths.config}", err=True)


@config.command("set")
@click.argument("name")
@click.argument("value")
@flags
def set_(*, name: str, value: str) -> None:
    """Write a setting to the file, for the environment in use."""
    from client.config import Flags, read
    from client.config_file import write

    given = click.get_current_context().obj or {}
    current = read(Flags(environment=given.get("environment")))
    write(current.paths.config, name, value, environment=current.environment)
    click.echo(f"{name} is set in {current.paths.config}.", err=True)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    """Print the completion script of a shell.

    For one: awsops completion bash > ~/.local/share/bash-completion/completions/awsops
    """
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(root.command, {}, "awsops", "_AWSOPS_COMPLETE").source())
