/// Who may be erased, and how they are found.
extension Lab {
    /// Whose token this is; of somebody who was taken out as well, since that takes nobody's rights.
    package func personToErase(token hash: String) -> ID? { byToken[hash] }

    /// Somebody by their id, or all who go by a name.
    package func peopleToErase(named name: String) -> [Participant] {
        if let person = people[name] { return [person] }
        let wanted = Self.folded(name)
        return people.values.filter { !$0.name.isEmpty && Self.folded($0.name) == wanted }
            .sorted { ($0.cameAt, $0.id) < ($1.cameAt, $1.id) }
    }

    package func checkErasing(_ id: ID) throws(Rejection) {
        guard let person = people[id] else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        guard !person.isHost else {
            throw Rejection(
                .notAllowed,
                "The place of the facilitator a lab was made for can't be erased while there is the lab. Delete the lab, "
                    + "with all that is in it.")
        }
    }

    /// How many steps hold answers behind pseudonyms.
    package var anonymousSteps: Int {
        activities.values.count { $0.visibility.isAnonymous && $0.heard.count > 0 }
    }
}
