"""volcengine 1.0 for OmniHuman: a task submitted and asked after; errors, which are raised or answered as they come."""

import json
import sys
import time
import urllib.request

from volcengine.visual.VisualService import VisualService

address, _ = sys.argv[1:]
client = VisualService()
client.set_ak("emulated")
client.set_sk("emulated")
client.set_scheme("http")
client.set_host(address.removeprefix("http://"))
for action in ("CVSubmitTask", "CVGetResult"):
    client.api_info[action].path = "/omnihuman/"
MODEL = "jimeng_realman_avatar_picture_omni_v15"
said = {}
try:
    made = client.cv_submit_task(
        {
            "req_key": MODEL,
            "image_url": "https://bucket.example/face.png",
            "audio_url": "https://bucket.example/voice.mp3",
            "output_resolution": 720,
        }
    )
    said["id"] = made["data"]["task_id"]
    asked = {"req_key": MODEL, "task_id": said["id"]}
    while (told := client.cv_get_result(asked))["data"]["status"] in ("in_queue", "generating"):
        time.sleep(0.05)
    said["status"] = told["data"]["status"]
    said["bytes"] = len(urllib.request.urlopen(told["data"]["video_url"]).read())
except Exception as error:  # the client has no errors of its own
    said["raised"] = str(error)
sys.stdout.write(json.dumps(said))
