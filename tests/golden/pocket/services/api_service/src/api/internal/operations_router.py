"""Operations that other services run on behalf of a person or of the system."""

from typing import Any
from uuid import UUID

from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from shared.callers import ServiceRouter
from shared.problems import NotAuthenticated, UnknownName, validation_problem
from shared.unit_of_work import Consumed
from src.api.dependencies import ContainerDep
from src.application.caller import Caller
from src.application.errors import AlreadyHandled
from src.application.use_cases.list_own_bookings import ListOwnBookingsInput
from src.core.container import Container

router = ServiceRouter(tags=["internal"], include_in_schema=False)


class Run(BaseModel):
    """The caller, the channel and the input."""

    actor_id: UUID | None = None
    chat_id: str | None = None
    consumed: Consumed | None = None
    input: dict[str, Any] = Field(default_factory=dict)


@router.post("/operations/{name}")
async def run_operation(name: str, run: Run, container: ContainerDep) -> Any:
    """Runs an operation; a message that was handled before changes nothing."""
    caller = Caller(account_id=await _account(run, container), consumed=run.consumed)
    try:
        result = await _execute(name, run.input, caller, container)
    except AlreadyHandled:
        return None
    return jsonable_encoder(result)


async def _account(run: Run, container: Container) -> UUID | None:
    if run.chat_id is None:
        return run.actor_id
    account = await container.adapters.people.find_by(telegram_chat=run.chat_id)
    if account is not None:
        return account.id
    raise NotAuthenticated("This chat is not linked to an account")


def _checked[Input](kind: type[Input], inputs: dict[str, Any]) -> Input:
    try:
        return TypeAdapter(kind).validate_python(inputs)
    except ValidationError as error:
        raise validation_problem(error.errors()) from error


async def _execute(name: str, inputs: dict[str, Any], caller: Caller, container: Container) -> Any:
    match name:
        case "list_own_bookings":
            return await container.use_cases.list_own_bookings.execute(
                _checked(ListOwnBookingsInput, inputs), caller
            )
    raise UnknownName("operation", name)
