"""What those who make a portrait or an avatar speak can be asked without buying anything; see `questions`."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.generation.question import NOBODYS, PLACEHOLDER, Question, gone
from longtake.generation.wire import Call

__all__ = ["ACTORS"]

_HEYGEN_GONE = {"error": {"code": "video_not_found", "message": "…", "doc_url": "…"}}
_SYNTHESIA_GONE = {"type": "…", "title": "…", "status": 404, "detail": "…", "code": "not_found", "requestId": "…"}
_OMNIHUMAN = "jimeng_realman_avatar_picture_omni_v15"

ACTORS: Mapping[str, tuple[Question, ...]] = {
    "heygen": (
        Question(
            what="the account's videos of a title that nobody gave",
            model="avatar_iv",
            call=Call("GET", "/v3/videos", query=(("limit", "1"), ("title", PLACEHOLDER))),
            status=200,
            body={"data": [], "has_more": False, "next_token": None},
            sure="sdk source",
            written="heygen/list-none",
        ),
        gone("avatar_iv", f"/v3/videos/{PLACEHOLDER}", _HEYGEN_GONE, "third party", "heygen/error-gone"),
    ),
    "synthesia": (
        Question(
            what="the account's videos",
            model="synthesia",
            call=Call("GET", "/v2/videos", query=(("limit", "1"), ("offset", "0"))),
            status=200,
            body={"videos": [], "nextOffset": 0},
            sure="documented",
            written="synthesia/list-none",
        ),
        gone("synthesia", f"/v2/videos/{PLACEHOLDER}", _SYNTHESIA_GONE, "documented", "synthesia/error-gone"),
    ),
    "volcengine": (
        Question(
            what=NOBODYS,
            model=_OMNIHUMAN,
            call=Call(
                "POST",
                "/",
                f'{{"req_key": "{_OMNIHUMAN}", "task_id": "{PLACEHOLDER}"}}'.encode(),
                (("Action", "CVGetResult"), ("Version", "2022-08-31")),
            ),
            status=200,
            body={
                "code": 10000,
                "message": "Success",
                "request_id": "…",
                "time_elapsed": "104.852309ms",
                "data": {"status": "not_found", "video_url": "", "aigc_meta_tagged": False},
                "status": 10000,
            },
            sure="documented",
            written="omnihuman/poll-gone",
        ),
    ),
}
