"""A transcript as one HTML file that looks like the terminal: no script, nothing to load from elsewhere."""

from __future__ import annotations

from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tutor.core.message import text
from tutor.core.texts import fill
from tutor.core.transcript_text import sessions, spoken, summary, things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.transcript import Evidence, PastEntry

NEWLINE = "\n"
WIDEST = 10_000  # cells: lines are as long as they are, and the browser folds them
DARK, RED, GREEN, YELLOW = (40, 44, 52), (224, 108, 117), (152, 195, 121), (229, 192, 123)
BLUE, PURPLE, CYAN, LIGHT = (97, 175, 239), (198, 120, 221), (86, 182, 194), (215, 218, 224)
BETWEEN = (110, 115, 125)  # what is dim is halfway to it: halfway to the window's own colour it could not be read
THEME = TerminalTheme(BETWEEN, LIGHT, [DARK, RED, GREEN, YELLOW, BLUE, PURPLE, CYAN, LIGHT])
STYLE = """
:root { color-scheme: dark; }
body { margin: 0; padding: 2rem 1rem; background: #14161a; color: #d7dae0; font: 16px/1.5 system-ui, sans-serif; }
main, header { max-width: 60rem; margin: 0 auto; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; font-weight: 600; margin: 2rem 0 .5rem; }
.window { background: #1e2127; border: 1px solid #3a3f4b; border-radius: .6rem; padding: 1rem 1.25rem; }
pre { margin: 0; font: 14px/1.45 ui-monospace, Menlo, Consolas, monospace; }
pre, td { white-space: pre-wrap; overflow-wrap: anywhere; }
details, .seen { margin: .25rem 0 .75rem 1.2rem; font-size: .85rem; color: #9aa2b1; }
summary { cursor: pointer; } .seen { padding-left: 1rem; }
table { border-collapse: collapse; margin: .25rem 0 .5rem; } caption { text-align: left; color: #d7dae0; }
th { text-align: left; font-weight: 400; padding-right: 1rem; vertical-align: top; }
td { font-family: ui-monospace, Menlo, Consolas, monospace; }
@media print { body, .window { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p>{about}</p></header>
<main>
{body}
</main>
</body>
</html>
"""


def html(title: str, entries: Sequence[PastEntry]) -> str:
    """The whole transcript as one page."""
    body = "\n".join(session(heading, turns) for heading, turns in sessions(entries))
    named = escape(fill(text("transcript.title", title=title)))
    return PAGE.format(
        language=fill(text("transcript.language")),
        title=named,
        style=STYLE,
        about=escape(fill(text("transcript.about"))),
        body=body,
    )


def session(heading: str, turns: Sequence[PastEntry]) -> str:
    """One session as a terminal window."""
    parts = (turn(past) for past in turns)
    return f'<section><h2>{escape(heading)}</h2>\n<div class="window">\n{"".join(parts)}</div></section>'


def turn(past: PastEntry) -> str:
    """What stood on the screen, and the evidence to open below it."""
    # A line end right behind <pre> is not shown, so that an empty first line needs one more.
    shown = f"<pre>\n{coloured(spoken(past).removesuffix(NEWLINE))}</pre>\n" if past.entry.text else ""
    return shown + (evidence_box(past, past.entry.evidence) if past.entry.evidence else "")


def coloured(words: str) -> str:
    """Text with colours as escape sequences, as HTML; whatever else is in it is only text."""
    console = Console(
        file=StringIO(), record=True, width=WIDEST, force_terminal=True, color_system="standard", legacy_windows=False
    )
    console.print(Text.from_ansi(words), soft_wrap=True, end="")
    return console.export_html(theme=THEME, code_format="{code}", inline_styles=True)


def evidence_box(past: PastEntry, evidence: Evidence) -> str:
    """One line that opens to what the daemon recorded."""
    tables = "".join(
        f"<table><caption>{escape(thing)}</caption>"
        + "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in facts)
        + "</table>"
        for thing, facts in things(evidence)
    )
    line = escape(summary(past, evidence))
    return f"<details><summary>{line}</summary>{tables}</details>\n" if tables else f'<p class="seen">{line}</p>\n'
