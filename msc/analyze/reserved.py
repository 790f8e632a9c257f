"""Names that the emitted code has given away already: to types and to parts of services."""

from msc.analyze.context import Context
from msc.core.catalogue import names as codes
from msc.core.diagnostics import Related
from msc.ir.entities import Entity

# A field of that name hides the type from the fields that follow it in a class.
TYPES = frozenset({"bool", "date", "datetime", "dict", "int", "list", "str"})
# What a service is put together from, beside its clients and use cases.
PARTS = frozenset({
    "access_tokens", "api", "broker", "check_redis", "clock", "consumers", "container",
    "first_account", "guard_client", "guards", "http_units_of_work", "link_codes", "link_telegram",
    "link_tokens", "log_in", "mail", "mongo", "passwords", "postgres", "redis", "register",
    "relay", "scheduler", "service_client", "settings", "system_clock", "token", "units_of_work",
    "verify_email",
})  # fmt: skip


def check(context: Context, entities: tuple[Entity, ...]) -> None:
    """Reports operations and collections whose names are given away."""
    plurals = {each.plural: each.name for each in entities}
    for name, entity in plurals.items():
        if name in PARTS:
            reason = f"`{name}` is a part of each service; give it another `plural`"
            context.reserved("an entity", entity, ("entities", entity), reason)
    for name in context.spec.operations:
        if name in PARTS:
            reason = "a part of each service is called so"
            context.reserved("an operation", name, ("operations", name), reason)
        elif name in plurals:
            other = ("entities", plurals[name])
            _meet(context, ("operations", name), plurals[name], other)


def _meet(context: Context, path: tuple[str, str], other: str, first: tuple[str, str]) -> None:
    related = (Related(context.origin(first).span, f"`{other}` is declared here"),)
    context.report(
        codes.NAME_COLLISION, path, at_key=True, related=related, name=path[1], other=other,
        result=path[1],
    )  # fmt: skip
