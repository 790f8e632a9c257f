"""The files around the services: containers, Makefile, environment, README."""

from collections.abc import Iterator, Sequence

from msc.core.naming import kebab
from msc.core.record import Record
from msc.emit.views.infrastructure.edge import EdgeProblemView, edge_problems
from msc.emit.views.infrastructure.readme import ReadmeView, readme
from msc.emit.views.infrastructure.tokens import (
    ExampleView,
    ServiceTokensView,
    environment,
    examples,
    service_tokens,
)
from msc.ir.behaviour import Home
from msc.ir.entities import Store
from msc.ir.system import System
from msc.lower import quoting
from msc.lower.program import Program
from msc.lower.services.channels import WORKER, providers_of, setting
from msc.lower.services.contacts import API, BOT, MONGO, POSTGRES, Contact, contacts
from msc.lower.services.worker import calls_api, reaches_documents
from msc.providers.provider import Provider, Variable

DEFAULT_TOKEN_MINUTES = 30
SOURCE = ("src ./src",)
COPIED = {"db_postgres_service": ("alembic ./alembic", "alembic.ini ./", *SOURCE)}


class ServiceView(Record):
    """A service as an image; `copied` maps its files and folders to their places in the image."""

    element: str
    name: str
    copied: tuple[str, ...]
    tokens: ServiceTokensView


class TokensView(Record):
    """The tokens in the environment of each service, and in the example of it."""

    api: tuple[str, ...]
    bot: tuple[str, ...]
    worker: tuple[str, ...]
    postgres: tuple[str, ...]
    mongo: tuple[str, ...]
    examples: tuple[ExampleView, ...]


class VariableView(Record):
    """A line of the example of an environment, with a comment or none."""

    name: str
    value: str
    comment: str


class ProviderView(Record):
    """A provider: what it reads from the environment, and where its messages are seen."""

    title: str
    inbox: str
    inbox_path: str
    variables: tuple[VariableView, ...]


class InfrastructureView(Record):
    """The data of the infrastructure blueprint."""

    name: str
    slug: str
    title: str
    description: str
    services: tuple[ServiceView, ...]
    services_behind: tuple[str, ...]
    service_names: str
    tokens: TokensView
    access_token_minutes: int
    has_mongo: bool
    has_bot: bool
    providers: tuple[ProviderView, ...]
    provider_titles: str
    worker_variables: tuple[str, ...]
    bot_variables: tuple[str, ...]
    has_accounts: bool
    has_registration: bool
    has_verification: bool
    has_reset: bool
    has_first_account: bool
    first_account: str
    api_reaches_documents: bool
    worker_reaches_documents: bool
    worker_calls_api: bool
    has_journeys: bool
    base_path: str
    edge_problems: tuple[EdgeProblemView, ...]
    readme: ReadmeView


def view(program: Program) -> InfrastructureView:
    """The view of the infrastructure."""
    system = program.system
    authentication = system.authentication
    minutes = authentication.access_token_minutes if authentication else DEFAULT_TOKEN_MINUTES
    names, providers, known = _services(system), providers_of(system), contacts(program)
    return InfrastructureView(
        name=system.name,
        slug=kebab(system.name),
        title=quoting.markdown(system.title),
        description=quoting.markdown(system.description),
        services=tuple(
            ServiceView("", name, COPIED.get(name, SOURCE), service_tokens(name, known))
            for name in names
        ),
        tokens=_tokens(known),
        services_behind=tuple(name for name in names if name != API),
        service_names=" ".join(names),
        access_token_minutes=minutes,
        has_mongo=_has_documents(system),
        has_bot=bool(system.commands),
        providers=tuple(_provider(provider, system) for provider in providers),
        provider_titles=listed([provider.title for provider in providers]),
        worker_variables=tuple(_variables(providers, WORKER)),
        bot_variables=tuple(_variables(providers, BOT)),
        has_accounts=authentication is not None,
        has_registration=bool(authentication and authentication.registration),
        has_verification=bool(authentication and authentication.email_verification),
        has_reset=bool(authentication and authentication.password_reset),
        has_first_account=bool(authentication and authentication.first_account),
        first_account=_first_account(system),
        api_reaches_documents=program.services[Home.API].usage.reaches(Store.MONGO, system),
        worker_reaches_documents=reaches_documents(program.services[Home.WORKER].usage, system),
        worker_calls_api=calls_api(system),
        has_journeys=bool(system.journeys),
        base_path=system.base_path,
        edge_problems=edge_problems(system.base_path),
        readme=readme(system),
    )


def _tokens(known: tuple[Contact, ...]) -> TokensView:
    return TokensView(
        api=environment(API, known),
        bot=environment(BOT, known),
        worker=environment(WORKER, known),
        postgres=environment(POSTGRES, known),
        mongo=environment(MONGO, known),
        examples=examples(known),
    )


def _services(system: System) -> tuple[str, ...]:
    """The services of the system."""
    services = ["api_service", "worker_service", "db_postgres_service"]
    if system.commands:
        services.insert(1, BOT)
    if _has_documents(system):
        services.append("db_mongo_service")
    return tuple(services)


def _has_documents(system: System) -> bool:
    return any(entity.store is Store.MONGO for entity in system.entities)


def _first_account(system: System) -> str:
    authentication = system.authentication
    first = authentication.first_account if authentication else None
    return quoting.markdown_code(first.email) if first else ""


def _provider(provider: Provider, system: System) -> ProviderView:
    return ProviderView(
        title=provider.title,
        inbox=provider.channel.inbox,
        inbox_path=f"/_control/{provider.channel.name}/messages",
        variables=tuple(_variable(variable, provider, system) for variable in provider.variables),
    )


def _variable(variable: Variable, provider: Provider, system: System) -> VariableView:
    value = variable.development
    if variable.setting:
        value = quoting.env(setting(provider, variable.setting, system))
    return VariableView(variable.name.upper(), value, variable.comment)


def _variables(providers: Sequence[Provider], service: str) -> Iterator[str]:
    """The lines of a service's environment."""
    for provider in providers:
        if provider.channel.service == service:
            names = (variable.name.upper() for variable in provider.variables)
            yield from (f"{name}: ${{{name}}}" for name in names)


def listed(names: Sequence[str]) -> str:
    """The names as a sentence lists them."""
    *front, last = names or ("nobody",)
    return f"{', '.join(front)} and {last}" if front else last
