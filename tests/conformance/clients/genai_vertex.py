"""google-genai 3.4 on Vertex: Veo created, polled, and its bytes taken out of the answer."""

import json
import sys
import time

from google import genai
from google.genai import errors, types
from google.oauth2.credentials import Credentials

address, scene = sys.argv[1:]
client = genai.Client(
    vertexai=True,
    project="test-project",
    location="us-central1",
    credentials=Credentials("emulated"),
    http_options=types.HttpOptions(base_url=f"{address}/vertex"),
)
said = {}
try:
    operation = client.models.generate_videos(
        model="veo-3.1-generate-001",
        prompt="A tram crosses a rainy square",
        config=types.GenerateVideosConfig(
            duration_seconds=4,
            seed=7,
            generate_audio=True,
            output_gcs_uri="gs://bucket/takes" if scene == "bucket" else None,
        ),
    )
    said["name"] = operation.name
    while not operation.done:
        time.sleep(0.05)
        operation = client.operations.get(operation)
    said["error"] = operation.error
    if operation.response is not None:
        videos = operation.response.generated_videos or []
        said["bytes"] = [len(one.video.video_bytes or b"") for one in videos]
        said["uris"] = [one.video.uri for one in videos]
except errors.APIError as error:
    said["status"], said["code"] = error.code, error.status
sys.stdout.write(json.dumps(said))
