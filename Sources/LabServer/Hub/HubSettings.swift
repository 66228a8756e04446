/// What an operator can set about the hub.
package struct HubSettings: Sendable {
    /// The shortest time between two patches to an audience; it stretches to four times this as connections grow.
    package var tick: Duration = .milliseconds(50)
    package var maximumPeople = 10_000
    package var retentionDays = 90
    /// Messages that one connection may send: this many a second in the long run, and a burst such as an outbox.
    package var messagesPerSecond = 50.0
    package var messageBurst = 500.0
    /// Messages that may wait for a connection that sends faster than it may; more close it with 1008.
    package var maximumWaiting = 5_000
    /// And their bytes: an outbox of that many fits, and no connection can fill the memory.
    package var maximumWaitingBytes = 4 << 20
    /// Malformed messages after which a connection is closed with 1008.
    package var maximumStrikes = 10
    /// Patches kept for clients that come back, per audience.
    package var patchesKept = 256
    /// Whom a lab's people can turn to, where its maker says nothing else.
    package var safeguarding: String?

    package init() {}
}
