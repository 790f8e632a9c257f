"""Runs the journeys of a spec against a system of their own and narrates them."""

import os
import subprocess

from msc.local.build import Build
from msc.local.failure import LocalError
from msc.local.runs.folder import RunFolder
from msc.local.services.processes import FIRST_PORT
from msc.local.supervision import Say, watch
from msc.local.system import LocalSystem


def tell_story(build: Build, *, keep: bool, say: Say) -> None:
    """Runs the system on empty stores and all journeys against it; `keep` leaves it running."""
    run = RunFolder.temporary(build.runs, "story")
    say("Starting the servers and the services ...")
    with LocalSystem(build, run, first_port=FIRST_PORT if keep else None) as system:
        environment = {**os.environ, **system.environment}
        command = [str(build.python), "-m", "tests.e2e"]
        if subprocess.run(command, cwd=build.root, env=environment, check=False).returncode != 0:
            raise LocalError(f"a journey failed; the logs are in {run.logs}")
        if keep:
            watch(system, say)
