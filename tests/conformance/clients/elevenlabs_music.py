"""elevenlabs 2.78: music of a prompt; errors."""

import json
import sys

from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError

address, _ = sys.argv[1:]
client = ElevenLabs(api_key="emulated", base_url=f"{address}/elevenlabs")
said = {}
try:
    sound = client.music.compose(
        prompt="Calm piano, 70 bpm",
        music_length_ms=4000,
        force_instrumental=True,
        output_format="mp3_44100_128",
        request_options={"max_retries": 0},
    )
    said["bytes"] = len(b"".join(sound))
except ApiError as error:
    said["raised"], said["status"] = error.status_code, error.body["detail"]["status"]
sys.stdout.write(json.dumps(said))
