"""A film that is heard in several languages: one picture, one group of sounds, a track each."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from made_film import Shelf, make_essence, make_sound

from longtake.errors import PackagingError
from longtake.media import FrameRate, Size, SoundRung
from longtake.packaging import FilmEssence, SoundEssence, package_film
from longtake.packaging.verifying import verify_folder

RATE = FrameRate(24)
SPANS = (48, 24)
MACHINE = "public.machine-generated"


@cache
def dubbed() -> FilmEssence:
    shelf = Shelf({})
    essence = make_essence(shelf, RATE, SPANS, [Size(60, 36)])
    german = replace(make_sound(shelf, RATE.samples(sum(SPANS))), language="de", name="Deutsch")
    german = replace(german, rung=SoundRung("sound-de"), characteristics=(MACHINE,))
    return replace(essence, dubs=(german,))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dubbed")
    package_film(folder, dubbed())
    return folder


def test_a_stream_offers_its_languages_in_one_group_of_which_the_films_own_is_the_default(film: Path) -> None:
    lines = re.findall(r"#EXT-X-MEDIA:TYPE=AUDIO.*", (film / "hls/main.m3u8").read_text())
    own, german = lines
    assert 'GROUP-ID="sound",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"' in own
    assert 'GROUP-ID="sound",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES' in german
    assert f'CHARACTERISTICS="{MACHINE}"' in german
    assert MACHINE not in own


def test_a_dash_manifest_has_a_set_of_sound_for_each_language(film: Path) -> None:
    root = fromstring((film / "film.mpd").read_bytes())
    sets = [one for one in root.findall(".//{*}AdaptationSet") if one.get("contentType") == "audio"]
    roles = [role.get("value") for one in sets for role in one.findall("{*}Role")]
    assert [(one.get("lang"), role) for one, role in zip(sets, roles, strict=True)] == [("en", "main"), ("de", "dub")]


def test_a_film_that_is_heard_in_two_languages_keeps_every_rule(film: Path) -> None:
    assert [fault for fault in verify_folder(film).faults if fault.place != "manifest.json"] == []


def test_a_sound_that_the_film_in_one_file_lacks_is_a_fault(film: Path, tmp_path: Path) -> None:
    package_film(tmp_path, dubbed())
    package_film(alone := tmp_path / "alone", replace(dubbed(), dubs=()))
    (alone / "film.mp4").replace(tmp_path / "film.mp4")
    faults = [fault for fault in verify_folder(tmp_path).faults if fault.rule == "A23"]
    assert [fault.what for fault in faults] == ["its sounds are in en, the stream's in en, de"]


def test_two_sounds_of_one_language_are_refused() -> None:
    essence = dubbed()
    with pytest.raises(PackagingError, match="two sounds are of one language: en, de, de"):
        replace(essence, dubs=(*essence.dubs, replace(essence.dubs[0], rung=SoundRung("sound-2"))))


def test_a_name_that_breaks_a_playlist_is_refused() -> None:
    with pytest.raises(PackagingError, match="cannot stand in a playlist"):
        SoundEssence(SoundRung(), [], "de", 'Deut"sch')
