"""cartesia 4.2: speech as events with the times of its words, and as a WAV file; errors."""

import json
import sys

import cartesia
from cartesia import Cartesia

address, _ = sys.argv[1:]
client = Cartesia(api_key="emulated", base_url=f"{address}/cartesia", max_retries=0)
said = {}
asked = {"model_id": "sonic-3", "transcript": "It befell in the month of May.", "language": "en"}
asked["voice"] = {"id": "a0e99841-438c-4a64-b679-ae501e7d6091"}
raw = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 44100}
try:
    sound, words, ends = 0, [], []
    for event in client.tts.generate_sse(output_format=raw, add_timestamps=True, **asked):
        if event.type == "chunk":
            sound += len(event.audio)
        elif event.type == "timestamps":
            words += event.word_timestamps.words
            ends += event.word_timestamps.end
        said["done"] = event.done
    said |= {"bytes": sound, "words": words, "ends": ends[-1]}
    wav = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 44100}
    said["wav"] = client.tts.generate(output_format=wav, **asked).read()[:4].decode()
except cartesia.APIStatusError as error:
    said["raised"], said["status"] = type(error).__name__, error.status_code
sys.stdout.write(json.dumps(said))
