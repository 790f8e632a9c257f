"""Operations that succeed: the scene in which each does, and what it then leaves."""

from collections.abc import Mapping

from msc.core.record import Record
from msc.ir.system import System
from msc.lower.scenes.outcome import Outcome, outcome_of
from msc.lower.scenes.scene import Scene, Stage
from msc.lower.shapes.queries import StoredCode


class Rehearsal(Record):
    """An operation on its stage, a scene in which it succeeds, and the outcome."""

    stage: Stage
    scene: Scene
    outcome: Outcome


def rehearse(system: System, stored: StoredCode) -> Mapping[str, Rehearsal]:
    """The rehearsals by operation; one for which no scene or outcome is known has none."""
    stages = (Stage(system, each) for each in system.operations)
    found = ((each, each.success()) for each in stages)
    made = (
        (stage, scene, outcome_of(stage.operation, system, scene, stored))
        for stage, scene in found
        if scene is not None
    )
    return {
        stage.operation.name: Rehearsal(stage, scene, outcome)
        for stage, scene, outcome in made
        if outcome is not None
    }
