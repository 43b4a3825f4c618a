"""Delete the gateway's target."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("delete-target")
