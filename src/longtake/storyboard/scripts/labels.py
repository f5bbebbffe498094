"""What writers call the parts of a shot: the words over columns and before colons, in several languages."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

from longtake.storyboard.units import JoinWords, seconds_text

__all__ = ["field_of", "join_text", "label_of", "length_text", "names_file"]

_COLUMNS = {
    "scene": (
        "scene, scenes, scene #, scene no, scene number, scene name, sc, section, chapter, szene, "
        "scène, escena, cena, scena, シーン, 場面, 场景, 場景, 장면, сцена"
    ),
    "id": (
        "shot, shots, shot #, shot no, shot number, shot id, id, no, nr, #, number, setup, slate, "
        "einstellung, plan, ショット, カット, 镜号, 镜头, 鏡頭, 샷, кадр"
    ),
    "action": (
        "action, description, desc, shot description, scene description, visual, visuals, picture, "
        "video, what we see, what happens, content, subject, prompt, on screen, bild, beschreibung, "
        "image description, descripción, accion, acción, 内容, 画面, 画面内容, 映像, 아이디어, описание, действие"
    ),
    "narration": (
        "narration, narrator, voiceover, voice over, voice-over, vo, v.o., v/o, script, audio, "
        "spoken, text, copy, speech, words, sprecher, sprechertext, narración, narracion, locución, "
        "ナレーション, 旁白, 解说, 配音, 내레이션, диктор"
    ),
    "says": "dialogue, dialog, line, lines, says, dialogues, セリフ, 台词, 台詞, 대사, диалог",
    "who": "speaker, character, characters, who, role, actor, talent, sprecher in, figur, 話者, 角色, 说话人",
    "how": "parenthetical, delivery, tone, how",
    "for": (
        "for, duration, length, dur, time, timing, timecode, seconds, secs, sec, duration (s), "
        "duration (sec), duration (seconds), dauer, länge, durée, duración, 尺, 秒, 時間, 时长, 時長, 길이, "
        "длительность"
    ),
    "camera": (
        "camera, camera move, camera movement, movement, move, angle, camera angle, kamera, cámara, "
        "カメラ, 运镜, 鏡位, 카메라, камера"
    ),
    "motion": "motion, subject motion, bewegung",
    "energy": "energy",
    "avoid": "avoid, negative, negative prompt",
    "clip": "clip, footage, video file, clip file, source clip, file",
    "image": "image, still, photo, image file, storyboard image, frame image",
    "trim": "trim, in out",
    "at": "at, location, place, setting, set, where, ort, lieu, lugar, 場所, 地点, 地點, 장소, место",
    "title": (
        "title, titles, on-screen text, on screen text, onscreen text, super, supers, caption, "
        "captions, text on screen, lower third, graphics, gfx, テロップ, 字幕, 자막, титр"
    ),
    "join": "join, transition, transitions, übergang, 転場, 转场, 轉場",
    "model": "model, models",
    "seed": "seed",
    "reference": "reference, references, reference image",
    "first_frame": "first frame, first_frame, start frame",
    "last_frame": "last frame, last_frame, end frame",
    "note": "note, notes, comment, comments, remark, remarks, notizen, bemerkung, 備考, 备注",
}
_FIELDS = {word.strip(): name for name, words in _COLUMNS.items() for word in words.split(",")}
# Before a colon in prose only what could not be prose.
_LABELS = {
    **dict.fromkeys(
        ("narration", "narrator", "voiceover", "voice over", "voice-over", "vo", "v.o.", "v/o"), "narration"
    ),
    **dict.fromkeys(("ナレーション", "旁白", "sprecher"), "narration"),
    **dict.fromkeys(("visual", "visuals", "shot", "action", "画面", "映像", "bild"), "action"),
    **dict.fromkeys(("camera", "kamera", "カメラ"), "camera"),
    **dict.fromkeys(("duration", "length", "dauer"), "for"),
    **dict.fromkeys(("on-screen text", "lower third", "super", "テロップ"), "title"),
    **dict.fromkeys(("transition",), "join"),
    **dict.fromkeys(("location", "setting"), "at"),
    **dict.fromkeys(("clip", "footage"), "clip"),
    "image": "image",
    "motion": "motion",
}
_DISSOLVE = re.compile(
    r"dissolve|cross-?\s?fade|fade (?:to|into|through)|überblend|fondu|オーバーラップ|叠化", re.IGNORECASE
)
_CUT = re.compile(r"\b(?:cut|schnitt|straight)\b|カット|切", re.IGNORECASE)
_FILE = re.compile(
    r".+\.(?:mp4|mov|mkv|webm|avi|m4v|mxf|ts|png|jpe?g|webp|gif|tiff?|bmp|avif|heic|svg)", re.IGNORECASE | re.DOTALL
)
_NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_UNIT = r"(?:(?:s|sec|secs|second|seconds|sek|sekunden|秒|초|с)\.?)"
_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2}(?:[.,]\d{1,3})?)"


def field_of(header: str) -> str:
    """The part that a column's header stands for: `narration` for `Voice-over`; nothing for an unknown one."""
    return _FIELDS.get(_bare(header), "")


def label_of(words: str) -> str:
    """The part that the words before a colon stand for, where they can be no prose."""
    return _LABELS.get(_bare(words), "")


def _bare(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").strip(" *:：.").split())


def names_file(text: str) -> bool:
    """Whether words are the name of a clip or a picture, not what it shows."""
    return bool(_FILE.fullmatch(text.strip()))


def length_text(text: str) -> str:
    """A length as a storyboard takes it, of `4`, `4 sec`, `0:04` or `0:04-0:09`; any other text as it is."""
    plain = text.strip()
    number = re.fullmatch(rf"~?({_NUMBER})\s*{_UNIT}?", plain, re.IGNORECASE)
    if number:
        return seconds_text(_figure(number[1]))
    span = re.fullmatch(rf"{_CLOCK}\s*(?:-|–|—|→|to)\s*{_CLOCK}", plain)
    if span and _clock(span.groups()[3:]) > _clock(span.groups()[:3]):
        return seconds_text(_clock(span.groups()[3:]) - _clock(span.groups()[:3]))
    clock = re.fullmatch(_CLOCK, plain)
    return seconds_text(_clock(clock.groups())) if clock else plain


def _figure(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _clock(parts: tuple[str | None, ...]) -> Fraction:
    hours, minutes, seconds = (_figure(part or "0") for part in parts)
    return 3600 * hours + 60 * minutes + seconds


def join_text(text: str) -> str:
    """A transition as a storyboard takes it: `dissolve 0.5s`, `cut`; nothing for one that is not made."""
    with suppress(ValueError):
        return str(JoinWords.parse(text.lower()))
    if _DISSOLVE.search(text):
        return "dissolve 0.5s"
    return "cut" if _CUT.search(text) else ""
