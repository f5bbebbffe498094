"""Draw refs/flask.png: the flask as it has to look in every shot, 768 x 1024.

Run `python make_media.py`. It needs numpy and pillow, and the same versions of them write the same bytes.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HERE = Path(__file__).parent
WIDTH, HEIGHT = 768, 1024
STEEL, COPPER, GROUND = (178, 186, 192), (184, 108, 62), (226, 228, 226)


def turned(colour: tuple[int, int, int], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """A round metal body. across: -1 at its left edge to 1 at its right; lit from the left, with one bright streak."""
    shade = 0.35 + 0.65 * np.sqrt(np.clip(1 - across**2, 0, 1))
    streak = 0.55 * np.exp(-(((across + 0.45) / 0.13) ** 2)) + 0.2 * np.exp(-(((across - 0.6) / 0.1) ** 2))
    return np.clip(np.array(colour) * shade[..., None] + 255 * streak[..., None] * 0.5, 0, 255)


def flask() -> Image.Image:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    picture = np.array(GROUND) * (1 - 0.18 * (y / HEIGHT))[..., None]
    for colour, top, bottom, half in ((COPPER, 130, 330, 112), (STEEL, 330, 900, 130)):
        across = (x - WIDTH / 2) / half
        arch = 26 * np.sqrt(np.clip(1 - across**2, 0, 1))  # both ends are seen a little from above
        body = (np.abs(across) <= 1) & (y >= top + 13 - arch / 2) & (y <= bottom + arch)
        picture = np.where(body[..., None], turned(colour, across), picture)
    return Image.fromarray(picture.astype(np.uint8))


def main() -> None:
    (HERE / "refs").mkdir(exist_ok=True)
    flask().save(HERE / "refs/flask.png", optimize=True)


if __name__ == "__main__":
    main()
