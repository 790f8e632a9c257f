"""MongoDB as a plain process: a replica set of one node."""

from collections.abc import Sequence

from msc.local.servers.probes import join_replica_set, mongo_answers, mongo_is_primary
from msc.local.servers.process_server import ProcessServer
from msc.local.servers.server import wait_until


class MongoProcess(ProcessServer):
    """With a small footprint: no journal preallocation, a cache of a quarter gigabyte."""

    name = "mongo"

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"mongodb://127.0.0.1:{self.port}/?replicaSet=rs0&directConnection=true"

    def prepare(self) -> None:
        """Creates the data folder."""
        (self.folder / "data").mkdir(exist_ok=True)

    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""
        return [
            str(self.program.path),
            *("--dbpath", str(self.folder / "data"), "--port", str(self.port)),
            *("--bind_ip", "127.0.0.1", "--nounixsocket", "--replSet", "rs0", "--oplogSize", "16"),
            *("--wiredTigerCacheSizeGB", "0.25"),
            *("--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=8MB)"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            *("--setParameter", "ttlMonitorSleepSecs=1"),
        ]

    def answers(self) -> bool:
        """Whether it responds; it may not be the primary yet."""
        return mongo_answers(self.port)

    def start(self) -> None:
        """Starts it, and waits until transactions are possible."""
        super().start()
        join_replica_set(self.port)
        wait_until(lambda: mongo_is_primary(self.port), self.start_seconds, lambda: None)
