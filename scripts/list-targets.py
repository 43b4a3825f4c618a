"""List the targets of an environment's gateway."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("list-targets")
