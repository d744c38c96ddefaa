"""Sentences about what a valid lesson or concept card lacks to be a good one. `{step}` is the step's id."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "lint.no-path": "There is no file or folder {path}.",
    "lint.no-path.cure": "Name a lesson's .md file, or a folder with such files.",
    "lint.no-lesson": "There is no lesson file in {path}.",
    "lint.no-lesson.cure": "Lesson files are named like their lesson: my-lesson.md",
    # the lesson
    "lint.other-name": "The file is named {file}, the lesson {lesson}: they should be the same.",
    "lint.idle-fixture": "No step needs the fixture {fixture}.",
    "lint.bad-fixture": "The fixture {fixture} runs a line that is no docker command: {reason}",
    # a step
    "lint.no-text": "{step} has no text.",
    "lint.mute-choice": "{step} says nothing to the choice {choice}.",
    "lint.few-hints": "{step} has {count} of at least {fewest} hints.",
    "lint.same-hint": "{step} gives one hint twice: each must say more than the one before.",
    "lint.few-wrong": "{step} has {count} of at least {fewest} wrong answers.",
    "lint.mute-pass": "{step} says nothing when it passes.",
    "lint.no-container": "{step} speaks of {{{{container}}}} but needs no fixture, so that none may be there.",
    "lint.long-text": "{step} has {count} lines of text before anything can be typed; {most} are enough.",
    "lint.bad-link": "The link to {target} must begin with https:// and have no blanks.",
    "lint.bare-link": "{target} should be a link to https://…, or stand in backticks.",
    # its hints
    "lint.gives-all": "{step} gives the whole model answer away in hint {number}: keep it for the last.",
    "lint.gives-new": (
        "{step} gives all that is new in the model answer ({new}) away in hint {number}: keep it for the last."
    ),
    "lint.gives-choice": "{step} gives the right choice ({choice}) away in hint {number}: keep it for the last.",
    "lint.gives-answer": "{step} gives the answer ({answer}) away in hint {number}: keep it for the last.",
    # its model answer, and what it asks for
    "lint.bad-model": "{step} has a model answer that is no docker command: {reason}",
    "lint.no-fixture": "{step} asks for {fact} but needs no fixture: nobody could pass it.",
    "lint.runs-and-ended": "{step} wants a container that runs and has ended.",
    "lint.started-and-removed": "{step} wants a container that was started again and is removed.",
    "lint.makes-none": "{step} asks about a new container, and `docker {command}` makes none.",
    "lint.opens-none": "{step} asks for a visit to a shell, and `docker {command}` opens none.",
    "lint.no-exec": "{step} asks for an `exec` into its target, and the model answer is none.",
    "lint.lacks-flag": "{step} asks for what `--{flag}` does, and its model answer has no `--{flag}`.",
    "lint.has-flag": "{step} must be passed without `--{flag}`, and its model answer has it.",
    "lint.not-default": "{step} asks for the image's default command, and its model answer runs `{command}`.",
    "lint.no-command": "{step} asks for a command of one's own, and its model answer names none.",
    "lint.other-command": "{step} asks for `{wanted}`, and its model answer runs `{command}`.",
    "lint.only-default": "{step} asks for `{wanted}`, and its model answer runs the image's default command.",
    "lint.equal-wrong": "{step} calls {line} wrong, which is the model answer in other words.",
    # what it says of the image
    "lint.other-line": "The image has {known}, not {line}.",
    "lint.closed-port": "{step} is about port {port}, which the image does not expose.",
    "lint.no-program": "{step} runs {program}, which is not in the image.",
    "lint.is-program": "{step} says of {program} that it is no program of the image: it is one.",
    "lint.hard-coded": ("{step} writes {command} out, and not every version starts that: write {{{{command}}}}."),
    # a concept card
    "lint.few-words": "`also` has {count} of at least {fewest} other words.",
    "lint.bad-try": "`try` is no docker line: {reason}",
    "lint.long-link": "`link` has {count} characters; {most} fit on one line, where it can be clicked.",
    "lint.long-card": "The card takes {count} lines of {columns} columns; {most} is the most.",
}
