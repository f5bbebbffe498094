"""The workspace's store of made things, and the output folder that holds a film."""

from longtake.store.folder import OutputFolder
from longtake.store.objects import DamagedObjectError, Store
from longtake.store.takes import TakeStore
from longtake.store.workspace import Workspace, open_workspace

__all__ = ["DamagedObjectError", "OutputFolder", "Store", "TakeStore", "Workspace", "open_workspace"]
