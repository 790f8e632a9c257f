"""What the document says of the parameters of a page is what the reader takes."""

import pytest

from shared.problems import Problem
from src.api.v1.parameters import PAGING
from src.registry import RESOURCES
from src.repositories.resource import Resource
from src.repositories.selection import selection


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("resource", list(RESOURCES.values())[:1], ids=lambda one: one.name)
def test_documented_range_is_that_of_the_reader(resource: Resource, name: str) -> None:
    schema = PAGING[name]
    assert getattr(selection(resource, {}), name) == schema["default"]
    for bound in (schema["minimum"], schema["maximum"]):
        assert getattr(selection(resource, {name: str(bound)}), name) == bound
    for beyond in (schema["minimum"] - 1, schema["maximum"] + 1):
        with pytest.raises(Problem):
            selection(resource, {name: str(beyond)})
