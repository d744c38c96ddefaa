"""The tutor's turns: notes, prose, marked lines and verdicts, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.chat.layout import hang, indent, wrap
from tutor.chat.look import Ink, Mark, Sign
from tutor.chat.page import GUTTER, Page, ink_of_tone, sign_of_tone
from tutor.core.message import Tone
from tutor.core.texts import words

if TYPE_CHECKING:
    from tutor.core.message import Judgement, Marked, Note, Prose, StepCard
    from tutor.core.verdict import VerdictKind


def draw_note(note: Note, page: Page) -> list[Text]:
    """One short turn, then its commands."""
    return page.turn(sign_of_tone(note.tone), note.text, ink=ink_of_tone(note.tone)) + page.commands(note.commands)


def draw_prose(prose: Prose, page: Page) -> list[Text]:
    """The lesson's words, an empty line before them unless they are a remark with a tone."""
    lines = page.turn(sign_of_tone(prose.tone), None, prose.markdown, ink_of_tone(prose.tone))
    return [Text(), *lines] if prose.tone is Tone.PLAIN else lines


def draw_step_card(card: StepCard, page: Page) -> list[Text]:
    """A step's opening: its section where one begins, its title and place, its prose."""
    section = _section(card, page) if card.section else []
    prose = indent(page.markdown(card.markdown, Ink.PLAIN, page.width - GUTTER), GUTTER)
    return [*section, Text(), *_title(card, page), *prose, Text()]


def _section(card: StepCard, page: Page) -> list[Text]:
    name = page.look.show(card.section)
    if page.look.plain:
        return [Text(), *wrap(Text(words("chat.section", name=name)), page.width)]
    return [Text(), *wrap(Text(name, style=Ink.STRONG), page.width)]


def _title(card: StepCard, page: Page) -> list[Text]:
    title = page.look.show(card.title)
    place = words("chat.place", number=card.number, total=card.total)
    if page.look.plain:
        return wrap(Text(words("chat.step", place=place, title=title)), page.width)
    return page.with_place(indent(wrap(Text(title, style=Ink.TITLE), page.width - GUTTER), GUTTER), place)


def draw_marked(marked: Marked, page: Page) -> list[Text]:
    """A sentence about a line, then the line with its marks."""
    sign = sign_of_tone(marked.tone)
    return page.turn(sign, marked.text) + page.marked_line(marked.line, marked.marks, page.look.ink(sign))


def draw_judgement(judgement: Judgement, page: Page) -> list[Text]:
    """A verdict: sign and words, seconds and place, the line with its marks, the way on and the words for it."""
    sign = sign_of_verdict(judgement.kind)
    lines = _with_measures(page.turn(sign, judgement.text, judgement.markdown), judgement, page)
    if judgement.marks:
        lines += page.marked_line(judgement.line, judgement.marks, page.look.ink(sign))
    if judgement.way:
        lines += page.turn(Sign.NONE, judgement.way)
    return lines + _ways(judgement.ways, page)


def _with_measures(lines: list[Text], judgement: Judgement, page: Page) -> list[Text]:
    """The seconds taken and the place in the lesson."""
    seconds = "" if judgement.seconds is None else words("chat.seconds", seconds=f"{judgement.seconds:.1f}")
    place = words("chat.place", number=judgement.number, total=judgement.total) if judgement.total else ""
    parts = [part for part in (seconds, place) if part]
    if not parts:
        return lines
    if page.look.plain:
        return [*lines, *indent([Text(_measures(seconds, place))], GUTTER)]
    return page.with_place(lines, f" {page.look.mark(Mark.BETWEEN)} ".join(parts))


def _measures(seconds: str, place: str) -> str:
    """Seconds and place as a screen reader says them."""
    if seconds and place:
        return words("chat.measures", seconds=seconds, place=place)
    return words("chat.measures.seconds", seconds=seconds) if seconds else words("chat.measures.place", place=place)


def _ways(ways: tuple[str, ...], page: Page) -> list[Text]:
    """The words that lead on, the last thing before the prompt."""
    if not ways:
        return []
    between = ", " if page.look.plain else f" {page.look.mark(Mark.BETWEEN)} "
    listed = between.join(map(page.look.show, ways))
    shown = Text(words("chat.ways", words=listed) if page.look.plain else listed, style=Ink.DIM)
    return hang(wrap(shown, page.width - GUTTER), " " * GUTTER, " " * GUTTER)


def sign_of_verdict(kind: VerdictKind) -> Sign:
    """The sign before a verdict of this kind: it has the kind's name."""
    return Sign[kind.name]
