"""Where pictures and speech come from, as data: models, prices. Knows no HTTP and no jobs."""

from longtake.catalogue.catalogue import Catalogue, load_catalogue, model_in
from longtake.catalogue.charges import Charge
from longtake.catalogue.free import FreeSource, keyless
from longtake.catalogue.model import Knob, Latency, Model, PromptLimit
from longtake.catalogue.modes import InputRange, Kind, Lengths, Mode, Role, Slot, SoundForm, Source, Sure
from longtake.catalogue.music import MusicModel
from longtake.catalogue.offers import Offer, Wish, offers
from longtake.catalogue.order_form import Choice, OrderForm, Spelling, Way
from longtake.catalogue.prices import Price, PriceRow, PriceRule
from longtake.catalogue.speech import SpeechModel, Voice
from longtake.catalogue.voices import Voices, load_music, load_voices
from longtake.catalogue.workflow import Workflow

__all__ = [
    "Catalogue",
    "Charge",
    "Choice",
    "FreeSource",
    "InputRange",
    "Kind",
    "Knob",
    "Latency",
    "Lengths",
    "Mode",
    "Model",
    "MusicModel",
    "Offer",
    "OrderForm",
    "Price",
    "PriceRow",
    "PriceRule",
    "PromptLimit",
    "Role",
    "Slot",
    "SoundForm",
    "Source",
    "SpeechModel",
    "Spelling",
    "Sure",
    "Voice",
    "Voices",
    "Way",
    "Wish",
    "Workflow",
    "keyless",
    "load_catalogue",
    "load_music",
    "load_voices",
    "model_in",
    "offers",
]
