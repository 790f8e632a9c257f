"""The container engine of this machine, if one responds."""

import shutil
import subprocess
from collections.abc import Sequence

from msc.local.failure import LocalError


class ContainerError(LocalError):
    """A command of the container engine failed."""


def find_engine() -> str | None:
    """The first engine whose daemon (or rootless set-up) responds."""
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
    """Runs one command of the engine; its output is the error message if it fails."""
    done = subprocess.run([engine, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ContainerError(f"{engine} {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def remove_container(engine: str, container: str) -> None:
    """Removes a container with its anonymous volumes; a missing one is no error."""
    subprocess.run(
        [engine, "rm", "--force", "--volumes", container], capture_output=True, check=False
    )


def remove_volume(engine: str, volume: str) -> None:
    """Removes a named volume; a missing one is no error."""
    subprocess.run([engine, "volume", "rm", "--force", volume], capture_output=True, check=False)
