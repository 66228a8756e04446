import CoproductionLab

/// The learning log is in no export, for no purpose (S45): its owner downloads it in their own browser.
enum ReflectReport: ActivityReport {
    static func tables(of notes: Reflect, in scene: Scene, for purpose: Purpose) -> [Table] { [] }
}
