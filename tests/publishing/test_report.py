"""The report page: complete, relative, escaped, and the same each time."""

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Size, digest_of
from longtake.publishing import (
    CaptionFacts,
    CaptionFinding,
    FidelityFacts,
    FileFacts,
    JoinFacts,
    NoticeFacts,
    OverFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    ShotFacts,
    Strip,
    report_page,
)
from longtake.store import OutputFolder

HOSTILE = "</script></style><img src=x onerror=alert(1)>\" onload='alert(2)' {{ 7 * 7 }} javascript:alert(3)"
POLICY = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'"


def webp() -> bytes:
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
        photo=Photo(webp, text),
        ribbon=(Photo(webp, ""),),
        over=(OverFacts("title", text, 0, 48),),
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
        joins=(
            JoinFacts(
                text,
                text,
                "dissolve",
                48,
                12,
                6,
                tuple(Strip(Photo(webp, text), frames) for frames in ((40, 43, 46), (49, 52, 55))),
            ),
        ),
        renditions=(rendition,),
        files=(FileFacts("film.mp4", text, 12_345_678, digest_of("film")), FileFacts("manifest.json")),
        total="0.00 USD",
        prices=(PriceFacts(text, text, "0.00", text),),
        notices=(NoticeFacts(text, text),),
        made_by=((text, text),),
        poster=Photo(webp, text),
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
    assert elements.count("img") == 4


def test_every_address_is_relative_or_a_picture_in_the_page() -> None:
    page = Page(page_of(facts_of(HOSTILE)))
    found = [value or "" for _, given in page.elements for name, value in given.items() if name in ("src", "href")]
    assert "hls/720p/a%20b.m3u8" in found
    inside = ("#film", "#shots", "#shot-", "#joins", "#renditions", "#price", "#files")
    for address in found:
        allowed = ("data:image/webp;base64,", "film.mp4", "manifest.json", "hls/", *inside)
        assert address == "data:," or address.startswith(allowed), address


def test_a_name_that_looks_like_a_scheme_becomes_a_relative_address() -> None:
    film = replace(facts_of(), files=(FileFacts("javascript:alert(1)"),))
    addresses = [given["href"] for given in Page(page_of(film)).all("a")]
    assert "javascript%3Aalert%281%29" in addresses


@pytest.mark.parametrize("path", ["/etc/passwd", "../film.mp4", "//host/film.mp4", ""])
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no path inside the film's folder"):
        page_of(replace(facts_of(), film=path))


def test_every_shot_has_its_place_in_the_ribbon_and_in_the_list() -> None:
    many = tuple(
        replace(shot(f"s.{number}"), photo=Photo(webp, ""), ribbon=(Photo(webp, ""),)) for number in range(360)
    )
    page = Page(page_of(replace(facts_of(), shots=many, joins=())))
    assert len(page.all("img")) == 2 * len(many)
    assert sum(given.get("class") == "name" for given in page.all("a")) == len(many)
    assert [given["id"] for given in page.all("li") if "id" in given] == [f"shot-{n}" for n in range(1, 361)]


def test_what_lies_over_a_shot_is_told_with_its_time() -> None:
    over = OverFacts("title", "<b>Aurora</b>", 24, 48), OverFacts("overlay", "refs/logo.png", 0, 480)
    facts = facts_of()
    html = page_of(replace(facts, shots=(replace(facts.shots[0], over=over), *facts.shots[1:])))
    text = " ".join(Page(html).text.split())
    assert "title <b>Aurora</b> 0:00.8 – 0:02.4" in text
    assert "overlay refs/logo.png 0:00.0 – 0:16.0" in text


def test_a_shot_is_played_from_its_first_frame_to_its_last() -> None:
    """At 30000/1001, frame 48 begins at 1.6016 s: rounded up, since a thousandth too early is the frame before."""
    film = replace(facts_of(), shots=(shot("a"), replace(shot("b"), start=48)), notices=())
    links = [given["href"] for given in Page(page_of(film)).all("a") if given.get("class") == "plate"]
    assert links == ["film.mp4#t=0.000,1.601", "film.mp4#t=1.602,3.203"]


@given(
    rate=st.sampled_from([FrameRate(24), FrameRate(30000, 1001), FrameRate(24000, 1001), FrameRate(60)]),
    start=st.integers(0, 1_000_000),
)
def test_the_moment_of_a_shot_lies_in_its_first_frame(rate: FrameRate, start: int) -> None:
    film = replace(
        facts_of(), rate=rate, frames=start + 48, shots=(replace(shot("a"), start=start),), joins=(), notices=()
    )
    [link] = [given["href"] or "" for given in Page(page_of(film)).all("a") if given.get("class") == "plate"]
    moment = Fraction(link.partition("#t=")[2].partition(",")[0])
    assert rate.seconds(start) <= moment < rate.seconds(start + 1)


def test_a_join_shows_its_cut_and_which_pictures_are_mixed() -> None:
    text = page_of(facts_of())
    before, after = text.split('<span class="strip">')[1:]
    assert ">46</span>" in before
    assert ">49</span>" in after
    mixed = re.findall(r'<span class="mixed">(\d+)</span>', text)
    assert mixed == ["43", "46", "49", "52"]


def test_notices_come_before_the_film_and_lead_to_their_shot() -> None:
    film = replace(
        facts_of(), notices=(NoticeFacts("waking.2", "its rate is conformed"), NoticeFacts("music", "ends early"))
    )
    html = page_of(film)
    assert html.index("its rate is conformed") < html.index("<video")
    assert '<a href="#shot-2">waking.2</a>' in html
    assert "2 notices" in Page(html).text


def test_a_page_without_notices_has_no_place_for_them() -> None:
    assert 'id="notices"' not in page_of(replace(facts_of(), notices=()))


def test_many_notices_and_prices_are_folded() -> None:
    prices = tuple(PriceFacts(f"s.{number}", "footage", "0.00 USD") for number in range(13))
    notices = tuple(NoticeFacts("", f"notice {number}") for number in range(7))
    text = Page(page_of(replace(facts_of(), prices=prices, notices=notices))).text
    assert "2 more" in text
    assert "13 shots, 0.00 USD" in text


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


CSS = (Path(__file__).parents[2] / "src/longtake/publishing/pages/report.css").read_text("utf-8")
PAIRS = [
    *(("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("warn", "paper"), ("ink", "warn-paper")),
    *(("warn", "warn-paper"), ("accent", "warn-paper"), ("soft", "warn-paper"), ("stage-ink", "stage")),
    *(("stage-soft", "stage"), ("stage-accent", "stage"), ("stage-ink", "stage-card"), ("stage-soft", "stage-card")),
]


def colours(scheme: str) -> dict[str, str]:
    light, dark = CSS.split("prefers-color-scheme: dark", 1)
    found = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#\w{6});", dark))


def luminance(colour: str) -> float:
    """WCAG 2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    found = colours(scheme)
    lighter, darker = sorted((luminance(found[text]), luminance(found[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_a_failed_page_leaves_the_old_one(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("report.html", [b"the old page"])
    with pytest.raises(ValueError, match="no path inside"):
        folder.write("report.html", map(str.encode, report_page(replace(facts_of(), film="../film.mp4"))))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_bytes() == b"the old page"


def test_captions_are_told_with_each_that_is_outside_the_norms() -> None:
    finding = CaptionFinding("0:12", "caption of opening “Too fast”: it is read at 24 columns a second", "cut words")
    captions = CaptionFacts("日本語", 7, "in the stream", ("film.ja.vtt",), (finding,))
    page = "".join(report_page(replace(facts_of(), captions=(captions,))))
    assert "1 outside the norms" in page
    assert "0:12</strong>" in page
    assert 'href="film.ja.vtt"' in page
    within = "".join(report_page(replace(facts_of(), captions=(replace(captions, findings=()),))))
    assert "All are within the norms of readers." in within
    assert 'id="captions"' not in "".join(report_page(facts_of()))
