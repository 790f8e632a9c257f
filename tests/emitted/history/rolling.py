"""Two versions of a spec, and the statements of replicas of each."""

FORM = """
language: 1
system: {name: notes, description: Notes of a team.}
entities:
ENTITIES
operations:
  list_notes:
    actor: public
    steps:
      - list: notes
        as: notes
    returns: notes
endpoints:
  GET /notes: list_notes
"""
ENTITIES = (
    """
  team:
    fields:
      name: {type: string, max_length: 80}
  note:
    fields:
      text: {type: string, max_length: 80}
      code: {type: string, max_length: 80}
      rank: {type: integer, optional: true}
      level: {type: integer}
      mark: {type: string, max_length: 20, default: none}
      team: {reference: team}
""",
    """
  group:
    renamed_from: team
    fields:
      name: {type: string, max_length: 80}
  note:
    fields:
      body: {type: string, max_length: 80, renamed_from: text}
      code: {type: string, max_length: 80, unique: true}
      rank: {type: integer, fill: 0}
      level: {type: integer, minimum: 0}
      colour: {type: string, max_length: 20, default: red}
      other: {reference: group, optional: true}
      team: {reference: group}
    indexes:
      - [level, rank]
""",
)
SPECS = tuple(
    FORM.replace("ENTITIES", entities)
    + ("removed: {note.mark: Nobody reads it.}\n" if "body" in entities else "")
    for entities in ENTITIES
)
ROWS_OF = (
    """
    INSERT INTO teams (id, version, name)
    SELECT gen_random_uuid(), 1, 'team ' || number FROM generate_series(1, 20) AS number
    """,
    """
    INSERT INTO notes (id, version, text, code, rank, level, mark, team_id)
    SELECT gen_random_uuid(), 1, 'text ' || number, 'code ' || number, nullif(number % 3, 0),
        number, 'mark', (SELECT id FROM teams LIMIT 1)
    FROM generate_series(1, :rows) AS number
    """,
)
KEYS = "SELECT id FROM notes LIMIT 1000"
COLUMNS = "id, created_at, updated_at, version"
OLD = {
    "read": f"SELECT {COLUMNS}, text, code, rank, level, mark, team_id FROM notes WHERE id = :id",
    "list": f"SELECT {COLUMNS}, text, code, rank, level, mark, team_id FROM notes"
    " WHERE id > :id ORDER BY id LIMIT 20",
    "insert": "INSERT INTO notes (id, version, text, code, rank, level, mark, team_id)"
    " VALUES (:new, 1, 'new', :word, NULL, 1, 'none', (SELECT id FROM teams LIMIT 1))"
    " RETURNING created_at, updated_at",
    "update": "UPDATE notes SET level = level + 1, text = text || '', version = version + 1"
    " WHERE id = :id",
    "join": "SELECT notes.id, name FROM notes JOIN teams ON teams.id = team_id"
    " WHERE notes.id = :id",
    "team": "UPDATE teams SET name = :word, version = version + 1"
    " WHERE id = (SELECT team_id FROM notes WHERE id = :id)",
    "control": "SELECT 1",
}
NEW = {
    "read": f"SELECT {COLUMNS}, body, code, rank, level, colour, other_id, team_id FROM notes"
    " WHERE id = :id",
    "insert": "INSERT INTO notes (id, version, body, code, rank, level, colour, team_id)"
    " VALUES (:new, 1, 'new', :word, 2, 1, 'red', (SELECT id FROM groups LIMIT 1))"
    " RETURNING created_at, updated_at",
    "update": "UPDATE notes SET rank = rank + 1, body = body || '', version = version + 1"
    " WHERE id = :id",
    "join": "SELECT notes.id, name FROM notes JOIN groups ON groups.id = team_id"
    " WHERE notes.id = :id",
    "control": "SELECT 1",
}
