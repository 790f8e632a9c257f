"""Types of stored and transmitted values, and the fields that hold them."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from msc.core.source import Span

type Literal = None | bool | int | str | tuple[()]
"""A default value as written: decimals and dates are kept as their text."""


class OnDelete(StrEnum):
    """What happens to a row when the row that it refers to is deleted."""

    RESTRICT = "restrict"
    CASCADE = "cascade"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class StringType:
    """Text on one line."""

    max_length: int
    min_length: int = 0
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class TextType:
    """Text of any number of lines."""

    max_length: int | None = None
    min_length: int = 0


@dataclass(frozen=True, slots=True)
class EmailType:
    """An e-mail address, compared without regard to case."""


@dataclass(frozen=True, slots=True)
class PhoneType:
    """A telephone number in E.164 form."""


@dataclass(frozen=True, slots=True)
class UrlType:
    """An absolute http or https address."""


@dataclass(frozen=True, slots=True)
class UuidType:
    """A universally unique identifier."""


@dataclass(frozen=True, slots=True)
class IntegerType:
    """A whole number of at most 64 bits."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class DecimalType:
    """An exact decimal; bounds are decimal texts."""

    scale: int
    precision: int = 18
    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True, slots=True)
class MoneyType:
    """An exact amount of the system's currency with two decimals; bounds are decimal texts."""

    currency: str
    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True, slots=True)
class BooleanType:
    """True or false."""


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class DatetimeType:
    """A moment, stored in UTC."""


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of a closed list of words; `name` is that of the declared or the field's own type."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleType:
    """One of the system's roles."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JsonType:
    """Any JSON object."""


@dataclass(frozen=True, slots=True)
class PasswordType:
    """A password: accepted as text, stored as an argon2 hash, never returned, never logged."""

    min_length: int = 12


@dataclass(frozen=True, slots=True)
class SecretType:
    """Text that is never returned and never logged."""

    max_length: int = 255


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """The identifier of a row of another entity; its column and its wire name end in `_id`."""

    entity: str
    on_delete: OnDelete = OnDelete.RESTRICT


type FieldType = (
    StringType | TextType | EmailType | PhoneType | UrlType | UuidType | IntegerType | DecimalType
    | MoneyType | BooleanType | DateType | DatetimeType | EnumType | RoleType | JsonType
    | PasswordType | SecretType | ReferenceType
)  # fmt: skip


def written(type_: FieldType) -> str:
    """The type as a reader names it: `decimal(18, 4)`, `datetime`."""
    if isinstance(type_, DecimalType):
        return f"decimal({type_.precision}, {type_.scale})"
    return type(type_).__name__.removesuffix("Type").lower()


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of an entity, an input or a payload.

    `default` counts only when `has_default`; it is None, a bool, an int or the text of any other
    type, and the empty tuple for an empty JSON object. `fill` is of the same form: what rows get
    that exist before the field does. `narrowed_from` is the former type whose digits may go.
    """

    name: str
    type: FieldType
    description: str = ""
    optional: bool = False
    has_default: bool = False
    default: Literal = None
    unique: bool = False
    write_once: bool = False
    personal: bool = False
    has_fill: bool = False
    fill: Literal = None
    renamed_from: str | None = None
    narrowed_from: str | None = None
    origin: Span | None = field(default=None, compare=False)

    @property
    def wire_name(self) -> str:
        """The name in tables, documents and JSON: a reference carries `_id`."""
        return f"{self.name}_id" if isinstance(self.type, ReferenceType) else self.name

    @property
    def former_wire_name(self) -> str:
        """The wire name that the field had when it was called `renamed_from`."""
        return replace(self, name=self.renamed_from or self.name).wire_name

    @property
    def hidden(self) -> bool:
        """Whether responses leave the field out."""
        return isinstance(self.type, PasswordType | SecretType)
