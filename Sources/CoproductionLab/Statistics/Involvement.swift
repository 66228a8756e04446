/// How a lab's work is shared between the sides [S2]. The raw values are those of the wire.
package enum InvolvementPicture: String, CaseIterable, Sendable {
    /// Both sides are highly involved.
    case coProduction
    /// Only the professional side is.
    case professionalLed
    /// Only the community side is.
    case selfHelp
    /// Neither is.
    case notYet
}

/// How many people of one side took part in one activity.
package struct Turnout: Hashable, Sendable {
    /// People with at least one contribution that is not a pass, scribed ones included.
    package let active: Int
    /// People of the side who were present, those who were active and then left included.
    package let present: Int

    /// Whoever was active was present: the second number is raised to the first where it is less.
    package init(active: Int, present: Int) {
        precondition(active >= 0 && present >= 0, "a count of people can't be negative")
        self.active = active
        self.present = max(active, present)
    }
}

/// The part that one side has had so far.
package struct SideInvolvement: Hashable, Sendable {
    /// People of this side in the room.
    package let n: Int
    /// Their part of the whole room, 0 to 1; 0 in an empty room.
    package let share: Double
    /// The mean over activities of active ÷ present, 0 to 1. Nil where the side was present at none.
    package let mean: Double?
    /// Whether mean, share and number are all high enough.
    package let isHigh: Bool
    /// Whether there are too few of this side to be high, however much they take part.
    package let isFew: Bool

    init(turnouts: [Turnout], n: Int, room: Int, threshold: Int) {
        self.n = n
        share = room == 0 ? 0 : Double(n) / Double(room)
        let parts = turnouts.filter { $0.present > 0 }.map { Double($0.active) / Double($0.present) }
        let mean = parts.isEmpty ? nil : parts.reduce(0, +) / Double(parts.count)
        self.mean = mean
        // The slack keeps the mean of ten times 3/5 at 0.6: their binary sum falls a hair short.
        let meanIsHigh = mean.map { $0 >= 0.6 - 1e-9 } ?? false
        isFew = 4 * n < room || n < threshold
        isHigh = meanIsHigh && !isFew
    }
}

/// The involvement picture: both sides, and what the lab is so far [S2].
///
/// A side is high if the mean over activities that took contributions is at least 0.6, the side is at least a
/// quarter of the room, and it has at least three people.
package struct Involvement: Hashable, Sendable {
    package let community: SideInvolvement
    package let professional: SideInvolvement

    /// - Parameters:
    ///   - activities: one entry for each activity that took contributions. A side with nobody present there
    ///     is missing or has nobody present, and that activity says nothing about it.
    ///   - people: people of each side in the room.
    ///   - others: people in the room who belong to neither side.
    ///   - threshold: how many people a side must have, the lab's small-number threshold.
    package init(
        activities: [[Side: Turnout]], people: [Side: Int], others: Int,
        threshold: Int = SmallNumbers.usualThreshold
    ) {
        let room = people.values.reduce(others, +)
        func involvement(of side: Side) -> SideInvolvement {
            SideInvolvement(
                turnouts: activities.compactMap { $0[side] }, n: people[side, default: 0], room: room,
                threshold: threshold)
        }
        community = involvement(of: .community)
        professional = involvement(of: .professional)
    }

    /// One side's part.
    package subscript(side: Side) -> SideInvolvement {
        switch side {
        case .community: community
        case .professional: professional
        }
    }

    package var picture: InvolvementPicture {
        switch (community.isHigh, professional.isHigh) {
        case (true, true): .coProduction
        case (false, true): .professionalLed
        case (true, false): .selfHelp
        case (false, false): .notYet
        }
    }

    /// Whether the picture is of one side since the other has too few people here: nobody may read that they took less
    /// part.
    package var isForWantOfPeople: Bool {
        switch picture {
        case .professionalLed: community.isFew
        case .selfHelp: professional.isFew
        case .coProduction, .notYet: false
        }
    }
}
