"""The feedback of a learning event: it stays open after the event, and its words are read before they are shown."""

from api.hall import Hall
from api.kinds import titled
from harness.server import Server


def test_the_debate_goes_on_after_the_event_and_is_looked_through(server: Server):
    """[S43] As T4 has it: what people chose counts at once, what they wrote waits for a facilitator's yes."""
    hall = Hall(server, "T4")
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("openLab")
    moira.sees("its steps", lambda view: view.get("activities"))
    feedback = titled(hall, "How was it?")
    facilitator.command("openActivity", activity=feedback)
    hall.all_see(feedback, "open")
    facilitator.command("endLab")
    moira.sees("the end", lambda view: view["lab"]["state"] == "ended")
    moira.command("answerQuestion", activity=feedback, question="heard", answer=4)
    text = moira.command("answerQuestion", activity=feedback, question="debate", text="Who pays the fares?")["entry"]
    hall.screen.sees("the level", lambda view: view["activities"][feedback]["results"]["heard"].get("n") == 1)
    queue = facilitator.sees("the words", lambda view: view["activities"][feedback]["waiting"].get(text))
    assert queue == {"question": "debate", "text": "Who pays the fares?", "order": queue["order"], "version": 1}
    moira.owns("that they wait", lambda own: own[feedback]["answers"]["debate"]["texts"][text]["review"] == "waiting")
    facilitator.command("decline", activity=feedback, entry=text, version=1, reason="Say whose fares.")
    moira.owns("why not", lambda own: own[feedback]["answers"]["debate"]["texts"][text].get("reason") == "Say whose fares.")
    moira.command("answerQuestion", activity=feedback, question="debate", text="Who pays families' fares?", entry=text, version=1)
    facilitator.sees("the new words", lambda view: view["activities"][feedback]["waiting"].get(text, {}).get("version") == 2)
    assert not any("fares" in frame for person in (hall.screen, hall.sam) for frame in person.frames)
    facilitator.command("approve", activity=feedback, entry=text, version=2)
    for person in (hall.screen, hall.sam):
        person.sees("them", lambda view: view["activities"][feedback]["texts"].get(text, {}).get("text") == "Who pays families' fares?")
    facilitator.command("closeActivity", activity=feedback)
    hall.all_see(feedback, "closed")
    assert moira.refused("answerQuestion", activity=feedback, question="heard", answer=5) == "activityClosed"
    hall.close()
