"""Records a lesson: every scene played once on a live daemon, and what came of it written down."""

from __future__ import annotations

import hashlib
import itertools
import re
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from tutor.authoring.attempt import attempt
from tutor.authoring.camera import FilmedVisit, Reel
from tutor.authoring.plain_data import plain
from tutor.authoring.sheets import Written, sheet_of
from tutor.core.cast import read_cast, written
from tutor.core.texts import words
from tutor.errors import TutorError
from tutor.recorded.shelf import ABOUT, TASKS, About

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from tutor.authoring.attempt import Bench
    from tutor.authoring.checks import Check
    from tutor.authoring.results import Result
    from tutor.core.lesson import Lesson, Step
    from tutor.recorded.shelf import Recording, Sheet

MADE_HERE = ("*.json", "*.cast")
SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_NAME = 48


def film(
    bench: Bench, lesson: Lesson, scenes: Iterable[Check], reel: Reel, only: Collection[str] = ()
) -> Iterator[Result]:
    """Play the scenes one after the other, recorded to `reel`; each result as soon as it is there.

    Args:
        bench: Where.
        lesson: About the image at hand.
        scenes: What there is to play.
        reel: Where to.
        only: The steps whose scenes are played; all where it is empty.

    Raises:
        NoDaemonError: The daemon stopped answering.
    """
    every = alike(lesson, scenes)
    reel.steps |= {scene: at for scene, at in every.items() if not only or not set(only).isdisjoint(at)}
    for scene in reel.steps:
        yield attempt(bench, lesson, scene, partial(FilmedVisit, reel))


def alike(lesson: Lesson, scenes: Iterable[Check]) -> dict[Check, tuple[str, ...]]:
    """The scenes, of those with the same lines and needs only the first; with the steps of all these."""
    needs = {step.id: step.needs for step in lesson.steps}
    first: dict[object, Check] = {}
    steps: dict[Check, tuple[str, ...]] = {}
    for scene in scenes:
        typed = tuple(itertools.dropwhile(lambda line: not line.startswith("docker"), scene.lines))
        one = first.setdefault((needs[scene.step], typed or scene.lines), scene)
        steps[one] = tuple(dict.fromkeys((*steps.get(one, ()), scene.step)))
    return steps


def refuse_company(bench: Bench) -> None:
    """Lists show every container of a daemon: a recording wants one that has none.

    Raises:
        TutorError: It has some.
    """
    if bench.place.client.containers(all=True):
        raise TutorError(words("recording.company"), words("recording.company.cure"))


def write(reel: Reel, folder: Path, about: About, scrub: Callable[[str], str], kept: Iterable[Recording] = ()) -> int:
    """Write what was recorded to the folder, in place of what lies there.

    Args:
        reel: What was recorded.
        kept: Recordings that stay, where nothing of the same meaning was recorded anew.
        folder: Where to.
        about: When and with what.
        scrub: Takes out of a text what tells of this machine.

    Returns:
        How many bytes they have in all.

    Raises:
        TutorError: The folder cannot be written.
    """
    files = {ABOUT: msgspec.json.format(msgspec.json.encode(about)).decode()}
    results = {name: plain(result) for name, result in reel.results.items()}
    files[TASKS] = msgspec.json.format(msgspec.json.encode(results)).decode()
    new = merged(reel)
    fresh = {meaning_of(one.sheet) for one in new}
    old = [Written(one.sheet, read_cast(one.cast, one.name)) for one in kept if meaning_of(one.sheet) not in fresh]
    for number, one in enumerate((*new, *old), 1):
        name = f"{number:03}-{slug(one.sheet.key)}"
        files[f"{name}.json"] = msgspec.json.encode(one.sheet).decode()
        files[f"{name}.cast"] = written(one.cast)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in [path for pattern in MADE_HERE for path in folder.glob(pattern)]:
            path.unlink()
        for name, text in files.items():
            (folder / name).write_text(scrub(text).rstrip("\n") + "\n", encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        message = words("recording.unwritten", folder=folder, reason=error.strerror)
        raise TutorError(message, words("recording.unwritten.cure")) from error
    return sum(path.stat().st_size for path in folder.iterdir())


def merged(reel: Reel) -> tuple[Written, ...]:
    """One of each meaning, the first; with all the steps that it was typed at."""
    found: dict[tuple[object, ...], Written] = {}
    for shot in reel.shots:
        one = sheet_of(shot)
        if one is None:
            continue
        one = one.at(reel.steps.get(shot.scene, one.sheet.steps))
        same = meaning_of(one.sheet)
        before = found.get(same)
        if before is None:
            found[same] = one
            continue
        steps = tuple(dict.fromkeys((*before.sheet.steps, *one.sheet.steps)))
        found[same] = before.at(steps)
    return tuple(found.values())


def meaning_of(sheet: Sheet) -> tuple[object, ...]:
    """Two recordings of one meaning are one too many."""
    return sheet.key, sheet.subject, sheet.typed


def slug(key: str) -> str:
    """A file's name that tells what is in it."""
    return SLUG.sub("-", key.lower()).strip("-")[:LONGEST_NAME].rstrip("-")


def digests(lesson: Lesson) -> dict[str, str]:
    """For each step a digest of all that its recordings depend on."""
    return {step.id: digest(lesson, step) for step in lesson.steps}


def digest(lesson: Lesson, step: Step) -> str:
    """Changes when what is typed at the step, or what it needs, changes."""
    needs = [(name, lesson.fixtures[name].run, dict(lesson.fixtures[name].variants)) for name in step.needs]
    variants = {name: variant.do for name, variant in step.variants.items()}
    wrong = [(one.line, one.type, one.given) for one in step.wrong]
    told = repr((lesson.image, step.kind, step.do, step.type, step.show, needs, variants, wrong))
    return hashlib.sha256(told.encode()).hexdigest()[:12]
