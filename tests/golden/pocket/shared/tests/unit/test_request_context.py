"""The request id follows the work, and ends with it."""

from shared.request_context import current_request_id, request_context


def test_inner_request_does_not_change_the_outer_one() -> None:
    with request_context("outer"):
        with request_context("inner"):
            assert current_request_id() == "inner"
        assert current_request_id() == "outer"
    assert current_request_id().startswith("req-")
