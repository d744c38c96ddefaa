"""`lab`: lines of the learner's own in four shells, without a lesson."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tutor.commands.beginning import hang_ups
from tutor.commands.explain import write_json
from tutor.commands.folders import clear_sockets, lock_folder, socket_folder
from tutor.commands.start import clear_own
from tutor.core.effects import Do, Say
from tutor.core.events import Closed, Typed
from tutor.core.lab import open_lab, seen
from tutor.core.lesson import Lesson
from tutor.core.message import Note, Tone, text
from tutor.core.questions import answered
from tutor.core.showings import USUAL_LINE
from tutor.core.state import State
from tutor.core.tasks import FourWays, GetImage, GotImage, ShowFourWays
from tutor.core.texts import words
from tutor.core.view import View
from tutor.core.ways_told import four_ways
from tutor.core.words import TutorWord, Word, read_line
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.errors import TutorError
from tutor.exit_codes import ExitCode
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld
from tutor.session import collect_from_now_on

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from rich.console import Console

    from tutor.commands.sides import Side
    from tutor.core.effects import Effect
    from tutor.core.message import Message
    from tutor.core.state import Turn
    from tutor.environment import Environment
    from tutor.live.needs import Screen
    from tutor.store import Store
    from tutor.world import Voice

IMAGE = "ghost"  # the shipped lesson's


def lab(console: Console, environment: Environment, store: Store, side: Side, options: Namespace) -> ExitCode:
    """A person guesses, then gives lines until `done`. A script gets the result of one line, and so does `--json`.

    Raises:
        NoDaemonError: No usable daemon.
        TutorError: Nothing could be shown: there is no such image, say.
    """
    image = options.image or IMAGE
    voice: Voice = Silence() if options.json else side.voice
    with laboratory(environment, store, side.screen, voice, image) as world:
        if not options.image:
            get_image(world, voice)
        if environment.is_typed and not (options.json or options.line):
            talk(world, side, image)
            return ExitCode.FINE
        result = world.do(ShowFourWays(options.line or USUAL_LINE, image))
    if not isinstance(result, FourWays) or result.failed:
        raise TutorError(getattr(result, "failed", ""))
    if options.json:
        write_json(console, dataclasses.asdict(result))
    else:
        perform(four_ways(result), side)
    return ExitCode.FINE


class Silence:
    """A voice that is not heard: where JSON is printed, nothing else is."""

    def say(self, message: Message) -> None:
        """Say nothing."""


def get_image(world: LiveWorld, voice: Voice) -> None:
    """Where there is no image at all, the stand-in is made: it goes at the end.

    Raises:
        TutorError: It cannot be made.
    """
    if world.facts().image is not None:
        return
    result = world.do(GetImage(official=False))
    if isinstance(result, GotImage) and result.failed:
        raise TutorError(result.failed)
    voice.say(Note(text("image.made", image=IMAGE), Tone.DIM))


@contextmanager
def laboratory(environment: Environment, store: Store, screen: Screen, voice: Voice, image: str) -> Iterator[LiveWorld]:
    """A world of its own for as long as the block lasts; nothing of it is left.

    Raises:
        NoDaemonError: No usable daemon.
    """
    place = open_place(environment.variables)
    locks = lock_folder(environment)
    name = new_session_id(locks)
    with ExitStack() as stack:
        stack.callback(place.client.close)
        stack.enter_context(SessionLock(locks, name))
        stack.enter_context(hang_ups())
        clear_sockets(locks)
        setting = Setting(place, name, image, environment.working_folder, locks=locks)
        stack.callback(clear_own, setting, locks, store, voice)
        world = LiveWorld(setting, socket_folder(locks, name), screen, store)
        stack.callback(world.close)
        collect_from_now_on()
        yield world


def talk(world: LiveWorld, side: Side, image: str) -> None:
    """The lab of the conversation, with nothing around it."""
    around = Lesson(id="lab", title=words("lab.title"), image=image, minutes=1, steps=())
    state, effects = open_lab(State(around), image)
    while state.question is not None:
        for task in perform(effects, side):
            result = world.do(task)
            if state.question and isinstance(result, FourWays):
                state, told = seen(state, state.question, result)
                perform(told, side)
        state, effects = after_next_line(state, side)


def perform(effects: tuple[Effect, ...], side: Side) -> tuple[ShowFourWays, ...]:
    """Say what is to be said; what is to be done."""
    for effect in effects:
        if isinstance(effect, Say):
            side.voice.say(effect.message)
    return tuple(effect.task for effect in effects if isinstance(effect, Do) and isinstance(effect.task, ShowFourWays))


def after_next_line(state: State, side: Side) -> Turn:
    """What the learner's next line leads to; without a question it is over."""
    question = state.question
    choices = tuple(word for word, _ in question.options.choices) if question else ()
    event = side.lines.read(View(title=state.lesson.title, key_hint=" / ".join(choices), words=(*choices, "quit")))
    over = dataclasses.replace(state, question=None), ()
    match event:
        case Typed(line) if question and read_line(line) != TutorWord(Word.QUIT):
            return answered(state, question, line)
        case Typed() | Closed():
            return over
        case _:
            return state, ()
