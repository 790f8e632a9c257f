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
        count = chance.number(1, 2)
        draft.spec["journeys"] = {
            draft.names.new(NOUNS, "journeys"): {"description": texts.line(chance),
                                                 "steps": _story(draft)}
            for _ in range(count)
        }  # fmt: skip


def _question(draft: Draft) -> Spec:
    chance = draft.chance
    made: Spec = {"text": texts.line(chance)}
    if chance.one_in(2):
        made["options"] = list(draft.words_of_an_enum(2))
        made["default"] = chance.pick(made["options"])
    else:
        made["default"] = texts.line(chance)
    if chance.one_in(2):
        made["blocks"] = [chance.pick(sorted(draft.spec["operations"]))]
    return made


def _story(draft: Draft) -> list[Spec]:
    chance = draft.chance
    routes = [each for each in draft.spec.get("endpoints", {}) if "{" not in each]
    steps: list[Spec] = []
    if draft.spec.get("authentication", {}).get("first_account"):
        body = {"email": "first@system.example", "password": texts.line(chance, 40)}
        keep = {draft.names.new(NOUNS, "kept"): "access_token"}
        steps.append({"request": "POST /auth/login", "body": body, "status": 200, "keep": keep})
    for route in chance.some(routes, 3, 1):
        steps.append(_request(draft, route, steps))
    entity = chance.pick(draft.rows())
    if entity.fields and chance.one_in(2):
        shown = [each for each in entity.fields if each.kind.name == "string"]
        where = {each.name: texts.line(chance, 60) for each in shown[:1]}
        if where:
            steps.append({"wait_for": entity.name, "where": where})
    if draft.has_bot and chance.one_in(2):
        steps.append({"tell_bot": "/" + next(iter(draft.spec["bot"]["commands"])), "chat": "7001"})
        steps.append({"wait_for": "telegram", "to": "7001", "contains": texts.line(chance, 60)})
    return steps or [{"request": "GET /health/live", "status": 200}]


def _request(draft: Draft, route: str, before: list[Spec]) -> Spec:
    chance = draft.chance
    made: Spec = {"request": route, "status": 503}
    if chance.one_in(2):
        made["description"] = texts.line(chance)
    if before and "keep" in before[0] and chance.one_in(2):
        made["token"] = next(iter(before[0]["keep"]))
    if not route.startswith(("GET", "DELETE")):
        body: dict[str, Any] = {"name": texts.line(chance, 60), "count": 3, "more": [None, True]}
        made["body"] = body
    if chance.one_in(4):
        made["trace"] = True
    if chance.one_in(4):
        made["code"] = "DEPENDENCY_UNAVAILABLE"
    if chance.one_in(3):
        made["keep"] = {draft.names.new(NOUNS, "kept"): "id"}
    return made
