"""replicate 1.0: a prediction created, waited for, downloaded, cancelled; the list; a file; errors."""

import io
import json
import sys
import urllib.request

import replicate
from replicate.exceptions import ModelError, ReplicateError

address, scene = sys.argv[1:]
client = replicate.Client(api_token="emulated", base_url=f"{address}/replicate")
client.poll_interval = 0.02
said = {}
try:
    order = {"prompt": "A tram crosses a rainy square", "duration": 4, "resolution": "720p", "seed": 7}
    made = client.models.predictions.create("google/veo-3.1-fast", order)
    said["id"] = made.id
    if scene == "cancel":
        client.predictions.cancel(made.id)
        made.reload()
        said["status"] = made.status
    else:
        made.wait()
        said["status"], said["error"] = made.status, made.error
        said["listed"] = [one.id for one in client.predictions.list().results]
        said["again"] = client.predictions.get(made.id).input["seed"]
        if made.output:
            said["bytes"] = len(urllib.request.urlopen(made.output).read())
        said["file"] = client.files.create(io.BytesIO(b"not much of a picture"), filename="first.png").urls["get"]
except ModelError as error:
    said["raised"], said["error"] = type(error).__name__, error.prediction.error
except ReplicateError as error:
    said["raised"], said["status"], said["detail"] = type(error).__name__, error.status, error.detail
sys.stdout.write(json.dumps(said))
