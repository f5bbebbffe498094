"""The contract suite needs the emulator's room."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("longtake.emulator") else ["test_provider_contract.py"]
