"""How a route gets the state of its application."""

from typing import Annotated

from fastapi import Depends, Request

from src.state import State


def state_of(request: Request) -> State:
    state = request.app.state.simulators
    if not isinstance(state, State):
        raise TypeError("the application was not made by create_app")
    return state


StateDependency = Annotated[State, Depends(state_of)]
