import CoproductionLab

/// Some offer a pledge, take it on, and say how it goes. Not everybody can or wants to: a pass is a full answer.
enum PledgePlayer: DemoPlayer {
    static let kind = "pledge"

    static func next(_ scene: DemoScene) -> DemoTurn {
        guard let pledge = scene.me.pledge ?? small(scene) else { return .done }
        let own = (scene.own["pledges"]?.object ?? [:]).first { $0.value["give"]?.string == pledge.give }
        guard let own else { return scene.act("addPledge", words(of: pledge, scene), thinking: 5...20) }
        guard pledge.isAccepted else { return .done }
        let id = JSON.string(own.key)
        if own.value["status"] == "offered" {
            return scene.act("acceptPledge", ["pledge": id], thinking: 3...8)
        }
        guard let checkIn = pledge.checkIn, own.value["checkIns"] == nil else { return .done }
        var body: [String: JSON] = ["pledge": id, "text": .string(checkIn.text)]
        body.set("status", checkIn.status)
        body.set("on", checkIn.days.map(DemoLab.day))
        return scene.act("addCheckIn", body, thinking: 20...40)
    }

    /// Of those who have come to this workshop it may be that nobody has brought a pledge: then some offer a small one.
    private static func small(_ scene: DemoScene) -> DemoLab.Pledge? {
        guard scene.seats.allSatisfy({ scene.people[$0].pledge == nil }) else { return nil }
        return scene.share(of: scene.words("pledge")).first.map { DemoLab.Pledge(give: $0, days: 21) }
    }

    private static func words(of pledge: DemoLab.Pledge, _ scene: DemoScene) -> [String: JSON] {
        var body: [String: JSON] = ["give": .string(pledge.give)]
        func set(_ key: String, _ value: String?, asks: String) {
            if scene.activity[asks] == true { body.set(key, value) }
        }
        set("get", pledge.get, asks: "asksGet")
        set("firstStep", pledge.firstStep, asks: "asksFirstStep")
        set("by", DemoLab.day(in: pledge.days), asks: "asksBy")
        set("help", pledge.help, asks: "asksHelp")
        set("skills", pledge.skills, asks: "asksSkills")
        set("coach", pledge.coach, asks: "asksCoach")
        if scene.activity["asksGuardian"] == true, pledge.isYoung {
            body["young"] = true
            body["guardian"] = true
        }
        let text = pledge.idea.flatMap { scene.lab.ideas[$0]?.text }
        body.set("idea", scene.inputs.first { $0.text == text }?.id)
        return body
    }
}
