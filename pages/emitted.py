"""`docs/emitted-system.md`: written by people, with the table of settings from the emitted code."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from msc.core import resources
from msc.core.record import Record
from msc.emit.emission import emit
from msc.lower.program import lower
from msc.pipeline.spec import load
from pages.markdown import code, prose, table

EXAMPLE = "p2p-lending"
TOKENS = "/src/core/service_tokens.py"
COMMON = "shared/src/shared/settings.py"
PREVIOUS = "the one before, while its caller changes to the new one"
MEANING = {
    "ENVIRONMENT": "where the system runs",
    "LOG_LEVEL": "from which level on lines are logged",
    "HOST": "the address that the service listens on; containers say `0.0.0.0`",
    "PORT": "the port that it listens on",
    "API_TO_POSTGRES_TOKEN": "what `api_service` proves itself to `db_postgres_service` with",
    "API_TO_POSTGRES_TOKEN_PREVIOUS": PREVIOUS,
    "WORKER_TO_POSTGRES_TOKEN": "what `worker_service` proves itself to `db_postgres_service` with",
    "WORKER_TO_POSTGRES_TOKEN_PREVIOUS": PREVIOUS,
    "WORKER_TO_MONGO_TOKEN": "what `worker_service` proves itself to `db_mongo_service` with",
    "WORKER_TO_MONGO_TOKEN_PREVIOUS": PREVIOUS,
    "WORKER_TO_API_TOKEN": "what `worker_service` proves itself to `api_service` with",
    "WORKER_TO_API_TOKEN_PREVIOUS": PREVIOUS,
    "BOT_TO_API_TOKEN": "what `bot_service` proves itself to `api_service` with",
    "BOT_TO_API_TOKEN_PREVIOUS": PREVIOUS,
    "OPERATOR_TOKEN": "opens every route between services; for tests, and empty in production",
    "POSTGRES_SERVICE_URL": "where `db_postgres_service` is",
    "MONGO_SERVICE_URL": "where `db_mongo_service` is",
    "API_SERVICE_URL": "where `api_service` is",
    "REDIS_URL": "the Redis or Valkey server",
    "REDIS_PASSWORD": "its password, as it is, where the address is without it",
    "RABBITMQ_URL": "the broker",
    "RABBITMQ_PASSWORD": "its password, as it is, where the address is without it",
    "DATABASE_URL": "the PostgreSQL database",
    "DATABASE_PASSWORD": "its password, as it is, where the address is without it",
    "POOL_SIZE": "connections that are kept",
    "MAX_OVERFLOW": "connections beyond them, each opened for one use",
    "POOL_TIMEOUT_SECONDS": "how long a request waits for a connection",
    "LOCK_TIMEOUT_SECONDS": "how long a statement waits for a lock of another transaction",
    "STATEMENT_TIMEOUT_SECONDS": "how long a statement may take",
    "REQUEST_TIMEOUT_SECONDS": "how long a request may take, repeated units of work included",
    "IDLE_IN_TRANSACTION_TIMEOUT_SECONDS": "after which a forgotten transaction is ended",
    "OPERATION_TIMEOUT_SECONDS": "how long an operation on documents may take",
    "MONGO_URL": "the MongoDB replica set",
    "MONGO_PASSWORD": "its password, as it is, where the address is without it",
    "MONGO_DATABASE": "the name of its database",
    "CORS_ORIGINS": "the origins of websites whose pages may call the API, separated by commas",
    "JWT_SECRET": "what tokens are signed with",
    "ACCESS_TOKEN_MINUTES": "how long an access token is valid",
    "REFRESH_TOKEN_DAYS": "for how many days after its last use a session goes on",
    "REFRESH_GRACE_SECONDS": "for how long a refresh may be repeated whose answer was lost",
    "LOG_IN_FAILURES_PER_ACCOUNT": "how often signing in may fail for one account, in 15 minutes",
    "LOG_IN_FAILURES_PER_CLIENT": "how often signing in may fail for one client, in 15 minutes",
    "REGISTRATIONS_PER_CLIENT": "how many accounts one client may create in an hour",
    "PUBLIC_URL": "the address that links in e-mails begin with",
    "LINK_MINUTES": "how long a link in an e-mail is valid",
    "VERIFY_EMAIL_PAGE": "the page of the website that such a link opens; empty for the API's own",
    "PASSWORD_LINK_MINUTES": "how long a link for another password is valid",
    "RESET_PASSWORD_PAGE": "the page of the website that such a link opens",
    "FIRST_ACCOUNT_PASSWORD": "the password of the first account; without one, none is made",
    "TELEGRAM_API_URL": "Telegram, or its simulator",
    "TELEGRAM_BOT_TOKEN": "the token of the bot",
    "TELEGRAM_MODE": "how messages reach the bot",
    "TELEGRAM_WEBHOOK_URL": "the public address of the webhook",
    "TELEGRAM_WEBHOOK_SECRET": "what Telegram proves itself with",
    "MESSAGES_PER_SECOND": "how fast messages are sent, below Telegram's own limit",
    "SENDGRID_API_URL": "SendGrid, or its simulator",
    "SENDGRID_API_KEY": "the key of the account there",
    "EMAIL_SENDER": "the address that e-mails come from",
    "CONSUMER_PREFETCH": "messages that a consumer has in hand at once",
    "RETRY_DELAYS": "seconds before each retry, as a JSON list",
    "SCHEDULER_INTERVAL_SECONDS": "how often the worker looks at the clock",
}


class Setting(Record):
    """One setting of a service; `default` is Python text, empty where a value is required."""

    service: str
    name: str
    default: str


def page() -> str:
    """The page."""
    rows: dict[tuple[str, str], list[str]] = {}
    for setting in settings(files()):
        rows.setdefault((setting.name, setting.default), []).append(setting.service)
    tables = table(
        ("setting", "of", "default", "meaning"),
        (
            (code(name), ", ".join(services), code(default) if default else "**required**",
             MEANING.get(name, ""))
            for (name, default), services in rows.items()
        ),
    )  # fmt: skip
    return prose("emitted-system").replace("<!-- settings -->\n", tables)


@cache
def files() -> Mapping[str, str]:
    """The example as it is emitted."""
    system = load(resources.folder("examples") / EXAMPLE).value
    program = lower(system).value if system else None
    assert program is not None
    return MappingProxyType({file.path: file.text for file in emit(program).tree.files})


def settings(emitted: Mapping[str, str]) -> Iterator[Setting]:
    """The settings of every service, those that all have first."""
    yield from _declared("all", emitted[COMMON])
    for path, text in emitted.items():
        if path.endswith(("/src/core/config.py", TOKENS)) and path.startswith("services/"):
            yield from _declared(path.split("/")[1], text)


def _declared(service: str, text: str) -> Iterator[Setting]:
    classes = [class_ for class_ in ast.parse(text).body if isinstance(class_, ast.ClassDef)]
    for member in (member for class_ in classes for member in class_.body):
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            yield Setting(service, member.target.id.upper(), _default(member.value))


def _default(value: ast.expr | None) -> str:
    if isinstance(value, ast.Call):
        keywords = {keyword.arg: keyword.value for keyword in value.keywords}
        return _default(keywords.get("default"))
    return "" if value is None else ast.unparse(value).replace("'", '"')
