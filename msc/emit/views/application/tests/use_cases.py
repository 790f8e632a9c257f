"""Tests of use cases: commits and rejections."""

from functools import partial

from msc.core.record import Record
from msc.emit.views.application.tests.refusals import refusals
from msc.emit.views.application.tests.subject import Subject
from msc.emit.views.application.tests.successes import successes
from msc.emit.views.application.tests.support import TEST_IMPORTS
from msc.expr.target import Unsupported
from msc.ir.system import System
from msc.lower.operations.use_case import UseCase
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring
from msc.lower.scenes.arrangement import arrangement, scene_constants
from msc.lower.scenes.cases import CaseView
from msc.lower.scenes.models import Models, named_models
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.lower.shapes.samples import VALUES, value_imports
from msc.spelling.code import element_module, rule_constant


class UseCaseTestView(Record):
    """The tests of an operation."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    setup: tuple[str, ...]
    class_name: str
    wiring: str
    result: str
    cases: tuple[CaseView, ...]


def use_case_test(use_case: UseCase, program: Program) -> UseCaseTestView | None:
    """The tests; None if no success scene was found."""
    rest = (program.print_of(use_case), program.digest_of_models)
    work = partial(_of_use_case, use_case, program)
    return program.pieces.deferred(UseCaseTestView, use_case.operation.name, rest, work)


def _of_use_case(use_case: UseCase, program: Program, system: System) -> UseCaseTestView | None:
    operation = system.operation(use_case.operation.name)
    rehearsal = rehearse_operation(operation, system, program.stored)
    if rehearsal is None:
        return None
    try:
        return _view(Subject(rehearsal, use_case), program.models)
    except Unsupported:
        return None


def _view(subject: Subject, known: Models) -> UseCaseTestView:
    use_case, rehearsal = subject.use_case, subject.rehearsal
    imports = _imports(subject)
    constants = (
        *scene_constants(rehearsal.stage, rehearsal.scene, imports),
        f"INPUTS = {subject.inputs}",
        f"CALLER = Caller({'account_id=ACTOR.id' if use_case.has_actor else ''})",
    )
    arranged = arrangement(rehearsal.stage, rehearsal.scene)
    cases = (*successes(subject), *refusals(subject))
    imports.add_all(named_models(known, constants, arranged, cases, use_case.result))
    return UseCaseTestView(
        module=element_module(subject.name),
        element=f"operation {subject.name}",
        docstring=docstring(rehearsal.operation.description or f"Runs {subject.name}."),
        constants=constants,
        imports=imports.text,
        setup=arranged,
        class_name=use_case.class_name,
        wiring=", ".join(f"{port.attribute}=data.{port.attribute}" for port in use_case.ports),
        result=use_case.result,
        cases=cases,
    )


def _imports(subject: Subject) -> ImportSet:
    """All imports that the cases may need besides models; the formatter drops unused ones."""
    imports = ImportSet([*TEST_IMPORTS, *VALUES])
    imports.add("pytest")
    module = f"src.application.use_cases.{element_module(subject.name)}"
    imports.add(module, subject.use_case.class_name)
    imports.add(module, f"{subject.use_case.class_name}Input")
    for input_ in subject.rehearsal.operation.inputs:
        imports.add_all(value_imports(input_.field.type))
    for rule in subject.rehearsal.rules:
        imports.add(f"src.domain.rules.{element_module(rule.name)}", rule_constant(rule.name))
    return imports
