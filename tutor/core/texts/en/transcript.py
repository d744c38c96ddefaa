"""Sentences of transcripts and cheat sheets."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "transcript.language": "en",
    "transcript.title": "Transcript: {title}",
    "transcript.session": "Session of {date}, {time} UTC",
    "transcript.about": "What was said and typed, what Docker printed, and what it recorded of each command. Times are UTC.",
    "transcript.ended": "exit code {code}",
    "transcript.runs": "still runs",
    "transcript.seconds": "{seconds} s",
    "transcript.keys": "keys: {keys}",
    "transcript.cut": "(the first {count} characters were not kept)",
    "transcript.made": "made container {name}",
    "transcript.touched": "container {name}",
    "transcript.joined": "process in {name}",
    "transcript.id": "id",
    "transcript.image": "image",
    "transcript.digest": "image digest",
    "transcript.started": "process 1",
    "transcript.command": "command",
    "transcript.state": "state",
    "transcript.exit": "exit code",
    "transcript.since": "started at",
    "transcript.ports": "ports",
    "cheat-sheet.title": "Cheat sheet: {title}",
    "cheat-sheet.about": "My own lines, as they passed the steps.",
    "cheat-sheet.save": "`docker-tutor cheatsheet -o FILE` writes them to a file.",
    "help.cheatsheet": "your own lines so far",
    "transcript.where": "All of this is kept as we go. In another terminal, the first line prints it, the second makes a page for a browser:",
    "help.transcript": "how to keep or hand in all that was said and typed",
}
