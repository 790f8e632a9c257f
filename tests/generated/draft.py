"""The spec so far, as the sections that come later need it."""

from dataclasses import dataclass, field

from tests.generated import texts
from tests.generated.chance import Chance
from tests.generated.kinds import Entity, Field, Payload, Spec, Transition
from tests.generated.names import NOUNS, WORDS, Names


@dataclass(slots=True)
class Notification:
    """A message that steps send."""

    name: str
    inputs: list[Payload]


@dataclass(slots=True)
class Event:
    """An event; operations publish it, and later events' consumers may."""

    name: str
    payload: list[Payload]


@dataclass(slots=True)
class Draft:
    """What has been drawn, by section; `spec` is the document itself."""

    chance: Chance
    names: Names
    spec: Spec = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    entities: dict[str, Entity] = field(default_factory=dict)
    account: str = ""
    channels: tuple[str, ...] = ()
    has_bot: bool = False
    notifications: list[Notification] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unsent: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)
    reached: dict[str, set[str]] = field(default_factory=dict)
    wanted: str = ""
    called: str = ""
    unpublished: set[str] = field(default_factory=set)
    # Names of inputs are told apart by their operation's own table, which has to stay.
    inputs: list[dict[str, Payload]] = field(default_factory=list)

    def rows(self) -> list[Entity]:
        """The entities that PostgreSQL keeps."""
        return [entity for entity in self.entities.values() if entity.store == "postgres"]

    def transitions(self, entity: Entity) -> list[Transition]:
        """The transitions from a state that a row can be in, as far as operations go by now."""
        if not entity.transitions:
            return []
        states = self.reached.setdefault(entity.name, {entity.field(entity.state).words[0]})
        return [transition for transition in entity.transitions if states & set(transition.sources)]

    def deletable(self) -> list[Entity]:
        """Entities that no row refers to which is kept for some time."""
        kept = {
            column.kind.entity for entity in self.entities.values() if "retention" in entity.spec
            for column in entity.fields
        }  # fmt: skip
        return [row for row in self.rows() if row.name not in kept]

    def takes(self, entity: Entity, transition: Transition) -> None:
        """Notes that an operation moves rows along."""
        self.reached[entity.name].add(transition.target)

    def field_of(self, entity: str, name: str) -> Field:
        return next(
            candidate for candidate in self.entities[entity].fields if candidate.name == name
        )

    def section(self, name: str) -> Spec:
        """A section of the document, made when it is first needed."""
        return self.spec.setdefault(name, {})  # type: ignore[no-any-return]

    def words_of_an_enum(self, least: int = 1) -> tuple[str, ...]:
        """The words of an enum, none of them twice."""
        most = 30 if self.chance.one_in(8) else 5
        count = self.chance.number(least, most)
        space = f"words {len(self.names.taken)}"
        return tuple(self.names.new(WORDS, space) for _ in range(count))

    def shared_type(self) -> str:
        """A type that several fields share, with its words."""
        declared = self.section("types")
        if declared and not self.chance.one_in(3):
            return self.chance.pick(sorted(declared))
        name = self.names.new(NOUNS, "classes")
        declared[name] = {"enum": list(self.words_of_an_enum())}
        if self.chance.one_in(3):
            declared[name]["description"] = texts.line(self.chance)
        return name
