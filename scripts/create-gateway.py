"""Create an environment's gateway, or bring it to what the configuration says."""

from gatewayctl.start import start

if __name__ == "__main__":
    start("create-gateway")
