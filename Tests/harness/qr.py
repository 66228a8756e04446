"""Reads a QR code (ISO/IEC 18004) from the SVG that the server draws: clean, so that nothing needs correcting."""

import re
from itertools import product

QUIET = 4
# By version: the blocks of level M, the data bytes in each, and where the centres of alignment patterns are.
VERSIONS = {
    1: (1, 16, []), 2: (1, 28, [6, 18]), 3: (1, 44, [6, 22]), 4: (2, 32, [6, 26]), 5: (2, 43, [6, 30]),
    6: (4, 27, [6, 34]), 7: (4, 31, [6, 22, 38]),
}  # fmt: skip
MASKS = [
    lambda y, x: (x + y) % 2, lambda y, x: y % 2, lambda y, x: x % 3, lambda y, x: (x + y) % 3,
    lambda y, x: (x // 3 + y // 2) % 2, lambda y, x: x * y % 2 + x * y % 3,
    lambda y, x: (x * y % 2 + x * y % 3) % 2, lambda y, x: ((x + y) % 2 + x * y % 3) % 2,
]  # fmt: skip


def read_svg(svg: str) -> str:
    """The text of the code."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1]) - 2 * QUIET
    dark = {(int(y) - QUIET, int(x) - QUIET) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    version = (size - 17) // 4
    blocks, length, centres = VERSIONS[version]
    bits = "".join(_bits(dark, size, _kept(size, version, centres)))
    stream = [int(bits[at : at + 8], 2) for at in range(0, blocks * length * 8, 8)]
    # The blocks take turns.
    data = "".join(f"{byte:08b}" for block in range(blocks) for byte in stream[block::blocks])
    assert data[:4] == "0100", "a QR code of bytes"
    count = int(data[4:12], 2)
    return bytes(int(data[at : at + 8], 2) for at in range(12, 12 + 8 * count, 8)).decode()


def _kept(size: int, version: int, centres: list[int]) -> set[tuple[int, int]]:
    """The modules that carry no data: finders with what stands beside them, timing, alignment, version."""
    kept = {(y, x) for y, x in product(range(size), repeat=2) if y == 6 or x == 6}
    for y, x in product(range(9), repeat=2):
        kept.add((y, x))
        if x < 8:
            kept |= {(y, size - 1 - x), (size - 1 - x, y)}
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for y, x in set(product(centres, repeat=2)) - corners:
        kept |= set(product(range(y - 2, y + 3), range(x - 2, x + 3)))
    if version >= 7:
        for y, x in product(range(6), range(size - 11, size - 8)):
            kept |= {(y, x), (x, y)}
    return kept


def _bits(dark: set[tuple[int, int]], size: int, kept: set[tuple[int, int]]):
    """The bits on their way through the code: up and down, two columns at a time from the right, without the mask."""
    mask = MASKS[int("".join(str(int((8, x) in dark)) for x in (2, 3, 4)), 2) ^ 0b101]
    for right in range(size - 1, 0, -2):
        right -= right <= 6
        upwards = (right + 1) & 2 == 0
        for step, x in product(range(size), (right, right - 1)):
            place = (size - 1 - step if upwards else step, x)
            if place not in kept:
                yield str(int((place in dark) ^ (mask(*place) == 0)))
