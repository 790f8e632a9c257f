"""The websites whose pages may call the API."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_settings import NoDecode

from shared.settings import PublicAddress

ANY = "*"
# As browsers send it: with a port only where it is not the scheme's own.
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?")
OWN_PORTS = re.compile(r"http://.*:80|https://.*:443")
FORM = "an origin is what browsers send, such as https://www.example.org, without a path"


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _exact(origin: str, info: ValidationInfo) -> str:
    is_public = info.data.get("environment") == "production"
    if origin == ANY:
        if is_public:
            raise ValueError("in production each website is named")
    elif not ORIGIN.fullmatch(origin) or OWN_PORTS.fullmatch(origin):
        raise ValueError(FORM)
    elif is_public and not origin.startswith("https://"):
        raise ValueError("in production websites are served with https")
    return origin


Origins = Annotated[
    tuple[Annotated[PublicAddress, AfterValidator(_exact)], ...], NoDecode, BeforeValidator(_listed)
]
"""Origins, separated by commas; in production neither all of them nor one without TLS."""
