"""Sentences about questions to the tutor."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "ask.what": "Ask me something: `ask what is a volume`, or any line that ends in a question mark.",
    "ask.try": "Try:",
    "ask.link": "Docker's own page: {link}",
    "ask.near": "I have no answer to `{question}`. Nearest to it I know: {titles}.",
    "ask.unknown": "I have no answer to `{question}`. Docker's own pages may: https://docs.docker.com",
    "ask.failed": "I could not look that up: {reason}",
    "help.ask.form": "ask …",
    "help.ask": "ask what something means; so does a line that ends in ?",
}
