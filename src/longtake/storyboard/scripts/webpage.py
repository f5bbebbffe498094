"""HTML articles, by Beautiful Soup over Python's own parser: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.article import Block, Direction, Heading, Paragraph, Picture, Rows, Rule, assemble
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.tables import Row
from longtake.storyboard.tree import Spot

__all__ = ["read_html"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_LISTS = ("ul", "ol")
_UNREAD = frozenset(
    "aside button footer form iframe math nav noscript object script select style svg template textarea".split()  # noqa: SIM905
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike "  # noqa: SIM905
    "strong sub sup time tt u var wbr".split()
)


def read_html(draft: Draft, text: str) -> None:
    """Adds what a page says to the draft."""
    page = BeautifulSoup(text, "html.parser")
    reader = _Reader(draft, page)
    assemble(draft, list(reader.blocks()))


class _Reader:
    """Gathers words up to the next block, walking the page once and without recursion, however deep it nests.

    holders: by the identity of a tag, the block that words right inside it belong to. depths: in how many lists it is.
    """

    def __init__(self, draft: Draft, page: BeautifulSoup) -> None:
        self.draft = draft
        self.page = page
        self.holders: dict[int, Tag] = {id(page): page}
        self.depths: dict[int, int] = {id(page): 0}
        self.holder: Tag = page
        self.words = ""
        self.spot: Spot | None = None
        self.pictures: list[Picture] = []

    def blocks(self) -> Iterator[Block]:
        element: PageElement | None = self.page.contents[0] if self.page.contents else None
        while element is not None:
            following = element.next_element
            if isinstance(element, Tag):
                yield from self.tag(element)
                if element.name in _UNREAD or element.name in ("title", "table"):
                    following = _after(element)
            elif isinstance(element, Comment):
                self.draft.leave(None, "a comment of the page", str(element))
            elif type(element) is NavigableString:
                yield from self.text(element)
            element = following
        yield from self.flushed()

    def text(self, text: NavigableString) -> Iterator[Block]:
        holder = self.holders[id(text.parent)]
        if holder is not self.holder:
            yield from self.flushed()
            self.holder = holder
        self.words += str(text)
        self.spot = self.spot or _spot(holder)

    def tag(self, tag: Tag) -> Iterator[Block]:
        parent = id(tag.parent)
        self.holders[id(tag)] = self.holders[parent] if tag.name in _INLINE or tag.name == "br" else tag
        self.depths[id(tag)] = self.depths[parent] + (tag.name in _LISTS)
        match tag.name:
            case "html":
                self.language(tag)
            case "title":
                self.title(tag)
            case "br":
                self.words += "\n"
            case "hr":
                yield from self.flushed()
                yield Rule(_spot(tag))
            case "table":
                yield from self.flushed()
                yield from self.table(tag)
            case "img":
                self.picture(tag)
            case "a":
                self.draft.leave(_spot(tag), "the address of a link", str(tag.get("href", "")))
            case name if name in _UNREAD:
                self.draft.leave(_spot(tag), f"a <{name}> of the page", tag.get_text("\n"))

    def language(self, tag: Tag) -> None:
        code = str(tag.get("lang", "")).strip()
        if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", code) and "language" not in self.draft.data:
            self.draft.set("language", code, _spot(tag))
        else:
            self.draft.leave(_spot(tag), "a language that is not known", code)

    def title(self, tag: Tag) -> None:
        words = join_lines(tag.get_text().split("\n"))
        if words and "title" not in self.draft.data:
            self.draft.set("title", words, _spot(tag))
        else:
            self.draft.leave(_spot(tag), "another title", words)

    def picture(self, tag: Tag) -> None:
        source, words = str(tag.get("src", "")), join_lines(str(tag.get("alt", "")).split("\n"))
        if source:
            self.pictures.append(Picture(source, words, _spot(tag)))
        else:
            self.draft.leave(_spot(tag), "a picture without an address", words)

    def flushed(self) -> Iterator[Block]:
        """The block of the words gathered so far."""
        text = " ".join(join_lines(self.words.split("\n")).split())
        spot, pictures, depth = self.spot or Spot(1, 1), self.pictures, self.depths[id(self.holder)] - 1
        self.words, self.spot, self.pictures = "", None, []
        if text and self.holder.name in _HEADINGS:
            yield Heading(text, int(self.holder.name[1]), spot)
        elif text:
            yield Direction(text, spot, depth) if depth >= 0 else Paragraph(text, spot)
        yield from pictures

    def table(self, table: Tag) -> Iterator[Block]:
        """The rows in the order of the page; cells and rows that are not closed end where the next begin."""
        rows: list[tuple[list[str], Spot]] = []
        for element in table.descendants:
            if isinstance(element, Tag):
                if element.name == "tr":
                    rows.append(([], _spot(element)))
                elif element.name in _CELLS and rows:
                    rows[-1][0].append("")
                elif element.name == "img":
                    self.picture(element)
            elif type(element) is NavigableString and rows and rows[-1][0]:
                rows[-1][0][-1] += f"{element} "
            elif type(element) is NavigableString:
                self.draft.leave(_spot(table), "words of a table outside its cells", str(element))
        told = [Row(tuple(" ".join(cell.split()) for cell in cells), spot) for cells, spot in rows]
        told = [row for row in told if any(row.cells)]
        if told:
            yield Rows(told[0].cells, tuple(told[1:]), _spot(table))
        pictures, self.pictures = self.pictures, []
        yield from pictures


def _spot(tag: Tag) -> Spot:
    return Spot(tag.sourceline or 1, (tag.sourcepos or 0) + 1)


def _after(tag: Tag) -> PageElement | None:
    """What follows a tag and all that is in it."""
    last: PageElement = tag
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    return last.next_element
