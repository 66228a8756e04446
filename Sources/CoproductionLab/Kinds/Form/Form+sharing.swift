/// A form's story that may be shown beyond its lab.
package struct SharedCaseStudy: Sendable {
    package let activity: Activity
    package let form: Form
    /// What was agreed about showing it: each part of the consent, in its words.
    package let terms: [(title: String, words: String)]
    /// The last day on which it may be shown.
    package let until: String?
}

extension Lab {
    /// The case studies that everybody agreed to be shown elsewhere on that day (S40): each is signed as it stands, everybody
    /// whose words stand in it says yes to them, and so is each consent of the lab signed, and its day not over. With a
    /// signature or a yes taken back, or a word changed, it is not among them any more.
    package func sharedCaseStudies(on day: String) -> [SharedCaseStudy] {
        let forms = agenda.compactMap { activities[$0] }.compactMap { activity -> (Activity, Form)? in
            guard !activity.isSkipped, activity.showsTexts, let form = activity.content as? Form else {
                return nil
            }
            return (activity, form)
        }
        // One that isn't shown to those who should agree is none that they agreed to.
        let asked = agenda.compactMap { activities[$0] }.filter {
            !$0.isSkipped && ($0.content as? Form)?.purpose == .consent
        }
        let consents = forms.filter { $0.1.purpose == .consent }
        guard !consents.isEmpty, consents.count == asked.count,
            consents.allSatisfy({ $1.signOff != .none && $1.isAgreed(in: Scene(lab: self, activity: $0)) })
        else { return [] }
        let days = consents.flatMap { activity, form in
            form.sections.filter { $0.answer == .date }.map { form.words(of: $0, in: activity.id) }
        }.filter { !$0.isEmpty }
        guard days.allSatisfy({ $0 >= day }) else { return [] }
        let terms = consents.flatMap { activity, form in
            form.sections.map { (title: $0.title, words: form.words(of: $0, in: activity.id)) }
        }.filter { !$0.words.isEmpty }
        return forms.filter { activity, form in
            form.purpose == .caseStudy && form.isAgreed(in: Scene(lab: self, activity: activity))
        }.map { SharedCaseStudy(activity: $0, form: $1, terms: terms, until: days.min()) }
    }
}

extension Form {
    /// Whether something stands here that all who were to sign it have signed, and all who are quoted have agreed to.
    fileprivate func isAgreed(in scene: Scene) -> Bool {
        sections.contains { isFilled($0, scene) } && (signOff == .none || isSignedByAll(scene))
            && quotes.values.allSatisfy { $0.isRemoved || standing($0.id, in: scene)?.isApproved != false }
    }
}
