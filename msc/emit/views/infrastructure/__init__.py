"""The files around the services: containers, Makefile, environment, README."""

from msc.core.naming import kebab
from msc.core.record import Record
from msc.emit.views.infrastructure.readme import ReadmeView, readme
from msc.ir.behaviour import Home
from msc.ir.entities import Store
from msc.ir.system import System
from msc.ir.triggers import Channel
from msc.lower import quoting
from msc.lower.program import Program
from msc.lower.services.worker import calls_api, reaches_documents, sends_email
from msc.providers import CATALOGUE

DEFAULT_TOKEN_MINUTES = 30
SOURCE = ("src ./src",)
COPIED = {"db_postgres_service": ("alembic ./alembic", "alembic.ini ./", *SOURCE)}


class ServiceView(Record):
    """A service as an image; `copied` maps its files and folders to their places in the image."""

    element: str
    name: str
    copied: tuple[str, ...]


class InfrastructureView(Record):
    """The data of the infrastructure blueprint."""

    name: str
    slug: str
    title: str
    description: str
    services: tuple[ServiceView, ...]
    service_names: str
    sender: str
    access_token_minutes: int
    has_mongo: bool
    has_bot: bool
    has_email: bool
    has_accounts: bool
    has_verification: bool
    has_first_account: bool
    first_account: str
    api_reaches_documents: bool
    worker_reaches_documents: bool
    worker_calls_api: bool
    has_journeys: bool
    readme: ReadmeView


def view(program: Program) -> InfrastructureView:
    """The view of the infrastructure."""
    system = program.system
    authentication = system.authentication
    minutes = authentication.access_token_minutes if authentication else DEFAULT_TOKEN_MINUTES
    names = _services(system)
    return InfrastructureView(
        name=system.name,
        slug=kebab(system.name),
        title=quoting.markdown(system.title),
        description=quoting.markdown(system.description),
        services=tuple(ServiceView("", name, COPIED.get(name, SOURCE)) for name in names),
        service_names=" ".join(names),
        sender=quoting.env(_sender(system)),
        access_token_minutes=minutes,
        has_mongo=_has_documents(system),
        has_bot=bool(system.commands),
        has_email=sends_email(system),
        has_accounts=authentication is not None,
        has_verification=bool(authentication and authentication.email_verification),
        has_first_account=bool(authentication and authentication.first_account),
        first_account=_first_account(system),
        api_reaches_documents=program.services[Home.API].usage.reaches(Store.MONGO, system),
        worker_reaches_documents=reaches_documents(program.services[Home.WORKER].usage, system),
        worker_calls_api=calls_api(system),
        has_journeys=bool(system.journeys),
        readme=readme(system),
    )


def _services(system: System) -> tuple[str, ...]:
    """The services of the system."""
    services = ["api_service", "worker_service", "db_postgres_service"]
    if system.commands:
        services.insert(1, "bot_service")
    if _has_documents(system):
        services.append("db_mongo_service")
    return tuple(services)


def _has_documents(system: System) -> bool:
    return any(entity.store is Store.MONGO for entity in system.entities)


def _first_account(system: System) -> str:
    authentication = system.authentication
    first = authentication.first_account if authentication else None
    return quoting.markdown_code(first.email) if first else ""


def _sender(system: System) -> str:
    for integration in system.integrations:
        if CATALOGUE[integration.provider].channel is Channel.EMAIL:
            return dict(integration.settings)["sender"]
    return "no-reply@system.example"
