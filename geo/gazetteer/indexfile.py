"""The file that holds an index: named arrays behind a checked header, opened by memory map.

Layout, little-endian: 8 bytes magic, then four unsigned 32-bit numbers (version, length of
the header, CRC-32 of the header, CRC-32 of all that follows it), the header (JSON: `size`,
`about`, `arrays` with name, dtype, start, count), then each array at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import DataError

MAGIC: Final = b"ATLASIDX"
VERSION: Final = 1
_FIXED: Final = struct.Struct("<8s4I")
_ALIGN: Final = 64


def write(path: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> None:
    """Write arrays and a JSON-able description; the same input gives the same bytes."""
    listing: list[dict[str, Any]] = []
    body = bytearray()
    for name, array in arrays.items():
        body += b"\0" * (-len(body) % _ALIGN)
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
        listing.append(
            {"name": name, "dtype": little.dtype.str, "start": len(body), "count": len(little)}
        )
        body += little.tobytes()
    header = json.dumps(
        {"size": len(body), "about": dict(about), "arrays": listing},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8")
    header += b" " * (-(_FIXED.size + len(header)) % _ALIGN)
    checks = (len(header), zlib.crc32(header), zlib.crc32(body))
    path.write_bytes(_FIXED.pack(MAGIC, VERSION, *checks) + header + body)


def read(path: Path, remedy: str) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Open a file that `write` made; the arrays are read-only views of the memory map.

    `remedy` ends every error message: how to get a sound file.

    Raises:
        DataError: the file is missing, is none of ours, was written by another version,
            is cut short or has changed since it was written.
    """
    try:
        with path.open("rb") as file:
            view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise DataError(f"{path}: the index is missing. {remedy}") from None
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise DataError(f"{path}: the index cannot be opened ({error}). {remedy}") from None
    if len(view) < _FIXED.size or view[: len(MAGIC)] != MAGIC:
        raise DataError(f"{path}: this is no index, it does not begin with {MAGIC!r}. {remedy}")
    _, version, length, header_crc, body_crc = _FIXED.unpack(view[: _FIXED.size])
    if version != VERSION:
        raise DataError(f"{path}: version {version}, but this program reads {VERSION}. {remedy}")
    start = _FIXED.size + length
    header = view[_FIXED.size : start]
    if len(header) != length or zlib.crc32(header) != header_crc:
        raise DataError(f"{path}: the header of the index is damaged. {remedy}")
    content = json.loads(header)
    if len(view) != start + content["size"]:
        raise DataError(
            f"{path}: {len(view):,} bytes, but {start + content['size']:,} were written. {remedy}"
        )
    with memoryview(view) as whole, whole[start:] as body:
        if zlib.crc32(body) != body_crc:
            raise DataError(f"{path}: the index has changed since it was written. {remedy}")
    arrays = {
        entry["name"]: np.frombuffer(view, entry["dtype"], entry["count"], start + entry["start"])
        for entry in content["arrays"]
    }
    return arrays, content["about"]
