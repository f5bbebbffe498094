"""HTML articles, by Beautiful Soup over Python's own parser: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
_UNSEEN = ("script", "style", "template", "noscript", "svg", "math", "object", "iframe", "select", "textarea", "button")
_AROUND = ("nav", "footer", "aside", "form")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


def read_html(draft: Draft, text: str) -> None:
    """Adds what a page says to the draft."""
    page = BeautifulSoup(text, "html.parser")
    reader = _Reader(draft)
    if page.html and page.html.get("lang") and "language" not in draft.data:
        reader.language(page.html)
    reader.title(page)
    for name in (*_UNSEEN, *_AROUND):
        reader.leave_all(page, name)
    assemble(draft, list(reader.blocks(page)))


class _Reader:
    """Gathers words up to the next block, walking the page without recursion: pages may nest as deep as they like."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = ""
        self.spot: Spot | None = None
        self.pictures: list[Picture] = []

    def language(self, page: Tag) -> None:
        code = str(page["lang"]).strip()
        if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", code):
            self.draft.set("language", code, _spot(page))
        else:
            self.draft.leave(_spot(page), "a language that is not known", code)

    def title(self, page: BeautifulSoup) -> None:
        found = page.find("title")
        if isinstance(found, Tag):
            words = join_lines(found.get_text().split("\n"))
            if words:
                self.draft.set("title", words, _spot(found))
            found.extract()

    def leave_all(self, page: BeautifulSoup, name: str) -> None:
        for tag in page.find_all(name):
            if isinstance(tag, Tag) and not tag.decomposed:
                words = join_lines(tag.get_text("\n").split("\n"))
                self.draft.leave(_spot(tag), f"a <{name}> of the page", words)
                tag.extract()

    def blocks(self, page: BeautifulSoup) -> Iterator[Block]:
        holder: Tag | None = None
        element: PageElement | None = page.contents[0] if page.contents else None
        while element is not None:
            following = element.next_element
            if isinstance(element, Tag):
                if element.name == "table":
                    yield from self.flushed(holder)
                    yield from self.table(element)
                    following = _after(element)
                else:
                    yield from self.tag(element, holder)
            elif isinstance(element, Comment):
                self.draft.leave(None, "a comment of the page", str(element))
            elif type(element) is NavigableString:
                block = _block_of(element)
                if block is not holder:
                    yield from self.flushed(holder)
                    holder = block
                self.words += str(element)
                self.spot = self.spot or (_spot(block) if block else None)
            element = following
        yield from self.flushed(holder)

    def tag(self, tag: Tag, holder: Tag | None) -> Iterator[Block]:
        if tag.name == "br":
            self.words += "\n"
        elif tag.name == "hr":
            yield from self.flushed(holder)
            yield Rule(_spot(tag))
        elif tag.name == "img":
            source, words = str(tag.get("src", "")), join_lines(str(tag.get("alt", "")).split("\n"))
            if source:
                self.pictures.append(Picture(source, words, _spot(tag)))
            else:
                self.draft.leave(_spot(tag), "a picture without an address", words)
        elif tag.name == "a" and tag.get("href"):
            self.draft.leave(_spot(tag), "the address of a link", str(tag["href"]))

    def flushed(self, holder: Tag | None) -> Iterator[Block]:
        """The block of the words gathered so far."""
        text, spot, pictures = join_lines(self.words.split("\n")), self.spot or Spot(1, 1), self.pictures
        text = " ".join(text.split())
        self.words, self.spot, self.pictures = "", None, []
        if text and holder is not None and holder.name in _HEADINGS:
            yield Heading(text, int(holder.name[1]), spot)
        elif text and holder is not None and (depth := _depth(holder)) >= 0:
            yield Direction(text, spot, depth)
        elif text:
            yield Paragraph(text, spot)
        yield from pictures

    def table(self, table: Tag) -> Iterator[Block]:
        rows = [Row(tuple(_own_text(cell) for cell in _own(row, _CELLS)), _spot(row)) for row in table.find_all("tr")]
        rows = [row for row in rows if any(row.cells)]
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self.draft.leave(_spot(caption), "the caption of a table", caption.get_text())
        if rows:
            yield Rows(rows[0].cells, tuple(rows[1:]), _spot(table))


def _spot(tag: Tag) -> Spot:
    return Spot(tag.sourceline or 1, (tag.sourcepos or 0) + 1)


def _block_of(text: NavigableString) -> Tag | None:
    """The block that words stand in: the nearest tag around them that is not inline."""
    return next((parent for parent in text.parents if parent.name not in _INLINE), None)


def _depth(holder: Tag) -> int:
    """How deep in lists a block stands: -1 outside, 0 in a list, 1 in a list in a list."""
    return sum(parent.name in ("ul", "ol") for parent in holder.parents) - 1


def _own(holder: Tag, names: Sequence[str]) -> Iterator[Tag]:
    """The tags of these names in a row; not those of a row inside it, which is how rows that are not closed read."""
    return (tag for tag in holder.find_all(names) if tag.find_parent("tr") is holder)


def _own_text(cell: Tag) -> str:
    words = (text for text in cell.find_all(string=True) if text.find_parent(_CELLS) is cell)
    return " ".join(" ".join(words).split())


def _after(tag: Tag) -> PageElement | None:
    """What follows a tag and all that is in it."""
    last: PageElement = tag
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    return last.next_element
