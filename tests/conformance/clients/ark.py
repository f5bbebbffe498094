"""volcengine-ark-runtime 5.0 and byteplus 3.0, which speak alike: a task created, polled, listed, cancelled; errors."""

import json
import sys
import time
import urllib.request

try:
    import volcenginesdkarkruntime as sdk
except ImportError:
    import byteplussdkarkruntime as sdk

address, scene = sys.argv[1:]
client = sdk.Ark(api_key="emulated", base_url=f"{address}/ark/api/v3", max_retries=0)
tasks = client.content_generation.tasks
said = {}
try:
    made = tasks.create(
        model="dreamina-seedance-2-0-260128",
        content=[{"type": "text", "text": "A tram crosses a rainy square"}],
        duration=4,
        resolution="720p",
        ratio="16:9",
        return_last_frame=True,
    )
    said["id"] = made.id
    if scene == "cancel":
        tasks.delete(task_id=made.id)
        said["status"] = tasks.get(task_id=made.id).status
    else:
        while (task := tasks.get(task_id=made.id)).status in ("queued", "running"):
            time.sleep(0.05)
        said["status"] = task.status
        said["failure"] = task.error.code if task.error else None
        if task.status == "succeeded":
            said["bytes"] = len(urllib.request.urlopen(task.content.video_url).read())
            said["last"] = urllib.request.urlopen(task.content.last_frame_url).read(8).hex()
            said["listed"] = [one.id for one in tasks.list(page_num=1, page_size=10).items]
except sdk._exceptions.ArkAPIStatusError as error:
    said["raised"], said["status"] = type(error).__name__, error.status_code
sys.stdout.write(json.dumps(said))
