"""Hosts that stand for a network: the browser of the tests finds them, and nobody else does."""

# Plain HTTP and not localhost; a server of its own.
HALL = "http://hall.test"
# The tests' server, by a proxy that can be cut.
DROP = "http://drop.test"
