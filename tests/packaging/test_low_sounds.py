"""A film whose lowest rung is heard at a lower rate: a second group of sounds, alike in all but its bits."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from made_film import Shelf, make_essence, make_sound
from planting import Planted

from longtake.errors import PackagingError
from longtake.media import FrameRate, Size, SoundRung
from longtake.packaging import FilmEssence, SoundEssence, package_film
from longtake.packaging.verifying import verify_folder

RATE = FrameRate(24)
SPANS = (48, 48, 48, 48, 24)
NAMES = ("sound", "sound-de", "low", "low-de")


def sound(shelf: Shelf, language: str, rung: SoundRung) -> SoundEssence:
    made = make_sound(shelf, RATE.samples(sum(SPANS)), rung.bitrate)
    return replace(made, language=language, name=language.upper(), rung=rung)


@cache
def essence() -> FilmEssence:
    shelf = Shelf({})
    film = make_essence(shelf, RATE, SPANS, [Size(120, 72), Size(60, 36)], sound=False)
    return replace(
        film,
        sound=sound(shelf, "en", SoundRung("sound")),
        dubs=(sound(shelf, "de", SoundRung("sound-de")),),
        low_sounds=(sound(shelf, "en", SoundRung("low", 32_000)), sound(shelf, "de", SoundRung("low-de", 32_000))),
        low_rungs=1,
    )


@pytest.fixture
def film(tmp_path: Path) -> Planted:
    package_film(tmp_path / "good", essence())
    return Planted(tmp_path / "good", tmp_path / "film")


def rates(main: str, rung: str) -> int:
    found = re.search(rf"BANDWIDTH=(\d+),[^\n]*\n{rung}/", main)
    assert found
    return int(found[1])


def test_the_lowest_rung_alone_names_the_low_group_which_has_every_language(film: Planted) -> None:
    main = film.text(film.main)
    members = re.findall(r'GROUP-ID="([^"]+)",NAME="[^"]+",LANGUAGE="([^"]+)",DEFAULT=(\w+)', main)
    assert members == [("sound", "en", "YES"), ("sound", "de", "NO"), ("low", "en", "YES"), ("low", "de", "NO")]
    assert re.findall(r'AUDIO="([^"]+)"[^\n]*\n([^/]+)/', main) == [("sound", "72p"), ("low", "36p")]


def test_its_rates_are_of_the_group_that_it_is_heard_with(film: Planted, tmp_path: Path) -> None:
    package_film(tmp_path / "plain", replace(essence(), low_sounds=(), low_rungs=0))
    main, plain = film.text(film.main), (tmp_path / "plain/hls/main.m3u8").read_text()
    assert rates(main, "72p") == rates(plain, "72p")
    assert rates(main, "36p") < rates(plain, "36p")


def test_both_groups_are_cut_alike(film: Planted) -> None:
    listed = [re.findall(r"#EXTINF:.*", next(film.folder.glob(f"hls/{name}/*.m3u8")).read_text()) for name in NAMES]
    assert len(listed[0]) > 1
    assert all(one == listed[0] for one in listed)


def test_each_set_of_a_dash_manifest_has_both(film: Planted) -> None:
    root = fromstring((film.folder / "film.mpd").read_bytes())
    sets = [one for one in root.findall(".//{*}AdaptationSet") if one.get("contentType") == "audio"]
    offered = [[one.get("id") for one in found.findall("{*}Representation")] for found in sets]
    assert offered == [["sound", "low"], ["sound-de", "low-de"]]


def test_the_film_in_one_file_keeps_its_sounds(film: Planted, tmp_path: Path) -> None:
    package_film(tmp_path / "plain", replace(essence(), low_sounds=(), low_rungs=0))
    assert (film.folder / "film.mp4").read_bytes() == (tmp_path / "plain/film.mp4").read_bytes()


def test_it_has_no_fault(film: Planted) -> None:
    assert [fault for fault in verify_folder(film.folder).faults if fault.place != "manifest.json"] == []


@pytest.mark.parametrize(
    ("pattern", "new", "rule", "what"),
    [
        (r'GROUP-ID="low",NAME="DE"', 'GROUP-ID="low",NAME="Deutsch"', "H47", "groups of AUDIO differ"),
        (r'#EXT-X-MEDIA:[^\n]*GROUP-ID="low",NAME="DE"[^\n]*\n', "", "H47", "groups of AUDIO differ"),
        (r'AUDIO="low"', 'AUDIO="sound"', "H40", "BANDWIDTH is"),
        (r'(GROUP-ID="low",NAME="DE",LANGUAGE=)"de"', r'\1"en"', "H48", "two sounds are of one language: en, en"),
    ],
    ids=["another name", "a language less", "the other group", "one language twice"],
)
def test_a_planted_fault_of_a_low_group_is_found(film: Planted, pattern: str, new: str, rule: str, what: str) -> None:
    film.write(film.main, re.sub(pattern, new, film.text(film.main), count=1))
    assert any(what in fault.what for fault in verify_folder(film.folder).faults if fault.rule == rule)


def test_low_sounds_of_other_languages_are_refused() -> None:
    with pytest.raises(PackagingError, match="the low sounds are in en: each language needs one, in the same order"):
        replace(essence(), low_sounds=essence().low_sounds[:1])


@pytest.mark.parametrize("rungs", [0, 2])
def test_low_sounds_for_no_rung_and_for_all_are_refused(rungs: int) -> None:
    with pytest.raises(PackagingError, match="it is for some of them, and never for the first"):
        replace(essence(), low_rungs=rungs)
