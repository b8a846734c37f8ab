"""Questions, rubrics and gold answers: load them, and report all that is wrong with them at once.

Each name is looked up in the module that `__init__.pyi` gives when it is asked for first, as in `records`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
