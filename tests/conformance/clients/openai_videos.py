"""openai 3.52: a video created, polled, downloaded, listed, deleted, with a first frame; errors."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import openai  # noqa: E402
from openai import OpenAI  # noqa: E402

address, scene = sys.argv[1:]
client = OpenAI(api_key="emulated", base_url=f"{address}/openai/v1", max_retries=0)
said = {}
try:
    order = {"model": "sora-2", "prompt": "A tram crosses a rainy square", "seconds": "4", "size": "1280x720"}
    if scene == "frame":
        order["input_reference"] = ("first.png", b"not much of a picture", "image/png")
    video = client.videos.create(**order)
    said["id"] = video.id
    done = client.videos.poll(video.id)
    said["status"], said["seconds"], said["prompt"] = done.status, done.seconds, done.prompt
    said["error"] = done.error.code if done.error else None
    said["listed"] = [one.id for one in client.videos.list(limit=5)]
    if done.status == "completed":
        said["bytes"] = len(client.videos.download_content(video.id).read())
        said["deleted"] = client.videos.delete(video.id).deleted
except openai.APIStatusError as error:
    said["raised"], said["status"], said["code"] = type(error).__name__, error.status_code, error.code
except openai.APIConnectionError as error:
    said["raised"] = type(error).__name__
sys.stdout.write(json.dumps(said))
