"""Rules of the multivariant playlist: that what it declares is what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil

from longtake.packaging.verifying.rendition import Line
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["LADDER_RULES"]

_Found = Iterator[tuple[str, str]]
_NEAR = Fraction(1, 10)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _measured(stream: Stream, line: Line) -> tuple[Fraction, Fraction]:
    """Of the variant with the heaviest members of the groups that it names."""
    one = stream.named(line)
    rates = [one.rates] if one else []
    for role, name in (("sound", "AUDIO"), ("subtitles", "SUBTITLES")):
        group = line.attributes.get(name)
        members = [
            other.rates
            for other in stream.of(role)  # type: ignore[arg-type]
            if group and any(named.attributes.get("GROUP-ID") == group for named in other.lines)
        ]
        if members:
            rates.append((max(peak for peak, _ in members), max(average for _, average in members)))
    return sum((peak for peak, _ in rates), Fraction(0)), sum((average for _, average in rates), Fraction(0))


@rule("H40", "BANDWIDTH is the measured peak, rounded up")
def _peaks(stream: Stream) -> _Found:
    for line in stream.lines:
        peak, declared = ceil(_measured(stream, line)[0]), line.number("BANDWIDTH")
        if declared < peak or declared > peak * (1 + _NEAR):
            yield stream.main.at(line.tag.line), f"BANDWIDTH is {declared}, the measured peak {peak}"


@rule("H41", "AVERAGE-BANDWIDTH is the measured average, and no more than BANDWIDTH")
def _averages(stream: Stream) -> _Found:
    for line in stream.lines:
        measured, declared = ceil(_measured(stream, line)[1]), line.number("AVERAGE-BANDWIDTH")
        place = stream.main.at(line.tag.line)
        if abs(declared - measured) > measured * _NEAR:
            yield place, f"AVERAGE-BANDWIDTH is {declared}, the measured average {measured}"
        if declared > line.number("BANDWIDTH"):
            yield place, "AVERAGE-BANDWIDTH is above BANDWIDTH"


@rule("H42", "CODECS names every codec of the variant and of its groups, as their headers say")
def _codecs(stream: Stream) -> _Found:
    for line in stream.lines:
        one, group = stream.named(line), line.attributes.get("AUDIO")
        sounds = [o for o in stream.of("sound") if any(n.attributes.get("GROUP-ID") == group for n in o.lines)]
        wanted = {other.track.codec for other in (one, *sounds) if other and other.track}
        declared = set(filter(None, line.attributes.get("CODECS", "").split(",")))
        if not wanted <= declared or declared - wanted - {"wvtt"}:
            found = ",".join(sorted(declared)) or "missing"
            yield stream.main.at(line.tag.line), f"CODECS is {found}, the headers say {','.join(sorted(wanted))}"


@rule("H43", "RESOLUTION and FRAME-RATE are what the decoder gives")
def _shapes(stream: Stream) -> _Found:
    for line in stream.lines:
        one, place = stream.named(line), stream.main.at(line.tag.line)
        if not one or not one.track or not one.track.size:
            continue
        width, height = one.track.size
        if line.attributes.get("RESOLUTION") != f"{width}x{height}":
            yield place, f"RESOLUTION is {line.attributes.get('RESOLUTION')}, the pictures are {width}x{height}"
        rate = f"{float(1 / one.frame):.3f}" if one.frame else None
        if rate and line.attributes.get("FRAME-RATE") != rate:
            yield place, f"FRAME-RATE is {line.attributes.get('FRAME-RATE')}, the pictures come at {rate}"


@rule("H44", "VIDEO-RANGE is SDR, as the pictures are")
def _range(stream: Stream) -> _Found:
    for line in stream.lines:
        if line.attributes.get("VIDEO-RANGE", "SDR") != "SDR":
            yield stream.main.at(line.tag.line), f"VIDEO-RANGE is {line.attributes['VIDEO-RANGE']}"


@rule("H45", "CLOSED-CAPTIONS=NONE stands on all variants or on none")
def _closed_captions(stream: Stream) -> _Found:
    if len({line.attributes.get("CLOSED-CAPTIONS") for line in stream.lines}) > 1:
        yield stream.main.path, "variants differ in CLOSED-CAPTIONS"


@rule("H46", "the variant nearest to 2000 kbit/s stands first, and all have one shape")
def _order(stream: Stream) -> _Found:
    if not stream.lines:
        yield stream.main.path, "it names no variant"
        return
    averages = [abs(line.number("AVERAGE-BANDWIDTH") - 2_000_000) for line in stream.lines]
    if averages[0] > min(averages):
        yield stream.main.at(stream.lines[0].tag.line), "another variant is nearer to 2000 kbit/s"
    sizes = [one.track.size for one in stream.of("picture") if one.track and one.track.size]
    if sizes and any(abs(w / h - sizes[0][0] / sizes[0][1]) > 0.01 * w / h for w, h in sizes):
        yield stream.main.path, "its variants have different shapes"


@rule("H47", "every group has a name for each member, one default at most, and is there where it is named")
def _groups(stream: Stream) -> _Found:
    lines = sorted(
        (line for one in stream.of("sound", "subtitles") for line in one.lines),
        key=lambda line: (line.attributes.get("TYPE", ""), line.attributes.get("GROUP-ID", "")),
    )
    for (kind, group), found in groupby(
        lines, key=lambda line: (line.attributes.get("TYPE"), line.attributes.get("GROUP-ID"))
    ):
        members = list(found)
        names = [line.attributes.get("NAME") for line in members]
        if None in names or group is None or len(set(names)) < len(names):
            yield stream.main.path, f"members of {kind} group {group} lack names of their own"
        defaults = [line for line in members if line.attributes.get("DEFAULT") == "YES"]
        if len(defaults) > 1 or any(line.attributes.get("AUTOSELECT") != "YES" for line in defaults):
            yield (
                stream.main.path,
                f"{kind} group {group} has more than one default, or one that is not selected by itself",
            )
    for kind, told in _members(lines).items():
        if len(set(told.values())) > 1:
            yield stream.main.path, f"groups of {kind} differ in their members: {', '.join(told)}"
    for line in stream.lines:
        for kind in ("AUDIO", "SUBTITLES"):
            group = line.attributes.get(kind)
            known = {o.attributes.get("GROUP-ID") for o in lines if o.attributes.get("TYPE") == kind}
            if (group and group not in known) or (known and not group):
                yield (
                    stream.main.at(line.tag.line),
                    f"{kind} names {group or 'no group'}, there are {sorted(map(str, known))}",
                )


def _members(lines: Sequence[Line]) -> dict[str, dict[str, frozenset[tuple[str | None, ...]]]]:
    """Of each group of each kind: what players are told of its members, whose addresses alone may differ."""
    told = ("NAME", "LANGUAGE", "DEFAULT", "AUTOSELECT", "CHARACTERISTICS", "CHANNELS")
    found: dict[str, dict[str, set[tuple[str | None, ...]]]] = {}
    for line in lines:
        groups = found.setdefault(line.attributes.get("TYPE", ""), {})
        members = groups.setdefault(line.attributes.get("GROUP-ID", ""), set())
        members.add(tuple(line.attributes.get(name) for name in told))
    return {kind: {group: frozenset(of) for group, of in groups.items()} for kind, groups in found.items()}


@rule("H48", "LANGUAGE stands on every rendition, CHANNELS on sound, of which one is the default")
def _languages(stream: Stream) -> _Found:
    sounds = [line for one in stream.of("sound") for line in one.lines]
    for group in dict.fromkeys(line.attributes.get("GROUP-ID") for line in sounds):
        members = [line.attributes for line in sounds if line.attributes.get("GROUP-ID") == group]
        spoken = [member.get("LANGUAGE", "").lower() for member in members]
        if not any(member.get("DEFAULT") == "YES" for member in members):
            yield stream.main.path, "none of its sounds is the default"
        if len(set(spoken)) < len(spoken):
            yield stream.main.path, f"two sounds are of one language: {', '.join(sorted(spoken))}"
    for one in stream.of("sound", "subtitles"):
        for line in one.lines:
            place, language = stream.main.at(line.tag.line), line.attributes.get("LANGUAGE", "")
            if not _LANGUAGE.fullmatch(language):
                yield place, f"LANGUAGE is {language or 'missing'}"
            if one.role == "sound" and one.track and line.attributes.get("CHANNELS") != str(one.track.channels):
                yield place, f"CHANNELS is {line.attributes.get('CHANNELS')}, the sound has {one.track.channels}"


@rule("H51", "session data has an address or a value, and each only once")
def _session(stream: Stream) -> _Found:
    seen = set()
    for tag in stream.main.all("EXT-X-SESSION-DATA"):
        data = tag.attributes
        key = data.get("DATA-ID"), data.get("LANGUAGE")
        if not re.fullmatch(r"[a-z0-9-]+(\.[A-Za-z0-9_-]+)+", data.get("DATA-ID", "")) or ("VALUE" in data) == (
            "URI" in data
        ):
            yield stream.main.at(tag.line), "it wants a DATA-ID in reverse order of domains and VALUE or URI"
        if key in seen:
            yield stream.main.at(tag.line), f"{key[0]} is there twice"
        seen.add(key)


@rule("H62", "sizes are even, and no rung costs more than the one above it")
def _rungs(stream: Stream) -> _Found:
    found = [
        (one.track.size, line) for one in stream.of("picture") if one.track and one.track.size for line in one.lines
    ]
    for (width, height), line in found:
        if width % 2 or height % 2:
            yield stream.main.at(line.tag.line), f"{width}x{height} has an odd side"
    by_size = sorted(found, key=lambda pair: pair[0][0] * pair[0][1])
    for (small, low), (large, high) in pairwise(by_size):
        if small != large and low.number("AVERAGE-BANDWIDTH") > high.number("AVERAGE-BANDWIDTH"):
            yield stream.main.at(low.tag.line), f"{small[1]} lines cost more than {large[1]}"


LADDER_RULES = (
    _peaks,
    _averages,
    _codecs,
    _shapes,
    _range,
    _closed_captions,
    _order,
    _groups,
    _languages,
    _session,
    _rungs,
)
