"""Guards and queries: predicates over stored rows, by name and with typed parameters."""

import httpx
import pytest
from pydantic import BaseModel

from src.stored.guards import GUARDS
from src.stored.queries import QUERIES
from tests.support.parameters import parameters_of
from tests.support.problems import assert_invalid, assert_problem

KINDS: dict[str, type[BaseModel]] = {
    **{f"guards/{name}": guard.parameters for name, guard in GUARDS.items()},
    **{f"queries/{name}": query.parameters for name, query in QUERIES.items()},
}


@pytest.mark.parametrize("name", sorted(GUARDS))
async def test_guard_says_whether_it_holds(client: httpx.AsyncClient, name: str) -> None:
    parameters = parameters_of(GUARDS[name].parameters)
    answer = await client.get(f"/api/v1/guards/{name}", params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.json()["holds"] in (True, False)


@pytest.mark.parametrize("name", sorted(QUERIES))
async def test_query_finds_nothing_where_nothing_is(client: httpx.AsyncClient, name: str) -> None:
    parameters = {**parameters_of(QUERIES[name].parameters), "total": "true", "sort": "-created_at"}
    answer = await client.get(f"/api/v1/queries/{name}", params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"items": [], "next_cursor": None, "total": 0}


@pytest.mark.parametrize("path", sorted(KINDS))
async def test_each_parameter_must_be_given(client: httpx.AsyncClient, path: str) -> None:
    parameters = parameters_of(KINDS[path])
    for name in (name for name, field in KINDS[path].model_fields.items() if field.is_required()):
        rest = {key: value for key, value in parameters.items() if key != name}
        assert_invalid(await client.get(f"/api/v1/{path}", params=rest), f"query.{name}")


@pytest.mark.parametrize("path", sorted(KINDS))
async def test_unknown_parameter_is_refused(client: httpx.AsyncClient, path: str) -> None:
    parameters = {**parameters_of(KINDS[path]), "no_such_parameter": "1"}
    answer = await client.get(f"/api/v1/{path}", params=parameters)
    assert_problem(answer, 422, "VALIDATION_FAILED")
