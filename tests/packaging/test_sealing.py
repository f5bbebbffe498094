"""A stream under a key: AES-128 over whole segments, and nothing of the key but where players get it."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as some
from made_film import Shelf, contents

from longtake.errors import PackagingError
from longtake.generation.secrets import Secret
from longtake.packaging import FilmEssence, PackagedFile, Seal, package_film

KEY = bytes(range(16))


def seal(key: bytes = KEY, uri: str = "keys/film.key") -> Seal:
    return Seal(Secret(key.hex()), uri)


@pytest.fixture(scope="module")
def sealed(shelf_and_film: tuple[Shelf, FilmEssence], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    package_film(folder, replace(shelf_and_film[1], seal=seal()))
    return folder


@pytest.fixture(scope="module")
def clear(shelf_and_film: tuple[Shelf, FilmEssence], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clear")
    package_film(folder, shelf_and_film[1])
    return folder


def playlists(folder: Path) -> list[Path]:
    return sorted(folder.glob("hls/*/*.m3u8"))


@given(some.binary(max_size=100), some.binary(min_size=16, max_size=16), some.integers(0, 2**64))
def test_what_is_sealed_is_opened_with_the_same_key_and_number(data: bytes, key: bytes, number: int) -> None:
    written = seal(key).sealed(data, number)
    assert len(written) == 16 * (len(data) // 16 + 1)
    assert seal(key).opened(written, number) == data


def test_a_segment_is_cbc_begun_with_its_number_and_filled_up_as_pkcs7_says() -> None:
    cipher = Cipher(algorithms.AES(KEY), modes.CBC((7).to_bytes(16, "big"))).encryptor()
    assert seal().sealed(b"nineteen characters", 7) == cipher.update(b"nineteen characters" + 13 * b"\x0d")


def test_another_key_does_not_open_it() -> None:
    written = seal().sealed(bytes(64), 0)
    with pytest.raises(ValueError, match="padding"):
        seal(bytes(16)).opened(written, 0)


def test_a_seal_prints_no_key_and_crosses_to_no_other_process() -> None:
    assert repr(seal()) == "Seal(***)"
    assert KEY.hex() not in seal().mark
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(seal())


def test_a_key_of_another_length_and_an_address_no_playlist_can_hold_are_refused() -> None:
    with pytest.raises(PackagingError, match="a key of AES-128 has 16 bytes, this one 15"):
        seal(KEY[:15])
    for uri in ('a"b', "two words", "../keys/film.key", ""):
        with pytest.raises(PackagingError, match="cannot be the key's address"):
            seal(uri=uri)


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("keys/film.key", "../../keys/film.key"),
        ("https://keys.example.com/1?film=a", "https://keys.example.com/1?film=a"),
        ("/keys/film", "/keys/film"),
        ("skd://film", "skd://film"),
    ],
)
def test_a_relative_address_counts_from_the_films_folder(uri: str, told: str) -> None:
    assert seal(uri=uri).line("hls/720p") == f'#EXT-X-KEY:METHOD=AES-128,URI="{told}"'


def test_every_playlist_of_media_names_the_key_behind_its_header_which_stays_clear(sealed: Path) -> None:
    assert len(playlists(sealed)) == 4  # two rungs, the sound, key pictures of the smallest rung
    for path in playlists(sealed):
        lines = path.read_text().splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith("#EXT-X-MAP"))
        assert lines[at + 1] == '#EXT-X-KEY:METHOD=AES-128,URI="../../keys/film.key"'
        header = re.search('"(.*)"', lines[at])
        assert header
        assert (path.parent / header[1]).read_bytes()[4:8] == b"ftyp"


def test_segments_opened_one_by_one_are_those_of_the_clear_film(sealed: Path, clear: Path) -> None:
    for path in playlists(sealed):
        if path.name.startswith("index-"):
            other = next((clear / path.relative_to(sealed).parent).glob("index-*"))
            pairs = zip(_named(path), _named(other), strict=True)
            for number, (locked, plain) in enumerate(pairs):
                assert locked.name != plain.name
                assert seal().opened(locked.read_bytes(), number) == plain.read_bytes()


def test_the_film_in_one_file_is_the_same_and_dash_is_left_out(sealed: Path, clear: Path) -> None:
    assert (sealed / "film.mp4").read_bytes() == (clear / "film.mp4").read_bytes()
    assert (clear / "film.mpd").is_file()
    assert not (sealed / "film.mpd").exists()


def test_key_pictures_stand_in_files_of_their_own_and_are_the_ranges_of_the_clear_film(
    sealed: Path, clear: Path
) -> None:
    [path] = sealed.glob("hls/*/keys-*.m3u8")
    [other] = (clear / path.relative_to(sealed).parent).glob("keys-*.m3u8")
    ranges = re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.*)", other.read_text())
    assert "BYTERANGE" not in path.read_text()
    for number, (locked, (size, start, name)) in enumerate(zip(_named(path), ranges, strict=True)):
        plain = (other.parent / name).read_bytes()[int(start) : int(start) + int(size)]
        assert seal().opened(locked.read_bytes(), number) == plain


def test_the_same_key_gives_the_same_bytes_and_nothing_is_made_again(
    sealed: Path, shelf_and_film: tuple[Shelf, FilmEssence], tmp_path: Path
) -> None:
    _, essence = shelf_and_film
    first = package_film(tmp_path, replace(essence, seal=seal()))
    assert contents(tmp_path) == contents(sealed)
    known: dict[str, PackagedFile] = {file.path: file for file in first.files}
    again = package_film(tmp_path, replace(essence, seal=seal()), known=known)
    assert again.reused == again.segments
    other = package_film(tmp_path, replace(essence, seal=seal(bytes(16))), known=known)
    assert other.reused == 0


def test_no_file_holds_the_key(sealed: Path) -> None:
    for data in contents(sealed).values():
        assert KEY not in data
        assert KEY.hex().encode() not in data.lower()


def _named(playlist: Path) -> list[Path]:
    lines = playlist.read_text().splitlines()
    return [playlist.parent / line for line in lines if line and not line.startswith("#")]
