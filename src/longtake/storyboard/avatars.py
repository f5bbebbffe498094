"""Avatars that a provider has of somebody, by the ids that it knows them by: instead of a portrait."""

from __future__ import annotations

from pydantic import Field

from longtake.storyboard.fields import LanguageText, Words, Written

__all__ = ["HeyGenAvatar", "OwnAvatars", "SynthesiaAvatar"]


class HeyGenAvatar(Written):
    """A look of the user's at HeyGen, for its Avatars III, IV and V."""

    short = "avatar"
    avatar: Words = Field(description="The look's id at HeyGen (avatar_id): Annie_Lounge_Standing_Side_public.")


class SynthesiaAvatar(Written):
    """An avatar at Synthesia, what it stands in front of, and the language that it speaks."""

    short = "avatar"
    avatar: Words = Field(description="The avatar's id at Synthesia: anna_costume1_cameraA.")
    background: Words = Field(
        default="white_studio",
        description="What is behind it: white_studio (the default), green_screen, or the id of an asset of yours.",
    )
    language: LanguageText | None = Field(
        default=None, description="The language that it speaks, with its region: en-GB. By default the storyboard's."
    )


class OwnAvatars(Written):
    """Somebody's avatar at each provider that has one."""

    heygen: HeyGenAvatar | None = Field(default=None, description="At HeyGen: an id, or {avatar: …}.")
    synthesia: SynthesiaAvatar | None = Field(
        default=None, description="At Synthesia: an id, or {avatar: …, background: …, language: …}."
    )

    def told(self, language: str) -> dict[str, dict[str, str]]:
        """What each provider is told of its avatar, by the names of the fields. language: the storyboard's, where an
        avatar that is told one has none of its own."""
        found: dict[str, dict[str, str]] = {}
        if self.heygen:
            found["heygen"] = {"avatar": self.heygen.avatar}
        if mine := self.synthesia:
            spoken = mine.language or language
            found["synthesia"] = {"avatar": mine.avatar, "background": mine.background, "language": spoken}
        return found
