"""Translations of what is said, from files that translators work with: tables (CSV, TSV), gettext (PO), XLIFF."""

from longtake.storyboard.marks import text_key
from longtake.storyboard.translations.reading import Translations, read_translations
from longtake.storyboard.translations.units import units_of

__all__ = ["Translations", "read_translations", "text_key", "units_of"]
