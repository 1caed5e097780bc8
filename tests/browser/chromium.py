"""Finds a Chromium for the browser tests, or installs one where that can be done.

Run as a script before the tests; `path()` is what the tests use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HINT = (
    "The browser tests need a Chromium. Install Debian's package `chromium`, or let Playwright "
    "fetch its own with `.venv/bin/playwright install chromium`, or set CHROMIUM to the path of "
    "one."
)


def path() -> str | None:
    """Path of a browser: $CHROMIUM, one on the PATH, or Playwright's own."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def install() -> None:
    """Tries Debian's package (as root), then Playwright's download."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
    if not path():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not path():
        print("No Chromium found; installing one for the browser tests.", flush=True)
        install()
    if not path():
        sys.exit(HINT)
