"""PostgreSQL as a plain process."""

import shutil
import signal
import subprocess
from collections.abc import Sequence

from msc.local.runs.folder import RunFolder
from msc.local.runs.process import group_of
from msc.local.servers.accounts import give, reachable_copy, unprivileged_user
from msc.local.servers.probes import postgres_answers
from msc.local.servers.process_server import ProcessServer, write_private
from msc.local.servers.programs import Program

_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "synchronous_commit=off",
    "shared_buffers=64MB",
    "max_connections=200",
)
# Where the data go with the run, nothing has to survive a power cut.
_CARELESS = ("fsync=off", "full_page_writes=off")


class PostgresProcess(ProcessServer):
    """Runs as `postgres` or `nobody` if started by root."""

    name = "postgres"
    # Fast shutdown: clients are not waited for.
    stop_signal = signal.SIGINT

    def __init__(self, program: Program, run: RunFolder, port: int) -> None:
        super().__init__(program, run, port)
        self._user = unprivileged_user()
        self._password = run.secret("postgres")
        self._programs = reachable_copy(program, run.data(), self._user)

    @property
    def url(self) -> str:
        """The address for clients, including the password."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self.port}/postgres"

    def user(self) -> str | None:
        """The account that it runs under; None for the current one."""
        return self._user

    def prepare(self) -> None:
        """Creates the cluster."""
        give(self.folder, self._user)
        password = self.folder.with_name("postgres-password")
        write_private(password, self._password)
        give(password, self._user)
        initdb = subprocess.run(
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
        if initdb.returncode != 0:
            shutil.rmtree(self.folder)
            raise self.failure("initdb", initdb.stderr)

    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""
        chosen = _SETTINGS if self.run.kept is not None else (*_SETTINGS, *_CARELESS)
        settings = [part for setting in chosen for part in ("-c", setting)]
        data = str(self.folder / "data")
        return [str(self._programs / "postgres"), "-D", data, "-p", str(self.port), *settings]

    def answers(self) -> bool:
        """Whether clients can use it."""
        return postgres_answers(self.port)

    def close(self) -> None:
        """Always gracefully: the children of a killed postmaster would linger."""
        self._end(self.stop_seconds)
