"""The container engine of this machine, when there is one that answers."""

import shutil
import subprocess
from collections.abc import Sequence

from msc.local.failure import LocalError


class ContainerError(LocalError):
    """The container engine refused."""


def find_engine() -> str | None:
    """The first engine whose daemon (or rootless set-up) really answers."""
    for engine in ("docker", "podman"):
        if shutil.which(engine) and _answers(engine):
            return engine
    return None


def _answers(engine: str) -> bool:
    try:
        asked = subprocess.run([engine, "info"], capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def engine_command(engine: str, arguments: Sequence[str]) -> str:
    """Run one command of the engine; its own words are the error when it fails."""
    done = subprocess.run([engine, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ContainerError(f"{engine} {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def remove_container(engine: str, container: str) -> None:
    """Remove a container with its unnamed volumes; one that is gone already is no error."""
    subprocess.run(
        [engine, "rm", "--force", "--volumes", container], capture_output=True, check=False
    )


def remove_volume(engine: str, volume: str) -> None:
    """Remove a named volume; one that is gone already is no error."""
    subprocess.run([engine, "volume", "rm", "--force", volume], capture_output=True, check=False)
