"""Emission: Python in its final form, the same on every machine, whatever text the spec holds."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from msc.core.record import replace
from msc.emit import formatting
from msc.emit.emission import emit
from msc.emit.formatting import format_python
from msc.ir.system import System
from msc.lower.program import lower

EXAMPLE = Path(__file__).parents[3] / "specs" / "examples" / "p2p-lending"
UNFORMATTED = """
import hashlib
from pathlib import Path
from msc.emit import emission
from msc.lower.program import lower
from msc.pipeline.spec import load
program = lower(load(Path(sys.argv[1])).value).value
emission.format_python = lambda texts: dict(texts)
for each in emission.emit(program).tree.files:
    print(hashlib.sha256(each.text.encode()).hexdigest(), each.path)
"""
HOSTILE = "a \" \\ ' {{ x }} {% for %} \"\"\" ''' # $(id) `id` ${X} \u202e\u2028\x00\r\n---\n\t: x"


def test_formatting_sorts_imports_and_wraps() -> None:
    text = "import uuid\nimport ast\nx = {'a':uuid.UUID,\n 'b': ast.parse}\n"
    formatted = format_python({"src/a.py": text})
    assert formatted == {
        "src/a.py": 'import ast\nimport uuid\n\nx = {"a": uuid.UUID, "b": ast.parse}\n'
    }


def test_text_that_is_not_python_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match=r"src/a\.py"):
        format_python({"src/a.py": "def f(:\n"})


def test_formatter_listens_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUFF_LINE_LENGTH", "20")
    long = f"x = [{', '.join(['1'] * 25)}]\n"
    assert format_python({"a.py": long}) == {"a.py": long}


def test_formatting_nothing_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_ruff", None)
    assert format_python({}) == {}


def test_every_python_file_is_python_and_keeps_its_form(system: System) -> None:
    emitted = emit(lower(system).value)
    texts = {file.path: file.text for file in emitted.tree.files}
    python = {path: text for path, text in texts.items() if path.endswith(".py")}
    for path, text in python.items():
        ast.parse(text, path)
    assert format_python(python) == python


def test_no_text_is_about_one_machine_or_day(system: System) -> None:
    emitted = emit(lower(system).value)
    for file in emitted.tree.files:
        assert str(Path.home()) + "/" not in file.text, file.path
        assert "\r" not in file.text, file.path
        assert file.text.endswith("\n") or not file.text, file.path


def test_hostile_texts_change_no_structure(system: System) -> None:
    """The syntax of every Python file stays what it is with harmless texts, constants aside."""
    shapes = []
    for text in ("harmless words", HOSTILE):
        emitted = emit(lower(with_descriptions(system, text)).value)
        shapes.append({file.path: shape(file.text) for file in emitted.tree.files
                       if file.path.endswith(".py")})  # fmt: skip
    assert shapes[0] == shapes[1]


def with_descriptions(system: System, text: str) -> System:
    return replace(
        system,
        title=text,
        description=text,
        entities=tuple(
            replace(
                entity,
                description=text,
                fields=tuple(replace(field, description=text) for field in entity.fields),
            )
            for entity in system.entities
        ),
        operations=tuple(replace(operation, description=text) for operation in system.operations),
        events=tuple(replace(event, description=text) for event in system.events),
        jobs=tuple(replace(job, description=text) for job in system.jobs),
        commands=tuple(replace(command, description=text) for command in system.commands),
        rules=tuple(replace(rule, message=text) for rule in system.rules),
    )


def shape(text: str) -> str:
    """The syntax tree of a text, with every string the same."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def run(script: str, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_same_bytes_before_formatting_under_any_hash_seed() -> None:
    script = "import sys\n" + UNFORMATTED
    seeds = ("0", "1", "77")
    assert len({run(script, str(EXAMPLE), PYTHONHASHSEED=seed) for seed in seeds}) == 1


def test_every_role_may_register(system: System) -> None:
    assert system.authentication is not None
    assert system.authentication.registration is not None
    roles = tuple(role.name for role in system.roles)
    registration = replace(system.authentication.registration, roles=roles)
    open_to_all = replace(
        system, authentication=replace(system.authentication, registration=registration)
    )
    assert emit(lower(open_to_all).value).tree


def test_worker_declares_the_queues_of_the_bot_and_looks_after_their_dead_letters(
    system: System,
) -> None:
    emission = emit(lower(system).value)
    texts = {file.path: file.text for file in emission.tree.files}
    consumer = texts["services/bot_service/src/messages/consumer.py"]
    queues = re.findall(r'^(?:BULK_)?QUEUE = (".*")$', consumer, re.M)
    config = texts["services/worker_service/src/core/config.py"]
    events = ("notification.telegram", "notification.telegram.bulk")
    for queue, event in zip(queues, events, strict=True):
        assert f'Subscription({queue}, ("{event}",))' in config


def test_no_package_is_empty_but_those_of_the_owner(system: System) -> None:
    emission = emit(lower(system).value)
    paths = [Path(file.path) for file in emission.tree.files]
    inhabited = {path.parent for path in paths if path.name != "__init__.py"}
    packages = {path.parent for path in paths if path.name == "__init__.py"}
    parents = {parent for path in inhabited for parent in path.parents}
    empty = packages - inhabited - parents
    assert {str(folder) for folder in empty if folder.parts[-2:] != ("tests", "custom")} == set()
