"""MongoDB as a plain process: a replica set of one node."""

from collections.abc import Sequence

from local.servers.probes import initiate_replica_set, mongo_answers, mongo_is_primary
from local.servers.process_server import ProcessServer
from local.servers.server import wait_until


class MongoProcess(ProcessServer):
    """Small on disk and in memory: no journal preallocation, a quarter gigabyte of cache."""

    name = "mongo"

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?replicaSet=rs0&directConnection=true"

    def prepare(self) -> None:
        (self.folder / "data").mkdir()

    def arguments(self) -> Sequence[str]:
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
        return mongo_answers(self.port)

    def start(self) -> None:
        super().start()
        initiate_replica_set(self.port)
        wait_until(lambda: mongo_is_primary(self.port), self.start_seconds, lambda: None)
