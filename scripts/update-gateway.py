"""Show how a gateway differs from the configuration, ask, and replace it."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("update-gateway")
