/// What ``Journal/verify(lab:head:)`` found.
package struct VerifyReport: Sendable, Equatable {
    package let labs: [LabVerdict]
    /// How the given head hash stands, or nil where none was given.
    package let head: HeadVerdict?

    package init(labs: [LabVerdict], head: HeadVerdict?) {
        self.labs = labs
        self.head = head
    }

    /// Whether nothing is wrong: no lab has a fault, and a given head was found.
    package var isSound: Bool { head != .missing && labs.allSatisfy { $0.fault == nil } }
}

/// How one lab stands.
package struct LabVerdict: Sendable, Equatable {
    package let lab: String
    /// The last revision that was checked and found good, and its hash.
    package let revision: Int
    package let head: [UInt8]
    /// How many parts have been erased, each named by a later event.
    package let erasedParts: Int
    /// What was erased when, in order.
    package let erasures: [ErasureRecord]
    /// The first thing that is wrong, or nil.
    package let fault: LabFault?
}

/// One event that erased something: its revision, its time in milliseconds since 1970, and how many parts it names.
package struct ErasureRecord: Sendable, Equatable {
    package let revision: Int
    package let time: Int64
    package let parts: Int

    package init(revision: Int, time: Int64, parts: Int) {
        self.revision = revision
        self.time = time
        self.parts = parts
    }
}

/// What is wrong, and where.
package struct LabFault: Sendable, Equatable {
    package let revision: Int
    package let reason: Reason

    package enum Reason: Sendable, Equatable {
        /// The event, or a part of it, isn't what was hashed.
        case changed
        /// There is no event with this revision, though later ones exist or the lab's record promises it.
        case missing
        /// These parts are missing, and no later event says that they were erased.
        case partsMissing(Parts)
        /// A later event says that these parts were erased, but they are still there.
        case partsNotErased(Parts)
        /// The lab's record names another head or revision than its events give.
        case recordDiffers
        /// The event names a command of which there is no record.
        case commandMissing(String)
        /// The store can't read it; in its own words.
        case unreadable(String)
    }

    package init(revision: Int, reason: Reason) {
        self.revision = revision
        self.reason = reason
    }
}

/// Where a head hash that was noted earlier stands now.
package enum HeadVerdict: Sendable, Equatable {
    case found(lab: String, revision: Int)
    /// It is in no chain that was checked: a tail was cut or rewritten, or it is another lab's.
    case missing
}

extension LabFault: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .changed:
            "revision \(revision) was changed after it was written"
        case .missing:
            "revision \(revision) is missing"
        case .partsMissing(let parts):
            "revision \(revision) lacks \(parts), and no event says it was erased"
        case .partsNotErased(let parts):
            "revision \(revision) still has \(parts), though it was to be erased"
        case .recordDiffers:
            "the lab's record doesn't fit its events, the last of which is revision \(revision)"
        case .commandMissing(let key):
            "revision \(revision) came of command \(key), of which there is no record"
        case .unreadable(let why):
            "revision \(revision) can't be read: \(why)"
        }
    }
}
