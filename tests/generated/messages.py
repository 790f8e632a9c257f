"""Steps that tell somebody something: events and notifications."""

from typing import TYPE_CHECKING, Any

from tests.generated import values
from tests.generated.kinds import Spec

if TYPE_CHECKING:
    from tests.generated.steps import Steps


def publish(steps: "Steps") -> bool:
    """An event, with a value for each name of its payload."""
    draft = steps.scope.draft
    names = [event for event in draft.events if steps.events is None or event.name in steps.events]
    if not names:
        return False
    unpublished = [name for name in names if name.name in draft.unpublished]
    event = draft.chance.pick(unpublished or names)
    passed = _passed(steps, event.payload)
    if passed is None:
        return False
    step = {"publish": event.name, **({"values": passed} if passed else {})}
    steps.add(step)
    draft.unpublished.discard(event.name)
    return True


def notify(steps: "Steps") -> bool:
    """A message to somebody."""
    draft = steps.scope.draft
    people = steps.scope.rows(draft.account) if draft.account else []
    people = [person for person in people if person.text not in steps.touched.deleted]
    if not draft.notifications:
        return False
    if not people:
        if steps.frozen or steps.depth or not draft.account:
            return False
        if not draft.entities[draft.account].visible(steps.scope.actor):
            return False
        people = [steps.scope.row_input(draft.account)]
    unsent = [
        notification for notification in draft.notifications if notification.name in draft.unsent
    ]
    message = draft.chance.pick(unsent or draft.notifications)
    passed = _passed(steps, message.inputs)
    if passed is None:
        return False
    step = {"notify": draft.chance.pick(people).text, "notification": message.name}
    steps.add({**step, **({"values": passed} if passed else {})})
    draft.unsent.discard(message.name)
    return True


def _passed(steps: "Steps", payload: list[Any]) -> Spec | None:
    """A value for each name of a payload, or None where one cannot be had."""
    assigned: Spec = {}
    for part in payload:
        source = part.source
        target = values.plain(part.name, part.type, part.kind, optional=part.optional)
        if source is not None:
            target.name = source.name
            target.spec = {**source.spec, "optional": part.optional}
            target.spec.pop("default", None)
        if part.optional and steps.scope.draft.chance.one_in(3):
            continue
        entity = part.type.partition(".")[0] if "." in part.type else ""
        value = _value_of(steps, target, entity, source)
        if value is None and not part.optional:
            return None
        assigned[part.name] = value
    return assigned


def _value_of(steps: "Steps", target: Any, entity: str, source: Any) -> object:
    if steps.frozen or steps.depth:
        return steps.value(target, "")
    return values.value(steps.scope, target, entity if source is not None else "")
