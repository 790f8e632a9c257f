"""The catalogue of external providers: one module per provider, named after it.

Each module defines `ROW`; no other file lists the providers.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from msc.providers.provider import Channel, Provider


def _provider(name: str) -> Provider:
    provider: Provider = import_module(f"{__name__}.{name}").ROW
    return provider


NAMES = tuple(sorted({module.name for module in iter_modules(__path__)} - {"provider"}))
CATALOGUE: Mapping[str, Provider] = {name: _provider(name) for name in NAMES}
CHANNELS: Mapping[str, Channel] = {
    provider.channel.name: provider.channel for provider in CATALOGUE.values()
}
# The bot lives on it.
TELEGRAM = "telegram"
