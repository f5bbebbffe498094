"""ComfyUI on a server of the user's own: a workflow with an order's wishes put in their places. Its queue tells of a
job until that is over, its history what came of it. Our own mark goes along, so a lost answer is found in either."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from longtake.catalogue import Role, Workflow
from longtake.generation.failures import Rule, failed
from longtake.generation.http import Answer, Form
from longtake.generation.provider import Account, Asset, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, knobs, only
from longtake.generation.wire import Call, Found, Ticket, Told, Wire
from longtake.media import round_half_up

__all__ = ["ComfyUI"]

_FOLDER = "longtake"
_KINDS = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime", ".mkv": "video/x-matroska"}
_ROLES: tuple[Role, ...] = ("first frame", "last frame", "reference", "video", "audio", "portrait")
_MEMORY = "make the take smaller or shorter, or give the server more memory"


class ComfyUI(Wire):
    """Keys: `key`, where a proxy before it wants one. Settings: `url`."""

    provider = "comfyui"
    reconcile = "lookup"
    poll_seconds = 2.0
    most_answer = 64 << 20
    rules = (Rule("*OutOfMemory*", "invalid", _MEMORY), Rule("*", "invalid", _MEMORY, says="out of memory"))

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")} if "key" in account.keys else {}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed", "negative", "settings")
        if order.workflow is None:
            raise CannotAskError(f"{order.model} has no workflow: name one in its file of the catalogue")
        said = {
            "prompt": _filled(order, order.workflow),
            "prompt_id": _id(order),
            "client_id": _FOLDER,
            "extra_data": {_FOLDER: {"model": order.model, "token": order.token}},
        }
        return Call("POST", "/prompt", said)

    def placed(self, order: Order, body: Any) -> Job:
        """Older servers give it another id than the one that was asked for."""
        output = order.workflow.output if order.workflow else ""
        return Job(body["prompt_id"], {"output": output} if output else {})

    def polling(self, job: Job) -> Call:
        return Call("GET", "/queue")

    def state(self, job: Job, body: Any) -> JobState:
        """A job that is not in the queue is over, and the history tells how."""
        places: tuple[tuple[str, Status], ...] = (("queue_running", "running"), ("queue_pending", "queued"))
        found = (status for name, status in places if any(item[1] == job.id for item in body[name]))
        return JobState(next(found, "succeeded"))

    def fetching(self, job: Job) -> Call:
        return Call("GET", f"/history/{job.id}")

    def fetched(self, job: Job, answer: Answer) -> JobState | None:
        if answer.status != 200:
            return None
        if (entry := answer.json().get(job.id)) is None:
            return JobState("unknown", failure=failed(self.provider, "unknown", "it does not know the job (any more)"))
        told = dict(entry["status"]["messages"])
        if "execution_interrupted" in told:
            return JobState("cancelled")
        if entry["status"]["status_str"] != "success":
            error = told.get("execution_error") or {}
            what = f"{error.get('node_type') or 'a node'}: {error.get('exception_message') or 'no reason given'}"
            return JobState("failed", failure=self.job_failure(what, str(error.get("exception_type") or "")))
        return self._made(list(_clips(entry["outputs"], job.links.get("output", ""))))

    def cancelling(self, job: Job, status: Status) -> Call | None:
        if status == "running":
            return Call("POST", "/interrupt", {"prompt_id": job.id})
        return Call("POST", "/queue", {"delete": [job.id]})

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        """The queue, then the history: a job that goes from one to the other in between is seen all the same."""
        return Call("GET", "/queue") if page == 1 else Call("GET", "/history", query=(("max_items", "200"),))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        is_queue = "queue_running" in body
        asked = (
            [*body["queue_running"], *body["queue_pending"]] if is_queue else [one["prompt"] for one in body.values()]
        )
        marks = ((item[1], item[3].get(_FOLDER) or {}) for item in asked)
        jobs = [id for id, mark in marks if id == _id(order) or mark.get("token") == order.token]
        return Found(tuple(self.placed(order, {"prompt_id": id}) for id in jobs), is_last=bool(jobs) or not is_queue)

    def uploading(self, asset: Asset) -> Call | None:
        name = f"{asset.digest[:32]}.{asset.media_type.rpartition('/')[2]}"
        fields = {"subfolder": _FOLDER, "type": "input", "overwrite": "true"}
        return Call("POST", "/upload/image", Form(fields, name, asset.media_type, asset.content, "image"))

    def ticket(self, body: Any) -> Ticket:
        """Its user may clear the folder, so it is not relied on for long."""
        return Ticket("", {}, f"{body['subfolder']}/{body['name']}", timedelta(hours=24))

    def address(self, url: str, account: Account) -> str:
        return f"{account.base}{url}"

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        error = body["error"] if isinstance(body["error"], dict) else {"message": body["error"]}
        nodes = (body.get("node_errors") or {}).items()
        wrong = [f"node {id}: {one['message']} ({one['details']})" for id, node in nodes for one in node["errors"]]
        return Told(" · ".join((str(error["message"]), *wrong)), (str(error.get("type") or ""),))

    def _made(self, clips: list[Output]) -> JobState:
        if len(clips) == 1:
            return JobState("succeeded", 1.0, Result((clips[0],)))
        what = f"its workflow saved {len(clips)} clips, and one is the take"
        step = "name the node that saves it: output, below [workflow]" if clips else "let its last node save a video"
        return JobState("failed", failure=failed(self.provider, "invalid", what, step))


def _id(order: Order) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, order.token))


def _filled(order: Order, workflow: Workflow) -> dict[str, Any]:
    """The graph with everything in its place. Raises CannotAskError for what has none."""
    graph: dict[str, Any] = json.loads(workflow.graph)
    for name, value in _values(order, workflow):
        places = workflow.places_of(name)
        if not places and name in ("prompt", "negative", "seed"):
            raise CannotAskError(f"the workflow of {order.model} has no place for the {name}")
        for node, field in places:
            graph[node]["inputs"][field] = value
    for role in _ROLES:
        places, given = workflow.places_of(role), order.inputs_of(role)
        if len(places) != len(given):
            raise CannotAskError(
                f"the workflow of {order.model} takes {len(places)} of {role}, and there are {len(given)}"
            )
        for (node, field), one in zip(places, given, strict=True):
            if ":" in one.address:
                raise CannotAskError(f"{order.model} is shown a {one.role} that lies on its own server")
            graph[node]["inputs"][field] = one.address
    for place, value in knobs(order).items():
        node, _, field = place.partition(".")
        if field not in graph.get(node, {}).get("inputs", {}):
            raise CannotAskError(f"the workflow of {order.model} has no input {place}")
        graph[node]["inputs"][field] = value
    return graph


def _values(order: Order, workflow: Workflow) -> Iterator[tuple[str, Any]]:
    if order.prompt:
        yield "prompt", order.prompt
    if order.negative:
        yield "negative", order.negative
    if order.seed is not None:
        yield "seed", order.seed
    yield from (("width", order.size.width), ("height", order.size.height), ("seconds", float(order.seconds)))
    if order.rate is not None:
        yield "rate", float(order.rate.fraction)
        yield "frames", round_half_up(order.seconds * order.rate.fraction) + workflow.more_frames


def _clips(outputs: Mapping[str, Any], wanted: str) -> Iterator[Output]:
    """Clips that nodes have saved, of one node or of all. Each kind of node has a list of its own for them."""
    for node, lists in outputs.items():
        for file in (one for files in lists.values() if isinstance(files, list) for one in files):
            ending = file["filename"][file["filename"].rfind(".") :].lower() if isinstance(file, dict) else ""
            if ending in _KINDS and file["type"] == "output" and wanted in ("", node):
                asked = {name: file[name] for name in ("filename", "subfolder", "type")}
                yield Output(f"/view?{urlencode(asked)}", _KINDS[ending])
