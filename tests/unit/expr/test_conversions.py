"""Values as texts read as people write them, wherever the text is made."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msc.expr.check import check
from msc.expr.evaluate import Value, evaluate
from msc.expr.scope import Entities, Scope
from msc.ir.expressions import Expression, RecordValue, ScalarKind, ScalarValue
from tests.unit.expr.model import python, reason, stored

FIELDS = (
    ("at", ScalarValue(ScalarKind.TIMESTAMP)),
    ("on", ScalarValue(ScalarKind.DATE)),
    ("part", ScalarValue(ScalarKind.DECIMAL)),
    ("count", ScalarValue(ScalarKind.INT)),
)
VALUES: dict[str, Value] = {
    "at": datetime(2031, 1, 31, 20, 45, 59, tzinfo=UTC),
    "on": date(2031, 1, 31),
    "part": Decimal("0.0000001"),
    "count": 7,
}
KOLKATA = Scope(Entities((), time_zone="Asia/Kolkata"), (("input", RecordValue(FIELDS)),))


@pytest.mark.parametrize(
    ("name", "text"),
    [("at", "2031-02-01 02:15"), ("on", "2031-01-31"), ("part", "0.0000001"), ("count", "7")],
)
def test_a_value_is_written_as_people_of_the_system_read_it(name: str, text: str) -> None:
    checked = check(f"string(input.{name})", KOLKATA)
    assert isinstance(checked, Expression)
    assert evaluate(checked.root, lambda path, _: VALUES[path[1]]) == text


@pytest.mark.parametrize(
    ("text", "compiled"),
    [
        ("string(row.a_timestamp)", "shown(row.a_timestamp)"),
        ("string(row.a_decimal)", 'format(row.a_decimal, "f")'),
        ("string(row.a_date)", "str(row.a_date)"),
        ("string(row.a_int)", "str(row.a_int)"),
    ],
)
def test_a_service_writes_it_so_too(text: str, compiled: str) -> None:
    assert python(text) == compiled


def test_the_database_knows_no_time_zone() -> None:
    text = "people.exists(p, p.a_string == string(now))"
    assert (
        reason(stored, text)
        == "the database formats a datetime differently; compare the datetime itself"
    )
