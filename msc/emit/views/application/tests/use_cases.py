"""Tests of use cases: what they commit, and what they refuse."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.application.tests.support import TEST_IMPORTS
from msc.expr.target import Unsupported
from msc.ir.behaviour import ListStep, Operation, Rule
from msc.ir.walk import changed_fields
from msc.lower.operations.use_case import UseCase
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.scenes.arrangement import arrangement, listed, scene_constants
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.models import Models, named_models
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.refusals import (
    changes,
    given_rows,
    other_roles,
    other_states,
    removal,
)
from msc.lower.scenes.rehearsal import Rehearsal
from msc.lower.scenes.scene import Scene, Stage, is_guarded
from msc.lower.shapes.names import attribute, sort_key
from msc.lower.shapes.samples import value_imports, value_text
from msc.lower.types.texts import wire_text
from msc.spelling.code import element_module, function_name, rule_constant

NOTHING = "assert data.units_of_work.committed == []"


class UseCaseTestView(Record):
    """The tests of an operation."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    arrangement: tuple[str, ...]
    class_name: str
    wiring: str
    result: str
    cases: tuple[CaseView, ...]


def use_case_test(use_case: UseCase, program: Program, known: Models) -> UseCaseTestView | None:
    """The tests; None if no scene is found in which the operation succeeds."""
    rehearsal = program.rehearsals.get(use_case.operation.name)
    if rehearsal is None:
        return None
    test = _UseCaseTest(rehearsal, use_case, known)
    try:
        return test.view()
    except Unsupported:
        return None


class _Refusal(Record):
    """The error that a use case ends with, and what is asserted of it."""

    error: str
    checks: tuple[str, ...] = ()


class _UseCaseTest(Record):
    rehearsal: Rehearsal
    compiled: UseCase
    known: Models

    @property
    def stage(self) -> Stage:
        return self.rehearsal.stage

    @property
    def scene(self) -> Scene:
        return self.rehearsal.scene

    @property
    def outcome(self) -> Outcome:
        return self.rehearsal.outcome

    @property
    def operation(self) -> Operation:
        return self.stage.operation

    @property
    def name(self) -> str:
        return self.operation.name

    def view(self) -> UseCaseTestView:
        """The finished view."""
        imports = self._imports()
        caller = "account_id=ACTOR.id" if signed_in(self.operation) else ""
        constants = (
            *scene_constants(self.stage, self.scene, imports),
            f"GIVEN = {self._given(self.scene)}",
            f"CALLER = Caller({caller})",
        )
        arranged, cases = arrangement(self.stage, self.scene), tuple(self._cases())
        result = self.compiled.result
        imports.add_all(named_models(self.known, constants, arranged, cases, result))
        return UseCaseTestView(
            module=element_module(self.name),
            element=f"operation {self.name}",
            docstring=docstring(self.operation.description or f"Runs {self.name}."),
            constants=constants,
            imports=imports.text,
            arrangement=arranged,
            class_name=self.compiled.class_name,
            wiring=", ".join(f"{name}=data.{name}" for name in self._ports()),
            result=result,
            cases=cases,
        )

    def _imports(self) -> ImportSet:
        """Whatever the cases may need besides models; the formatter drops the rest."""
        imports = ImportSet(TEST_IMPORTS)
        imports.add("pytest")
        module = f"src.application.use_cases.{element_module(self.name)}"
        imports.add(module, self.compiled.class_name)
        imports.add(module, f"{self.compiled.class_name}Input")
        for each in self.operation.inputs:
            imports.add_all(value_imports(each.field.type))
        for rule in self.stage.system.rules_of(self.operation):
            imports.add(f"src.domain.rules.{element_module(rule.name)}", rule_constant(rule.name))
        return imports

    def _ports(self) -> list[str]:
        return [each.attribute for each in self.compiled.ports]

    @property
    def commits(self) -> bool:
        """Whether the operation commits anything."""
        return "units_of_work" in self._ports()

    def _given(self, scene: Scene) -> str:
        return f"{self.compiled.class_name}Input({', '.join(self._arguments(scene))})"

    def _arguments(self, scene: Scene) -> list[str]:
        found = []
        for each in self.operation.inputs:
            row = scene.row(("input", each.field.name))
            value = row.identity if row else scene.inputs[each.field.name]
            found.append(f"{attribute(each.field)}={value_text(each.field.type, value)}")
        return [*found, *self._sent(*changed_fields(self.operation, self.stage.system))]

    def _sent(self, *names: str) -> list[str]:
        """Which inputs of a change were sent; the others keep what is stored."""
        return [f"sent=frozenset({{{', '.join(map(literal, names))}}})"] if names else []

    def _cases(self) -> Iterator[CaseView]:
        yield self._success()
        yield from self._partial()
        if signed_in(self.operation):
            yield self._refused("needs_somebody_who_is_signed_in", [], _Refusal("NotSignedIn"),
                                arguments=", caller=Caller()")  # fmt: skip
            yield self._refused("needs_an_account_that_exists", [], _Refusal("NotSignedIn"),
                                arguments=", caller=Caller(account_id=new_id())")  # fmt: skip
        yield from self._wrong_roles()
        yield from self._rows()
        yield from self._rules()
        yield from self._wrong_states()
        if self.commits:
            yield from self._commitment()

    def _success(self) -> CaseView:
        step = listed(self.operation)
        if step is not None:
            return self._lists(step)
        result = "" if self.operation.returns is None else "result = "
        lines = ["data = arranged()", f"{result}await run(data)"]
        lines += [
            f"{variable} = data.units_of_work.created({literal(entity.name)})"
            for variable, entity in self.outcome.created
        ]
        returned = self.outcome.returned()
        if self.commits:
            lines.append(f"assert data.units_of_work.committed == [{self._work()}]")
            if returned is not None:
                rows = f"data.{function_name(returned.entity.plural)}"
                lines.append(f"assert result == {rows}.stored[{returned.identity.text}]")
            return async_case(f"{self.name}_commits_its_whole_result", lines)
        if returned is not None:
            lines.append(f"assert result == {returned.identity.text.removesuffix('.id')}")
        return async_case(f"{self.name}_answers_the_row", lines)

    def _work(self) -> str:
        parts = [f"actor_id={'ACTOR.id' if signed_in(self.operation) else 'None'}"]
        for name in ("reads", "guards", "writes", "events"):
            found = getattr(self.outcome, name)
            if found:
                parts.append(f"{name}=[{', '.join(found)}]")
        return f"Work({', '.join(parts)})"

    def _lists(self, step: ListStep) -> CaseView:
        entity = self.stage.system.entity(step.query.entity)
        name, parameters = "page", ""
        if step.query.condition is not None:
            name = step.query.name
            given = []
            for each in self.outcome.stored.parameters(step.query):
                path = each.path[:-1] if each.path[-1] == "id" else each.path
                value = self.outcome.look_up(path, each.type)
                given.append(f"{literal(each.name)}: {value_text(None, value)}")
            parameters = f"{{{', '.join(given)}}}"
        default = sort_key(step.sort[0], entity)
        asked = ", ".join([literal(name), parameters or "{}", f"sort={literal(default)}"])
        return async_case(
            f"{self.name}_asks_for_a_page",
            [
                "data = arranged()",
                "result = await run(data)",
                f"assert result == Page(items=[{', '.join(self._shown(step))}])",
                f"assert data.{function_name(entity.plural)}.asked == [Asked({asked})]",
            ],
        )

    def _shown(self, step: ListStep) -> list[str]:
        """What the rows in memory answer: those of the query, or all of the entity."""
        if step.query.condition is not None:
            return ["ITEM"]
        rows = [each.constant for each in self.scene.rows if each.entity.name == step.query.entity]
        return [*rows, "ITEM"]

    def _partial(self) -> Iterator[CaseView]:
        """What is not sent keeps its value."""
        names = [*changed_fields(self.operation, self.stage.system)]
        if len(names) < 2 or len(self.outcome.writes) != 1:
            return
        value = wire_text(self.scene.inputs[names[0]])
        yield async_case(
            f"{self.name}_leaves_alone_what_is_not_sent",
            [
                "data = arranged()",
                f"await run(data, replace(GIVEN, {self._sent(names[0])[0]}))",
                "(write,) = data.units_of_work.committed[0].writes",
                "assert isinstance(write, UpdateWrite)",
                f"assert write.values == {{{literal(names[0])}: {value}}}",
            ],
        )

    def _refused(
        self,
        name: str,
        changed: list[str],
        refusal: _Refusal,
        *,
        arguments: str = "",
        parameters: Parameters | None = None,
    ) -> CaseView:
        known = " as refused" if refusal.checks else ""
        nothing = (NOTHING,) if self.commits else ()
        return async_case(
            f"{self.name}_{name}",
            [
                "data = arranged()",
                *changed,
                f"with pytest.raises({refusal.error}){known}:",
                f"    await run(data{arguments})",
                *refusal.checks,
                *nothing,
            ],
            parameters,
        )

    def _wrong_roles(self) -> Iterator[CaseView]:
        roles = other_roles(self.stage, self.scene)
        if roles is not None:
            yield self._refused(
                "is_refused_to_other_roles", [roles.statement], _Refusal("NotAllowed"),
                parameters=roles.parameters,
            )  # fmt: skip

    def _rows(self) -> Iterator[CaseView]:
        for row in given_rows(self.scene):
            name = row.path[1]
            yield self._refused(f"needs_the_{name}", [removal(row)], _Refusal("NotFound"))
            hidden = self.stage.hidden(row.path, self.scene) if is_guarded(row) else None
            if hidden is not None and signed_in(self.operation):
                checks = (f"assert refused.value.identifier == {row.constant}.id",)
                yield self._refused(
                    f"hides_the_{name}_of_somebody_else",
                    changes(hidden, self.scene),
                    _Refusal("NotVisible", checks),
                )

    def _given_beside(self, scene: Scene) -> str:
        changed = [
            f"{attribute(each.field)}={value_text(each.field.type, scene.inputs[each.field.name])}"
            for each in self.operation.inputs
            if not each.entity
            and scene.inputs[each.field.name] != self.scene.inputs[each.field.name]
        ]
        return f", given=replace(GIVEN, {', '.join(changed)})" if changed else ""

    def _rules(self) -> Iterator[CaseView]:
        rules = self.stage.system.rules_of(self.operation)
        for rule in rules:
            if rule.stored:
                yield from self._guard(rule)
                continue
            scene = self.stage.refusal(rule, self.scene)
            if scene is not None:
                yield self._violation(f"is_refused_unless_{rule.name}", rule, scene)
        if len(rules) > 1:
            yield from self._order(rules)

    def _violation(
        self, name: str, rule: Rule, scene: Scene, extra: tuple[str, ...] = ()
    ) -> CaseView:
        return self._refused(
            name,
            [*extra, *changes(scene, self.scene)],
            _Refusal(
                "RuleViolation", (f"assert refused.value.rule == {rule_constant(rule.name)}",)
            ),
            arguments=self._given_beside(scene),
        )

    def _guard(self, rule: Rule) -> Iterator[CaseView]:
        constant = rule_constant(rule.name)
        yield self._violation(
            f"is_refused_unless_{rule.name}",
            rule,
            self.scene,
            (f"data.guards.failing.add({constant}.name)",),
        )
        if self.commits:
            yield self._violation(
                f"is_refused_unless_{rule.name}_at_the_commit",
                rule,
                self.scene,
                (f"data.units_of_work.refusals = [GuardFailed({constant}.name)]",),
            )

    def _order(self, rules: tuple[Rule, ...]) -> Iterator[CaseView]:
        """All rules fail at once, and the first one is told."""
        scene = self.stage.every_refusal(self.scene)
        if scene is None:
            return
        failing = tuple(
            f"data.guards.failing.add({rule_constant(each.name)}.name)"
            for each in rules
            if each.stored
        )
        yield self._violation("tells_the_first_rule_that_fails", rules[0], scene, failing)

    def _wrong_states(self) -> Iterator[CaseView]:
        states = other_states(self.stage, self.scene)
        if states is not None:
            yield self._refused(
                "is_refused_in_other_states",
                [states.statement],
                _Refusal("IllegalTransition", ("assert refused.value.state == state",)),
                parameters=states.parameters,
            )

    def _commitment(self) -> Iterator[CaseView]:
        yield async_case(
            f"{self.name}_starts_anew_after_a_conflict",
            [
                "data = arranged()",
                'data.units_of_work.refusals = [VersionConflict("changed"), '
                'VersionConflict("changed")]',
                "await run(data)",
                "assert len(data.units_of_work.committed) == 1",
            ],
        )
        yield self._refused(
            "gives_up_after_three_conflicts",
            ['data.units_of_work.refusals = [VersionConflict("changed")] * 3'],
            _Refusal("VersionConflict"),
        )
        yield self._refused(
            "changes_nothing_when_its_message_comes_again",
            [
                'consumed = Consumed(consumer="worker", key="1")',
                "data.units_of_work.handled = [consumed]",
            ],
            _Refusal("AlreadyHandled"),
            arguments=", caller=replace(CALLER, consumed=consumed)",
        )
