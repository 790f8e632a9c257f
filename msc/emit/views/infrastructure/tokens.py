"""The tokens between services, in settings and in the environment."""

from collections.abc import Iterable, Iterator

from msc.core.naming import kebab
from msc.core.record import Record
from msc.lower.pycode import literal
from msc.lower.services.contacts import API, MONGO, POSTGRES, Contact

OPERATOR = "operator_token"
SERVING = (POSTGRES, MONGO, API)


class CallerView(Record):
    """A service that calls another: its token there, and its routes as Python texts."""

    name: str
    token: str
    routes: tuple[str, ...]


class ServiceTokensView(Record):
    """The tokens that a service has, and those that open it; `serves` if any can."""

    own: tuple[str, ...]
    callers: tuple[CallerView, ...]
    serves: bool


class ExampleView(Record):
    """A token in the example of an environment."""

    name: str
    value: str


def service_tokens(service: str, known: tuple[Contact, ...]) -> ServiceTokensView:
    """The tokens of a service in a system with these contacts."""
    own = tuple(contact.token for contact in known if contact.caller == service)
    calling = tuple(contact for contact in known if contact.callee == service)
    return ServiceTokensView(own, tuple(map(_caller, calling)), service in SERVING)


def environment(service: str, known: tuple[Contact, ...]) -> tuple[str, ...]:
    """The lines with the tokens in the environment of a service's container."""
    own = (contact.token for contact in known if contact.caller == service)
    accepted = _accepted(contact for contact in known if contact.callee == service)
    return tuple(map(_line, [*own, *accepted, *([OPERATOR] if service in SERVING else [])]))


def examples(known: tuple[Contact, ...]) -> tuple[ExampleView, ...]:
    """The tokens for development."""
    names = (contact.token for contact in known)
    return tuple(
        ExampleView(name.upper(), f"development-{kebab(name)}-0123456789") for name in names
    )


def _accepted(calling: Iterable[Contact]) -> Iterator[str]:
    for contact in calling:
        yield contact.token
        yield f"{contact.token}_previous"


def _caller(contact: Contact) -> CallerView:
    return CallerView(literal(contact.caller), contact.token, tuple(map(literal, contact.routes)))


def _line(name: str) -> str:
    """A line of a container's environment; what may be missing is empty then."""
    variable = name.upper()
    is_optional = name == OPERATOR or name.endswith("_previous")
    return f"{variable}: ${{{variable}{':-' if is_optional else ''}}}"
