"""Pinned requirements in, a virtual environment of its own out; built once, kept, rebuilt when the pins change."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path


class InstallError(Exception):
    """An environment could not be built; the message is the installer's last word."""


def environment(name: str, requirements: Path, folder: Path) -> Path:
    """The Python of the environment that holds `requirements`, built if it is not there yet.

    Args:
        name: What to call it.
        requirements: A pip requirements file.
        folder: Where environments are kept.

    Returns:
        The path of its interpreter.

    Raises:
        InstallError: creating it or installing into it fails.
    """
    key = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:10]
    home = folder.resolve() / f"{name}-{key}"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = home / "ready"
    if ready.exists():
        return python
    shutil.rmtree(home, ignore_errors=True)
    print(f"{name}: installing into {home}", file=sys.stderr)
    _run([sys.executable, "-m", "venv", str(home)])
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)])
    ready.touch()
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in said if "error" in line.lower()] or said or [f"exit code {done.returncode}"]
        raise InstallError(errors[-1].strip())
