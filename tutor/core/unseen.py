"""What a line is worth that nothing shows the effects of: only what stands in the line itself counts."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.message import text
from tutor.core.mistakes import MISTAKES
from tutor.core.outcome import Binding, ContainerSeen, Outcome
from tutor.core.publishing import publications
from tutor.core.references import is_lesson_image
from tutor.core.texts import fill
from tutor.core.unmet import Point
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.mistakes import Case, Found, Mistake

CERTAIN = frozenset({Point.COMMAND, Point.PUBLISHED, Point.TTY, Point.STDIN})
"""What a line says of its container, whatever becomes of it."""
TOLD_BY_THE_LINE = (
    "flags-after-image",
    "ports-swapped",
    "container-port",
    "host-port",
    "no-publish",
    "i-only",
    "t-only",
    "it-no-command",
)
"""Mistakes that can be told from the line alone, in the order of the table."""


def from_line(command: DockerCommand, facts: Facts) -> Outcome:
    """What is certain of a line before it runs: of a `run` the container that it asks for."""
    image = facts.image
    word = command.arguments[0].value if command.arguments else ""
    if command.name not in {"run", "create"} or image is None or not is_lesson_image(word, facts):
        return Outcome(None, unseen=True)
    tail = tuple(token.value for token in command.tail)
    bindings = tuple(
        Binding(int(asked.host), asked.container_port, asked.host_ip)
        for _, asked in publications(command)
        if asked.host
    )
    container = ContainerSeen(
        id="",
        name="",
        image=word,
        image_id=image.id,
        command=tail or image.command,
        tty=command.has("tty"),
        open_stdin=command.has("interactive"),
        auto_remove=command.has("rm"),
        bindings=bindings,
        exposed=image.exposed,
        own_entrypoint=command.use("entrypoint") is not None,
    )
    return Outcome(None, created=(container,), names=MappingProxyType({word: "image"}), unseen=True)


def judge_unseen(case: Case) -> Verdict:
    """NOT_YET where the line alone is wrong for the step; else nothing can be said, and nothing is counted.

    `case.unmet` are the points as if the outcome were whole.
    """
    certain = tuple(point for point in case.unmet if point.point in CERTAIN) if case.outcome.created else ()
    known = _known(replace(case, unmet=certain))
    if known is not None:
        mistake, seen = known
        values = {**seen.values, **({"variant": seen.variant} if seen.variant else {})}
        return Verdict(VerdictKind.NOT_YET, mistake.id, MappingProxyType(dict(values)), seen.marks)
    if certain:
        values = {**certain[0].values, "gap": certain[0].key}
        return Verdict(VerdictKind.NOT_YET, "", MappingProxyType(values))
    return Verdict(VerdictKind.UNCHECKED, values=MappingProxyType({"reason": fill(text("unchecked.unseen"))}))


def _known(case: Case) -> tuple[Mistake, Found] | None:
    for name in TOLD_BY_THE_LINE:
        mistake = MISTAKES[name]
        seen = mistake.find(case) if mistake.find else None
        if seen is not None:
            return mistake, seen
    return None
