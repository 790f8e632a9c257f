"""The law: everybody gets exactly what the spec says, and who is refused changes nothing."""

from collections.abc import Mapping, Set
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import httpx

from msc.ir.behaviour import ActorKind, Home, Operation
from msc.ir.endings import Refusal, refusals
from msc.ir.subjects import is_about, subject_of
from msc.ir.system import System
from msc.ir.triggers import CommandKind, Endpoint
from msc.ir.walk import commits
from msc.lower.shapes.names import collection_path
from tests.matrix.cells import Matrix, code, ids
from tests.matrix.lists import AskedList
from tests.matrix.reading import FORBIDDEN, NOT_AUTHENTICATED, NOT_FOUND, Reader, Reading, sees
from tests.matrix.requests import Named, body_of, named_rows, path_of, values_of
from tests.matrix.running import SECRET, Running
from tests.matrix.tokens import bad_headers, bearer, token_of
from tests.matrix.world import Row

OF_ACCESS = frozenset({NOT_AUTHENTICATED, FORBIDDEN, NOT_FOUND})
ALL = {"limit": "100"}
# What `authentication` adds for people who are signed in.
OWN_ACCOUNT = ("/auth/password", "/auth/verify-email/resend", "/auth/telegram-link")
NO_PERSON = "01900000-0000-7000-8000-ffffffffffff"
INTERNAL = "/internal/v1"
SERVICE_TOKEN_REQUIRED: Refusal = (401, "SERVICE_TOKEN_REQUIRED")
OTHER_VERSION = '"999"'


def matrix(system: System, folder: Path) -> Matrix:
    """Builds a system, starts it, and tries each cell."""
    with Running.of(system, folder) as running:
        trial = Trial(running, Matrix())
        trial.run()
        return trial.result


class Trial:
    """The cells of a running system."""

    def __init__(self, running: Running, result: Matrix) -> None:
        self.running = running
        self.result = result
        self.system, self.world = running.system, running.world
        self.headers = {
            person.id: bearer(token_of(person.id, running.jwt_secret))
            for person in self.world.people
        }
        person = self.world.people[-1] if self.world.people else Row("", NO_PERSON, 0, {})
        operator = running.local.operator_token
        self.nobody = dict(bad_headers(person, running.jwt_secret, operator))

    def run(self) -> None:
        """Tries all cells, and holds the rows to what they were."""
        for endpoint in self.system.endpoints:
            self._without_a_token(endpoint)
            for person in self.world.people:
                for named in named_rows(self._operation(endpoint), person, self.world):
                    self._cell(endpoint, person, named)
                self._lists(endpoint, person)
            self._keys(endpoint)
        self._own_accounts()
        self._commands()
        self._between_services()

    def _operation(self, endpoint: Endpoint) -> Operation:
        return self.system.operation(endpoint.operation)

    def _without_a_token(self, endpoint: Endpoint) -> None:
        operation = self._operation(endpoint)
        reader = Reader(self.world, operation, None)
        named = next(iter(named_rows(operation, None, self.world)))
        reading = reader.reading(values_of(operation, named), missing=False)
        for name, headers in self.nobody.items():
            answer = self.ask(endpoint, named, headers)
            self._judge(f"{endpoint.label} by {name}", endpoint, reading, answer, name)
        if operation.actor.kind is ActorKind.PUBLIC:
            for other in named_rows(operation, None, self.world):
                reading = reader.reading(values_of(operation, other), bool(other.missing))
                answer = self.ask(endpoint, other, {})
                self._judge(f"{endpoint.label} ({other})", endpoint, reading, answer, "nobody")
        else:
            self._by_another_path(endpoint, named)

    def _by_another_path(self, endpoint: Endpoint, named: Named) -> None:
        """A path that means the same to somebody on the way opens nothing either."""
        path = f"{self.system.base_path}{path_of(endpoint, named)}"
        for other in (f"{path}/", f"/{path}", f"{path}%2f", f"{path};x=1", f"{path}%00"):
            answer = self.running.api.request(
                endpoint.method, f"{self.running.local.urls['api_service']}{other}"
            )
            self.result.cells["other path"] += 1
            if answer.is_success:
                self.result.fault(f"{endpoint.method} {other} by nobody", "no success", answer)

    def _cell(self, endpoint: Endpoint, person: Row, named: Named) -> None:
        reading = self._reading(endpoint, person, named)
        headers = self.headers[person.id]
        answer = self.ask(endpoint, named, headers)
        cell = f"{endpoint.label} by {self.name(person)} ({named})"
        self._judge(cell, endpoint, reading, answer, "somebody")
        if reading.is_early and not self._shows_its_subject(endpoint, person, named):
            # Whether a version is the right one is not for everybody to know.
            answer = self.ask(endpoint, named, {**headers, "If-Match": OTHER_VERSION})
            self._judge(f"{cell} with a version", endpoint, reading, answer, "version")

    def _shows_its_subject(self, endpoint: Endpoint, person: Row, named: Named) -> bool:
        """Whether the request is about no row, or about one that the person sees."""
        operation = self._operation(endpoint)
        row = named.rows.get(subject_of(operation))
        return not is_about(endpoint, operation) or (
            row is not None and sees(person, row, self.world)
        )

    def _reading(self, endpoint: Endpoint, person: Row | None, named: Named) -> Reading:
        operation = self._operation(endpoint)
        reader = Reader(self.world, operation, person)
        return reader.reading(values_of(operation, named), bool(named.missing))

    def _keys(self, endpoint: Endpoint) -> None:
        """Whoever has seen an idempotency key of another person is told nothing by it."""
        database = self.running.database
        if database is None or not commits(self._operation(endpoint)):
            return
        for person in self.world.people:
            named = next(iter(named_rows(self._operation(endpoint), person, self.world)))
            key = {"Idempotency-Key": str(uuid5(NAMESPACE_OID, f"{endpoint.label} {person.place}"))}
            answer = self.ask(endpoint, named, {**self.headers[person.id], **key})
            database.put_back()
            if not answer.is_success:
                continue
            for other in (other for other in self.world.people if other is not person):
                reading = self._reading(endpoint, other, named)
                again = self.ask(endpoint, named, {**self.headers[other.id], **key})
                cell = f"{endpoint.label} by {self.name(other)} with the key of {person.place}"
                self._judge(f"{cell} ({named})", endpoint, reading, again, "key of another")
            return

    def name(self, person: Row) -> str:
        return f"{self.world.role(person)} {person.place}"

    def ask(
        self,
        endpoint: Endpoint,
        named: Named,
        headers: Mapping[str, str],
        query: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        operation = self._operation(endpoint)
        body = body_of(endpoint, operation, named)
        is_list = Reader(self.world, operation, None).list_step is not None
        return self.running.api.request(
            endpoint.method,
            f"{self.system.base_path}{path_of(endpoint, named)}",
            headers=dict(headers),
            params={**ALL, **(query or {})} if is_list else None,
            json=body or None,
        )

    def _judge(
        self, cell: str, endpoint: Endpoint, reading: Reading, answer: httpx.Response, sort: str
    ) -> None:
        self.result.cells[sort] += 1
        if SECRET in answer.text:
            self.result.fault(cell, "no secret in an answer", answer)
        if answer.is_success:
            self._judge_success(cell, endpoint, reading, answer)
        else:
            allowed = reading.refusals
            if reading.succeeds:
                # Stored rows, and rows that are equal, may be in the way of what is allowed.
                allowed |= refusals(endpoint, self.system) - OF_ACCESS
            if (answer.status_code, code(answer)) not in allowed:
                self.result.fault(cell, reading, answer)
        self._leave_as_before(cell, endpoint, answer)

    def _judge_success(
        self, cell: str, endpoint: Endpoint, reading: Reading, answer: httpx.Response
    ) -> None:
        self.result.succeeded[endpoint.operation] += 1
        if not reading.succeeds or answer.status_code != endpoint.status:
            self.result.fault(cell, reading, answer)
            return
        if reading.listed is not None:
            self.judge_rows(cell, reading.listed, answer)
            if 0 < len(reading.listed) < len(self._all_listed(endpoint)):
                self.result.partial[endpoint.operation] += 1
        elif reading.seen is not None and not set(ids(answer)) <= reading.seen:
            self.result.fault(cell, self._places(reading.seen), answer)
        elif reading.shown is not None and answer.json().get("id") != reading.shown:
            self.result.fault(cell, reading, answer)

    def _all_listed(self, endpoint: Endpoint) -> tuple[Row, ...]:
        step = Reader(self.world, self._operation(endpoint), None).list_step
        assert step is not None
        return self.world.rows[step.query.entity]

    def judge_rows(self, cell: str, expected: frozenset[str], answer: httpx.Response) -> None:
        if not answer.is_success or sorted(ids(answer)) != sorted(expected):
            self.result.fault(cell, self._places(expected), answer)

    def _places(self, rows: frozenset[str]) -> list[int]:
        return sorted(self.world.by_id[id_].place for id_ in rows)

    def _leave_as_before(self, cell: str, endpoint: Endpoint, answer: httpx.Response) -> None:
        """Puts back what a request has changed; one that was refused may not have."""
        database = self.running.database
        if database is None or not commits(self._operation(endpoint)):
            return
        if answer.is_success:
            database.put_back()
        elif database.has_changed():
            self.result.fault(f"{cell} changed something", "nothing changes", answer)
            database.put_back()

    def _lists(self, endpoint: Endpoint, person: Row) -> None:
        """Filters, totals, orders and cursors of a list: none reaches another row."""
        operation = self._operation(endpoint)
        reader = Reader(self.world, operation, person)
        if reader.list_step is None:
            return
        for named in named_rows(operation, person, self.world):
            inputs = values_of(operation, named)
            reading = reader.reading(inputs, bool(named.missing))
            if not reading.succeeds or reading.listed is None:
                continue
            # A rule on stored rows may have refused it.
            if self.ask(endpoint, named, self.headers[person.id]).is_success:
                asked = AskedList(self, endpoint, person, named, reader, reading.listed)
                asked.total()
                asked.filters()
                asked.orders()
                asked.owners()
                return

    def _own_accounts(self) -> None:
        """The routes of the person's own account, which `authentication` adds."""
        document = self.running.api.get("/api/openapi.json").json()["paths"]
        for path in (f"{self.system.base_path}{path}" for path in OWN_ACCOUNT):
            if path not in document:
                continue
            for name, headers in self.nobody.items():
                body = {"current_password": "x" * 100, "new_password": "y" * 100}
                answer = self.running.api.post(path, headers=headers, json=body)
                self._expect(f"POST {path} by {name}", {NOT_AUTHENTICATED}, answer)

    def _commands(self) -> None:
        """Commands of the bot run as the account of the chat, and of no other."""
        accounts = self.system.authentication
        if accounts is None or accounts.telegram_link is None:
            return
        for command in self.system.commands:
            if command.kind is CommandKind.RUN and command.operation is not None:
                operation = self.system.operation(command.operation)
                for person in self.world.people:
                    chat = str(person.values[accounts.telegram_link.chat])
                    self._command(operation, chat, person)
                self._command(operation, "chat of nobody", None)

    def _command(self, operation: Operation, chat: str, person: Row | None) -> None:
        if any(not input_.field.optional for input_ in operation.inputs):
            return
        reader = Reader(self.world, operation, person)
        reading = reader.reading(values_of(operation, Named({})), missing=False)
        url = f"{INTERNAL}/operations/{operation.name}"
        answer = self.running.api.post(url, json={"chat_id": chat}, headers=self.running.operator)
        cell = f"command {operation.name} of {chat}"
        if person is None and operation.actor.kind is ActorKind.PUBLIC:
            return
        if not reading.succeeds:
            self._expect(cell, reading.refusals, answer)
        elif reading.listed is not None:
            self.result.cells["command"] += 1
            self.judge_rows(cell, reading.listed, answer)
        if self.running.database is not None and commits(operation):
            self.running.database.put_back()

    def _between_services(self) -> None:
        """What services ask each other is open to no person, and to no service but those."""
        routes = [("api_service", f"{INTERNAL}/operations/{operation.name}")
                  for operation in self.system.operations
                  if operation.name in self.system.run_inside
                  and operation.home is Home.API]  # fmt: skip
        for entity in self.system.entities:
            service = f"db_{entity.store.value}_service"
            routes.append((service, f"/api/v1/{collection_path(entity)}"))
        people = [self.headers[person.id] for person in self.world.people]
        for service, path in routes:
            for headers in ({}, {"X-Service-Token": "x"}, {"X-Service-Token": ""}, *people):
                url = f"{self.running.local.urls[service]}{path}"
                method = "POST" if service == "api_service" else "GET"
                answer = httpx.request(method, url, headers=headers, timeout=60)
                self._expect(f"{method} {path}", {SERVICE_TOKEN_REQUIRED}, answer)

    def _expect(self, cell: str, allowed: Set[Refusal], answer: httpx.Response) -> None:
        self.result.cells["refused"] += 1
        if (answer.status_code, code(answer)) not in allowed:
            self.result.fault(cell, allowed, answer)
