"""What each command asks of the library and what it prints. The library is a stand-in."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

from longtake.cli.summary import package_text
from longtake.errors import MediaError, MissingExtraError
from longtake.inspection import Reason, Verdict
from longtake.media import ClipFacts, ColourTags, PictureFacts, Size, Trim, Usable, digest_of
from longtake.pipeline.events import Planned, Progress
from longtake.pipeline.looking import Inspection

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def test_make_tells_its_events_and_ends_with_a_table(run: Run, library: Library, package: SimpleNamespace) -> None:
    def make(storyboard: Path, out: Path, *, on_event: Callable[[Any], None], **named: Any) -> SimpleNamespace:
        on_event(Planned("Meet Aurora", 3, 288, 12.0, "0.00 USD"))
        on_event(Progress("spans", 14, 14, reused=9))
        return package

    library("make", make)
    result = run("make", "storyboard.yaml", "-o", "out/aurora")
    assert result.exit_code == 0
    assert result.stdout.replace(str(package.folder), "out/aurora") == (
        "plan      Meet Aurora: 3 shots, 0:12, 0.00 USD\n"
        "spans     14 of 14, 9 from the store\n"
        "\n"
        "Meet Aurora · 0:12 · 288 frames · 2 rungs\n"
        "\n"
        " film       out/aurora/film.mp4        12.3 kB\n"
        " stream     out/aurora/hls/main.m3u8   1280x720, 960x540\n"
        " sound      -16.0 LUFS · range 6.0 LU · peaks -2.0 dBTP\n"
        " verified   57 rules\n"
        " report     out/aurora/report.html\n"
        " manifest   out/aurora/manifest.json\n"
        "\n"
        "Made in 0:31. 0.00 USD.\n"
    )


def test_make_twice_says_that_nothing_was_left_to_do(run: Run, library: Library, package: SimpleNamespace) -> None:
    package.reused = True
    library("make", lambda *given, **named: package)
    told = run("make", "storyboard.yaml", "-o", "out").stdout
    assert f"Nothing was left to do: {package.folder} holds this very film already." in told


def test_what_goes_to_targets_stands_in_the_table_and_scenes_in_one_row(
    run: Run, library: Library, package: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets/web.mp4").write_bytes(bytes(2_500))
    scenes = [tmp_path / f"scenes/0{number}-a.mp4" for number in (1, 2)]
    library("make", lambda *_, **__: package)
    package.further = (tmp_path / "targets/web.mp4", *scenes)
    told = run("make", "storyboard.yaml", "-o", "out").stdout
    assert [line.split() for line in told.splitlines() if line.startswith((" web", " scenes"))] == [
        ["web", str(tmp_path / "targets/web.mp4"), "2.5", "kB"],
        ["scenes", str(tmp_path / "scenes"), "2", "files"],
    ]


def test_make_passes_on_what_was_asked(run: Run, library: Library, package: SimpleNamespace) -> None:
    calls = library("make", lambda *given, **named: package)
    run(
        *("--workspace", "ws", "make", "film.yaml", "-o", "out", "--rungs", "1080,720"),
        *("--crf", "19", "--preset", "slow", "--workers", "3", "--encoder", "nvenc"),
        *("--loudness", "broadcast", "--relock", "--live-preview", "--posters"),
        *("--scenes", "--stems", "--low-sound", "--target", "youtube", "--target", "web:8MB"),
    )
    ((given, named),) = calls
    assert given == (Path("film.yaml"), Path("out"))
    assert callable(named.pop("on_event"))
    asked = {"workspace": Path("ws"), "rungs": (1080, 720), "crf": 19, "preset": "slow", "workers": 3}
    how = {"encoder": "nvenc", "loudness": "broadcast", "relock": True, "live_preview": True}
    how |= {"targets": ("youtube", "web:8MB"), "scenes": True, "posters": True, "stems": True, "low_sound": True}
    assert named == {**asked, **how, "values": {}}


@pytest.mark.parametrize(
    ("words", "said"),
    [((), {}), (("--no-fallback",), {"fallback": False}), (("--candidates", "3"), {"candidates": 3})],
)
def test_how_shots_are_bought_is_told_only_where_it_is_said(
    run: Run, library: Library, package: SimpleNamespace, words: tuple[str, ...], said: dict[str, Any]
) -> None:
    calls = library("make", lambda *given, **named: package)
    run("make", "film.yaml", "-o", "out", *words)
    assert {name: value for name, value in calls[0][1].items() if name in ("fallback", "candidates")} == said


def test_workers_are_a_number_or_auto(run: Run, library: Library, package: SimpleNamespace) -> None:
    calls = library("make", lambda *given, **named: package)
    run("make", "film.yaml", "-o", "out", "--workers", "auto")
    assert calls[0][1]["workers"] == "auto"
    result = run("make", "film.yaml", "-o", "out", "--workers", "many")
    assert result.exit_code == 2
    assert "'many' is no number of workers: write auto, or a number such as 4" in result.output


def test_what_is_not_asked_is_left_to_the_library(run: Run, library: Library, package: SimpleNamespace) -> None:
    calls = library("assemble", lambda *given, **named: package)
    run("assemble", "a.mp4", "-o", "out")
    ((_, named),) = calls
    assert {name for name, value in named.items() if value is None} == {
        *("size", "rate", "rungs", "music", "lut", "match", "loudness", "workspace")
    }
    assert (named["join"], named["preset"], named["crf"]) == ("dissolve:0.5s", "veryfast", 21)
    assert (named["workers"], named["encoder"]) == ("auto", "x264")


def test_assemble_passes_clips_in_order_with_any_name(run: Run, library: Library, package: SimpleNamespace) -> None:
    calls = library("assemble", lambda *given, **named: package)
    result = run("assemble", "-o", "out", "--join", "cut", "--", "-dash.mp4", "two words.mp4", "naïve 漢字.mp4")
    assert result.exit_code == 0, result.output
    ((given, named),) = calls
    assert given == ((Path("-dash.mp4"), Path("two words.mp4"), Path("naïve 漢字.mp4")), Path("out"))
    assert named["join"] == "cut"


def test_an_output_folder_may_begin_with_a_dash(run: Run, library: Library, package: SimpleNamespace) -> None:
    calls = library("make", lambda *given, **named: package)
    assert run("make", "film.yaml", "-o", "-out").exit_code == 0
    assert calls[0][0][1] == Path("-out")


@pytest.mark.parametrize("words", [("--json", "make"), ("make", "--json")])
def test_json_ends_with_the_result(
    run: Run, library: Library, package: SimpleNamespace, words: tuple[str, ...]
) -> None:
    library("make", lambda *given, **named: package)
    told = json.loads(run(*words, "film.yaml", "-o", "out").stdout.splitlines()[-1])
    assert (told["event"], told["title"], told["frames"], told["seconds"]) == ("done", "Meet Aurora", 288, "12")
    assert told["rungs"] == ["1280x720", "960x540"]
    assert told["reused"] is False


def standing(**changes: Any) -> SimpleNamespace:
    facts = {"folder": Path("out"), "title": "Meet Aurora", "shots": 3, "spans_done": 9, "spans_total": 14}
    facts |= {"sound_done": 2, "sound_total": 2, "finished": False, "held_by": None, "accounts": (), "verdicts": ()}
    return SimpleNamespace(**(facts | changes))


def test_status_says_what_is_done_and_what_to_do_next(run: Run, library: Library) -> None:
    library("status", lambda out: standing())
    assert run("status", "out").stdout == (
        "Meet Aurora · 3 shots · out\n"
        "\n"
        " pictures   9 of 14 spans\n"
        " sound      2 of 2 pieces\n"
        "\n"
        "Not finished. Run the same command to go on; what is done is kept.\n"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"held_by": 4242}, "Process 4242 is making it."),
        ({"finished": True}, "Finished: every file is as it was written."),
    ],
)
def test_status_names_who_holds_it_and_when_it_is_finished(
    run: Run, library: Library, changes: dict[str, Any], words: str
) -> None:
    library("status", lambda out: standing(**changes))
    assert run("status", "out").stdout.endswith(words + "\n")


def test_status_speaks_json(run: Run, library: Library) -> None:
    library("status", lambda out: standing())
    told = json.loads(run("status", "out", "--json").stdout)
    assert (told["event"], told["spans_done"], told["finished"]) == ("status", 9, False)


CLIP = ClipFacts(
    digest=digest_of("cup"),
    size_bytes=628_101,
    container="mov,mp4",
    kind="video",
    picture=PictureFacts(
        *("h264", Size(1792, 1024), Size(1792, 1024), Fraction(1), 0, "yuv420p", 8, False, False, ColourTags()),
        time_base=Fraction(1, 12288),
        ticks=tuple(range(0, 121 * 512, 512)),
        end_tick=121 * 512,
        keyframes=(0,),
    ),
    notes=("no colour tags: \x1b[31mread as bt709",),
)
TRIMMED = Verdict("trim", (Reason("trim", "it is short"),), Usable(121, (Trim("head", "settling", 5, 0.9),)))
BROKEN = MediaError("the file ends before its pictures do", place="b.mp4", advice=("copy it again",))


def test_inspect_describes_what_it_can_and_refuses_the_rest(run: Run, library: Library) -> None:
    library("inspect", lambda paths, **named: [Inspection(CLIP, TRIMMED), BROKEN])
    result = run("inspect", "a.mp4", "b.mp4")
    lines = result.stdout.splitlines()
    assert lines[0] == "a.mp4"
    assert "  size       1792×1024" in lines
    assert "  length     5.042 s · 121 pictures" in lines
    assert "  note       no colour tags: read as bt709" in lines
    assert "  trim head  5 pictures: light, colour or sharpness has not settled (90% sure)" in lines
    assert "  verdict    trim" in lines
    assert result.stderr == "b.mp4: the file ends before its pictures do\n  copy it again\n"
    assert result.exit_code == 2


def test_inspect_speaks_json_a_line_a_clip(run: Run, library: Library) -> None:
    library("inspect", lambda paths, **named: [Inspection(CLIP, TRIMMED), BROKEN])
    clip, error = map(json.loads, run("inspect", "a.mp4", "b.mp4", "--json").stdout.splitlines())
    assert (clip["event"], clip["path"], clip["digest"]) == ("clip", "a.mp4", CLIP.digest)
    assert (clip["picture"]["frames"], clip["picture"]["rate"]) == (121, "24")
    assert "" not in clip["picture"]
    assert clip["verdict"] == {
        "kind": "trim",
        "reasons": [{"kind": "trim", "what": "it is short", "advice": ""}],
        "usable": {"start": 5, "end": 121, "frames": 121},
        "trims": [{"end": "head", "cause": "settling", "frames": 5, "confidence": 0.9}],
    }
    assert (error["event"], error["kind"]) == ("error", "MediaError")


def test_inspect_tells_the_facts_and_what_is_missing_where_clips_cannot_be_measured(run: Run, library: Library) -> None:
    def inspect(paths: object, *, measured: bool = False, **named: object) -> list[object]:
        if measured:
            raise MissingExtraError("measuring clips needs cv2", advice=("pip install 'longtake[seams]'",))
        return [CLIP]

    library("inspect", inspect)
    result = run("inspect", "a.mp4")
    assert "  size       1792×1024" in result.stdout
    assert "verdict" not in result.stdout
    assert result.stdout.endswith(
        "Not measured, so that bad beginnings and ends are not told: measuring clips needs cv2; "
        "pip install 'longtake[seams]'\n"
    )
    assert result.exit_code == 0
    assert json.loads(run("inspect", "a.mp4", "--json").stdout)["verdict"] is None


def test_inspect_draws_a_sheet_of_one_clip_alone(run: Run, library: Library, tmp_path: Path) -> None:
    library("inspect", lambda paths, **named: [Inspection(CLIP, TRIMMED)])
    library("contact_sheet", lambda clip, **named: b"a sheet")
    sheet = tmp_path / "sheet.png"
    assert run("inspect", "a.mp4", "--sheet", str(sheet)).exit_code == 0
    assert sheet.read_bytes() == b"a sheet"
    refused = run("inspect", "a.mp4", "b.mp4", "--sheet", str(sheet))
    assert refused.exit_code == 2
    assert "--sheet is of one clip" in refused.stderr
    nowhere = run("inspect", "a.mp4", "--sheet", str(tmp_path / "nowhere" / "sheet.png"))
    assert nowhere.exit_code == 2
    assert "the sheet cannot be written" in nowhere.stderr


def test_inspect_passes_every_path_on(run: Run, library: Library) -> None:
    calls = library("inspect", lambda paths, **named: [Inspection(CLIP, None)] * len(paths))
    assert run("inspect", "--", "-a.mp4", "two words.mp4").exit_code == 0
    assert calls[0][0] == ((Path("-a.mp4"), Path("two words.mp4")),)


def test_schema_prints_json_alone(run: Run, library: Library) -> None:
    library("schema", lambda: {"title": "Storyboard", "description": "a film · ½"})
    assert json.loads(run("schema").stdout)["title"] == "Storyboard"


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.startswith("longtake 0.")


def test_a_price_that_nobody_states_is_told_as_the_most(package: SimpleNamespace) -> None:
    package.price, package.is_price_most = "2.00 USD", True
    assert package_text(package).endswith("Made in 0:31. At most 2.00 USD.")


def test_a_film_of_takes_that_were_here_says_that_nothing_was_bought(package: SimpleNamespace) -> None:
    package.price, package.is_price_most, package.is_paid_before = "2.00 USD", True, True
    assert package_text(package).endswith("Nothing was bought: its takes are here, for at most 2.00 USD.")
