"""openai 3.52: speech as samples; errors."""

import json
import sys

import openai
from openai import OpenAI

address, _ = sys.argv[1:]
client = OpenAI(api_key="emulated", base_url=f"{address}/openai-speech/v1", max_retries=0)
said = {}
try:
    speech = client.audio.speech.create(
        model="tts-1", input="It befell in the month of May.", voice="onyx", response_format="pcm", speed=1.2
    )
    said["bytes"] = len(speech.read())
except openai.APIStatusError as error:
    said["raised"], said["code"] = type(error).__name__, error.code
sys.stdout.write(json.dumps(said))
