extension JSON {
    /// This value after a JSON Merge Patch (RFC 7396): `null` deletes, objects merge, all else replaces.
    package func merging(_ patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members = object ?? [:]
        for (key, change) in changes {
            if change == .null {
                members[key] = nil
            } else {
                members[key] = (members[key] ?? .null).merging(change)
            }
        }
        return .object(members)
    }

    /// The smallest merge patch that turns `old` into `new`, or nil where they are equal.
    ///
    /// Neither may hold null inside an object: a merge patch can't say it, and no view has it.
    package static func mergePatch(from old: JSON, to new: JSON) -> JSON? {
        guard case .object(let before) = old, case .object(let after) = new else {
            return old == new ? nil : new
        }
        var changes: [String: JSON] = [:]
        for (key, value) in after {
            guard let earlier = before[key] else {
                changes[key] = value
                continue
            }
            if let change = mergePatch(from: earlier, to: value) { changes[key] = change }
        }
        for key in before.keys where after[key] == nil { changes[key] = .null }
        return changes.isEmpty ? nil : .object(changes)
    }
}
