"""luma-agents 0.5: a generation made, polled, downloaded; a file uploaded; errors."""

import json
import sys
import time
import urllib.request

import luma_agents
from luma_agents import Luma

address, scene = sys.argv[1:]
client = Luma(auth_token="emulated", base_url=f"{address}/luma-agents/v1", max_retries=0)
said = {"polls": 0}
try:
    if scene == "upload":
        leave = client.files.create(mime_type="video/mp4", size_bytes=4)
        put = urllib.request.Request(leave.upload.url, b"clip", dict(leave.upload.headers), method="PUT")
        urllib.request.urlopen(put).read()
        said["states"] = [leave.state, client.files.complete(leave.id).state, client.files.get(leave.id).state]
    made = client.generations.create(
        model="ray-3.2",
        type="video",
        prompt="A tram crosses a rainy square",
        aspect_ratio="16:9",
        video={"duration": "5s", "resolution": "540p"},
    )
    said["id"] = made.id
    while made.state not in ("completed", "failed"):
        time.sleep(0.05)
        made = client.generations.get(made.id)
        said["polls"] += 1
    said["state"], said["code"] = made.state, made.failure_code
    said["bytes"] = [len(urllib.request.urlopen(one.url).read()) for one in made.output or ()]
except luma_agents.APIStatusError as error:
    said = {"raised": type(error).__name__, "status": error.status_code}
sys.stdout.write(json.dumps(said))
