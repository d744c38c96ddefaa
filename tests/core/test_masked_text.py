"""Secrets in free text are masked by their names, and nothing else is."""

from __future__ import annotations

import pytest

from tutor.core.masking import masked_text


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("docker run -e DB_PASSWORD=hunter2 mysql", "docker run -e DB_PASSWORD=*** mysql"),
        ("docker run -e 'MYSQL_ROOT_PASSWORD=a b' mysql", "docker run -e 'MYSQL_ROOT_PASSWORD=***' mysql"),
        ('docker run --env=API_KEY="a b" x', "docker run --env=API_KEY=*** x"),
        ("docker run -eGITHUB_TOKEN=abc x", "docker run -eGITHUB_TOKEN=*** x"),
        ("docker login -u me -p hunter2", "docker login -u me -p ***"),
        ("docker login --password hunter2 host", "docker login --password *** host"),
        ("docker login --password=hunter2", "docker login --password=***"),
        ('            "DB_PASSWORD=hunter2",\n  "PATH=/bin"', '            "DB_PASSWORD=***",\n  "PATH=/bin"'),
        ("\x1b[36mdocker run -e SECRET=x\x1b[0m y", "\x1b[36mdocker run -e SECRET=***\x1b[0m y"),
        (
            "docker run -p 8989:2368 -e NODE_ENV=development ghost",
            "docker run -p 8989:2368 -e NODE_ENV=development ghost",
        ),
        ("docker login --password-stdin", "docker login --password-stdin"),
        ("what is a password?", "what is a password?"),
    ],
)
def test_a_line_keeps_all_but_its_secrets(line: str, masked: str) -> None:
    """However they are quoted, in a typed line and in what Docker prints."""
    assert masked_text(line) == masked
    assert masked_text(masked) == masked


def test_a_long_word_costs_no_time() -> None:
    """A megabyte without a blank is gone through once."""
    word = "a" * 1_000_000
    assert masked_text(word) == word
