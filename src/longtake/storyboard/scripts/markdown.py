"""Markdown: headings are scenes, paragraphs narration, lists and tables shots, front matter settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.article import Block, Direction, Heading, Paragraph, Picture, Rows, Rule, assemble
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.frontmatter import read_front_matter
from longtake.storyboard.scripts.tables import Row
from longtake.storyboard.tree import Spot

__all__ = ["read_markdown"]


def read_markdown(draft: Draft, text: str, name: str) -> None:
    """Adds what Markdown says to the draft. Raises StoryboardError for front matter that is no YAML."""
    body = read_front_matter(draft, text, name)
    known: dict[str, dict[str, dict[str, str]]] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(body, known)
    for label, target in known.get("references", {}).items():
        words = f"{label} {unquote(target['href'])} {target.get('title', '')}"
        draft.leave(None, "the address of a link", words)
    assemble(draft, list(_Reader(draft, body.split("\n")).blocks(tokens)))


class _Reader:
    """Turns markdown-it's flat list of tokens into blocks."""

    def __init__(self, draft: Draft, lines: list[str]) -> None:
        self.draft = draft
        self.lines = lines
        self.spot = Spot(1, 1)

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        depth, heading = -1, 0
        at = 0
        while at < len(tokens):
            token = tokens[at]
            self.spot = self.spot_of(token)
            if token.type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                yield self.table(tokens[at:end])
                at = end
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "list_item_open":
                self.draft.taken.append(token.info)
            elif token.type == "heading_open":
                heading = int(token.tag[1:])
            elif token.type == "inline":
                yield from self.inline(token, depth, heading)
                heading = 0
            elif token.type == "hr":
                yield Rule(self.spot)
            elif token.type in ("fence", "code_block"):
                advice = "write what is to be seen as an item of a list, and what is to be said as a paragraph"
                self.draft.leave(self.spot, "a block of code", f"{token.info}\n{token.content}", advice)
            elif token.type == "html_block":
                self.draft.leave(self.spot, "a piece of HTML", token.content)
            at += 1

    def spot_of(self, token: Token) -> Spot:
        if not token.map:
            return self.spot
        number = min(token.map[0], len(self.lines) - 1)
        line = self.lines[number]
        return Spot(number + 1, len(line) - len(line.lstrip()) + 1)

    def inline(self, token: Token, depth: int, heading: int) -> Iterator[Block]:
        text, pictures = self.text(token)
        if text and heading:
            yield Heading(text, heading, self.spot)
        elif text:
            yield Direction(text, self.spot, depth) if depth >= 0 else Paragraph(text, self.spot)
        yield from pictures

    def text(self, token: Token) -> tuple[str, list[Picture]]:
        """The words of an inline token without their marks, and its pictures."""
        text = ""
        pictures: list[Picture] = []
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                text += child.content
            elif child.type in ("softbreak", "hardbreak"):
                text += "\n"
            elif child.type == "image":
                pictures.append(Picture(unquote(str(child.attrs["src"])), self.text(child)[0], self.spot))
                self.draft.leave(self.spot, "the title of a picture", str(child.attrs.get("title", "")))
            elif child.type == "link_open":
                words = f"{unquote(str(child.attrs['href']))} {child.attrs.get('title', '')}"
                self.draft.leave(self.spot, "the address of a link", words)
            elif child.type == "html_inline":
                self.draft.leave(self.spot, "a piece of HTML", child.content)
        return join_lines(text.split("\n")), pictures

    def table(self, tokens: Sequence[Token]) -> Rows:
        spot = self.spot
        rows: list[Row] = []
        cells: list[str] = []
        for token in tokens:
            if token.type == "tr_open":
                cells, self.spot = [], self.spot_of(token)
            elif token.type == "inline":
                text, pictures = self.text(token)
                cells.append(" ".join([text, *(picture.path for picture in pictures)]).strip())
            elif token.type == "tr_close":
                rows.append(Row(tuple(cells), self.spot))
        return Rows(rows[0].cells, tuple(rows[1:]), spot)
