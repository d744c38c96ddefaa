"""What four shells made of one line, told: a table, the two wires, a sentence for each row in which they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Say
from tutor.core.message import Tone, text
from tutor.core.pictures import ShellsTable, Wires
from tutor.core.state import note
from tutor.core.texts import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.core.message import Text
    from tutor.core.tasks import FourWays, Way

KILLED = ""  # in place of how it ended
LONGEST_IMAGE = 8
ANY_IMAGE = "IMAGE"  # as Docker's own usage lines call it
IN_COMMON = "docker run "  # what the four lines begin with: it heads the column, and leaves the others short


def lab_line(flags: str, image: str) -> str:
    """The line that a learner would have typed for it."""
    return " ".join(part for part in ("docker run", flags, image, "sh") if part)


def short(image: str) -> str:
    """The image as it heads a column: four long names side by side would be all there is to see."""
    return image if len(image) <= LONGEST_IMAGE else ANY_IMAGE


def four_ways(result: FourWays, *, briefly: bool = False) -> tuple[Effect, ...]:
    """The table with its wires and sentences; `briefly`: the table alone, where the rest was said before."""
    table = Say(table_of(result, has_wires=not briefly))
    if briefly:
        return (table,)
    return (table, *(note(said) for said in differences(result.ways)), *stuck(result))


def table_of(result: FourWays, *, has_wires: bool) -> ShellsTable:
    """A row for each question, a column for each shell."""
    ways = result.ways
    rows: tuple[tuple[str, Callable[[Way], str]], ...] = (
        ("prompt", lambda way: yes_or_no(it=way.prompt)),
        ("delivered", lambda way: yes_or_no(it=way.delivered)),
        ("ran", lambda way: yes_or_no(it=way.ran)),
        ("echo", lambda way: fill(text(f"ways.echo.{way.echo.value}"))),
        ("terminal", lambda way: yes_or_no(it=way.terminal)),
        ("ended", lambda way: way.ended),
        ("code", lambda way: fill(text("ways.code.none")) if way.code is None else str(way.code)),
        ("seconds", lambda way: fill(text("ways.seconds", seconds=f"{way.seconds:.1f}"))),
    )
    return ShellsTable(
        text("ways.heading", line=result.line),
        tuple(lab_line(way.flags, short(result.image)).removeprefix(IN_COMMON) for way in ways),
        tuple((fill(text(f"ways.row.{name}")), tuple(map(cell, ways))) for name, cell in rows),
        tuple(Wires(way.delivered, way.terminal) for way in ways) if has_wires else (),
    )


def yes_or_no(*, it: bool) -> str:
    """In a word."""
    return fill(text("ways.yes" if it else "ways.no"))


def differences(ways: tuple[Way, ...]) -> Iterator[Text]:
    """A sentence for each row in which the shells differ; said of what was seen, not of flags."""
    yield from split("prompt", ways, lambda way: way.prompt)
    yield from split("delivered", ways, lambda way: way.delivered)
    yield from split("ran", ways, lambda way: way.ran)
    echoes = grouped(ways, lambda way: f"ways.tells.echo.{way.echo.value}")
    if len(echoes) > 1:
        yield text("ways.tells.echo", parts="; ".join(fill(text(key, which=said)) for key, said in echoes.items()))
    yield from split("terminal", ways, lambda way: way.terminal)
    endings = grouped(ways, lambda way: KILLED if way.code is None else way.ended)
    if len(endings) > 1:
        yield text("ways.tells.ended", parts="; ".join(ended(how, which) for how, which in endings.items()))
    if any(way.code == 1 and way.ran and not way.terminal for way in ways):
        yield text("ways.tells.code")


def split(row: str, ways: tuple[Way, ...], holds: Callable[[Way], bool]) -> Iterator[Text]:
    """With which of them it holds and with which not, where they differ."""
    yes, no = tuple(filter(holds, ways)), tuple(way for way in ways if not holds(way))
    if yes and no:
        yield text(f"ways.tells.{row}", yes=names_of(yes), no=names_of(no))


def grouped(ways: tuple[Way, ...], trait: Callable[[Way], str]) -> dict[str, str]:
    """The names of the shells that have a trait in common, by the trait."""
    return {it: names_of(tuple(way for way in ways if trait(way) == it)) for it in dict.fromkeys(map(trait, ways))}


def ended(how: str, which: str) -> str:
    """How these ended."""
    key = "ways.tells.ended.killed" if how == KILLED else "ways.tells.ended.part"
    return fill(text(key, which=which, ended=how))


def names_of(ways: tuple[Way, ...]) -> str:
    """What they are called in a sentence: `sh` and `-i sh`."""
    *some, last = [f"`{f'{way.flags} sh'.strip()}`" for way in ways]
    return fill(text("ways.and", some=", ".join(some), last=last)) if some else last


def stuck(result: FourWays) -> tuple[Effect, ...]:
    """For each that had to be killed, how a learner gets out of it."""
    return tuple(
        note(
            text("ways.stuck.heard" if way.delivered else "ways.stuck.deaf", typed=lab_line(way.flags, result.image)),
            Tone.HINT,
            f"docker kill {way.name}",
            f"docker rm -f {way.name}",
        )
        for way in result.ways
        if way.code is None
    )
