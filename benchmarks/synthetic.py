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
  thing_NUMBER:
    description: Thing number NUMBER.
    plural: things_NUMBER
    fields:
      owner: {reference: account, on_delete: cascade}
      title: {type: string, max_length: 120}
      amount: {type: money, minimum: 0, maximum: 50000}
      count: {type: integer, minimum: 0, default: 0}
      state: {enum: [open, closed], default: open}
      due_on: {type: date, optional: true}
    access: {owner: owner}
"""

OPERATIONS = """\
  create_thing_NUMBER:
    description: Create thing number NUMBER.
    actor: any
    input: {title: thing_NUMBER.title, amount: thing_NUMBER.amount}
    steps:
      - create: thing_NUMBER
        set: {owner: actor, title: input.title, amount: input.amount}
        as: thing
    returns: thing
  list_things_NUMBER:
    description: List things number NUMBER.
    actor: any
    steps:
      - list: things_NUMBER.filter(t, t.owner == actor)
        as: things
        filters: [title, amount, count]
        sort: [created_at, title]
    returns: things
"""

ENDPOINTS = """\
  POST /things-NUMBER: create_thing_NUMBER
  GET /things-NUMBER: list_things_NUMBER
"""


def write(folder: Path, entities: int) -> None:
    """Writes `spec.yaml` with so many entities, two operations and two endpoints for each."""
    sections = [
        HEADER,
        _repeated(ENTITY, entities),
        "operations:\n",
        _repeated(OPERATIONS, entities),
        "endpoints:\n",
        _repeated(ENDPOINTS, entities),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spec.yaml").write_text("".join(sections), "utf-8")


def _repeated(piece: str, times: int) -> str:
    return "".join(piece.replace("NUMBER", str(number)) for number in range(1, times + 1))
