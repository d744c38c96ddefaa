"""The lessons' Markdown as calm lines: a light subset, in the chat's own look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from rich.text import Text

from tutor.chat.layout import columns, continued, hang, indent, paint_code, wrap
from tutor.chat.look import Ink, Look, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_CODE_INDENT = 4  # cells, as the line under a verdict
_NARROW = 56  # cells: below this half of that must do


@dataclass(frozen=True, slots=True)
class _Page:
    """What a block is drawn on: `width` in cells, the ink of its words."""

    look: Look
    width: int
    ink: str

    def narrowed(self, cells: int) -> _Page:
        return replace(self, width=max(1, self.width - cells))


def draw_markdown(markdown: str, look: Look, width: int, ink: str = Ink.PLAIN) -> list[Text]:
    """The Markdown in lines of `width` cells.

    Paragraphs, headings, lists, quotes, tables, code spans (their backticks kept), code blocks (indented; where a line
    has no room it goes on further in, a docker command behind a backslash), emphasis and links, shown as `text
    (address)`. Comments are left out; other HTML is text.
    """
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 -- 30 ms that the first prompt need not wait for

    root = SyntaxTreeNode(_parser().parse(markdown))
    return _blocks(root.children, _Page(look, width, ink))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- as above

    return MarkdownIt("commonmark").enable("table")


def _blocks(nodes: Sequence[SyntaxTreeNode], page: _Page, *, tight: bool = False) -> list[Text]:
    """The blocks with an empty line between them."""
    lines: list[Text] = []
    for node in nodes:
        block = [] if _is_silent(node) else _block(node, page)
        if block and lines and not tight:
            lines.append(Text())
        lines += block
    return lines


def _is_silent(node: SyntaxTreeNode) -> bool:
    return node.type == "hr" or (node.type == "html_block" and node.content.lstrip().startswith("<!--"))


def _block(node: SyntaxTreeNode, page: _Page) -> list[Text]:
    match node.type:
        case "heading":
            return _paragraph(node, replace(page, ink=Ink.STRONG))
        case "fence" | "code_block" | "html_block":
            return _code(node.content, page)
        case "bullet_list" | "ordered_list":
            return _list(node, page)
        case "blockquote":
            return indent(_blocks(node.children, replace(page.narrowed(2), ink=Ink.EMPHASIS)), 2)
        case "table":
            return _table(node, page)
        case _:
            return _paragraph(node, page)


def _paragraph(node: SyntaxTreeNode, page: _Page) -> list[Text]:
    return [piece for line in _inline(node, page) for piece in wrap(line, page.width)]


def _code(content: str, page: _Page) -> list[Text]:
    by = _CODE_INDENT if page.width >= _NARROW else _CODE_INDENT // 2
    lines = page.look.show_lines(content.rstrip("\n"))
    return indent([piece for line in lines for piece in _code_line(line, page.width - by)], by)


def _code_line(line: str, width: int) -> list[Text]:
    if line.startswith("docker"):
        return [Text(part, style=Ink.ACCENT) for part in continued(line, width)]
    text = Text(line, style=Ink.ACCENT)
    return [text] if text.cell_len <= width else hang(wrap(text, width - 2, fold=True), "", "  ")


def _list(node: SyntaxTreeNode, page: _Page) -> list[Text]:
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    first = int(node.attrs.get("start", 1))
    lines: list[Text] = []
    for number, item in enumerate(node.children, first):
        bullet = f"{number}. " if node.type == "ordered_list" else f"{page.look.mark(Mark.BULLET)} "
        body = _blocks(item.children, page.narrowed(len(bullet)), tight=tight) or [Text()]
        if lines and not tight:
            lines.append(Text())
        lines += hang(body, Text(bullet, style=Ink.DIM), " " * len(bullet))
    return lines


def _table(node: SyntaxTreeNode, page: _Page) -> list[Text]:
    rows = [[_cell(cell, page) for cell in row.children] for part in node.children for row in part.children]
    for cell in rows[0]:
        cell.stylize(Ink.DIM)
    return columns(rows, page.width)


def _cell(node: SyntaxTreeNode, page: _Page) -> Text:
    return Text(" ").join(_inline(node, page))


def _inline(node: SyntaxTreeNode, page: _Page) -> list[Text]:
    """The words of a block: one text per hard line break."""
    lines = [Text(style=page.ink)]
    _add(node.children, "", lines, page)
    return lines


def _add(nodes: Sequence[SyntaxTreeNode], style: str, lines: list[Text], page: _Page) -> None:
    """Put `nodes` behind the last of `lines`."""
    for node in nodes:
        match node.type:
            case "inline":
                _add(node.children, style, lines, page)
            case "em":
                _add(node.children, f"{style} {Ink.EMPHASIS}", lines, page)
            case "strong":
                _add(node.children, f"{style} {Ink.STRONG}", lines, page)
            case "link":
                _add_link(node, style, lines, page)
            case "code_inline":
                _add_code(node.content, lines[-1], page.look)
            case "hardbreak":
                lines.append(Text(style=page.ink))
            case "softbreak":
                lines[-1].append(" ")
            case _:
                lines[-1].append(page.look.show(_words(node)), style=style.strip())


def _words(node: SyntaxTreeNode) -> str:
    if node.type == "html_inline" and node.content.startswith("<!--"):
        return ""
    return node.content


def _add_code(content: str, line: Text, look: Look) -> None:
    start = len(line)
    line.append(f"`{look.show(content)}`")
    paint_code(line, start, len(line))


def _add_link(node: SyntaxTreeNode, style: str, lines: list[Text], page: _Page) -> None:
    """The words, and the address behind them unless they are the address."""
    _add(node.children, style, lines, page)
    address = str(node.attrs.get("href", ""))
    words = "".join(child.content for child in node.children)
    if address not in (words, f"mailto:{words}"):
        lines[-1].append(f" ({page.look.show(address)})", style=Ink.DIM)
