"""Every problem of a storyboard is told, in file order, each at its place and with a way out."""

import pytest
from said import film, said_of

from longtake.errors import NotYetError, StoryboardError
from longtake.storyboard import parse

MANY = """\
storyboard: 1
titel: Meet Aurora
frame: {size: 16:9, rate: 29.97}
cast:
  mara: a woman
  joe: {is: a man, ware: a hat}
music: {file: music/morning.ogg, duck: 12 dB}
narrator: {voice: eleven/rachel}
scenes:
  - id: waking
    at: kitchen
    narration:
    shots:
      - "@maar pours water"
      - action: the cup fills
        jion: cut
        for: 4
      - mara pours: steam rises
      - clip: footage/product.mp4
        trim: 6s..1.5s
        join: disolve 0.5s
      - clip: footage/product.mp4
        join: continue
        title: {text: Aurora, style: lower third, at: 1s, for: 3s}
  - id: waking
    shots: []
frame: {rate: 24}
"""

SAID_OF_MANY = """\
film.yaml:2:1: unknown key 'titel' in the storyboard
  did you mean title?
film.yaml:3:15: frame.size: '16:9' is a shape, not a size
  write pixels of that shape, such as 1920x1080
film.yaml:3:27: frame.rate: 29.97 is no exact rate: write 30000/1001
film.yaml:6:20: unknown key 'ware' in cast.joe
  did you mean wears?
film.yaml:11:9: at of scene waking: place 'kitchen' is not defined
  define it: places: {kitchen: …}
film.yaml:12:5: narration of scene waking is empty
  write a value, or take it out
film.yaml:14:9: action of shot waking.1: @maar is not defined
  did you mean @mara? · define maar under cast, places or props
film.yaml:16:9: unknown key 'jion' in shot waking.2
  did you mean join?
film.yaml:17:14: for of shot waking.2: '4' is no length of time: write it with its unit, such as 4s, 0.5s or 1m 30s
film.yaml:18:9: unknown key 'mara pours' in shot waking.3
  if it is prose, quote the whole line: "mara pours: …" · known here: id, action, camera, motion, energy, beats, says, \
avoid, for, clip, image, trim, speed, retime, fit, view, first_frame, last_frame, reference, edit, enhance, avatar, \
driven_by, model, seed, join, cut, title, overlay, sound, lut, match
film.yaml:20:15: trim of shot waking.4: '6s..1.5s' ends before it starts
  write the earlier time first
film.yaml:21:15: join of shot waking.4: 'disolve 0.5s' is no join
  did you mean dissolve? · write cut, dissolve 0.5s, flow 0.5s, continue or auto
film.yaml:23:15: join of shot waking.5: a clip that exists already cannot continue another shot
  write join: cut · or join: dissolve 0.5s
film.yaml:25:9: id of scene waking: scene id 'waking' is taken by scene 1
  give it another id, or none
film.yaml:26:12: shots of scene waking: nothing is in this list
  write at least one
film.yaml:27:1: key 'frame' is here twice; first in line 3
  keep one of the two"""


def test_all_problems_are_told_at_once_in_file_order() -> None:
    assert "\n".join(said_of(MANY)) == SAID_OF_MANY


PROBLEMS = {
    "no version": (
        "scenes: [{shots: [x]}]",
        "film.yaml:1:1: the storyboard needs storyboard\n  begin the file with storyboard: 1",
    ),
    "a later version": (
        "storyboard: 2\nscenes: [{shots: [x]}]",
        "film.yaml:1:13: storyboard: format version 2 is not known here\n"
        "  write storyboard: 1, or install a later Longtake",
    ),
    "no scenes": ("storyboard: 1", "film.yaml:1:1: the storyboard needs scenes"),
    "a list": ("- x", "film.yaml:1:1: a storyboard is a group of fields, not a list\n  begin with storyboard: 1"),
    "prose": (
        "hello",
        "film.yaml:1:1: a storyboard is a group of fields, not one piece of text\n  begin with storyboard: 1",
    ),
    "nothing": ("", "film.yaml: the file is empty\n  begin with storyboard: 1, a title and scenes"),
    "comments only": ("# a film", "film.yaml: the file is empty\n  begin with storyboard: 1, a title and scenes"),
    "text for a list": (
        "storyboard: 1\nscenes: [{shots: dawn}]",
        "film.yaml:2:18: shots of scene scene-1 is the text 'dawn'; a list is meant\n"
        "  write each item in a line of its own, after a dash",
    ),
    "a list for text": (
        film("action: [a, b]"),
        "film.yaml:4:13: action of shot scene-1.1 is a list; one line of text is meant\n"
        '  text with a colon must be quoted: "like: this"',
    ),
    "text for a group": (
        "storyboard: 1\nframe: 1280x720\nscenes: [{shots: [x]}]",
        "film.yaml:2:8: frame is the text '1280x720'; a group of fields is meant\n"
        "  write each field as key: value, below it",
    ),
    "an odd size": (
        film("x", head="frame: {size: 1279x720}\n"),
        "film.yaml:2:15: frame.size: 1279x720 has an odd side, and video is made of 2x2 blocks\n  write 1280x720",
    ),
    "a huge size": (
        film("x", head="frame: {size: 8192x4096}\n"),
        "film.yaml:2:15: frame.size: 8192x4096 is outside what is made: each side 64 to 4096 pixels\n"
        "  write a size such as 1920x1080, 1080x1920 or 3840x2160",
    ),
    "a rate that is no fraction": (
        film("x", head="frame: {rate: fast}\n"),
        "film.yaml:2:15: frame.rate: 'fast' is no frame rate: write a whole number or a fraction such as 24000/1001",
    ),
    "a level without its unit": (
        film("clip: a.mp4\n    sound: -6"),
        "film.yaml:5:12: sound.own of shot scene-1.1: '-6' is no level\n"
        "  write it in decibels with the unit, such as -20 dB",
    ),
    "a budget without currency": (
        film("x", head="budget: 12\n"),
        "film.yaml:2:9: budget: '12' is no amount of money: write it with its currency, such as 12 USD",
    ),
    "an id that counts": (
        film("{id: 2, action: x}"),
        "film.yaml:4:10: id of shot scene-1.2: '2' is no name\n"
        "  a name begins with a letter of A to Z and has such letters, digits, - and _: opening-2",
    ),
    "a name that is none": (
        film("x", head="cast: {the boss: a man}\n"),
        "film.yaml:2:8: cast.the boss: 'the boss' is no name\n"
        "  a name begins with a letter of A to Z and has such letters, digits, - and _: opening-2",
    ),
    "a name for two": (
        film("x", head="cast: {nook: a cat}\nplaces: {nook: a corner}\n"),
        "film.yaml:3:10: places.nook: 'nook' is both a person and a place, so @nook means two\n"
        "  call one of them otherwise",
    ),
    "a doubled shot id": (
        film("{id: dawn, action: x}", "{id: Dawn, action: y}"),
        "film.yaml:5:10: id of shot scene-1.Dawn: shot id 'Dawn' is taken by shot 1 of this scene\n"
        "  give it another id, or none",
    ),
    "a shot of nothing": (
        film("for: 4s"),
        "film.yaml:4:5: shot scene-1.1: nothing happens in it\n  write action, or clip or image with a file of yours",
    ),
    "a clip and an image": (
        film("clip: a.mp4\n    image: a.png"),
        "film.yaml:5:12: image of shot scene-1.1: a shot has a clip or an image, not both\n  make two shots of it",
    ),
    "a trimmed still": (
        film("image: a.png\n    trim: 1s..2s"),
        "film.yaml:5:5: trim of shot scene-1.1: only a clip can be trimmed\n  for a still, write for: 4s",
    ),
    "two lengths": (
        film("clip: a.mp4\n    trim: 1s..2s\n    for: 3s"),
        "film.yaml:6:5: for of shot scene-1.1: trim says already how long it shows\n  keep trim or for, not both",
    ),
    "motion of a clip": (
        film("clip: a.mp4\n    motion: gentle"),
        "film.yaml:5:5: motion of shot scene-1.1: a clip moves as it was shot; motion cannot change it\n"
        "  take motion out · or say it in action",
    ),
    "a view of a drawing": (
        film("action: dawn\n    view: 0% 0% 50% 50%"),
        "film.yaml:5:5: view of shot scene-1.1: only a clip or an image has a view: an animatic is drawn for the frame"
        "\n  take view out",
    ),
    "a fit of a drawing": (
        film("action: dawn\n    fit: fill"),
        "film.yaml:5:5: fit of shot scene-1.1: only a clip or an image has a fit: an animatic is drawn for the frame\n"
        "  take fit out",
    ),
    "two moves at once": (
        film("clip: a.mp4\n    view: {from: 0% 0% 50% 50%, to: 50% 50% 50% 50%}\n    camera: pan left"),
        "film.yaml:6:5: camera of shot scene-1.1: the view moves from one part to another already\n"
        "  take camera out · or take to: out of view",
    ),
    "an unknown fit": (
        film("clip: a.mp4\n    fit: leterbox"),
        "film.yaml:5:10: fit of shot scene-1.1: 'leterbox' is no fit\n"
        "  did you mean letterbox? · write auto, fill, blur or letterbox",
    ),
    "an unknown fit of the film": (
        film("clip: a.mp4", head="frame: {fit: zoom}\n"),
        "film.yaml:2:14: frame.fit: 'zoom' is no fit\n  write auto, fill, blur or letterbox",
    ),
    "a view that is none": (
        film("clip: a.mp4\n    view: 10% 0% 60%"),
        "film.yaml:5:11: view.from of shot scene-1.1: '10% 0% 60%' is no view\n"
        "  write left, top, width and height, all in % or all in px, such as 10% 0% 60% 60%"
        " · auto for width or height follows the film's shape: 35% 0% auto 100%",
    ),
    "a view beyond its picture": (
        film("clip: a.mp4\n    view: {from: 0 0 100% 100%, to: 50% 0 60% 60%}"),
        "film.yaml:5:37: view.to of shot scene-1.1: '50% 0 60% 60%' reaches beyond the picture: "
        "its right edge would be at 110 %\n"
        "  left and width, and top and height, are at most 100% together",
    ),
    "sound without a clip": (
        film("action: dawn\n    sound: -3 dB"),
        "film.yaml:5:5: sound of shot scene-1.1: only a clip has a sound of its own\n  take sound out",
    ),
    "a join before the film": (
        film("action: dawn\n    join: dissolve 0.5s"),
        "film.yaml:5:5: join of shot scene-1.1: the film's first shot has none before it to join\n  take join out",
    ),
    "an endless dissolve": (
        film("x", "action: y\n    join: dissolve 20s"),
        "film.yaml:6:11: join of shot scene-1.2: a dissolve lasts more than 0 s and at most 10 s, not 20s\n"
        "  for none, write join: cut",
    ),
    "silent narration": (
        "storyboard: 1\nscenes:\n- narration: {level: 0 dB}\n  shots: [x]",
        "film.yaml:3:14: narration of scene scene-1: the narration says nothing\n  write text or file",
    ),
}


@pytest.mark.parametrize(("text", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_is_told_once_with_its_place_and_a_way_out(text: str, words: str) -> None:
    assert said_of(text) == [words]


FINE = {
    "a final model beside a draft": film("x", head="route: {draft: animatic, final: [veo-3.1-fast]}\n"),
    "a final model that no shot needs": film("clip: a.mp4", head="route: {final: veo-3.1-fast}\n"),
    "an e-mail address in an action": film("she writes to mara@example.org"),
    "a person in the camera's words": film("action: x\n    camera: follow @mara", head="cast: {mara: a woman}\n"),
    "sound off where there is none": film("action: x\n    sound: off"),
    "a cut as the first join": film("action: x\n    join: cut"),
    "a narrator": film("x", head="narrator: heart\n"),
    "a hosted voice": film("x", head="narrator: {voice: eleven/rachel}\n"),
    "a hosted model for the draft": film("x", head="route: {draft: [veo-3.1-fast]}\n"),
    "a shot that continues another": film("x", "{action: y, join: continue by extension}"),
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_can_be_honoured_is_not_refused(text: str) -> None:
    assert parse(text).scenes


def test_a_refused_storyboard_is_an_input_error() -> None:
    with pytest.raises(StoryboardError) as caught:
        parse("storyboard: 1")
    assert caught.value.exit_code == NotYetError.exit_code == 2
