"""A copy of the project that a test may break, or build without leaving traces here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    ".streamlit", "assets", "data", "geo", "CHANGELOG.md", "LICENSE", "README.md",
    "pyproject.toml", "streamlit_app.py",
)  # fmt: skip


def copy_checkout(folder: Path) -> Path:
    """Copies what is needed to run and to build; returns the copy's root."""
    root = folder / "checkout"
    root.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(
                ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "readme")
            )
        else:
            shutil.copy(ROOT / part, root / part)
    return root


def seal(root: Path) -> None:
    """Makes the copy's data files the wanted ones, however they are now."""
    subprocess.run([sys.executable, str(root / "data" / "seal.py")], check=True)
