"""Each query of a system has a name of its own, however operations and jobs are called."""

from msc.ir.system import System
from msc.ir.walk import steps_of
from tests.unit.analyze.pocket import system

SPEC = """
language: 1
system: {name: workshop, description: Bicycles.}
entities:
  bicycle: {fields: {label: {type: string, default: none}, heavy: {type: boolean, default: false}}}
operations:
  bring:
    actor: public
    steps: [{create: bicycle}]
  OPERATION:
    actor: system
    steps:
      - for_each: bicycles.filter(b, b.heavy)
        as: heavy
        steps: [{update: heavy, set: {label: "'heavy'"}}]
      - for_each: bicycles.filter(b, !b.heavy)
        as: light
        steps: [{update: light, set: {label: "'light'"}}]
  OTHER:
    actor: system
    steps:
      - for_each: bicycles.filter(b, b.label == 'lost')
        as: lost
        steps: [{delete: lost}]
  ring:
    actor: system
    input: {bicycle: bicycle}
    steps: [{update: input.bicycle, set: {label: "'rung'"}}]
endpoints: {POST /bicycles: bring}
jobs:
  daily: {schedule: daily at 09:00, run: OPERATION}
  weekly: {schedule: weekly on monday at 09:00, run: OTHER}
  JOB:
    schedule: every 5 minutes
    for_each: {bicycle: "bicycles.filter(b, b.label != 'rung')"}
    run: ring
"""


def workshop(operation: str, other: str, job: str) -> System:
    return system(SPEC.replace("OPERATION", operation).replace("OTHER", other).replace("JOB", job))


def queries(system: System) -> dict[str, str]:
    """The name of each query by a word of its condition."""
    steps = [query for step in steps_of(system) for query in step.queries]
    jobs = [query for trigger in system.triggers for query in trigger.queries]
    conditions = {query.name: query.condition for query in (*steps, *jobs)}
    assert len(conditions) == len([*steps, *jobs])
    return {name: condition.source if condition else "" for name, condition in conditions.items()}


def test_a_second_query_of_an_operation_has_its_number() -> None:
    assert sorted(queries(workshop("weigh", "clear", "chime"))) == [
        "chime", "clear", "weigh", "weigh_2",
    ]  # fmt: skip


def test_no_query_takes_the_name_of_another_operation() -> None:
    assert sorted(queries(workshop("weigh", "weigh_2", "chime"))) == [
        "chime", "weigh", "weigh_2", "weigh_3",
    ]  # fmt: skip
    assert "lost" in queries(workshop("weigh", "weigh_2", "chime"))["weigh_2"]


def test_no_query_becomes_the_class_of_another_operation() -> None:
    assert sorted(queries(workshop("weigh", "weigh2", "chime"))) == [
        "chime", "weigh", "weigh2", "weigh_3",
    ]  # fmt: skip


def test_a_job_may_be_named_like_what_has_queries_too() -> None:
    by_word = queries(workshop("weigh", "clear", "weigh"))
    assert sorted(by_word) == ["clear", "weigh", "weigh_2", "weigh_3"]
    assert "rung" in by_word["weigh"]
