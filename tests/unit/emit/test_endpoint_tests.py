"""Tests of endpoints say what a spec says, whatever it looks like."""

from msc.core.record import replace
from msc.emit.views.api_service.tests.endpoints import endpoint_tests
from msc.ir.system import System
from msc.lower.program import lower
from msc.lower.pycode import literal


def test_message_of_a_rule_is_never_code(system: System) -> None:
    message = 'f"{print(1)}"'
    rules = tuple(replace(rule, message=message) for rule in system.rules)
    lines = [
        line
        for view in endpoint_tests(lower(replace(system, rules=rules)).value)
        for case in view.cases
        if "_is_refused_unless_" in case.definition
        for line in case.lines
        if "problem_of(response)" in line
    ]
    assert lines != []
    assert [line for line in lines if not line.endswith(f", {literal(message)})")] == []
