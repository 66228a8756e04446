import CoproductionLab

/// The registry of the kinds' reports: a new kind adds its line here.
package enum ActivityReports {
    private static let all: [any ActivityReport.Type] = [
        InfoReport.self,
        BreakReport.self,
        GatherReport.self,
        VoteReport.self,
        RateReport.self,
        PledgeReport.self,
        QuestionsReport.self,
        SurveyReport.self,
        FormReport.self,
        ReflectReport.self,
        ChooseReport.self,
        ClusterReport.self,
        GridReport.self,
    ]

    /// The kinds that have one.
    package static var kinds: [String] { all.map { $0.kind } }

    /// The tables of one activity alone.
    package static func tables(of activity: Activity, in lab: Lab, for purpose: Purpose) -> [Table] {
        tables(in: Scene(lab: lab, activity: activity), for: purpose)
    }

    /// The tables of an activity, by the report of its kind.
    package static func tables(in scene: Scene, for purpose: Purpose) -> [Table] {
        for report in all {
            if let tables = report.tables(ofAny: scene.activity.content, in: scene, for: purpose) {
                return tables
            }
        }
        return []
    }
}

extension ActivityReport {
    fileprivate static var kind: String { Content.kind }

    fileprivate static func tables(
        ofAny content: any ActivityContent, in scene: Scene, for purpose: Purpose
    ) -> [Table]? {
        (content as? Content).map { tables(of: $0, in: scene, for: purpose) }
    }
}
