"""Draw diagrams/lengths.png: two pendulums, one four times as long as the other, 1600 x 900.

Run `python make_media.py`. It needs pillow, and the same version of it writes the same bytes.
"""

from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
FINE = 2  # drawn twice as large and made smaller, for smooth edges
CHARCOAL, BRASS, IVORY = (33, 32, 34), (181, 143, 72), (236, 228, 208)


def diagram() -> Image.Image:
    drawn = Image.new("RGB", (1600 * FINE, 900 * FINE), CHARCOAL)
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((300 * FINE, 96 * FINE, 1300 * FINE, 108 * FINE), IVORY)
    for left, length in ((560, 160), (1040, 640)):
        for angle, ink in ((-14, (86, 76, 58)), (14, BRASS)):
            x, y = left + length * sin(radians(angle)), 108 + length * cos(radians(angle))
            draw.line((left * FINE, 108 * FINE, x * FINE, y * FINE), ink, 4 * FINE)
            draw.ellipse(((x - 38) * FINE, (y - 38) * FINE, (x + 38) * FINE, (y + 38) * FINE), ink)
    return drawn.resize((1600, 900), Image.Resampling.LANCZOS)


def main() -> None:
    (HERE / "diagrams").mkdir(exist_ok=True)
    diagram().save(HERE / "diagrams/lengths.png", optimize=True)


if __name__ == "__main__":
    main()
