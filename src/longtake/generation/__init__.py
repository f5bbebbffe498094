"""The way to providers: one guarded door, keys that do not print, downloads, classes of failure, and the adapters.

Everything here needs the extra `providers`; import the module that is wanted, so that what needs none of it stays
light.
"""
