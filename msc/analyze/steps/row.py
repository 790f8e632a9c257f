"""What the analysis asks of a verb."""

from abc import ABC, abstractmethod

from msc.analyze.steps.walk import Walk
from msc.ir.steps import Step
from msc.model.base import SpecModel
from msc.model.places import Path


class StepRow[S: SpecModel](ABC):
    """Answers for one verb."""

    @abstractmethod
    def resolve(self, walk: Walk, spec: S, path: Path) -> Step | None:
        """The step, or None if it is wrong, which is reported, or leaves nothing to do."""
