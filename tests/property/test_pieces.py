"""The law of pieces: worked out from an excerpt of a system, they are what the whole gives."""

from pathlib import Path

import pytest

from msc.core import resources
from msc.emit.plan import plan
from msc.emit.templates import Templates
from msc.emit.views import db_postgres_service
from msc.emit.views.api_service.endpoints import Locations, endpoint_names
from msc.emit.views.api_service.tests import endpoints
from msc.emit.views.application.tests import support, use_cases
from msc.emit.views.db_postgres_service import predicates
from msc.ir.excerpt import excerpt
from msc.ir.system import System
from msc.lower.operations.request import INTERNAL
from msc.lower.operations.use_case import compile_use_case
from msc.lower.pieces import KnownPieces
from msc.lower.program import Program, lower, requests
from msc.pipeline.front import front
from msc.pipeline.spec import load
from tests.generated.drawing import spec_of
from tests.generated.writing import written

DRAWN = range(0, 1200, 100)


def examples() -> list[Path]:
    return sorted(path for path in resources.folder("examples").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", examples(), ids=lambda folder: folder.name)
def test_pieces_of_an_example(folder: Path) -> None:
    system = load(folder).value
    assert system is not None
    check(system)
    check_rendered(system)


@pytest.mark.parametrize("number", DRAWN)
def test_pieces_of_a_drawn_spec(number: int) -> None:
    # Some drawn specs ask for what cannot be, and are refused.
    check(next(system for system in map(drawn, range(number, number + 100)) if system))


def drawn(number: int) -> System | None:
    return front([("spec.yaml", written(spec_of(number)))]).checked.value


def check(system: System) -> None:
    program = lower(system).value
    assert program is not None
    requested = requests(system)
    for operation in system.operations:
        case = program.use_case(operation)
        request = requested.get(operation.name, INTERNAL)
        alone = compile_use_case(operation, system, program.stored, request)
        # Only the whole system knows which classes are taken.
        assert case == alone.apart_from(frozenset({alone.class_name} - {case.class_name}))
        whole, part = (use_cases._of_use_case(case, program, one) for one in both(system))
        assert part == whole
        whole, part = (support._of_operation(operation.name, program, one) for one in both(system))
        assert part == whole
    for query in program.stored.queries.values():
        whole, part = (predicates._of_query(query, one) for one in both(system))
        assert part == whole
    for entity in system.entities:
        whole, part = (db_postgres_service._entity(entity, one) for one in both(system))
        assert part == whole
    for endpoint, name in endpoint_names(system).items():
        place = Locations(system).of(endpoint)
        whole, part = (
            endpoints._of_endpoint(name, endpoint, place, program, one) for one in both(system)
        )
        assert part == whole


def check_rendered(system: System) -> None:
    """Whether pieces are kept, are known already, or neither: the same texts come of them."""
    plain, keeping = lower(system).value, lower(system, KnownPieces()).value
    assert plain is not None
    assert keeping is not None
    texts = rendered(plain)
    assert rendered(keeping) == texts
    pieces = keeping.pieces
    again = lower(system, KnownPieces(pieces.kept, dict(pieces.contents))).value
    assert again is not None
    assert rendered(again) == texts
    assert again.pieces.contents == {}


def rendered(program: Program) -> dict[str, str]:
    templates = Templates()
    return {target.path: target.text(templates) for target in plan(program, templates).targets}


def both(system: System) -> tuple[System, System]:
    return system, excerpt(system)
