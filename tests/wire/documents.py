"""The OpenAPI documents of a running system, and who may ask what they describe."""

from collections.abc import Iterator
from pathlib import Path

import httpx

from msc.core.record import Record
from msc.ir.system import System
from msc.local.system import LocalSystem

API = "api_service"
DATA_SERVICES = ("db_postgres_service", "db_mongo_service")
# Data services have lists with dozens of parameters, whose pairs would take hours.
EACH_VALUE, DRAWN = "coverage,fuzzing", "fuzzing"


class Document(Record):
    """A document, the caller who sends requests to what it describes, and how they are made."""

    service: str
    caller: str
    address: str
    headers: tuple[str, ...]
    phases: str

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{self.service} as {self.caller}"


def documents(system: System, running: LocalSystem) -> Iterator[Document]:
    """The document of the API once for each caller, and those of the data services."""
    api = f"{running.urls[API]}/api/openapi.json"
    yield Document(API, "nobody", api, (), EACH_VALUE)
    token = first_token(system, running)
    if token is not None:
        bearer = (f"Authorization: Bearer {token}",)
        yield Document(API, "the first account", api, bearer, EACH_VALUE)
    operator = (f"X-Service-Token: {running.operator_token}",)
    for name in (name for name in DATA_SERVICES if name in running.urls):
        address = f"{running.urls[name]}/openapi.json"
        yield Document(name, "an operator", address, operator, DRAWN)


def first_token(system: System, running: LocalSystem) -> str | None:
    """The access token of the account that is there from the start."""
    accounts = system.authentication
    if accounts is None or accounts.first_account is None:
        return None
    password = running.build.settings["FIRST_ACCOUNT_PASSWORD"]
    body = {accounts.login: accounts.first_account.email, accounts.password: password}
    path = f"{system.base_path}/auth/login"
    answer = httpx.post(running.urls[API] + path, json=body, timeout=60).raise_for_status()
    return str(answer.json()["access_token"])


def report_path(document: Document, folder: Path) -> Path:
    """Where the report on a document is written."""
    return folder / f"{document.name.replace(' ', '-')}.txt"
