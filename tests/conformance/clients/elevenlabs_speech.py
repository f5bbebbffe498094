"""elevenlabs 2.78: speech with the times of its characters; errors."""

import base64
import json
import sys

from elevenlabs import ElevenLabs, VoiceSettings
from elevenlabs.core.api_error import ApiError

address, _ = sys.argv[1:]
client = ElevenLabs(api_key="emulated", base_url=f"{address}/elevenlabs")
said = {}
try:
    answer = client.text_to_speech.convert_with_timestamps(
        "21m00Tcm4TlvDq8ikWAM",
        text='It befell <break time="1s"/> in the month of May.',
        model_id="eleven_multilingual_v2",
        output_format="pcm_24000",
        previous_text="The adventure of the cart.",
        voice_settings=VoiceSettings(speed=1.1),
        request_options={"max_retries": 0},
    )
    said["bytes"] = len(base64.b64decode(answer.audio_base_64))
    said["characters"] = "".join(answer.alignment.characters)
    said["ends"] = answer.alignment.character_end_times_seconds[-1]
    plain = client.text_to_speech.convert(
        "21m00Tcm4TlvDq8ikWAM", text="It befell.", model_id="eleven_flash_v2_5", output_format="pcm_24000"
    )
    said["plain"] = len(b"".join(plain))
except ApiError as error:
    said["raised"], said["status"] = error.status_code, error.body["detail"]["status"]
sys.stdout.write(json.dumps(said))
