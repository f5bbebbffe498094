"""Forms as clients send them with files (RFC 7578), read as data."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from longtake.libav.emulated import sound_seconds
from longtake.media import digest_bytes

__all__ = ["file_told", "form_in"]


def form_in(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a form: texts, and each file as `file_told`. kind: the content type,
    with the boundary. Raises ValueError where it is no form."""
    message = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + body)
    if not message.is_multipart():
        raise ValueError(f"{kind} is no form")
    fields: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise ValueError("a part of the form has no name")
        file = part.get_filename()
        fields[name] = content.decode() if file is None else file_told(part.get_content_type(), content, file)
    return fields


def file_told(kind: str, content: bytes, name: str = "") -> dict[str, Any]:
    """A file as data: its `name`, `type`, `size` and `digest`, and of a sound its `seconds`, as a fraction in words."""
    told = {"name": name, "type": kind, "size": len(content), "digest": digest_bytes(content)}
    seconds = sound_seconds(content) if kind.startswith("audio/") else None
    return told if seconds is None else {**told, "seconds": str(seconds)}
