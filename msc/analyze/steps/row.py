"""The interface between the analysis and a verb."""

from abc import ABC, abstractmethod

from msc.analyze.steps.walk import Walk
from msc.ir.steps import Step
from msc.model.base import SpecModel
from msc.model.places import Path


class StepRow[S: SpecModel](ABC):
    """Resolves the steps of one verb."""

    @abstractmethod
    def resolve(self, walk: Walk, spec: S, path: Path) -> Step | None:
        """The step, or None if it has no effect or has errors, which are reported."""
