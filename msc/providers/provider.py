"""What is known of an outside provider, and of the channel that it serves."""

from enum import StrEnum

from msc.core.record import Record

# Where the simulators are in development.
SIMULATORS = "http://simulators:8000"


class Address(StrEnum):
    """Where the account of a person holds the address of a channel."""

    LOGIN = "login"
    CHAT = "chat"
    PHONE = "phone"


class Channel(Record):
    """A way to reach people.

    `noun` is what one message is called; `inbox` is what the simulators show of it; `service` sends
    the messages, over the port `port`.
    """

    name: str
    noun: str
    inbox: str
    port: str
    address: Address
    has_subject: bool = False
    service: str = "worker_service"


class Kind(StrEnum):
    """The type of a variable in the settings of its service, which says what production refuses."""

    TEXT = "str"
    PUBLIC_URL = "PublicUrl"
    SENDER = "Sender"


class Variable(Record):
    """What the service reads from its environment to reach the provider.

    It is required unless it has a default. `development` is its value where the simulator answers,
    unless it holds a `setting` of the spec. A `credential` proves to the provider who calls.
    """

    name: str
    development: str = ""
    default: str | None = None
    setting: str = ""
    credential: bool = False
    kind: Kind = Kind.TEXT
    comment: str = ""


class Provider(Record):
    """An entry of the catalogue.

    `adapter` is the class that its folder of templates has for it, made from the values of the
    variables in their order. `sending` are the operations of its API that a failure hits in tests
    unless it names another.
    """

    name: str
    title: str
    channel: Channel
    adapter: str
    variables: tuple[Variable, ...]
    sending: tuple[str, ...]

    @property
    def settings(self) -> tuple[str, ...]:
        """The keys that a spec has to say of it."""
        return tuple(variable.setting for variable in self.variables if variable.setting)
