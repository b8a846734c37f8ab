"""Sessions on disk, and answers read from files.

Each name is looked up in the module that `__init__.pyi` gives when it is asked for first: a list of sessions needs no
schemas, and starts in half the time without them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
