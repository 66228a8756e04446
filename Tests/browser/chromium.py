"""Which Chromium the tests drive: the system's own; nothing is downloaded."""

import os
import shutil


def chromium_path() -> str:
    """The one without a window where there is one: the whole browser spends half its time on tabs and buttons of its own."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    path = os.environ.get("COPROLAB_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "there is no Chromium here: config/set-up.sh --test installs it, or set COPROLAB_CHROMIUM"
    return path
