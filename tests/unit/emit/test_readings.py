"""The tests of plans ask for what a plan reads by an index, whatever the rows."""

from pathlib import Path

import pytest

from msc.emit.views.db_postgres_service.readings import ReadingView, entity_readings
from msc.pipeline.spec import load

SPEC = """\
language: 1
system: {{name: library, description: Lists of books.}}
entities:
  book:
    fields:
      title: string
      lent: {{type: boolean, default: false}}
      status: {{enum: [good, worn, lost], default: good}}
      stars: {{type: integer, minimum: 1, maximum: 3}}
      weight: {{type: decimal, scale: 1, minimum: 0, maximum: 1}}
      pages: integer
operations:
  list_books:
    actor: public
    steps: [{{list: books, as: books, filters: [{filters}], sort: [{sort}]}}]
    returns: books
endpoints:
  GET /books: list_books
"""


def readings_of(folder: Path, filters: str, sort: str) -> list[ReadingView]:
    (folder / "spec.yaml").write_text(SPEC.format(filters=filters, sort=sort), "utf-8")
    outcome = load(folder)
    assert outcome.value is not None, outcome.diagnostics
    return [view for entity in entity_readings(outcome.value) for view in entity.readings]


@pytest.mark.parametrize("filters", ["lent", "status", "stars", "weight"])
def test_few_values_alone_are_no_way_to_rows(filters: str, tmp_path: Path) -> None:
    assert readings_of(tmp_path, filters, "status") == []


def test_many_values_are_a_way_to_rows(tmp_path: Path) -> None:
    assert readings_of(tmp_path, "pages", "status") == [ReadingView('("pages",)', "None")]


def test_few_values_and_an_order_are_a_way_to_rows(tmp_path: Path) -> None:
    views = readings_of(tmp_path, "lent", "title")
    assert ReadingView('("lent",)', '"title"') in views
