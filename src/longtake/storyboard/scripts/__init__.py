"""Scripts as storyboards: text, Markdown, Fountain, shot lists, subtitles, HTML and Word documents."""

from longtake.storyboard.scripts.finishing import Adaptation
from longtake.storyboard.scripts.reading import FORMATS, adapt, adapt_text, format_of

__all__ = ["FORMATS", "Adaptation", "adapt", "adapt_text", "format_of"]
