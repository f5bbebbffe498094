"""The delivery rules for HLS, each by its number, over one packaged film; read with the tests' own reader."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from urllib.parse import quote

import av
from iso_reading import Fragment, MediaPlaylist, attributes, read
from made_film import SIZES, SPANS, Packaged

SINGLE_USE = ["VERSION", "TARGETDURATION", "MEDIA-SEQUENCE", "PLAYLIST-TYPE", "INDEPENDENT-SEGMENTS", "ENDLIST", "MAP"]
MEDIA_TAGS = ["EXTINF", "EXT-X-TARGETDURATION", "EXT-X-MAP", "EXT-X-ENDLIST", "EXT-X-PLAYLIST-TYPE"]
TARGET = 6


def texts(packaged: Packaged) -> list[list[str]]:
    return [packaged.main.lines, *(playlist.lines for playlist in packaged.main.playlists)]


def paths(packaged: Packaged) -> list[Path]:
    return [packaged.main.path, *(playlist.path for playlist in packaged.main.playlists)]


def flat(playlist: MediaPlaylist) -> list[Fragment]:
    return [fragment for segment in playlist.fragments() for fragment in segment]


def test_h01_every_playlist_starts_with_extm3u_and_is_clean_utf8(packaged: Packaged) -> None:
    for path in paths(packaged):
        data = path.read_bytes()
        assert data.startswith(b"#EXTM3U\n")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", data.decode("utf-8"))


def test_h02_no_playlist_mixes_kinds_or_repeats_a_tag(packaged: Packaged) -> None:
    assert not [line for line in packaged.main.lines if line.startswith(tuple(f"#{tag}" for tag in MEDIA_TAGS))]
    for playlist in packaged.main.playlists:
        assert "#EXT-X-STREAM-INF" not in "\n".join(playlist.lines)
        assert "#EXT-X-MEDIA:" not in "\n".join(playlist.lines)
    for lines in texts(packaged):
        for tag in SINGLE_USE:
            assert len([line for line in lines if line.split(":")[0] == f"#EXT-X-{tag}"]) <= 1


def test_h03_the_version_is_six_which_a_map_needs(packaged: Packaged) -> None:
    assert all("#EXT-X-VERSION:6" in lines for lines in texts(packaged))
    assert not any("REQ-" in line or "DEFINE" in line for lines in texts(packaged) for line in lines)


def test_h04_every_media_playlist_is_vod_and_ends(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        assert playlist.tags["EXT-X-PLAYLIST-TYPE"] == "VOD"
        assert playlist.lines[-1] == "#EXT-X-ENDLIST"


def test_h05_every_named_file_is_there_and_not_empty(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        for path in [playlist.init, *(path for path, _ in playlist.segments)]:
            assert path.stat().st_size > 0


def test_h06_addresses_are_relative_plain_and_stay_inside(packaged: Packaged) -> None:
    for path, lines in zip(paths(packaged), texts(packaged), strict=True):
        addresses = [line for line in lines if not line.startswith("#")] + re.findall(
            r'URI="([^"]*)"', "\n".join(lines)
        )
        for address in addresses:
            assert quote(address) == address
            assert ".." not in address
            assert (path.parent / address).resolve().is_relative_to((packaged.folder / "hls").resolve())


def test_h10_no_segment_is_longer_than_the_target_after_rounding(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        assert all(length < TARGET + Fraction(1, 2) for _, length in playlist.segments)


def test_h11_segments_are_within_a_gop_of_six_seconds(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        assert playlist.tags["EXT-X-TARGETDURATION"] == "6"
        assert all(abs(length - TARGET) <= 2 + Fraction(1024, 48000) for _, length in playlist.segments[:-1])


def test_h12_lengths_of_any_run_add_up_to_the_media_time(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        segments, skip = playlist.fragments(), Fraction(playlist.skip, playlist.scale)
        starts = [Fraction(segment[0].decode_time, playlist.scale) for segment in segments]
        ends = [Fraction(segment[-1].decode_time + segment[-1].duration, playlist.scale) for segment in segments]
        if playlist in packaged.main.sounds:
            starts, ends = [max(Fraction(0), start - skip) for start in starts], [end - skip for end in ends]
        for first in range(len(segments)):
            for last in range(first, len(segments)):
                declared = sum(length for _, length in playlist.segments[first : last + 1])
                assert abs(declared - (ends[last] - starts[first])) < Fraction(2, 1_000_000)


def test_h12_lengths_have_six_decimals(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        lengths = [line for line in playlist.lines if line.startswith("#EXTINF")]
        assert all(re.fullmatch(r"#EXTINF:\d\.\d{6},", line) for line in lengths)


def test_h13_all_playlists_have_one_target(packaged: Packaged) -> None:
    assert {playlist.tags["EXT-X-TARGETDURATION"] for playlist in packaged.main.playlists} == {"6"}


def test_h14_all_playlists_cover_the_same_time(packaged: Packaged) -> None:
    film = packaged.rate.seconds(packaged.frames)
    for playlist in packaged.main.playlists:
        assert abs(playlist.seconds - film) < Fraction(1, 10_000)
        assert flat(playlist)[0].decode_time == 0


def test_h15_all_rungs_are_cut_at_exactly_the_same_times(packaged: Packaged) -> None:
    cuts = [
        [(segment[0].decode_time, playlist.scale) for segment in playlist.fragments()]
        for playlist in packaged.main.pictures
    ]
    assert len(cuts) == len(SIZES)
    assert all(cut == cuts[0] for cut in cuts)


def test_h15_sound_is_cut_within_one_aac_frame_of_the_picture(packaged: Packaged) -> None:
    picture, (sound,) = packaged.main.pictures[0], packaged.main.sounds
    pairs = list(zip(picture.fragments(), sound.fragments(), strict=True))[1:]
    for of_picture, of_sound in pairs:
        shown = Fraction(of_picture[0].decode_time, picture.scale)
        heard = Fraction(of_sound[0].decode_time - 1024, 48000)
        assert abs(shown - heard) <= Fraction(1024, 48000)


def test_h16_every_fragment_of_picture_starts_with_an_idr_and_lasts_at_most_two_seconds(packaged: Packaged) -> None:
    for playlist in packaged.main.pictures:
        for fragment in flat(playlist):
            first, *others = fragment.samples
            assert first.is_sync
            assert 5 in first.nal_types
            assert not any(sample.is_sync or 5 in sample.nal_types for sample in others)
            assert Fraction(fragment.duration, playlist.scale) <= 2


def test_h17_every_segment_decodes_alone_after_its_init(packaged: Packaged, tmp_path: Path) -> None:
    for playlist in packaged.main.pictures:
        for number, ((path, length), segment) in enumerate(zip(playlist.segments, playlist.fragments(), strict=True)):
            alone = tmp_path / f"{path.parent.name}-{number}.mp4"
            alone.write_bytes(playlist.init.read_bytes() + path.read_bytes())
            with av.open(str(alone)) as container:
                container.streams.video[0].codec_context.options = {"err_detect": "explode"}
                count = sum(1 for _ in container.decode(video=0))
            assert count == sum(len(fragment.samples) for fragment in segment)
            assert count == round(length * packaged.rate.fraction)


def test_h18_independence_is_declared_once_in_the_multivariant_playlist(packaged: Packaged) -> None:
    assert packaged.main.lines.count("#EXT-X-INDEPENDENT-SEGMENTS") == 1
    assert not any("INDEPENDENT-SEGMENTS" in line for playlist in packaged.main.playlists for line in playlist.lines)


def test_h19_there_is_no_discontinuity(packaged: Packaged) -> None:
    assert not any("DISCONTINUITY" in line for lines in texts(packaged) for line in lines)


def test_h20_the_last_segment_lasts_at_least_half_a_second(packaged: Packaged) -> None:
    assert all(playlist.segments[-1][1] >= Fraction(1, 2) for playlist in packaged.main.playlists)


def test_h30_the_init_describes_one_track_and_holds_no_samples(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        init = read(playlist.init.read_bytes())
        assert [box.kind for box in init.inside] == ["ftyp", "moov"]
        assert b"iso6" in init.one("ftyp").body
        moov = init.one("moov")
        assert len(moov.all("trak")) == len(moov.all("mvex/trex")) == 1
        assert moov.one("mvhd").numbers("IIII", 4)[3] == 0
        assert moov.one("trak/tkhd").numbers("IIIII", 4)[4] == 0
        assert moov.one("trak/mdia/mdhd").numbers("IIII", 4)[3] == 0
        assert [moov.one(f"trak/mdia/minf/stbl/{kind}").numbers("I", 4)[0] for kind in ("stts", "stsc", "stco")] == [
            0
        ] * 3
        assert moov.one("trak/mdia/minf/stbl/stsz").numbers("II", 4) == (0, 0)


def test_h31_fragments_address_from_their_own_moof(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        assert all(fragment.tfhd_flags & 0x020000 and not fragment.tfhd_flags & 1 for fragment in flat(playlist))
        reference = read(playlist.init.read_bytes()).one("moov/trak/mdia/minf/dinf/dref/url ")
        assert reference.flags == 1


def test_h32_decode_times_follow_from_durations_exactly(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        fragments = flat(playlist)
        for one, following in pairwise(fragments):
            assert following.decode_time == one.decode_time + one.duration
        assert [fragment.sequence for fragment in fragments] == sorted({fragment.sequence for fragment in fragments})


def test_h33_one_track_one_run_and_one_edit_that_only_skips(packaged: Packaged) -> None:
    for playlist in packaged.main.playlists:
        init = read(playlist.init.read_bytes())
        assert b"cmfc" in init.one("ftyp").body
        assert init.one("moov/trak/edts/elst").numbers("IIiHH", 4) == (1, 0, playlist.skip, 1, 0)
        assert all(fragment.truns == 1 for fragment in flat(playlist))
        for path, _ in playlist.segments:
            kinds = [box.kind for box in read(path.read_bytes()).inside]
            assert kinds == ["moof", "mdat"] * (len(kinds) // 2)


def test_h33_the_picture_says_its_colour_and_square_pixels(packaged: Packaged) -> None:
    for playlist in packaged.main.pictures:
        entry = read(playlist.init.read_bytes()).one("moov/trak/mdia/minf/stbl/stsd/avc1")
        assert entry.one("pasp").numbers("II") == (1, 1)
        assert entry.one("colr").body == b"nclx" + bytes([0, 1, 0, 1, 0, 1, 0])


def test_h34_the_edit_starts_at_the_first_picture_and_the_first_wanted_sample(packaged: Packaged) -> None:
    for playlist in packaged.main.pictures:
        fragments = flat(playlist)
        assert playlist.skip == fragments[0].samples[0].offset
        assert playlist.skip == min(start + sample.offset for start, sample in decode_times(fragments))
    assert packaged.main.sounds[0].skip == 1024


def decode_times(fragments: list[Fragment]) -> list[tuple[int, object]]:
    found = []
    for fragment in fragments:
        at = fragment.decode_time
        for sample in fragment.samples:
            found.append((at, sample))
            at += sample.duration
    return found


def test_h34_pictures_stand_on_the_frame_grid_and_sound_ends_with_them(packaged: Packaged) -> None:
    for playlist in packaged.main.pictures:
        shown = sorted(start + sample.offset - playlist.skip for start, sample in decode_times(flat(playlist)))
        frame = Fraction(playlist.scale) / packaged.rate.fraction
        assert shown == [number * frame for number in range(packaged.frames)]
    (sound,) = packaged.main.sounds
    assert sum(fragment.duration for fragment in flat(sound)) - 1024 == packaged.samples


def test_h35_parameter_sets_stand_in_the_init_only(packaged: Packaged) -> None:
    for playlist in packaged.main.pictures:
        assert len(read(playlist.init.read_bytes()).all("moov/trak/mdia/minf/stbl/stsd/avc1")) == 1
        kinds = {kind for fragment in flat(playlist) for sample in fragment.samples for kind in sample.nal_types}
        assert not kinds & {7, 8}


def test_h36_sound_is_a_rendition_of_its_own_in_stereo_aac(packaged: Packaged) -> None:
    (sound,) = packaged.main.sounds
    entry = read(sound.init.read_bytes()).one("moov/trak/mdia/minf/stbl/stsd/mp4a")
    assert entry.numbers("8xHH4xI", 8) == (2, 16, 48000 << 16)
    assert len({playlist.init for playlist in packaged.main.playlists}) == len(SIZES) + 1


def peak(playlist: MediaPlaylist) -> Fraction:
    """The largest rate of a run of 3 to 9 s, from file sizes and the lengths as declared."""
    sizes = [path.stat().st_size * 8 for path, _ in playlist.segments]
    lengths = [length for _, length in playlist.segments]
    runs = [(first, end) for first in range(len(sizes)) for end in range(first + 1, len(sizes) + 1)]
    lasting = [(sum(sizes[a:b]), sum(lengths[a:b])) for a, b in runs]
    return max(bits / length for bits, length in lasting if 3 <= length <= 9)


def average(playlist: MediaPlaylist) -> Fraction:
    return Fraction(sum(path.stat().st_size * 8 for path, _ in playlist.segments)) / playlist.seconds


def test_h40_bandwidth_is_the_measured_peak_of_picture_and_sound(packaged: Packaged) -> None:
    (sound,) = packaged.main.sounds
    for line, playlist in packaged.main.variants:
        assert int(line["BANDWIDTH"]) == ceil(peak(playlist) + peak(sound))


def test_h41_average_bandwidth_is_the_measured_average(packaged: Packaged) -> None:
    (sound,) = packaged.main.sounds
    for line, playlist in packaged.main.variants:
        assert int(line["AVERAGE-BANDWIDTH"]) == ceil(average(playlist) + average(sound))
        assert int(line["AVERAGE-BANDWIDTH"]) <= int(line["BANDWIDTH"])


def test_h42_codecs_are_those_of_the_bitstreams(packaged: Packaged) -> None:
    for line, playlist in packaged.main.variants:
        record = read(playlist.init.read_bytes()).one("moov/trak/mdia/minf/stbl/stsd/avc1/avcC").body
        assert line["CODECS"] == f"avc1.{record[1]:02x}{record[2]:02x}{record[3]:02x},mp4a.40.2"
        assert record[1] == 100


def test_h43_resolution_is_what_the_decoder_gives_and_the_rate_has_three_decimals(packaged: Packaged) -> None:
    for line, playlist in packaged.main.variants:
        with av.open(str(playlist.path), options={"allowed_extensions": "ALL"}) as container:
            frame = next(container.decode(video=0))
        assert line["RESOLUTION"] == f"{frame.width}x{frame.height}"
        assert line["FRAME-RATE"] == {24: "24.000"}.get(packaged.rate.fraction, "29.970")


def test_h44_h45_all_is_sdr_without_closed_captions(packaged: Packaged) -> None:
    for line, _ in packaged.main.variants:
        assert line["VIDEO-RANGE"] == "SDR"
        assert line["CLOSED-CAPTIONS"] == "NONE"


def test_h46_every_rung_is_a_variant(packaged: Packaged) -> None:
    assert {line["RESOLUTION"] for line, _ in packaged.main.variants} == {str(size) for size in SIZES}


def test_h47_h48_the_sound_is_the_default_of_its_group_with_language_and_channels(packaged: Packaged) -> None:
    (sound,) = packaged.main.media
    assert sound == {
        "TYPE": "AUDIO",
        "GROUP-ID": "sound",
        "NAME": "English",
        "LANGUAGE": "en",
        "DEFAULT": "YES",
        "AUTOSELECT": "YES",
        "CHANNELS": "2",
        "URI": sound["URI"],
    }
    assert {line["AUDIO"] for line, _ in packaged.main.variants} == {"sound"}


def test_attributes_of_a_variant_are_quoted_as_their_kinds_are(packaged: Packaged) -> None:
    for line in packaged.main.lines:
        if line.startswith("#EXT-X-STREAM-INF:"):
            assert set(re.findall(r'([A-Z-]+)="', line)) == {"CODECS", "AUDIO"}
            assert set(attributes(line.partition(":")[2])) > {"BANDWIDTH", "RESOLUTION"}


def test_the_film_has_as_many_fragments_as_spans(packaged: Packaged) -> None:
    assert [len(flat(playlist)) for playlist in packaged.main.pictures] == [len(SPANS)] * len(SIZES)
