"""A built system in containers: Docker Compose with the files of an overlay."""

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SERVICES = (
    "api_service", "bot_service", "worker_service", "db_postgres_service", "db_mongo_service",
)  # fmt: skip
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Project:
    """The containers of one overlay, under a name of their own."""

    folder: Path
    name: str
    files: tuple[str, ...]
    settings: dict[str, str]

    def compose(self, *words: str, check: bool = True) -> str:
        """What a command of Compose prints; the test fails where the command does."""
        files = [part for file in self.files for part in ("-f", file)]
        command = ["docker", "compose", "--project-name", self.name, *files, *words]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **self.settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            logs = "" if words[0] == "logs" else self.compose("logs", "--tail", "20", check=False)
            pytest.fail(f"{' '.join(words)}\n{done.stderr[-3000:]}\n{logs[-6000:]}")
        return done.stdout + done.stderr

    def up(self) -> None:
        """Builds the images, starts the containers, and waits until all are healthy."""
        self.compose("up", "--detach", "--build", "--wait", "--wait-timeout", "240")

    def wait_until_healthy(self, seconds: float) -> None:
        """Waits for containers that the engine starts again by itself."""
        end = time.monotonic() + seconds
        while unwell := [
            service
            for service, container in self.containers().items()
            if container["HostConfig"]["RestartPolicy"]["Name"] != "no"
            and container["State"].get("Health", {}).get("Status", "healthy") != "healthy"
        ]:
            if time.monotonic() > end:
                pytest.fail(f"not healthy after {seconds} seconds: {', '.join(unwell)}")
            time.sleep(1)

    def down(self) -> None:
        """Removes the containers and their data."""
        self.compose("down", "--volumes", "--remove-orphans", check=False)

    def stop(self) -> dict[str, int]:
        """Stops everything within its grace; how each container ended."""
        self.compose("stop")
        return {name: state["State"]["ExitCode"] for name, state in self.containers().items()}

    def containers(self) -> dict[str, Any]:
        """What the engine knows about each container, by the name of its service."""
        ids = self.compose("ps", "--all", "--quiet").split()
        label = "com.docker.compose.service"
        return {one["Config"]["Labels"][label]: one for one in inspected("container", *ids)}


def inspected(kind: str, *names: str) -> list[Any]:
    """What the engine knows about containers or images."""
    command = ["docker", kind, "inspect", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


@cache
def has_engine() -> bool:
    """Whether a container engine answers."""
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
