"""Run the program so that no connection goes unnoticed: what Python opens is kept, what the kernel refuses counted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOOK = """
import os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        with open(os.environ["WATCHED_CONNECTIONS"], "a") as file:
            print(os.getpid(), event, repr([part for part in args if isinstance(part, str | tuple)]), file=file)
sys.addaudithook(watch)
"""
"""Begins every Python of the run, the process of the embedded model too."""
ALONE = """
import fcntl, socket, struct, subprocess, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any:
    fcntl.ioctl(any, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
def tried():
    four = [line.split() for line in open("/proc/net/snmp") if line.startswith("Ip:")]
    six = dict(line.split() for line in open("/proc/net/snmp6"))
    return int(dict(zip(*four))["OutNoRoutes"]) + int(six["Ip6OutNoRoutes"])
before = tried()
code = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(str(tried() - before))
sys.exit(code)
"""
"""In a network of its own that has nothing but loopback, whatever else is tried has no route, and Linux counts that."""


@dataclass(frozen=True)
class Watched:
    """A run, and what it tried to reach."""

    done: subprocess.CompletedProcess[str]
    connections: list[str]
    """A line for each connection or look-up of a Python process: its id, the event, the address."""
    no_route: int | None
    """How often any process tried to leave loopback; None where that cannot be counted."""

    @property
    def astray(self) -> list[str]:
        """Return the connections that were not to 127.0.0.1."""
        return [line for line in self.connections if "127.0.0.1" not in line]


def watched(args: list[str], environment: Mapping[str, str], folder: Path) -> Watched:
    """Run the program with these arguments; `folder` is for what is written down."""
    hook, seen, count = folder / "hook", folder / "connections", folder / "count"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK)
    path = os.pathsep.join([str(hook), environment.get("PYTHONPATH", "")])
    more = {**environment, "PYTHONPATH": path, "WATCHED_CONNECTIONS": str(seen)}
    apart = [sys.executable, "-S", "-c", ALONE, str(count)] if _can_be_alone() else []
    done = subprocess.run(
        [
            *(["unshare", "--map-root-user", "--net"] if apart else []),
            *apart,
            sys.executable,
            "-m",
            "mock_interview",
            *args,
        ],
        env=more,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    lines = seen.read_text().splitlines() if seen.exists() else []
    return Watched(done, lines, int(count.read_text()) if apart else None)


def _can_be_alone() -> bool:
    """Return whether this is a Linux that lets us have a network of our own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    return (
        subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True, check=False).returncode
        == 0
    )
