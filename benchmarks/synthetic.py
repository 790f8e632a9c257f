"""A spec of any number of entities, shaped like a real one."""

from pathlib import Path

HEADER = """\
language: 1
system:
  name: synthetic
  title: Synthetic
  description: A spec of many entities.
  currency: EUR
  time_zone: UTC
roles:
  member: Uses the system.
authentication:
  account: account
  login: email
  password: password
  role: role
  registration: {roles: [member], input: []}
entities:
  account:
    description: A person.
    fields:
      email: {type: email, unique: true, personal: true}
      password: password
      role: role
    access: {owner: id}
"""

ENTITY = """\
  thing_{n}:
    description: Thing number {n}.
    fields:
      owner: {{reference: account, on_delete: cascade}}
      title: {{type: string, max_length: 120}}
      amount: {{type: money, minimum: 0, maximum: 50000}}
      count: {{type: integer, minimum: 0, default: 0}}
      state: {{enum: [open, closed], default: open}}
      due_on: {{type: date, optional: true}}
    access: {{owner: owner}}
"""

OPERATION = """\
  create_thing_{n}:
    description: Create thing number {n}.
    actor: any
    input: {{title: thing_{n}.title, amount: thing_{n}.amount}}
    steps:
      - create: thing_{n}
        set: {{owner: actor, title: input.title, amount: input.amount}}
        as: thing
    returns: thing
  list_things_{n}:
    description: List things number {n}.
    actor: any
    steps:
      - list: things_{n}.filter(t, t.owner == actor)
        as: things
        filters: [title, amount, count]
        sort: [created_at, title]
    returns: things
"""


def write(folder: Path, entities: int) -> None:
    """Writes `spec.yaml` with so many entities, two operations and two endpoints for each."""
    numbers = range(1, entities + 1)
    parts = [
        HEADER,
        *(ENTITY.format(n=n).replace("    fields:", f"    plural: things_{n}\n    fields:", 1)
          for n in numbers),
        "operations:\n",
        *(OPERATION.format(n=n) for n in numbers),
        "endpoints:\n",
        *(
            f"  POST /things-{n}: create_thing_{n}\n  GET /things-{n}: list_things_{n}\n"
            for n in numbers
        ),
    ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spec.yaml").write_text("".join(parts), "utf-8")
