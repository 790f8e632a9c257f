"""Tests of endpoints that return a page: filters, order, cursor, and invalid values of each."""

from collections.abc import Iterator, Sequence

from msc.core.record import Record
from msc.emit.views.api_service.tests.subject import Subject
from msc.expr.evaluate import Identity, Value
from msc.ir.fields import (
    Field,
    FieldType,
    ReferenceType,
    UuidType,
)
from msc.ir.steps import ListStep
from msc.lower.pycode import literal
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.rehearsal import Rehearsal
from msc.lower.scenes.rows import SceneRow
from msc.lower.shapes.names import attribute, sort_key
from msc.lower.shapes.samples import sample_value, value_text
from msc.lower.types import row
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text
from msc.spelling.code import function_name, query_parameter

SOME = "01900000-0000-7000-8000-000000000001"


class Filter(Record):
    """A filter as a query string and as an argument of the use case."""

    name: str
    inner: str
    text: str
    parsed: str


def list_cases(
    subject: Subject, step: ListStep, item: SceneRow, shown: Sequence[str]
) -> Iterator[CaseView]:
    """The cases of a list; `shown` are the rows that it returns."""
    rows = f"data.{function_name(item.entity.plural)}"
    name, asked = subject.name, _Asked(step, item, subject.rehearsal)
    yield async_case(
        f"{name}_answers_a_page",
        [
            "response = await send(arranged())",
            f"assert response.status_code == {subject.endpoint.status}",
            f'assert response.json() == {{"items": [{", ".join(shown)}], "next_cursor": None, '
            '"total": None}',
        ],
    )
    filters = list(_filters(step, item))
    if filters:
        yield _filtered(name, filters, rows, asked)
    yield _sorted(name, rows, asked)
    yield async_case(
        f"{name}_passes_limit_and_position_on",
        ["data = arranged()",
         f"await send(data, query={ASKED})",
         f"assert {rows}.asked == [{asked.text(asked.default, POSITION)}]"],
    )  # fmt: skip
    yield async_case(
        f"{name}_tells_where_the_next_page_begins",
        ["data = arranged()", *_another(item, step),
         'response = await send(data, query={"limit": "1", "total": "true"})',
         'assert len(response.json()["items"]) == 1',
         'assert response.json()["next_cursor"] == "more"',
         f'assert response.json()["total"] == {len(shown) + 1}'],
    )  # fmt: skip
    yield _refused(name, filters, step, item)


ASKED = '{"limit": "100", "cursor": "here", "offset": "2", "total": "true"}'
POSITION = 'limit=100, cursor="here", offset=2, total=True'


class _Asked(Record):
    step: ListStep
    item: SceneRow
    rehearsal: Rehearsal

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """All sort orders, and the resulting arguments."""
        names = [order.removeprefix("-") for order in self.step.sort]
        return [
            (sign + _wire(name, self.item), sort_key(sign + name, self.item.entity))
            for name in names
            for sign in ("", "-")
        ]

    @property
    def default(self) -> str:
        """The default order."""
        return f"sort={literal(sort_key(self.step.sort[0], self.item.entity))}"

    def text(self, *arguments: str, filters: str = "") -> str:
        """The resulting arguments as text."""
        name, parameters = self.rehearsal.asked(self.step.query)
        members = ", ".join(filter(None, [filters, self.rehearsal.own_rows(self.step)]))
        filtered = [f"filters={{{members}}}"] if members else []
        return f"Asked({', '.join([literal(name), parameters or '{}', *filtered, *arguments])})"


def _another(item: SceneRow, step: ListStep) -> list[str]:
    rows = f"data.{function_name(item.entity.plural)}"
    other = item.text
    if step.query.condition is None:
        return [f"{rows}.put({other})"]
    return [f"{rows}.select({literal(step.query.name)}, ITEM, {other})"]


def _filters(step: ListStep, item: SceneRow) -> Iterator[Filter]:
    for name in step.filters:
        field = next((field for field in item.entity.fields if field.name == name), None)
        wire, inner = (field.wire_name, attribute(field)) if field else (name, name)
        text, parsed = _filter_value(field)
        yield Filter(query_parameter(wire), inner, text, parsed)
        if field is None or field.type.ranged:
            for test in ("gte", "lte"):
                yield Filter(query_parameter(wire, test), f"{inner}__{test}", text, parsed)


def _filter_value(field: Field | None) -> tuple[str, str]:
    if field is None:
        return wire_text(NOW), value_text(None, NOW)
    if isinstance(field.type, ReferenceType | UuidType):
        return literal(SOME), f"UUID({literal(SOME)})"
    value: Value = sample_value(field.type)
    assert not isinstance(value, Identity)
    if isinstance(value, bool):
        return literal(str(value).lower()), literal(value)
    text = wire_text(value)
    return (text if text.startswith('"') else literal(text)), value_text(field.type, value)


def _sorted(name: str, rows: str, asked: _Asked) -> CaseView:
    same = all(outer == inner for outer, inner in asked.sorts)
    table = [
        literal(outer) if same else f"({literal(outer)}, {literal(inner)})"
        for outer, inner in asked.sorts
    ]
    return async_case(
        f"{name}_sorts_as_asked",
        ["data = arranged()", 'await send(data, query={"sort": sort})',
         f"assert {rows}.asked == [{asked.text(f'sort={'sort' if same else 'inner'}')}]"],
        Parameters(("sort: str",) if same else ("sort: str", "inner: str"), tuple(table)),
    )  # fmt: skip


def _filtered(name: str, filters: list[Filter], rows: str, asked: _Asked) -> CaseView:
    same = all(filter_.name == filter_.inner for filter_ in filters)
    table = tuple(
        f"({literal(filter_.name)}, {'' if same else f'{literal(filter_.inner)}, '}"
        f"{filter_.text}, {filter_.parsed})"
        for filter_ in filters
    )
    inner = () if same else ("inner: str",)
    request = asked.text(asked.default, filters=f"{'name' if same else 'inner'}: value")
    return async_case(
        f"{name}_filters_as_asked",
        ["data = arranged()", "await send(data, query={name: text})",
         f"assert {rows}.asked == [{request}]"],
        Parameters(("name: str", *inner, "text: str", "value: object"), table),
    )  # fmt: skip


def _refused(name: str, filters: list[Filter], step: ListStep, item: SceneRow) -> CaseView:
    table = [
        '("limit", "0")', '("limit", "101")', '("offset", "-1")', '("sort", "no_such_field")',
        '("no_such_filter", "1")',
    ]  # fmt: skip
    typed = {
        _wire(filter_, item)
        for filter_ in step.filters
        if not _takes_any_text(_type(filter_, item))
    }
    table += [
        f'({literal(filter_.name)}, "nonsense")'
        for filter_ in filters
        if filter_.name.partition("__")[0] in typed
    ]
    return async_case(
        f"{name}_refuses_what_cannot_be_asked",
        ["response = await send(arranged(), query={name: text})",
         'assert wrong_fields(response) == [f"query.{name}"]'],
        Parameters(("name: str", "text: str"), tuple(table)),
    )  # fmt: skip


def _type(name: str, item: SceneRow) -> FieldType | None:
    return next((field.type for field in item.entity.fields if field.name == name), None)


def _takes_any_text(type_: FieldType | None) -> bool:
    return type_ is not None and row(type_).takes_any_text


def _wire(name: str, item: SceneRow) -> str:
    return next((field.wire_name for field in item.entity.fields if field.name == name), name)
