"""The report page as a browser shows it: silent, within its folder, as wide as the window, readable in both schemes."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from longtake.media import FrameRate, Size, digest_of
from longtake.publishing import (
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
from players.looking import look
from players.sample import FRAMES, RATE, make_file
from players.served import served

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
VIEWS = [{**window, "scheme": scheme} for window in (DESKTOP, PHONE) for scheme in ("light", "dark")]
HOSTILE = (
    "</script></style><img src=x onerror=alert(1)>\" onload='alert(2)' <script>alert(3)</script> https://example.com/x"
)
UNBREAKABLE = "Donaudampfschifffahrt" * 12


def photo(width: int = 320, height: int = 180) -> Photo:
    kept = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 140)).save(kept, "WEBP")
    return Photo(kept.getvalue, "a grey picture")


def strip(first: int) -> Strip:
    return Strip(photo(488, 90), (first, first + 1, first + 2))


def shot(number: int, shots: int, words: str) -> ShotFacts:
    start, end = FRAMES * (number - 1) // shots, FRAMES * number // shots
    return ShotFacts(
        *(f"{words} {number}", words, words, "footage", f"{words}.mp4", start, end - start),
        asked=((words, words),),
        reasons=(words,),
        notices=(words,),
        digest=digest_of(str(number)),
        photo=photo(),
        ribbon=(photo(106, 60),),
        over=(OverFacts("title", words, start, end - start), OverFacts("overlay", f"{words}.png", 0, FRAMES)),
    )


def facts_of(shots: int, words: str = "a cup on the counter") -> ReportFacts:
    """A film of so many shots in which every text that somebody else could have written is `words`."""
    told = tuple(shot(number, shots, words) for number in range(1, shots + 1))
    joins = tuple(
        JoinFacts(out.name, into.name, "dissolve", into.start, 2, 1, (strip(into.start - 3), strip(into.start)))
        for out, into in pairwise(told)
    )
    rendition = RenditionFacts("180p", Size(320, 180), "H.264 High", 300_000, 440_000, 880_000, "hls/180p/main.m3u8")
    return ReportFacts(
        title=words,
        size=Size(320, 180),
        rate=FrameRate(RATE),
        frames=FRAMES,
        shots=told,
        joins=joins,
        renditions=(rendition,) * 4,
        files=(FileFacts("film.mp4", words, 12_345, digest_of("film")), FileFacts("manifest.json", words)),
        total="0.00 USD",
        prices=tuple(PriceFacts(one.name, words, "0.00 USD", words) for one in told),
        notices=(NoticeFacts(told[0].name, words), NoticeFacts(words, words)),
        made_by=((words, words),),
        poster=photo(640, 360),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder with a small film in it."""
    make_file(tmp_path)
    return tmp_path


def looked_at(folder: Path, facts: ReportFacts, *, moment: str | None = None) -> dict[str, Any]:
    (folder / "report.html").write_text("".join(report_page(facts)), "utf-8")
    with served(folder) as address:
        report = look(f"{address}/report.html", VIEWS, moment=moment)
    return {**report, "requests": [url.removeprefix(address) for url in report["requests"]]}


def test_the_page_is_silent_and_asks_for_nothing_but_itself_and_the_film(folder: Path) -> None:
    report = looked_at(folder, facts_of(10))
    assert report["told"] == []
    assert set(report["requests"]) == {"/report.html", "/film.mp4"}


def test_hostile_words_open_no_dialog_and_make_no_request(folder: Path) -> None:
    report = looked_at(folder, facts_of(3, HOSTILE))
    assert report["told"] == []
    assert set(report["requests"]) == {"/report.html", "/film.mp4"}


def test_the_film_plays_from_a_file_without_a_server(folder: Path) -> None:
    page = folder / "report.html"
    page.write_text("".join(report_page(facts_of(2))), "utf-8")
    report = look(page.as_uri(), [DESKTOP])
    assert report["told"] == []
    assert report["views"][0]["duration"] == pytest.approx(FRAMES / RATE, abs=0.01)


@pytest.mark.parametrize("shots", [1, 10, 90])
def test_no_window_scrolls_sideways(folder: Path, shots: int) -> None:
    for view in looked_at(folder, facts_of(shots))["views"]:
        assert view["scrollWidth"] <= view["width"]


@pytest.mark.parametrize("words", [UNBREAKABLE, "قصة طويلة عن الصباح " * 9], ids=["no place to break", "right to left"])
def test_unusual_words_stay_within_the_window(folder: Path, words: str) -> None:
    report = looked_at(folder, facts_of(4, words))
    assert all(view["scrollWidth"] <= view["width"] for view in report["views"])
    assert report["told"] == []


def test_headings_are_in_order_and_every_picture_and_link_has_a_name(folder: Path) -> None:
    view = looked_at(folder, facts_of(10))["views"][0]
    assert view["headings"][0] == 1
    assert view["headings"].count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(view["headings"]))
    assert (view["unnamedPictures"], view["brokenPictures"], view["namelessLinks"]) == (0, 0, 0)


def test_the_dark_scheme_is_dark_and_the_light_one_light(folder: Path) -> None:
    views = looked_at(folder, facts_of(2))["views"]
    brightness = {view["scheme"]: sum(map(int, re.findall(r"\d+", view["background"])[:3])) / 3 for view in views}
    assert brightness["dark"] < 40
    assert brightness["light"] > 215


def test_a_link_of_the_ribbon_puts_the_film_at_the_shot_s_first_frame(folder: Path) -> None:
    facts = facts_of(3)
    start = facts.shots[1].start
    [_, link, _] = re.findall(r'<a class="seek" href="([^"]+)"', "".join(report_page(facts)))
    stands = looked_at(folder, facts, moment=link)["moment"]
    assert int(stands * RATE + 0.001) == start
