"""Hosts that stand for a network: the browser of the tests finds them, and nobody else does."""

# Plain HTTP and not localhost; a server of its own.
HALL = "http://hall.test"
# The tests' server, by a proxy that can be cut.
DROP = "http://drop.test"
# The same way, by an address that browsers take for secure, as one with a certificate would be.
SECURE = "http://secure.localhost"
