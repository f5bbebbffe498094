"""Takes are real: what was asked for is what a decoder finds."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import numpy as np
import pytest
from emulator_bench import Bench

_HEADERS = {"authorization": "Bearer k", "x-runway-version": "2024-11-06"}


def take(bench: Bench, *, prompt: str = "a tram", seed: int | None = 7, **named: Any) -> bytes:
    """A finished take of Runway's Veo, which has sound when asked."""
    order = {"model": "veo3.1", "promptText": prompt, "ratio": "1280:720", "duration": 4, "seed": seed, **named}
    reply, made = bench.call("POST", "/runway/v1/text_to_video", order, _HEADERS)
    assert reply.status == 200, made
    bench.finish()
    _, task = bench.call("GET", f"/runway/v1/tasks/{made['id']}", None, _HEADERS)
    return bench.fetch(task["output"][0]).body


def pictures(data: bytes) -> list[Any]:
    with av.open(BytesIO(data)) as file:
        return [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]


def test_size_rate_length_and_sound_are_what_was_asked_for(bench: Bench) -> None:
    with av.open(BytesIO(take(bench, ratio="1080:1920", duration=6, audio=True))) as file:
        video, sound = file.streams.video[0], file.streams.audio[0]
        assert (video.width, video.height, video.average_rate) == (1080, 1920, 24)
        assert sum(1 for _ in file.decode(video=0)) == 144
        assert video.duration * video.time_base == 6
        assert abs(sound.duration * sound.time_base - 6) <= Fraction(1024, 48_000)
        assert sound.sample_rate == 48_000


def test_a_take_has_a_keyframe_each_second_and_is_small(bench: Bench) -> None:
    data = take(bench)
    with av.open(BytesIO(data)) as file:
        keyframes = [packet.pts for packet in file.demux(video=0) if packet.is_keyframe]
        tick = file.streams.video[0].time_base
    assert [time * tick for time in keyframes] == [0, 1, 2, 3]
    assert len(data) < 400_000


def test_sound_is_heard_where_there_is_some(bench: Bench) -> None:
    with av.open(BytesIO(take(bench, audio=True))) as file:
        wave = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    assert 0.05 < np.sqrt(np.mean(wave[4800:96_000] ** 2)) < 0.1


def test_pictures_move_within_a_take(bench: Bench) -> None:
    first, *_, later = pictures(take(bench))[:12]
    assert np.mean(np.abs(first.astype(int) - later.astype(int))) > 1


@pytest.mark.parametrize("change", [{"prompt": "a bus"}, {"seed": 8}])
def test_other_words_or_another_seed_give_other_pictures(bench: Bench, change: dict[str, Any]) -> None:
    one, other = pictures(take(bench))[0], pictures(take(bench, **change))[0]
    assert np.mean(np.abs(one.astype(int) - other.astype(int))) > 1


def test_the_same_order_with_a_seed_gives_the_same_bytes_again(bench: Bench) -> None:
    assert take(bench) == take(bench) == take(Bench())


def test_an_order_without_a_seed_gives_another_take_each_time(bench: Bench) -> None:
    assert take(bench, seed=None) != take(bench, seed=None)


def test_the_last_frame_is_the_last_picture_of_the_take(bench: Bench) -> None:
    order = {
        "model": "dreamina-seedance-2-0-260128",
        "content": [{"type": "text", "text": "a tram"}],
        "duration": 4,
        "ratio": "16:9",
        "resolution": "480p",
        "return_last_frame": True,
    }
    head, tasks = {"authorization": "Bearer k"}, "/ark/api/v3/contents/generations/tasks"
    _, made = bench.call("POST", tasks, order, head)
    bench.finish()
    _, task = bench.call("GET", f"{tasks}/{made['id']}", None, head)
    last = pictures(bench.fetch(task["content"]["video_url"]).body)[-1]
    png = bench.fetch(task["content"]["last_frame_url"])
    assert last.shape == (496, 864)
    assert png.headers["content-type"] == "image/png"
    assert np.mean(np.abs(pictures(png.body)[0].astype(int) - last.astype(int))) < 2


def test_spoilt_takes_are_spoilt_as_their_fault_says(bench: Bench) -> None:
    def spoilt(kind: str) -> bytes:
        bench.fault(kind)
        return take(bench, audio=True)

    assert len(pictures(spoilt("take-short"))) == 48
    assert pictures(spoilt("take-wrong-size"))[0].shape == (360, 640)
    with av.open(BytesIO(spoilt("take-wrong-rate"))) as file:
        assert file.streams.video[0].average_rate == 30
    with av.open(BytesIO(spoilt("take-no-sound"))) as file:
        assert not file.streams.audio
    with av.open(BytesIO(spoilt("take-no-pictures"))) as file:
        assert not file.streams.video
    assert spoilt("take-html").startswith(b"<!doctype html>")
    assert spoilt("take-json").startswith(b"{")
    assert spoilt("take-nothing") == b""
    good = take(bench, audio=True)
    assert good.startswith(spoilt("take-cut-off"))
    assert len(spoilt("take-damaged")) == len(good)
    assert spoilt("take-damaged") != good


def test_a_take_that_changes_has_other_bytes_at_the_second_fetch(bench: Bench) -> None:
    bench.fault("take-changes")
    assert take(bench) != take(bench, prompt="unspoilt")
    (job, _) = bench.studio.jobs()
    link = f"http://127.0.0.1:8099/runway/takes/{bench.studio.link(job)}/output.mp4"
    one, other = bench.fetch(link), bench.fetch(link)
    assert one.body != other.body
    assert one.headers["etag"] != other.headers["etag"]
