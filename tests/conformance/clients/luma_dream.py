"""lumaai 1.21: a generation made, polled, listed, downloaded, deleted; errors."""

import json
import sys
import time
import urllib.request

import lumaai
from lumaai import LumaAI

address, scene = sys.argv[1:]
base = f"{address}/luma/dream-machine/v1"
client = LumaAI(auth_token="emulated", base_url=base, max_retries=0)
said = {"polls": 0}
try:
    made = client.generations.create(
        model="ray-2",
        prompt="A tram crosses a rainy square",
        aspect_ratio="16:9",
        duration="5s",
        resolution="540p",
        keyframes={"frame0": {"type": "image", "url": "https://bucket.example/first.png"}},
    )
    said["id"] = made.id
    while made.state not in ("completed", "failed"):
        time.sleep(0.05)
        made = client.generations.get(made.id)
        said["polls"] += 1
    said["state"], said["reason"] = made.state, made.failure_reason
    said["listed"] = [(one.id, one.request.prompt) for one in client.generations.list(limit=10).generations]
    if made.assets:
        said["bytes"] = [len(urllib.request.urlopen(made.assets.video).read())]
    client.generations.delete(made.id)
except lumaai.APIStatusError as error:
    said = {"raised": type(error).__name__, "status": error.status_code}
sys.stdout.write(json.dumps(said))
