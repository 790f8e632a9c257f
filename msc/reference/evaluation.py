"""Evaluates texts with the official evaluator, where types were the checker's concern."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Any

from cel_expr_python import cel

from msc.expr.target import Unsupported, free_variables
from msc.ir.expressions import Node
from msc.reference.cel_text import cel_text
from msc.reference.values import Value, from_cel


def evaluate(node: Node, values: Mapping[str, Any]) -> Value:
    """The value of the node; `values` are those of its variables, as the evaluator takes them.

    Raises Unsupported if the evaluator cannot say.
    """
    result = _evaluated(node, values)
    return from_cel(result, node.type)


def holds(node: Node, values: Mapping[str, Any]) -> bool:
    """Whether the condition holds; raises Unsupported if the evaluator cannot say."""
    return _evaluated(node, values) is True


def _evaluated(node: Node, values: Mapping[str, Any]) -> Any:
    result = _compiled(cel_text(node), tuple(sorted(free_variables(node)))).eval(data=values)
    if result.type().name() == "ERROR":
        raise Unsupported(str(result.plain_value()))
    return result.plain_value()


@cache
def _compiled(text: str, names: tuple[str, ...]) -> Any:
    return _environment(names).compile(text)


@cache
def _environment(names: tuple[str, ...]) -> Any:
    type_ = cel.Type
    functions = [
        ("days", [type_.INT], type_.DURATION, lambda count: timedelta(days=count)),
        ("hours", [type_.INT], type_.DURATION, lambda count: timedelta(hours=count)),
        ("minutes", [type_.INT], type_.DURATION, lambda count: timedelta(minutes=count)),
        ("round", [type_.DOUBLE, type_.INT], type_.DOUBLE, _rounded),
        ("total", [type_.List(type_.DYN)], type_.DOUBLE, _total),
        ("day", [type_.TIMESTAMP], type_.STRING, _day),
    ]
    return cel.NewEnv(
        variables=dict.fromkeys(names, type_.DYN),
        functions=[
            cel.FunctionDecl(
                name, [cel.Overload(f"reference_{name}", result, parameters, False, impl=function)]
            )
            for name, parameters, result, function in functions
        ],
    )


def _rounded(number: float, places: int) -> float:
    # The shortest text of a double is the decimal that was meant.
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_EVEN))


def _total(items: Any) -> float:
    numbers = (item.plain_value() if hasattr(item, "plain_value") else item for item in items)
    return float(sum(Decimal(repr(number)) for number in numbers))


def _day(timestamp: datetime) -> str:
    return timestamp.date().isoformat()
