"""What an executable file says of itself: for which machine it is, and whether it needs a loader.

Offsets and numbers are those of the ELF specification (Tool Interface Standard 1.2, and the 64-bit format), and the
machine numbers those of its registry (`e_machine`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\x7fELF"
INTERPRETER = 3  # a program header of this type names the loader: PT_INTERP
ARCHITECTURES = {3: "386", 40: "arm", 62: "amd64", 183: "arm64", 21: "ppc64le", 22: "s390x", 243: "riscv64"}
"""`e_machine` to the word that Docker has for it."""


@dataclass(frozen=True, slots=True)
class Program:
    """`architecture` is Docker's word, "" for one unknown here; `loader` the path of its loader, "" if it is static."""

    architecture: str
    loader: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a 32-bit or 64-bit file keeps the same things: the header from byte 16 on, and a program header.

    `offset` and `size` are the fields of a program header that say where in the file its content lies, in bytes.
    """

    header: str
    segment: str
    offset: int
    size: int


LAYOUTS = {1: _Layout("HHIIIIIHHH", "IIIIIIII", 1, 4), 2: _Layout("HHIQQQIHHH", "IIQQQQQQ", 2, 5)}  # by EI_CLASS
ORDERS = {1: "<", 2: ">"}  # by EI_DATA


def read_program(content: bytes) -> Program | None:
    """What the executable `content` is; None if it is no ELF file, or a damaged one."""
    try:
        return _read(content) if content.startswith(MAGIC) else None
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        return None


def _read(content: bytes) -> Program:
    layout, order = LAYOUTS[content[4]], ORDERS[content[5]]
    fields = struct.unpack_from(order + layout.header, content, 16)
    machine, table, size, count = fields[1], fields[4], fields[8], fields[9]
    headers = (struct.unpack_from(order + layout.segment, content, table + place * size) for place in range(count))
    loaders = [header for header in headers if header[0] == INTERPRETER]
    return Program(ARCHITECTURES.get(machine, ""), _name(content, loaders[0], layout) if loaders else "")


def _name(content: bytes, header: tuple[int, ...], layout: _Layout) -> str:
    start = header[layout.offset]
    return content[start : start + header[layout.size]].rstrip(b"\0").decode()
