"""Stand-ins for the two base images, made of what this machine has, as no registry is reached.

The Lambda base is this machine's Python 3.11 with AWS's runtime client and interface emulator, at
the paths of AWS's image. It is Debian inside, not Amazon Linux. The adapter's image holds a file
where the adapter would be.
"""

import shutil
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

PROGRAMS = ("sh", "cat", "chmod", "cp", "env", "ls", "mkdir", "mv", "rm")
# What wheels are linked with that this machine's Python itself does not need.
LIBRARIES = (
    *("libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1"),
    *("libstdc++.so.6", "libutil.so.1", "libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"),
)
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
SETTINGS = {
    "LANG": "en_US.UTF-8",
    "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin:/bin",
    "LD_LIBRARY_PATH": "/var/lang/lib",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "PYTHONPATH": "/var/runtime",
    # Where the Dockerfiles, unchanged, find their packages without a network.
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": "/opt/wheelhouse",
}
ENTRYPOINT = """#!/bin/sh
export _HANDLER="$1"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  exec /usr/local/bin/aws-lambda-rie /var/lang/bin/python -m awslambdaric "$_HANDLER"
fi
exec /var/lang/bin/python -m awslambdaric "$_HANDLER"
"""


def lambda_base(root: Path, *, emulator: Path, wheels: Path, aws: str) -> list[str]:
    """Lay the base image's files out in a folder and return the changes `docker import` takes.

    Args:
        root: takes the files.
        emulator: the runtime interface emulator.
        wheels: the packages that images are built of.
        aws: where AWS is for the SDK, unless a container is told otherwise.
    """
    for folder in ("bin", "etc", "lib64", "opt", "tmp", "usr/local/bin", "var/task", "var/runtime"):
        (root / folder).mkdir(parents=True)
    _python(root / "var/lang")
    _runtime_client(root / "var/runtime")
    programs = [Path(found) for name in PROGRAMS if (found := shutil.which(name, path="/bin"))]
    for program in programs:
        shutil.copy(program, root / "bin" / program.name)
    shutil.copytree(wheels, root / "opt/wheelhouse")
    shutil.copy(emulator, root / "usr/local/bin/aws-lambda-rie")
    (root / "usr/bin").mkdir()
    (root / "usr/bin/env").symlink_to("/bin/env")
    _libraries(root, [*programs, Path(sys.executable).resolve(), *root.rglob("*.so*")])
    (root / "etc/passwd").write_text("root:x:0:0:root:/tmp:/bin/sh\n")
    (root / "etc/ssl/certs").mkdir(parents=True)
    shutil.copy(CERTIFICATES, root / "etc/ssl/certs")
    script = root / "lambda-entrypoint.sh"
    script.write_text(ENTRYPOINT)
    script.chmod(0o755)
    (root / "tmp").chmod(0o1777)
    settings = {**SETTINGS, "AWS_ENDPOINT_URL": aws}
    variables = [f"ENV {name}={value}" for name, value in settings.items()]
    return [*variables, "WORKDIR /var/task", 'ENTRYPOINT ["/lambda-entrypoint.sh"]']


def adapter(root: Path) -> list[str]:
    """Lay out the adapter's image: a file that would be started inside Lambda only."""
    root.mkdir()
    file = root / "lambda-adapter"
    file.write_text("#!/bin/sh\n# A stand-in for Lambda Web Adapter.\n")
    file.chmod(0o755)
    return []


def _python(target: Path) -> None:
    skipped = shutil.ignore_patterns("__pycache__", "test", "idlelib", "tkinter", "site-packages")
    shutil.copytree(sys.base_prefix, target, symlinks=True, ignore=skipped)
    packages = Path("lib/python3.11/site-packages")
    pip = Path(sys.base_prefix) / packages / "pip"
    shutil.copytree(pip, target / packages / "pip")


def _runtime_client(target: Path) -> None:
    for package in ("awslambdaric", "simplejson", "snapshot-restore-py"):
        for file in files(package) or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                place = target / file
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), place)


def _libraries(root: Path, programs: list[Path]) -> None:
    """Copy what the programs are linked with, to where they look for it."""
    listed = subprocess.run(
        ["ldd", *programs], capture_output=True, text=True, check=False
    ).stdout.split()
    system = Path("/usr/lib/x86_64-linux-gnu")
    wanted = {Path(word) for word in listed if word.startswith(("/lib", "/usr/lib"))}
    for library in wanted | {system / name for name in LIBRARIES}:
        place = root / library.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)
