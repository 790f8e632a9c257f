"""A drawn spec as its file has it."""

import re
from typing import Any

import yaml

PLAIN = re.compile(r"[A-Za-z][A-Za-z_ ]*[A-Za-z_]")
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


class Dumper(yaml.SafeDumper):
    """Quotes every text that a reader could take for something else."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def _text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    plain = PLAIN.fullmatch(text) and text.lower() not in WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


Dumper.add_representer(str, _text)


def written(spec: Any) -> bytes:
    """The file."""
    return yaml.dump(
        spec, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000
    ).encode()
