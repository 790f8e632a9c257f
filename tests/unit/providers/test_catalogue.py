"""Every provider is known by its word, and has its one folder."""

from pathlib import Path

import pytest

from msc.core.naming import pascal
from msc.model.system import IntegrationSpec
from msc.providers import CATALOGUE, CHANNELS

FOLDERS = Path(__file__).parents[3] / "blueprints/providers"


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_module_holds_the_provider_that_it_is_named_after(name: str) -> None:
    provider = CATALOGUE[name]
    assert provider.name == name
    assert set(provider.settings) <= set(IntegrationSpec.model_fields)


def test_no_two_channels_share_a_name_or_a_port() -> None:
    channels = {provider.channel for provider in CATALOGUE.values()}
    assert len(channels) == len(CHANNELS) == len({channel.port for channel in channels})


def test_every_provider_has_a_folder_and_every_folder_a_provider() -> None:
    assert {folder.name for folder in FOLDERS.iterdir() if folder.is_dir()} == set(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_folder_holds_simulator_adapter_and_the_tests_of_both(name: str) -> None:
    template, provider = FOLDERS / name / "template", CATALOGUE[name]
    simulator = template / "simulators/src" / name
    memory = (simulator / "memory.py").read_text()
    assert f"class {pascal(name)}Memory:" in memory
    assert "async def clear(self) -> None:" in memory
    for part in ("api", "control"):
        assert "\nrouter = APIRouter(" in (simulator / f"{part}.py").read_text()
    services = [path for path in template.rglob("*.py") if "services" in path.parts]
    adapters = [path for path in services if f"class {provider.adapter}:" in path.read_text()]
    assert len(adapters) == 1
    assert list((template / "simulators/tests").glob("test_*.py"))
    assert [path for path in services if path.name.startswith("test_")]
