"""`python -m client` is `awsops`."""

from client.cli import main

if __name__ == "__main__":
    main()
