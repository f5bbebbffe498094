"""runwayml 5.24: a task created, waited for, downloaded, cancelled; the account; errors."""

import json
import sys
import urllib.request

import runwayml
from runwayml import RunwayML, TaskFailedError
from runwayml.lib import polling

polling.POLL_TIME, polling.POLL_JITTER = 0.05, 0.0
address, scene = sys.argv[1:]
client = RunwayML(api_key="emulated", base_url=f"{address}/runway", max_retries=0)
said = {}
try:
    task = client.text_to_video.create(
        model="gen4.5", prompt_text="A tram crosses a rainy square", ratio="1280:720", duration=2, seed=7
    )
    said["id"] = task.id
    if scene == "cancel":
        client.tasks.delete(task.id)
        said["status"] = client.tasks.retrieve(task.id).status
    else:
        done = task.wait_for_task_output(timeout=30)
        said["status"] = done.status
        said["bytes"] = [len(urllib.request.urlopen(link).read()) for link in done.output]
        said["balance"] = client.organization.retrieve().credit_balance
        upload = client.uploads.create_ephemeral(file=("first.png", b"not much of a picture"))
        said["upload"] = upload.uri.split(":")[0]
except TaskFailedError as error:
    said["status"], said["code"] = error.task_details.status, error.task_details.failure_code
except runwayml.APIStatusError as error:
    said["raised"], said["status"] = type(error).__name__, error.status_code
except runwayml.APIConnectionError as error:
    said["raised"] = type(error).__name__
sys.stdout.write(json.dumps(said))
