"""Show an environment's gateway."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("get-gateway")
