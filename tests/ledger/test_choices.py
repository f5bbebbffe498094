"""Choices among candidates: a line in the history of the best one, found again for its film and realm."""

from __future__ import annotations

from ledgers import World, an_intent, words

from longtake.ledger import Chosen, Ledger, Purchase


def begun(ledger: Ledger, world: World, shot: str, take: int) -> Purchase:
    made = ledger.intend(an_intent(shot, take=take), "film", world.hold())
    assert isinstance(made, Purchase)
    return made


def choice(*candidates: Purchase) -> Chosen:
    first = candidates[0].intent
    takes, keys = (tuple(one.intent.take for one in candidates), tuple(one.intent.key for one in candidates))
    return Chosen(first.shot, first.model, words("a cup falls"), takes, keys)


def test_a_choice_is_found_for_its_film_and_realm(ledger: Ledger, world: World) -> None:
    first, second = (begun(ledger, world, "waking.1", take) for take in (1, 2))
    ledger.chosen(second.id, choice(second, first))
    its = second.intent
    assert ledger.choices(its.film, its.realm) == (choice(second, first),)
    assert ledger.choices(its.film, "emulated" if its.realm == "live" else "live") == ()
    assert ledger.choices("another", its.realm) == ()


def test_choices_stand_in_the_order_in_which_they_were_made(ledger: Ledger, world: World) -> None:
    first, second = (begun(ledger, world, "waking.1", take) for take in (1, 2))
    ledger.chosen(second.id, choice(second, first))
    ledger.chosen(first.id, choice(first, second))
    assert [one.takes for one in ledger.choices(first.intent.film, first.intent.realm)] == [(2, 1), (1, 2)]
    assert [fact.name for fact in ledger.history(first.id)][-1] == "chosen"
