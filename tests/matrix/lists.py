"""Filters, totals, orders and cursors of a list: none reaches a row that it does not have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from msc.expr.evaluate import Value
from msc.ir.entities import Entity
from msc.ir.fields import JsonType, ReferenceType
from msc.ir.steps import ListStep
from msc.ir.triggers import Endpoint
from tests.matrix.cells import ids
from tests.matrix.reading import Reader
from tests.matrix.requests import Named
from tests.matrix.world import Row, wire

if TYPE_CHECKING:
    from tests.matrix.law import Trial

VALUES_OF_A_FILTER = 4


@dataclass(frozen=True, slots=True)
class AskedList:
    """One list of one person, whose rows are known."""

    trial: "Trial"
    endpoint: Endpoint
    person: Row
    named: Named
    reader: Reader
    listed: frozenset[str]

    def total(self) -> None:
        """The total counts the rows of the list and no others."""
        answer = self._page(total="true")
        if not answer.is_success or answer.json()["total"] != len(self.listed):
            self._fault("total", len(self.listed), answer)

    def filters(self) -> None:
        """Each filter leaves of these rows those with its value."""
        step, entity = self._listed()
        for column in (column for column in entity.fields if column.name in step.filters):
            if isinstance(column.type, JsonType):
                continue
            rows = self.trial.world.rows[entity.name]
            values = dict.fromkeys(row.values[column.name] for row in rows)
            for value in [value for value in values if value is not None][:VALUES_OF_A_FILTER]:
                equal = frozenset(
                    row.id for row in rows
                    if row.id in self.listed and row.values[column.name] == value
                )  # fmt: skip
                query = {column.wire_name: str(_text(value))}
                answer = self._page(**query)
                self._judge(f"{query}", equal, answer)
                answer = self._page(**query, total="true")
                if answer.is_success and answer.json()["total"] != len(equal):
                    self._fault(f"total of {query}", len(equal), answer)

    def orders(self) -> None:
        """Pages in each order have all rows once; a cursor of another person adds none."""
        for sort in (None, *self._sorts()):
            order = {} if sort is None else {"sort": sort}
            self._judge_walk(order)
            for other in self.trial.world.people:
                if other is not self.person:
                    self._use_cursor_of(other, order)

    def owners(self) -> None:
        """Whoever asks for the rows of another person by a filter that is none gets no more."""
        _, entity = self._listed()
        names = {column.wire_name for column in entity.fields
                 if isinstance(column.type, ReferenceType)}  # fmt: skip
        other = next(one for one in self.trial.world.people if one is not self.person)
        for name in sorted(names):
            for key in (name, f"{name}__in", f"{name}__gte"):
                answer = self._page(**{key: other.id})
                if answer.is_success and not set(ids(answer)) <= self.listed:
                    self._fault(f"{key} of another", self.listed, answer)

    def _listed(self) -> tuple[ListStep, Entity]:
        step = self.reader.list_step
        assert step is not None
        return step, self.trial.system.entity(step.query.entity)

    def _sorts(self) -> Iterator[str]:
        step, entity = self._listed()
        wire_names = {column.name: column.wire_name for column in entity.fields}
        for key in step.sort:
            name = wire_names.get(key.removeprefix("-"), key.removeprefix("-"))
            yield from (name, f"-{name}")

    def _judge_walk(self, order: Mapping[str, str]) -> None:
        seen: list[str] = []
        cursor: dict[str, str] = {}
        for _ in range(len(self.listed) + 2):
            answer = self._page(limit="3", **order, **cursor)
            if not answer.is_success:
                self._fault(f"page {order}", "a page", answer)
                return
            seen += ids(answer)
            if answer.json()["next_cursor"] is None:
                break
            cursor = {"cursor": answer.json()["next_cursor"]}
        self.trial.result.cells["page"] += 1
        if sorted(seen) != sorted(self.listed):
            self._fault(f"pages {order} have {len(seen)} rows", len(self.listed), answer)

    def _use_cursor_of(self, other: Row, order: Mapping[str, str]) -> None:
        headers = self.trial.headers[other.id]
        query = {**order, "limit": "1"}
        theirs = self.trial.ask(self.endpoint, self.named, headers, query)
        cursor = theirs.json().get("next_cursor") if theirs.is_success else None
        if cursor is None:
            return
        answer = self._page(**order, cursor=cursor)
        self.trial.result.cells["cursor of another"] += 1
        if not answer.is_success or not set(ids(answer)) <= self.listed:
            self._fault(f"cursor of {self.trial.name(other)}", self.listed, answer)

    def _page(self, **query: str) -> httpx.Response:
        headers = self.trial.headers[self.person.id]
        return self.trial.ask(self.endpoint, self.named, headers, query)

    def _judge(self, what: str, expected: frozenset[str], answer: httpx.Response) -> None:
        self.trial.result.cells["filter"] += 1
        self.trial.judge_rows(self._cell(what), expected, answer)

    def _fault(self, what: str, expected: object, answer: httpx.Response) -> None:
        self.trial.result.fault(self._cell(what), expected, answer)

    def _cell(self, what: str) -> str:
        return f"{self.endpoint.label} by {self.trial.name(self.person)} ({self.named}), {what}"


def _text(value: Value) -> object:
    plain = wire(value)
    return str(plain).lower() if isinstance(plain, bool) else plain
