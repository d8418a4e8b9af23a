"""XML parts of office files: read element by element, without definitions of any kind.

Pure. A document type could define entities that swell or reach out of the file; none is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat  # nosec - see below

from core.files.kinds import Unfit

#: Between the namespace of an element and its name, as `elements` gives it.
SEPARATOR = " "


def elements(content: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield name (without namespace) and attributes of each element, in order.

    Unfit where it is not well-formed or has a document type.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.StartElementHandler = lambda name, attrs: found.append((_local(name), attrs))
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unfit("file_broken") from error
    yield from found


def _local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]


def _refuse(*_anything: Any) -> None:
    raise Unfit("file_broken")
