"""The sources that need no key are data, and cost nothing."""

from longtake.catalogue import keyless
from longtake.media import Money


def test_footage_and_animatics_cost_nothing() -> None:
    prices = {name: (model.words, model.price) for name, model in keyless().items()}
    nothing = Money("0.00", "USD")
    assert prices == {"footage": ("your footage", nothing), "animatic": ("animatic", nothing)}
