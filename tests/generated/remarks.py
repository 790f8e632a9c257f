"""What a spec says beside what is built: what left it, what is open, and its stories."""

from typing import Any

from tests.generated import texts
from tests.generated.draft import Draft
from tests.generated.kinds import Spec
from tests.generated.names import FIELDS, NOUNS


def declare(draft: Draft) -> None:
    """Adds some of these sections."""
    chance = draft.chance
    if chance.one_in(6):
        gone = draft.names.new(NOUNS, "classes")
        entity = chance.pick(sorted(draft.entities))
        field = draft.names.new(FIELDS, f"fields of {entity}")
        draft.spec["removed"] = {gone: texts.line(chance), f"{entity}.{field}": texts.line(chance)}
    if chance.one_in(6):
        draft.spec["questions"] = {draft.names.new(NOUNS, "questions"): _question(draft)}
    if chance.one_in(4):
        stories = [_story(draft) for _ in range(chance.number(1, 2))]
        journeys = {
            draft.names.new(NOUNS, "journeys"): {"description": texts.line(chance), "steps": steps}
            for steps in stories
            if steps
        }
        draft.spec |= {"journeys": journeys} if journeys else {}


def _question(draft: Draft) -> Spec:
    chance = draft.chance
    question: Spec = {"text": texts.line(chance)}
    if chance.one_in(2):
        question["options"] = list(draft.words_of_an_enum(2))
        question["default"] = chance.pick(question["options"])
    else:
        question["default"] = texts.line(chance)
    if chance.one_in(2):
        question["blocks"] = [chance.pick(sorted(draft.spec["operations"]))]
    return question


def _story(draft: Draft) -> list[Spec]:
    chance = draft.chance
    routes = [route for route in draft.spec.get("endpoints", {}) if "{" not in route]
    steps: list[Spec] = []
    if draft.spec.get("authentication", {}).get("first_account"):
        body = {"email": "first@system.example", "password": texts.line(chance, 40)}
        keep = {draft.names.new(NOUNS, "kept"): "access_token"}
        steps.append({"request": "POST /auth/login", "body": body, "status": 200, "keep": keep})
    for route in chance.some(routes, 3, 1):
        steps.append(_request(draft, route, steps))
    entity = chance.pick(draft.rows())
    if entity.fields and chance.one_in(2):
        shown = [field for field in entity.fields if field.kind.name == "string"]
        where = {field.name: texts.line(chance, 60) for field in shown[:1]}
        if where:
            steps.append({"wait_for": entity.name, "where": where})
    if draft.has_bot and chance.one_in(2):
        steps.append({"tell_bot": "/" + next(iter(draft.spec["bot"]["commands"])), "chat": "7001"})
        steps.append({"wait_for": "telegram", "to": "7001", "contains": texts.line(chance, 60)})
    return steps


def _request(draft: Draft, route: str, before: list[Spec]) -> Spec:
    chance = draft.chance
    step: Spec = {"request": route, "status": 503}
    if chance.one_in(2):
        step["description"] = texts.line(chance)
    if before and "keep" in before[0] and chance.one_in(2):
        step["token"] = next(iter(before[0]["keep"]))
    if not route.startswith(("GET", "DELETE")):
        body: dict[str, Any] = {"name": texts.line(chance, 60), "count": 3, "more": [None, True]}
        step["body"] = body
    if chance.one_in(4):
        step["trace"] = True
    if chance.one_in(4):
        step["code"] = "DEPENDENCY_UNAVAILABLE"
    if chance.one_in(3):
        step["keep"] = {draft.names.new(NOUNS, "kept"): "id"}
    return step
