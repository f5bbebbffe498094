"""Variables: a value is put in once, word for word, and never looked into again; what is wrong is told at its line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some
from said import film

from longtake.errors import StoryboardError
from longtake.storyboard import Storyboard, Values, literal, literals, parse
from longtake.storyboard.variables import put_in

HEAD = """\
variables:
  city: Berlin
  audience: {of: [new, old], value: new}
  count: {type: number, value: 3}
  premium: {type: yes or no, value: no}
  who: {is: the name of who is spoken to}
"""
GIVEN: Values = {"who": "Anna"}


def action(text: str, values: Values = GIVEN, head: str = HEAD) -> str:
    storyboard: Storyboard = parse(film(text, head=head), values=values)
    return storyboard.scenes[0].shots[0].action


def said(text: str, values: Values = GIVEN, head: str = HEAD) -> list[str]:
    with pytest.raises(StoryboardError) as caught:
        parse(film(text, head=head), "film.yaml", values=values)
    return [str(finding) for finding in caught.value.findings]


PUT_IN = {
    "a default": ("in ${city}", "in Berlin"),
    "a given value": ("hello ${who}", "hello Anna"),
    "several": ("${who}, ${count} times in ${city}", "Anna, 3 times in Berlin"),
    "yes or no": ("premium: ${premium}", "premium: no"),
    "a dollar sign": ("it costs $5", "it costs $5"),
    "the signs themselves": ("write $${city}", "write ${city}"),
    "a dollar sign before a value": ("it costs $$${count}", "it costs $3"),
    "braces of another kind": ("{city} {{city}} $(city) $city %city%", "{city} {{city}} $(city) $city %city%"),
}


@pytest.mark.parametrize(("text", "words"), PUT_IN.values(), ids=PUT_IN)
def test_a_text_gets_the_value_where_it_asks_for_it(text: str, words: str) -> None:
    assert action(f"'{text}'") == words


def test_every_field_of_the_format_may_ask_for_a_value() -> None:
    text = film(
        "{action: x, for: '${count}s', title: 'Hi ${who}', camera: '${city}'}", head=HEAD + "title: For ${who}\n"
    )
    storyboard = parse(text, values=GIVEN)
    shot = storyboard.scenes[0].shots[0]
    assert (storyboard.title, shot.length, shot.title[0].text, shot.camera) == ("For Anna", 3, "Hi Anna", "Berlin")


def test_the_storyboard_keeps_the_values_that_were_taken() -> None:
    storyboard = parse(film("x", head=HEAD), values={"who": "Anna", "premium": True, "count": 7})
    assert {name: variable.value for name, variable in storyboard.variables.items()} == {
        "city": "Berlin",
        "audience": "new",
        "count": "7",
        "premium": "yes",
        "who": "Anna",
    }


INERT = [
    "${city}",
    "$${city}",
    "{api_key}",
    "{0.__class__}",
    "$city",
    "${",
    "}",
    "%s",
    "@mara",
    "\\1",
    "\\g<0>",
    "{{x}}",
]


@pytest.mark.parametrize("value", INERT)
def test_a_value_is_never_looked_into(value: str) -> None:
    storyboard = parse(film("x", head=HEAD + "title: 'a ${who} b'\n"), values={"who": value})
    assert storyboard.title == f"a {value} b"


TEXTS = some.text(some.characters(categories=("L", "N", "P", "S", "Zs")), max_size=30) | some.sampled_from(INERT)


@given(some.lists(some.sampled_from(["${who}", "${city}", " and ", "$", "é"]), min_size=1), TEXTS, TEXTS)
def test_each_value_stands_in_the_text_word_for_word_as_often_as_it_is_asked_for(
    parts: list[str], who: str, city: str
) -> None:
    parts = [part if part != "$" else "$ " for part in parts]  # a dollar before a brace means something
    meant = "".join({"${who}": who, "${city}": city}.get(part, part) for part in parts)
    storyboard = parse(film("x", head=HEAD + f"title: '<{''.join(parts)}>'\n"), values={"who": who, "city": city})
    assert storyboard.title == f"<{meant}>"


@given(some.text(some.sampled_from("${}ab "), max_size=20))
def test_a_text_written_literally_is_read_back_as_it_was(text: str) -> None:
    storyboard = parse(film("x", head=HEAD + f"title: '<{literal(text)}>'\n"), values=GIVEN)
    assert storyboard.title == f"<{text}>"


@given(some.dictionaries(some.sampled_from(["city", "who", "audience", "count", "premium", "odd"]), TEXTS))
def test_any_values_make_a_storyboard_or_findings(values: dict[str, str]) -> None:
    text, known = film("x ${who} ${city} ${count}", head=HEAD), {"city", "who", "audience", "count", "premium"}
    is_plain = not any("@" in value for value in values.values())  # @A would name somebody from the cast
    if is_plain and set(values) <= known and "who" in values and not {"audience", "count", "premium"} & set(values):
        assert values["who"] in parse(text, values=values).scenes[0].shots[0].action + " "
    else:
        with suppress(StoryboardError):
            parse(text, values=values)


WRONG = {
    "no such variable": (
        ("hi ${whom}", GIVEN),
        "film.yaml:10:5: shot scene-1.1: variable 'whom' is not defined\n"
        "  did you mean ${who}? · define it: variables: {whom: …} · for the signs themselves, write $${",
    ),
    "an attribute": (
        ("hi ${who.__class__}", GIVEN),
        "film.yaml:10:5: shot scene-1.1: 'who.__class__' is no name, and only the name of a variable stands "
        "between ${ and }\n  write ${who} · for the signs themselves, write $${",
    ),
    "a brace that stays open": (
        ("hi ${who", GIVEN),
        "film.yaml:10:5: shot scene-1.1: ${ is never closed by }\n"
        "  write ${name} · for the signs themselves, write $${",
    ),
    "no value": (
        ("x", {}),
        "film.yaml:7:3: variables.who: it has no value\n  give it one: --set who=… · or a default: value: …",
    ),
    "a value for no variable": (
        ("x", {**GIVEN, "ctiy": "Bonn"}),
        "values: there is no variable 'ctiy'\n  did you mean city?",
    ),
    "a word for a number": (
        ("x", {**GIVEN, "count": "many"}),
        "values: variable count: 'many' is no number\n  write it plainly, such as 12 or 0.5",
    ),
    "a word for yes or no": (
        ("x", {**GIVEN, "premium": "maybe"}),
        "values: variable premium: 'maybe' is neither yes nor no\n  write yes or no",
    ),
    "none of its values": (
        ("x", {**GIVEN, "audience": "news"}),
        "values: variable audience: 'news' is none of its values\n  did you mean new? · known: new, old",
    ),
    "a control character": (
        ("x ${who}", {"who": "a\x07b"}),
        "values: variable who: it holds the character U+0007, which is no text\n  take it out",
    ),
    "a text that turns its direction": (
        ("x ${who}", {"who": "a\u202eb"}),
        "values: variable who: it holds the character U+202E, which makes text read other than it is\n"
        "  take it out · words from the right need none",
    ),
}


@pytest.mark.parametrize(("case", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_variable_is_told_once(case: tuple[str, Values], words: str) -> None:
    assert said(*case) == [words]


def test_a_default_outside_its_values_is_told_at_its_line() -> None:
    assert said("x", {}, "variables: {audience: {of: [new, old], value: newer}}\n") == [
        "film.yaml:2:23: variables.audience: 'newer' is none of its values\n  did you mean new? · known: new, old"
    ]


def test_a_variable_with_a_fault_of_its_own_is_told_once() -> None:
    assert said("hi ${who}", {}, "variables: {who: {typ: text, value: x}}\n") == [
        "film.yaml:2:19: unknown key 'typ' in variables.who\n  did you mean type?"
    ]


PAID = {
    "the route": "route: {final: '${model}'}\n",
    "the narrator": "narrator: '${model}'\n",
    "a voice": "cast: {mara: {is: a woman, voice: '${model}'}}\n",
    "the budget": "budget: '${model}'\n",
}


@pytest.mark.parametrize("head", PAID.values(), ids=PAID)
def test_a_row_of_values_cannot_choose_who_is_paid(head: str) -> None:
    (words,) = said("x", {"model": "12 USD"}, f"variables: {{model: x}}\n{head}")
    assert "this decides who is paid, and ${model} may be anything" in words


def test_a_closed_list_may_choose_a_model() -> None:
    head = "variables: {model: {of: [kling-3.0, ray-3.2], value: ray-3.2}}\nroute: {final: '${model}'}\n"
    assert parse(film("x", head=head), values={"model": "kling-3.0"}).route.final == ("kling-3.0",)


def test_a_path_with_a_value_stays_inside_the_project(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StoryboardError, match="leaves the project folder"):
        parse(film("clip: 'clips/${who}.mp4'", head=HEAD), root=tmp_path, values={"who": "../../secret"})


def test_values_that_would_fill_the_memory_are_refused() -> None:
    text = film(*["${who}" * 400] * 20, head=HEAD)
    with pytest.raises(StoryboardError, match="the variables make the storyboard longer than 1 MB"):
        parse(text, values={"who": "x" * 20_000})


@given(some.lists(some.text(some.sampled_from("${}ab "), max_size=8), min_size=2, max_size=4))
def test_data_written_literally_are_read_back_as_they_were(texts: list[str]) -> None:
    data = {"title": texts[0], "scenes": [{"when": "${x}", "shots": texts[1:]}], "variables": {"x": "${y}"}}
    assert put_in(literals(data), {}).data == data
