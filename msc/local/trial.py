"""The tests of a build, on servers of their own."""

import os
import subprocess
from collections.abc import Sequence

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.supervision import Say
from msc.local.system import LocalSystem


def run_tests(build: Build, say: Say) -> bool:
    """Whether all of the build's own tests pass; those of the whole come after its parts."""
    run = RunFolder.temporary(build.runs, "test")
    system = LocalSystem(build, run)
    try:
        system.begin()
        # The gates need none of them, but are over in a second where nothing changed since.
        system.servers.wait(*system.servers.names)
        environment = {**os.environ, **system.servers.environment}
        if build.make("check", environment) != 0:
            return False
        say("Starting the services ...")
        system.start()
        return build.make("test-e2e", {**environment, **system.environment}) == 0
    finally:
        system.close()


def run_beside(build: Build, command: Sequence[str]) -> int:
    """The exit code of a command that finds a running system and servers in its environment."""
    run = RunFolder.temporary(build.runs, "test")
    with LocalSystem(build, run) as system:
        environment = {**os.environ, **system.servers.environment, **system.environment}
        return subprocess.run(command, env=environment, check=False).returncode
