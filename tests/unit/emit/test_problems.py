"""Routes declare the problems that their operations can end in, and no others."""

import pytest

from msc.emit.views.api_service.problems import problems_view
from msc.ir.endings import refusals
from msc.ir.subjects import is_about
from msc.lower.program import Program
from msc.lower.pycode import ImportSet

OF_COMMITS = "Refusal.VERSION_CONFLICT, Refusal.IDEMPOTENCY_KEY_REUSED, Refusal.OUTCOME_UNKNOWN"


@pytest.mark.parametrize(
    ("operation", "declared"),
    [
        ("list_loans", "401, 422"),
        ("get_profile", "401"),
        ("get_loan", "401, 404, 422"),
        ("change_profile", f"401, 422, 503, {OF_COMMITS}"),
        ("approve_kyc", f"401, 403, 404, 422, 503, {OF_COMMITS}"),
        (
            "create_loan",
            f"401, 403, 422, 503, {OF_COMMITS}, EMAIL_VERIFIED, KYC_APPROVED, ACTIVE_LOAN_LIMIT",
        ),
    ],
)
def test_a_route_declares_what_its_operation_refuses(
    program: Program, operation: str, declared: str
) -> None:
    problems = problems_view(program.use_cases[operation], program.system, ImportSet())
    assert problems.text == f", responses=problems({declared})"


def test_a_request_about_a_row_may_name_another_version(program: Program) -> None:
    problems = problems_view(
        program.use_cases["approve_kyc"], program.system, ImportSet(), takes_version=True
    )
    codes = {status.status: status.codes for status in problems.statuses}
    assert codes[412] == '"PRECONDITION_FAILED"'


def test_the_codes_of_rules_are_told_beside_the_others(program: Program) -> None:
    problems = problems_view(program.use_cases["create_loan"], program.system, ImportSet())
    codes = {status.status: status.codes for status in problems.statuses}
    assert codes[409] == (
        '"ACTIVE_LOAN_LIMIT_REACHED", "EMAIL_NOT_VERIFIED", "KYC_NOT_APPROVED", "VERSION_CONFLICT"'
    )
    assert codes[503] == '"DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"'


def test_what_a_route_declares_is_what_a_journey_may_expect(program: Program) -> None:
    system = program.system
    for endpoint in system.endpoints:
        takes_version = is_about(endpoint, system.operation(endpoint.operation))
        problems = problems_view(
            program.use_cases[endpoint.operation], system, ImportSet(), takes_version=takes_version
        )
        possible = {(status, f'"{code}"') for status, code in refusals(endpoint, system)}
        declared = {
            (status.status, code)
            for status in problems.statuses
            for code in status.codes.split(", ")
        }
        assert declared <= possible, endpoint.path
