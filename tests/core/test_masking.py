"""Secrets are neither kept nor shown."""

from __future__ import annotations

import json
from functools import partial
from timeit import repeat

import pytest

from tutor.core.masking import is_secret_name, masked_json, masked_line, masked_query
from tutor.core.progress import Attempt

HIDDEN = "hunter2"


@pytest.mark.parametrize(
    "name",
    [
        *("PASSWORD", "MYSQL_ROOT_PASSWORD", "GITHUB_TOKEN", "api_key", "APIKEY", "apiKey", "AWS_SECRET_ACCESS_KEY"),
        *("DB_PASS", "DB_PWD", "identitytoken", "JoinToken", "database__connection__password"),
    ],
)
def test_secret_names(name: str) -> None:
    """A name with a secret's word in it is secret-looking, however it is written."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["NODE_ENV", "PATH", "KEYBOARD", "MONKEY", "PWD", "AUTHOR", "DetachKeys", "Tty", "url"]
)
def test_other_names(name: str) -> None:
    """What only sounds a little like it is not."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("docker run -e PASSWORD=hunter2 ghost", "docker run -e PASSWORD=*** ghost"),
        ("docker run -e 'DB_PASS=hunter2 or so' ghost ls", "docker run -e 'DB_PASS=***' ghost ls"),
        ('docker run -eTOKEN="hunter2 x" ghost', 'docker run -eTOKEN="***" ghost'),
        ("docker run --env=API_KEY=hunter2 --env A=B ghost", "docker run --env=API_KEY=*** --env A=B ghost"),
        ("docker exec keen env SECRET=hunter2 sh", "docker exec keen env SECRET=*** sh"),
        ("docker build --build-arg NPM_TOKEN=hunter2 .", "docker build --build-arg NPM_TOKEN=*** ."),
        ("docker login -u me -p hunter2", "docker login -u me -p ***"),
        ("docker login --password=hunter2", "docker login --password=***"),
        ("docker run -e DB=postgres://me:hunter2@db/x ghost", "docker run -e DB=postgres://me:***@db/x ghost"),
        ("docker run -e TOKEN=hunter2 ghost | cat", "docker run -e TOKEN=***"),
    ],
)
def test_lines(line: str, kept: str) -> None:
    """The value alone is hidden; of a line that is no words everything from the secret on."""
    assert masked_line(line) == kept
    assert masked_line(kept) == kept


@pytest.mark.parametrize(
    "line",
    [
        "docker run -p 8989:2368 ghost",
        "docker run -e NODE_ENV=development ghost",
        "docker inspect -f '{{.A}}' ghost",
        "",
    ],
)
def test_ordinary_lines_stay(line: str) -> None:
    """A line without a secret is kept to the letter."""
    assert masked_line(line) == line


def test_nothing_secret_is_ever_written_down() -> None:
    """An attempt, which is what the store gets, never holds one."""
    assert HIDDEN not in Attempt("lesson", "step", f"docker run -e TOKEN={HIDDEN} ghost", "passed").line


def test_bodies() -> None:
    """Environment, labels and credentials of a body are hidden; its command and all else are as they were."""
    body = {
        "Image": "ghost",
        "Cmd": ["sh"],
        "Env": [f"TOKEN={HIDDEN}", "A=B", "EMPTY_KEY"],
        "Labels": {"api-key": HIDDEN, "a": "b"},
        "Tty": True,
    }
    masked = json.loads(masked_json(json.dumps(body)))
    assert masked == {**body, "Env": ["TOKEN=***", "A=B", "EMPTY_KEY"], "Labels": {"api-key": "***", "a": "b"}}
    login = json.dumps({"username": "me", "password": HIDDEN, "serveraddress": "https://x"})
    assert HIDDEN not in masked_json(login)


@pytest.mark.parametrize("text", ['{"Image":  "ghost"}', "not JSON", "", "[1]"])
def test_bodies_without_secrets_stay(text: str) -> None:
    """They are kept to the letter, and what is no JSON too."""
    assert masked_json(text) == text


def test_queries() -> None:
    """A build's arguments stand in its query."""
    assert HIDDEN not in masked_query("t=x&buildargs=%7B%22NPM_TOKEN%22%3A%22" + HIDDEN + "%22%7D")
    assert masked_query("all=1&filters=%7B%7D") == "all=1&filters=%7B%7D"


def test_a_long_word_takes_no_more_than_its_length() -> None:
    """A pasted word twenty times as long takes about twenty times as long to look through, never four hundred."""
    short, long = (
        min(repeat(partial(masked_line, f"a {'x' * size}"), number=1, repeat=20)) for size in (2_000, 40_000)
    )
    assert long < 150 * short
