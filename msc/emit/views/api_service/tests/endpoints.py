"""Tests of endpoints: what they answer, and with which problems they refuse."""

from collections.abc import Iterator
from contextlib import suppress

from msc.core.record import Record, replace
from msc.emit.views.api_service.endpoints import body_fields, endpoint_names, has_only_defaults
from msc.emit.views.api_service.tests.lists import list_cases
from msc.emit.views.api_service.tests.values import bound_values, wrong_values
from msc.expr.evaluate import Value, evaluate
from msc.expr.target import Unsupported
from msc.ir.behaviour import ListStep, Operation, Rule
from msc.ir.fields import Field
from msc.ir.system import System
from msc.ir.triggers import Endpoint
from msc.lower.program import Program
from msc.lower.pycode import Import, ImportSet, docstring, literal
from msc.lower.scenes.arrangement import (
    arrangement,
    listed,
    listed_row,
    scene_constants,
)
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.models import Models, models, named_models
from msc.lower.scenes.outcome import Outcome, Result
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.refusals import (
    Variation,
    changes,
    given_rows,
    other_roles,
    other_states,
    removal,
)
from msc.lower.scenes.rehearsal import Rehearsal
from msc.lower.scenes.rows import common_fields
from msc.lower.scenes.scene import Scene, Stage, is_guarded
from msc.lower.shapes.samples import value_imports
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text
from msc.spelling.code import element_module, entity_class

NOTHING = "assert data.units_of_work.committed == []"
SUPPORT: tuple[Import, ...] = (
    ("datetime", "UTC"), ("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal"),
    ("httpx", "Response"), ("shared.dtos.enums", "Role"), ("shared.identifiers", "new_id"),
    ("shared.unit_of_work", "GuardFailed"), ("shared.unit_of_work", "VersionConflict"),
    ("tests.support.api", "client"),
    ("tests.support.api", "problem_of"), ("tests.support.api", "wrong_fields"),
    ("tests.support.data", "Data"), ("tests.support.rows", "Asked"), ("uuid", "UUID"),
    ("typing", "Any"), ("collections.abc", "Mapping"),
)  # fmt: skip


class EndpointTestView(Record):
    """The tests of an endpoint."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    arrangement: tuple[str, ...]
    parameters: str
    actor: str
    method: str
    content: str
    cases: tuple[CaseView, ...]


def endpoint_tests(program: Program) -> Iterator[EndpointTestView]:
    """The tests of all endpoints whose operation has a scene of success."""
    known = models(program.system)
    for endpoint, name in endpoint_names(program.system).items():
        rehearsal = program.rehearsals.get(endpoint.operation)
        if rehearsal is None:
            continue
        with suppress(Unsupported):
            yield _EndpointTest(name, endpoint, rehearsal, known).view()


def answered(result: Result) -> str:
    """The row as the API answers it."""
    pairs = [f'"id": {wire_text(result.identity)}']
    pairs += [
        f"{literal(each.wire_name)}: {wire_text(result.values[each.name])}"
        for each in result.entity.fields
        if not each.hidden
    ]
    pairs += [f"{literal(each)}: {wire_text(NOW)}" for each in common_fields(result.entity)]
    return f"{{{', '.join(pairs)}}}"


class _Told(Record):
    """What a refusal tells; the detail is a Python expression."""

    status: int
    code: str
    detail: str


class _EndpointTest(Record):
    name: str
    endpoint: Endpoint
    rehearsal: Rehearsal
    models: Models

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
    def system(self) -> System:
        return self.stage.system

    @property
    def body(self) -> tuple[Field, ...]:
        """The members of the body; a list has none."""
        if listed(self.operation) is not None:
            return ()
        return body_fields(self.operation, self.endpoint.path)

    @property
    def commits(self) -> bool:
        """Whether the operation commits anything."""
        return bool(self.outcome.writes or self.outcome.events)

    def view(self) -> EndpointTestView:
        """The finished view."""
        imports = ImportSet(SUPPORT)
        imports.add("pytest")
        for each in self.operation.inputs:
            imports.add_all(value_imports(each.field.type))
        account = self.system.authentication.account if self.system.authentication else ""
        known = signed_in(self.operation)
        actor = f", actor: {entity_class(account)} | None = ACTOR" if known else ""
        if listed(self.operation) is not None:
            parameters, content = ", query: Mapping[str, str] | None = None", ", params=query"
        elif self.body:
            parameters, content = ", body: object = BODY", ", json=body"
        else:
            parameters, content = "", ""
        constants = [*scene_constants(self.stage, self.scene, imports), f"PATH = {self._path()}"]
        if self.body:
            members = ", ".join(f"{literal(each.wire_name)}: {wire_text(self._value(each))}"
                                for each in self.body)  # fmt: skip
            constants.append(f"BODY: dict[str, Any] = {{{members}}}")
        about = self.operation.description or f"Runs {self.operation.name}."
        arranged, cases = arrangement(self.stage, self.scene), tuple(self._cases())
        imports.add_all(named_models(self.models, tuple(constants), arranged, cases, actor))
        return EndpointTestView(
            module=element_module(self.name),
            element=f"operation {self.operation.name}",
            docstring=docstring(f"{self.endpoint.method} {self.endpoint.path}: {about}"),
            imports=imports.text,
            constants=tuple(constants),
            arrangement=arranged,
            parameters=f"{actor}, path: str = PATH{parameters}",
            actor="actor" if known else "None",
            method=literal(self.endpoint.method),
            content=content,
            cases=cases,
        )

    def _path(self) -> str:
        path, rows = self.endpoint.path, False
        for each in self.operation.inputs:
            part = f"{{{each.field.name}}}"
            row = self.scene.row(("input", each.field.name))
            if part in path and row is not None:
                path, rows = path.replace(part, f"{{{row.constant}.id}}"), True
        return f"{'f' if rows else ''}{literal(path)}"

    def _value(self, field: Field) -> Value:
        row = self.scene.row(("input", field.name))
        return row.identity if row is not None else self.scene.inputs[field.name]

    def _cases(self) -> Iterator[CaseView]:
        step, item = listed(self.operation), listed_row(self.operation, self.system)
        if step is not None and item is not None:
            shown = [*self._beside(step), Result(item.entity, item.identity, item.values)]
            yield from list_cases(
                self.name, step, item, [answered(each) for each in shown], self.outcome
            )
        else:
            yield self._success()
        yield from self._validation()
        yield from self._people()
        yield from self._rows()
        yield from self._rules()
        if self.commits:
            yield self._refused(
                "is_a_conflict_when_the_data_keeps_changing",
                ['data.units_of_work.refusals = [VersionConflict("changed")] * 3'],
                _Told(409, "VERSION_CONFLICT", '"The data changed meanwhile; please try again"'),
            )

    def _beside(self, step: ListStep) -> list[Result]:
        """Other rows of the scene that the list shows, because it shows all of the entity."""
        if step.query.condition is not None:
            return []
        return [
            Result(each.entity, each.identity, each.values)
            for each in self.scene.rows
            if each.entity.name == step.query.entity
        ]

    def _success(self) -> CaseView:
        status = self.endpoint.status
        lines = ["data = arranged()", "response = await send(data)",
                 f"assert response.status_code == {status}"]  # fmt: skip
        returned = self.outcome.returned()
        if returned is None:
            lines.append('assert response.content in (b"", b"null")')
        else:
            lines += [
                f"{variable} = data.units_of_work.created({literal(entity.name)})"
                for variable, entity in self.outcome.created
                if returned.identity.text == variable
            ]
            lines.append(f"assert response.json() == {answered(returned)}")
        if self.commits:
            lines.append("assert len(data.units_of_work.committed) == 1")
        return async_case(f"{self.name}_answers_{status}", lines)

    def _refused(
        self,
        name: str,
        changed: list[str],
        told: _Told,
        *,
        arguments: str = "",
        parameters: Parameters | None = None,
    ) -> CaseView:
        return async_case(
            f"{self.name}_{name}",
            [
                "data = arranged()",
                *changed,
                f"response = await send(data{arguments})",
                "assert problem_of(response) == "
                f"({told.status}, {literal(told.code)}, {told.detail})",
                *([NOTHING] if self.commits else []),
            ],
            parameters,
        )

    def _validation(self) -> Iterator[CaseView]:
        wrong = tuple(
            f"pytest.param({literal(each.wire_name)}, {given.text}, "
            f"id={literal(f'{each.wire_name}: {given.about}')})"
            for each in self.body
            for given in wrong_values(each)
        )
        if wrong:
            yield self._invalid(
                "refuses_values_that_are_not_allowed", "{**BODY, name: value}",
                Parameters(("name: str", "value: object"), wrong),
            )  # fmt: skip
        required = tuple(literal(each.wire_name) for each in self.body
                         if not (each.optional or each.has_default))  # fmt: skip
        if required:
            yield self._invalid(
                "needs_every_required_member",
                "{key: each for key, each in BODY.items() if key != name}",
                Parameters(("name: str",), required),
            )
        if self.body:
            yield self._invalid("refuses_unknown_members", '{**BODY, "unknown": 1}')
        if self.body and has_only_defaults(self.body):
            yield async_case(
                f"{self.name}_takes_the_defaults_without_a_body",
                ["response = await send(arranged(), body=None)",
                 "assert response.status_code == (await send(arranged(), body={})).status_code"],
            )  # fmt: skip
        yield from self._accepted()
        for each in self.operation.inputs:
            row = self.scene.row(("input", each.field.name))
            if row is None or f"{{{each.field.name}}}" not in self.endpoint.path:
                continue
            yield async_case(
                f"{self.name}_refuses_an_identifier_of_another_form",
                [f'path = PATH.replace(str({row.constant}.id), "nonsense")',
                 "response = await send(arranged(), path=path)",
                 f"assert wrong_fields(response) == [{literal(f'path.{each.field.wire_name}')}]"],
            )  # fmt: skip

    def _invalid(self, name: str, body: str, parameters: Parameters | None = None) -> CaseView:
        """A body is refused for the member that a parameter names, or else for an unknown one."""
        place = 'f"body.{name}"' if parameters else '"body.unknown"'
        return async_case(
            f"{self.name}_{name}",
            [
                "data = arranged()",
                f"response = await send(data, body={body})",
                f"assert wrong_fields(response) == [{place}]",
                *([NOTHING] if self.commits else []),
            ],
            parameters,
        )

    def _accepted(self) -> Iterator[CaseView]:
        fine = tuple(
            f"pytest.param({literal(each.wire_name)}, {given.text}, "
            f"id={literal(f'{each.wire_name}: {given.about}')})"
            for each in self.body
            for given, value in bound_values(each)
            if self._allowed(each, value)
        )
        if fine:
            yield async_case(
                f"{self.name}_accepts_the_last_values_that_are_allowed",
                ["response = await send(arranged(), body={**BODY, name: value})",
                 f"assert response.status_code == {self.endpoint.status}"],
                Parameters(("name: str", "value: object"), fine),
            )  # fmt: skip

    def _allowed(self, field: Field, value: Value) -> bool:
        """Whether every rule still holds."""
        scene = replace(self.scene, inputs={**self.scene.inputs, field.name: value})
        rules = (each for each in self.system.rules_of(self.operation) if not each.stored)
        return all(evaluate(each.holds.root, scene.look_up) for each in rules)

    def _people(self) -> Iterator[CaseView]:
        if not signed_in(self.operation):
            return
        yield self._refused("needs_somebody_who_is_signed_in", [],
                            _Told(401, "NOT_AUTHENTICATED", '"Authentication is required"'),
                            arguments=", actor=None")  # fmt: skip
        roles = other_roles(self.stage, self.scene)
        if roles is not None:
            yield self._refused(
                "is_forbidden_for_other_roles", [roles.statement],
                _Told(403, "FORBIDDEN", '"You may not do this"'), parameters=roles.parameters,
            )  # fmt: skip

    def _rows(self) -> Iterator[CaseView]:
        for row in given_rows(self.scene):
            name = row.path[1]
            words = row.entity.name.replace("_", " ")
            told = _Told(404, "NOT_FOUND", f'f"There is no {words} {{{row.constant}.id}}"')
            yield self._refused(f"does_not_find_the_{name}", [removal(row)], told)
            hidden = self.stage.hidden(row.path, self.scene) if is_guarded(row) else None
            if hidden is not None and signed_in(self.operation):
                yield self._refused(f"does_not_show_the_{name}_of_somebody_else",
                                    changes(hidden, self.scene), told)  # fmt: skip

    def _rules(self) -> Iterator[CaseView]:
        for rule in self.system.rules_of(self.operation):
            if rule.stored:
                change = f"data.guards.failing.add({literal(rule.name)})"
                yield self._violated(rule, [change], "")
                continue
            scene = self.stage.refusal(rule, self.scene)
            if scene is not None:
                yield self._violated(rule, changes(scene, self.scene), self._other_body(scene))
        states = other_states(self.stage, self.scene)
        if states is not None:
            yield self._illegal(states)

    def _violated(self, rule: Rule, changed: list[str], arguments: str) -> CaseView:
        told = _Told(rule.status, rule.code, literal(rule.message))
        return self._refused(f"is_refused_unless_{rule.name}", changed, told, arguments=arguments)

    def _other_body(self, scene: Scene) -> str:
        changed = [
            f"{literal(each.wire_name)}: {wire_text(scene.inputs[each.name])}"
            for each in self.body
            if each.name in scene.inputs and scene.inputs[each.name] != self.scene.inputs[each.name]
        ]
        return f", body={{**BODY, {', '.join(changed)}}}" if changed else ""

    def _illegal(self, states: Variation) -> CaseView:
        return async_case(
            f"{self.name}_is_a_conflict_in_other_states",
            [
                "data = arranged()",
                states.statement,
                "response = await send(data)",
                'assert problem_of(response)[:2] == (409, "ILLEGAL_TRANSITION")',
                'assert response.json()["state"] == state',
                NOTHING,
            ],
            states.parameters,
        )
