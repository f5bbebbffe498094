"""Whatever a script holds: a storyboard, or findings with places. Never a traceback, never a word lost."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from longtake.errors import Finding, StoryboardError
from longtake.storyboard import parse
from longtake.storyboard.scripts import Adaptation, adapt_text
from longtake.storyboard.scripts.accounting import words_of

FORMATS = ("text", "markdown", "fountain", "csv", "tsv", "srt", "vtt", "html")
PIECES = {
    "text": [
        "Scene 1", "[a cup]", "MARA: hello", "VO: words", "---", "Camera: pan left", "@mara pours",
        "Duration: 4s",
    ],
    "markdown": [
        "# One", "## Two", "- item", "  - camera: static", "> quote", "| shot | action |", "|---|---|",
        "| 1 | a |", "```", "![alt](a.png)", "[link](http://x.y)", "---", "title: A", "<b>", "[r]: /u 'T'",
        "`code`",
    ],
    "fountain": [
        "INT. HOUSE - DAY", "EXT. LAKE", "MARA", "MARA (V.O.)", "(softly)", "STEEL ^", "CUT TO:",
        "> FADE OUT.", "> THE END <", "[[note]]", "[[", "/*", "*/", "= synopsis", "# Act", "===", "~la la",
        ".FORCED", "@McDOE", "!ACTION", "Title: A", "Hello there.", "DISSOLVE TO:", "FADE IN:", "#1A#",
    ],
    "csv": [
        "scene,shot,action,narration,duration", "one,1,a cup,hello,4", "one,2,,,", 'two,,"a\nb",x,0:04',
        ",,,,", '"', "a;b",
    ],
    "tsv": [
        "scene\tshot\taction", "one\t1\ta cup", "\t\t", "one",
    ],
    "srt": [
        "1", "2", "00:00:01,000 --> 00:00:02,000", "00:00:02,000 --> 00:00:01,000",
        "00:00:01,500 --> 00:00:09,000", "Hello there.", "<i>Tag</i>", "&amp;", "99:99:99,999 --> 1",
    ],
    "vtt": [
        "WEBVTT", "NOTE", "STYLE", "00:01.000 --> 00:02.000 align:start", "00:00:02.000 --> 00:00:05.500",
        "<v Mara>Hello", "identifier", "Words.", "<c.x>y</c>", "<00:01.500>",
    ],
    "html": [
        "<h1>", "</h1>", "<p>", "</p>", "<ul><li>", "</li></ul>", "<table><tr><td>", "<td>", "</table>",
        "<img src=a.png alt=b>", "<script>x</script>", "<!-- c -->", "&amp;", "<br>", "<hr>", "words",
        "<a href=u>", "</a>", "<html lang=de>",
    ],
}  # fmt: skip
FREE = some.text(some.characters(exclude_categories=("Cs",)), max_size=20)


def scripts(format: str) -> some.SearchStrategy[str]:
    lines = some.lists(some.sampled_from(["", *PIECES[format], *PIECES[format]]) | FREE, max_size=12)
    heads = {"vtt": "WEBVTT\n\n", "srt": "1\n00:00:00,000 --> 00:00:01,000\nHello.\n\n", "csv": "scene,action\n"}
    return some.tuples(some.sampled_from(["", heads.get(format, "")]), lines).map(
        lambda both: both[0] + "\n".join(both[1])
    )


def told(adaptation: Adaptation) -> str:
    return "\n".join([adaptation.text, *adaptation.left_out])


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60)
@given(data=some.data())
def test_any_text_is_a_storyboard_or_findings(format: str, data: some.DataObject) -> None:
    text = data.draw(scripts(format))
    adaptation = read_or_told(
        text, format, lambda finding: finding.place.startswith("film.txt") and bool(finding.message)
    )
    if adaptation is None:
        return
    assert parse(adaptation.text) == adaptation.storyboard
    assert all(note.place.startswith("film.txt") for note in adaptation.notes)
    assert adapt_text(text, format, "film.txt") == adaptation


WORDS = some.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8)
PROSE = some.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(
    some.lists(
        some.tuples(some.sampled_from(["{}.", "[{}]", "MARA: {}", "VO: {}", "Scene 1: {}", "  {}"]), PROSE), min_size=1
    )
)
@example([("Scene 1: {}", "one two"), ("Scene 1: {}", "three four")])
def test_every_word_of_a_text_is_kept_or_told(parts: list[tuple[str, str]]) -> None:
    assert_kept("\n\n".join(form.format(words) for form, words in parts), "text", parts)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                ["# {}", "## {}", "- {}\n  - {}", "{}\n{}", "> {}", "1. {}", "| action | odd |\n|---|---|\n| {} | {} |",
                 "| {} |\n|---|\n| x |", "```\n{}\n```", "[{}](http://{})", "![{}](a.png)", "<b title='{}'>{}</b>",
                 "<!-- {} -->", "**{}** `{}`"]
            ),
            PROSE,
        ),
        min_size=1,
    )
)  # fmt: skip
def test_every_word_of_markdown_is_kept_or_told(parts: list[tuple[str, str]]) -> None:
    assert_kept("\n\n".join(form.replace("{}", words) for form, words in parts), "markdown", parts)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                ["INT. {} - DAY", ".{}", "{}", "MARA\n{}", "MARA (V.O.)\n{}", "STEEL\n({})\n{}", "> {}", "> {} <",
                 "MARA\n{}\n\nSTEEL ^\n{}", "[[{}]]", "x [[{}]] y", "/* {} */", "a /* {}\n{} */ b", "= {}", "# {}",
                 "!{}", "~{}", "@{}\n{}"]
            ),
            PROSE,
        ),
        min_size=1,
    )
)  # fmt: skip
def test_every_word_of_a_screenplay_is_kept_or_told(parts: list[tuple[str, str]]) -> None:
    assert_kept("INT. HOME\n\n" + "\n\n".join(form.replace("{}", words) for form, words in parts), "fountain", parts)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                [
                    "<p>{}</p>",
                    "<li>{}",
                    "<td>{}</td>",
                    "<h2>{}</h2>",
                    "{}",
                    "<script>{}</script>",
                    "<a href='{}'>{}</a>",
                    "<!-- {} -->",
                    "<table><tr><th>action<tr><td>{}</table>",
                ]
            ),
            PROSE,
        ),
        min_size=1,
    )
)
def test_every_word_of_a_page_is_kept_or_told(parts: list[tuple[str, str]]) -> None:
    assert_kept("<p>start</p>\n" + "\n".join(form.replace("{}", words) for form, words in parts), "html", parts)


@given(
    some.lists(some.tuples(some.integers(0, 90_000), some.integers(0, 9_000), PROSE), min_size=1),
    some.sampled_from(["srt", "vtt"]),
)
def test_every_word_of_subtitles_is_kept_or_told(cues: list[tuple[int, int, str]], format: str) -> None:
    point = "," if format == "srt" else "."
    blocks = [
        f"{n}\n{stamp(at, point)} --> {stamp(at + length, point)}\n{text}"
        for n, (at, length, text) in enumerate(cues, 1)
    ]
    text = "\n\n".join(["WEBVTT"] * (format == "vtt") + blocks)
    assert_kept(text, format, [("", words) for _, _, words in cues])


@given(some.lists(some.lists(PROSE | some.just(""), min_size=4, max_size=5), min_size=1))
def test_every_word_of_a_shot_list_is_kept_or_told(rows: list[list[str]]) -> None:
    text = "scene,action,narration,transition\n" + "\n".join(",".join(row) for row in rows)
    if any(row[1] or row[2] for row in rows):
        assert_kept(text, "csv", [("", words) for row in rows for words in row])


def stamp(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"00:{seconds // 60:02}:{seconds % 60:02}{point}{rest:03}"


def read_or_told(text: str, format: str, is_good: Callable[[Finding], bool]) -> Adaptation | None:
    """The adaptation; None for a script that is refused, each finding of which is a good one."""
    findings: tuple[Finding, ...] = ()
    try:
        return adapt_text(text, format, "film.txt")
    except StoryboardError as error:
        findings = error.findings
    assert findings
    assert [str(finding) for finding in findings if not is_good(finding)] == []
    return None


def assert_kept(text: str, format: str, parts: list[tuple[str, str]]) -> None:
    expected = ("nothing that could be seen", "left out", "is defined", "is not defined", "script is empty")
    adaptation = read_or_told(text, format, lambda finding: any(words in finding.message for words in expected))
    if adaptation is None:
        return
    kept = words_of(told(adaptation))
    assert {word for _, words in parts for word in words_of(words)} <= kept
    assert not any("no field takes" in note.message for note in adaptation.notes), adaptation.notes
