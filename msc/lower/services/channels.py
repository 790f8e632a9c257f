"""The channels that a system sends messages over, and the providers behind them."""

from collections.abc import Collection, Sequence

from msc.core.naming import pascal
from msc.ir.system import System
from msc.ir.walk import notifications_of, steps_of
from msc.providers import CATALOGUE, CHANNELS, TELEGRAM
from msc.providers.provider import Address, Channel, Provider

WORKER = "worker_service"
# So many messages of one unit of work go out at once; more of them let single people pass.
PROMPT_MESSAGES = 10
BULK = ".bulk"


def channels_of(system: System) -> tuple[Channel, ...]:
    """The channels by name; a bot may answer in its own at any time."""
    names = {name for notification in system.notifications for name in notification.channels}
    if system.commands:
        names.add(TELEGRAM)
    return tuple(CHANNELS[name] for name in sorted(names))


def providers_of(system: System) -> tuple[Provider, ...]:
    """The providers behind the channels, by name."""
    channels = channels_of(system)
    declared = (CATALOGUE[integration.provider] for integration in system.integrations)
    used = {provider.name: provider for provider in declared if provider.channel in channels}
    return tuple(provider for _, provider in sorted(used.items()))


def of_worker(providers: Sequence[Provider]) -> tuple[Provider, ...]:
    """Those that the worker calls."""
    return tuple(provider for provider in providers if provider.channel.service == WORKER)


def setting(provider: Provider, key: str, system: System) -> str:
    """What the spec says of the provider."""
    declared = next(one for one in system.integrations if one.provider == provider.name)
    return dict(declared.settings)[key]


def event_of(channel: Channel) -> str:
    """The event that carries a message."""
    return f"notification.{channel.name}"


def bulk_event_of(channel: Channel) -> str:
    """The event that carries a message that waits for those to single people."""
    return f"{event_of(channel)}{BULK}"


def carries_links(channel: Channel, system: System) -> bool:
    """Whether links go over the channel: they prove that somebody reads an address."""
    return bool(linking(system)) and channel.address is Address.LOGIN


def linking(system: System) -> Collection[str]:
    """The notifications that have a link."""
    return system.authentication.linking.values() if system.authentication else ()


def tells(system: System) -> bool:
    """Whether any operation, or signing in, sends messages to people."""
    return bool(notifications_of(steps_of(system)) or linking(system))


def message_class(channel: Channel) -> str:
    """The class of the messages."""
    return f"{pascal(channel.name)}Notification"
