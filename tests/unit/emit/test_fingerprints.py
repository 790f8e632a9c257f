"""What a file is rendered from, and what it is not."""

from pathlib import Path

import pytest

from msc.emit.fingerprints import Fingerprints
from msc.emit.render import Target
from msc.emit.settings import Settings
from msc.emit.templates import Templates

DATA = {"route": "first", "responses": ("a",), "title": "Rooms"}


def print_of(folder: Path, source: str, **changed: object) -> bytes | None:
    template = folder / "file.py.jinja"
    template.write_text(source, "utf-8")
    target = Target("file.py", template, DATA | changed, Settings(folder, ".jinja", {}), "")
    return Fingerprints(Templates()).of(target)


@pytest.mark.parametrize(
    "source",
    [
        "{{ responses }}",
        "{% for one in responses %}{{ one.title }}{% endfor %}",
        "{{ (responses) }}",
        "a.{{ responses }}",
        "{{ route.responses }} {{ responses.route }}",
        """{{ "}}" }}{% if "%}" and '}}' and responses %}{% endif %}""",
        r"""{{ "\"}}" ~ responses }}""",
        "{%- for one in\n  responses -%}{%- endfor -%}",
    ],
)
def test_a_value_that_the_template_names_counts(tmp_path: Path, source: str) -> None:
    changed = print_of(tmp_path, source, responses=("b",))
    assert changed is not None
    assert changed != print_of(tmp_path, source)


@pytest.mark.parametrize(
    "source", ["{{ route }}", "{{ route.responses }}", "{{ route.a.title }}", "title = responses"]
)
def test_other_values_do_not(tmp_path: Path, source: str) -> None:
    before = print_of(tmp_path, source)
    assert print_of(tmp_path, source, responses=("b",), title="Desks") == before
