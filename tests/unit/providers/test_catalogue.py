"""Every provider is known by its word, and every channel has one."""

from pathlib import Path

import pytest

from msc.ir.triggers import Channel
from msc.model.system import IntegrationSpec
from msc.providers import CATALOGUE

SIMULATORS = Path(__file__).parents[3] / "blueprints/simulators/template/simulators/src"


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_module_holds_the_provider_that_it_is_named_after(name: str) -> None:
    provider = CATALOGUE[name]
    assert provider.name == name
    assert set(provider.settings) <= set(IntegrationSpec.model_fields)


def test_every_channel_has_a_provider() -> None:
    assert {provider.channel for provider in CATALOGUE.values()} == set(Channel)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_simulator_plays_the_provider(name: str) -> None:
    assert (SIMULATORS / f"{name}.py").is_file()
