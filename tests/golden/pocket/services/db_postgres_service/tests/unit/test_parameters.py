"""What the document says of the parameters of a page is what the reader takes."""

import pytest

from shared.problems import Problem
from src.api.v1.parameters import PAGING
from src.repositories.selection import selection
from tests.support.things import RESOURCE


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_documented_range_is_that_of_the_reader(name: str) -> None:
    schema = PAGING[name]
    assert getattr(selection(RESOURCE, {}), name) == schema["default"]
    for bound in (schema["minimum"], schema["maximum"]):
        assert getattr(selection(RESOURCE, {name: str(bound)}), name) == bound
    for beyond in (schema["minimum"] - 1, schema["maximum"] + 1):
        with pytest.raises(Problem):
            selection(RESOURCE, {name: str(beyond)})
