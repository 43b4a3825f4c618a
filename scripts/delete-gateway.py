"""Delete an environment's gateway, its targets first."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("delete-gateway")
