"""The quote's text and JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from click.testing import Result

import longtake
from longtake.cli.quote import quote_text
from longtake.media import Frame, FrameRange, FrameRate, Money, Size
from longtake.pipeline.estimating import Estimate
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning.plan import Notice, Plan, PlannedScene, PlannedShot
from longtake.planning.quote import Quote, QuoteRow

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def shot(name: str, start: int, frames: int) -> PlannedShot:
    nothing: dict[str, Any] = {
        "place": "",
        "camera": "",
        "motion": "",
        "palette": (),
        "style": "",
        "sound": None,
        "join": None,
    }
    made: dict[str, Any] = {"asset": None, "digest": None, "words": "", "narration": "", "fit": "fill", "reasons": ()}
    visible = FrameRange(0, frames)
    return PlannedShot(
        name, name, "waking", "animatic", take_frames=frames, visible=visible, start=Frame(start), **nothing, **made
    )


def row(name: str, needs: str, buys: str | None, join: str, model: str, price: str, why: str) -> QuoteRow:
    bought = None if buys is None else Fraction(buys)
    return QuoteRow(name, Fraction(needs), bought, join, model, Money(price, "USD"), why)


PLAN = Plan(
    title="Meet Aurora",
    size=Size(1280, 720),
    rate=FrameRate(24),
    scenes=(
        PlannedScene("waking", Frame(0), 192, Fraction(9), is_estimated=True),
        PlannedScene("promise", Frame(192), 108, None, is_estimated=False),
    ),
    shots=(shot("waking.1", 0, 101), shot("waking.2", 101, 91), shot("promise.1", 192, 108)),
    cues=(),
    notices=(Notice("promise.1", "1792x1024 is filled to 16:9"),),
    quote=Quote(
        rows=(
            row("waking.1", "101/24", "8", "–", "veo-3.1-fast", "0.80", "makes 8 s only"),
            row("waking.2", "91/24", "6", "cut", "veo-3.1-fast", "0.60", ""),
            row("promise.1", "9/2", None, "dissolve 0.5 s", "your footage", "0.00", ""),
        ),
        total=Money("1.40", "USD"),
        cap=Money("12.00", "USD"),
    ),
)


def planned(plan: Plan) -> PlannedFilm:
    return PlannedFilm(plan, {}, {})


def test_the_quote_is_a_table_with_its_total_and_its_notices(run: Run, library: Library) -> None:
    library("plan", lambda storyboard, **named: planned(PLAN))
    assert run("quote", "storyboard.yaml").stdout == (
        "Meet Aurora · 2 scenes · 3 shots · 0:13 at 24 · 1280×720\n"
        "\n"
        " shot         needs     buys   join             model             price   why\n"
        " waking.1     4.2 s    8.0 s   –                veo-3.1-fast   0.80 USD   makes 8 s only\n"
        " waking.2     3.8 s    6.0 s   cut              veo-3.1-fast   0.60 USD\n"
        " promise.1    4.5 s        –   dissolve 0.5 s   your footage   0.00 USD\n"
        " total       12.5 s   14.0 s                                   1.40 USD   cap 12.00 USD\n"
        "\n"
        "promise.1: 1792x1024 is filled to 16:9\n"
        "Narration about 0:09 (estimated).\n"
        "6.0 s are bought and not shown: handles and slots.\n"
        "Nothing was bought.\n"
    )


def test_reasons_wrap_on_a_narrow_terminal() -> None:
    why = "starts from the last frame of the shot before it, so it waits for that one"
    rows = (replace(PLAN.quote.rows[0], why=why),)
    lines = quote_text(replace(PLAN, quote=replace(PLAN.quote, rows=rows)), width=100).split("\n")
    under = lines[2].index("why")
    assert max(map(len, lines)) <= 100
    assert " ".join(line[under:] for line in lines[3:5]) == why


def test_a_film_that_buys_nothing_has_no_column_for_it() -> None:
    rows = (replace(PLAN.quote.rows[2], join="–"),)
    assert quote_text(replace(PLAN, quote=Quote(rows, Money("0", "USD"), None))).split("\n")[2:5] == [
        " shot        needs   join   model             price   why",
        " promise.1   4.5 s   –      your footage   0.00 USD",
        " total       4.5 s                         0.00 USD",
    ]


def test_a_film_that_is_paid_for_has_no_retries_to_pay() -> None:
    rows = tuple(replace(row, buys=None, price=Money("0", "USD")) for row in PLAN.quote.rows)
    paid = Quote(rows, Money("0", "USD"), Money("12", "USD"), most=Money("0", "USD"))
    (total,) = [line for line in quote_text(replace(PLAN, quote=paid)).split("\n") if "total" in line]
    assert total.split() == ["total", "12.5", "s", "0.00", "USD", "cap", "12.00", "USD"]


def test_a_hostile_title_stays_one_clean_line(run: Run, library: Library) -> None:
    library("plan", lambda storyboard, **named: planned(replace(PLAN, title="\x1b[2JMeet\x07 Aurora")))
    assert run("quote", "storyboard.yaml").stdout.startswith("Meet  Aurora · 2 scenes")


def test_the_quote_speaks_json_with_exact_numbers(run: Run, library: Library) -> None:
    calls = library("plan", lambda storyboard, **named: planned(PLAN))
    told = json.loads(run("quote", "storyboard.yaml", "--json", "--workspace", "ws").stdout)
    wish = {"stage": "final", "values": {}, "catalogue": (), "workspace": Path("ws")}
    assert calls == [((Path("storyboard.yaml"),), wish)]
    assert (told["event"], told["total"], told["cap"], told["seconds"]) == ("quote", "1.40 USD", "12.00 USD", "25/2")
    assert told["rows"][0]["needs"] == "101/24"
    assert told["rows"][2]["buys"] is None


def test_a_quote_warns_of_a_film_that_takes_long(run: Run, library: Library) -> None:
    library("plan", lambda storyboard, **named: planned(PLAN))
    library("estimate", lambda film, **named: (Estimate(27 * 10**9, 20 * 10**9, 32_400), ("film: it takes long",)))
    told = run("quote", "storyboard.yaml").stdout.splitlines()
    assert told[-2:] == ["film: it takes long", "Nothing was bought."]
    as_json = json.loads(run("quote", "storyboard.yaml", "--json").stdout)
    assert as_json["estimate"] == {"output_bytes": 27 * 10**9, "store_bytes": 20 * 10**9, "seconds": 32_400}
    assert as_json["warnings"] == ["film: it takes long"]


def test_people_see_prices_to_the_cent_and_are_told_where_they_do_not_add_up() -> None:
    rows = tuple(replace(PLAN.quote.rows[0], price=Money("0.10368", "USD")) for _ in range(3))
    quote = Quote(rows, Money("0.31104", "USD"), None, most=Money("0.62208", "USD"))
    lines = quote_text(replace(PLAN, quote=quote)).splitlines()
    assert [line.count("0.10 USD") for line in lines[3:6]] == [1, 1, 1]
    assert [part.strip() for part in lines[6].split("   ")[-2:]] == ["0.31 USD", "with retries at most 0.63 USD"]
    assert "Prices are shown to the cent; the total is the sum of the exact ones." in lines


def test_a_price_that_nobody_states_is_shown_as_the_most() -> None:
    rows = (replace(PLAN.quote.rows[0], price=Money("2", "USD"), price_is="at most"), PLAN.quote.rows[1])
    lines = quote_text(replace(PLAN, quote=Quote(rows, Money("2", "USD"), None))).splitlines()
    assert [line.count("at most 2.00 USD") for line in lines[3:6]] == [1, 0, 1]


def test_prices_that_add_up_need_no_word_about_it() -> None:
    assert "to the cent" not in quote_text(PLAN)


def test_a_price_under_a_cent_is_not_shown_as_nothing() -> None:
    quote = Quote((replace(PLAN.quote.rows[0], price=Money("0.004", "USD")),), Money("0.004", "USD"), None)
    assert quote_text(replace(PLAN, quote=quote)).count("< 0.01 USD") == 2


def test_json_keeps_prices_exact(run: Run, library: Library) -> None:
    quote = Quote((replace(PLAN.quote.rows[0], price=Money("0.10368", "USD")),), Money("0.10368", "USD"), None)
    library("plan", lambda storyboard, **named: planned(replace(PLAN, quote=quote)))
    told = json.loads(run("quote", "storyboard.yaml", "--json").stdout)
    assert (told["rows"][0]["price"], told["total"]) == ("0.10368 USD", "0.10368 USD")


def test_narration_that_is_timed_is_not_about_anything() -> None:
    scenes = (replace(PLAN.scenes[0], is_estimated=False), PLAN.scenes[1])
    assert "Narration 0:09." in quote_text(replace(PLAN, scenes=scenes)).splitlines()


def test_models_of_which_a_lost_answer_may_have_been_paid_are_named(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    head = "storyboard: 1\nroute: {final: [MODEL], max_price: 5 USD}\nscenes: [{shots: [{action: dawn, for: 2s}]}]\n"
    told = {}
    for model in ("kling-3.0", "seedance-2.0", "runway-gen4.5"):
        path.write_text(head.replace("MODEL", model))
        told[model] = quote_text(longtake.plan(path, stage="final").plan)
    line = "If the answer to an order for runway-gen4.5 is lost, it may have been paid: its shot waits for your word."
    assert line in told["runway-gen4.5"].splitlines()
    assert not any("answer" in text for model, text in told.items() if model != "runway-gen4.5")
