"""The providers' wire formats on loopback: real takes, real waits, a bill of its own, and faults on request."""

from longtake.emulator.clock import Clock, ManualClock, ScaledClock
from longtake.emulator.control import bill_json
from longtake.emulator.emulator import Emulator, environment
from longtake.emulator.faults import FAULTS, Fault
from longtake.emulator.job import Charge, Job
from longtake.emulator.reply import Reply, Request
from longtake.emulator.studio import CallRecord, Studio

__all__ = [
    "FAULTS",
    "CallRecord",
    "Charge",
    "Clock",
    "Emulator",
    "Fault",
    "Job",
    "ManualClock",
    "Reply",
    "Request",
    "ScaledClock",
    "Studio",
    "bill_json",
    "environment",
]
