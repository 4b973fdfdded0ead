"""How often a process looks for garbage, once everything is loaded."""

import gc


def spare_what_is_loaded() -> None:
    """What is loaded by now stays to the end of the process: it need not be looked through while work is done."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
