"""The fields that hold personal data; logs mask them wherever they occur."""

PERSONAL_FIELDS: frozenset[str] = frozenset(
    ("door_code", "email", "full_name", "password", "phone", "telegram_chat")
)
