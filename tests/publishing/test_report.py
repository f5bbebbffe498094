"""The report page: complete, relative, escaped, and the same each time."""

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Size, digest_of
from longtake.publishing import (
    FidelityFacts,
    FileFacts,
    JoinFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    ShotFacts,
    report_page,
)
from longtake.store import OutputFolder

HOSTILE = "</script></style><img src=x onerror=alert(1)>\" onload='alert(2)' {{ 7 * 7 }} javascript:alert(3)"
POLICY = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'"


def jpeg() -> bytes:
    return b"\xff\xd8"


def shot(name: str, words: str = "the cup fills") -> ShotFacts:
    return ShotFacts(name, "waking", words, "footage", "footage/cup.mp4", 0, 48, digest=digest_of(name))


def facts_of(text: str = "Meet Aurora") -> ReportFacts:
    """A film of two shots in which every text that somebody else could have written is `text`."""
    wild = ShotFacts(
        *(text, text, text, "footage", text, 0, 48),
        asked=((text, text),),
        reasons=(text,),
        notices=(text,),
        photo=Photo(jpeg, text),
    )
    rendition = RenditionFacts(
        "720p",
        Size(1280, 720),
        text,
        3_080_000,
        4_400_000,
        8_800_000,
        "hls/720p/a b.m3u8",
        FidelityFacts(9731, 9502, 12),
    )
    return ReportFacts(
        title=text,
        size=Size(1280, 720),
        rate=FrameRate(30000, 1001),
        frames=96,
        shots=(wild, shot("waking.2")),
        joins=(JoinFacts(text, text, "dissolve", 48, 12, Photo(jpeg, text)),),
        renditions=(rendition,),
        files=(FileFacts("film.mp4", text, 12_345_678, digest_of("film")), FileFacts("manifest.json")),
        total="0.00 USD",
        prices=(PriceFacts(text, text, "0.00", text),),
        notices=(text,),
        made_by=((text, text),),
        poster=Photo(jpeg, text),
    )


def page_of(facts: ReportFacts) -> str:
    return "".join(report_page(facts))


class Page(HTMLParser):
    """What a browser would see: every element with its attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_film_plays_from_beside_the_page() -> None:
    (video,) = Page(page_of(facts_of())).all("video")
    assert (video["src"], video["width"], video["height"]) == ("film.mp4", "1280", "720")
    assert "controls" in video


def test_the_policy_lets_nothing_in_but_the_film_and_the_page_s_own_pictures() -> None:
    policies = [meta["content"] for meta in Page(page_of(facts_of())).all("meta") if "http-equiv" in meta]
    assert policies == [POLICY]


def test_what_was_measured_is_told() -> None:
    text = Page(page_of(facts_of())).text
    for told in ("0:03.2", "96 frames", "29.97 (30000/1001) fps", "3.08 Mbit/s", "8.8 MB", "12.3 MB", "0.00 USD"):
        assert told in text
    assert digest_of("film")[:12] in text


def test_what_came_through_encoding_is_told_where_it_was_measured() -> None:
    film = facts_of()
    assert "0.9731, 0.9502" in Page(page_of(film)).text
    sound = replace(film.renditions[0], size=None, fidelity=None)
    assert "0.9" not in Page(page_of(replace(film, renditions=(sound,)))).text


def test_hostile_words_stay_words() -> None:
    page, harmless = Page(page_of(facts_of(HOSTILE))), Page(page_of(facts_of("harmless")))
    assert [name for name, _ in page.elements] == [name for name, _ in harmless.elements]
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert page.text.count(HOSTILE) == harmless.text.count("harmless")


@given(st.text(max_size=40))
def test_no_text_adds_an_element(text: str) -> None:
    elements = [name for name, _ in Page(page_of(facts_of(text))).elements]
    assert elements.count("script") == 0
    assert elements.count("img") == 3


def test_every_address_is_relative_or_a_picture_in_the_page() -> None:
    page = Page(page_of(facts_of(HOSTILE)))
    found = [value or "" for _, given in page.elements for name, value in given.items() if name in ("src", "href")]
    assert "hls/720p/a%20b.m3u8" in found
    for address in found:
        assert address.startswith(("data:image/jpeg;base64,", "#shot-", "film.mp4", "manifest.json", "hls/")), address


def test_a_name_that_looks_like_a_scheme_becomes_a_relative_address() -> None:
    film = replace(facts_of(), files=(FileFacts("javascript:alert(1)"),))
    addresses = [given["href"] for given in Page(page_of(film)).all("a")]
    assert "javascript%3Aalert%281%29" in addresses


@pytest.mark.parametrize("path", ["/etc/passwd", "../film.mp4", "//host/film.mp4", ""])
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no path inside the film's folder"):
        page_of(replace(facts_of(), film=path))


def test_many_shots_are_told_without_pictures_in_the_ribbon() -> None:
    many = tuple(replace(shot(f"s.{number}"), photo=Photo(jpeg, "")) for number in range(25))
    page = Page(page_of(replace(facts_of(), shots=many)))
    assert len(page.all("img")) == len(many) + 1


def test_the_same_facts_give_the_same_page() -> None:
    assert page_of(facts_of()) == page_of(facts_of())


def test_photos_are_read_one_by_one_as_the_page_comes_to_them() -> None:
    read: list[int] = []
    shots = tuple(
        replace(shot(f"s.{number}"), photo=Photo(lambda number=number: read.append(number) or b"\xff\xd8", ""))  # type: ignore[misc]
        for number in range(30)
    )
    seen = [len(read) for _ in report_page(replace(facts_of(), shots=shots))]
    assert (seen[0], seen[-1]) == (0, 30)
    assert max(after - before for before, after in pairwise(seen)) == 1


def test_a_failed_page_leaves_the_old_one(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("report.html", [b"the old page"])
    with pytest.raises(ValueError, match="no path inside"):
        folder.write("report.html", map(str.encode, report_page(replace(facts_of(), film="../film.mp4"))))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_bytes() == b"the old page"
