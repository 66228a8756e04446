/// Making a lab: the facts that stand at its beginning. Secrets come in as hashes.
package struct NewLab: Sendable {
    package var title: String
    package var code: String
    package var language: String
    package var retentionDays = 90
    package var maximumPeople = 10_000
    package var safeguarding: String?
    /// Tried out beforehand: every page says so, and it is kept for a day.
    package var isRehearsal = false
    /// What a lab that was made from another has of it beside the programme.
    package var copied = CopiedLab()
    package var facilitator: Joining.Secrets
    package var screenToken: String
    package var recoveryCode: String
    package var invite: String

    package init(
        title: String, code: String, language: String, facilitator: Joining.Secrets, screenToken: String,
        recoveryCode: String, invite: String
    ) {
        self.title = title
        self.code = code
        self.language = language
        self.facilitator = facilitator
        self.screenToken = screenToken
        self.recoveryCode = recoveryCode
        self.invite = invite
    }

    /// The first events of a lab: it is made, its facilitator has a place, its programme stands.
    package func events(from template: Template, _ context: inout Context) throws(Rejection) -> [Event] {
        let title = try WrittenText.check(title.isEmpty ? template.title : title, field: "title", atMost: 120)
        let host = context.ids.next()
        var what: [String: JSON] = [
            "title": .string(title), "code": .string(code), "language": .string(language),
            "welcome": .string(template.welcome), "template": .string(template.id),
            "retentionDays": .int(retentionDays), "maximumPeople": .int(maximumPeople),
            "screenToken": .string(screenToken), "invite": .string(invite),
            "recoveryCode": .string(recoveryCode),
        ]
        what.set("safeguarding", safeguarding)
        what.flag("rehearsal", isRehearsal)
        what.set("smallNumbers", copied.smallNumbers)
        let details = (copied.details ?? template.details).members
        if !details.isEmpty { what["details"] = .object(details) }
        if !template.setUpNeeds.isEmpty {
            what["setUpNeeds"] = .array(template.setUpNeeds.map { .string($0.rawValue) })
        }
        let joined = Event(
            "participantJoined", items: [host], by: [host],
            [
                "name": "", "role": .string(Role.notSaid.rawValue),
                "support": .string(Support.`self`.rawValue),
                "host": true, "facilitator": true, "token": .string(facilitator.token), "sitting": 1,
                "sealed": .object(facilitator.sealed.mapValues { .string($0) }),
            ])
        return [Event("labCreated", by: [host], .object(what)), joined] + template.events(by: host, &context)
            + copied.events(by: host)
    }
}
