"""What each adapter sends for an order is what is written down, and a job's id is read from the answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from fractions import Fraction

import pytest
from exchanges import (
    CLIP,
    FACE,
    FIRST,
    FULL,
    LAST,
    MODELS,
    PORTRAIT,
    REFERENCE,
    USUAL,
    VOICE,
    Heard,
    Played,
    adapter,
    exchange,
    order,
    playing,
)

from longtake.catalogue import Choice, OrderForm, Spelling, Way
from longtake.generation.failures import CallFailedError
from longtake.generation.provider import Asset, Input, Job, Order
from longtake.media import FrameRate, Size, digest_bytes

SHOTS = (("A tram crosses a rainy square", Fraction(3)), ("The driver looks up", Fraction(3)))
SHORT_SHOTS = ((SHOTS[0][0], Fraction(2)), (SHOTS[1][0], Fraction(3)))
GCS = (
    Input("first frame", "gs://bucket/first.png", "image/png"),
    Input("last frame", "gs://bucket/last.png", "image/png"),
)
EARLIER = "https://generativelanguage.googleapis.com/v1beta/files/f8x2k5m1q9zt"
SPEECH = Input("audio", "data:audio/wav;base64,UklGRg==", "audio/wav")
CDN_FIRST = Input("first frame", "https://bucket.example/first.png", "image/png")
CDN_LAST = Input("last frame", "https://bucket.example/last.png", "image/png")
MADE = Input("video", "0b1f7a6c-2a53-4c5e-9d0e-7b7f3a1c9e52", "video/mp4")
SPEAKING = order("fal-ai/bytedance/omnihuman/v1.5", 5, kind="avatar", inputs=(FACE, VOICE))
WAN = USUAL["dashscope"]
HEYGEN = USUAL["heygen"]
UPLOADED = (
    Input("portrait", "heygen://2b7f4a1c0d9e4f36", "image/png"),
    Input("audio", "heygen://5d1c7e90b1f24c53", "audio/mpeg"),
)
LOOK = replace(
    HEYGEN, model="avatar_iii", prompt="", inputs=(VOICE,), settings={"avatar_id": "Annie_Lounge_Standing_Side_public"}
)
BUCKET = {"bucket": "gs://bucket/takes"}

OWN_FORM = OrderForm(
    (("text", Way()),),
    seconds=Spelling("duration", "number"),
    ratio=Choice("aspect_ratio", (("16:9", "16:9"),)),
    grade=Choice("resolution", (("720p", "720p"),)),
)
OWN_VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
OWN_MODEL = replace(USUAL["replicate"], model=f"maker/model:{OWN_VERSION}", form=OWN_FORM, seed=None, negative="")

ORDERS: list[tuple[str, str, Order, dict[str, str]]] = [
    ("ark", "ark/create-text", USUAL["ark"], {}),
    ("ark", "ark/create-frames", replace(USUAL["ark"], kind="image", inputs=(FIRST, LAST)), {}),
    ("ark", "ark/create-references", replace(USUAL["ark"], kind="references", inputs=(REFERENCE, REFERENCE)), {}),
    ("dashscope", "dashscope/create-text", WAN, {}),
    (
        "dashscope",
        "dashscope/create-multi-shot",
        replace(WAN, settings={"shot_type": "multi", "prompt_extend": "true"}),
        {},
    ),
    ("dashscope", "dashscope/create-voice", replace(WAN, inputs=(VOICE,)), {}),
    ("dashscope", "dashscope/create-frames", replace(WAN, kind="image", inputs=(FIRST,)), {}),
    ("dashscope", "dashscope/create-references", replace(WAN, kind="references", inputs=(REFERENCE, REFERENCE)), {}),
    (
        "dashscope",
        "dashscope/create-keyframes",
        replace(WAN, model="wan2.2-kf2v-flash", kind="image", audio=False, inputs=(FIRST, LAST)),
        {},
    ),
    ("dashscope", "dashscope/create-media", replace(WAN, model="wan2.7", kind="image", inputs=(FIRST, LAST)), {}),
    ("dashscope", "dashscope/create-driven", replace(WAN, model="wan2.7", kind="audio", inputs=(FIRST, VOICE)), {}),
    ("dashscope", "dashscope/create-shape", replace(WAN, model="wan2.7"), {}),
    ("atlas", "atlas/create-text", USUAL["atlas"], {}),
    ("atlas", "atlas/create-frames", replace(USUAL["atlas"], kind="image", inputs=(FIRST,)), {}),
    ("comfyui", "comfyui/create-text", USUAL["comfyui"], {}),
    ("fal", "fal/create-text", USUAL["fal"], {}),
    ("fal", "fal/create-frames", replace(USUAL["fal"], kind="image", inputs=(FIRST,)), {}),
    ("fal", "fal/create-pika", order("fal-ai/pika/v2.2", 5, audio=False, seed=42, negative="text"), {}),
    ("fal", "fal/create-omnihuman", SPEAKING, {}),
    ("gemini", "gemini/create-text", USUAL["gemini"], {}),
    ("gemini", "gemini/create-frames", replace(USUAL["gemini"], kind="image", inputs=(FIRST, LAST)), {}),
    ("gemini", "gemini/create-references", replace(USUAL["gemini"], kind="references", inputs=(REFERENCE,)), {}),
    (
        "gemini",
        "gemini/create-extension",
        order(
            MODELS["gemini"],
            7,
            kind="extension",
            negative="text, watermark",
            inputs=(Input("video", EARLIER, "video/mp4"),),
        ),
        {},
    ),
    ("h3", "h3/create-text", USUAL["h3"], {}),
    ("h3", "h3/create-frames", replace(USUAL["h3"], kind="image", inputs=(FIRST, LAST)), {}),
    (
        "h3",
        "h3/create-references",
        replace(USUAL["h3"], kind="references", size=Size(2560, 1440), inputs=(REFERENCE, REFERENCE, SPEECH)),
        {},
    ),
    ("heygen", "heygen/create-portrait", HEYGEN, {}),
    ("heygen", "heygen/create-uploaded", replace(HEYGEN, inputs=UPLOADED), {}),
    ("heygen", "heygen/create-look", LOOK, {}),
    ("kie", "kie/create-text", USUAL["kie"], {}),
    ("kie", "kie/create-frames", replace(USUAL["kie"], kind="image", inputs=(FIRST, LAST)), {}),
    ("kling", "kling/create-text", USUAL["kling"], {}),
    ("kling", "kling/create-silent", order(MODELS["kling"], 5, size=Size(960, 960), audio=False), {}),
    ("kling", "kling/create-frames", order(MODELS["kling"], 5, audio=False, kind="image", inputs=(FIRST, LAST)), {}),
    ("legacy", "kling/legacy-create-text", USUAL["legacy"], {}),
    ("legacy", "kling/legacy-create-multi-shot", replace(USUAL["legacy"], shots=SHORT_SHOTS), {}),
    (
        "legacy",
        "kling/legacy-create-frames",
        order(MODELS["legacy"], 5, size=FULL, audio=False, kind="image", inputs=(FIRST, LAST)),
        {},
    ),
    ("kling-acting", "kling-acting/create-portrait", USUAL["kling-acting"], {}),
    ("luma", "luma/create-text", USUAL["luma"], {}),
    ("luma", "luma/create-frames", replace(USUAL["luma"], kind="image", inputs=(CDN_FIRST, CDN_LAST)), {}),
    ("luma", "luma/create-extension", replace(USUAL["luma"], kind="extension", inputs=(MADE,)), {}),
    ("luma-agents", "luma-agents/create-text", USUAL["luma-agents"], {}),
    ("luma-agents", "luma-agents/create-frames", replace(USUAL["luma-agents"], kind="image", inputs=(FIRST, LAST)), {}),
    (
        "luma-agents",
        "luma-agents/create-extension",
        replace(USUAL["luma-agents"], kind="extension", inputs=(MADE,)),
        {},
    ),
    ("luma-agents", "luma-agents/create-edit", replace(USUAL["luma-agents"], kind="video", inputs=(CLIP,)), {}),
    ("minimax", "minimax/create-text", USUAL["minimax"], {}),
    (
        "minimax",
        "minimax/create-frames",
        replace(USUAL["minimax"], model="MiniMax-Hailuo-02", kind="image", inputs=(FIRST, LAST)),
        {},
    ),
    (
        "minimax",
        "minimax/create-frame-draft",
        replace(USUAL["minimax"], model="MiniMax-Hailuo-02", kind="image", size=Size(910, 512), inputs=(FIRST,)),
        {},
    ),
    ("omni", "omni/create-text", USUAL["omni"], {}),
    ("omni", "omni/create-frames", replace(USUAL["omni"], kind="image", inputs=(FIRST,)), {}),
    ("omni", "omni/create-references", replace(USUAL["omni"], kind="references", inputs=(REFERENCE, REFERENCE)), {}),
    (
        "omni",
        "omni/create-extension",
        replace(USUAL["omni"], kind="extension", inputs=(Input("video", "v1_ChdPb2tzYWJfSzJ4cVA", "video/mp4"),)),
        {},
    ),
    ("openai", "openai/create-text", USUAL["openai"], {}),
    ("openai", "openai/create-frames", replace(USUAL["openai"], kind="image", inputs=(FIRST,)), {}),
    ("openrouter", "openrouter/create-text", USUAL["openrouter"], {}),
    ("openrouter", "openrouter/create-frames", replace(USUAL["openrouter"], kind="image", inputs=(FIRST, LAST)), {}),
    (
        "openrouter",
        "openrouter/create-references",
        replace(USUAL["openrouter"], kind="references", inputs=(REFERENCE, REFERENCE)),
        {},
    ),
    ("replicate", "replicate/create-text", USUAL["replicate"], {}),
    ("replicate", "replicate/create-frames", replace(USUAL["replicate"], kind="image", inputs=(FIRST,)), {}),
    ("replicate", "replicate/create-version", OWN_MODEL, {}),
    ("omnihuman", "omnihuman/create-portrait", USUAL["omnihuman"], {}),
    ("runway", "runway/create-text", USUAL["runway"], {}),
    ("runway", "runway/create-frames", replace(USUAL["runway"], kind="image", inputs=(FIRST,)), {}),
    ("runway", "runway/create-multi-shot", order("kling3.0_pro", 6, size=FULL, shots=SHOTS), {}),
    (
        "runway",
        "runway/create-veo-frames",
        order("veo3.1", 8, kind="image", negative="text", inputs=(FIRST, LAST)),
        {},
    ),
    ("synthesia", "synthesia/create-avatar", USUAL["synthesia"], {}),
    ("topaz", "topaz/create-address", USUAL["topaz"], {}),
    (
        "topaz",
        "topaz/create-smooth",
        replace(USUAL["topaz"], model="apo-8", audio=False, rate=FrameRate(60)),
        {},
    ),
    ("vertex", "vertex/create-text", USUAL["vertex"], BUCKET),
    ("vertex", "vertex/create-inline", USUAL["vertex"], {}),
    ("vertex", "vertex/create-frames", replace(USUAL["vertex"], kind="image", inputs=GCS), BUCKET),
]


@pytest.mark.parametrize(("folder", "name", "asked", "settings"), ORDERS, ids=[name for _, name, _, _ in ORDERS])
def test_an_order_is_sent_as_it_is_written_down(folder: str, name: str, asked: Order, settings: dict[str, str]) -> None:
    job = asyncio.run(playing(folder, name, **settings).submit(asked))
    written = exchange(name)
    assert job.id in str(written["response"]["body"])
    assert written.get("job", job.id) in (job.id, str(job)) or folder in ("gemini", "vertex", "legacy")


def test_a_job_is_kept_as_one_text_and_read_back() -> None:
    for kept in (Job("8931"), Job("8931", {"kind": "text2video"}), Job("a{b", {"status": "https://queue.fal.run/x"})):
        assert Job.parse(str(kept)) == kept


def refused(folder: str, asked: Order) -> str:
    """What is said of an order that cannot be asked for; nothing may be sent."""
    transport = Played()
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter(folder, transport, asked.model).submit(asked))
    assert caught.value.failure.cls == "invalid"
    assert not transport.seen
    return caught.value.failure.what


@pytest.mark.parametrize(
    ("folder", "change", "says"),
    [
        ("gemini", {"seed": 7}, "takes no seed"),
        ("gemini", {"audio": False}, "without sound"),
        ("gemini", {"inputs": (Input("audio", "data:,", "audio/wav"),)}, "is shown a audio"),
        ("kling", {"negative": "text"}, "takes no negative"),
        ("kling", {"kind": "references"}, "from references is not known"),
        ("legacy", {"seed": 1}, "takes no seed"),
        ("ark", {"negative": "text"}, "takes no negative"),
        ("dashscope", {"kind": "extension"}, "from extension is not known"),
        ("dashscope", {"inputs": (Input("audio", "data:audio/wav;base64,", "audio/wav"),)}, "at a public address"),
        ("dashscope", {"model": "wan2.7", "audio": False}, "cannot be told to make no sound"),
        ("dashscope", {"model": "wan2.2-kf2v-flash", "kind": "image"}, "makes no sound"),
        ("heygen", {"kind": "text"}, "from text is not known"),
        ("heygen", {"seed": 7}, "takes no seed"),
        ("heygen", {"inputs": (FACE,)}, "speaks one recording, and the order has 0"),
        ("heygen", {"inputs": (VOICE,)}, "by one portrait, or by the knob avatar_id"),
        ("heygen", {"settings": {"avatar_id": "look"}}, "by one portrait, or by the knob avatar_id"),
        ("heygen", {"model": "avatar_v"}, "avatar_v animates no portrait"),
        ("heygen", {"model": "avatar_iii"}, "takes no words about movement"),
        ("heygen", {"inputs": (REFERENCE, VOICE)}, "is shown a reference"),
        ("heygen", {"inputs": (PORTRAIT, VOICE)}, "not their bytes"),
        ("omnihuman", {"kind": "text"}, "from text is not known"),
        ("omnihuman", {"inputs": (VOICE,)}, "one portrait and one recording"),
        ("omnihuman", {"inputs": (FACE, VOICE, VOICE)}, "one portrait and one recording"),
        ("omnihuman", {"inputs": (PORTRAIT, VOICE)}, "not their bytes"),
        ("omnihuman", {"settings": {"motion": "0.5"}}, "takes no settings"),
        ("runway", {"negative": "text"}, "takes no negative"),
        ("synthesia", {"kind": "text"}, "from text is not known"),
        ("synthesia", {"prompt": "She nods"}, "takes no words about movement"),
        ("synthesia", {"settings": {"avatar": "anna"}}, "told its avatar, background, language by knobs"),
        ("synthesia", {"inputs": (VOICE,)}, "not one at an address"),
        ("synthesia", {"inputs": (PORTRAIT, VOICE)}, "one recording and nothing else"),
        ("synthesia", {"size": Size(1000, 700)}, "none of the shapes"),
        ("runway", {"kind": "references"}, "from references is not known"),
        ("atlas", {"seed": 7}, "takes no seed"),
        ("kie", {"negative": "text"}, "takes no negative"),
        ("openai", {"seed": 7}, "takes no seed"),
        ("openai", {"audio": False}, "without sound"),
        ("openai", {"kind": "references"}, "from references is not known"),
        ("openai", {"kind": "image", "inputs": ()}, "is shown one first frame"),
        ("openrouter", {"negative": "text"}, "takes no negative"),
        ("openrouter", {"kind": "extension"}, "from extension is not known"),
        ("replicate", {"kind": "references"}, "from references is not known"),
        ("comfyui", {"workflow": None}, "has no workflow"),
        ("comfyui", {"inputs": (FIRST,)}, "takes 0 of first frame, and there are 1"),
        ("comfyui", {"settings": {"3.noise": "0.5"}}, "has no input 3.noise"),
        ("fal", {"kind": "extension"}, "from extension is not known"),
        ("fal", {"size": Size(1000, 1000)}, "none of the shapes"),
        ("fal", {"size": Size(640, 360)}, "none of the resolutions"),
        ("kling-acting", {"inputs": (PORTRAIT,)}, "from portrait and audio, each of them once"),
        ("kling-acting", {"kind": "text", "inputs": ()}, "from text is not known"),
        ("kling-acting", {"negative": "text"}, "takes no negative"),
        ("luma", {"kind": "image", "inputs": (FIRST,)}, "by its address, and not as bytes"),
        ("luma", {"kind": "extension", "inputs": (CLIP,)}, "that Luma made itself"),
        ("luma", {"audio": True}, "makes no sound"),
        ("luma-agents", {"kind": "references"}, "from references is not known"),
        ("luma-agents", {"seed": 7}, "takes no seed"),
        ("luma-agents", {"settings": {"video.edit.strength": "flex_1"}}, "for edits only"),
        ("topaz", {"kind": "video"}, "from video is not known"),
        ("topaz", {"prompt": "larger"}, "takes no words"),
        ("topaz", {"inputs": (CLIP,)}, "fetches a clip from S3 alone"),
        ("topaz", {"inputs": (replace(CLIP, media_type="video/ogg"),)}, "and no video/ogg"),
        ("topaz", {"inputs": ()}, "from one clip, and the order has 0"),
        ("minimax", {"size": Size(768, 1366)}, "none of the shapes"),
        ("minimax", {"audio": True}, "makes no sound"),
        ("minimax", {"seed": 7}, "takes no seed"),
        ("minimax", {"kind": "references"}, "from references is not known"),
        ("h3", {"audio": False}, "without sound"),
        ("h3", {"kind": "video"}, "from video is not known"),
        ("omni", {"seconds": Fraction(7, 2)}, "only whole seconds"),
        ("omni", {"shots": SHOTS}, "takes no shots"),
    ],
)
def test_what_a_model_does_not_take_is_refused_before_anything_is_sent(folder: str, change: dict, says: str) -> None:
    assert says in refused(folder, replace(USUAL[folder], **change))


def said(folder: str, asked: Order) -> dict:
    """What is sent for an order."""
    heard = Heard(body=exchange(f"{folder}/create-text")["response"]["body"])
    asyncio.run(adapter(folder, heard).submit(asked))
    return heard.said


def test_runways_references_go_to_the_models_that_take_them_with_their_kind() -> None:
    voice = Input("audio", "runway://voice", "audio/wav")
    asked = order("seedance2", 5, kind="references", seed=1, inputs=(REFERENCE, voice))
    heard = Heard(body={"id": "17f2"})
    asyncio.run(adapter("runway", heard, "seedance2").submit(asked))
    assert heard.seen[0].url.path == "/v1/text_to_video"
    assert heard.said["references"] == [{"uri": REFERENCE.address}]
    assert heard.said["referenceAudio"] == [{"type": "audio", "uri": "runway://voice"}]


MOVED = order("motion-control/kling-v3", 5, kind="video", audio=False, inputs=(REFERENCE, CLIP))
LIPS = order("advanced-lip-sync", 5, kind="video", inputs=(CLIP, VOICE))


def test_who_is_in_a_picture_moves_as_klings_clip_does() -> None:
    transport = Played(exchange("kling-acting/create-motion"))
    placed = asyncio.run(adapter("kling", transport, MOVED.model).submit(MOVED))
    assert placed.links == {"kind": "motion-control"}


def test_a_clip_for_kling_is_given_by_its_address_only() -> None:
    inline = replace(CLIP, address="data:video/mp4;base64,AAAA")
    with pytest.raises(CallFailedError, match="by its address, and not as bytes"):
        asyncio.run(adapter("kling", Played(), MOVED.model).submit(replace(MOVED, inputs=(REFERENCE, inline))))
    asset = Asset(digest_bytes(b"clip"), "video/mp4", b"clip")
    with pytest.raises(CallFailedError, match="kind video/mp4 cannot go along"):
        asyncio.run(adapter("kling", Played(), MOVED.model).upload(asset))


def test_kling_is_asked_for_the_face_before_its_lips_are_bought() -> None:
    transport = Played(exchange("kling-acting/identify-face"), exchange("kling-acting/create-lips"))
    placed = asyncio.run(adapter("kling", transport, LIPS.model).submit(LIPS))
    assert placed.links == {"kind": "advanced-lip-sync"}


def test_a_clip_of_two_faces_is_not_bought_lips_for() -> None:
    transport = Played(exchange("kling-acting/identify-crowd"))
    with pytest.raises(CallFailedError, match="moves one pair of lips; the clip has 2 faces") as caught:
        asyncio.run(adapter("kling", transport, LIPS.model).submit(LIPS))
    assert caught.value.failure.cls == "invalid"


def test_a_lost_answer_about_faces_has_ordered_nothing() -> None:
    answer = exchange("kling/error-unavailable")["response"]
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter("kling", Heard(answer["status"], answer["body"]), LIPS.model).submit(LIPS))
    assert caught.value.failure.cls == "transient"


def test_a_clip_is_put_into_topazs_storage_without_the_key() -> None:
    taken = {"request": {"method": "PUT", "path": "/c1f96dc2/source.mp4", "query": {}, "headers": {}, "body": None}}
    taken["response"] = {"status": 200, "headers": {}, "body": None}
    transport = Played(exchange("topaz/create-upload"), taken)
    asked = replace(USUAL["topaz"], inputs=(replace(CLIP, address="data:video/mp4;base64,Y2xpcA=="),))
    placed = asyncio.run(adapter("topaz", transport).submit(asked))
    _, put = transport.seen
    assert placed.id == exchange("topaz/create-upload")["job"]
    assert put.content == b"clip"
    assert put.headers["content-type"] == "video/mp4"
    assert "x-api-key" not in put.headers


@pytest.mark.parametrize("name", ["prompt", "negative", "seed"])
def test_what_a_workflow_has_no_place_for_is_not_left_out_silently(name: str) -> None:
    workflow = USUAL["comfyui"].workflow
    assert workflow is not None
    less = replace(workflow, places=tuple(one for one in workflow.places if one[0] != name))
    with pytest.raises(CallFailedError, match=f"no place for the {name}"):
        asyncio.run(playing("comfyui").submit(replace(USUAL["comfyui"], workflow=less)))


def test_a_picture_lies_on_comfyuis_own_server_before_it_is_put_in_its_place() -> None:
    workflow = USUAL["comfyui"].workflow
    assert workflow is not None
    framed = replace(workflow, places=(*workflow.places, ("first frame", (("37", "unet_name"),))))
    asked = replace(USUAL["comfyui"], workflow=framed, settings={"3.cfg": "6.5"})
    put = replace(FIRST, address="longtake/1f825aa2.png")
    graph = said("comfyui", replace(asked, inputs=(put,)))["prompt"]
    assert (graph["37"]["inputs"]["unet_name"], graph["3"]["inputs"]["cfg"]) == ("longtake/1f825aa2.png", 6.5)
    with pytest.raises(CallFailedError, match="lies on its own server"):
        asyncio.run(playing("comfyui").submit(replace(asked, inputs=(FIRST,))))


def test_a_last_frame_of_lumas_ten_seconds_stands_at_their_end() -> None:
    asked = replace(USUAL["luma-agents"], seconds=Fraction(10), kind="image", inputs=(LAST,))
    assert said("luma-agents", asked)["video"]["keyframe_indexes"] == [240]


def test_the_knob_for_how_far_lumas_edit_may_go_takes_the_place_of_its_own_choice() -> None:
    asked = replace(USUAL["luma-agents"], kind="video", inputs=(CLIP,))
    turned = replace(asked, settings={"video.edit.strength": "flex_1"})
    assert said("luma-agents", asked)["video"]["edit"] == {"auto_controls": True}
    assert said("luma-agents", turned)["video"]["edit"] == {"strength": "flex_1"}


def test_an_uploaded_clip_is_named_to_luma_by_its_file() -> None:
    clip = replace(CLIP, address="luma-file:5f6c7e0a-1b2c-4d3e-9f40-8a9b0c1d2e3f")
    asked = replace(USUAL["luma-agents"], kind="video", inputs=(clip,))
    assert said("luma-agents", asked)["source"] == {"file_id": "5f6c7e0a-1b2c-4d3e-9f40-8a9b0c1d2e3f"}


def test_klings_omni_models_take_pictures_as_a_list() -> None:
    asked = order("kling-v3-omni", 5, size=FULL, kind="references", inputs=(FIRST, LAST, REFERENCE))
    heard = Heard(body=exchange("kling/legacy-create-text")["response"]["body"])
    job = asyncio.run(adapter("legacy", heard, "kling-v3-omni").submit(asked))
    assert heard.seen[0].url.path == "/v1/videos/omni-video"
    assert [one.get("type") for one in heard.said["image_list"]] == ["first_frame", "end_frame", None]
    assert not any(one["image_url"].startswith("data:") for one in heard.said["image_list"])
    assert job.links == {"kind": "omni-video"}


def test_an_order_without_a_seed_is_given_one_made_of_its_token() -> None:
    asked = replace(USUAL["ark"], seed=None)
    seed = said("ark", asked)["seed"]
    assert 0 <= seed < 2**31
    assert said("ark", asked)["seed"] == seed
    assert said("ark", replace(asked, token="longtake-another"))["seed"] != seed


@pytest.mark.parametrize(
    ("size", "words"),
    [("864x496", "16:9 480p"), ("640x640", "1:1 480p"), ("1112x834", "4:3 720p"), ("2206x946", "21:9 1080p")],
)
def test_a_size_in_pixels_is_asked_for_by_shape_and_resolution(size: str, words: str) -> None:
    body = said("ark", replace(USUAL["ark"], size=Size.parse(size)))
    assert f"{body['ratio']} {body['resolution']}" == words
