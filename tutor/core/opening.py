"""How a conversation begins and how it is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Do, Effect, Quit, Say
from tutor.core.facts import ImageKind, Variant
from tutor.core.fresh_names import FreshPlace
from tutor.core.going_live import ask_anew, offers_anew, reopened
from tutor.core.message import Options, Prose, Tone, text
from tutor.core.review import outer_again
from tutor.core.reviewing import told_due
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.steps import begin, first_open
from tutor.core.tasks import GetImage
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.facts import Facts
    from tutor.core.tasks import GotImage

USUAL_PORT = 8989  # the seed lesson's


def began(state: State, facts: Facts) -> Turn:
    """The place is known: greet, and get the image if it is not here."""
    state = replace(state, facts=facts)
    greeting = greet(state)
    if facts.image is not None:
        state, effects = first_step(state)
        return state, (*greeting, *effects)
    if facts.scripted or state.image_choice != "auto":
        return state, (*greeting, Do(GetImage(official=state.image_choice == "official")))
    state, effects = ask_for_image(state)
    return state, (*greeting, *effects)


def greet(state: State) -> tuple[Effect, ...]:
    """One line of welcome; to a newcomer also what this gives and how long it takes."""
    lesson = state.lesson
    if state.is_review:
        return ()
    if state.resuming:
        number = start_position(state) + 1
        back = note(text("welcome.back", title=lesson.title, number=number, total=state.total))
        return (back, *told_due(state))
    intro = (Say(Prose(state.filled(lesson.intro))),) if lesson.intro else ()
    return (
        note(text("welcome.new", title=lesson.title, summary=lesson.summary)),
        *intro,
        note(text("welcome.length", steps=state.total, minutes=lesson.minutes), Tone.DIM),
    )


def ask_for_image(state: State) -> Turn:
    """No such image here: the learner chooses, and nothing is pulled without a word."""
    choices = (("stand-in", fill(text("image.stand-in"))), ("official", fill(text("image.official"))))
    options = Options(text("image.missing", image=state.lesson.image), "", choices, "stand-in")
    return replace(state, question=Question(About.IMAGE, options)), (Say(options),)


def got_image(state: State, task: GetImage, result: GotImage) -> Turn:
    """The image is here, or why not; then the first step."""
    if result.failed:
        failed = note(text("image.failed", reason=result.failed), Tone.WARNING)
        if state.facts.scripted:
            return state, (failed, Quit(complete=False))
        state, effects = ask_for_image(state)
        return state, (failed, *effects)
    state = replace(state, facts=result.facts)
    image = state.lesson.image
    if task.official:
        size = result.facts.image.size // 1_000_000 if result.facts.image else 0
        said = note(text("image.pulled", image=image, size=size), Tone.DIM, f"docker rmi {image}")
    else:
        said = note(text("image.made", image=image), Tone.DIM)
    state, effects = first_step(state)
    return state, (said, *effects)


def first_step(state: State) -> Turn:
    """Say what the place is like, and what was done without one; then begin."""
    if state.is_review:
        return state, (Do(FreshPlace()),)
    said = place_said(state)
    if offers_anew(state):
        state, asked = ask_anew(state)
        return state, (*said, *asked)
    return resumed(state, said)


def anew_answered(state: State, word: str) -> Turn:
    """What was done from recordings is open again, or stays as it is."""
    if word == "yes":
        state = reopened(state)
        return resumed(state, (note(text("anew.open", number=first_open(state) + 1), Tone.DIM),))
    return resumed(state, (note(text("anew.stay"), Tone.DIM),))


def resumed(state: State, said: tuple[Effect, ...]) -> Turn:
    """Begin where the learner left off, or at the step that was asked for, after what is `said`."""
    if state.is_complete and not state.asked_for:
        command = f"docker-tutor start {state.lesson.id} --step ID"
        said = (*said, note(text("welcome.done", command=command), Tone.DIM))
        state = replace(state, position=state.total - 1, stage=Stage.FINISHED)
        return state, said
    state, effects = begin(state, start_position(state))
    return state, (*said, *effects)


def start_position(state: State) -> int:
    """The step that was asked for, else the first that is still open."""
    asked = state.lesson.index(state.asked_for) if state.asked_for else None
    return first_open(state) if asked is None else asked


def place_said(state: State) -> tuple[Effect, ...]:
    """One line of facts, and a line for each that is out of the ordinary."""
    facts, image = state.facts, state.facts.image
    if image is None:
        return ()
    if facts.recorded:
        return (
            note(text("recorded.place", what=facts.recorded)),
            note(text("recorded.filled", port=facts.port), Tone.DIM),
        )
    key = "welcome.place.stand-in" if image.kind is ImageKind.STAND_IN else "welcome.place"
    said = [note(text(key, engine=facts.engine_version, image=image.name, port=facts.port), Tone.DIM)]
    if facts.port != USUAL_PORT:
        said.append(note(text("welcome.port", port=facts.port), Tone.DIM))
    if image.variant is Variant.WANTS_MYSQL:
        said.append(note(text("image.wants-mysql", image=image.name), Tone.DIM))
    return tuple(said)


def ask_to_leave(state: State) -> Turn:
    """Ctrl-D: ask once. What still runs is named, because it will be stopped."""
    running = ", ".join(job.command.line for job in state.alive())
    asked = text("quit.ask.running", lines=running) if running else text("quit.ask")
    choices = (("yes", fill(text("quit.yes"))), ("no", fill(text("quit.no"))))
    options = Options(asked, "", choices, "yes")
    return replace(state, question=Question(About.QUIT, options)), (Say(options),)


def leave(state: State) -> tuple[Effect, ...]:
    """Say where the learner will find their place, and quit."""
    if state.outer is not None:
        return leave(outer_again(state, state.outer))
    if state.is_review and not state.is_complete:
        return (note(text("review.kept"), Tone.DIM), Quit(complete=False))
    if state.is_complete:
        return (note(text("quit.complete"), Tone.DIM), Quit(complete=True))
    number = min(first_open(state) + 1, state.total)
    return (note(text("quit.kept", number=number, total=state.total), Tone.DIM), Quit(complete=False))
