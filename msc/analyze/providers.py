"""Integrations: the external provider of each channel."""

import re

from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.ir.triggers import Integration
from msc.model.places import Path
from msc.model.system import IntegrationSpec
from msc.providers import CATALOGUE, CHANNELS
from msc.providers.provider import Address

PLANNED = ("stripe", "twilio", "onfido", "jumio", "amazon_ses", "s3")
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def integrations(context: Context) -> tuple[Integration, ...]:
    """The external providers, by name."""
    resolved: list[Integration] = []
    for name, spec in sorted(context.spec.integrations.items()):
        path = ("integrations", name)
        context.usable("an integration", name, path)
        if not _supported(context, spec, (*path, "provider")):
            continue
        other = next(
            (integration.name for integration in resolved if integration.provider == spec.provider),
            None,
        )
        if other is not None:
            context.report(
                architecture.SECOND_PROVIDER, (*path, "provider"), name=name, other=other
            )
        settings = _settings(context, spec, path)
        resolved.append(Integration(name, spec.provider, settings, context.origin(path)))
    return tuple(resolved)


def _supported(context: Context, spec: IntegrationSpec, path: Path) -> bool:
    if spec.provider in PLANNED and spec.provider not in CATALOGUE:
        context.report(
            architecture.NOT_YET, path, what=f"the provider `{spec.provider}`",
            suggestion=f"supported are: {', '.join(sorted(CATALOGUE))}",
        )  # fmt: skip
        return False
    return context.known("provider", spec.provider, CATALOGUE, path)


def _settings(context: Context, spec: IntegrationSpec, path: Path) -> tuple[tuple[str, str], ...]:
    where = (*path, "sender")
    if "sender" not in CATALOGUE[spec.provider].settings:
        if spec.sender is not None:
            context.report(
                codes.KEY_DOES_NOT_FIT, where, at_key=True, key="sender",
                kind=f"the provider `{spec.provider}`",
            )  # fmt: skip
        return ()
    if spec.sender is None:
        context.missing("sender", path, f"`{spec.provider}`")
        return ()
    if CATALOGUE[spec.provider].channel.address is Address.PHONE:
        _number(context, spec.sender, where)
    else:
        address(context, spec.sender, where)
    return (("sender", spec.sender),)


def _number(context: Context, text: str, path: Path) -> None:
    """Reports a text that is no telephone number."""
    if not NUMBER.fullmatch(text):
        context.report(
            codes.WRONG_TEXT, path, value=text, kind="a telephone number",
            example="+4930123456",
        )  # fmt: skip


def address(context: Context, text: str, path: Path) -> None:
    """Reports a text that is not an e-mail address."""
    if not ADDRESS.fullmatch(text) or len(text) > 254:
        context.report(
            codes.WRONG_TEXT, path, value=text, kind="an e-mail address",
            example="no-reply@library.example",
        )  # fmt: skip


def offered(context: Context) -> frozenset[str]:
    """The channels that have an integration."""
    providers = {integration.provider for integration in context.spec.integrations.values()}
    if providers - set(CATALOGUE):
        # What is misspelt, or only planned, may be meant to serve any of them.
        return frozenset(CHANNELS)
    return frozenset(CATALOGUE[name].channel.name for name in providers)


def needs(context: Context, channel: str, what: str, path: Path, *, at_key: bool) -> None:
    """Reports a channel without an integration."""
    if channel not in offered(context) and context.sound("channels", channel):
        context.broken.add(("channels", channel))
        provider = next(name for name, row in CATALOGUE.items() if row.channel.name == channel)
        context.report(
            architecture.NOT_CONFIGURED, path, at_key=at_key, what=what,
            needed=f"an integration with provider `{provider}`",
        )  # fmt: skip
