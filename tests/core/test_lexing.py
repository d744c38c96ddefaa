"""A line falls into the words that a POSIX shell would make of it, and what only a shell can do is named."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.command_error import CommandSyntaxError, Problem
from tutor.core.lexing import LONGEST, words_of

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    "docker run ghost",
    "  docker   ps\t-a  ",
    "docker inspect -f '{{.Config.Cmd}}' ghost",
    'docker inspect -f "{{json .Config.Cmd}}" ghost',
    "docker inspect -f {{json .Config.Cmd}} ghost",
    "docker exec x sh -c 'ls | wc -l; echo $HOME `id` > /dev/null && # ~ *'",
    'docker exec x sh -c "ls | wc -l; echo \\$HOME \\`id\\` > x && # ~ *"',
    "a\\ b c\\'d \\| \\* \\$x \\~ \\#",
    "'a'\"b\"c''\"\" '' \"\"",
    '"a\\nb" "a\\\\b" "a\\"b"',
    "docker run \\\n  -it \\\n  gho\\\nst",
    "docker ps\n",
    "docker run -p [::1]:80:80 x [ -f a ]",
    "docker run -e A=*.txt x a#b a~b a$ $ % ^ ! a=~",
    "docker exec x wget -qO- http://localhost/?a=b",
    "é 日本 \N{CRAB} it\N{RIGHT SINGLE QUOTATION MARK}s",
    "'\N{LEFT DOUBLE QUOTATION MARK}' \"\N{EN DASH}\"",
    "{{.A}},{{.B}} {a} a@b 50% -x=y --",
    "'two\nlines'",
]


def shell_words(line: str, folder: Path) -> list[str]:
    """The words that /bin/sh makes of the line, where no file can fit a pattern."""
    script = f"printf '%s\\0' {line}"
    answer = subprocess.run(["/bin/sh", "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return answer.stdout.split("\0")[:-1]


@pytest.mark.parametrize("line", WORDS)
def test_words_are_those_of_the_shell(line: str, tmp_path: Path) -> None:
    """Quotes, backslashes, adjacent pieces and continued lines come out as sh splits them."""
    assert [word.value for word in words_of(line)] == shell_words(line, tmp_path)


@given(st.text("ab '\"\\-=.{}:/,%@\n", min_size=1, max_size=24))
def test_any_plain_line_splits_as_in_the_shell(line: str) -> None:
    """No mix of quotes, backslashes and blanks is split differently, unless it is refused."""
    try:
        words = words_of(line)
    except CommandSyntaxError:
        return
    begun = re.sub(r"\A(?:\s|\\\n)+", "", line)  # what is blank before the first word ends no command
    answer = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\0' x {begun}"], cwd="/", capture_output=True, text=True, check=True
    )
    assert ["x", *(word.value for word in words)] == answer.stdout.split("\0")[:-1]


@pytest.mark.parametrize("line", WORDS)
def test_a_span_holds_its_word(line: str) -> None:
    """The text of a word's span is that word again, and the places of its letters lie in it, in order."""
    for word in words_of(line):
        piece = line[word.span.start : word.span.end]
        assert [again.value for again in words_of(f"x {piece}")][1:] == [word.value]
        assert len(word.origins) == len(word.value)
        assert all(line[place] == letter for place, letter in zip(word.origins, word.value, strict=True))


@pytest.mark.parametrize(
    ("line", "found", "sentence", "offer"),
    [
        ("docker ps | grep x", "| grep x", "pipe", "docker ps"),
        ("docker ps |& less", "|& less", "pipe", "docker ps"),
        ("docker stop a; docker rm a", "; docker rm a", "sequence", "docker stop a"),
        ("docker stop a && docker rm a", "&& docker rm a", "sequence", "docker stop a"),
        ("docker stop a||true", "||true", "sequence", "docker stop a"),
        ("docker ps\ndocker images", "docker images", "sequence", "docker ps"),
        ("docker ps &", "&", "background", "docker ps"),
        ("docker rm $(docker ps -aq) x", "$(docker ps -aq)", "substitution", "docker rm x"),
        ('docker rm "$(echo ")" \')\')" x', "$(echo \")\" ')')", "substitution", 'docker rm "" x'),
        ("docker rm `docker ps -aq`", "`docker ps -aq`", "substitution", "docker rm"),
        ("docker rm $(docker ps", "$(docker ps", "substitution", "docker rm"),
        ("docker load <(cat x)", "<(cat x)", "substitution", "docker load"),
        ("docker run -e A=$A x", "$A", "variable", "docker run -e A= x"),
        ('docker run -e "A=${A}" x', "${A}", "variable", 'docker run -e "A=" x'),
        ("docker run -v $PWD/d:/d x", "$PWD/", "variable", "docker run -v d:/d x"),
        ("docker run -v ~/d:/d x", "~/", "home", "docker run -v d:/d x"),
        ("docker logs x > log", "> log", "redirection", "docker logs x"),
        ("docker logs x >>'my log'", ">>'my log'", "redirection", "docker logs x"),
        ("docker logs x 2>&1", "2>&1", "redirection", "docker logs x"),
        ("docker logs x &> log", "&> log", "redirection", "docker logs x"),
        ("docker load <x.tar -q", "<x.tar", "redirection", "docker load -q"),
        ("docker logs x 2>&1 | grep $Y", "2>&1", "redirection", "docker logs x"),
        ("docker cp *.txt x:/", "*.txt", "glob", "docker cp x:/"),
        ("docker cp file? x:/", "file?", "glob", "docker cp x:/"),
        ("docker cp [ab].txt x:/", "[ab].txt", "glob", "docker cp x:/"),
        ("docker ps # all", "# all", "comment", "docker ps"),
        ("docker run x (a)", "(", "group", "docker run x a"),
    ],
)
def test_shell_syntax_is_named_and_left_out_of_the_offer(line: str, found: str, sentence: str, offer: str) -> None:
    """Each part that only a shell understands is found, told by its own sentence, and gone from the offered line."""
    with pytest.raises(CommandSyntaxError) as caught:
        words_of(line)
    error = caught.value
    assert error.problem is Problem.SHELL_SYNTAX
    assert error.span is not None
    assert line[error.span.start : error.span.end].strip() == found
    assert error.found == found
    assert error.text.key == f"command.shell-{sentence}"
    assert error.offer == offer
    words_of(offer)


@pytest.mark.parametrize(
    ("line", "problem", "place", "offer"),
    [
        ("docker inspect -f '{{.X}} x", Problem.UNBALANCED_QUOTE, 18, "docker inspect -f '{{.X}} x'"),
        ('docker exec x sh -c "a', Problem.UNBALANCED_QUOTE, 20, 'docker exec x sh -c "a"'),
        ("docker ps \\", Problem.TRAILING_BACKSLASH, 10, "docker ps"),
        ("docker ps\x1b[A", Problem.CONTROL_CHARACTER, 9, "docker ps"),
        ("docker\x00 ps", Problem.CONTROL_CHARACTER, 6, "docker ps"),
        ("docker run x '\x07'", Problem.CONTROL_CHARACTER, 14, "docker run x ''"),
        ("docker ps \udcff", Problem.CONTROL_CHARACTER, 10, "docker ps"),
        ("docker run \u201ca b\u201d x", Problem.TYPOGRAPHY, 11, 'docker run "a b" x'),
        ("docker run \u2018a | b\u2019 x", Problem.TYPOGRAPHY, 11, "docker run 'a | b' x"),
        ("docker\u00a0ps", Problem.TYPOGRAPHY, 6, "docker ps"),
        ("docker \u200bps", Problem.TYPOGRAPHY, 7, "docker ps"),
    ],
)
def test_slips_of_the_keyboard_and_of_pasting(line: str, problem: Problem, place: int, offer: str) -> None:
    """Open quotes, control characters and printers' signs are pointed at, with a better line to go on from."""
    with pytest.raises(CommandSyntaxError) as caught:
        words_of(line)
    assert caught.value.problem is problem
    assert caught.value.span is not None
    assert caught.value.span.start == place
    assert caught.value.offer == offer
    assert not any(category(sign) in {"Cc", "Cf", "Cs"} for sign in str(caught.value).replace("\n", ""))


@pytest.mark.parametrize("line", ["", " ", "\t \n", "\r\n"])
def test_an_empty_line_says_so(line: str) -> None:
    """A line of nothing but blanks is empty, which is no crash and no miss."""
    with pytest.raises(CommandSyntaxError) as caught:
        words_of(line)
    assert caught.value.problem is Problem.EMPTY
    assert caught.value.span is None


def test_a_line_may_be_long_but_not_endless() -> None:
    """At the limit a line is read; one character more is refused, and the refusal names both numbers."""
    line = "docker " + "x" * (LONGEST - 7)
    assert [len(word.value) for word in words_of(line)] == [6, LONGEST - 7]
    with pytest.raises(CommandSyntaxError, match=r"100,001 .* 100,000") as caught:
        words_of(f"{line}x")
    assert caught.value.problem is Problem.TOO_LONG


def test_windows_line_ends_are_blanks() -> None:
    """A carriage return before a line end, or at the very end, does not stick to a word."""
    assert [word.value for word in words_of("docker ps \\\r\n -a\r\n")] == ["docker", "ps", "-a"]
    assert [word.value for word in words_of("docker ps\r")] == ["docker", "ps"]
