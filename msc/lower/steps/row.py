"""The interface between the emitted code and a verb."""

from abc import ABC, abstractmethod

from msc.ir.steps import BaseStep
from msc.lower.operations.body import Body
from msc.lower.scenes.outcome import Outcome


class StepRow[S: BaseStep](ABC):
    """Compiles the steps of one verb."""

    @abstractmethod
    def compile(self, body: Body, step: S) -> None:
        """Adds its statements to a use case."""

    @abstractmethod
    def rehearse(self, outcome: Outcome, step: S) -> None:
        """Adds its effects to the outcome; raises Unsupported if they depend on the run."""
