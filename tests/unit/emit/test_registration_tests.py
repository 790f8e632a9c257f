"""Tests of registration store an owner of the login who has nothing else of a new account."""

from pathlib import Path

from msc.emit.views.api_service.authentication import compared_fields
from msc.emit.views.api_service.tests.authentication import (
    AuthenticationTestsView,
    authentication_tests,
)
from msc.ir.system import System
from msc.pipeline.front import front

TEXT = (Path(__file__).parents[2] / "systems/small/unlike_others.yaml").read_text("utf-8")


def system_of(text: str) -> System:
    system = front([("spec.yaml", text.encode())]).checked.value
    assert system is not None
    return system


def view_of(text: str) -> AuthenticationTestsView:
    system = system_of(text)
    assert system.authentication is not None
    return authentication_tests(system.authentication, system)


def test_the_owner_of_a_login_is_unlike_a_new_account_in_all_that_is_compared() -> None:
    system, owner = system_of(TEXT), view_of(TEXT).owner
    assert system.authentication is not None
    account = system.entity(system.authentication.account)
    compared = list(compared_fields(system.authentication, account))
    assert owner.is_possible
    names = {argument.partition("=")[0] for argument in owner.arguments.split(", ")}
    # What may be left out, the owner has left out.
    unlike = [any(field.name in names or field.optional for field in fields) for fields in compared]
    assert all(unlike)
    assert len(compared) == 15
    assert "active" not in names


def test_where_everybody_must_be_alike_there_is_no_other_owner() -> None:
    assert not view_of(TEXT.replace("kind: {enum: [a, b]", "kind: {enum: [a]")).owner.is_possible


def test_a_body_refers_to_rows_under_their_wire_name() -> None:
    assert '"friend_id": "01900000-0000-7000-8000-000000000001"' in view_of(TEXT).body
