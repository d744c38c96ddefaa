"""Marks what a request makes as the session's. Pure: bytes in, bytes out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from tutor.core.reach import LABEL

if TYPE_CHECKING:
    from tutor.engine.wire_reading import RequestHead

_IN_BODY = frozenset({"/containers/create", "/volumes/create", "/networks/create"})
_FRAMING = frozenset({b"content-length", b"transfer-encoding", b"expect"})


class UnlabelledError(ValueError):
    """The request makes something and cannot be marked."""


def labels_body(head: RequestHead) -> bool:
    """Whether the mark goes into the body, which then has to be there whole."""
    return head.method == "POST" and head.path in _IN_BODY


def labelled_body(body: bytes, session: str) -> bytes:
    """The JSON body of a create with our label among its `Labels`; all else keeps its value.

    Raises:
        UnlabelledError: It is not a JSON object, or its labels are none.
    """
    try:
        wanted = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnlabelledError from error
    if not isinstance(wanted, dict):
        raise UnlabelledError
    labels = wanted.get("Labels") or {}
    if not isinstance(labels, dict):
        raise UnlabelledError
    return json.dumps({**wanted, "Labels": {**labels, LABEL: session}}).encode()


def labelled_target(head: RequestHead, session: str) -> str:
    """The request's target with our label in its query, where a query makes an image; else as it was.

    A build by the classic builder is left alone: there a label is one more step, and its output would tell of it.

    Raises:
        UnlabelledError: A build's `labels` cannot be read.
    """
    query = parse_qs(head.query, keep_blank_values=True)
    match head.path:
        case "/commit":
            added = {"changes": f"LABEL {LABEL}={session}"}
        case "/images/create" if "fromSrc" in query:
            added = {"changes": f"LABEL {LABEL}={session}"}
        case "/build" if query.get("version") == ["2"]:
            labels = {**_labels(query), LABEL: session}
            query["labels"] = [json.dumps(labels)]
            return f"{head.target.partition('?')[0]}?{urlencode(query, doseq=True)}"
        case _:
            return head.target
    return head.target + ("&" if head.query else "?") + urlencode(added)


def with_target(raw: bytes, head: RequestHead, target: str) -> bytes:
    """The bytes of a request, beginning with its head, with another target in the first line."""
    line, end, rest = raw.partition(b"\r\n")
    return line.replace(head.target.encode("latin-1"), target.encode("latin-1"), 1) + end + rest


def with_body(head: RequestHead, body: bytes) -> bytes:
    """The whole request anew with this body, its headers kept but for those that frame it."""
    lines = [f"{head.method} {head.target} HTTP/1.1".encode("latin-1")]
    lines += [name + b": " + value for name, value in head.headers if name.lower() not in _FRAMING]
    lines += [b"Content-Length: %d" % len(body), b"", body]
    return b"\r\n".join(lines)


def _labels(query: dict[str, list[str]]) -> dict[str, Any]:
    try:
        labels = json.loads("".join(query.get("labels", [])[:1]) or "{}")
    except ValueError as error:
        raise UnlabelledError from error
    if not isinstance(labels, dict):
        raise UnlabelledError
    return labels
