"""Storyboards of every shape, for laws: whatever an author may write and the model takes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

from longtake.storyboard import Storyboard

_TURNING = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)]))
"""What texts may hold only in pairs, behind a flag, or not at all; `test_shot_meanings` is about these."""
_SIGNS = some.characters(exclude_categories=("Cc", "Cs"), exclude_characters=_TURNING)
_STUMBLES = some.sampled_from([*":#-@{}[],&*!|>'\"%`?~=\\\n\t", ": ", " #", "- ", "a: b", "null", "$", "${"])
_TEXTS = ["mara pours water", "no", "4:30", "1_000", "Every morning. " * 12, "日本語のテキスト", "שלום עולם"]


def words(most: int = 12) -> some.SearchStrategy[str]:
    """Text that is never empty and has no space at its ends."""
    parts = some.lists(some.text(_SIGNS, max_size=6) | _STUMBLES, min_size=1, max_size=most)
    plain = some.sampled_from(
        ["mara pours water", "no", "4:30", "1_000", "Every morning. " * 12, "日本語のテキスト", "שלום עולם"]
    )
    return (plain | parts.map("".join)).map(str.strip).filter(bool)


NAMES = some.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
PATHS = some.text(_SIGNS, min_size=1, max_size=10)
SECONDS = some.integers(1, 99_999).map(lambda milliseconds: f"{milliseconds}ms")
MOMENTS = some.integers(0, 99_999).map(lambda milliseconds: f"{milliseconds}ms")
SHARES = some.integers(1, 10_000).map(lambda share: f"{share // 100}.{share % 100:02}%")
LEVELS = some.integers(-100, 24).map(lambda level: f"{level} dB")
MONEY = some.integers(1, 99_999).map(lambda cents: f"{cents // 100}.{cents % 100:02} USD")
SPEEDS = some.sampled_from(["0.5", "1", "2", "1/3", "0.25", "4"])
FITS = some.sampled_from(["auto", "fill", "blur", "letterbox"])
RETIMES = some.sampled_from(["auto", "nearest", "speed", "blend", "flow"])
VIEWS = some.sampled_from(["10% 0% 60% 60%", "35% 0% auto 100%", "0px 0px 640px 360px"])
RATES = some.sampled_from(["24", "25", "24000/1001", "30"])
SIZES = some.sampled_from(["1280x720", "1080x1920", "64x64"])
SEEDS = some.integers(0, 2**31 - 1).map(str)
POSITIONS = some.sampled_from(["top left", "bottom", "centre"])
JOINS = some.sampled_from(
    ["cut", "dissolve 0.5s", "dissolve 1s", "continue", "continue by extension", "continue from last frame"]
)
LINES = some.lists(words(4), min_size=1, max_size=3)
FILES = some.lists(PATHS, min_size=1, max_size=2)

LOUDNESSES = some.sampled_from(["streaming", "social", "broadcast", "US broadcast", "-18 LUFS", "off"])
OWN_SOUNDS = LEVELS | some.just("off")


def _part(
    required: dict[str, Any] | None = None, **fields: some.SearchStrategy[Any]
) -> some.SearchStrategy[dict[str, Any]]:
    renamed = {key.rstrip("_"): value for key, value in fields.items()}
    return some.fixed_dictionaries(required or {}, optional=renamed)


OVERLAYS = _part(
    {"image": PATHS}, rate=RATES, at=MOMENTS, for_=SECONDS, position=POSITIONS, width=SHARES, opacity=SHARES
)
SHOT_SOUNDS = _part({"file": PATHS}, at=MOMENTS, level=LEVELS, for_=SECONDS)
DUCKS = LEVELS | _part(by=LEVELS, ahead=SECONDS, attack=SECONDS, release=SECONDS)
MUSIC = _part(
    {"file": PATHS},
    level=LEVELS,
    duck=DUCKS,
    loop=some.sampled_from(["on", "off", "8s..24s", "1.5s.."]),
    fade=_part(in_=SECONDS, out=SECONDS),
)
TITLES = _part(
    {"text": words(4)},
    style=some.sampled_from(["title", "lower third"]),
    position=POSITIONS,
    font=PATHS,
    at=MOMENTS,
    for_=SECONDS,
)
LOOKS = _part(is_=words(), reference=FILES)
CUES = _part({"at": MOMENTS, "for": SECONDS, "text": words()})
NARRATIONS = _part(text=words(), cues=some.lists(CUES, min_size=1, max_size=2), who=NAMES, file=PATHS, level=LEVELS)
AVATARS = _part(
    {"heygen": words(1) | _part({"avatar": words(1)})},
    synthesia=words(1) | _part({"avatar": words(1)}, background=words(1), language=some.sampled_from(["en-GB", "de"])),
)
SHOTS = words() | _part(
    id=NAMES,
    action=words(),
    camera=words(4),
    motion=words(4),
    energy=SHARES,
    beats=LINES,
    says=some.lists(_part({"text": words()}, who=NAMES, how=words(4)), min_size=1, max_size=2),
    avoid=LINES,
    for_=SECONDS | some.just("auto"),
    clip=PATHS,
    image=PATHS,
    trim=some.sampled_from(["1s..6s", "1.5s..", "..6s"]),
    speed=SPEEDS | _part({"from": SPEEDS}, to=SPEEDS),
    retime=RETIMES,
    fit=FITS,
    view=VIEWS | _part({"from": VIEWS}, to=VIEWS),
    first_frame=PATHS,
    last_frame=PATHS,
    reference=FILES,
    edit=_part({"clip": PATHS}, strength=SHARES),
    enhance=_part({"clip": PATHS}, to=SIZES),
    avatar=NAMES,
    driven_by=PATHS,
    model=LINES,
    seed=SEEDS,
    join=JOINS,
    title=some.lists(TITLES, min_size=1, max_size=2),
    overlay=some.lists(OVERLAYS, min_size=1, max_size=2),
    sound=OWN_SOUNDS | SHOT_SOUNDS | some.lists(OWN_SOUNDS | SHOT_SOUNDS, min_size=1, max_size=2),
    lut=PATHS,
)
SCENES = _part(
    {"shots": some.lists(SHOTS, min_size=1, max_size=3)},
    id=NAMES,
    when=words(4),
    at=NAMES,
    narration=words() | NARRATIONS,
    music=PATHS | MUSIC,
    fit=FITS,
    lut=PATHS,
)
STORYBOARDS = _part(
    {"storyboard": some.just("1"), "scenes": some.lists(SCENES, min_size=1, max_size=3)},
    title=words(4),
    frame=_part(size=SIZES, rate=RATES, fit=FITS, retime=RETIMES),
    style=words()
    | _part(
        look=words(),
        light=words(4),
        palette=LINES,
        avoid=LINES,
        camera=words(4),
        lens=words(4),
        grain=words(4),
        lut=PATHS,
    ),
    cast=some.dictionaries(
        NAMES,
        words() | _part(is_=words(), wears=words(), reference=FILES, voice=words(4), avatar=AVATARS),
        max_size=2,
    ),
    places=some.dictionaries(NAMES, words() | LOOKS, max_size=2),
    props=some.dictionaries(NAMES, LOOKS, max_size=2),
    brand=_part(name=words(4), logo=PATHS, font=PATHS, colours=LINES, intro=PATHS, outro=PATHS, call_to_action=words()),
    variables=some.dictionaries(
        NAMES,
        words(4)
        | _part(type=some.sampled_from(["text", "number", "yes or no"]), of=LINES, value=words(4), is_=words()),
        max_size=2,
    ),
    language=some.sampled_from(["en", "ja", "pt-BR", "zh-Hant-TW"]),
    lasts=SECONDS,
    seed=SEEDS,
    narrator=_part({"voice": words(4)}, pace=SPEEDS, max_price=MONEY),
    music=MUSIC,
    sound=LOUDNESSES | _part(loudness=LOUDNESSES, duck=DUCKS, room_tone=some.sampled_from(["on", "off"])),
    budget=MONEY,
    route=_part(draft=LINES, final=LINES, tier=words(4), region=LINES, wait=SECONDS, max_price=MONEY),
    overlays=some.lists(OVERLAYS, min_size=1, max_size=2),
)
storyboards = STORYBOARDS.map(Storyboard.model_validate)
"""Storyboards as the model takes them; nothing is said about what holds between their parts."""
