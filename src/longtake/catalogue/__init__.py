"""Where pictures come from, as data: models, prices. Knows no HTTP and no jobs."""

from longtake.catalogue.catalogue import Catalogue, load_catalogue
from longtake.catalogue.free import FreeSource, keyless
from longtake.catalogue.model import Latency, Model, PromptLimit
from longtake.catalogue.modes import InputRange, Kind, Lengths, Mode, Role, Slot, Source, Sure
from longtake.catalogue.offers import Offer, Wish, offers
from longtake.catalogue.prices import Price, PriceRow, PriceRule

__all__ = [
    "Catalogue",
    "FreeSource",
    "InputRange",
    "Kind",
    "Latency",
    "Lengths",
    "Mode",
    "Model",
    "Offer",
    "Price",
    "PriceRow",
    "PriceRule",
    "PromptLimit",
    "Role",
    "Slot",
    "Source",
    "Sure",
    "Wish",
    "keyless",
    "load_catalogue",
    "offers",
]
