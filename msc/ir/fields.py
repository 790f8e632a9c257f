"""Field types, and the fields of entities, inputs and payloads."""

from enum import StrEnum
from typing import ClassVar

from msc.core.naming import snake
from msc.core.record import Record, replace
from msc.core.source import Origin

type Literal = None | bool | int | str | tuple[()]
"""A default value as written: decimals and dates are kept as their text."""


class OnDelete(StrEnum):
    """What happens to a row when the row that it references is deleted."""

    RESTRICT = "restrict"
    CASCADE = "cascade"
    CLEAR = "clear"


class BaseType(Record):
    """Properties of every field type.

    `hidden`: the value is never shown to anybody. `bulky`: values are too large for an index.
    `ranged`: lists can be filtered by range.
    """

    hidden: ClassVar[bool] = False
    ranged: ClassVar[bool] = False
    bulky: ClassVar[bool] = False


class ExactType(BaseType):
    """Properties of exact decimal types, whose bounds are decimal texts."""

    ranged: ClassVar[bool] = True

    @property
    def minimum(self) -> str | None:
        """The smallest value."""
        return None

    @property
    def maximum(self) -> str | None:
        """The largest value."""
        return None


class ListedType(BaseType):
    """Properties of types with a closed list of values."""

    @property
    def values(self) -> tuple[str, ...]:
        """The values."""
        return ()


class StringType(BaseType):
    """Text on one line."""

    max_length: int
    min_length: int = 0
    pattern: str | None = None


class TextType(BaseType):
    """Text of any number of lines."""

    bulky: ClassVar[bool] = True
    max_length: int | None = None
    min_length: int = 0


class EmailType(BaseType):
    """An e-mail address, compared without regard to case."""


class PhoneType(BaseType):
    """A telephone number in E.164 form."""


class UrlType(BaseType):
    """An absolute http or https address."""


class UuidType(BaseType):
    """A universally unique identifier."""


class IntegerType(BaseType):
    """A 64-bit integer."""

    ranged: ClassVar[bool] = True

    minimum: int | None = None
    maximum: int | None = None


class DecimalType(ExactType):
    """An exact decimal; bounds are decimal texts."""

    scale: int
    precision: int = 18
    minimum: str | None = None
    maximum: str | None = None


class MoneyType(ExactType):
    """An exact amount of the system's currency with two decimals; bounds are decimal texts."""

    currency: str
    minimum: str | None = None
    maximum: str | None = None


class BooleanType(BaseType):
    """True or false."""


class DateType(BaseType):
    """A calendar day."""

    ranged: ClassVar[bool] = True


class DatetimeType(BaseType):
    """A timestamp, stored in UTC."""

    ranged: ClassVar[bool] = True


class EnumType(ListedType):
    """A value from a closed list; `name` is that of the declared or the field's own type."""

    name: str
    values: tuple[str, ...]


class RoleType(ListedType):
    """One of the system's roles."""

    values: tuple[str, ...]


class JsonType(BaseType):
    """Any JSON object."""

    bulky: ClassVar[bool] = True


class PasswordType(BaseType):
    """A password: accepted as text, stored as an argon2 hash, never returned, never logged."""

    hidden: ClassVar[bool] = True
    min_length: int = 12


class SecretType(BaseType):
    """Text that is never returned or logged."""

    hidden: ClassVar[bool] = True
    max_length: int = 255


class ReferenceType(BaseType):
    """The identifier of a row of another entity; its column and its wire name end in `_id`."""

    entity: str
    on_delete: OnDelete = OnDelete.RESTRICT


type FieldType = (
    StringType | TextType | EmailType | PhoneType | UrlType | UuidType | IntegerType | DecimalType
    | MoneyType | BooleanType | DateType | DatetimeType | EnumType | RoleType | JsonType
    | PasswordType | SecretType | ReferenceType
)  # fmt: skip


def word_of(kind: type[BaseType]) -> str:
    """The keyword of a field type: `money`."""
    return snake(kind.__name__.removesuffix("Type"))


def written(type_: FieldType) -> str:
    """The type in the reader's terms: `decimal(18, 4)`, `datetime`."""
    if isinstance(type_, DecimalType):
        return f"decimal({type_.precision}, {type_.scale})"
    return word_of(type(type_))


class Field(Record):
    """One named value of an entity, an input or a payload.

    `default` is used only if `has_default` is set; it is None, a bool, an int or the text of any
    other type, and the empty tuple for an empty JSON object. `fill`, in the same form, is the value
    for rows that exist before the field does. `narrowed_from` is the former type, whose extra
    digits may be dropped.
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
    origin: Origin = Origin()

    @property
    def wire_name(self) -> str:
        """The name in tables, documents and JSON: references end in `_id`."""
        return f"{self.name}_id" if isinstance(self.type, ReferenceType) else self.name

    @property
    def former_wire_name(self) -> str:
        """The wire name that follows from `renamed_from`."""
        return replace(self, name=self.renamed_from or self.name).wire_name

    @property
    def hidden(self) -> bool:
        """Whether responses leave the field out."""
        return self.type.hidden
