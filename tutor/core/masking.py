"""What must not be kept or shown: passwords, tokens and keys, wherever a line or a call names them.

A name is secret-looking by its parts: `DB_PASSWORD`, `apiKey`, `SECRET`; its value becomes `***`. So does a password in
an address (`postgres://me:***@host`), and the one given to `docker login -p`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.edits import replaced
from tutor.core.lexing import words_of

if TYPE_CHECKING:
    from tutor.core.scan import Word
    from tutor.core.spans import Span

MASK = "***"
SECRET_PARTS = frozenset("apikey auth credential credentials key pass passphrase passwd password secret token".split())  # noqa: SIM905 -- see tutor.core.words
SECRET_ENDS = ("apikey", "passwd", "password", "secret", "token")
PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# A name is looked for from its beginning only, so that a long word costs no more than its length.
ASSIGNED = re.compile(r"(?<![\w.-])(?P<name>[\w.-]+)=(?P<value>.+)", re.DOTALL)
# In free text: a name is bounded, so that a long word costs no time; \x1b begins a colour.
IN_TEXT = re.compile(r"""(?P<quote>["']?)(?P<name>(?<![\w.-])[\w.-]{1,80})=""")
VALUE = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s"'\x1b]+)""")
UP_TO = {'"': re.compile(r'[^"\n]+'), "'": re.compile(r"[^'\n]+"), "": VALUE}
AFTER_FLAG = re.compile(
    r"""((?<!\S)--(?:password|token|secret)[= ]|\bdocker login\b[^\n]*?\s-p[= ]?)"""
    r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'\x1b]+)""",
)
ADDRESS = re.compile(r"(://[^/\s:@]+:)[^/\s@]+(?=@)")


def is_secret_name(name: str) -> bool:
    """Whether what is called so is likely to be a secret. `PWD` alone is the working folder, `DB_PWD` a password."""
    parts = [part.lower() for part in PARTS.findall(name)]
    return bool(
        SECRET_PARTS.intersection(parts)
        or any(part.endswith(SECRET_ENDS) for part in parts)
        or (len(parts) > 1 and "pwd" in parts)
    )


def masked_word(word: str) -> str:
    """One word with the value of a secret-looking assignment, or the password in an address, hidden."""
    found = secret_in(word)
    return word if found is None else ADDRESS.sub(rf"\1{MASK}", f"{word[:found]}{MASK}" if found else word)


def secret_in(word: str) -> int | None:
    """Where in the word a secret value begins; 0 if it is only an address's password; None if there is none."""
    for found in ASSIGNED.finditer(word.lstrip("-")):
        at = len(word) - len(word.lstrip("-"))
        name = found["name"].rpartition("=")[2]
        if is_secret_name(name):
            return at + found.start("value")
        inner = secret_in(found["value"])  # --env=TOKEN=x
        if inner:
            return at + found.start("value") + inner
    return 0 if ADDRESS.search(word) else None


def masked_line(line: str) -> str:
    """A typed line with its secrets hidden. What cannot be split into words is hidden from the first secret on."""
    try:
        words = words_of(line)
    except CommandSyntaxError:
        return masked_rest(line)
    changes = [(span, MASK) for word in words for span in secret_spans(word)]
    passwords = [(span, MASK) for span in login_passwords(line) if (span, MASK) not in changes]
    return replaced(line, sorted((*changes, *passwords))) if changes or passwords else line


def secret_spans(word: Word) -> list[Span]:
    """Where in the line the secrets of one word stand."""
    found = secret_in(word.value)
    if found:
        return [word.part(found)]
    return [word.part(len(match[1]) + match.start(), match.end()) for match in ADDRESS.finditer(word.value)]


def login_passwords(line: str) -> list[Span]:
    """Where `docker login` was given a password on the line."""
    try:
        command = parse(line)
    except CommandSyntaxError:
        return []
    uses = [use for use in command.flags if use.name == "password" and command.name == "login"]
    return [use.value_span for use in uses if use.value_span is not None]


def masked_rest(line: str) -> str:
    """The line up to its first secret."""
    for found in re.finditer(r"(?<![\w.-])([\w.-]{1,80})=", line):
        if is_secret_name(found[1]):
            return f"{line[: found.end()]}{MASK}"
    return ADDRESS.sub(rf"\1{MASK}", line)


def masked_text(text: str) -> str:
    """Any text, such as what a command printed or how it was shown, with its secrets hidden.

    Hidden are `NAME=value` where the name is a secret's, bare or in quotes, and what follows `--password` and the like.
    """
    parts, at = [], 0
    for found in IN_TEXT.finditer(text):
        value = UP_TO[found["quote"]].match(text, found.end())
        if value is not None and found.start() >= at and is_secret_name(found["name"]):
            parts += [text[at : found.end()], MASK]
            at = value.end()
    text = "".join((*parts, text[at:]))
    return ADDRESS.sub(rf"\1{MASK}", AFTER_FLAG.sub(rf"\1{MASK}", text))


def masked_json(text: str) -> str:
    """A JSON body with its secrets hidden; as it was where there are none, or where it is no JSON."""
    if not text:
        return text
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return text
    masked = masked_value(body)
    return text if masked == body else json.dumps(masked)


def masked_value(value: Any, name: str = "") -> Any:  # noqa: ANN401 -- JSON is anything
    """A part of a JSON body that stands under `name`. Commands stay: what was typed there is judged."""
    match value:
        case dict():
            return {key: masked_value(inner, str(key)) for key, inner in value.items()}
        case list() if name == "Env":
            return [masked_word(word) if isinstance(word, str) else word for word in value]
        case list():
            return [masked_value(inner) for inner in value]
        case str() if value and (is_secret_name(name) or name == "Data"):  # Data: docker secret create
            return MASK
        case str() if name not in {"", "Image"}:
            return ADDRESS.sub(rf"\1{MASK}", value)
        case _:
            return value


def masked_query(query: str) -> str:
    """A query string with secrets in its values hidden, those in a build's arguments too."""
    pairs = parse_qsl(query, keep_blank_values=True)
    masked = [(name, MASK if is_secret_name(name) and value else masked_json(value)) for name, value in pairs]
    return query if masked == pairs else urlencode(masked)
