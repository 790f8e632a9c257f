"""RabbitMQ as a plain process with its own port mapper, confined to its folder."""

import os
from collections.abc import Mapping, Sequence

from msc.local.runs.folder import RunFolder
from msc.local.runs.process import Command, LocalProcess
from msc.local.servers.probes import rabbitmq_answers
from msc.local.servers.process_server import ProcessServer, write_private
from msc.local.servers.programs import Program, epmd_of


class RabbitmqProcess(ProcessServer):
    """Keeps the node name and all four ports between starts: durable queues belong to the node."""

    name = "rabbitmq"
    start_seconds = 60

    def __init__(self, program: Program, run: RunFolder, port: int) -> None:
        super().__init__(program, run, port)
        self._password = run.secret("rabbitmq")
        self._management, self._distribution, self._mapper_port = run.free_ports(3)
        self._mapper: LocalProcess | None = None

    @property
    def url(self) -> str:
        """The address for clients, including the password."""
        return f"amqp://app:{self._password}@127.0.0.1:{self.port}/"

    @property
    def management_url(self) -> str:
        """The address of the management API."""
        return f"http://127.0.0.1:{self._management}"

    def prepare(self) -> None:
        """Creates the folders of the node."""
        for part in ("mnesia", "log", "home"):
            (self.folder / part).mkdir(exist_ok=True)
        (self.folder / "enabled_plugins").write_text("[rabbitmq_management].\n")

    def make_ready(self) -> None:
        """Writes the configuration again, because the ports change with each run."""
        super().make_ready()
        write_private(self.folder / "rabbitmq.conf", self._configuration())

    def _configuration(self) -> str:
        lines = (
            f"listeners.tcp.1 = 127.0.0.1:{self.port}",
            "management.tcp.ip = 127.0.0.1",
            f"management.tcp.port = {self._management}",
            "default_user = app",
            f"default_pass = {self._password}",
            "vm_memory_high_watermark.absolute = 256MB",
            "disk_free_limit.absolute = 50MB",
        )
        return "\n".join(lines) + "\n"

    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""
        return [str(self.program.path)]

    def environment(self) -> Mapping[str, str]:
        """Isolates it from a broker that the machine may have."""
        return {**os.environ, **self._erlang(), **self._places()}

    def _erlang(self) -> dict[str, str]:
        path = os.environ.get("PATH", os.defpath)
        erlang = self.program.erlang
        return {
            "PATH": path if erlang is None else f"{erlang}{os.pathsep}{path}",
            "HOME": str(self.folder / "home"),
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def _places(self) -> dict[str, str]:
        return {
            "RABBITMQ_NODENAME": "local@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "no-advanced-configuration"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            # Idle schedulers must not spin: the services share the machine's cores.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none "
            "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def start(self) -> None:
        """Starts it, after the port mapper that it needs."""
        if self._mapper is None:
            self._mapper = self._start_mapper()
        super().start()

    def _start_mapper(self) -> LocalProcess | None:
        """Started separately from the broker, so that it can be stopped with the run."""
        epmd = None if self.program.erlang is None else epmd_of(self.program.erlang)
        if epmd is None:
            return None
        arguments = [str(epmd), "-address", "127.0.0.1", "-port", str(self._mapper_port)]
        command = Command("epmd", arguments, self.run.data(), {**os.environ, **self._erlang()})
        return LocalProcess(command, self.run)

    def answers(self) -> bool:
        """Whether clients can use it."""
        return rabbitmq_answers(self.port)

    def close(self) -> None:
        """Stops it permanently, together with the port mapper."""
        super().close()
        if self._mapper is not None:
            self._mapper.stop(grace_seconds=0)
            self._mapper = None
