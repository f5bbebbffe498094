"""fal-client 1.0: a request submitted, watched, fetched, cancelled; errors."""

import json
import os
import sys
import urllib.request

import fal_client
from fal_client import client as module

address, scene = sys.argv[1:]
os.environ["FAL_KEY"] = "emulated"
module.QUEUE_URL_FORMAT = f"{address}/fal/"
said = {}
try:
    order = {"prompt": "A tram crosses a rainy square", "duration": "4s", "resolution": "720p", "seed": 7}
    handle = fal_client.submit("fal-ai/veo3.1", arguments=order)
    said["id"] = handle.request_id
    if scene == "cancel":
        handle.cancel()
        said["status"] = type(handle.status()).__name__
    else:
        said["seen"] = sorted({type(event).__name__ for event in handle.iter_events(with_logs=True, interval=0.02)})
        result = handle.get(interval=0.02)
        video = result["video"]
        said["bytes"], said["told"] = len(urllib.request.urlopen(video["url"]).read()), video["file_size"]
except fal_client.FalClientHTTPError as error:
    said["raised"], said["status"] = type(error).__name__, error.status_code
except fal_client.FalClientError as error:
    said["raised"] = type(error).__name__
sys.stdout.write(json.dumps(said))
