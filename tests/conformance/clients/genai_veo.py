"""google-genai 2.34 with a developer key: Veo created, polled and downloaded, and its errors."""

import json
import sys
import time

from google import genai
from google.genai import errors, types

address, scene = sys.argv[1:]
client = genai.Client(api_key="emulated", http_options=types.HttpOptions(base_url=f"{address}/gemini"))
said = {}
try:
    operation = client.models.generate_videos(
        model="veo-3.1-generate-preview",
        prompt="A tram crosses a rainy square",
        config=types.GenerateVideosConfig(duration_seconds=4, aspect_ratio="16:9", resolution="720p"),
    )
    said["name"] = operation.name
    polls = 0
    while not operation.done:
        time.sleep(0.05)
        polls += 1
        operation = client.operations.get(operation)
    said["polls"] = polls
    said["error"] = operation.error
    if operation.response is not None:
        said["filtered"] = operation.response.rai_media_filtered_count
        videos = operation.response.generated_videos or []
        said["bytes"] = [len(client.files.download(file=one.video)) for one in videos]
except errors.APIError as error:
    said["status"], said["code"] = error.code, error.status
sys.stdout.write(json.dumps(said))
