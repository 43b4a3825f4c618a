"""A Docker daemon of the tests' own: its data, socket and network are nobody else's."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Containers reach this machine by an address that is set aside for documentation, so that no
# network which this machine is in can have it, as a rule; `missing` looks.
GATEWAY = "198.51.100.1"
AWS_PORT = 5055
AWS = f"http://{GATEWAY}:{AWS_PORT}"
START_SECONDS = 30


class CannotRunError(Exception):
    """A daemon may not run here, though all it needs is installed; the message says why."""


class Docker:
    """Commands to one daemon."""

    def __init__(self, socket: Path) -> None:
        self.host = f"unix://{socket}"

    def __call__(self, *arguments: str | Path, stdin: bytes | None = None) -> str:
        """Run a command and return what it printed.

        Raises:
            subprocess.CalledProcessError: it failed.
        """
        command = ["docker", "--host", self.host, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def load(self, root: Path, tag: str, changes: list[str]) -> None:
        """Make an image of a folder."""
        tar = subprocess.run(["tar", "-C", root, "-c", "."], capture_output=True, check=True).stdout
        flags = [word for change in changes for word in ("--change", change)]
        self("import", *flags, "-", tag, stdin=tar)


def missing() -> str | None:
    """Say why no daemon can be started here; None if one can."""
    absent = [each for each in ("docker", "dockerd", "ip") if not shutil.which(each)]
    if absent:
        return f"{' and '.join(absent)} missing; on Debian: apt-get install docker.io iproute2"
    addresses = subprocess.run(["ip", "-4", "address"], capture_output=True, check=True).stdout
    if GATEWAY.rpartition(".")[0] in addresses.decode():
        return f"this machine is in the network of {GATEWAY} already"
    return None


@contextmanager
def running(folder: Path) -> Iterator[Docker]:
    """Run a daemon with all it writes in a folder. Its bridge touches no firewall rule."""
    socket = folder / "d.sock"
    flags = [
        *("--data-root", folder / "data", "--exec-root", folder / "exec"),
        *("--pidfile", folder / "d.pid", "--host", f"unix://{socket}", "--bip", f"{GATEWAY}/28"),
        *("--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"),
    ]
    with (folder / "dockerd.log").open("wb") as log:
        process = subprocess.Popen(["dockerd", *flags], stdout=log, stderr=log)
    try:
        docker = Docker(socket)
        _await(docker, process, folder / "dockerd.log")
        yield docker
    finally:
        process.terminate()
        process.wait(timeout=60)
        # It leaves its bridge and a mount behind, and gigabytes that nobody looks at.
        subprocess.run(["ip", "link", "delete", "docker0"], check=False, capture_output=True)
        subprocess.run(["umount", "--quiet", folder / "exec/netns/default"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _await(docker: Docker, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    ask = ["docker", "--host", docker.host, "version"]
    while subprocess.run(ask, capture_output=True, check=False).returncode:
        if process.poll() is not None:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            raise CannotRunError(f"dockerd may not run here: {lines[-1] if lines else 'no word'}")
        assert time.monotonic() < deadline, "dockerd did not answer"
        time.sleep(0.2)
