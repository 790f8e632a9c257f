"""The names that emitted code has for itself, gathered from templates and libraries.

Only a template that shows names of the spec can meet them, so no other is read, but for the classes
that emitted ones extend.
"""

import ast
import builtins
import keyword
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS
from sqlalchemy.orm import DeclarativeBase, mapped_column

from msc.core.naming import pascal
from msc.lower.operations.variables import OWN as OF_USE_CASES
from msc.providers import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("expr", "lower", "emit/views", "emit/revisions")
# What holds operations and collections as attributes, and what emitted classes extend.
HOLDERS = ("core/container.py.jinja", "core/adapters.py.jinja", "support/data.py.jinja")
EXTENDED = ("clients/rows.py", "support/rows.py")
# The classes that hold values of the spec, beside those of the libraries.
RECORDS = {"values.py": ("Row", "Contract"), "unit_of_work.py": ("EventPayload",),
           "base.py": ("Base", "Entity")}  # fmt: skip

WORD = re.compile(r"\w+")
IMPORTED = re.compile(r"^ *(?:from [\w.]+ )?import (\([^)]*\)|[^\n(]+)", re.MULTILINE)
DEFINED = re.compile(
    r"^ *class (\w+)\b(?! *\{)|^ *(?:async )?def (\w+)\(|^type (\w+)|^(\w+)(?:: [^=\n]+)? = ",
    re.MULTILINE,
)
# What the class of a query has beside its filters.
OWN = r"^    (?:def )?(\w+)[:(]"
MEMBER = re.compile(
    r"^    (\w+): [^,\n]*$|^        self\.(\w+) = |^    (?:async )?def (\w+)\(", re.MULTILINE
)
# What views and compilers import: `("decimal", "Decimal")`, `use("exists")`.
PAIR = re.compile(r"\(\s*\"([\w.]+)\", \"([a-zA-Z]\w*)\"\s*\)")
OUTSIDE = ("fastapi", "httpx", "pydantic", "pytest", "sqlalchemy")
USED = re.compile(r"\buse\(([^)]*)\)")
# The variables and parameters of compiled code: `"unit = UnitOfWork()"`, `"caller: CallerDep"`.
VARIABLE = re.compile(r"[\"'](\w+)(?: = |: [A-Z]\w+)")
# The variables of a comprehension in compiled code: `"{name: value for name, value in changes}"`.
LOOPED = re.compile(r"\bfor (\w+), (\w+) in ")
# The constants of emitted tests, in the texts that name them.
TESTS = ("lower/scenes", "emit/views/application/tests", "emit/views/api_service/tests")
TEXT_OF_CODE = re.compile(r"f?\"[^\"\n]*\"|f?'[^'\n]*'")
CAPITALS = re.compile(r"\b[A-Z][A-Z_]{2,}\b")
CALLED = re.compile(r"\"([A-Z]\w+)\(")
TAG = re.compile(r"\{%.*?%\}")
SHOWN = re.compile(r"(.*)\{\{ (\w+)\.module \}\}(.*)")

# The members of a use case's input that are no inputs.
INPUTS = "msc/lower/operations/use_case.py"

TEXT = '''"""Names that the emitted code has for itself. `make docs` makes this module."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())

'''
SET = '''
{name} = _words("""
{words}
""")
"""{meaning}"""
'''


def page() -> str:
    """The module of the names."""
    sets = {
        "BOUND": (_bound(), "What modules with names of the spec in them bind for themselves."),
        "MEMBERS": (_members(), "What the classes have that hold operations and collections."),
        "FIELDS": (_fields(), "What the classes have that hold values, and what their bodies use."),
        "MESSAGE_LOCALS": (
            _message_locals(),
            "What a notification's function calls its own values.",
        ),
        "BESIDE_ENTITIES": (
            _siblings("entity", "client", "response", "machine"),
            "Modules that lie beside those of entities.",
        ),
        "BESIDE_OTHERS": (
            _siblings("case", "request", "rule", "notification", "event", "job", "test"),
            "Modules that lie beside those of all other elements.",
        ),
        "SQL_RESERVED": (RESERVED_WORDS, "Words of PostgreSQL that are no names without quotes."),
    }
    text = TEXT
    for name, (words, meaning) in sets.items():
        listed = textwrap.fill(" ".join(sorted(words)), 96, break_on_hyphens=False)
        text += SET.format(name=name, words=listed, meaning=meaning)
    return text


def _templates() -> Iterator[Path]:
    return (path for path in sorted((ROOT / "blueprints").rglob("*.py*")) if path.is_file())


def _bound() -> set[str]:
    names = {name for name in dir(builtins) if not name.startswith("_")} | set(keyword.kwlist)
    for path in _templates():
        if path.name.endswith(".py.jinja") and not _is_apart(path):
            names |= set(_of_template(path.read_text("utf-8")))
    for folder in SOURCES:
        for path in (ROOT / "msc" / folder).rglob("*.py"):
            names |= set(_of_source(path.read_text("utf-8")))
    for folder in TESTS:
        for path in (ROOT / "msc" / folder).rglob("*.py"):
            texts = " ".join(TEXT_OF_CODE.findall(path.read_text("utf-8")))
            names.update(CAPITALS.findall(texts))
    return names | OF_USE_CASES | set(_of_providers())


def _is_apart(path: Path) -> bool:
    """Whether a template shows names of providers, and none of the spec."""
    return "simulators" in path.parts or "conftest." in path.name or "yield channel" in path.name


def _of_providers() -> Iterator[str]:
    for provider in CATALOGUE.values():
        channel = provider.channel
        yield from (provider.name, provider.adapter, channel.port)
        yield from (pascal(channel.port), f"{pascal(channel.name)}Notification", "Deliveries")


def _of_template(text: str) -> Iterator[str]:
    for listed in IMPORTED.findall(text):
        names = (item.rpartition(" as ")[2].strip() for item in listed.strip("()\n ").split(","))
        yield from (
            name.partition(".")[0] for name in names if re.fullmatch(r"[a-zA-Z][\w.]*", name)
        )
    yield from _groups(DEFINED.findall(text))


def _of_source(text: str) -> Iterator[str]:
    for module, name in PAIR.findall(text):
        if "." in module or module in sys.stdlib_module_names or module in OUTSIDE:
            yield name
    yield from CALLED.findall(text)
    yield from VARIABLE.findall(text)
    for looped in TEXT_OF_CODE.findall(text):
        yield from (name for pair in LOOPED.findall(looped) for name in pair)
    for arguments in USED.findall(text):
        yield from re.findall(r"[\"'](\w+)[\"']", arguments)


def _groups(matches: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (
        group
        for groups in matches
        for group in groups
        if group and not group.startswith(("_", "test_"))
    )


def _members() -> set[str]:
    worker = (row for row in CATALOGUE.values() if row.channel.service == "worker_service")
    held = {name for row in worker for name in (row.name, row.channel.port)}
    return held | {
        name
        for path in _templates()
        if path.as_posix().endswith((*HOLDERS, *EXTENDED))
        for name in _groups(MEMBER.findall(path.read_text("utf-8")))
        if not name.startswith("_")
    }


def _fields() -> set[str]:
    class Model(DeclarativeBase): ...

    names = {name for name in (*dir(BaseModel), *dir(Model)) if not name.startswith("_")}
    # The body of a model calls it for each column, those after one of that name included.
    names |= {"self", mapped_column.__name__, *keyword.kwlist, *_annotations()}
    for path in _templates():
        if path.parent.name == "schemas" and path.name.startswith("{% yield request"):
            names |= set(re.findall(OWN, path.read_text("utf-8"), re.MULTILINE))
        for name in RECORDS.get(path.name, ()):
            names |= _own(ast.parse(path.read_text("utf-8")), name)
    return names - {"id", "created_at", "updated_at"}


def _own(module: ast.Module, name: str) -> set[str]:
    """The members of a class."""
    classes = (
        node_ for node_ in module.body if isinstance(node_, ast.ClassDef) and node_.name == name
    )
    return {
        name
        for class_ in classes
        for statement in class_.body
        for name in _names(statement)
        if not name.startswith("_")
    }


def _names(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name
        case _:
            return


def _annotations() -> Iterator[str]:
    """What annotations in the body of a class name, and the own members of inputs."""
    for path in sorted((ROOT / "msc/lower/types").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "annotation":
                yield from _small(name for one in ast.walk(node) for name in _code(one))
    for node in ast.walk(ast.parse((ROOT / INPUTS).read_text("utf-8"))):
        for name in _code(node):
            if isinstance(name, ast.AnnAssign) and isinstance(name.target, ast.Name):
                yield from _small([name])


def _code(node: ast.AST) -> list[ast.stmt]:
    """The statements that a text is, if it is any."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return []
    try:
        return ast.parse(node.value).body
    except SyntaxError:
        return []


def _small(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        names = (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
        yield from (name for name in names if name.islower())


def _message_locals() -> set[str]:
    (path,) = (
        template
        for template in _templates()
        if "{% yield notification " in template.name
        and not template.name.startswith("test_")
        and "tests" not in template.relative_to(ROOT).parts
    )
    return set(re.findall(r"\b(\w+)(?:: [A-Z]| = )", path.read_text("utf-8")))


def _siblings(*kinds: str) -> set[str]:
    """What lies beside modules that show these names, without what surrounds them there."""
    names: dict[str, set[str]] = {}
    for path in _templates():
        place = _place(TAG.sub("", path.relative_to(ROOT).as_posix()))
        while "/" in place:
            place, _, name = place.rpartition("/")
            names.setdefault(place, set()).add(name.partition(".py")[0])
    siblings = set()
    for beside in names.values():
        for before, kind, after in (
            match.groups() for match in map(SHOWN.fullmatch, beside) if match
        ):
            fitting = (
                sibling for sibling in beside if sibling.startswith(before) and "{" not in sibling
            )
            inner = {sibling.removeprefix(before).removesuffix(after)
                     for sibling in fitting if sibling.endswith(after)}  # fmt: skip
            siblings |= inner if kind in kinds else set()
    return siblings - {"__init__"}


def _place(path: str) -> str:
    """The path in the emitted tree, whatever blueprint it comes from and whichever service."""
    return re.sub(r"^blueprints/[\w/]+?/template/|services/[^/]*/", "", path)
