"""A spec whose every name is given, and where each is read, written, asked for and answered."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any

from msc.analyze.context import NAME
from msc.analyze.entities import COMMON
from msc.analyze.types import BUILT_IN
from msc.expr.words import BEGINNINGS, VARIABLES
from msc.spelling.bound import (
    BESIDE_ENTITIES,
    BESIDE_OTHERS,
    BOUND,
    FIELDS,
    MEMBERS,
    SQL_RESERVED,
)
from tests.property.crowd import NAMES

type Spec = dict[str, Any]

# A value of a field, as an expression says it.
TYPES: tuple[tuple[Spec, str], ...] = (
    ({"type": "string", "max_length": 60}, "'one'"),
    ({"type": "integer", "default": 3}, "4"),
    ({"type": "date"}, "today"),
    ({"type": "boolean", "default": False}, "true"),
    ({"type": "datetime"}, "now"),
    ({"type": "decimal", "scale": 2}, "double(3)"),
    ({"type": "text", "optional": True}, "'more'"),
)
RANGED = ("integer", "date", "datetime", "decimal")


def odd(words: Sequence[str], entities: int = 4, fields: int = 14) -> Spec:
    """A spec that calls everything by these words, each as many kinds of things as possible."""
    takes = cycle(words)
    parts = [_Part(takes, number, fields) for number in range(entities)]
    return {
        "language": 1,
        "system": {"name": "odd", "description": "Words that mean something elsewhere."},
        "roles": {"reader": "Reads."},
        "authentication": {
            "account": "person",
            "registration": {"roles": ["reader"]},
            "telegram_link": {"chat": "chat"},
        },
        "integrations": {
            "telegram": {"provider": "telegram"},
            "mail": {"provider": "sendgrid", "sender": "odd@people.example"},
        },
        "entities": {
            "person": {
                "fields": {
                    "email": {"type": "email", "unique": True},
                    "password": "password",
                    "role": "role",
                    "chat": {"type": "string", "optional": True, "unique": True},
                },
                "access": {"owner": "id"},
            },
            **{part.name: part.entity for part in parts},
        },
        **{
            section: {name: spec for part in parts for name, spec in getattr(part, section)()}
            for section in ("rules", "operations", "endpoints", "events", "jobs", "notifications")
        },
        "bot": {
            "commands": {
                "begin": {
                    "description": "Links.",
                    "argument": "code",
                    "link_account": True,
                    "reply": "Linked.",
                    "without_argument": "Send a code.",
                },
                **{name: spec for part in parts for name, spec in part.commands()},
            }
        },
    }


class _Part:
    """One entity with all that is about it."""

    def __init__(self, words: Iterator[str], number: int, fields: int) -> None:
        def take(count: int = 1) -> list[str]:
            return list(dict.fromkeys(islice(words, count)))

        self.number = number
        (self.name,) = take()
        self.types = dict(zip(take(fields), cycle(TYPES), strict=False))
        self.row, self.created, self.page, self.changed, self.state = (take()[0] for _ in range(5))
        self.rule, self.guard, self.event, self.job, self.notice, self.command = (
            f"{name}" for name in take(6)
        )
        self.create, self.list, self.change, self.run, self.move, self.show = take(6)
        self.words = take(3)
        self.transition = take()[0]

    @property
    def entity(self) -> Spec:
        first, second, *_ = self.words
        return {
            "plural": f"{self.name}_all",
            "fields": {
                **{name: dict(type_) for name, (type_, _) in self.types.items()},
                "holder": {"reference": "person"},
                "current": {"enum": self.words, "default": first},
            },
            "states": {
                "field": "current",
                "transitions": {self.transition: {"from": first, "to": second}},
            },
            "unique": [[self._of("string")[0], "holder"]],
            "indexes": [[*self._of("date"), "created_at"]],
        }

    def _of(self, *types: str) -> list[str]:
        return [name for name, (type_, _) in self.types.items() if type_["type"] in types]

    @property
    def _required(self) -> list[str]:
        return [name for name, (type_, _) in self.types.items() if "optional" not in type_]

    def _values(self) -> dict[str, str]:
        return {name: value for name, (_, value) in self.types.items()}

    def rules(self) -> Iterator[tuple[str, Spec]]:
        number, flag = self._of("integer")[0], self._of("boolean")[0]
        held = f"input.{self.row}.{number} > 2 && !input.{self.row}.{flag}"
        yield self.rule, {"holds": held, "message": "No", "code": f"RULE_{self.number}"}
        asked = f"{self.name}_all.filter(x, x.{number} > 5 && x.holder == actor).size() < 3"
        yield self.guard, {"holds": asked, "message": "No", "code": f"GUARD_{self.number}"}

    def operations(self) -> Iterator[tuple[str, Spec]]:
        text = self._of("string")[0]
        yield self.create, {
            "actor": "any",
            "input": {name: f"{self.name}.{name}" for name in self.types},
            "rules": [self.guard],
            "steps": [
                {"create": self.name,
                 "set": {**{name: f"input.{name}" for name in self.types}, "holder": "actor"},
                 "as": self.created},
                {"publish": f"{self.event}.made",
                 "values": {**{name: f"{self.created}.{name}" for name in self._required},
                            f"{self.row}": self.created}},
            ],
            "returns": self.created,
        }  # fmt: skip
        yield self.list, {
            "actor": "any",
            "steps": [{
                "list": f"{self.name}_all.filter(x, x.{text} != 'none' && x.holder == actor)",
                "as": self.page,
                "filters": [*self._of(*RANGED, "boolean"), text],
                "sort": self._of("integer", "date"),
            }],
            "returns": self.page,
        }  # fmt: skip
        optional = {
            name: {"type": f"{self.name}.{name}", "optional": True}
            for name in self._of("string", "text")
        }
        yield (
            self.change,
            {
                "actor": "any",
                "input": {self.row: self.name, **optional},
                "rules": [self.rule],
                "steps": [{"update": f"input.{self.row}", "set": "input", "as": self.changed}],
                "returns": self.changed,
            },
        )
        yield self.run, {
            "actor": "system",
            "input": {self.row: self.name},
            "steps": [
                {"update": f"input.{self.row}", "set": self._values(), "as": self.created},
                {"notify": f"{self.created}.holder", "notification": self.notice,
                 "values": {self.row: self.created, text: f"{self.created}.{text}"}},
            ],
        }  # fmt: skip
        yield self.move, {
            "actor": ["reader"],
            "input": {self.row: self.name},
            "steps": [{"transition": f"input.{self.row}", "to": self.transition,
                       "as": self.state}],
            "returns": self.state,
        }  # fmt: skip
        yield (
            self.show,
            {
                "actor": "any",
                "input": {self.row: self.name},
                "returns": f"input.{self.row}",
            },
        )

    def endpoints(self) -> Iterator[tuple[str, str]]:
        path = f"/part-{self.number}"
        row = f"{{{self.row}}}"
        yield f"POST {path}", self.create
        yield f"GET {path}", self.list
        yield f"PATCH {path}/{row}", self.change
        yield f"POST {path}/{row}/move", self.move
        yield f"GET {path}/{row}", self.show

    def events(self) -> Iterator[tuple[str, Spec]]:
        yield f"{self.event}.made", {
            "payload": {**{name: f"{self.name}.{name}" for name in self._required},
                        f"{self.row}": self.name},
            "then": [self.run],
        }  # fmt: skip

    def jobs(self) -> Iterator[tuple[str, Spec]]:
        date = self._of("date")[0]
        chosen = f"{self.name}_all.filter(x, x.{date} < today)"
        yield self.job, {
            "schedule": "daily at 03:00", "for_each": {self.row: chosen}, "run": self.run,
        }  # fmt: skip

    def notifications(self) -> Iterator[tuple[str, Spec]]:
        text = self._of("string")[0]
        number = self._of("integer")[0]
        yield (
            self.notice,
            {
                "input": {self.row: self.name, text: f"{self.name}.{text}"},
                "channels": ["telegram", "email"],
                "subject": "News",
                "text": f"Hello ${{recipient.email}}: ${{{self.row}.{number}}} ${{{text}}}",
            },
        )

    def commands(self) -> Iterator[tuple[str, Spec]]:
        text = self._of("string")[0]
        yield self.command, {
            "description": "Shows.", "run": self.list, "reply_each": f"${{item.{text}}}",
            "reply_empty": "None.",
        }  # fmt: skip


def words() -> list[str]:
    """Words that mean something in Python, SQL, a library or the emitted code.

    Those that mean something in expressions, or in this spec, are not among them.
    """
    known = {*BOUND, *FIELDS, *MEMBERS, *BESIDE_ENTITIES, *BESIDE_OTHERS, *SQL_RESERVED, *NAMES}
    own = {"person", "holder", "current", "chat", "role", "x", "item", "recipient", "link", "begin"}
    taken = {*VARIABLES, *BEGINNINGS, *BUILT_IN, *COMMON, *own}
    return sorted(name for name in known - taken if NAME.fullmatch(name) and len(name) < 30)
