"""The official evaluator, and Python as it is emitted, over the same values."""

from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from cel_expr_python import cel

from msc.expr.python import compile_python
from msc.expr.sql import Parameter
from msc.ir.expressions import Node
from tests.property.expressions.model import PLURALS, Data, plain

NOW = datetime(2024, 3, 1, 0, 30, tzinfo=UTC)
TODAY = date(2024, 3, 1)
NAMES = {
    "actor": "actor", "actor.team": "actor_team", "input": "given", "input.team": "team",
    "now": "now", "today": "today",
}  # fmt: skip


@cache
def environment() -> Any:
    """Everything is dynamic: types were the checker's concern, nulls are those of JSON."""
    type_ = cel.Type
    total = cel.Overload(
        "sum_list", type_.DOUBLE, [type_.List(type_.DYN)], True, impl=lambda items: _sum(items)
    )
    whole = cel.Overload(
        "round_number", type_.DOUBLE, [type_.DOUBLE, type_.INT], False, impl=_rounded
    )
    rows = [f"r{number}" for number in range(1, 3)]
    names = ["actor", "input", "now", "today", "row", *PLURALS, *rows]
    return cel.NewEnv(
        variables=dict.fromkeys(names, type_.DYN),
        functions=[cel.FunctionDecl("sum", [total]), cel.FunctionDecl("round", [whole])],
    )


def _rounded(number: Any, places: Any) -> float:
    # The values of the model are exact as doubles, and only whole numbers are so afterwards.
    assert places == 0
    return float(round(float(number)))


def _sum(items: Any) -> float:
    return float(
        sum(item.plain_value() if hasattr(item, "plain_value") else item for item in items)
    )


@cache
def compiled(reference: str) -> Any:
    return environment().compile(reference)


def official(reference: str, values: dict[str, Any]) -> Any:
    """What the official evaluator yields."""
    result = compiled(reference).eval(data=values)
    assert result.type().name() != "ERROR", (reference, result.plain_value())
    return result.plain_value()


def as_values(data: Data, actor: SimpleNamespace, inputs: SimpleNamespace) -> dict[str, Any]:
    """The variables for the evaluator."""
    team = data.find("team", inputs.team_id)
    assert team is not None
    return {
        "actor": data.as_map(actor, "person"),
        "input": {**plain(vars(inputs)), "team": data.as_map(team, "team")},
        **plain({"now": NOW, "today": TODAY}),
        **{
            plural: [data.as_map(row, entity) for row in data.rows[entity]]
            for plural, entity in PLURALS.items()
        },
    }


def emitted(node: Node, data: Data, actor: SimpleNamespace, inputs: SimpleNamespace) -> Any:
    """What the emitted Python yields."""
    code = compile_python(node, NAMES)
    names: dict[str, Any] = {
        "actor": actor, "actor_team": data.find("team", actor.team_id), "given": inputs,
        "team": data.find("team", inputs.team_id), "now": NOW, "today": TODAY,
    }  # fmt: skip
    for module, name in code.imports:
        loaded = import_module(module)
        names[name or module] = getattr(loaded, name) if name else loaded
    return eval(code.text, names)


def argument(parameter: Parameter, actor: SimpleNamespace, inputs: SimpleNamespace) -> Any:
    """What the caller of a compiled condition passes for a parameter."""
    match parameter.path:
        case ("now",):
            return NOW
        case ("today",):
            return TODAY
        case (front, name):
            value = getattr(actor if front == "actor" else inputs, name)
        case (front, name, "id"):
            value = getattr(actor if front == "actor" else inputs, f"{name}_id")
        case path:
            raise AssertionError(f"{path} is not at hand")
    return str(value) if isinstance(value, str) else value
