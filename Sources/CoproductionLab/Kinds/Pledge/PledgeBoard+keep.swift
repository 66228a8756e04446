extension PledgeBoard {
    /// Pledges in their order, but for those that were withdrawn, each with its check-ins.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        guard share.hasWords else { return [] }
        return standing.map { pledge in
            var what = pledge.words.members
            what.set("role", pledge.role)
            what.set("support", pledge.support)
            what.setVersion(pledge.version)
            what["status"] = .string(pledge.status.rawValue)
            what.set("next", pledge.next)
            if !pledge.checkIns.isEmpty {
                what["checkIns"] = .array(
                    pledge.checkIns.map { checkIn in
                        var members = checkIn.members
                        members["order"] = nil
                        members["id"] = .string(checkIn.id)
                        return .object(members)
                    })
            }
            return KeptPiece(
                "pledge", items: [pledge.id], persons: share.persons([pledge.author]),
                place: scene.keptPlace(pledge.order), what)
        }
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        guard piece == "pledge", let id = event.item, pledges[id] == nil, let what = event.what else {
            return
        }
        let author = event.importedAuthor()
        var pledge = Pledge(
            id: id, author: author, role: event.role, support: event.support,
            order: Order.appended(pledges.count), words: Pledge.Words(members: what))
        pledge.version = max(1, what["version"]?.int ?? 1)
        pledge.status = what["status"]?.string.flatMap(Pledge.Status.init) ?? .offered
        pledge.next = what["next"]?.string
        for given in what["checkIns"]?.array ?? [] {
            guard let id = given["id"]?.string else { continue }
            pledge.checkIns.append(
                Pledge.CheckIn(
                    id: id, order: Order.appended(pledge.checkInsEver), text: given["text"]?.string,
                    next: given["on"]?.string,
                    progress: given["status"]?.string.flatMap(Pledge.Progress.init),
                    isFromDesk: given["fromDesk"] == true))
            pledge.checkInsEver += 1
        }
        pledges[id] = pledge
        byAuthor[author, default: []].append(id)
    }
}
