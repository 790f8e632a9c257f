"""Python names of elements, changed where they collide with Python or the emitted code."""

from functools import cache
from keyword import iskeyword

from msc.core.naming import pascal, snake
from msc.spelling.bound import (
    BESIDE_ENTITIES,
    BESIDE_OTHERS,
    BOUND,
    FIELDS,
    MEMBERS,
    MESSAGE_LOCALS,
)

# What the classes of one entity, and of its neighbours, are called beside its own.
FORMS = ("Rows", "RowsInMemory", "Client", "Create", "Update", "Row", "Response")
# Where an entity's class has such an ending, another entity's may have the same.
ENDINGS = ("Rows", "Row", "RowsInMemory", "Create", "Update", "Input", "Job", "Parameters")
# What the function of a journey calls its own values.
JOURNEY_LOCALS = frozenset(["journey", "answer", "message"])
# The parameters of every list.
PAGING = frozenset(["sort", "limit", "cursor", "offset", "total"])
# Columns that every table has: those of PostgreSQL, and the one that counts changes.
COLUMNS = frozenset(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "version"])
# Words of PostgreSQL that are no names without quotes, and that SQLAlchemy does not quote.
UNQUOTED = frozenset(["collation", "concurrently", "lateral", "system_user", "tablesample"])
# Tables that the emitted code has for itself, and those of Alembic.
MACHINERY = frozenset([
    "outbox_events", "consumed_messages", "committed_units", "job_runs",
    "alembic_version", "alembic_progress", "alembic_leftovers",
])  # fmt: skip
# Files that Windows does not have, whatever their suffix.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
)


def attribute_name(name: str) -> str:
    """The attribute of a row, an input or a payload: `class_` for `class`."""
    return f"{name}_" if name in FIELDS else name


def query_parameter(name: str, test: str = "") -> str:
    """The query parameter of a filter: `limit__eq`, because `limit` sets the page size."""
    return f"{name}__{test or 'eq'}" if test or name in PAGING else name


def column_name(name: str) -> str:
    """The column of a field: `xmin_` for `xmin`, which is a system column of PostgreSQL."""
    return f"{name}_" if name in COLUMNS | UNQUOTED else name


def table_name(plural: str) -> str:
    """The table of an entity: `lateral_` for `lateral`, which is a keyword of PostgreSQL."""
    return f"{plural}_" if plural in UNQUOTED | MACHINERY else plural


@cache
def entity_class(name: str) -> str:
    """The class of an entity's rows, and the stem of related classes."""
    return _class(name, "Row", FORMS, ENDINGS)


def enum_class(name: str) -> str:
    """The class of an enum; the one for roles is part of the emitted code itself."""
    return "Role" if name == "role" else _class(name, "Word")


def event_class(name: str) -> str:
    """The class of an event's payload, and the stem of its consumer's class."""
    return _class(name, "Event", ("Consumer",))


@cache
def operation_class(name: str) -> str:
    """The class of a use case, and the stem of its input's class."""
    return _class(name, "Operation", ("Input", "Body", "Query"))


def job_class(name: str) -> str:
    """The class of a job."""
    stem = pascal(name)
    return f"{stem}Job" if f"{stem}Job" not in BOUND else f"{stem}JobRunner"


def _class(name: str, kind: str, forms: tuple[str, ...] = (), endings: tuple[str, ...] = ()) -> str:
    stem = pascal(name)
    meets = any(f"{stem}{form}" in BOUND for form in ("", *forms))
    # An ending of its own keeps apart what would come to the same with one.
    return f"{stem}{kind}" if meets or stem.endswith((kind, *endings)) else stem


def entity_module(name: str) -> str:
    """The modules of an entity."""
    return _spelled(name, name in BESIDE_ENTITIES)


def element_module(name: str) -> str:
    """The module of any other element; `loan_created` for the event `loan.created`."""
    return _spelled(snake(name), snake(name) in BESIDE_OTHERS)


def global_name(name: str) -> str:
    """A function in a module that has one function per element."""
    return f"{name}_" if name in BOUND else name


def function_name(name: str) -> str:
    """A function that is a method elsewhere, and the variable of an operation or a collection."""
    meets = name in MEMBERS or f"every_{name}" in MEMBERS
    return f"{name}_" if meets else global_name(name)


def rule_function(name: str) -> str:
    """The function of a rule; pytest takes one that begins with `test` for a test."""
    return f"rule_{name}_" if name.startswith("test") else function_name(name)


def parameter_name(name: str) -> str:
    """A parameter of a notification's function."""
    return f"{name}_" if name in MESSAGE_LOCALS else global_name(name)


def kept_name(name: str) -> str:
    """The variable of a value that a journey saves."""
    return f"{name}_" if iskeyword(name) or name in JOURNEY_LOCALS else name


def rule_constant(name: str) -> str:
    """The constant of a rule."""
    return f"{name.upper()}_RULE" if name.upper() in BOUND else name.upper()


def row_constant(name: str, taken: frozenset[str] = frozenset()) -> str:
    """The constant of a row in a test; `taken` are the constants of the rules next to it."""
    return f"{name}_ROW" if name in BOUND or name in taken else name


def _spelled(name: str, meets: bool) -> str:
    return f"{name}_" if meets or iskeyword(name) or name in DEVICES else name
