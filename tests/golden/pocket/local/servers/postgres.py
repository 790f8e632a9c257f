"""PostgreSQL as a plain process."""

import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence

from local.process import group_of
from local.run_folder import RunFolder
from local.servers.accounts import give, reachable_copy, unprivileged_user
from local.servers.probes import postgres_answers
from local.servers.process_server import ProcessServer, write_private
from local.servers.programs import Program

# The data lives as long as the run, so nothing has to survive a power cut.
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=100",
)


class PostgresProcess(ProcessServer):
    """Runs as `postgres` or `nobody` when started by root, which PostgreSQL itself refuses."""

    name = "postgres"
    stop_signal = signal.SIGINT

    def __init__(self, program: Program, run: RunFolder, port: int) -> None:
        super().__init__(program, run, port)
        self._user = unprivileged_user()
        self._password = secrets.token_urlsafe(18)
        self._programs = reachable_copy(program, run.scratch(), self._user)

    @property
    def url(self) -> str:
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self.port}/postgres"

    def user(self) -> str | None:
        return self._user

    def prepare(self) -> None:
        give(self.folder, self._user)
        password = self.folder.with_name("postgres-password")
        write_private(password, self._password)
        give(password, self._user)
        made = subprocess.run(
            [
                str(self._programs / "initdb"),
                *("-D", str(self.folder / "data"), "-U", "postgres", "-A", "scram-sha-256"),
                *(f"--pwfile={password}", "--no-sync", "--no-locale", "-E", "UTF8"),
            ],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            user=self._user,
            group=group_of(self._user),
            extra_groups=None if self._user is None else [],
        )
        password.unlink()
        if made.returncode != 0:
            shutil.rmtree(self.folder)
            raise self.fail("initdb", made.stderr)

    def arguments(self) -> Sequence[str]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        data = str(self.folder / "data")
        return [str(self._programs / "postgres"), "-D", data, "-p", str(self.port), *settings]

    def answers(self) -> bool:
        return postgres_answers(self.port)

    def close(self) -> None:
        """Immediate shutdown: a killed postmaster would leave its children behind for a while."""
        if self._process is not None:
            self._process.stop(grace_seconds=5, number=signal.SIGQUIT)
            self._process = None
