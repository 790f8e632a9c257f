"""The settings in a blueprint's `copier.yml`."""

from pathlib import Path
from typing import Any

import jinja2
import yaml

from msc.core.record import Record

# The undefined types that Copier accepts, by name.
UNDEFINED = {
    "jinja2.Undefined": jinja2.Undefined,
    "jinja2.StrictUndefined": jinja2.StrictUndefined,
}


class Settings(Record):
    """The template folder, the suffix of templates, and the Jinja environment."""

    folder: Path
    suffix: str
    options: dict[str, Any]


def settings_of(blueprint: Path) -> Settings:
    """The settings of a blueprint, with Copier's defaults."""
    config = yaml.load((blueprint / "copier.yml").read_bytes(), Loader=yaml.CSafeLoader)
    options = {"keep_trailing_newline": True, **config.get("_envops", {})}
    if "undefined" in options:
        options["undefined"] = UNDEFINED[options["undefined"]]
    return Settings(
        blueprint / config.get("_subdirectory", ""),
        config.get("_templates_suffix", ".jinja"),
        options,
    )
