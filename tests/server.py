"""A real server of the page, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.checkout import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(article: str = "", entry: str = "", root: Path = ROOT) -> Iterator[str]:
    """The address of the page, started as its users do, or of the script `entry`.

    `root` is the checkout that it runs from.
    """
    port = free_port()
    command = [sys.executable, "-m", "geo.cli", "serve", "--port", str(port)]
    if article:
        command += ["--article", article]
    if entry:
        command = [sys.executable, "-m", "streamlit", "run", entry, "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_until_served(process: subprocess.Popen, address: str) -> None:
    """Waits until the server answers; ends it where it does not."""
    for _ in range(120):
        if process.poll() is not None:
            raise RuntimeError(f"the page ended with exit code {process.returncode}")
        try:
            urllib.request.urlopen(address + "/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    process.terminate()
    raise RuntimeError("the page did not start within 30 s")
