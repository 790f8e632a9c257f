"""What the reference makes of operations: what names show, what is committed, what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msc.ir.fields import DateType, Field
from msc.ir.system import System
from msc.reference.operations import Answer, Request, run
from msc.reference.steps import default
from msc.reference.stored import Refused, Row, Stored
from msc.reference.values import Value
from tests.unit.analyze.pocket import system

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD = """\
language: 1
system: {name: bank, title: Bank, description: Money moves., currency: EUR, time_zone: UTC}
entities:
  branch:
    plural: branches
    fields: {name: {type: string, max_length: 20}}
  account:
    fields:
      name: {type: string, max_length: 20, unique: true}
      code: {type: string, max_length: 20, optional: true, unique: true}
      branch: {reference: branch, optional: true, on_delete: CHOICE}
      balance: {type: money, default: 0}
"""
MOVE = """\
operations:
  run:
    actor: public
    input: {payer: account, payee: account}
    steps:
      - update: input.payer
        set: {balance: "input.payer.balance - 10"}
        as: paid
STEPS
    returns: RETURNED
endpoints:
  POST /run/{payer}/{payee}: run
"""
REMOVE = """\
operations:
  run:
    actor: public
    input: {branch: branch}
    steps:
      - delete: input.branch
endpoints:
  DELETE /branches/{branch}: run
"""


def bank(text: str, choice: str = "clear") -> System:
    return system(HEAD.replace("CHOICE", choice) + text)


def moving(steps: str, returned: str = "paid") -> System:
    lines = "\n".join(f"      {line}" for line in steps.splitlines())
    return bank(MOVE.replace("STEPS", lines).replace("RETURNED", returned))


def rows(of: System, *more: Row) -> Stored:
    times: dict[str, Value] = {"created_at": NOW, "updated_at": NOW}
    accounts = (
        Row("account", id_, {**times, "name": id_, "code": None, "branch": branch,
                             "balance": Decimal("100.00")})
        for id_, branch in (("a", "north"), ("b", "north"), ("c", None))
    )  # fmt: skip
    branch = Row("branch", "north", {**times, "name": "North"})
    return Stored.of(of, iter((branch, *accounts, *more)))


def ran(of: System, **inputs: Value) -> tuple[Answer, Stored]:
    return run(of.operation("run"), Request(None, inputs, NOW), rows(of))


def balances(stored: Stored) -> dict[str, Value]:
    return {id_: row.values["balance"] for id_, row in stored.rows["account"].items()}


def test_what_is_written_under_another_name_is_shown() -> None:
    deposit = 'update: input.payee\n  set: {balance: "input.payee.balance + 10"}'
    of = moving(f"- {deposit}")
    assert balances(ran(of, payer="a", payee="a")[1])["a"] == Decimal("100.00")
    assert balances(ran(of, payer="a", payee="b")[1])["b"] == Decimal("110.00")


def test_a_name_does_not_show_what_was_written_under_it() -> None:
    copied = '- update: input.payee\n  set: {code: "string(input.payer.balance == 100.0 ? 1 : 2)"}'
    _, after = ran(moving(copied), payer="c", payee="b")
    assert after.rows["account"]["b"].values["code"] == "1"


def test_a_name_of_a_result_shows_what_was_written() -> None:
    copied = '- update: input.payee\n  set: {code: "string(paid.balance == 90.0 ? 1 : 2)"}'
    _, after = ran(moving(copied), payer="a", payee="b")
    assert after.rows["account"]["b"].values["code"] == "1"


def test_a_name_shows_its_own_change_once_others_of_its_kind_are_written() -> None:
    other = "- update: input.payee\n  set: {code: \"'x'\"}\n"
    copied = "- create: account\n  set: {name: \"'n'\", balance: input.payer.balance}"
    _, after = ran(moving(other + copied), payer="a", payee="b")
    assert sorted(map(str, balances(after).values())) == ["100.00", "100.00", "90.00", "90.00"]


def test_a_turn_of_a_loop_sees_what_those_before_it_have_written() -> None:
    loop = (
        "- for_each: accounts\n  as: one\n  steps:\n"
        '    - update: input.payee\n      set: {balance: "input.payee.balance + 1"}'
    )
    _, after = ran(moving(loop), payer="a", payee="c")
    assert balances(after)["c"] == Decimal("103.00")


def test_a_collection_is_what_is_stored() -> None:
    loop = (
        '- for_each: "accounts.filter(x, x.balance == 100.0)"\n  as: one\n  steps:\n'
        "    - update: one\n      set: {code: one.name}"
    )
    _, after = ran(moving(loop), payer="a", payee="b")
    codes = {id_: row.values["code"] for id_, row in after.rows["account"].items()}
    assert codes == {"a": None, "b": "b", "c": "c"}


def test_a_row_that_is_refused_leaves_everything_as_it_was() -> None:
    of = moving("- create: account\n  set: {name: \"'b'\"}")
    answer, after = ran(of, payer="a", payee="b")
    assert answer.refusal == (409, "UNIQUE_VIOLATION")
    assert balances(after)["a"] == Decimal("100.00")


def test_rows_without_a_value_are_not_equal() -> None:
    answer, after = ran(moving("- create: account\n  set: {name: \"'d'\"}"), payer="a", payee="b")
    assert answer.refusal is None
    assert len(after.rows["account"]) == 4


@pytest.mark.parametrize(
    ("choice", "left"),
    [("clear", {"a": None, "b": None, "c": None}), ("cascade", {"c": None})],
)
def test_references_to_a_row_that_goes(choice: str, left: dict[str, Value]) -> None:
    _, after = ran(bank(REMOVE, choice), branch="north")
    assert {id_: row.values["branch"] for id_, row in after.rows["account"].items()} == left


def test_a_row_that_others_need_stays() -> None:
    answer, after = ran(bank(REMOVE, "restrict"), branch="north")
    assert answer.refusal == (409, "REFERENCE_VIOLATION")
    assert after.rows["branch"]


def test_a_row_that_is_not_there_is_not_found() -> None:
    assert ran(bank(REMOVE), branch="south")[0].refusal == (404, "NOT_FOUND")


def test_a_reference_to_nothing_is_refused() -> None:
    stored = rows(bank(REMOVE))
    row = stored.rows["account"]["a"]
    with pytest.raises(Refused):
        stored.put(Row("account", "a", {**row.values, "branch": "south"}))


def test_a_default_of_a_day_is_a_day() -> None:
    field = Field("due", DateType(), has_default=True, default="2026-02-28")
    assert default(field) == date(2026, 2, 28)


def test_a_unique_index_is_asked_before_references() -> None:
    stored = rows(bank(REMOVE))
    twin = stored.rows["account"]["a"]
    with pytest.raises(Refused) as refused:
        stored.put(Row("account", "new", {**twin.values, "branch": "south"}))
    assert refused.value.refusal == (409, "UNIQUE_VIOLATION")
