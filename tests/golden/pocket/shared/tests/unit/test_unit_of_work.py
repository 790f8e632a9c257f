"""The wire format of a unit of work."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from shared.identifiers import new_id
from shared.unit_of_work import (
    BULK,
    PROMPT_MESSAGES,
    Consumed,
    EventPayload,
    UnitOfWork,
    UnitOfWorkRequest,
)


def test_decimals_travel_as_texts() -> None:
    unit = UnitOfWork()
    unit.create("loan", new_id(), {"amount": Decimal("5000.00")})
    assert unit.request().model_dump(mode="json")["writes"][0]["values"] == {"amount": "5000.00"}


def test_row_that_is_changed_and_removed_is_only_removed() -> None:
    unit, row = UnitOfWork(), new_id()
    unit.update("user", row, 3, {"name": "Ada"})
    unit.update("user", new_id(), 1, {"friend": None})
    unit.delete("user", row, 3)
    assert [write.action for write in unit.request().writes] == ["update", "delete"]


def test_a_row_is_read_once() -> None:
    unit, identifier = UnitOfWork(), new_id()
    unit.read("user", identifier, 1)
    unit.read("user", identifier, 1)
    assert len(unit.request().reads) == 1


def test_wire_form_round_trips() -> None:
    unit = UnitOfWork(actor_id=new_id())
    unit.update("user", new_id(), 3, {"name": "Ada"})
    unit.delete("user", new_id(), None)
    unit.audit("change", "compliance", "user", new_id(), {"name": "Ada"})
    request = unit.request()
    assert UnitOfWorkRequest.model_validate(request.model_dump(mode="json")) == request


@pytest.mark.parametrize("name", ["reads", "guards", "writes", "events"])
def test_first_wrong_item_is_the_only_one_that_is_told(name: str) -> None:
    with pytest.raises(ValidationError) as raised:
        UnitOfWorkRequest.model_validate({name: [{}, {}, {}]})
    assert {error["loc"][:2] for error in raised.value.errors()} == {(name, 0)}


class Message(EventPayload):
    """A message to a person."""

    event_name = "notification.message"


def names_of(unit: UnitOfWork) -> list[str]:
    return [event.name for event in unit.request().events]


def test_many_messages_let_those_to_single_people_pass() -> None:
    unit = UnitOfWork()
    for _ in range(PROMPT_MESSAGES + 2):
        unit.tell(Message(), new_id())
    prompt, bulk = Message.event_name, Message.event_name + BULK
    assert names_of(unit) == [*[prompt] * PROMPT_MESSAGES, bulk, bulk]


def test_one_of_many_units_lets_those_to_single_people_pass() -> None:
    unit = UnitOfWork(consumed=Consumed(consumer="job", key="1", bulk=True))
    unit.tell(Message(), new_id())
    assert names_of(unit) == [Message.event_name + BULK]
    # No data service of an earlier release knows the member.
    assert unit.request().model_dump()["consumed"] == {"consumer": "job", "key": "1"}
