"""Options that all tests share."""

import os

import pytest
from hypothesis import HealthCheck, settings

from msc.emit import emission
from msc.emit.templates import Templates
from tests.formatting import Formatter

# The golden tree is an emitted system, which runs its own tests in its own environment.
collect_ignore = ["golden/pocket"]
LONG = ("slow", "soak", "containers")
# A busy machine is no mistake of the code.
settings.register_profile("msc", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("msc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write expected output anew")


def pytest_configure() -> None:
    """Commands keep nothing between tests, but for those that are about what is kept."""
    os.environ["MSC_CACHE_DIR"] = ""
    emission.format_python = Formatter().format_python
    templates = Templates()
    # A run of msc reads each template once; here one run after another does.
    emission.Templates = lambda: templates  # type: ignore[assignment, misc]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is long, unless the markers that were asked for name it."""
    long = {marker for marker in LONG if marker not in config.option.markexpr}
    deselected = [item for item in items if any(map(item.get_closest_marker, long))]
    config.hook.pytest_deselected(items=deselected)
    items[:] = [item for item in items if item not in deselected]


@pytest.fixture(scope="session")
def regen(request: pytest.FixtureRequest) -> bool:
    """Whether to write expected output anew instead of comparing with it."""
    return bool(request.config.getoption("--regen"))
