"""Small words around what is said: places, signs for a screen reader, the line under the prompt, scripts."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "chat.place": "{number} of {total}",
    "chat.section": "Section: {name}",
    "chat.step": "Step {place}: {title}",
    "chat.seconds": "{seconds} s",
    "chat.measures": "{seconds}, step {place}.",
    "chat.measures.seconds": "{seconds}.",
    "chat.measures.place": "step {place}.",
    "chat.ways": "you can type: {words}",
    "chat.ended": "{line} (ended)",
    "chat.running": "{numbers} running",
    "chat.how-to-leave": "Ctrl-D or quit leaves",
    "chat.line-read": "in: {line}",
    "chat.mark-after": 'here: after "{word}"',
    "chat.mark-start": "here: at the start",
    "chat.mark-word": 'here: word {number}, "{word}"',
    # what stands for a sign where a screen reader reads
    "sign.passed": "passed:",
    "sign.not-yet": "not yet:",
    "sign.elsewhere": "elsewhere:",
    "sign.waiting": "waiting:",
    "sign.unchecked": "could not check:",
    "sign.daemon-down": "daemon down:",
    "sign.timed-out": "timed out:",
    "sign.hint": "hint:",
    "sign.warning": "warning:",
    "sign.error": "error:",
    "sign.done": "done",
    "sign.skipped": "skipped",
    "sign.here": "you are here",
    "sign.todo": "to do",
    "sign.running": "running",
    # scripts
    "script.waited": "Line {number} of the script, `{line}`, waited {seconds} s for the program in the foreground to end. End that program first, with `exit`, `^C` or `^D`, or leave it with `^]`.",
    "script.too-long": "Line {number} of the script is longer than 1 MiB. Cut it into shorter ones.",
}
