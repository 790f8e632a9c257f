"""`publish`: publishes an event with the commit."""

from msc.analyze.steps.payload import Recipe, payload
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.ir.steps import PublishStep
from msc.model.places import Path
from msc.model.steps import PublishStepSpec


class PublishRow(StepRow[PublishStepSpec]):
    """Skips the values of an event that has errors in its own section."""

    def resolve(self, walk: Walk, spec: PublishStepSpec, path: Path) -> PublishStep | None:
        if not walk.context.known("event", spec.publish, walk.nouns.events, (*path, "publish")):
            return None
        event = walk.nouns.events[spec.publish]
        if not walk.context.sound("events", event.name):
            return None
        recipe = Recipe(f"the event `{event.name}`", "publish", event.payload)
        return PublishStep(event.name, payload(walk, recipe, spec.values, path))


ROW = PublishRow()
