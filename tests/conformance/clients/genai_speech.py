"""google-genai 3.4: Gemini speaks; errors."""

import json
import sys

from google import genai
from google.genai import errors, types

address, _ = sys.argv[1:]
client = genai.Client(api_key="emulated", http_options=types.HttpOptions(base_url=f"{address}/gemini"))
said = {}
voice = types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Kore"))
config = types.GenerateContentConfig(
    response_modalities=["AUDIO"], speech_config=types.SpeechConfig(voice_config=voice)
)
try:
    answer = client.models.generate_content(
        model="gemini-3.1-flash-tts-preview", contents="It befell in the month of May.", config=config
    )
    sound = answer.candidates[0].content.parts[0].inline_data
    said |= {"bytes": len(sound.data), "type": sound.mime_type}
except errors.APIError as error:
    said |= {"raised": error.code, "status": error.status}
sys.stdout.write(json.dumps(said))
