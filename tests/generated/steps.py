"""Steps of an operation, drawn by intent; each knows what the steps before it have left."""

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

from tests.generated import messages, values
from tests.generated.kinds import Entity, Kind, Payload, Spec, Transition
from tests.generated.names import NOUNS
from tests.generated.scopes import Path, Scope
from tests.generated.selections import movable, moves, selection
from tests.generated.touched import Touched

PAGES = frozenset({"sort", "limit", "cursor", "offset", "total"})


@dataclass(slots=True)
class Steps:
    """Writes steps; `fixed` are paths that rules must leave alone, as a step depends on them."""

    scope: Scope
    operation: str
    frozen: bool = False
    steps: list[Spec] = dataclasses.field(default_factory=list)
    touched: Touched = dataclasses.field(default_factory=Touched)
    fixed: set[str] = dataclasses.field(default_factory=set)
    events: set[str] | None = None
    changes: bool = False
    listed: str = ""
    required_late: bool = True
    depth: int = 0
    outside: set[str] = dataclasses.field(default_factory=set)
    first: Scope = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.first = self.scope

    def settled(self) -> set[str]:
        """The paths that rules must leave alone: what steps fix, and states that a loop moves."""
        return self.fixed | self.touched.states(self.scope.draft, self.scope.inputs or {})

    # Intents

    def create(self) -> None:
        self._create(self._entity())
        self._more(2)

    def update(self) -> None:
        row = self._row()
        if row is None or not self._update(row):
            self.create()
            return
        self._more(2)

    def update_from_input(self) -> None:
        """A change in which each input that is given is copied to the field of its name."""
        chance, draft = self.scope.draft.chance, self.scope.draft
        assert self.scope.inputs is not None
        own = self.scope.variables.get("actor")
        choices = [candidate for candidate in self.scope.takeable() if self._copied(candidate)]
        if not choices or (own and chance.one_in(4) and self._copied(draft.entities[own.entity])):
            row = Path("actor", own) if own else None
        else:
            row = self.scope.row_input(chance.pick(choices).name)
        if row is None or not self._copied(draft.entities[row.kind.entity]):
            self.create()
            return
        entity = draft.entities[row.kind.entity]
        for field in chance.some(self._copied(entity), 4, 1):
            if field.name in self.scope.inputs:
                continue
            path = self.scope.copied_input(entity.name, field, optional=True)
            del self.scope.inputs[path.text.removeprefix("input.")]
            self.scope.inputs[field.name] = Payload(
                field.name, f"{entity.name}.{field.name}", field.kind, True, field
            )
        if not any(input_.kind.name != "row" for input_ in self.scope.inputs.values()):
            self.create()
            return
        self.add({"update": row.text, "set": "input"}, row.kind)
        self.touched.changed.add(row.text)

    def _copied(self, entity: Entity) -> list[Any]:
        return [field for field in entity.settable(creating=False)
                if field.kind.name not in {"row"} and not field.hidden
                and field.type != "reference"]  # fmt: skip

    def transition(self) -> None:
        choices = [candidate for candidate in self.scope.takeable() if candidate.transitions]
        if not choices:
            self.update()
            return
        self._transition(self.scope.row_input(self.scope.draft.chance.pick(choices).name))
        self._more(2)

    def delete(self) -> None:
        chance = self.scope.draft.chance
        choices = [
            candidate
            for candidate in self.scope.draft.deletable()
            if candidate.visible(self.scope.actor)
        ]
        if not choices:
            self.create()
            return
        row = self._input_row(chance.pick(choices))
        if chance.one_in(3):
            self._more(1)
        if row.text in self.touched.changed:
            return
        self.add({"delete": row.text})
        self.touched.changed.add(row.text)
        self.touched.deleted.add(row.text)

    def page(self) -> None:
        """A page of rows; a GET has no body, so all inputs are rows of the path."""
        chance, draft = self.scope.draft.chance, self.scope.draft
        entity = chance.pick(draft.rows())
        if not entity.listable(self.scope.actor):
            entity.spec.pop("access")
        self.scope.only_rows = True
        for _ in range(chance.number(0, 1) if self.scope.takeable() else 0):
            self._input_row(chance.pick(self.scope.takeable()))
        text = selection(self.scope, entity)
        if self.scope.inputs and not any(f"input.{input_}" in text for input_ in self.scope.inputs):
            self.scope.inputs.clear()
        shown = [field for field in entity.fields if not field.hidden]
        name = entity.plural if chance.one_in(2) else self._name()
        step: Spec = {"list": text, "as": name}
        filters = [field.name for field in shown if field.kind.name != "json"]
        if chance.one_in(2):
            step["filters"] = [*chance.some([*filters, "created_at"], 4, 1)]
        sortable = [field.name for field in shown if field.type not in {"json", "reference"}]
        if chance.one_in(2):
            names = chance.some([*sortable, "created_at", "updated_at"], 3, 1)
            step["sort"] = [f"-{name}" if chance.one_in(3) else name for name in names]
        step["filters"] = [filter_ for filter_ in step.get("filters", ()) if filter_ not in PAGES]
        if not step["filters"]:
            del step["filters"]
        self.steps.append(step)
        self.listed = name
        # From then on the plural means the page.
        self.required_late = name != entity.plural

    def read(self) -> None:
        """Nothing is done: a row is answered."""
        self.scope.only_rows = True
        choices = self.scope.takeable()
        if not choices and "actor" not in self.scope.variables:
            self.create()
        elif choices and (
            "actor" not in self.scope.variables or not self.scope.draft.chance.one_in(4)
        ):
            self._input_row(self.scope.draft.chance.pick(choices))

    def tell(self) -> None:
        """Events and notifications only."""
        for _ in range(self.scope.draft.chance.number(1, 2)):
            if not (self._notify() or self._publish()):
                break
        if not self.steps:
            self.create()

    def react(self) -> None:
        """What an operation of the system does with the values that it is given."""
        before, chance = len(self.steps), self.scope.draft.chance
        self._more(3)
        if len(self.steps) == before:
            name = self._name()
            rows = selection(self.scope, chance.pick(self.scope.draft.deletable()))
            step = {"delete": name}
            self.steps.append({"for_each": rows, "as": name, "steps": [step]})
            self.changes = True

    # Steps

    def _more(self, most: int) -> None:
        chance = self.scope.draft.chance
        for _ in range(chance.number(0, most)):
            chance.pick((self._any_create, self._any_update, self._publish, self._notify,
                         self._any_transition, self._loop))()  # fmt: skip

    def _any_create(self) -> bool:
        self._create(self._entity())
        return True

    def _any_update(self) -> bool:
        row = self._row(new=False)
        return row is not None and self._update(row)

    def _any_transition(self) -> bool:
        rows = [row for row in self.scope.rows()
                if self._ways(row) and self.touched.is_free(row)
                and self.touched.is_fresh(row, in_loop=self.depth > 0)
                and self.touched.root(row.text).partition(".")[0] not in self.outside]  # fmt: skip
        if not rows:
            return False
        self._transition(self.scope.draft.chance.pick(rows))
        return True

    def _create(self, entity: Entity) -> None:
        chance = self.scope.draft.chance
        assigned: Spec = {}
        for field in entity.settable(creating=True):
            if field.needed or chance.one_in(2):
                assigned[field.name] = self.value(field, entity.name)
                if assigned[field.name] is None and not field.optional:
                    if field.needed:
                        return
                    del assigned[field.name]
        if any(field.type == "password" and field.needed for field in entity.fields):
            return
        step: Spec = {"create": entity.name, **({"set": assigned} if assigned else {})}
        self.scope.draft.created.add(entity.name)
        self.add(step, entity.row)

    def value(self, target: Any, entity: str) -> object:
        scope = self.scope
        if self.frozen or self.depth:
            scope = replace(scope, only_rows=True)
            return values.value(scope, target)
        return values.value(scope, target, entity)

    def _update(self, row: Path) -> bool:
        chance = self.scope.draft.chance
        entity = self.scope.draft.entities[row.kind.entity]
        assigned = self._changes(entity, chance.some(entity.settable(creating=False), 3, 1))
        if not assigned:
            return False
        self.add({"update": row.text, "set": assigned}, row.kind)
        self.touched.changed.add(row.text)
        return True

    def _changes(self, entity: Entity, fields: list[Any]) -> Spec:
        """New values of fields of a row, as far as they can be had."""
        drawn = {field.name: (field, self.value(field, entity.name)) for field in fields}
        return {name: value for name, (field, value) in drawn.items()
                if value is not None or field.optional}  # fmt: skip

    def _transition(self, row: Path) -> None:
        entity = self.scope.draft.entities[row.kind.entity]
        transition = self.scope.draft.chance.pick(self._ways(row))
        self.scope.draft.takes(entity, transition)
        self.fixed.add(f"{row.text}.{entity.state}")
        self.touched.moved.add(entity.name)
        step: Spec = {"transition": row.text, "to": transition.name}
        chance = self.scope.draft.chance
        if chance.one_in(2):
            fields = chance.some(entity.settable(creating=False), 2, 1)
            step["set"] = self._changes(entity, fields)
        self.add(step, row.kind)
        self.touched.changed.add(row.text)

    def _ways(self, row: Path) -> list[Transition]:
        return self.scope.draft.transitions(self.scope.draft.entities[row.kind.entity])

    def _publish(self) -> bool:
        return messages.publish(self)

    def _notify(self) -> bool:
        return messages.notify(self)

    def _loop(self) -> bool:
        """A loop with steps of its own, no deeper than three."""
        chance, draft = self.scope.draft.chance, self.scope.draft
        if self.depth >= 2:
            return False
        entity = chance.pick(draft.rows())
        text, name = selection(self.scope, entity), self._name()
        outer, outside, further = self.steps, self.scope, self.outside
        changed = set(self.touched.changed)
        # What is outside is one row, which each turn would move again.
        self.outside = {"input", *self.scope.variables}
        self.steps, self.scope = [], self.scope.with_variable(name, entity.row)
        self.depth += 1
        self._more(2)
        if not self.steps:
            row = Path(name, entity.row)
            _ = self._update(row) or self._notify() or self._publish()
        inner = self.steps
        self.depth -= 1
        self.steps, self.scope, self.touched.changed = (
            outer,
            outside,
            changed | self.touched.changed,
        )
        self.outside = further
        if not inner:
            return False
        rows = movable(text, entity, name, inner)
        if rows == entity.plural and moves(name, inner):
            self.touched.swept.add(entity.name)
        self.steps.append({"for_each": rows, "as": name, "steps": inner})
        self.changes = True
        return True

    # Rows

    def _entity(self) -> Entity:
        draft = self.scope.draft
        if draft.wanted and draft.wanted not in draft.created:
            return draft.entities[draft.wanted]
        kept = [row for row in draft.rows() if row.name != draft.account]
        return self.scope.draft.chance.pick(kept)

    def _row(self, *, new: bool = True) -> Path | None:
        chance = self.scope.draft.chance
        rows = [
            row
            for row in self.scope.rows()
            if self.touched.is_free(row) and row.text.count(".") < 3
        ]
        if rows and (not new or chance.one_in(2)):
            return chance.pick(rows)
        if not new or self.frozen:
            return None
        account = self.scope.draft.account
        choices = [entity for entity in self.scope.takeable() if entity.name != account]
        return self._input_row(chance.pick(choices)) if choices else None

    def _input_row(self, entity: Entity) -> Path:
        rows = [row for row in self.scope.rows(entity.name)
                 if row.text.startswith("input.") and row.text.count(".") == 1
                 and self.touched.is_free(row)]  # fmt: skip
        if rows and self.scope.draft.chance.one_in(2):
            return self.scope.draft.chance.pick(rows)
        return self.scope.row_input(entity.name)

    def _name(self) -> str:
        plurals = (entity.plural for entity in self.scope.draft.entities.values())
        taken = {*self.scope.variables, "input", *plurals}
        return self.scope.draft.names.new(NOUNS, f"results {self.operation}", taken)

    def add(self, step: Spec, row: Kind | None = None) -> None:
        self.changes = True
        if row is not None and "create" not in step:
            self.touched.written.add(row.entity)
        if row is not None and not self.scope.draft.chance.one_in(3):
            step["as"] = self._name()
            if "create" in step:
                self.touched.new.add(step["as"])
            else:
                self.touched.roots[step["as"]] = step.get("update") or step["transition"]
            self.scope = self.scope.with_variable(step["as"], row)
        self.steps.append(step)
