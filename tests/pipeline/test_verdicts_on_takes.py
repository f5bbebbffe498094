"""What inspection says of takes that were bought: told with the way out, and heeded where one of several is chosen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import av
import numpy as np
import pytest

from longtake.errors import MissingExtraError
from longtake.generation.landing import Arrival, Landed
from longtake.inspection import Reason, Verdict, admit
from longtake.inspection.admission import Admitted
from longtake.media import Digest
from longtake.pipeline import appraisals as module
from longtake.pipeline.appraisals import advised, appraisals_of, verdict_json
from longtake.pipeline.choosing import as_judged, ranked
from longtake.pipeline.facts import StoredMeasures
from longtake.pipeline.fitting import oddities
from longtake.planning import Plan, plan
from longtake.store import Workspace
from longtake.storyboard import parse

FILM = """
storyboard: 1
title: A fall
frame: {size: 320x180, rate: 24}
route: {final: [seedance-2.0], max_price: 5 USD}
scenes: [{id: film, shots: ["{action: a cup falls, for: 2s}"]}]
""".replace('"{', "{").replace('}"', "}")

DARK = Verdict("refuse", (Reason("refuse", "all its pictures are black", "make it again"),))
STILL = Verdict("retry", (Reason("retry", "it stands still: 95 of 95 pictures are the one before", "say what moves"),))
ENDS = Verdict("trim", (Reason("trim", "pictures 0 to 89 of 96 are fit to be shown"),))
FINE = Verdict("accept", (Reason("accept", "its light drifts by +20 levels from start to end"),))


@pytest.fixture(scope="module")
def planned() -> Plan:
    """Of one shot, whose take is asked for with sound."""
    made = plan(parse(FILM), {}, stage="final")
    (shot,) = made.shots
    assert shot.segment is not None
    return replace(made, shots=(replace(shot, segment=replace(shot.segment, audio=True)),))


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A black clip and one in which something moves, half a second each."""
    folder = tmp_path_factory.mktemp("takes")
    moving = np.kron(np.indices((12, 20)).sum(0) % 2 * 120 + 60, np.ones((15, 16)))
    films = {"black": [np.full((180, 320), 16)] * 12, "moving": [np.roll(moving, 3 * at, 1) for at in range(12)]}
    for name, pictures in films.items():
        with av.open(str(folder / f"{name}.mp4"), "w") as container:
            stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
            for luma in pictures:
                planes = np.concatenate([luma, np.full((90, 320), 128)]).astype(np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")))
            container.mux(stream.encode())
    return {name: folder / f"{name}.mp4" for name in films}


def landed(path: Path, planned: Plan, take: int = 1, realm: str = "live") -> Landed:
    (admitted,) = admit([path])
    assert isinstance(admitted, Admitted)
    facts = admitted.facts
    commission = SimpleNamespace(shot=planned.shots[0].key, take=take)
    purchase = SimpleNamespace(intent=SimpleNamespace(realm=realm))
    return cast("Landed", SimpleNamespace(
        commission=commission, purchase=purchase, arrival=Arrival(facts.digest, path, facts.size_bytes, facts)
    ))  # fmt: skip


def test_a_black_take_should_not_be_shown_and_it_is_told_how_to_buy_another(
    planned: Plan, clips: dict[str, Path], tmp_path: Path
) -> None:
    take = landed(clips["black"], planned)
    found = appraisals_of([take], planned, Workspace(tmp_path))[take.arrival.digest]
    assert found.kind == "refuse"
    told = list(advised(found, "film.1"))
    assert told[0] == (
        "its take should not be shown: all its pictures are black; longtake make --again film.1 buys another"
    )
    assert "it has no sound, which was asked for" in told[1]
    assert StoredMeasures(Workspace(tmp_path).store).get(take.arrival.digest) is not None


def test_what_is_not_as_asked_is_a_reason_that_is_worth_knowing(
    planned: Plan, clips: dict[str, Path], tmp_path: Path
) -> None:
    take = landed(clips["moving"], planned)
    found = appraisals_of([take], planned, Workspace(tmp_path))[take.arrival.digest]
    said = "; ".join(reason.what for reason in found.reasons if reason.kind == "accept")
    segment = planned.shots[0].segment
    assert segment is not None
    assert f"it is 320x180, and {segment.size} was asked for" in said
    assert f"it lasts 0.50 s, and {float(segment.seconds):.2f} s were asked for" in said


def test_what_an_emulator_drew_is_not_judged(planned: Plan, clips: dict[str, Path], tmp_path: Path) -> None:
    assert appraisals_of([landed(clips["black"], planned, realm="emulated")], planned, Workspace(tmp_path)) == {}


def test_where_nothing_can_be_measured_there_is_no_verdict(
    planned: Plan, clips: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingExtraError("measuring clips needs cv2, not installed here")

    monkeypatch.setattr(module, "check_measurable", missing)
    assert appraisals_of([landed(clips["black"], planned)], planned, Workspace(tmp_path)) == {}


@pytest.mark.parametrize("verdict", [None, FINE, ENDS])
def test_of_a_take_that_may_be_shown_nothing_is_told(verdict: Verdict | None) -> None:
    assert list(advised(verdict, "film.1")) == []


def test_a_take_that_another_may_better_is_advised_to_be_made_again() -> None:
    (told,) = advised(STILL, "film.1")
    assert told.startswith("its take may be better made again: it stands still")
    assert told.endswith("longtake make --again film.1 buys another")


def test_the_candidate_with_the_fewest_grave_reasons_is_shown_whatever_was_asked(
    planned: Plan, clips: dict[str, Path]
) -> None:
    verdicts = [DARK, STILL, ENDS, FINE]
    base = landed(clips["moving"], planned)
    takes, said = list[Landed](), dict[Digest, Verdict]()
    for number, verdict in enumerate(verdicts, 1):
        # The graver the verdict, the nearer to what was asked.
        facts = replace(base.arrival.facts, digest=Digest(f"{number:064d}"))
        assert facts.picture is not None
        facts = replace(facts, picture=replace(facts.picture, end_tick=facts.picture.end_tick * (9 - number)))
        commission = SimpleNamespace(shot=planned.shots[0].key, take=number)
        arrival = replace(base.arrival, facts=facts, digest=facts.digest)
        takes.append(cast("Landed", SimpleNamespace(commission=commission, arrival=arrival)))
        said[facts.digest] = verdict
    best_first = ranked(takes, planned.shots[0], planned.rate, as_judged(said))
    assert [one.commission.take for one in best_first] == [4, 3, 2, 1]


def test_two_reasons_are_worse_than_one_and_then_what_was_asked_decides(planned: Plan, clips: dict[str, Path]) -> None:
    facts = landed(clips["moving"], planned).arrival.facts
    twice = replace(STILL, reasons=STILL.reasons * 2)
    marks = [as_judged({facts.digest: one})(facts, planned.shots[0], planned.rate) for one in (STILL, twice)]
    assert marks[0] < marks[1]
    assert marks[0][3:] == marks[1][3:]
    assert marks[0][:3] == (Fraction(0), Fraction(1), Fraction(0))


def test_beside_a_verdict_oddities_say_only_how_the_take_is_brought_onto_the_grid(
    planned: Plan, clips: dict[str, Path]
) -> None:
    facts, shot = landed(clips["moving"], planned).arrival.facts, planned.shots[0]
    alone, beside = (list(oddities(facts, shot, planned.rate, is_judged=one)) for one in (False, True))
    assert [line for line in alone if line not in beside] == [
        "its take has no sound, which was asked for: only music and narration are heard there"
    ]


def test_the_manifest_tells_the_verdict_with_its_reasons() -> None:
    assert verdict_json(DARK) == {
        "kind": "refuse",
        "reasons": [{"kind": "refuse", "what": "all its pictures are black", "advice": "make it again"}],
    }
