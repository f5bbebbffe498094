"""Make the media that storyboard.yaml names: one morning kitchen, drawn and played by arithmetic.

    footage/product.mp4   8 s, 1280x720 at 24: a slow slide past a steaming teal cup while the window's light crosses
                          the counter; its sound is the quiet room and something being poured
    refs/cup.png          the same cup, 1600x1200, seen from closer and from above
    music/morning.ogg     60 s of soft pad and plucked strings that come to rest by themselves

Run `python make_media.py`. It needs numpy, av and pillow, takes about a minute, and the same versions of these
write the same bytes. Light is linear until `graded`; lengths are in units of the cup's height; y is up and z goes away
from the camera.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]

HERE = Path(__file__).parent
RATE = 24
FRAMES = 8 * RATE
WIDTH, HEIGHT = 1280, 720
SAMPLE_RATE = 48_000

SUN = np.array([-0.80, 0.50, -0.33], np.float32) / np.float32(np.hypot(np.hypot(0.80, 0.50), 0.33))
SUNLIGHT = np.array([4.6, 3.45, 2.2], np.float32)
DAYLIGHT = np.array([0.62, 0.72, 0.86], np.float32)
WINDOW_AT = -4.0  # the window's wall: the plane x = -4
WALL_AT = 3.2  # the wall behind the counter: the plane z = 3.2


# Small tools of the trade


def vector(*numbers: float) -> Floats:
    return np.array(numbers, np.float32)


def dot(a: Floats, b: Floats) -> Floats:
    return np.sum(a * b, axis=-1)


def unit(a: Floats) -> Floats:
    return a / np.sqrt(dot(a, a))[..., None]


def mix(a: Floats, b: Floats, amount: Floats | float) -> Floats:
    return a + (b - a) * amount


def smooth(low: float, high: float, x: Floats) -> Floats:
    """0 below `low`, 1 above `high`, and a soft S between them."""
    x = np.clip((x - low) / (high - low), 0, 1)
    return x * x * (3 - 2 * x)


LATTICE = np.random.default_rng(1).random((256, 256), np.float32)


def noise(u: Floats, v: Floats) -> Floats:
    """Smooth values in 0..1 that vary once a unit."""
    left, top = np.floor(u), np.floor(v)
    a, b = smooth(0, 1, u - left), smooth(0, 1, v - top)
    i, j = left.astype(np.int32), top.astype(np.int32)
    i0, i1, j0, j1 = i & 255, (i + 1) & 255, j & 255, (j + 1) & 255
    return mix(mix(LATTICE[i0, j0], LATTICE[i1, j0], a), mix(LATTICE[i0, j1], LATTICE[i1, j1], a), b)


def blurred(picture: Floats, sigma: float) -> Floats:
    """The picture through a Gaussian of `sigma` pixels; its edges are mirrored."""
    edge = int(3 * sigma) + 1
    padded = np.pad(picture, [(edge, edge), (edge, edge), (0, 0)], "symmetric")
    rows, columns = padded.shape[:2]
    fall = 2 * (np.pi * sigma) ** 2
    lens = np.exp(-fall * (np.fft.fftfreq(rows)[:, None] ** 2 + np.fft.rfftfreq(columns) ** 2))
    soft = np.fft.irfft2(np.fft.rfft2(padded, axes=(0, 1)) * lens[..., None], (rows, columns), axes=(0, 1))
    return soft[edge:-edge, edge:-edge].astype(np.float32)


# The things: a cup on its saucer, as distances


def around(p: Floats) -> Floats:
    """How far from the cup's axis."""
    return np.hypot(p[..., 0], p[..., 2])


def bowl(p: Floats) -> Floats:
    """Signed distance to the solid the cup is turned from: a superellipse, open upwards."""
    deep = np.clip((1 - p[..., 1]) / 0.93, 0, None)
    return 0.56 * (((around(p) / 0.56) ** 3.2 + deep**3.2) ** (1 / 3.2) - 1)


def handle(p: Floats) -> Floats:
    """Signed distance to an oval ring on the cup's right, turned a little to the camera."""
    out, aside = p[..., 0] * 0.9 - p[..., 2] * 0.436 - 0.56, p[..., 0] * 0.436 + p[..., 2] * 0.9
    ring = np.hypot(out / 0.92, (p[..., 1] - 0.56) / 1.1) - 0.255
    return np.hypot(ring, aside * 0.8) - 0.047


def joined(a: Floats, b: Floats, fillet: float) -> Floats:
    """Distance to both things, with a round fillet where they touch (Quilez's polynomial smooth minimum)."""
    share = np.clip(0.5 + 0.5 * (b - a) / fillet, 0, 1)
    return mix(b, a, share) - fillet * share * (1 - share)


def cup(p: Floats) -> Floats:
    body = bowl(p)
    shell = np.hypot(body, np.clip(p[..., 1] - 1, 0, None)) - 0.03
    ring = np.maximum(handle(p), -body)
    return joined(shell, ring, 0.07)


def coffee(p: Floats) -> Floats:
    return np.maximum(p[..., 1] - 0.9, bowl(p))


def saucer(p: Floats) -> Floats:
    r = around(p)
    lift = 0.035 + 0.10 * smooth(0.42, 1.05, r)
    return np.hypot(np.clip(r - 0.92, 0, None), p[..., 1] - lift) * 0.9 - 0.026


def things(p: Floats) -> Floats:
    return joined(joined(cup(p), coffee(p), 0.025), saucer(p), 0.025)


def facing(p: Floats) -> Floats:
    """Unit normals of the things at `p`, from four distances at the corners of a tetrahedron."""
    corners = vector(1, -1, -1, -1, -1, 1, -1, 1, -1, 1, 1, 1).reshape(4, 3)
    return unit(sum(corner * things(p + 0.002 * corner)[..., None] for corner in corners))


def met(eye: Floats, rays: Floats) -> Floats:
    """How far along each ray the things are met; infinite where they never are."""
    near = -rays @ eye - 1.3
    far = np.full(len(rays), np.inf, np.float32)
    walking, at = np.arange(len(rays)), np.maximum(near, 0).astype(np.float32)
    for _ in range(160):
        step = things(eye + rays[walking] * at[:, None])
        there = step < 0.0015
        far[walking[there]] = at[there]
        going = ~there & (at < near[walking] + 2.8)
        walking, at = walking[going], (at + 0.9 * step)[going]
    return far


def sunlit(p: Floats) -> Floats:
    """How much of the sun each point sees past the things, with the soft edge of a broad sun."""
    seen, at = np.ones(p.shape[:-1], np.float32), np.full(p.shape[:-1], 0.03, np.float32)
    for _ in range(26):
        clear = things(p + SUN * at[..., None])
        seen = np.minimum(seen, 0.5 + 9 * clear / at)
        at += np.clip(clear, 0.025, 0.2)
    return smooth(0, 1, seen)


def open_air(p: Floats, normal: Floats) -> Floats:
    """How much of the room's light reaches each point: less in corners and close to other things."""
    hidden = sum(
        (h - np.minimum(things(p + normal * h), p[..., 1] + normal[..., 1] * h)) / h / 2 for h in (0.06, 0.18, 0.45)
    )
    return np.clip(1 - 0.75 * hidden, 0.08, 1)


# Their surfaces


def walnut(x: Floats, z: Floats) -> Floats:
    """Colour of the counter: boards along x, with rings, streaks and pores."""
    board = np.floor(z / 0.95 + 0.35)
    along, across = x + 3.7 * board, z + 5.1 * board
    bend = noise(along * 0.45, across * 1.3) + 0.5 * noise(along * 1.1, across * 3.1)
    rings = 0.5 + 0.5 * np.sin(24 * (0.55 * across + 0.42 * bend))
    streaks = noise(along * 1.6, across * 26) * 0.6 + noise(along * 5, across * 90) * 0.4
    tone = np.clip(0.5 * rings + 0.55 * streaks + 0.25 * (noise(board * 7.3, board) - 0.5), 0, 1)
    joint = smooth(0.0, 0.014, np.abs((z / 0.95 + 0.35) % 1 - 0.5) * -1 + 0.5)
    return (
        mix(vector(0.060, 0.026, 0.012), vector(0.26, 0.130, 0.064), tone[..., None]) * (0.3 + 0.7 * joint)[..., None]
    )


def glaze(p: Floats) -> tuple[Floats, Floats]:
    """Colour and shine of the things: teal glaze that ends in a wave above bare clay, a clay lip, dark coffee."""
    turn = np.arctan2(p[..., 2], p[..., 0])
    line = 0.27 + 0.025 * np.sin(3 * turn + 1) + 0.02 * np.sin(7 * turn)
    glazed = smooth(-0.012, 0.012, p[..., 1] - line) * (1 - smooth(1.012, 1.026, p[..., 1]))
    pooled = noise(turn * 9, p[..., 1] * 7) * 0.35 + 0.8
    colour = mix(vector(0.52, 0.40, 0.28), vector(0.008, 0.105, 0.118) * pooled[..., None], glazed[..., None])
    on_saucer = (saucer(p) < cup(p))[..., None]
    colour, shine = (
        np.where(on_saucer, vector(0.66, 0.58, 0.47), colour),
        np.where(on_saucer[..., 0], 0.35, 0.15 + glazed),
    )
    is_coffee = (coffee(p) < np.minimum(cup(p), saucer(p)))[..., None]
    return np.where(is_coffee, vector(0.020, 0.008, 0.003), colour), np.where(is_coffee[..., 0], 0.9, shine)


LEAVES = [  # root, length and lean of each leaf of the plant by the wall
    (1.98, 0.95, 1.25, -0.75), (2.02, 1.00, 1.55, -0.40), (2.06, 1.00, 1.75, -0.08), (2.10, 1.00, 1.60, 0.26),
    (2.14, 0.95, 1.35, 0.62), (2.00, 0.90, 0.90, -1.10), (2.12, 0.90, 0.95, 1.02),
]  # fmt: skip


def backdrop(x: Floats, y: Floats) -> Floats:
    """Colour of the wall, and of a plant in its pot in front of it; the lens blurs them."""
    colour = np.broadcast_to(vector(0.90, 0.75, 0.58), (*x.shape, 3))
    for number, (root, foot, length, lean) in enumerate(LEAVES):
        along = ((x - root) * np.sin(lean) + (y - foot) * np.cos(lean)) / length
        aside = (x - root) * np.cos(lean) - (y - foot) * np.sin(lean) + 0.12 * np.sign(lean) * along**2
        leaf = smooth(0.02, -0.02, np.abs(aside) - 0.16 * np.sqrt(np.clip(along * (1 - along) * 4, 0, None)))
        green = vector(0.030, 0.085, 0.050) * (1 + 0.5 * (number % 3))
        colour = mix(colour, green, (leaf * (along > 0) * (along < 1))[..., None])
    pot = (np.abs(x - 2.06) < 0.34 + 0.1 * y) & (y < 0.98)
    return np.where(pot[..., None], vector(0.42, 0.20, 0.12), colour)


def in_window(p: Floats, toward: Floats) -> tuple[Floats, Floats]:
    """Where on the window's wall (height, depth) one arrives from `p`."""
    way = (WINDOW_AT - p[..., 0]) / np.minimum(toward[..., 0], -1e-3)
    return p[..., 1] + way * toward[..., 1], p[..., 2] + way * toward[..., 2]


def panes(height: Floats, depth: Floats, soft: float) -> Floats:
    """1 within the six panes of the window, 0 on its bars and beyond, with edges `soft` wide."""
    up, aside = np.abs(height), np.abs(depth)
    glass = smooth(-soft, soft, 0.95 - up) * smooth(-soft, soft, 1.15 - aside)
    bars = smooth(-soft, soft, 0.05 - np.abs(up - 0.32)) + smooth(-soft, soft, 0.05 - aside)
    return glass * np.clip(1 - bars, 0, 1)


# What the camera sees


@dataclass(frozen=True, slots=True)
class Camera:
    """An eye that looks at a point; `focal` is the lens's length in heights of the picture."""

    eye: Floats
    target: Floats
    focal: float

    def rays(self, width: int, height: int) -> Floats:
        """One unit direction a pixel: height x width x 3."""
        ahead = unit(self.target - self.eye)
        right = unit(np.cross(vector(0, 1, 0), ahead))
        x = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / (self.focal * height)
        y = (height / 2 - np.arange(height, dtype=np.float32) - 0.5) / (self.focal * height)
        return unit(ahead + x[None, :, None] * right + y[:, None, None] * np.cross(ahead, right))

    def depth(self, p: Floats) -> Floats:
        return (p - self.eye) @ unit(self.target - self.eye)


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of the picture whose light is still to be chosen; all arrays are height x width (x 3).

    `still` is the room's own light, `sun` what full sun adds, and (`up`, `aside`) the place on the window's wall
    through which the sun would reach each pixel. Colours are multiplied by `cover`, the share of a pixel that is the
    thing.
    """

    still: Floats
    sun: Floats
    up: Floats
    aside: Floats
    depth: Floats
    cover: Floats

    def lit(self, sweep: float) -> Floats:
        """The layer with the window's light `sweep` units on its way across the room."""
        next_window = (self.aside + 2.85 - 0.3 * sweep) % 3.0 - 1.5
        light = panes(self.up - 2.55 + sweep, next_window, 0.09)
        return self.still + self.sun * (0.04 + 0.96 * light)[..., None]

    def cut(self, rows: slice, columns: slice) -> "Layer":
        return Layer(*(getattr(self, name)[rows, columns] for name in Layer.__slots__))


def room(camera: Camera, width: int, height: int) -> Layer:
    """The counter with the shadow of the things on it, and the wall behind."""
    rays = camera.rays(width, height)
    to_wall = (WALL_AT - camera.eye[2]) / rays[..., 2]
    to_counter = np.where(rays[..., 1] < -1e-4, -camera.eye[1] / np.minimum(rays[..., 1], -1e-4), np.inf)
    p = camera.eye + rays * np.minimum(to_wall, to_counter)[..., None].astype(np.float32)
    wood = (to_counter < to_wall)[..., None]
    normal = np.where(wood, vector(0, 1, 0), vector(0, 0, -1))
    colour = np.where(wood, walnut(p[..., 0], p[..., 2]), backdrop(p[..., 0], p[..., 1]))
    close = wood[..., 0] & (around(p) < 3)
    shade, air = np.ones(to_wall.shape, np.float32), np.ones(to_wall.shape, np.float32)
    shade[close], air[close] = sunlit(p[close]), open_air(p[close], normal[close])
    left = 0.42 + 0.75 * np.exp(-0.38 * np.clip(p[..., 0] + 3.6, 0, None))
    gloss = np.where(wood[..., 0], 0.03 + 0.30 * (1 + rays[..., 1]) ** 6, 0)
    still = (colour + gloss[..., None] * 0.35) * DAYLIGHT * (0.62 * left * air)[..., None]
    sun = (colour + gloss[..., None] * 0.2) * SUNLIGHT * (np.clip(dot(normal, SUN), 0, 1) * shade)[..., None]
    return Layer(still, sun, *in_window(p, SUN), camera.depth(p), np.ones_like(shade))


def tableware(camera: Camera, width: int, height: int) -> Layer:
    """The cup and the saucer alone, four rays a pixel."""
    rays = camera.rays(2 * width, 2 * height).reshape(-1, 3)
    past = np.cross(rays, camera.eye - vector(0, 0.5, 0))
    hopeful = np.flatnonzero(dot(past, past) < 1.2)
    far = met(camera.eye, rays[hopeful])
    hit = hopeful[np.isfinite(far)]
    p = camera.eye + rays[hit] * far[np.isfinite(far), None]
    still, sun = shaded(p, rays[hit])
    shape = (height, 2, width, 2)

    def gathered(values: Floats) -> Floats:
        full = np.zeros((len(rays), *values.shape[1:]), np.float32)
        full[hit] = values
        return full.reshape(*shape, *values.shape[1:]).mean(axis=(1, 3))

    cover = gathered(np.ones(len(hit), np.float32))
    once = np.maximum(cover, 1e-6)
    up, aside, depth = (gathered(values) / once for values in (*in_window(p, SUN), camera.depth(p)))
    return Layer(gathered(still), gathered(sun), up, aside, depth, cover)


def shaded(p: Floats, rays: Floats) -> tuple[Floats, Floats]:
    """Light from the things to the camera: from the room and the bright window, and from the full sun."""
    normal = facing(p)
    colour, shine = glaze(p)
    air = open_air(p, normal)[:, None]
    mirrored = rays - 2 * dot(rays, normal)[:, None] * normal
    fresnel = (shine * (0.04 + 0.96 * np.clip(1 + dot(rays, normal), 0, 1) ** 5))[:, None]
    height, depth = in_window(p, mirrored)
    glass = panes((height + 0.1) / 1.25, (depth + 0.5) / 1.1, 0.08) * (mirrored[:, 0] < 0)
    window = np.clip(0.5 - 0.5 * normal[:, :1], 0, 1) ** 1.5 * 1.05 + 0.16
    bounce = vector(0.20, 0.11, 0.06) * np.clip(0.4 - 0.6 * normal[:, 1:2], 0, 1)
    above = mix(vector(0.10, 0.06, 0.035), vector(0.55, 0.56, 0.56), smooth(-0.15, 0.35, mirrored[:, 1])[:, None])
    still = colour * (DAYLIGHT * window + bounce) * air + fresnel * air * (above + 12 * DAYLIGHT * glass[:, None])
    halfway = np.clip(dot(normal, unit(SUN - rays)), 0, 1)
    glint = shine * (0.10 * halfway**40 + 0.9 * halfway**420)
    shade = sunlit(p + 0.01 * normal) * np.clip(dot(normal, SUN), 0, 1)
    sun = SUNLIGHT * (shade[:, None] * colour + (np.sqrt(shade) * glint)[:, None])
    return np.minimum(still, 1.2), np.minimum(sun, 2.5)  # a brighter spark would leave steps along the edges


def out_of_focus(layer: Layer, focus: float, aperture: float) -> Layer:
    """The layer with each row as sharp as its depth allows. Rows of the room have one depth each."""
    wanted = aperture * np.abs(1 - focus / row_depths(layer))
    sigmas = [0.0, 1.5, 3.5, 8.0, 18.0]

    def defocused(picture: Floats) -> Floats:
        stack = [picture, *(blurred(picture, sigma) for sigma in sigmas[1:])]
        level = np.interp(wanted, sigmas, range(len(sigmas)))
        weights = np.clip(1 - np.abs(level[:, None] - np.arange(len(sigmas))), 0, 1).astype(np.float32)
        return sum(weights[:, k, None, None] * stack[k] for k in range(len(sigmas)))

    return Layer(defocused(layer.still), defocused(layer.sun), layer.up, layer.aside, layer.depth, layer.cover)


def film_curve(light: Floats) -> Floats:
    """Linear light as a picture's 0..1: a film-like shoulder (Narkowicz's fit of ACES), then the eye's curve."""
    film = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    return np.clip(film, 0, 1) ** (1 / 2.2)


# Asked by the root of the light, where the eye's steps are even.
FILM = (film_curve(np.linspace(0, 4, 8192, dtype=np.float32) ** 2) * 255 + 0.5).astype(np.uint8)


def graded(light: Floats) -> NDArray[np.uint8]:
    """Linear light as an 8-bit picture."""
    return FILM[np.minimum(np.sqrt(light) * (8191 / 4), 8191).astype(np.uint16)]


# The moving picture

MARGIN = 80  # pixels on both sides that the slide uncovers
REACH = 0.14  # how far the camera slides to each side


def row_depths(layer: Layer) -> Floats:
    return layer.depth.mean(axis=1)


def one_depth(layer: Layer) -> Floats:
    """The mean depth of the layer's things, for every row: what stands upright must slide in one piece."""
    return np.full(len(layer.depth), np.average(layer.depth, weights=layer.cover))


def slid(picture: Floats, pixels: Floats) -> Floats:
    """The picture without its margins, each row moved left by its own number of pixels (Catmull-Rom between pixels)."""
    width = picture.shape[1] - 2 * MARGIN
    out = np.empty((picture.shape[0], width, picture.shape[2]), np.float32)
    for row, moved in enumerate(pixels):
        first = MARGIN + int(np.floor(moved))
        f = np.float32(moved - np.floor(moved))
        taps = (f * (f * (2 - f) - 1), f * f * (3 * f - 5) + 2, f * (f * (4 - 3 * f) + 1), f * f * (f - 1))
        line = picture[row]
        out[row] = sum(tap / 2 * line[first + k : first + k + width] for k, tap in enumerate(taps, -1))
    return out


def steam(seconds: float, middle: float) -> Floats:
    """How white the steam is, height x width x 1: wisps rising from the cup, whose axis is at column `middle`."""
    x = (np.arange(0, WIDTH, 4, dtype=np.float32)[None, :] - middle) / 300
    y = np.maximum((268 - np.arange(0, HEIGHT, 4, dtype=np.float32)[:, None]) / 300, -0.2)
    rise = np.float32(seconds * 0.42)
    bent = x + 0.34 * np.sqrt(np.clip(y, 0, None)) * (noise(x * 1.1 + 40, y * 1.7 - rise * 1.3) - 0.5)
    curl = noise(bent * 4.6 + 9 + 0.4 * noise(bent * 5, y * 3.5 - 2 * rise), y * 1.2 - 1.3 * rise)
    wisp = smooth(0.35, 1.0, 1 - np.abs(2 * curl - 1)) + 0.35 * noise(bent * 3 + 70, y * 2.4 - 2.2 * rise)
    plume = np.exp(-((bent / (0.30 + 0.16 * y)) ** 2)) * smooth(-0.14, 0.22, y) * smooth(1.02, 0.15, y)
    image = Image.fromarray((wisp * plume).astype(np.float32))
    return np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))[..., None].clip(0)


def covered(layer: Layer) -> tuple[slice, slice]:
    """The rows and columns that hold the layer's things, with room to slide."""
    rows, columns = np.flatnonzero(layer.cover.any(axis=1)), np.flatnonzero(layer.cover.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0] - 2 * MARGIN, columns[-1] + 2 * MARGIN)


def product_shot() -> Iterator[NDArray[np.uint8]]:
    """The frames of the shot. Sliding is exact for counter and wall, whose rows have one depth, close for the cup."""
    camera = Camera(vector(0.12, 1.62, -4.6), vector(0.12, 0.68, 0), 1.9)
    back = out_of_focus(room(camera, WIDTH + 2 * MARGIN, HEIGHT), focus=4.6, aperture=24)
    front = tableware(camera, WIDTH + 2 * MARGIN, HEIGHT)
    rows, columns = covered(front)
    front = front.cut(rows, columns)
    box = (rows, slice(columns.start, columns.stop - 2 * MARGIN))
    shade = vignette(WIDTH, HEIGHT)
    pixels_a_unit = camera.focal * HEIGHT
    for frame in range(FRAMES):
        way = frame / (FRAMES - 1)
        sweep, moved = 0.95 - 1.25 * way, pixels_a_unit * REACH * (2 * way - 1)
        picture = slid(back.lit(sweep), moved / row_depths(back))
        things = slid(np.dstack([front.lit(sweep), front.cover]), moved / one_depth(front))
        picture[box] = over(things, picture[box])
        middle = WIDTH / 2 - (0.12 * pixels_a_unit + moved) / 4.7
        picture += steam(frame / RATE, middle) * vector(0.34, 0.31, 0.27) * (0.6 + 0.7 * way)
        yield graded(np.maximum(picture, 0) * shade)


def over(things: Floats, picture: Floats) -> Floats:
    """Porter and Duff's over: `things` has its cover as fourth channel and its colours multiplied by it."""
    return picture * (1 - things[..., 3:]) + things[..., :3]


def cup_from_above() -> NDArray[np.uint8]:
    """The still, 1200 x 1600 x 3."""
    width, height = 1600, 1200
    camera = Camera(vector(0.1, 3.3, -3.3), vector(0.1, 0.42, 0), 1.55)
    back = out_of_focus(room(camera, width, height), focus=4.3, aperture=26)
    front = tableware(camera, width, height)
    picture = over(np.dstack([front.lit(0.12), front.cover]), back.lit(0.12))
    return graded(np.maximum(picture, 0) * vignette(width, height))


def vignette(width: int, height: int) -> Floats:
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    return (1.12 - 0.26 * (x * x + y * y))[..., None]


# What is heard: all sound is samples x 2, between -1 and 1


def coloured(length: int, seed: int, low: float, high: float, slope: float) -> Floats:
    """Stereo noise between `low` and `high` Hz that falls as frequency to the `slope`; its loudest sample is 1."""
    white = np.random.default_rng(seed).standard_normal((length, 2))
    hertz = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)[:, None]
    band = np.maximum(hertz, 1) ** -slope / (1 + (low / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / high) ** 4)
    hiss = np.fft.irfft(np.fft.rfft(white, axis=0) * band, length, axis=0)
    return (hiss / np.abs(hiss).max()).astype(np.float32)


def bubble(hertz: float, seconds: float) -> Floats:
    """One drop that closes under water: a short tone that climbs as it dies."""
    t = np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    rising = hertz * (t + 1.2 * t * t / seconds / 2)
    return np.sin(2 * np.pi * rising) * np.exp(-5 * t / seconds) * smooth(0, 0.003, t)


def pouring() -> Floats:
    """Eight seconds of a quiet room in which, from the first second to the sixth, somebody pours."""
    length = FRAMES * SAMPLE_RATE // RATE
    t = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    pour = smooth(0.7, 1.6, t) * smooth(6.4, 5.0, t)
    flutter = 0.7 + 0.6 * noise(t * 7, t * 0) * noise(t * 23, t * 0 + 5)
    sound = 0.02 * coloured(length, 2, 40, 500, 0.9)
    sound += (pour * flutter)[:, None] * (
        0.20 * coloured(length, 3, 700, 3200, 0.4) + 0.12 * coloured(length, 4, 250, 700, 0.3)
    )
    chance = np.random.default_rng(5)
    for start in np.sort(chance.uniform(1.0, 6.2, 240)):
        drop = bubble(chance.uniform(420, 780) + 70 * start, chance.uniform(0.02, 0.07))
        first, side = int(start * SAMPLE_RATE), chance.uniform(0.3, 0.7)
        loud = 0.09 * chance.random() * pour[first]
        sound[first : first + len(drop)] += loud * drop[:, None] * vector(1 - side, side)
    return sound * (smooth(0, 0.05, t) * smooth(8, 7.9, t))[:, None]


BEAT = 0.75
BARS = ["D2 A2 F#3 C#4 E4", "B1 F#2 D3 A3 C#4", "G1 D2 B2 F#3 A3", "A1 E2 D3 G3 B3"] * 4 + [
    "G1 D2 B2 F#3 A3",
    "D2 A2 F#3 A3 E4",
]
FIGURE = [0, 2, 4, 3, 1, 3, 4, 2]  # which note of the bar's chord each eighth plucks
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def hertz_of(name: str) -> float:
    """Equal temperament from A4 = 440 Hz; 'F#3' is the F sharp below middle C."""
    return 440 * 2 ** ((STEPS[name[0]] + name.count("#") - 9) / 12 + int(name[-1]) - 4)


def pluck(hertz: float) -> Floats:
    """A soft string of three seconds: overtones die sooner than the tone."""
    t = np.arange(3 * SAMPLE_RATE, dtype=np.float32) / SAMPLE_RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * t) * np.exp(-t * (1.3 + 1.5 * k)) / k**1.7 for k in range(1, 7))
    return tone * smooth(0, 0.006, t) * smooth(3, 2.5, t)


def pad(hertz: float, seconds: float) -> Floats:
    """Three voices a breath apart that swell and fade; samples x 2."""
    t = np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    voices = [
        np.sin(2 * np.pi * hertz * (1 + off) * t) + 0.22 * np.sin(4 * np.pi * hertz * t) for off in (-0.0016, 0, 0.0016)
    ]
    left, right = voices[0] + 0.7 * voices[1], voices[2] + 0.7 * voices[1]
    return np.stack([left, right], axis=1) * (smooth(0, 1.6, t) * smooth(seconds, seconds - 2.2, t))[:, None]


def in_a_hall(dry: Floats, seconds: float, wet: float) -> Floats:
    """The sound with the echo of a bright hall: convolved with noise that dies away in `seconds`."""
    tail = coloured(int(seconds * SAMPLE_RATE), 6, 180, 4500, 0.25)
    tail *= np.exp(-6.9 * np.linspace(0, 1, len(tail), dtype=np.float32))[:, None]
    size = 1 << (len(dry) + len(tail)).bit_length()
    echo = np.fft.irfft(np.fft.rfft(dry, size, axis=0) * np.fft.rfft(tail, size, axis=0), size, axis=0)[: len(dry)]
    return dry + wet * (echo / np.abs(echo).max()).astype(np.float32) * np.abs(dry).max()


def morning() -> Floats:
    """A minute of music: eighteen bars of four slow chords, and two in which the last one rings out."""
    sound = np.zeros((60 * SAMPLE_RATE, 2), np.float32)

    def play(seconds: float, voice: Floats) -> None:
        first = round(seconds * SAMPLE_RATE)
        sound[first : first + len(voice)] += voice[: len(sound) - first]

    for bar, chord in enumerate(BARS):
        notes, start, last = chord.split(), bar * 4 * BEAT, bar == len(BARS) - 1
        for number, note in enumerate(notes):
            play(start, 0.075 * pad(hertz_of(note), 8.5 if last else 4 * BEAT + 2.2) / (1 + 0.3 * number))
        for eighth, which in enumerate(FIGURE[: 5 if last else 8] if bar >= 2 else []):
            side = 0.5 + 0.22 * np.cos(2.4 * eighth + bar)
            loud = 0.16 * (1 if eighth % 4 == 0 else 0.72) * min(1, 0.4 + 0.15 * (bar - 1))
            play(start + eighth * BEAT / 2, loud * pluck(2 * hertz_of(notes[which]))[:, None] * vector(1 - side, side))
    sound = in_a_hall(sound, 2.8, 0.45)
    sound *= smooth(60, 56, np.arange(len(sound), dtype=np.float32) / SAMPLE_RATE)[:, None]
    return sound / np.abs(sound).max() * 10 ** (-6 / 20)


# Files


def add_sound(file: av.container.OutputContainer, stream: av.AudioStream, sound: Floats) -> None:
    frame_samples = 960
    for first in range(0, len(sound), frame_samples):
        planes = np.ascontiguousarray(sound[first : first + frame_samples].T, np.float32)
        frame = av.AudioFrame.from_ndarray(planes, "fltp", "stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE, first
        file.mux(stream.encode(frame))
    file.mux(stream.encode())


def write_film(path: Path, pictures: Iterator[NDArray[np.uint8]], sound: Floats) -> None:
    with av.open(path, "w", options={"movflags": "faststart", "fflags": "bitexact"}) as file:
        options = {"preset": "medium", "crf": "20", "threads": "1", "x264-params": "aq-mode=3:keyint=48"}
        video = file.add_stream("libx264", RATE, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p", options=options)
        video.codec_context.color_primaries = ColorPrimaries.BT709
        video.codec_context.color_trc = ColorTrc.BT709
        video.codec_context.colorspace = Colorspace.ITU709
        video.codec_context.color_range = ColorRange.MPEG
        audio = file.add_stream("aac", SAMPLE_RATE, layout="stereo", bit_rate=128_000)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.JPEG,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts = number
            file.mux(video.encode(frame))
        file.mux(video.encode())
        add_sound(file, audio, sound)


def write_music(path: Path, sound: Floats) -> None:
    with av.open(path, "w", options={"fflags": "bitexact"}) as file:
        stream = file.add_stream("libopus", SAMPLE_RATE, layout="stereo", bit_rate=72_000)
        add_sound(file, stream, sound)


def main() -> None:
    for folder in ("footage", "refs", "music"):
        (HERE / folder).mkdir(exist_ok=True)
    write_music(HERE / "music/morning.ogg", morning())
    Image.fromarray(cup_from_above()).save(HERE / "refs/cup.png", optimize=True)
    write_film(HERE / "footage/product.mp4", product_shot(), pouring())


if __name__ == "__main__":
    main()
