"""Where pictures come from, as data: models, prices. Knows no HTTP and no jobs."""

from longtake.catalogue.models import Model, keyless

__all__ = ["Model", "keyless"]
