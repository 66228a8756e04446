"""The report of a mid-range phone, in short: no limits of time, which depend on the machine, but on what must come."""

from browser.phone_report import NETWORKS, measure


def test_a_mid_range_phone_comes_in(lab, chromium):
    """[S29] On a slow phone and a slow network the form can be used and leads into the room; what comes until then is
    what the budget allows, in few files."""
    lab.opened("gather")
    figures = measure(chromium, lab, list(NETWORKS)[-1])
    assert 0 < figures.form and 0 < figures.room
    assert 8 < figures.kib <= 60 and figures.files <= 30, figures
