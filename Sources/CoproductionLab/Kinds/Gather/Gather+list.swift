/// A list that was made before the lab, brought in by a facilitator: its ideas are nobody's answer in the room, so
/// they name no author and nobody is heard by them.
extension Gather {
    /// So many ideas come in by one command; a longer list comes by several.
    static let longestList = 100

    func bringIn(_ body: Fields, in scene: Scene, _ context: inout Context) throws(Rejection) -> Event {
        guard [.draft, .open, .paused].contains(scene.activity.state) else {
            throw Rejection(
                .notOpen,
                "This step is \(scene.activity.state.inWords). Take it up again, then bring the list in.")
        }
        guard let list = body.json["ideas"]?.array, (1...Self.longestList).contains(list.count) else {
            throw Rejection(.invalid, "“ideas” must be a list of one to \(Self.longestList) ideas.")
        }
        var ids: [ID] = []
        var words: [JSON] = []
        for (index, idea) in list.enumerated() {
            guard idea.object != nil else {
                throw Rejection(.invalid, "Idea \(index + 1) of the list must be an object with a “text”.")
            }
            do throws(Rejection) {
                words.append(.object(try Idea.Words(Fields(idea), allowing: self).members))
            } catch {
                throw Rejection(error.reason, "Idea \(index + 1) of the list: \(error.detail)")
            }
            ids.append(context.ids.next())
        }
        return scene.event(
            "ideasBroughtIn", ids,
            ["ideas": .array(words)])
    }

    /// The ideas of a list that nobody has touched or built on are taken out together.
    func takeOut(_ event: Event, in scene: Scene) throws(Rejection) -> Event {
        for id in event.items {
            guard let idea = ideas[id], idea.stands, idea.version == 1, idea.merged.isEmpty,
                !scene.isBuilt(on: id)
            else { throw .movedOn }
        }
        return scene.event("ideasTakenOut", event.items)
    }
}
