"""The tests of rules: what their tables name is imported."""

import ast

from msc.emit.views.application.tests.domain import rule_test
from msc.pipeline.front import front

SPEC = b"""
language: 1
system: {name: port, description: Ships come and go.}
entities:
  call: {fields: {arrives_at: datetime, leaves_at: datetime}}
rules:
  leaves_later:
    holds: input.leaves_at > input.arrives_at + hours(4)
    message: A call takes four hours
    code: CALL_TOO_SHORT
operations:
  announce:
    actor: public
    input: {arrives_at: datetime, leaves_at: datetime}
    rules: [leaves_later]
    steps:
      - create: call
        set: {arrives_at: input.arrives_at, leaves_at: input.leaves_at}
        as: call
    returns: call
endpoints:
  POST /calls: announce
"""


def test_moments_in_a_table_bring_their_time_zone() -> None:
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
