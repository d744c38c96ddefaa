"""What holds for every line, whatever it is made of."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core import grammar
from tutor.core.command import (
    CommandSyntaxError,
    DockerCommand,
    Problem,
    as_data,
    error_as_data,
    format_command,
    meaning,
    parse,
    strip_pasted,
)
from tutor.core.lexing import words_of

if TYPE_CHECKING:
    from types import FrameType

WORDS = r"""docker run exec container ls inspect ps stop compose help -it -ti -p 80:80 -p=1:2 --rm --rm=0 --name a -f --
- -x --net=host ghost sh -c 'a b' "c d" {{.Config.Cmd}} | ; && > 2>&1 $( ) ` $HOME ~ * ? [a] # \ ' " -D --help -h"""
SIGNS = ["\u201c", "\u2019", "\u2013it", "\u00a0", "\u200b", "\x00", "\x1b[A", "\N{CRAB}", "\\\n", "\n", " ", ""]
PIECES = st.sampled_from([*WORDS.split(), *SIGNS])
LINES = st.one_of(
    st.text(),
    st.lists(PIECES).map(" ".join),
    st.lists(PIECES).map(" ".join).map("docker run {}".format),
    st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join).map("docker {}".format),
)


@st.composite
def spelled_commands(draw: st.DrawFn) -> str:
    """A valid line: a command, some of its flags in any spelling, objects that may look like anything."""
    name = draw(st.sampled_from(grammar.commands()))
    path = draw(st.sampled_from([name, *(path for path in grammar.paths() if grammar.find(path) == name)]))
    words = st.text("ab-='\" $*:/.\N{CRAB}", max_size=6)
    parts = [*path.split()]
    for flag_name, flag in draw(st.lists(st.sampled_from(sorted(grammar.rule(name).long.items())), max_size=4)):
        value = draw(words) if flag.takes_value else draw(st.sampled_from(["true", "false"]))
        parts += draw(st.sampled_from([[f"--{flag_name}={value}"], [f"--{flag_name}", value]][: 1 + flag.takes_value]))
    parts += ["--", *draw(st.lists(words, max_size=3))]
    return format_words(parts)


def format_words(words: list[str]) -> str:
    """The words as one line, each in single quotes."""
    return " ".join(["docker", *("'" + word.replace("'", "'\\''") + "'" for word in words)])


def reading(line: str) -> DockerCommand | CommandSyntaxError:
    """What the line is read as."""
    try:
        return parse(line)
    except CommandSyntaxError as error:
        return error


@given(LINES)
def test_no_line_crashes_the_parser(line: str) -> None:
    """Every line ends in a command or in a CommandSyntaxError that can be shown, told as JSON, and points into it."""
    read = reading(line)
    if isinstance(read, DockerCommand):
        assert json.dumps(as_data(read))
        check_places(read)
        return
    assert str(read)
    assert json.dumps(error_as_data(read))
    assert read.span is None or 0 <= read.span.start <= read.span.end <= len(line)
    assert read.offer == "" or read.offer != line


@given(LINES)
def test_an_offer_never_has_the_same_fault_at_the_same_place(line: str) -> None:
    """The better line is better: what was wrong does not stand there still."""
    read = reading(line)
    if isinstance(read, DockerCommand) or not read.offer or read.problem is Problem.FLAG_NEEDS_VALUE:
        return  # a value that is missing is for the learner to type
    again = reading(read.offer)
    assert isinstance(again, DockerCommand) or (again.problem, again.span, again.line) != (
        read.problem,
        read.span,
        read.line,
    )


@given(LINES)
def test_a_pasted_line_keeps_its_end(line: str) -> None:
    """What is dropped stands before docker; the rest is the line's end, untouched."""
    clean, dropped = strip_pasted(line)
    assert line.endswith(clean)
    assert (clean == line) == (dropped == "")


def check_places(command: DockerCommand) -> None:
    """Every word's span lies in the line, after the one before, and holds that word."""
    end = 0
    for token in command.tokens:
        assert end <= token.span.start < token.span.end <= len(command.line)
        end = token.span.end
        piece = command.line[token.span.start : token.span.end]
        assert [word.value for word in words_of(f"x {piece}")][1:] == [token.value]
    for use in (*command.flags, *command.global_flags):
        assert 0 <= use.span.start < use.span.end <= len(command.line)
        assert use.value_span is None or use.span.end <= use.value_span.start <= use.value_span.end <= len(command.line)


@given(spelled_commands())
def test_a_formatted_command_means_the_same(line: str) -> None:
    """Writing a command and reading it again keeps its meaning, for every command, flag and value."""
    command = parse(line)
    check_places(command)
    again = parse(format_command(command))
    assert meaning(again) == meaning(command)
    assert format_command(again) == format_command(command)


@given(spelled_commands())
def test_the_order_of_different_flags_does_not_matter(line: str) -> None:
    """Flags of other names may change places; the meaning stays."""
    command = parse(line)
    uses = sorted(command.flags, key=lambda use: use.name)
    moved = DockerCommand(command.line, command.name, command.tokens, (), tuple(uses), command.arguments, command.tail)
    assert meaning(parse(format_command(moved))) == meaning(command)


@given(st.permutations(["-i", "-t", "-d", "-P"]), st.integers(1, 4))
def test_bundled_switches_mean_the_separate_ones(switches: list[str], size: int) -> None:
    """However switches are bundled, they are the same switches."""
    bundle = "-" + "".join(switch[1] for switch in switches[:size])
    bundled = " ".join([bundle, *switches[size:]])
    assert meaning(parse(f"docker run {bundled} x")) == meaning(parse("docker run -i -t -d -P x"))


SHAPES = [
    "docker run x {}",
    "docker run {} x",
    "docker {}",
    "{}",
    "docker run '{}' x",
    'docker run "{}" x',
    "docker run --{} x",
    "docker run -{} x",
    "docker rm x{}x",
]
UNITS = ["a", "a ", "i", "-i ", "-e A ", "'", '"', "\\", "\\\n", "\n", "|", "; ", "&", "(", ")", "$(", "$A ", "${", "`"]
UNITS += [
    ">",
    ">'",
    "2>&1 ",
    "*",
    "* ",
    "[",
    "[a]",
    "~ ",
    "# ",
    "\u201c",
    "\u2013",
    "\u2013i ",
    "\u00a0",
    "\r",
    "\x1b[",
]
UNITS += ["=", "-- ", "{{", '"$(', "''", "\N{CRAB}"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_with_the_line_and_no_faster(shape: str, unit: str) -> None:
    """A line four times as long takes about four times the steps, of whatever it is made; never sixteen times."""
    few, many = (steps(shape.replace("{}", unit * count)) for count in (150, 600))
    assert many <= 5 * few


def steps(line: str) -> int:
    """How many lines of Python run to parse `line`, drawing of the error included."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        str(parse(line))
    except CommandSyntaxError as error:
        str(error)
    finally:
        sys.settrace(before)
    return count
