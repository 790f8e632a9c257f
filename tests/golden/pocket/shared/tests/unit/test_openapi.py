"""OpenAPI documents tell which problems a route answers."""

from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from shared.application import install_frame
from shared.openapi import LIMITS, LIMITS_OF_BODIES, DocumentedApp, declared, plain_problems
from shared.problems import MEDIA_TYPE, DatabaseTimedOut, DatabaseUnavailable
from shared.routing import Router


class Order(BaseModel):
    """A body."""

    amount: int


def documented_app() -> FastAPI:
    app, router = DocumentedApp(), Router()
    install_frame(app, {})

    @router.get("/orders", responses=plain_problems(404))
    async def find() -> None:
        return

    @router.post("/orders")
    async def order(body: Order) -> int:
        return body.amount

    app.include_router(router)
    return app


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return documented_app().openapi()


@pytest.mark.parametrize(
    ("method", "statuses"), [("get", (200, 404, 422, *LIMITS)), ("post", (200, *LIMITS_OF_BODIES))]
)
def test_route_declares_its_own_problems_and_the_limits(
    document: dict[str, Any], method: str, statuses: tuple[int, ...]
) -> None:
    assert document["paths"]["/orders"][method]["responses"].keys() == {*map(str, statuses)}


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_health_declares_no_refusal_that_it_never_answers(
    document: dict[str, Any], path: str
) -> None:
    answers = document["paths"][path]["get"]["responses"].keys()
    assert answers - {"503"} == {"200", *map(str, LIMITS)}


def test_problem_has_its_media_type_and_a_schema(document: dict[str, Any]) -> None:
    missing = document["paths"]["/orders"]["get"]["responses"]["404"]["content"]
    assert list(missing) == [MEDIA_TYPE]
    common, own = missing[MEDIA_TYPE]["schema"]["allOf"]
    assert common["$ref"].rpartition("/")[2] in document["components"]["schemas"]
    assert own == {"properties": {"code": {"enum": ["NOT_FOUND"]}}}


def test_problems_of_one_status_are_declared_together() -> None:
    (content,) = declared((DatabaseTimedOut(), DatabaseUnavailable())).values()
    examples = content["content"][MEDIA_TYPE]["examples"]
    assert list(examples) == ["DATABASE_TIMEOUT", "DATABASE_UNAVAILABLE"]


def test_readiness_is_declared_in_both_forms(document: dict[str, Any]) -> None:
    answers = document["paths"]["/ready"]["get"]["responses"]
    forms = [answers[status]["content"]["application/json"]["schema"] for status in ("200", "503")]
    assert forms[0] == forms[1] == {"$ref": "#/components/schemas/Readiness"}
