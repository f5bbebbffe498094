"""One seed, one story: what is bought, what goes wrong at the providers, when the user stops a run, when it is killed,
how long it is left alone. A story that went wrong is told again by its seed, which is in the test's name."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from cutting import Cutting, told
from trading import MODELS, commission, missed

from longtake.emulator.faults import Faults
from longtake.generation.commission import Commission
from longtake.generation.landing import Missed, Outcome
from longtake.generation.patience import Patience
from longtake.generation.provider import Job
from longtake.ledger import Purchase

FEW = range(1, 7)
MANY = range(100, 160)


class Story:
    """One that a seed tells. runs: how many of them were begun before the last ones."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.draw = random.Random(seed)
        folder.mkdir(exist_ok=True)
        faults = Faults(Fraction(self.draw.randint(0, 25), 100), seed)
        self.trading = Cutting(folder, faults, patience=Patience(concurrency=self.draw.randint(1, 5)))
        classes = self.draw.choices(list(MODELS), k=self.draw.randint(3, 8))
        self.film: list[Commission] = [commission(f"s{nth:02}", cls) for nth, cls in enumerate(classes)]
        self.outcomes: list[Outcome] = []

    def told(self) -> None:
        """R1 and R4 hold after each of its runs."""
        for _ in range(self.draw.randint(1, 5)):
            end = self.draw.choice(("steps", "points", "stops"))
            self._run(**{end: self.draw.randint(0, 90 * len(self.film))})
            self._meanwhile()
        for _ in range(4):  # what one gave up, the next one brings
            self._run()

    def _run(self, **end: int) -> None:
        wanted = self.draw.sample(self.film, self.draw.randint(1, len(self.film))) if end else self.film
        self.outcomes = self.trading.run(wanted, **end)
        self.trading.check()

    def _meanwhile(self) -> None:
        """Time passes, in which addresses die, and some takes with them."""
        self.trading.clock.seconds += self.draw.choice((0, 1, 60, 3600, 26 * 3600))


def check(seed: int, folder: Path) -> Story:
    """R2: what was billed is here, or is listed with what it cost. R7: each shot has its take, or one clear reason."""
    story = Story(seed, folder)
    story.told()
    trading = story.trading
    trading.files.check()
    made = trading.ledger.purchases()
    newest = {one.intent.shot: one for one in made}
    assert all(one.why and one.purchase for one in story.outcomes if isinstance(one, Missed)), seed
    for shot, why in missed(story.outcomes).items():
        check_missed(newest[shot], why, trading, f"seed {seed}, shot {shot}: {why}")
    named = " ".join(one.provider_job or "" for one in made if one.state in ("verified", "lost"))
    left = [charge for charge in trading.studio.bill() if charge.job not in named]
    assert len(left) <= sum(one.state == "unknown" for one in made), seed
    trading.ledger.close()
    return story


def check_missed(purchase: Purchase, why: str, trading: Cutting, where: str) -> None:
    """What a person must settle; or what its provider had deleted before anybody asked, and what it cost."""
    if why == "unknown":
        assert (purchase.state, purchase.intent.reconcile) == ("unknown", "blind"), where
        return
    assert (why, purchase.state) == ("lost", "lost"), where
    assert purchase.cost is not None, where
    job = trading.studio.job(Job.parse(purchase.provider_job or "").id, purchase.intent.provider)
    assert job is not None, where
    assert job.expires <= trading.studio.clock.now(), where


@pytest.mark.parametrize("seed", FEW)
def test_no_story_loses_a_take_or_buys_it_twice(seed: int, folder: Path) -> None:
    check(seed, folder)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_none_of_many_stories_loses_a_take_or_buys_it_twice(seed: int, folder: Path) -> None:
    check(seed, folder)


def test_a_seed_tells_the_same_story_each_time(folder: Path) -> None:
    first, second = Story(4, folder / "first"), Story(4, folder / "second")
    for story in (first, second):
        story.told()
    assert first.trading.studio.calls == second.trading.studio.calls
    assert told(first.trading.ledger.purchases()) == told(second.trading.ledger.purchases())
