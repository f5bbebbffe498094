"""Approvals: a person's word, bound to a take and to the words it was made for."""

from __future__ import annotations

from ledgers import CLIP, World, words

from longtake.ledger import Ledger
from longtake.media import digest_of


def test_an_approval_counts_for_its_take_and_words_only(ledger: Ledger) -> None:
    said = ledger.approve(CLIP, words("a kettle boils"), film="aurora", shot="waking.1")
    assert ledger.verdict(CLIP, words("a kettle boils")) == said
    assert ledger.verdict(CLIP, words("a kettle sings")) is None
    assert ledger.verdict(digest_of("another take"), words("a kettle boils")) is None


def test_the_last_word_counts_and_the_first_is_kept(ledger: Ledger, world: World) -> None:
    first = ledger.approve(CLIP, words(), film="aurora", shot="waking.1")
    world.pass_by(60)
    last = ledger.reject(CLIP, words(), film="aurora", shot="waking.1", note="the cup is empty")
    assert ledger.verdict(CLIP, words()) == last
    assert (last.verdict, last.note) == ("rejected", "the cup is empty")
    assert ledger.verdicts("aurora") == (first, last)
    assert ledger.verdicts("borealis") == ()


def test_a_moved_or_renamed_shot_keeps_its_approval(ledger: Ledger) -> None:
    said = ledger.approve(CLIP, words(), film="aurora", shot="waking.1")
    ledger.approve(digest_of("another"), words("other"), film="aurora", shot="waking.1")
    assert ledger.verdict(CLIP, words()) == said
