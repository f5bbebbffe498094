"""google-genai, 2.34 or 3.4: Gemini Omni by Interactions, created, polled, cancelled, deleted."""

import base64
import json
import sys
import time

from google import genai
from google.genai import types

address, scene = sys.argv[1:]
client = genai.Client(api_key="emulated", http_options=types.HttpOptions(base_url=f"{address}/gemini"))
said = {}
try:
    interaction = client.interactions.create(
        model="gemini-omni-1.2-flash",
        input="A tram crosses a rainy square",
        background=True,
        response_format={
            "type": "video",
            "aspect_ratio": "16:9",
            "resolution": "360p",
            "duration": "4s",
            "delivery": "inline",
        },
    )
    said["status"] = interaction.status
    if scene == "cancel":
        said["cancelled"] = client.interactions.cancel(interaction.id).status
        client.interactions.delete(interaction.id)
    else:
        while interaction.status in ("queued", "in_progress"):
            time.sleep(0.05)
            interaction = client.interactions.get(interaction.id)
        said["status"] = interaction.status
        content = [part for step in interaction.steps or [] for part in (getattr(step, "content", None) or [])]
        said["bytes"] = [len(base64.b64decode(part.data)) for part in content if getattr(part, "data", None)]
except Exception as error:
    said["raised"] = type(error).__name__
    said["status"] = getattr(error, "status_code", None) or getattr(error, "code", None)
sys.stdout.write(json.dumps(said))
