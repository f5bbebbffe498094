"""A bucket of the user's, for files that a provider takes by address only. Which storage it is follows from the scheme
of its address, by fsspec: `s3://…` wants s3fs, `gs://…` gcsfs, `az://…` adlfs."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from longtake.errors import ForbiddenAddressError, InputError, MissingExtraError
from longtake.generation.clock import Clock
from longtake.generation.failures import failed, raised
from longtake.generation.guard import checked_url
from longtake.generation.provider import Asset, Uploaded

try:
    from fsspec.core import url_to_fs
except ImportError as error:
    raise MissingExtraError(
        f"a bucket needs a package that is not here: {error.name}",
        advice=("install it: pip install 'longtake[bucket]'",),
    ) from error

__all__ = ["SignedBucket", "bucket_of"]

_VARIABLE = "LONGTAKE_BUCKET"
_LIVES = timedelta(hours=24)


def bucket_of(environ: Mapping[str, str], clock: Clock) -> SignedBucket | None:
    """The bucket that `LONGTAKE_BUCKET` names (`s3://bucket/folder`), None where it names none. Keys are found as the
    storage's own client finds them. Raises InputError for an address that is none, MissingExtraError where the package
    for its storage is missing."""
    address = environ.get(_VARIABLE, "")
    if not address:
        return None
    parts = urlsplit(address)
    if not parts.scheme or not (parts.netloc or parts.path.strip("/")) or "@" in parts.netloc:
        advice = ("write s3://bucket/folder, with no key in it",)
        raise InputError(f"{parts.scheme or 'this'}://… names no bucket", place=_VARIABLE, advice=advice)
    try:
        files, root = url_to_fs(address)
    except ImportError as error:
        what = f"a bucket at {parts.scheme}:// needs a package that is not here: {error}"
        raise MissingExtraError(what, place=_VARIABLE, advice=("install it beside longtake[bucket]",)) from error
    except ValueError as error:
        advice = ("s3://, gs:// and az:// are usual",)
        raise InputError(f"nothing here knows {parts.scheme}://", place=_VARIABLE, advice=advice) from error
    return SignedBucket(files, root.rstrip("/"), clock)


class SignedBucket:
    """See `adapter.Bucket`. Files are named by their digest; a provider gets an address that opens one of them for a
    day. What is put there is never deleted: let the bucket do that after some days."""

    def __init__(self, files: Any, root: str, clock: Clock) -> None:
        """files: a file system of fsspec's; root: the folder in it."""
        self._files, self._root, self._clock = files, root, clock

    async def put(self, asset: Asset) -> Uploaded:
        """Raises CallFailedError of class `operator` where the bucket does not take the file, signs no addresses, or
        where its addresses are not public."""
        expires = self._clock.today() + _LIVES
        try:
            address = await asyncio.to_thread(self._put, asset)
            checked_url(address)
        except NotImplementedError as error:
            raise _refused("this kind of storage signs no addresses", "name an s3://, gs:// or az:// bucket") from error
        except ForbiddenAddressError as error:
            raise _refused(str(error), "providers must reach the bucket over the internet, by https") from error
        except Exception as error:  # a client of a storage has errors of its own, of no common kind
            raise _refused(f"{type(error).__name__}: {error}", "see whether its keys are set and may write") from error
        return Uploaded(address, expires)

    def _put(self, asset: Asset) -> str:
        path = f"{self._root}/{asset.digest}{mimetypes.guess_extension(asset.media_type) or ''}"
        self._files.pipe_file(path, asset.content)
        return str(self._files.sign(path, expiration=int(_LIVES.total_seconds())))


def _refused(what: str, next_step: str) -> Exception:
    return raised(failed("bucket", "operator", what, next_step))
