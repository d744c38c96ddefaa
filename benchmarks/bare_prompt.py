"""What the first prompt is compared with: a program of prompt_toolkit and rich that prints the same step and asks."""

from __future__ import annotations

from prompt_toolkit import PromptSession
from rich.console import Console
from rich.markdown import Markdown

console = Console()
console.print("Welcome. Altering Container Processes.")
console.print("[bold]The default command, in full[/]", justify="left")
console.print(Markdown("An image records what its containers start. Print all that it records of `ghost`."))
PromptSession[str]().prompt("› ", bottom_toolbar="Altering Container Processes · 3 of 26 · hint")  # noqa: RUF001
