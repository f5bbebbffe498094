"""What several providers do alike: keys in a header, pages of a list, takes behind links that need none or a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Media, Refused, Route

__all__ = ["bearer", "content_of", "counted", "download", "page_of"]


def bearer(headers: Mapping[str, str]) -> str:
    """The key after `Bearer`, "" for none."""
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def counted(call: Call, key: str, default: int, least: int = 1) -> int:
    """A whole number in the query, from `least` on. Raises Refused("invalid")."""
    text = call.one(key, str(default))
    if not text.isdecimal() or int(text) < least:
        raise Refused("invalid", f"`{key}` must be a whole number from {least} on")
    return int(text)


def page_of(call: Call, jobs: Sequence[Job], size: int) -> Sequence[Job]:
    """Those of the page that is asked for, by `page_num` and `page_size`. size: of a page, where none is named."""
    size, page = counted(call, "page_size", size), counted(call, "page_num", 1)
    return jobs[(page - 1) * size : page * size]


def content_of(call: Call, job: Job, state: State, expired: str) -> Answer:
    """The take of a job, where its key is asked for. expired: what is said once its life is over. Raises
    Refused("early") before it is made, Refused("gone")."""
    if state != "finished":
        raise Refused("early")
    link = call.studio.linked(call.studio.link(job))
    if link is None or call.now >= link.expires:
        raise Refused("gone", expired)
    return Answer(200, Media(job))


def download(pattern: str, expired: int) -> Route:
    """The route of takes: a link that is unknown is not found, one whose life is over gets the status `expired`."""

    def handle(call: Call) -> Answer:
        link, job = call.studio.linked(call.parts["token"]), call.studio.linked_job(call.parts["token"])
        if link is None or job is None:
            return Answer(404, _page("NoSuchKey", "The specified key does not exist."), _XML)
        if call.now >= link.expires:
            return Answer(expired, _page("AccessDenied", "Request has expired."), _XML)
        return Answer(200, Media(job, link.file))

    return Route("download", "GET", pattern, handle, is_open=True)


_XML = {"content-type": "application/xml"}


def _page(code: str, message: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
