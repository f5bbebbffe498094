"""dashscope 2.0: a Wan take ordered, asked after, fetched, listed, cancelled; errors are answered, never raised."""

import json
import sys
import time
import urllib.request

import dashscope
from dashscope import VideoSynthesis

address, scene = sys.argv[1:]
dashscope.api_key = "emulated"
dashscope.base_http_api_url = f"{address}/dashscope/api/v1"
FRAMES = {"first_frame_url": "https://bucket.example/first.png", "last_frame_url": "https://bucket.example/last.png"}
said = {}
if scene == "frames":
    made = VideoSynthesis.async_call(model="wan2.2-kf2v-flash", prompt="A tram turns", resolution="720P", **FRAMES)
else:
    made = VideoSynthesis.async_call(model="wan2.6-t2v", prompt="A tram turns", size="1280*720", duration=5, seed=11)
said["status"], said["code"] = made.status_code, made.code
if made.status_code == 200:
    said["id"] = made.output.task_id
    if scene == "cancel":
        said["cancelled"] = VideoSynthesis.cancel(made).status_code
    while (task := VideoSynthesis.fetch(made)).output.task_status in ("PENDING", "RUNNING"):
        time.sleep(0.05)
    said["state"] = task.output.task_status
    if said["state"] == "SUCCEEDED":
        said["bytes"] = len(urllib.request.urlopen(task.output.video_url).read())
        said["listed"] = [one["task_id"] for one in VideoSynthesis.list(page_no=1, page_size=10).output["data"]]
    elif said["state"] == "FAILED":
        said["failure"] = task.output.get("code") or task.code
sys.stdout.write(json.dumps(said))
