"""The providers' own Python clients, pointed at the emulator: create, poll, download, cancel, list, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtake.emulator import Emulator, Fault

Run = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.long

_GENAI = ["earlier", "later"]
_ARK = ["earlier", "later"]
_LUMA = ["luma_ray", "luma_dream"]


def test_google_genai_makes_and_downloads_a_veo_take(run: Run, emulator: Emulator) -> None:
    said = run("earlier", "genai_veo")
    (job,) = emulator.studio.jobs("google")
    assert said["name"] == job.id
    assert said["polls"] > 0
    assert said["bytes"][0] > 10_000


def test_google_genai_reads_a_refusal_as_filtered(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("earlier", "genai_veo")
    assert (said["filtered"], said["bytes"]) == (1, [])


def test_google_genai_reads_a_failed_operation(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-failed"))
    assert run("earlier", "genai_veo")["error"]["code"] == 13


def test_google_genai_raises_what_throttles(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("throttled", on="create"))
    assert run("earlier", "genai_veo") == {"status": 429, "code": "RESOURCE_EXHAUSTED"}


@pytest.mark.parametrize("environment", _GENAI)
def test_google_genai_makes_an_interaction(run: Run, environment: str) -> None:
    said = run(environment, "genai_interactions")
    assert said["status"] == "completed"
    assert said["bytes"][0] > 10_000


@pytest.mark.usefixtures("stands_still")
@pytest.mark.parametrize("environment", _GENAI)
def test_google_genai_cancels_and_deletes_an_interaction(run: Run, emulator: Emulator, environment: str) -> None:
    assert run(environment, "genai_interactions", "cancel")["cancelled"] == "cancelled"
    (job,) = emulator.studio.jobs()
    assert job.is_deleted


@pytest.mark.parametrize("environment", _GENAI)
def test_google_genai_raises_an_interactions_error_with_its_status(
    run: Run, emulator: Emulator, environment: str
) -> None:
    emulator.studio.faults.add(Fault("invalid", on="create"))
    assert run(environment, "genai_interactions")["status"] == 400


@pytest.mark.parametrize("environment", _GENAI)
def test_google_genai_makes_a_veo_take_on_vertex(run: Run, environment: str) -> None:
    assert run(environment, "genai_vertex")["bytes"][0] > 10_000


def test_google_genai_is_told_the_bucket_on_vertex(run: Run) -> None:
    assert run("later", "genai_vertex", "bucket")["uris"][0].startswith("gs://")


def test_google_genai_raises_a_vertex_error(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("permission", on="create"))
    assert run("later", "genai_vertex") == {"status": 403, "code": "PERMISSION_DENIED"}


def test_runwayml_waits_for_a_task_and_knows_the_account(run: Run, emulator: Emulator) -> None:
    said = run("earlier", "runway")
    assert said["id"] == emulator.studio.jobs()[0].id
    assert (said["status"], said["upload"]) == ("SUCCEEDED", "runway")
    assert said["bytes"][0] > 10_000
    assert said["balance"] > 0


@pytest.mark.usefixtures("stands_still")
def test_runwayml_cancels_a_task(run: Run) -> None:
    assert run("earlier", "runway", "cancel")["status"] == "CANCELLED"


def test_runwayml_raises_what_failed_and_why(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("earlier", "runway")
    assert (said["status"], said["code"]) == ("FAILED", "SAFETY.INPUT.TEXT")


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("throttled", "RateLimitError"),
        ("key", "AuthenticationError"),
        ("invalid", "BadRequestError"),
        ("unavailable", "InternalServerError"),
        ("lost", "APIConnectionError"),
    ],
)
def test_runwayml_raises_its_own_error_for_each(run: Run, emulator: Emulator, kind: str, raised: str) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("earlier", "runway")["raised"] == raised


def test_fal_client_watches_and_fetches_a_request(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-throttled"))  # waits long enough to be seen waiting
    said = run("earlier", "fal")
    assert said["seen"] == ["Completed", "InProgress", "Queued"]
    assert said["bytes"] == said["told"] > 10_000


@pytest.mark.usefixtures("stands_still")
def test_fal_client_cancels_a_request(run: Run, emulator: Emulator) -> None:
    assert run("earlier", "fal", "cancel")["status"] == "Completed"
    (job,) = emulator.studio.jobs()
    assert job.cancelled is not None


@pytest.mark.parametrize(("kind", "status"), [("job-refused", 422), ("job-failed", 500), ("balance", 403)])
def test_fal_client_raises_with_the_status(run: Run, emulator: Emulator, kind: str, status: int) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("earlier", "fal")["status"] == status


@pytest.mark.parametrize("client", _LUMA)
def test_lumas_clients_make_a_take(run: Run, emulator: Emulator, client: str) -> None:
    said = run("earlier", client)
    assert (said["id"], said["state"]) == (emulator.studio.jobs()[0].id, "completed")
    assert said["polls"] > 0
    assert said["bytes"][0] > 10_000


def test_luma_agents_uploads_a_file(run: Run) -> None:
    assert run("earlier", "luma_ray", "upload")["states"] == ["pending", "pending", "ready"]


def test_lumaai_lists_with_what_was_asked_and_deletes(run: Run, emulator: Emulator) -> None:
    said = run("earlier", "luma_dream")
    assert said["listed"] == [[said["id"], "A tram crosses a rainy square"]]
    assert emulator.studio.jobs()[0].is_deleted


@pytest.mark.parametrize(
    ("client", "key", "says"), [("luma_ray", "code", "content_moderated"), ("luma_dream", "reason", "400: ")]
)
def test_lumas_clients_read_a_refusal(run: Run, emulator: Emulator, client: str, key: str, says: str) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("earlier", client)
    assert said["state"] == "failed"
    assert said[key].startswith(says)


@pytest.mark.parametrize("client", _LUMA)
@pytest.mark.parametrize(("kind", "raised"), [("throttled", "RateLimitError"), ("key", "AuthenticationError")])
def test_lumas_clients_raise_their_own_errors(
    run: Run, emulator: Emulator, client: str, kind: str, raised: str
) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("earlier", client)["raised"] == raised


@pytest.mark.parametrize("environment", _ARK)
def test_ark_makes_lists_and_gives_the_last_frame(run: Run, environment: str) -> None:
    said = run(environment, "ark")
    assert (said["status"], said["listed"]) == ("succeeded", [said["id"]])
    assert said["bytes"] > 10_000
    assert bytes.fromhex(said["last"]).endswith(b"PNG\r\n\x1a\n")


@pytest.mark.usefixtures("stands_still")
@pytest.mark.parametrize("environment", _ARK)
def test_ark_cancels_what_waits(run: Run, environment: str) -> None:
    assert run(environment, "ark", "cancel")["status"] == "cancelled"


def test_ark_tells_a_refusal_by_its_code(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("earlier", "ark")
    assert (said["status"], said["failure"]) == ("failed", "OutputVideoSensitiveContentDetected")


@pytest.mark.parametrize(("kind", "status"), [("throttled", 429), ("key", 401), ("model", 404), ("internal", 500)])
def test_ark_raises_with_the_status(run: Run, emulator: Emulator, kind: str, status: int) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("earlier", "ark")["status"] == status


def test_replicate_waits_for_a_prediction_lists_it_and_uploads(run: Run) -> None:
    said = run("later", "replicate_predictions")
    assert (said["status"], said["listed"], said["again"]) == ("succeeded", [said["id"]], 7)
    assert said["bytes"] > 10_000
    assert "/v1/files/" in said["file"]


@pytest.mark.usefixtures("stands_still")
def test_replicate_cancels_a_prediction(run: Run) -> None:
    assert run("later", "replicate_predictions", "cancel")["status"] == "canceled"


def test_replicate_tells_a_refusal_in_words(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("later", "replicate_predictions")
    assert said["status"] == "failed"
    assert "E005" in said["error"]


@pytest.mark.parametrize(("kind", "status"), [("key", 401), ("balance", 402), ("model", 404), ("invalid", 422)])
def test_replicate_raises_with_the_status(run: Run, emulator: Emulator, kind: str, status: int) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    said = run("later", "replicate_predictions")
    assert (said["raised"], said["status"]) == ("ReplicateError", status)
    assert said["detail"]


@pytest.mark.parametrize("scene", ["make", "frame"])
def test_openai_polls_downloads_lists_and_deletes_a_video(run: Run, emulator: Emulator, scene: str) -> None:
    said = run("later", "openai_videos", scene)
    (job,) = emulator.studio.jobs("openai-gateway")
    assert (said["status"], said["seconds"], said["listed"]) == ("completed", "4", [said["id"]])
    assert said["bytes"] > 10_000
    assert said["deleted"]
    assert len(job.asked.inputs) == (scene == "frame")


def test_openai_reads_why_a_video_failed(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("later", "openai_videos")
    assert (said["status"], said["error"]) == ("failed", "moderation_blocked")


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("throttled", "RateLimitError"),
        ("key", "AuthenticationError"),
        ("invalid", "BadRequestError"),
        ("model", "NotFoundError"),
        ("unavailable", "InternalServerError"),
        ("lost", "APIConnectionError"),
    ],
)
def test_openai_raises_its_own_error_for_each(run: Run, emulator: Emulator, kind: str, raised: str) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("later", "openai_videos")["raised"] == raised


def test_openrouter_lists_models_and_downloads_a_video(run: Run) -> None:
    said = run("later", "openrouter_videos")
    assert "google/veo-3.1" in said["models"]
    assert (said["first"], said["status"]) == ("pending", "completed")
    assert said["cost"] > 0
    assert said["bytes"] > 10_000


def test_openrouter_reads_why_a_video_failed(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("later", "openrouter_videos")
    assert said["status"] == "failed"
    assert "moderation" in said["error"]


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("key", "UnauthorizedResponseError"),
        ("balance", "PaymentRequiredResponseError"),
        ("refused", "ForbiddenResponseError"),
        ("invalid", "BadRequestResponseError"),
        ("throttled", "TooManyRequestsResponseError"),
    ],
)
def test_openrouter_raises_its_own_error_for_each(run: Run, emulator: Emulator, kind: str, raised: str) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("later", "openrouter_videos")["raised"] == raised


def test_volcengines_client_makes_and_downloads_a_speaking_portrait(run: Run, emulator: Emulator) -> None:
    said = run("clouds", "omnihuman")
    (job,) = emulator.studio.jobs("volcengine")
    assert (said["id"], said["status"]) == (job.id, "done")
    assert said["bytes"] > 10_000


@pytest.mark.parametrize(
    ("kind", "raised"),
    [("job-refused", "Post Video Risk Not Pass"), ("throttled", "50429"), ("key", "InvalidAccessKey")],
)
def test_volcengines_client_raises_what_is_told_with_a_status(
    run: Run, emulator: Emulator, kind: str, raised: str
) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert raised in run("clouds", "omnihuman")["raised"]


@pytest.mark.parametrize("scene", ["make", "frames"])
def test_dashscope_makes_downloads_and_lists(run: Run, scene: str) -> None:
    said = run("clouds", "dashscope_wan", scene)
    assert (said["state"], said["listed"]) == ("SUCCEEDED", [said["id"]])
    assert said["bytes"] > 10_000


@pytest.mark.usefixtures("stands_still")
def test_dashscope_cancels_what_waits(run: Run) -> None:
    said = run("clouds", "dashscope_wan", "cancel")
    assert (said["cancelled"], said["state"]) == (200, "CANCELED")


def test_dashscope_tells_a_refusal_by_its_code(run: Run, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("job-refused"))
    said = run("clouds", "dashscope_wan")
    assert (said["state"], said["failure"]) == ("FAILED", "DataInspectionFailed")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("throttled", 429, "Throttling.RateQuota"), ("key", 401, "InvalidApiKey"), ("internal", 500, "InternalError")],
)
def test_dashscope_answers_an_error_with_its_status_and_code(
    run: Run, emulator: Emulator, kind: str, status: int, code: str
) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    said = run("clouds", "dashscope_wan")
    assert (said["status"], said["code"]) == (status, code)
