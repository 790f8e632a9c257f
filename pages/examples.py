"""Examples: of a schema as people write them in YAML, and from the spec that shows every part."""

import re
from itertools import takewhile
from typing import Any

import yaml

from msc.core import resources

WIDTH = 100
MAX_LINES = 24


class _Dumper(yaml.SafeDumper):
    """Quotes as a person does."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if "'" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)


def example(value: Any, *, flow: bool = False) -> str:
    """The value as YAML: as a block, or on one line."""
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True if flow else None, sort_keys=False,
        allow_unicode=True, width=10_000 if flow else WIDTH,
    )  # fmt: skip
    return text.removesuffix("...\n").strip()


def excerpt(section: str) -> str:
    """The section of the `pocket` example, with its first elements; empty if it has none."""
    lines = (resources.folder("examples") / "pocket" / "spec.yaml").read_text("utf-8").splitlines()
    starts = [index for index, line in enumerate(lines) if line.startswith(f"{section}:")]
    if not starts:
        return ""
    head, *rest = lines[starts[0] :]
    body = list(takewhile(lambda line: not re.match(r"\S", line), rest))
    return "\n".join([head, *_beginning(body)]).rstrip()


def _beginning(body: list[str]) -> list[str]:
    """Whole elements up to `MAX_LINES`; a single longer one is cut."""
    if len(body) <= MAX_LINES:
        return body
    ends = [index for index, line in enumerate(body) if re.match(r"  \S", line)]
    end = max((end for end in ends if end <= MAX_LINES), default=0) or MAX_LINES
    margin = re.match(r" *", body[end])
    return [*body[:end], f"{margin[0] if margin else ''}# ..."]
