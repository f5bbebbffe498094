"""A small model's file, and the catalogue that one makes of it."""

from pathlib import Path

from longtake.catalogue import Model, load_catalogue

TINY = """\
model = "tiny-1"
words = "Tiny 1"
provider = "tiny"
dialect = "generic"
source = "manual"

[sources]
manual = {said_by = "Tiny's manual", read_on = 2026-11-21, sure = "documented"}

[service]
wire_name = "tiny"
reconcile = "blind"

[prompt]
limit = 500
unit = "characters"
seed = true
negative = "none"

[latency]
p50_seconds = 60
p95_seconds = 120

[terms]
watermark = false
commercial = "allowed"

[modes.text]
kind = "text"
seconds = [4, 8]
sizes = ["1280x720"]
rates = [24]
sound = "asked"
price = "second"

[prices.second]
per = "second"
rows = [{sound = false, amount = "0.10 USD"}, {sound = true, amount = "0.20 USD"}]
"""

FORM = """
[form]
seconds = {name = "length", as = "{}s"}
ratio = {name = "shape", of = ["16:9", "9:16"]}
grade = {name = "quality", of = {"720p" = "std", "1080p" = "pro"}}
sound = "with_sound"
seed = "seed"
settings = ["warmth"]
always = {watermark = false}
text = {path = "/words"}
image = {path = "/pictures", first_frame = "picture", reference = "pictures[]", without = ["ratio"]}
"""


def changed(old: str, new: str) -> str:
    """The file with `old` replaced, which stands in it once."""
    assert TINY.count(old) == 1, old
    return TINY.replace(old, new)


def read(folder: Path, text: str) -> Model:
    """The model in `text`, as an author's file of its own."""
    path = folder / "tiny.toml"
    path.write_text(text, "utf-8")
    return load_catalogue([path])["tiny-1"]
