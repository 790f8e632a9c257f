"""Tests of rules and of state machines."""

from collections.abc import Sequence
from contextlib import suppress

from msc.expr.evaluate import Path
from msc.expr.presence import may_be_missing
from msc.expr.target import Unsupported, free_variables
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.fields import EnumType
from msc.ir.system import System
from msc.lower.operations.rules import RuleParameter, rule_parameters
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.scenes.cases import CaseView, Parameters, TestView, case
from msc.lower.scenes.paths import entity_of
from msc.lower.scenes.rows import SceneRow, in_order
from msc.lower.scenes.scene import rule_table
from msc.lower.scenes.stage import Scene, Stage
from msc.lower.shapes.samples import value_imports, value_text
from msc.lower.types import annotation, annotation_imports
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    enum_class,
    rule_constant,
    rule_function,
)


def rule_test(rule: Rule, system: System, operations: Sequence[Operation]) -> TestView:
    """The message of a rule, and the outcome on both sides of its boundaries."""
    constant = rule_constant(rule.name)
    module = f"src.domain.rules.{element_module(rule.name)}"
    imports = ImportSet([("src.domain.errors", "Rule"), (module, constant)])
    expected = (f"Rule(name={literal(rule.name)}, code={literal(rule.code)}, "
            f"message={literal(rule.message)}, status={rule.status})")  # fmt: skip
    cases = [case(f"{rule.name}_says_what_is_wrong", [f"assert {expected} == {constant}"])]
    constants: tuple[str, ...] = ()
    if not rule.stored:
        owner = next(operation for operation in operations if rule in system.rules_of(operation))
        with suppress(Unsupported):
            constants, table = _rule_table(rule, Stage(system, owner), imports)
            cases = [*table, *cases]
    words = rule.name.replace("_", " ")
    return TestView(
        module=element_module(rule.name),
        element=f"rule {rule.name}",
        docstring=docstring(f"The rule `{words}`."),
        imports=imports.text,
        constants=constants,
        cases=tuple(cases),
    )


def _rule_table(
    rule: Rule, stage: Stage, imports: ImportSet
) -> tuple[tuple[str, ...], list[CaseView]]:
    table = rule_table(stage, rule)
    if table is None or {"now", "today"} & free_variables(rule.holds.root):
        return (), []
    base, beside = table
    imports.add("pytest")
    function = rule_function(rule.name)
    imports.add(f"src.domain.rules.{element_module(rule.name)}", function)
    parameters = rule_parameters(rule)
    paths = [tuple(parameter.path.split(".")) for parameter in parameters]
    names = tuple(parameter.name for parameter in parameters)
    needed = _needed(base, beside, paths)
    for row in needed:
        imports.add_all(row.imports)
    rows = tuple(
        f"({', '.join([*(_argument(path, scene, base, stage) for path in paths), str(holds)])})"
        for scene, holds in beside
    )
    outcome = _outcome(function, *names)
    of_rule = (_parameter(parameter, stage, imports) for parameter in parameters)
    declared = (*of_rule, f"{outcome}: bool")
    truth_table = case(
        rule.name,
        [f"assert {function}({', '.join(names)}) is {outcome}"],
        Parameters(declared, rows),
    )
    return tuple(f"{row.constant} = {row.text}" for row in in_order(needed)), [truth_table]


def _outcome(*taken: str) -> str:
    """The parameter that says whether the rule holds, beside names of the author's."""
    name = "holds"
    while name in taken:
        name += "_"
    return name


def rows_of_rule(rule: Rule, stage: Stage) -> tuple[SceneRow, ...]:
    """The rows in the test of a rule."""
    with suppress(Unsupported):
        table = rule_table(stage, rule)
        if table is not None:
            paths = [tuple(parameter.path.split(".")) for parameter in rule_parameters(rule)]
            return tuple(_needed(*table, paths))
    return ()


def _needed(
    base: Scene, beside: Sequence[tuple[Scene, bool]], paths: Sequence[Path]
) -> list[SceneRow]:
    return [row for row in base.rows if row.path in paths or _mentioned(row.constant, beside)]


def _mentioned(constant: str, scenes: Sequence[tuple[Scene, bool]]) -> bool:
    return any(f"{constant}." in row.text for scene, _ in scenes for row in scene.rows)


def _argument(path: Path, scene: Scene, base: Scene, stage: Stage) -> str:
    row, usual = scene.row(path), base.row(path)
    if row is not None and usual is not None:
        return row.text_beside(usual) if scene.is_there(path) else "None"
    fields = {input_.field.name: input_.field for input_ in stage.operation.inputs}
    return value_text(fields[path[1]].type, scene.inputs[path[1]])


def _parameter(parameter: RuleParameter, stage: Stage, imports: ImportSet) -> str:
    path = tuple(parameter.path.split("."))
    if path in stage.places:
        entity = entity_of(path, stage.operation, stage.system)
        imports.add(f"shared.dtos.{entity_module(entity.name)}", entity_class(entity.name))
        missing = " | None" if may_be_missing(parameter.node) else ""
        return f"{parameter.name}: {entity_class(entity.name)}{missing}"
    field = next(input_.field for input_ in stage.operation.inputs if input_.field.name == path[1])
    imports.add_all(annotation_imports(field.type))
    imports.add_all(value_imports(field.type))
    return f"{parameter.name}: {annotation(field.type, field.optional)}"


def states_test(entity: Entity) -> TestView:
    """Every transition from every state: its target, or its rejection."""
    assert entity.states is not None
    type_ = entity.field_named(entity.states.field).type
    assert isinstance(type_, EnumType)
    enum, function = enum_class(type_.name), f"next_{entity.name}_state"
    module = f"src.domain.states.{entity_module(entity.name)}"
    imports = ImportSet([("shared.dtos.enums", enum), ("src.domain.errors", "IllegalTransition"),
                         (module, function)])  # fmt: skip
    imports.add("pytest")
    allowed, refused = [], []
    for transition in entity.states.transitions:
        for word in type_.values:
            state = value_text(type_, word)
            if word in transition.sources:
                allowed.append(
                    f"({literal(transition.name)}, {state}, {value_text(type_, transition.target)})"
                )
            else:
                refused.append(f"({literal(transition.name)}, {state})")
    words = entity.name.replace("_", " ")
    return TestView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        docstring=docstring(f"The states of {words}: which transition leads where."),
        imports=imports.text,
        constants=(),
        cases=tuple(_state_cases(enum, function, allowed, refused)),
    )


def _state_cases(
    enum: str, function: str, allowed: list[str], refused: list[str]
) -> list[CaseView]:
    declared = ("transition: str", f"state: {enum}")
    cases = [
        case(
            "transition_leads_to_its_target",
            [f"assert {function}(transition, state) is target"],
            Parameters((*declared, f"target: {enum}"), tuple(allowed)),
        )
    ]
    if refused:
        cases.append(
            case(
                "transition_is_refused_from_other_states",
                ["with pytest.raises(IllegalTransition) as refused:",
                 f"    {function}(transition, state)",
                 "assert refused.value.state == state"],
                Parameters(declared, tuple(refused)),
            )
        )  # fmt: skip
    return cases
