"""Forms with files are read as clients send them."""

import httpx
import pytest

from longtake.emulator.multipart import form_in
from longtake.media import digest_bytes

PICTURE = bytes(range(256))


def sent(**files: object) -> tuple[str, bytes]:
    request = httpx.Request("POST", "http://localhost", files=files)  # type: ignore[arg-type]
    return request.headers["content-type"], request.read()


def test_texts_and_a_file_are_read_with_every_byte() -> None:
    form = form_in(*sent(prompt=(None, "Ein Zug fährt"), picture=("first.png", PICTURE, "image/png")))
    assert form["prompt"] == "Ein Zug fährt"
    told = {"name": "first.png", "type": "image/png", "size": 256, "digest": digest_bytes(PICTURE)}
    assert form["picture"] == told


@pytest.mark.parametrize("body", [b"", b"{}", b"--other\r\n\r\n--other--"])
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"no form|no name"):
        form_in("multipart/form-data; boundary=here", body)
