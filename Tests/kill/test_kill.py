"""The short form of kill.py: three kills."""

import random

from kill.kill import rounds


def test_nothing_acknowledged_is_lost_or_doubled_by_kill_9(tmp_path):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    for result in rounds(tmp_path, number=3, people=200, chance=random.Random(seed)):
        print(result)
        assert not result.faults, f"seed {seed}: {result}"
