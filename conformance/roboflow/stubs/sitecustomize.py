"""Python reads this at its start: it stands in for the packages named in STUBS, which are imported here and never used."""
import importlib.abc
import importlib.machinery
import os
import sys
import types

NAMES = set(filter(None, os.environ.get("STUBS", "").split(",")))


class AnyClass(type):
    """A class that has every attribute and goes with every operator that type hints and comparisons use."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = any_class(name)
        setattr(cls, name, made)
        return made

    def __or__(cls, other):
        return cls

    __ror__ = __getitem__ = __or__

    def __gt__(cls, other):
        return False

    __ge__ = __contains__ = __gt__

    def __iter__(cls):
        return iter(())


def _call(self, *args, **kwargs):
    # A decorator hands its function back.
    return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self


def _attribute(self, name):
    if name.startswith("__"):
        raise AttributeError(name)
    return any_class(name)


def any_class(name):
    return AnyClass(name, (), {
        "__init__": lambda self, *args, **kwargs: None,
        "__call__": _call,
        "__getattr__": _attribute,
        "__enter__": lambda self: self,
        "__exit__": lambda self, *args: None,
        "__module__": "stub",
    })


class AnyModule(types.ModuleType):
    __path__ = []
    __version__ = "2.6.0"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("is_available", "device_count"):
            return lambda *args, **kwargs: 0
        made = any_class(name)
        setattr(self, name, made)
        return made


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return AnyModule(spec.name)

    def exec_module(self, module):
        pass


if NAMES:
    sys.meta_path.insert(0, Finder())
