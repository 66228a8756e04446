/// For whom an export is made (`statistics.md` §8): `sharing` hides small numbers and says nobody's name; `keeping` is
/// for facilitators, complete but for what is private. Neither holds what its activity has not shown.
package enum Purpose: String, Sendable, CaseIterable {
    case sharing, keeping
}
