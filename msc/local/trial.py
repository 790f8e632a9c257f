"""The tests of a build, on servers of their own."""

import os
import subprocess
from collections.abc import Sequence

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.supervision import Say
from msc.local.system import LocalSystem

WITHOUT_SYSTEM = ("install", "lint", "test-unit", "test-integration")
WITH_SYSTEM = ("test-e2e",)


def run_tests(build: Build, say: Say) -> bool:
    """Whether all of the build's own tests pass; those of the whole come after its parts."""
    run = RunFolder.temporary(build.runs, "test")
    system = LocalSystem(build, run)
    try:
        # They come up while the first targets, which do not need them, run.
        system.begin()
        environment = {**os.environ, **system.servers.environment}
        if not _pass(build, WITHOUT_SYSTEM, environment):
            return False
        say("Starting the services ...")
        system.start()
        return _pass(build, WITH_SYSTEM, {**environment, **system.environment})
    finally:
        system.close()


def _pass(build: Build, targets: Sequence[str], environment: dict[str, str]) -> bool:
    return all(build.make(target, environment) == 0 for target in targets)


def run_beside(build: Build, command: Sequence[str]) -> int:
    """The exit code of a command that finds a running system and servers in its environment."""
    run = RunFolder.temporary(build.runs, "test")
    with LocalSystem(build, run) as system:
        environment = {**os.environ, **system.servers.environment, **system.environment}
        return subprocess.run(command, env=environment, check=False).returncode
