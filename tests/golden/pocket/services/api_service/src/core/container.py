"""The components of the service, created once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

from shared.http import ServiceClient
from shared.redis_client import open_redis
from src.authentication.attempts import Attempts, Limit
from src.authentication.change_password import ChangePassword
from src.authentication.credentials import HttpCredentials
from src.authentication.current_password import CurrentPassword
from src.authentication.deactivate_account import DeactivateAccount
from src.authentication.first_account import FirstAccount
from src.authentication.hash_renewal import HashRenewal
from src.authentication.link_codes import LinkCodes
from src.authentication.link_telegram import LinkTelegram
from src.authentication.log_in import FailureLimits, LogIn
from src.authentication.newest_links import NewestLinks
from src.authentication.passwords import Passwords
from src.authentication.refresh import Refresh
from src.authentication.register import WINDOW, Register
from src.authentication.resend_link import ResendLink
from src.authentication.reset_password import ResetPassword
from src.authentication.sessions import RedisSessions, Sessions
from src.authentication.tokens import FORGOTTEN, VERIFY_EMAIL, AccessTokens, LinkTokens
from src.authentication.verify_email import VerifyEmail
from src.core.adapters import Adapters, default_adapters
from src.core.config import Settings
from src.core.use_cases import UseCases, default_use_cases
from src.ext import use_cases as own_use_cases

type MakeLink = Callable[[UUID, UUID], Awaitable[str]]
"""The link of a message: whom it is for, and the identifier of the link."""


@dataclass(frozen=True, slots=True)
class Container:
    """Everything that routes need."""

    settings: Settings
    postgres: ServiceClient
    redis: Redis
    adapters: Adapters
    access_tokens: AccessTokens
    log_in: LogIn
    sessions: Sessions
    refresh: Refresh
    change_password: ChangePassword
    deactivate_account: DeactivateAccount
    register: Register
    verify_email: VerifyEmail
    resend_link: ResendLink
    reset_password: ResetPassword
    # Of messages, by their notifications.
    links: Mapping[str, MakeLink]
    link_telegram: LinkTelegram
    first_account: FirstAccount
    use_cases: UseCases

    async def check_redis(self) -> None:
        """Raises if Redis is unavailable."""
        await self.redis.ping()

    async def check_postgres_service(self) -> None:
        """Raises if the PostgreSQL data service is unavailable."""
        await self.postgres.get("/health")


def build_container(settings: Settings, adapt: Callable[[Adapters], Adapters]) -> Container:
    """All components, built from the adapted adapters; connections are opened on demand."""
    postgres = ServiceClient(
        "db_postgres_service", settings.postgres_service_url, settings.api_to_postgres_token
    )
    redis = open_redis(settings.redis_url)
    adapters = adapt(default_adapters(postgres))
    passwords, credentials = Passwords(), HttpCredentials(postgres)
    access_tokens = AccessTokens(settings.jwt_secret, settings.access_token_minutes)
    sessions = RedisSessions(
        redis,
        settings.jwt_secret,
        timedelta(days=settings.refresh_token_days),
        timedelta(seconds=settings.refresh_grace_seconds),
    )
    attempts = Attempts(redis)
    failures = FailureLimits(
        settings.log_in_failures_per_account, settings.log_in_failures_per_client
    )
    current_password = CurrentPassword(credentials, passwords, attempts, failures.per_account)
    link_tokens = LinkTokens(
        settings.jwt_secret, VERIFY_EMAIL, settings.link_minutes, settings.link_page
    )
    verify_email = VerifyEmail(
        adapters.people,
        adapters.units_of_work,
        link_tokens,
        NewestLinks(redis, VERIFY_EMAIL, link_tokens.lifetime),
        adapters.clock,
    )
    password_tokens = LinkTokens(
        settings.jwt_secret, FORGOTTEN, settings.password_link_minutes, settings.reset_password_page
    )
    reset_password = ResetPassword(
        adapters.people,
        credentials,
        adapters.units_of_work,
        passwords,
        password_tokens,
        NewestLinks(redis, FORGOTTEN, password_tokens.lifetime),
        attempts,
        failures.per_account,
        sessions,
    )
    return Container(
        settings=settings,
        postgres=postgres,
        redis=redis,
        adapters=adapters,
        access_tokens=access_tokens,
        log_in=LogIn(
            credentials,
            passwords,
            access_tokens,
            attempts,
            failures,
            sessions,
            HashRenewal(passwords, adapters.units_of_work),
        ),
        sessions=sessions,
        refresh=Refresh(adapters.people, sessions, access_tokens),
        change_password=ChangePassword(
            adapters.people,
            current_password,
            adapters.units_of_work,
            passwords,
            access_tokens,
            sessions,
        ),
        deactivate_account=DeactivateAccount(
            adapters.people, current_password, adapters.units_of_work, sessions
        ),
        register=Register(
            adapters.people,
            adapters.units_of_work,
            passwords,
            adapters.clock,
            attempts,
            Limit("registration:client", settings.registrations_per_client, WINDOW),
        ),
        verify_email=verify_email,
        resend_link=ResendLink(adapters.people, adapters.units_of_work, attempts),
        reset_password=reset_password,
        links={
            "verify_email": verify_email.link,
            "reset_password": reset_password.link,
        },
        link_telegram=LinkTelegram(adapters.people, adapters.units_of_work, LinkCodes(redis)),
        first_account=FirstAccount(adapters.people, adapters.units_of_work, passwords),
        use_cases=own_use_cases.adapt(default_use_cases(adapters)),
    )


@asynccontextmanager
async def running(container: Container) -> AsyncIterator[None]:
    """Creates what must exist, and closes all connections at the end."""
    try:
        await container.first_account.ensure(container.settings.first_account_password)
        yield
    finally:
        await container.postgres.close()
        await container.redis.aclose()
