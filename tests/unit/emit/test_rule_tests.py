"""Rules and their tests: what they name is imported."""

import ast

from msc.emit.views.application.rules import rule_view
from msc.emit.views.application.tests.domain import rule_test
from msc.lower.operations.predicates import compile_predicate
from msc.pipeline.front import front

SPEC = b"""
language: 1
system: {name: port, description: Ships come and go.}
entities:
  call: {fields: {arrives_at: datetime, leaves_at: datetime}}
rules:
  code_form: {holds: "input.berth.matches('^[A-C][0-9]$')", message: No berth, code: NO_BERTH}
  leaves_later:
    holds: input.leaves_at > input.arrives_at + hours(4)
    message: A call takes four hours
    code: CALL_TOO_SHORT
operations:
  announce:
    actor: public
    input: {berth: string, arrives_at: datetime, leaves_at: datetime}
    rules: [code_form, leaves_later]
    steps:
      - create: call
        set: {arrives_at: input.arrives_at, leaves_at: input.leaves_at}
        as: call
    returns: call
endpoints:
  POST /calls: announce
"""


def test_timestamps_in_a_table_bring_their_time_zone() -> None:
    system = front([("spec.yaml", SPEC)]).checked.value
    assert system is not None
    view = rule_test(system.rule("leaves_later"), system, system.operations)
    imported = {
        alias.name
        for statement in ast.parse(view.imports).body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert "tzinfo=UTC" in str(view.cases)
    assert {"UTC", "datetime"} <= imported


def test_a_rule_with_a_pattern_imports_the_module_of_patterns() -> None:
    system = front([("spec.yaml", SPEC)]).checked.value
    assert system is not None
    rule = system.rule("code_form")
    view = rule_view(rule, compile_predicate(rule), system, list(system.operations))
    assert "import re" in view.imports.split("\n")


def test_a_rule_called_as_its_outcome_is_called_in_its_test() -> None:
    spec = SPEC.replace(b"leaves_later", b"holds")
    system = front([("spec.yaml", spec)]).checked.value
    assert system is not None
    view = rule_test(system.rule("holds"), system, system.operations)
    (table, _) = view.cases
    (line,) = table.lines
    call, _, outcome = line.removeprefix("assert ").partition(" is ")
    assert call.startswith("holds(")
    assert outcome != "holds"
    assert f"{outcome}: bool" in table.definition
