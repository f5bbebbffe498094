"""openrouter 1.3: a video generated, polled, downloaded; the list of models; errors."""

import json
import sys
import time

from openrouter import OpenRouter, errors

address, scene = sys.argv[1:]
said = {}
with OpenRouter(api_key="emulated", server_url=f"{address}/openrouter/api/v1") as client:
    videos = client.video_generation
    try:
        said["models"] = [one.id for one in videos.list_videos_models().data]
        job = videos.generate(
            model="google/veo-3.1",
            prompt="A tram crosses a rainy square",
            aspect_ratio="16:9",
            duration=4,
            resolution="720p",
            generate_audio=True,
            seed=7,
        )
        said["id"], said["first"] = job.id, job.status
        while job.status in ("pending", "in_progress"):
            time.sleep(0.02)
            job = videos.get_generation(job_id=job.id)
        said["status"], said["error"] = job.status, job.error
        if job.status == "completed":
            said["cost"] = job.usage.cost
            said["bytes"] = len(videos.get_video_content(job_id=job.id, index=0).read())
    except errors.OpenRouterError as error:
        said["raised"], said["status"] = type(error).__name__, error.status_code
sys.stdout.write(json.dumps(said))
