"""Types of fields, with bounds and defaults at their limits."""

from collections.abc import Callable
from decimal import Decimal

from msc.analyze.types.lengths import NO_PART_OF_A_LINE
from tests.generated import texts
from tests.generated.chance import Chance
from tests.generated.draft import Draft
from tests.generated.kinds import (
    BOOL,
    DATE,
    DECIMAL,
    HIDDEN,
    INT,
    JSON,
    STRING,
    TIMESTAMP,
    UUID,
    Field,
    Kind,
    Spec,
)
from tests.generated.names import FIELDS

# A pattern, with texts that match it.
PATTERNS = (
    ("^[A-Z]{2}$", ("DE", "FR"), 2), ("^[a-z][a-z0-9-]*$", ("a", "x-1"), 1),
    ("^\\d{5}$", ("10115", "00000"), 5), ("[0-9]", ("a1", "7"), 1),
    ("^(red|green|blue)$", ("red", "blue"), 3), ("^[A-Z]{3}-[0-9]{4}$", ("ABC-1234",), 8),
    ("^.{3,9}$", ("abc", "a b c"), 3), ("^[^ ]+@[^ ]+$", ("a@b",), 3),
    ("^\\+[1-9][0-9]{6,14}$", ("+491234567",), 8), ("^[A-Za-z0-9 '.-]+$", ("O'Neil",), 1),
)  # fmt: skip
GREATEST_INTEGER = (1 << 63) - 1
INTEGERS = (
    0, 1, -1, 7, 100, 2**31 - 1, 2**31, -(2**31), GREATEST_INTEGER, -GREATEST_INTEGER, -(1 << 63),
)  # fmt: skip
LENGTHS = (1, 2, 7, 40, 80, 255, 256, 1000, 10_000)


def drawn(draft: Draft, name: str, former: str) -> Field:
    """A field of a drawn type, which may be left out, unique, personal or write-once.

    `former` is the space of the names of its entity's fields.
    """
    chance = draft.chance
    kind, spec = chance.pick(TYPES)(draft)
    if "default" not in spec and kind is not HIDDEN and chance.one_in(3):
        spec["optional"] = True
    elif kind is HIDDEN:
        spec["optional"] = chance.one_in(2)
    if chance.one_in(6):
        spec["description"] = texts.line(chance)
    if chance.one_in(5):
        spec["personal"] = True
    if chance.one_in(8):
        spec["write_once"] = True
    if chance.one_in(15):
        spec["renamed_from"] = draft.names.new(FIELDS, former)
    narrow = spec.get("type") == "decimal" and (spec.get("precision"), spec["scale"]) != (38, 18)
    if narrow and chance.one_in(6):
        spec["narrowed_from"] = "decimal(38, 18)"
    _unique(chance, spec)
    if "default" in spec and chance.one_in(6):
        spec["fill"] = spec["default"]
    return Field(name, kind, {key: value for key, value in spec.items() if value is not False
                              or key in {"default", "fill"}})  # fmt: skip


UNIQUE = frozenset({
    "email", "phone", "url", "uuid", "date", "datetime", "string", "integer", "decimal", "money",
})  # fmt: skip


def _unique(chance: Chance, spec: Spec) -> None:
    few = {"max_length", "minimum", "maximum", "pattern", "default"} & spec.keys()
    if spec.get("type") in UNIQUE and not few and chance.one_in(5):
        spec["unique"] = True


def _plain(word: str, kind: Kind) -> Callable[[Draft], tuple[Kind, Spec]]:
    def make(_: Draft) -> tuple[Kind, Spec]:
        return kind, {"type": word}

    make.__name__ = word
    return make


def boolean(draft: Draft) -> tuple[Kind, Spec]:
    spec: Spec = {"type": "boolean"}
    if draft.chance.one_in(2):
        spec["default"] = draft.chance.pick((False, True))
    return BOOL, spec


def json(draft: Draft) -> tuple[Kind, Spec]:
    return JSON, {"type": "json", **({"default": {}} if draft.chance.one_in(2) else {})}


def string(draft: Draft) -> tuple[Kind, Spec]:
    chance = draft.chance
    spec: Spec = {"type": "string"}
    if chance.one_in(5):
        pattern, samples, shortest = chance.pick(PATTERNS)
        spec["pattern"] = pattern
        if chance.one_in(2):
            spec["max_length"] = max(shortest, *map(len, samples)) + chance.number(0, 20)
        if chance.one_in(4):
            spec["default"] = chance.pick(samples)
        return STRING, spec
    if chance.one_in(2):
        spec["max_length"] = chance.pick(LENGTHS)
    longest = spec.get("max_length", 255)
    if chance.one_in(3):
        spec["min_length"] = chance.pick((0, 1, min(3, longest), min(longest, 200)))
    if chance.one_in(4):
        text = _text(chance, spec.get("min_length", 0), longest)
        spec["default"] = NO_PART_OF_A_LINE.sub("-", text)
    return STRING, spec


def text(draft: Draft) -> tuple[Kind, Spec]:
    chance = draft.chance
    spec: Spec = {"type": "text"}
    if chance.one_in(2):
        spec["max_length"] = chance.pick((1, 400, 10_000, 1_000_000))
    if chance.one_in(4):
        spec["min_length"] = chance.pick((0, 1))
    if chance.one_in(4):
        spec["default"] = _text(chance, spec.get("min_length", 0), spec.get("max_length", 300))
    return STRING, spec


def _text(chance: Chance, shortest: int, longest: int) -> str:
    line = texts.line(chance, longest)
    return line if len(line) >= shortest else (line + "x" * shortest)[: max(shortest, 1)]


def secret(draft: Draft) -> tuple[Kind, Spec]:
    spec: Spec = {"type": "secret"}
    if draft.chance.one_in(2):
        spec["max_length"] = draft.chance.pick((4, 40, 255, 2000))
    return HIDDEN, spec


def integer(draft: Draft) -> tuple[Kind, Spec]:
    chance = draft.chance
    spec: Spec = {"type": "integer"}
    low, high = sorted((chance.pick(INTEGERS), chance.pick(INTEGERS)))
    if chance.one_in(3):
        spec["minimum"] = low
    if chance.one_in(3):
        spec["maximum"] = high
    if chance.one_in(4):
        spec["default"] = chance.pick((spec.get("minimum", low), spec.get("maximum", high)))
        if not spec.get("minimum", low) <= spec["default"] <= spec.get("maximum", high):
            spec["default"] = spec.get("minimum", low)
    return INT, spec


def money(draft: Draft) -> tuple[Kind, Spec]:
    spec: Spec = {"type": "money"}
    _limits(draft.chance, spec, 2, 16)
    return DECIMAL, spec


def decimal(draft: Draft) -> tuple[Kind, Spec]:
    chance = draft.chance
    scale = chance.pick((0, 1, 2, 4, 8, 18))
    spec: Spec = {"type": "decimal", "scale": scale}
    precision = 18
    if chance.one_in(2):
        precision = chance.pick(tuple(size for size in (1, 4, 18, 28, 38) if size >= scale))
        spec["precision"] = precision
    _limits(chance, spec, scale, precision - scale)
    return DECIMAL, spec


def _limits(chance: Chance, spec: Spec, scale: int, digits: int) -> None:
    """Bounds and a default of a decimal with so many places and digits before them."""
    step = f"0.{'0' * (scale - 1)}1" if scale else "1"
    most = ("9" * digits or "0") + (f".{'9' * scale}" if scale else "")
    values = ["0", step, most, f"-{most}", f"-{step}", *(["1", "5"] if digits else [])]
    low, high = sorted((chance.pick(values), chance.pick(values)), key=_exact)
    if chance.one_in(3):
        spec["minimum"] = _written(chance, low)
    if chance.one_in(3):
        spec["maximum"] = _written(chance, high)
    if chance.one_in(4):
        kept = [value for value in values if _fits(spec, value)]
        if kept:
            spec["default"] = _written(chance, chance.pick(kept))


def _fits(spec: Spec, value: str) -> bool:
    low, high = spec.get("minimum"), spec.get("maximum")
    number = _exact(value)
    return (low is None or number >= _exact(str(low))) and (
        high is None or number <= _exact(str(high))
    )


def _exact(text: str) -> Decimal:
    return Decimal(text)


def _written(chance: Chance, text: str) -> object:
    """An integer as such, now and then."""
    return int(text) if "." not in text and chance.one_in(2) else text


def words(draft: Draft) -> tuple[Kind, Spec]:
    """Words of its own."""
    listed = draft.words_of_an_enum()
    spec: Spec = {"enum": list(listed)}
    if draft.chance.one_in(2):
        spec["default"] = draft.chance.pick(listed)
    return Kind("enum", listed), spec


def shared(draft: Draft) -> tuple[Kind, Spec]:
    """Words that other fields share."""
    name = draft.shared_type()
    listed = tuple(draft.spec["types"][name]["enum"])
    spec: Spec = {"type": name}
    if draft.chance.one_in(2):
        spec["default"] = draft.chance.pick(listed)
    return Kind("enum", listed), spec


def role(draft: Draft) -> tuple[Kind, Spec]:
    if not draft.roles:
        return boolean(draft)
    spec: Spec = {"type": "role"}
    if draft.chance.one_in(2):
        spec["default"] = draft.chance.pick(draft.roles)
    return Kind("enum", draft.roles), spec


email, phone, url = (_plain(word, STRING) for word in ("email", "phone", "url"))
uuid, date, datetime = _plain("uuid", UUID), _plain("date", DATE), _plain("datetime", TIMESTAMP)
TYPES: tuple[Callable[[Draft], tuple[Kind, Spec]], ...] = (
    string, integer, boolean, money, date, datetime, text, decimal, words, shared, email, phone,
    url, uuid, json, secret, role, string, integer,
)  # fmt: skip
