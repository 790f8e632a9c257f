"""The package that all services share, which depends on personal data and the time zone only."""

from msc.core.record import Record
from msc.expr.evaluate import shown_timestamp
from msc.ir.behaviour import Home
from msc.ir.entities import Entity, Store
from msc.ir.fields import EmailType, PhoneType, UrlType
from msc.ir.system import System
from msc.lower.program import Program
from msc.lower.pycode import docstring, literal
from msc.lower.services.channels import (
    BULK,
    PROMPT_MESSAGES,
    WORKER,
    carries_links,
    channels_of,
    event_of,
    message_class,
    tells,
)
from msc.lower.services.worker import calls_api
from msc.lower.shapes.keys import key_bytes
from msc.lower.shapes.names import attribute
from msc.lower.shapes.texts import formats_values
from msc.lower.types.datetime import NOW
from msc.providers.provider import Channel


class MessageView(Record):
    """The messages of a channel, as they travel."""

    class_name: str
    docstring: str
    event: str
    channel: str
    has_subject: bool
    has_link: bool


class SharedView(Record):
    """The names of fields that logs mask, the existing messages, and the format of timestamps."""

    personal_fields: str
    formats_values: bool
    time_zone: str
    timestamp: str
    messages: tuple[MessageView, ...]
    audits: bool
    amends: bool
    asks_deletes: bool
    refreshes: bool
    reads_back: bool
    holds_rows: bool
    has_messages: bool
    tells: bool
    prompt_messages: int
    bulk: str
    delivers: bool
    called_by_services: bool
    has_callers: bool
    has_keys: bool
    has_emails: bool
    has_phones: bool
    has_urls: bool
    has_long_keys: bool


def view(program: Program) -> SharedView:
    """The view of the shared package."""
    system = program.system
    of_rows = (field for entity in system.entities for field in entity.fields)
    of_inputs = (input_.field for operation in system.operations for input_ in operation.inputs)
    fields = (*of_rows, *of_inputs)
    types = {type(field.type) for field in fields}
    hidden = [input_ for input_ in fields if input_.personal or input_.hidden]
    names = {name for field in hidden for name in (field.wire_name, attribute(field))}
    channels = channels_of(system)
    audits = system.audit_entity is not None or any(
        operation.audit for operation in system.operations
    )
    return SharedView(
        personal_fields=literal(tuple(sorted(names))) if names else "",
        formats_values=formats_values(system),
        time_zone=literal(system.time_zone),
        timestamp=literal(shown_timestamp(NOW, system.time_zone)),
        messages=tuple(_message(channel, system) for channel in channels),
        audits=audits,
        amends=any(case.amends for case in program.use_cases.values()),
        asks_deletes=any(case.asks_deletes for case in program.use_cases.values()),
        refreshes=any(case.refreshes for case in program.use_cases.values()),
        reads_back=any(case.reads_back for case in program.use_cases.values()),
        holds_rows=any(case.refreshes or case.reads_back for case in program.use_cases.values()),
        has_messages=bool(channels) or audits,
        tells=tells(system),
        prompt_messages=PROMPT_MESSAGES,
        bulk=literal(BULK),
        delivers=any(channel.service == WORKER for channel in channels) or bool(system.commands),
        called_by_services=bool(system.commands) or calls_api(system),
        has_callers=system.authentication is not None or _has_internal_routes(system),
        has_keys=program.services[Home.API].usage.keyed,
        has_emails=EmailType in types,
        has_phones=PhoneType in types,
        has_urls=UrlType in types,
        has_long_keys=any(key_bytes(entity, system) for entity in _stored(system)),
    )


def _stored(system: System) -> tuple[Entity, ...]:
    """The entities whose rows have keys in indexes."""
    return tuple(entity for entity in system.entities if entity.store is Store.POSTGRES)


def _has_internal_routes(system: System) -> bool:
    """Whether the API runs operations for other services, on behalf of somebody."""
    return any(system.operation(name).home is Home.API for name in system.run_inside)


def _message(channel: Channel, system: System) -> MessageView:
    return MessageView(
        class_name=message_class(channel),
        docstring=docstring(f"The text of {channel.noun}."),
        event=literal(event_of(channel)),
        channel=literal(channel.name),
        has_subject=channel.has_subject,
        has_link=carries_links(channel, system),
    )
