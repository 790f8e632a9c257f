"""The simulators: what plays each outside provider of the system."""

from msc.core.naming import pascal
from msc.core.record import Record
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, literal
from msc.lower.services.channels import providers_of
from msc.providers.provider import Provider

PARTS = ("api", "control")


class SimulatorView(Record):
    """One provider: its routes, the class of what it remembers, and where that is shown."""

    name: str
    routers: tuple[str, ...]
    memory: str
    channel: str
    inbox: str


class SecretView(Record):
    """A secret that the simulators may be told."""

    name: str
    variable: str


class SimulatorsView(Record):
    """Everything that the blueprint of the simulators needs."""

    providers: tuple[SimulatorView, ...]
    names: str
    sending: str
    router_imports: str
    memory_imports: str
    secrets: tuple[SecretView, ...]


def view(program: Program) -> SimulatorsView:
    """The view of the simulators."""
    providers = providers_of(program.system)
    routers, memories = ImportSet(), ImportSet()
    for provider in providers:
        for part in PARTS:
            routers.add(f"src.{provider.name}", f"{part} as {provider.name}_{part}")
        memories.add(f"src.{provider.name}.memory", _memory(provider))
    return SimulatorsView(
        providers=tuple(map(_simulator, providers)),
        names=literal(tuple(provider.name for provider in providers)),
        sending=literal(tuple(sorted(name for provider in providers for name in provider.sending))),
        router_imports=routers.text,
        memory_imports=memories.text,
        secrets=tuple(
            SecretView(variable.name, literal(variable.name.upper()))
            for provider in providers
            for variable in provider.variables
            if variable.credential
        ),
    )


def _simulator(provider: Provider) -> SimulatorView:
    return SimulatorView(
        name=provider.name,
        routers=tuple(f"{provider.name}_{part}.router" for part in PARTS),
        memory=_memory(provider),
        channel=literal(provider.channel.name),
        inbox=literal(f"/_control/{provider.channel.name}/messages"),
    )


def _memory(provider: Provider) -> str:
    return f"{pascal(provider.name)}Memory"
