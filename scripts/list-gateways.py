"""List the gateways of an environment's region."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("list-gateways")
