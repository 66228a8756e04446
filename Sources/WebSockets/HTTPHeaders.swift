/// The headers of a request, looked up without regard to case.
///
/// libwebsockets keeps the headers that it knows and those that `ServerConfiguration.extraHeaders` names;
/// others are dropped. Where a header came several times, its values are joined by commas, cookies by
/// semicolons.
package struct HTTPHeaders: Sendable, Equatable {
    private var values: [String: String] = [:]

    package init() {}

    package init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { self[name] = value }
    }

    package subscript(name: String) -> String? {
        get { values[name.lowercased()] }
        set { values[name.lowercased()] = newValue }
    }

    /// All of them, by lower-case name.
    package var all: [String: String] { values }
}
