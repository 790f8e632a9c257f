"""What expressions see of a value, and the elements that a draft of a spec has so far."""

from dataclasses import dataclass, field
from typing import Any

type Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a value: a scalar, the words of an enum, or a row of an entity."""

    name: str
    words: tuple[str, ...] = ()
    entity: str = ""


STRING, INT, DECIMAL, BOOL = Kind("string"), Kind("int"), Kind("decimal"), Kind("bool")
DATE, TIMESTAMP, UUID, JSON = Kind("date"), Kind("timestamp"), Kind("uuid"), Kind("json")
HIDDEN = Kind("hidden")


@dataclass(slots=True)
class Field:
    """A field of an entity as it is written, and what expressions see of it."""

    name: str
    kind: Kind
    spec: Spec

    @property
    def type(self) -> str:
        return "enum" if "enum" in self.spec else self.spec.get("type", "reference")

    @property
    def optional(self) -> bool:
        return bool(self.spec.get("optional"))

    @property
    def needed(self) -> bool:
        return not self.optional and "default" not in self.spec

    @property
    def hidden(self) -> bool:
        return self.type in {"password", "secret"}


@dataclass(slots=True)
class Transition:
    """A change of state."""

    name: str
    sources: tuple[str, ...]
    target: str


@dataclass(slots=True)
class Entity:
    """An entity; `state` is the field that only transitions change."""

    name: str
    plural: str
    store: str = "postgres"
    fields: list[Field] = field(default_factory=list)
    state: str = ""
    transitions: list[Transition] = field(default_factory=list)
    spec: Spec = field(default_factory=dict)

    @property
    def row(self) -> Kind:
        return Kind("row", entity=self.name)

    def field(self, name: str) -> Kind:
        """What expressions see of a field."""
        return next(candidate.kind for candidate in self.fields if candidate.name == name)

    def visible(self, actor: Any) -> bool:
        """Whether some of those who run an operation see rows that are not their own."""
        access = self.spec.get("access")
        if access is None or actor == "system":
            return True
        readers = access.get("read", ())
        if actor == "public":
            return False
        if actor == "any":
            return bool(readers)
        return bool(set(readers) & set(actor)) and ("owner" in access or set(readers) >= set(actor))

    def listable(self, actor: Any) -> bool:
        """Whether a list of its rows shows some to those who run an operation."""
        owned = "owner" in self.spec.get("access", {}) and actor != "public"
        return owned or self.visible(actor)

    def settable(self, *, creating: bool) -> list[Field]:
        """The fields that a step may write."""
        return [
            candidate
            for candidate in self.fields
            if candidate.type != "password"
            and candidate.name != self.state
            and (creating or not candidate.spec.get("write_once"))
        ]


@dataclass(slots=True)
class Payload:
    """A value of an event, a notification or an operation: its type as written, and its kind."""

    name: str
    type: str
    kind: Kind
    optional: bool = False
    source: Field | None = None

    @property
    def spec(self) -> Any:
        plain = self.source is not None and self.source.spec.get("type") == self.type
        more = dict(self.source.spec) if plain and self.source else {}
        more |= {"type": self.type}
        if self.optional:
            more = {"type": self.type, "optional": True, **more}
            more.pop("default", None)
        return more if more.keys() > {"type"} else self.type
