"""What looks like a secret is masked before it is kept. It is known by its name, never by the look of its value."""

from __future__ import annotations

import re

MASK = "***"
# Bounded, so that a long word without any secret in it costs no time.
_PART = r"[A-Za-z0-9_.-]{0,40}"
_TELLING = r"(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential)"
_NAME = rf"(?<![\w.-]){_PART}{_TELLING}{_PART}"
_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'\x1b]+)"""  # \x1b begins a colour
_QUOTED = re.compile(rf"""(?P<lead>(?P<quote>["'])(?:{_NAME})=)(?:(?!(?P=quote))[^\n])+""", re.IGNORECASE)
_BARE = re.compile(rf"(?P<lead>{_NAME}=){_VALUE}", re.IGNORECASE)
_FLAG = re.compile(rf"(?P<lead>(?<!\S)--(?:password|token|secret)[= ]){_VALUE}", re.IGNORECASE)
_LOGIN = re.compile(rf"(?P<lead>\bdocker login\b[^\n]*?\s-p[= ]?){_VALUE}")


def mask_line(line: str) -> str:
    """A typed line, or any text, with the values of secrets masked: `docker run -e DB_PASSWORD=*** mysql`.

    Masked are `NAME=value` where the name speaks of a password, secret, token, key or credential, bare or in quotes,
    and what follows `--password`, `--token`, `--secret` and the `-p` of `docker login`.
    """
    for pattern in (_QUOTED, _BARE, _FLAG, _LOGIN):
        line = pattern.sub(rf"\g<lead>{MASK}", line)
    return line


def mask_env(setting: str) -> str:
    """One `NAME=value` as `-e` takes it, its value masked if the name speaks of a secret."""
    name, equals, value = setting.partition("=")
    return f"{name}={MASK}" if equals and value and re.fullmatch(_NAME, name, re.IGNORECASE) else setting
