"""The channels that the worker sends messages over, and the providers that it calls for them."""

from msc.core.naming import pascal
from msc.core.record import Record
from msc.ir.addresses import address_of
from msc.ir.system import System
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.services.channels import (
    WORKER,
    bulk_event_of,
    carries_links,
    channels_of,
    event_of,
    message_class,
    of_worker,
    providers_of,
)
from msc.lower.shapes.samples import sample_value
from msc.lower.types.texts import value_text
from msc.providers.provider import SIMULATORS, Address, Channel, Provider, Variable

# What tests take for a credential, and for whom messages are from.
CREDENTIAL = "a key"
SENDERS = {
    Address.LOGIN: "no-reply@system.example",
    Address.CHAT: "1",
    Address.PHONE: "+4930123456",
}


class ChannelView(Record):
    """A channel: its consumer, the port behind that, and what a test sends over it."""

    port: str
    element: str
    docstring: str
    word: str
    name: str
    event: str
    message: str
    consumer: str
    protocol: str
    provider: str
    queue: str
    bulk_event: str
    bulk_queue: str
    has_subject: bool
    has_link: bool
    address: str
    inbox: str


class ProviderView(Record):
    """A provider: its adapter, and the settings that this is made of."""

    name: str
    adapter: str
    arguments: str
    settings: tuple[str, ...]
    test_values: tuple[str, ...]


def channel_views(system: System) -> tuple[ChannelView, ...]:
    """The channels of the worker, by name."""
    return tuple(
        _channel(channel, system) for channel in channels_of(system) if channel.service == WORKER
    )


def _channel(channel: Channel, system: System) -> ChannelView:
    field = address_of(channel, system)
    assert field is not None, f"nobody is reached by {channel.name}"
    return ChannelView(
        port=channel.port,
        element=f"channel {channel.name}",
        docstring=docstring(f"Sends what operations decided to send by {channel.name}."),
        word=channel.name,
        name=literal(channel.name),
        event=literal(event_of(channel)),
        message=message_class(channel),
        consumer=f"{pascal(channel.name)}Consumer",
        protocol=pascal(channel.port),
        provider=next(one.name for one in providers_of(system) if one.channel is channel),
        queue=literal(f"q.worker_service.{channel.port}"),
        bulk_event=literal(bulk_event_of(channel)),
        bulk_queue=literal(f"q.worker_service.{channel.port}.bulk"),
        has_subject=channel.has_subject,
        has_link=carries_links(channel, system),
        address=value_text(sample_value(field.type)),
        inbox=literal(f"/_control/{channel.name}/messages"),
    )


def provider_imports(system: System) -> str:
    """The imports of the module that makes the adapters."""
    imports = ImportSet()
    for channel in channel_views(system):
        imports.add("src.consumers.deliveries", "Deliveries")
        imports.add(f"src.consumers.{channel.port}", channel.protocol)
    for provider in of_worker(providers_of(system)):
        imports.add(f"src.providers.{provider.name}", provider.adapter)
    return imports.text


def provider_views(system: System) -> tuple[ProviderView, ...]:
    """The providers that the worker calls, by name."""
    return tuple(map(_provider, of_worker(providers_of(system))))


def _provider(provider: Provider) -> ProviderView:
    return ProviderView(
        name=provider.name,
        adapter=provider.adapter,
        arguments=", ".join(f"settings.{variable.name}" for variable in provider.variables),
        settings=tuple(map(_setting, provider.variables)),
        test_values=tuple(
            f"{literal(variable.name)}: {_test_value(variable, provider)}"
            for variable in provider.variables
        ),
    )


def _setting(variable: Variable) -> str:
    if variable.credential:
        return f"{variable.name}: str = Field(repr=False)"
    default = "" if variable.default is None else f" = {literal(variable.default)}"
    return f"{variable.name}: {variable.kind}{default}"


def _test_value(variable: Variable, provider: Provider) -> str:
    if variable.setting:
        return literal(SENDERS[provider.channel.address])
    if variable.credential:
        return literal(CREDENTIAL)
    if variable.development.startswith(SIMULATORS):
        return f'f"{{simulators_url}}{variable.development.removeprefix(SIMULATORS)}"'
    return literal(variable.development)
