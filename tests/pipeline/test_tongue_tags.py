"""What players are told of a film's first sound: a dub that a machine speaks says so, wherever it stands."""

from types import SimpleNamespace
from typing import Any

import pytest

from longtake.pipeline.tongues import own_language
from longtake.planning.planned_sound import PlannedDub


def shown_in(language: str | None, start: int | None) -> Any:
    dub = PlannedDub("ja", (SimpleNamespace(start=start),), (), ())  # type: ignore[arg-type]
    own = SimpleNamespace(start=0)
    plan = SimpleNamespace(language=language, speech=(own,), cues=(), native=(), dubs=(dub,))
    return SimpleNamespace(plan=plan, storyboard=SimpleNamespace(language="en", scenes=()))


@pytest.mark.parametrize(("start", "tags"), [(0, ("public.machine-generated",)), (None, ())])
def test_a_dub_that_is_shown_first_tells_whether_a_machine_speaks_it(start: int | None, tags: tuple[str, ...]) -> None:
    assert own_language(shown_in("ja", start)) == ("ja", "日本語", tags)


def test_the_original_is_no_dub() -> None:
    assert own_language(shown_in(None, 0)) == ("en", "English", ())
