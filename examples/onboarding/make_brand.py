"""Draw the brand's pictures: brand/logo.png with transparency, and brand/card.png, which ends the film.

Run `python make_brand.py`. It needs pillow, and the same version of it writes the same bytes.
"""

from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
GREEN, SAND = (14, 77, 69), (222, 203, 164)
FINE = 4  # drawn so many times larger and made smaller, for smooth edges


def fern(width: int, colour: tuple[int, int, int]) -> Image.Image:
    """The mark: a stem with five pairs of leaves that grow shorter, on a square with transparency."""
    side = width * FINE
    mark = Image.new("RGBA", (side, side), (*colour, 0))
    draw = ImageDraw.Draw(mark)
    draw.rounded_rectangle((0.48 * side, 0.06 * side, 0.52 * side, 0.96 * side), side // 50, (*colour, 255))
    for pair in range(5):
        root, reach = 0.84 - 0.15 * pair, 0.40 - 0.065 * pair
        for way in (-1, 1):
            tip = (0.5 + way * reach, root - 0.6 * reach)
            leaf = [(0.5, root), (0.5 + way * 0.7 * reach, root - 0.12 * reach), tip, (0.5, root - 0.10)]
            draw.polygon([(x * side, y * side) for x, y in leaf], (*colour, 255))
    return mark.resize((width, width), Image.Resampling.LANCZOS)


def card() -> Image.Image:
    """The mark on the brand's green, 1280 x 720, with room below it for words."""
    ground = Image.new("RGB", (1280, 720), GREEN)
    mark = fern(200, SAND)
    ground.paste(mark, (540, 50), mark)
    return ground


def main() -> None:
    (HERE / "brand").mkdir(exist_ok=True)
    fern(160, SAND).save(HERE / "brand/logo.png", optimize=True)
    card().save(HERE / "brand/card.png", optimize=True)


if __name__ == "__main__":
    main()
