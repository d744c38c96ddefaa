"""Sentences about typed lines."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "command.empty": "There is nothing on the line yet. Type a docker command, or the word help.",
    "command.too-long": (
        "The line has {length} characters. The tutor reads at most {limit}. "
        "Put long data into a file, and name the file."
    ),
    "command.control": (
        "There is a character here that cannot be seen: {found}. Pasted text sometimes brings one along. "
        "Type the line without it."
    ),
    "command.unbalanced": "The quote {found} opens here and is never closed. Type another {found} where the text ends.",
    "command.trailing-backslash": (
        "A backslash at the end of a line says that more follows. Nothing does. "
        "Type the rest, or take the backslash away."
    ),
    "command.curly-quote": "{found} is a quote for print. A command line needs the straight one: {instead}",
    "command.long-dash": "{found} is a dash for print. A flag begins with a plain {instead}",
    "command.odd-blank": (
        "The gap here is not a plain blank ({found}). Docker would take it for a part of the word. Type a plain blank."
    ),
    "command.invisible": (
        "There is a character here that cannot be seen: {found}. Pasted text sometimes brings one along. "
        "Type the line without it."
    ),
    "command.shell-pipe": (
        "`{found}` hands the output to another program. Only a shell can do that. "
        "Here the line goes straight to docker: type just the docker command."
    ),
    "command.shell-sequence": (
        "`{found}` is a second command. Only a shell takes several at once. Here each one gets a line of its own."
    ),
    "command.shell-background": (
        "`{found}` sends a program to the background of a shell. There is no shell here. "
        "Type the command without it; what runs can be left at any time."
    ),
    "command.shell-substitution": (
        "`{found}` is a command within the command. Only a shell runs that first and fills in what it prints. "
        "Run it by itself, then type its result here."
    ),
    "command.shell-variable": (
        "`{found}` is for a shell, which puts a value in its place. There is no shell here. "
        "Type the value itself. To keep the dollar sign as it is, put the word in single quotes."
    ),
    "command.shell-redirection": (
        "`{found}` leads input or output to another place. Only a shell can do that. "
        "Here the output comes to your screen: type the command without it."
    ),
    "command.shell-glob": (
        "A shell would replace `{found}` by the names of files that fit. There is no shell here. "
        "Type the names themselves, or put the word in quotes to keep it as it is."
    ),
    "command.shell-home": (
        "A shell would replace `{found}` by the path of a home directory. There is no shell here. Type the whole path."
    ),
    "command.shell-comment": (
        "From the `#` on, a shell would skip the rest. There is no shell here. "
        "Type the command without the comment, or put the word in quotes."
    ),
    "command.shell-group": (
        "`{found}` groups commands in a shell. There is no shell here. Leave it out, or put the word in quotes."
    ),
    "command.not-docker": "The line begins with `{found}`. Here it has to begin with docker.",
    "command.not-docker-near": "The line begins with `{found}`. Did you mean {nearest}?",
    "command.unknown-command": (
        "`{title}` has no command `{found}` on this machine. `{title} --help` lists those that it has."
    ),
    "command.unknown-command-near": "`{title}` has no command `{found}`. Did you mean `{nearest}`?",
    "command.unknown-flag": "`{title}` has no flag `{found}`. `{title} --help` lists those that it has.",
    "command.unknown-flag-near": "`{title}` has no flag `{found}`. Did you mean `{nearest}`?",
    "command.flag-of-docker": (
        "`{found}` is a flag of docker itself, not of `{title}`. It goes right after the word docker."
    ),
    "command.flag-before-command": (
        "`{found}` stands before the command. A flag goes after the command that it is for, as in `docker ps -a`."
    ),
    "command.one-dash-long": "`{found}` has one dash. A flag's long name takes two: `{nearest}`",
    "command.two-dashes-short": "`{found}` has two dashes. Flags of a single letter take one: `{nearest}`",
    "command.bad-flag": "`{found}` is not a flag. Its name has to follow right after two dashes.",
    "command.flag-needs-value": "`{found}` needs a value after it. Type one, or leave the flag out.",
    "command.bad-boolean": (
        "`{spelled}` is a switch: on or off. It takes only true or false, not `{found}`. `{spelled}` alone turns it on."
    ),
}
