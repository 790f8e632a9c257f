"""A difference, and the conditions on it that judgements combine."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msc.core.record import Record
from msc.diff.flatten import Leaf
from msc.ir.behaviour import ActorKind
from msc.ir.changes import ChangeKind
from msc.ir.entities import Store
from msc.ir.expressions import Call, Node

type KeyPath = tuple[str, ...]
type Condition = Callable[["Difference"], bool]

HIDDEN = ("password", "secret")
AUDIENCE = (ActorKind.SYSTEM, ActorKind.ROLES, ActorKind.SIGNED_IN, ActorKind.PUBLIC)
"""Who may run an operation, the narrowest first."""


class Difference(Record):
    """One changed value and its element; the subject of a judgement.

    The path starts inside the element. All top-level values of a system form one section, whose
    paths start with the key. `before` and `after` are all values of the element. It is `visible` if
    callers see it: an entity in responses, an operation that people run.
    """

    section: str
    kind: ChangeKind
    path: KeyPath
    old: str | None
    new: str | None
    before: Mapping[KeyPath, Leaf] = {}
    after: Mapping[KeyPath, Leaf] = {}
    visible: bool = True


def words(text: str | None) -> tuple[str, ...]:
    """The words in a list that is formatted as text."""
    return () if text is None else tuple(text.split(", "))


def every(*conditions: Condition) -> Condition:
    """The conjunction of conditions."""
    return lambda difference: all(condition(difference) for condition in conditions)


def negated(condition: Condition) -> Condition:
    """The negation of a condition."""
    return lambda difference: not condition(difference)


def always(_: Difference) -> bool:
    """True of every difference."""
    return True


def visible(difference: Difference) -> bool:
    """Whether callers see the element."""
    return difference.visible


def replaced(difference: Difference) -> bool:
    """Whether there was a value before and there is one now."""
    return None not in (difference.old, difference.new)


def kept(difference: Difference) -> bool:
    """Whether the value existed before; parts of something new break nothing."""
    return difference.old is not None


def removed(difference: Difference) -> bool:
    """Whether the value was removed."""
    return difference.new is None


def present(difference: Difference) -> bool:
    """Whether there is a value now."""
    return difference.new is not None


def true(difference: Difference) -> bool:
    """Whether the new value is true."""
    return difference.new == "true"


def turned_true(difference: Difference) -> bool:
    """Whether the value changed from false to true."""
    return difference.old is not None and difference.new == "true"


def false(difference: Difference) -> bool:
    """Whether the new value is false."""
    return difference.new == "false"


def higher(difference: Difference) -> bool:
    """Whether a lower bound rose or was added."""
    old, new = difference.old, difference.new
    return new is not None and (old is None or Decimal(new) > Decimal(old))


def lower(difference: Difference) -> bool:
    """Whether an upper bound fell or was added."""
    old, new = difference.old, difference.new
    return new is not None and (old is None or Decimal(new) < Decimal(old))


def shorter(difference: Difference) -> bool:
    """Whether a list lost a word."""
    return not set(words(difference.old)) <= set(words(difference.new))


def longer(difference: Difference) -> bool:
    """Whether a list gained a word."""
    return not set(words(difference.new)) <= set(words(difference.old))


def word_removed(difference: Difference) -> bool:
    """Whether a list that still exists lost a word."""
    return difference.new is not None and shorter(difference)


def other_words(difference: Difference) -> bool:
    """Whether a list has a different set of words."""
    return set(words(difference.old)) != set(words(difference.new))


def fewer_readers(difference: Difference) -> bool:
    """Whether read access was narrowed; without an owner and readers, everybody sees the rows."""
    owner = ("access", "owner")
    if difference.old is None:
        return owner not in difference.before
    if difference.new is None:
        return owner in difference.after
    return shorter(difference)


def list_shorter(difference: Difference) -> bool:
    """Whether a list step lost a filter or a sort key."""
    return difference.path[-1] in ("filters", "sort") and shorter(difference)


def other_order(difference: Difference) -> bool:
    """Whether the default order of a list step changed."""
    old, new = words(difference.old)[:1], words(difference.new)[:1]
    return difference.path[-1] == "sort" and old != new and replaced(difference)


def lasting(difference: Difference) -> bool:
    """Whether the value is not a lifetime, which callers never see."""
    return not difference.path[-1].endswith("_minutes")


def new_member(difference: Difference) -> bool:
    """Whether the field, input or payload that holds the value is new."""
    member = difference.path[:2]
    return not any(path[:2] == member for path in difference.before)


def old_member(difference: Difference) -> bool:
    """Whether the field, input or payload that holds the value was removed."""
    member = difference.path[:2]
    return not any(path[:2] == member for path in difference.after)


def has_value(difference: Difference) -> bool:
    """Whether existing rows get a value for the field."""
    member = difference.path[:2]
    return any(_is_true(difference, (*member, word)) for word in ("has_default", "has_fill"))


def may_be_left_out(difference: Difference) -> bool:
    """Whether callers may omit the input."""
    member = (*difference.path[:2], "field")
    return any(_is_true(difference, (*member, word)) for word in ("optional", "has_default"))


def _is_true(difference: Difference, path: KeyPath) -> bool:
    leaf = difference.after.get(path)
    return leaf is not None and leaf.text == "true"


def in_answers(difference: Difference) -> bool:
    """Whether responses contain the field."""
    kind = difference.after.get((*difference.path[:2], "type"))
    return difference.visible and (kind is None or kind.text not in HIDDEN)


def of_text(difference: Difference) -> bool:
    """Whether the field is an unbounded text, whose length the table does not limit."""
    kind = difference.after.get((*difference.path[:2], "type"))
    return kind is not None and kind.text == "text"


def of_documents(difference: Difference) -> bool:
    """Whether the entity is stored as documents, which revisions do not migrate."""
    store = difference.after.get(("store",))
    return store is not None and store.text == Store.MONGO.value


def fewer_people(difference: Difference) -> bool:
    """Whether the new kind of actor is narrower."""
    ranks = [
        AUDIENCE.index(ActorKind(actor)) for actor in (difference.old, difference.new) if actor
    ]
    return len(ranks) == 1 or ranks[1] < ranks[0]


def role_lost(difference: Difference) -> bool:
    """Whether a role lost its permission to run the operation while others keep it."""
    kind = difference.after.get(("actor", "kind"))
    return kind is not None and kind.text == ActorKind.ROLES.value and shorter(difference)


def loosened(difference: Difference) -> bool:
    """Whether a condition became weaker: without an `&&` term, or with another `||` term."""
    leaves = (values[difference.path] for values in (difference.before, difference.after))
    one, other = (leaf.meaning[0] if leaf.meaning else None for leaf in leaves)
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return False
    return _terms(other, "&&") <= _terms(one, "&&") or _terms(one, "||") <= _terms(other, "||")


def _terms(node: Node, operator: str) -> frozenset[Node]:
    if isinstance(node, Call) and node.function == operator:
        return frozenset(term for argument in node.arguments for term in _terms(argument, operator))
    return frozenset((node,))
