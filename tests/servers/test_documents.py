"""An expression chooses the same documents as the official evaluator, in a real MongoDB."""

from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient
from pymongo.collection import Collection

from msc.expr.check import check
from msc.expr.mongo import compile_filter
from msc.ir.expressions import Expression, RowValue
from tests.property.expressions.author import Author, Term, guarded
from tests.property.expressions.evaluator import argument, as_values, official
from tests.property.expressions.model import KINDS, SCOPE, Data
from tests.property.test_expressions import CASES, DATA

pytestmark = pytest.mark.servers

MANY = settings(
    max_examples=1500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
ROWS = SCOPE.with_variables(("row", RowValue("person")))
COMPARED = ("string", "int", "bool", "date", "moment", "uuid", "mood")
ORDERED = ("string", "int", "date", "moment", "mood")
TEXTS = ("date", "uuid")


def in_milliseconds(values: SimpleNamespace) -> SimpleNamespace:
    """What MongoDB keeps of moments."""
    return SimpleNamespace(**{name: _kept(value) for name, value in vars(values).items()})


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value


KEPT = Data({name: tuple(map(in_milliseconds, rows)) for name, rows in DATA.rows.items()})
PEOPLE = KEPT.rows["person"]
GIVEN = [in_milliseconds(inputs) for _, inputs, _ in CASES]


def document(row: SimpleNamespace) -> dict[str, Any]:
    """The row as the data service stores it: JSON, but for moments."""
    values = {name: _stored(value) for name, value in vars(row).items()}
    return {"_id": values.pop("id"), **values}


def _stored(value: Any) -> Any:
    match value:
        case None | bool() | int() | datetime():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)


class DocumentAuthor(Author):
    """Writes what a filter can say: a field of the document, and a value from outside."""

    def condition(self, depth: int) -> Term:
        simple = (self.comparison, self.ordering, self.membership, self.flag, self.row_test)
        if depth == 0:
            return self.pick(*simple, self.null_test)(0)
        return self.pick(*simple, self.logic, self.logic, self.negation)(depth - 1)

    def comparison(self, _: int) -> Term:
        return self.test(self.pick(*COMPARED), self.pick("==", "!="), guard=False)

    def ordering(self, _: int) -> Term:
        return self.test(self.pick(*ORDERED), self.pick("<", "<=", ">", ">="), guard=True)

    def test(self, kind: str, word: str, *, guard: bool) -> Term:
        sides = [self.field(kind), self.outside(kind)]
        one, other = sides if self.pick(True, False) else reversed(sides)
        text = f"{one.text} {word} {other.text}"
        return Term(f"({text})", guarded(text, one, other) if guard else f"({text})")

    def membership(self, _: int) -> Term:
        kind = self.pick(*COMPARED)
        items = ", ".join(self.outside(kind).text for _ in range(self.pick(1, 2, 3)))
        text = f"({self.field(kind).text} in [{items}])"
        return Term(text, text)

    def null_test(self, _: int) -> Term:
        name = self.pick(*(f"no_{kind}" for kind in KINDS), "second", "boss")
        text = f"(row.{name} {self.pick('==', '!=')} null)"
        return Term(text, text)

    def flag(self, _: int) -> Term:
        text = self.pick(
            "row.a_bool", "true", "false", "row.no_bool == true", "row.no_bool != false"
        )
        return Term(text, text)

    def row_test(self, _: int) -> Term:
        word = self.pick("==", "!=")
        one, other = self.pick(
            ("row.team", "input.team"), ("row.second", "input.team"), ("row.boss", "actor"),
            ("row", "actor"),
        )  # fmt: skip
        own = f"{one}_id" if "." in one else f"{one}.id"
        outside = f"{other}_id" if "." in other else f"{other}.id"
        return Term(f"({one} {word} {other})", f"({own} {word} {outside})")

    def field(self, kind: str) -> Term:
        optional = self.pick(True, False)
        name = f"row.{'no' if optional else 'a'}_{kind}"
        return Term(name, name, optional)

    def outside(self, kind: str) -> Term:
        if kind not in TEXTS and kind != "moment" and self.pick(True, False):
            return self.literal(kind)
        front = self.pick("input", "actor")
        optional = kind not in TEXTS and self.pick(True, False)
        name = f"{front}.{'no' if optional else 'a'}_{kind}"
        return Term(name, name, optional)


@pytest.fixture(scope="module")
def people(mongo_url: str) -> Iterator[Collection[dict[str, Any]]]:
    """The documents of the law."""
    with MongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        collection = client["expressions"]["people"]
        collection.insert_many([document(row) for row in PEOPLE])
        yield collection


@MANY
@given(st.data())
def test_a_filter_chooses_the_same_documents(
    people: Collection[dict[str, Any]], data: st.DataObject
) -> None:
    actor = data.draw(st.sampled_from(PEOPLE))
    inputs = data.draw(st.sampled_from(GIVEN))
    term = DocumentAuthor(data.draw, {"row": "person", "actor": "person"}, sql=True).condition(3)
    found = check(term.text, ROWS, KINDS["bool"])
    assert isinstance(found, Expression), (term.text, found)
    text, parameters = compile_filter(found.root, "row")
    given_values = {each.name: argument(each, actor, inputs) for each in parameters}
    query = eval(text, {"parameters": SimpleNamespace(**given_values)})
    chosen = {UUID(each["_id"]) for each in people.find(query, {"_id": 1})}
    outside = as_values(KEPT, actor, inputs)
    truth = {
        row.id
        for row in PEOPLE
        if official(term.reference, {**outside, "row": KEPT.as_map(row, "person")})
    }
    assert chosen == truth, (term.text, text)
